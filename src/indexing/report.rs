//! What a run of the indexer did, and how it goes.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::backend::Totals;
use crate::model::{Problem, Severity};

/// Files by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// New files.
    pub added: u64,
    /// Files with other content than before.
    pub changed: u64,
    /// Files with another name than before and the same content.
    pub moved: u64,
    /// Files that are no longer there.
    pub removed: u64,
    /// Files as before.
    pub unchanged: u64,
    /// Things that are not in the index: files, or lines and entries of files.
    pub failed: u64,
}

impl Counts {
    /// Whether the index had to be written at all.
    pub fn changes_anything(&self) -> bool {
        self.added + self.changed + self.moved + self.removed > 0
    }
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
    /// Files by what became of them.
    pub files: Counts,
    /// What the index holds now.
    pub totals: Totals,
    /// Everything that went wrong, in order of path; failures of earlier runs that still stand included.
    pub problems: Vec<Problem>,
    /// Files of formats that are not read, by extension.
    pub skipped: BTreeMap<String, u64>,
    /// The files of each count but `unchanged`, where they were asked for (a dry run does).
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

/// Hears how a run goes. Called from one thread.
pub trait Progress {
    /// The corpus is being listed; `files` have been seen.
    fn listing(&self, files: u64);
    /// So many files and bytes are to be read.
    fn reading(&self, files: u64, bytes: u64);
    /// One more file of so many bytes has been read.
    fn file_done(&self, bytes: u64);
    /// Everything has been read; the index is being written to disk.
    fn committing(&self);
    /// The run is over.
    fn done(&self);
}

/// Hears nothing.
impl Progress for () {
    fn listing(&self, _: u64) {}
    fn reading(&self, _: u64, _: u64) {}
    fn file_done(&self, _: u64) {}
    fn committing(&self) {}
    fn done(&self) {}
}
