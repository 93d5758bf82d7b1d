//! tantivy's directory on disk, with what we found missing in it mended: the folder is synced after
//! each rename, no temporary file is left behind for ever, files have the rights that the user's umask
//! gives, and an error of the operating system is kept with the path it happened at.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, META_LOCK, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

use crate::backend::atomic::{sync_folder, write_atomically};

/// The file that tantivy replaces with each commit. It names the segments, whose names are random.
pub(super) const META: &str = "meta.json";

/// A folder of index files.
#[derive(Clone)]
pub(super) struct IndexDirectory {
    inner: MmapDirectory,
    root: PathBuf,
    faults: Faults,
}

/// The first error of the operating system, with its path: tantivy's own errors lose it in its threads.
#[derive(Clone, Default)]
pub(super) struct Faults(Arc<Mutex<Option<Fault>>>);

/// An error of the operating system.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// The file.
    pub(super) path: PathBuf,
    /// The kind of error.
    pub(super) kind: io::ErrorKind,
    /// What the system said.
    pub(super) reason: String,
}

impl Faults {
    fn note(&self, path: &Path, error: &io::Error) {
        let mut first = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        first.get_or_insert_with(|| Fault {
            path: path.to_owned(),
            kind: error.kind(),
            reason: error.to_string(),
        });
    }

    /// The first error since the directory was opened.
    pub(super) fn first(&self) -> Option<Fault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn noting<T>(&self, path: &Path, result: io::Result<T>) -> io::Result<T> {
        result.inspect_err(|error| self.note(path, error))
    }
}

impl IndexDirectory {
    /// Opens the folder, which must be there.
    pub(super) fn open(root: &Path) -> Result<Self, OpenDirectoryError> {
        let inner = MmapDirectory::open(root)?;
        Ok(IndexDirectory { inner, root: root.to_owned(), faults: Faults::default() })
    }

    /// Where errors of the operating system are kept.
    pub(super) fn faults(&self) -> Faults {
        self.faults.clone()
    }
}

impl fmt::Debug for IndexDirectory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IndexDirectory({})", self.root.display())
    }
}

impl Directory for IndexDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let full = self.root.join(path);
        let opened = OpenOptions::new().write(true).create_new(true).open(&full);
        let file = self.faults.noting(&full, opened).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => OpenWriteError::FileAlreadyExists(path.to_owned()),
            _ => OpenWriteError::wrap_io_error(error, path.to_owned()),
        })?;
        Ok(BufWriter::new(Box::new(IndexFile { file, path: full, faults: self.faults.clone() })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let full = self.root.join(path);
        self.faults.noting(&full, write_atomically(&full, data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.faults.noting(&self.root, sync_folder(&self.root))
    }

    /// A reader takes a lock so that no writer removes files while it opens them. Where it may not write, it
    /// goes on without: should a file vanish, opening fails and says so.
    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let is_refused = |error: &io::Error| {
            matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
        };
        match self.inner.acquire_lock(lock) {
            Err(LockError::IoError(error)) if lock.filepath == META_LOCK.filepath && is_refused(&error) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            result => result,
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// A file of the index that is being written.
struct IndexFile {
    file: File,
    path: PathBuf,
    faults: Faults,
}

impl Write for IndexFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes);
        self.faults.noting(&self.path, written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for IndexFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        let synced = self.file.sync_data();
        self.faults.noting(&self.path, synced)
    }
}
