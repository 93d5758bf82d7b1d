//! What can go wrong in this engine, and what it is for a caller: whose fault, which file.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};

use super::directory::Faults;
use crate::backend::BackendError;

/// What stops a function of this engine.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// tantivy could not read or write.
    #[error(transparent)]
    Tantivy(#[from] TantivyError),
    /// The operating system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// What the index holds is not what was written.
    #[error("{0}")]
    Damaged(String),
    /// The caller stopped the search.
    #[error(transparent)]
    Stopped(BackendError),
}

/// The result of a function of this engine.
pub(super) type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// The index holds something else than what was written.
    pub(super) fn damaged(what: impl Into<String>) -> Self {
        Error::Damaged(what.into())
    }

    /// The error for callers of the engine in `folder`. `faults` knows what the operating system said where tantivy
    /// forgot it.
    pub(super) fn for_callers(self, folder: &Path, faults: Option<&Faults>) -> BackendError {
        if let Error::Stopped(stopped) = self {
            return stopped;
        }
        if let Some(fault) = faults.and_then(Faults::first) {
            let reason = format!("{}: {}", fault.path.display(), fault.reason);
            return BackendError::from_io(folder, fault.kind, reason);
        }
        match &self {
            Error::Io(cause) => BackendError::from_io(folder, cause.kind(), cause.to_string()),
            Error::Tantivy(error) => match io_cause(error) {
                Some(cause) => BackendError::from_io(folder, cause.kind(), cause.to_string()),
                None => BackendError::Damaged { path: folder.to_owned(), reason: plain(error) },
            },
            _ => BackendError::Damaged { path: folder.to_owned(), reason: self.to_string() },
        }
    }
}

fn io_cause(error: &TantivyError) -> Option<&Arc<io::Error>> {
    match error {
        TantivyError::IoError(cause)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: cause, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: cause, .. })
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error: cause, .. }) => {
            Some(cause)
        }
        _ => None,
    }
}

/// What is wrong, without tantivy's debug notation.
fn plain(error: &TantivyError) -> String {
    match error {
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            format!("`{}` is missing", path.display())
        }
        TantivyError::InternalError(reason) => reason.clone(),
        other => other.to_string().trim_end_matches('.').to_owned(),
    }
}

/// Makes [`Error`]s of tantivy's smaller errors.
macro_rules! error_from {
    ($($smaller:ty),*) => {$(
        impl From<$smaller> for Error {
            fn from(error: $smaller) -> Self {
                Error::Tantivy(error.into())
            }
        }
    )*};
}

error_from!(OpenReadError, OpenWriteError, OpenDirectoryError);
