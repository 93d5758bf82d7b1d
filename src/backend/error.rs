//! The errors of a backend, with the path. `wording` has the sentences and the advice.

use std::io;
use std::path::{Path, PathBuf};

use crate::model::Kind;

/// Why an engine failed.
#[derive(Debug, thiserror::Error)]
pub enum BackendError {
    /// Files of the index are missing, cut or changed.
    #[error("damaged index `{}`: {reason}", path.display())]
    Damaged {
        /// The folder of the index.
        path: PathBuf,
        /// The fault.
        reason: String,
    },
    /// Files of the index are missing, or are not as they were written.
    #[error("damaged files in `{}`: {}", path.display(), files.join(", "))]
    DamagedFiles {
        /// The folder of the index.
        path: PathBuf,
        /// The names of the files.
        files: Vec<String>,
    },
    /// The disk is full.
    #[error("disk full at `{}`: {free} MiB free", path.display())]
    DiskFull {
        /// The folder of the index.
        path: PathBuf,
        /// Free space, in MiB.
        free: u64,
    },
    /// The caller stopped the search.
    #[error("the search was stopped")]
    Stopped,
    /// The search took longer than the caller gave it.
    #[error("the search took longer than it may")]
    TimedOut,
    /// The operating system refused.
    #[error("index `{}`: {reason}", path.display())]
    Io {
        /// The folder of the index.
        path: PathBuf,
        /// The system's message.
        reason: String,
    },
}

impl BackendError {
    /// The error for an operation that the system refused in the index `folder`.
    pub fn from_io(folder: &Path, kind: io::ErrorKind, reason: String) -> Self {
        let path = folder.to_owned();
        match kind {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                BackendError::DiskFull { path, free: free_mib(folder) }
            }
            // The system never returns "other": decoders use it for data that they cannot read.
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::Other => {
                BackendError::Damaged { path, reason }
            }
            _ => BackendError::Io { path, reason },
        }
    }

    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            BackendError::Damaged { .. } | BackendError::DamagedFiles { .. } => Kind::Data,
            BackendError::DiskFull { .. } | BackendError::Io { .. } => Kind::System,
            BackendError::Stopped | BackendError::TimedOut => Kind::System,
        }
    }
}

/// Free space on the disk of a folder, in MiB; 0 where the system does not report it.
fn free_mib(folder: &Path) -> u64 {
    use std::os::unix::ffi::OsStrExt;
    let Ok(path) = std::ffi::CString::new(folder.as_os_str().as_bytes()) else { return 0 };
    let mut stat = std::mem::MaybeUninit::<libc::statvfs>::zeroed();
    #[expect(unsafe_code, reason = "the standard library has no call for free space")]
    // SAFETY: `path` is a C string and `stat` is as large as the call writes; it is read only on success.
    let stat = unsafe {
        if libc::statvfs(path.as_ptr(), stat.as_mut_ptr()) != 0 {
            return 0;
        }
        stat.assume_init()
    };
    stat.f_bavail * stat.f_frsize / (1 << 20)
}
