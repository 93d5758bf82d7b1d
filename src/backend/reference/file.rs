//! The one file of a generation: a hash, then the content. The hash shows any change of the file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::article::Article;
use crate::backend::{BackendError, Totals, write_atomically};

const NAME: &str = "articles.postcard";
const HASH_BYTES: usize = blake3::OUT_LEN;

/// The content of an index.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Content {
    pub(super) totals: Totals,
    /// The caller's note on the commit.
    pub(super) note: String,
    /// In the order of their identifiers.
    pub(super) articles: Vec<Article>,
}

/// The file of the generation in `folder`.
pub(super) fn path(folder: &Path) -> PathBuf {
    folder.join(NAME)
}

/// The hash of the last commit in `folder`, in hexadecimal.
///
/// # Errors
/// As [`read`].
pub(in crate::backend) fn last_commit(folder: &Path) -> Result<String, BackendError> {
    let hash = bytes(folder)?.into_iter().take(HASH_BYTES);
    Ok(hash.map(|byte| format!("{byte:02x}")).collect())
}

/// Reads the content of the generation in `folder`.
///
/// # Errors
/// [`BackendError::Damaged`] where the file is missing or changed, [`BackendError::Io`].
pub(super) fn read(folder: &Path) -> Result<Content, BackendError> {
    let bytes = bytes(folder)?;
    let split = bytes.split_at_checked(HASH_BYTES);
    let (hash, content) = split.ok_or_else(|| damaged(folder, "is cut"))?;
    if blake3::hash(content).as_bytes() != hash {
        return Err(damaged(folder, "is not what was written"));
    }
    postcard::from_bytes(content).map_err(|error| damaged(folder, &error.to_string()))
}

fn bytes(folder: &Path) -> Result<Vec<u8>, BackendError> {
    fs::read(path(folder)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => damaged(folder, "is not there"),
        _ => system(folder, &error),
    })
}

/// Replaces the content, atomically.
///
/// # Errors
/// The operating system refuses.
pub(super) fn write(folder: &Path, content: &Content) -> Result<(), BackendError> {
    let content = postcard::to_stdvec(content)
        .map_err(|error| system(folder, &io::Error::new(io::ErrorKind::InvalidInput, error)))?;
    let bytes = [blake3::hash(&content).as_bytes().as_slice(), &content].concat();
    write_atomically(&path(folder), &bytes).map_err(|error| system(folder, &error))
}

fn damaged(folder: &Path, what: &str) -> BackendError {
    BackendError::Damaged { path: folder.to_owned(), reason: format!("`{NAME}` {what}") }
}

fn system(folder: &Path, error: &io::Error) -> BackendError {
    BackendError::from_io(folder, error.kind(), format!("`{NAME}`: {error}"))
}
