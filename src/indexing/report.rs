//! What a run did, and how far it is.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::backend::Totals;
use crate::model::{Problem, Severity};

/// The number of files by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// New files.
    pub added: u64,
    /// Files with new content.
    pub changed: u64,
    /// Files with a new name and the same content.
    pub moved: u64,
    /// Files that are no longer there.
    pub removed: u64,
    /// Files that have not changed.
    pub unchanged: u64,
    /// Files, and lines or entries of files, that could not be indexed.
    pub failed: u64,
    /// Files that could not be seen or read, whose articles stay. They are among the unchanged.
    pub unseen: u64,
}

impl Counts {
    /// Whether any file has changed.
    pub fn changes_anything(&self) -> bool {
        self.added + self.changed + self.moved + self.removed > 0
    }
}

/// Files that are no longer there, and were not removed since they are many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// How many are missing.
    pub files: u64,
    /// Of how many with articles.
    pub of: u64,
}

/// What is to become of a file. In JSON its name in small letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// It is new.
    Added,
    /// It has other content than before.
    Changed,
    /// It is no longer there.
    Removed,
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The number of files by outcome.
    pub files: Counts,
    /// Files that were not removed: see [`Missing`].
    pub missing: Option<Missing>,
    /// The size of the index after the run.
    pub totals: Totals,
    /// All problems in order of path, those of earlier runs that remain included.
    pub problems: Vec<Problem>,
    /// The number of files without a reader, by extension.
    pub skipped: BTreeMap<String, u64>,
    /// In a dry run, the names of files with their outcome, without those that have not changed.
    pub names: Vec<(String, Change)>,
}

impl Report {
    /// The problems that lost text.
    pub fn failures(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Failed)
    }

    /// The problems that were mended.
    pub fn warnings(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Warning)
    }
}

/// Is told how far a run is. Its methods are called from one thread.
pub trait Progress {
    /// The corpus is being listed. `files` files have been found so far.
    fn listing(&self, files: u64);
    /// The listing is complete. `files` files of `bytes` bytes in all will be read.
    fn reading(&self, files: u64, bytes: u64);
    /// A file of `bytes` bytes has been read.
    fn file_done(&self, bytes: u64);
    /// All files have been read. The index is being committed.
    fn committing(&self);
    /// The run is over.
    fn done(&self);
}

/// Ignores everything.
impl Progress for () {
    fn listing(&self, _: u64) {}
    fn reading(&self, _: u64, _: u64) {}
    fn file_done(&self, _: u64) {}
    fn committing(&self) {}
    fn done(&self) {}
}
