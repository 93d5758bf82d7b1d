//! What can go wrong in this engine, and what it is for a caller: whose fault, which file.

use std::io;
use std::path::{Path, PathBuf};

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};

use super::directory::{Faults, META};
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
    /// These files are missing, or not as they were written.
    #[error("damaged files")]
    DamagedFiles(Vec<PathBuf>),
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
            Error::Tantivy(error) => of_tantivy(error, folder),
            Error::DamagedFiles(files) => BackendError::DamagedFiles {
                path: folder.to_owned(),
                files: files.iter().map(|file| file.display().to_string()).collect(),
            },
            _ => damage(folder, self.to_string()),
        }
    }
}

/// What an error of tantivy's is, without its debug notation.
fn of_tantivy(error: &TantivyError, folder: &Path) -> BackendError {
    if let Some((cause, file)) = io_cause(error) {
        return of_io(cause, file, folder);
    }
    match error {
        TantivyError::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            BackendError::DamagedFiles { path: folder.to_owned(), files: vec![path.display().to_string()] }
        }
        // A thread that cannot be started: the files are sound.
        TantivyError::SystemError(said) => BackendError::Io { path: folder.to_owned(), reason: said.clone() },
        TantivyError::LockFailure(..) => {
            BackendError::Io { path: folder.to_owned(), reason: "its lock is held".to_owned() }
        }
        // Its own words print the whole file.
        TantivyError::DataCorruption(corruption) if format!("{corruption:?}").contains(META) => {
            damage(folder, format!("`{META}` is not as it was written"))
        }
        TantivyError::InternalError(said) => damage(folder, said.clone()),
        other => damage(folder, other.to_string().trim_end_matches('.').to_owned()),
    }
}

fn damage(folder: &Path, reason: String) -> BackendError {
    BackendError::Damaged { path: folder.to_owned(), reason }
}

/// What the system said, and of which file where tantivy knows that.
fn io_cause(error: &TantivyError) -> Option<(&io::Error, Option<&Path>)> {
    match error {
        TantivyError::IoError(cause) | TantivyError::LockFailure(LockError::IoError(cause), _) => {
            Some((cause, None))
        }
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, filepath })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, filepath }) => {
            Some((io_error, Some(filepath)))
        }
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, directory_path }) => {
            Some((io_error, Some(directory_path)))
        }
        _ => None,
    }
}

fn of_io(cause: &io::Error, file: Option<&Path>, folder: &Path) -> BackendError {
    let Some(file) = file else { return BackendError::from_io(folder, cause.kind(), cause.to_string()) };
    let file = file.display();
    // What tantivy says of a file that is cut or changed is advice for other programs than this.
    let reason = match cause.raw_os_error() {
        Some(_) => format!("`{file}`: {cause}"),
        None => format!("`{file}` is not as it was written"),
    };
    BackendError::from_io(folder, cause.kind(), reason)
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
