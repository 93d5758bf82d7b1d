//! Something that went wrong with one file or one text: counted and named, never fatal to a run.

use serde::{Deserialize, Serialize};

use super::Reason;

/// Whose fault an error is; one table in `cli` maps kinds to exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What the user asked for cannot be done as asked.
    User,
    /// Something that should be there is not (no index, no corpus, no such article).
    Missing,
    /// Data on disk is damaged or of another format.
    Data,
    /// The machine refused (disk full, no rights, lock held).
    System,
}

/// Where on its way into the index a text met a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Listing the corpus folder.
    Walk,
    /// Reading the bytes.
    Read,
    /// Turning bytes into characters.
    Decode,
    /// Finding the text and its metadata in the format.
    Parse,
    /// Giving the article its identifier.
    Identify,
}

/// Whether text was lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Everything was indexed, but something about it had to be guessed or mended.
    Warning,
    /// The file, or the part of it that is named, is not in the index.
    Failed,
}

/// One thing that went wrong with one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// The file, relative to the corpus.
    pub path: String,
    /// The file within an archive, where only that is concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Box<str>>,
    /// The line or entry within the file, from 1, where only a part of it is concerned.
    pub line: Option<u64>,
    /// Where it happened.
    pub stage: Stage,
    /// Whether text was lost.
    pub severity: Severity,
    /// What happened.
    #[serde(flatten)]
    pub reason: Reason,
}

impl Problem {
    /// A problem that keeps the file (or the line) out of the index.
    pub fn failed(path: impl Into<String>, stage: Stage, reason: Reason) -> Self {
        Problem { path: path.into(), member: None, line: None, stage, severity: Severity::Failed, reason }
    }

    /// A problem that was mended; the text is in the index.
    pub fn warning(path: impl Into<String>, stage: Stage, reason: Reason) -> Self {
        Problem { severity: Severity::Warning, ..Problem::failed(path, stage, reason) }
    }

    /// The same problem, in a member of the archive.
    pub fn in_member(self, member: Option<&str>) -> Self {
        Problem { member: member.map(Box::from), ..self }
    }

    /// The file, or the archive and its member: `lot.zip/rapports/note.txt`.
    pub fn place(&self) -> String {
        match &self.member {
            Some(member) => format!("{}/{member}", self.path),
            None => self.path.clone(),
        }
    }

    /// The same problem, at line `line` of the file.
    pub fn at_line(self, line: u64) -> Self {
        Problem { line: Some(line), ..self }
    }
}
