//! The backend: one contract for indexing and searching articles, and the engines that implement it.
//!
//! In: articles with their analysed words, and [`Plan`]s. Out: ranked passages, counts, stored text. A backend never
//! parses a query, never analyses text, never formats an answer.
//!
//! [`open_reader`] and [`open_writer`] are the only way in: no code outside names the types of an engine.

mod atomic;
mod control;
#[cfg(test)]
mod differential;
mod document;
mod embedded;
mod error;
mod index_folder;
mod ranking;
mod reference;
mod search;
mod spans;
mod term_list;
mod write;

pub mod plan;

use std::fmt;
use std::path::Path;
use std::str::FromStr;

pub(crate) use atomic::write_atomically;
pub use control::Control;
pub use document::{Labels, Prepared, PreparedPassage, Record, Stored};
#[cfg(fuzzing)]
pub use embedded::fuzz_stored;
pub use error::BackendError;
pub use index_folder::{Descriptor, Holder, IndexFolder, IndexFolderError, Lock};
pub use plan::Plan;
pub use search::{
    Address, ConceptSet, DayCounts, Facet, FacetCounts, Found, Hit, Matched, Passages, Pattern, Search,
    StoredPassage, Vocabulary, Wanted,
};
pub use spans::{Positions, Span, marks, spans, total_weight};
pub use term_list::{Forms, WordList, Words};
pub use write::{Change, Encode, Write};

/// The sizes of an index, for the statistics of the ranking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Totals {
    /// Articles.
    pub articles: u64,
    /// Passages.
    pub passages: u64,
    /// Words of all bodies.
    pub words: u64,
    /// Words of all titles.
    pub title_words: u64,
}

/// The engine of an index.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EngineKind {
    /// The embedded engine: tantivy's files on the local disk.
    #[default]
    Embedded,
    /// The reference engine: one file, of which a search reads everything. It is slow, and simple enough to check by
    /// eye.
    Reference,
}

/// No engine has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an engine: write `embedded` or `reference`")]
pub struct EngineKindError(String);

impl FromStr for EngineKind {
    type Err = EngineKindError;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        match name {
            "embedded" => Ok(EngineKind::Embedded),
            "reference" => Ok(EngineKind::Reference),
            _ => Err(EngineKindError(name.to_owned())),
        }
    }
}

/// The identity of a commit of a generation. Two are equal if the same content was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit(String);

impl fmt::Display for Commit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The resources of a writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriterOptions {
    /// The memory for articles that are not on disk yet, in bytes. An engine may use less.
    pub memory: usize,
    /// How many threads prepare articles. With several, an engine may write on threads of its own.
    pub jobs: usize,
}

/// Opens the last committed state of the generation in `folder`.
///
/// # Errors
/// Data is missing or damaged, or cannot be read.
pub fn open_reader(kind: EngineKind, folder: &Path) -> Result<Box<dyn Search>, BackendError> {
    match kind {
        EngineKind::Embedded => Ok(Box::new(embedded::Searcher::open(folder)?)),
        EngineKind::Reference => Ok(Box::new(reference::Reader::open(folder)?)),
    }
}

/// Compares every file of the generation in `folder` with its checksum.
///
/// # Errors
/// [`BackendError::DamagedFiles`] names those that are missing or not as they were written; or a file cannot be read.
pub fn check(kind: EngineKind, folder: &Path) -> Result<(), BackendError> {
    match kind {
        EngineKind::Embedded => embedded::Searcher::check(folder),
        EngineKind::Reference => reference::Reader::open(folder).map(drop),
    }
}

/// Removes from the generation in `folder` what no commit names: the leftovers of runs that were killed. The caller holds the
/// [`Lock`] of the index.
///
/// # Errors
/// What the last commit names cannot be read. Nothing is removed then.
pub fn remove_leftovers(kind: EngineKind, folder: &Path) -> Result<(), BackendError> {
    match kind {
        EngineKind::Embedded => embedded::remove_leftovers(folder),
        EngineKind::Reference => Ok(()),
    }
}

/// The last commit of the generation in `folder`, without opening it. It is one small file, so a caller can check
/// before each search whether [`open_reader`] would return a newer state.
///
/// # Errors
/// There is no commit, or it cannot be read.
pub fn last_commit(kind: EngineKind, folder: &Path) -> Result<Commit, BackendError> {
    match kind {
        EngineKind::Embedded => embedded::last_commit(folder).map(Commit),
        EngineKind::Reference => reference::last_commit(folder).map(Commit),
    }
}

/// Opens the generation in `folder` for writing; an empty folder becomes an index. The caller holds the [`Lock`] of
/// the index.
///
/// # Errors
/// The index cannot be written, or is damaged.
pub fn open_writer(
    kind: EngineKind,
    folder: &Path,
    options: WriterOptions,
) -> Result<Box<dyn Write>, BackendError> {
    match kind {
        EngineKind::Embedded => Ok(Box::new(embedded::Indexer::open(folder, options)?)),
        EngineKind::Reference => Ok(Box::new(reference::Writer::open(folder)?)),
    }
}
