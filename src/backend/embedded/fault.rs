//! tantivy's errors to ours: whose fault, which path, what to do.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::TantivyError;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError};

use super::directory::Faults;
use crate::backend::BackendError;

/// Turns an error of tantivy's into ours. `faults` knows what the system said where tantivy forgot it.
pub(super) fn backend_error(folder: &Path, error: &TantivyError, faults: Option<&Faults>) -> BackendError {
    if let Some(fault) = faults.and_then(Faults::first) {
        return BackendError::from_io(
            folder,
            fault.kind,
            format!("{}: {}", fault.path.display(), fault.reason),
        );
    }
    match io_cause(error) {
        Some(cause) => BackendError::from_io(folder, cause.kind(), cause.to_string()),
        None => BackendError::Damaged { path: folder.to_owned(), reason: plain(error) },
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
