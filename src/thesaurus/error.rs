//! What is wrong with a file of entries: where, and in which entry. `wording` has the sentences, and what to do.

use std::fmt;

/// A file of entries that cannot be taken. Nothing of it was.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}: {problem}", self.place())]
pub struct ThesaurusError {
    /// The file, as the caller named it.
    pub file: String,
    /// The line of the entry or of the fault, from 1, where it is known.
    pub line: Option<usize>,
    /// The id of the entry, where it is known.
    pub entry: Option<String>,
    /// What is wrong.
    pub problem: Problem,
}

impl ThesaurusError {
    fn place(&self) -> String {
        let line = self.line.map_or(String::new(), |line| format!(", line {line}"));
        let entry = self.entry.as_ref().map_or(String::new(), |entry| format!(", entry `{entry}`"));
        format!("`{}`{line}{entry}", self.file)
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Problem {
    /// The file is not TOML, or has other fields than entries have.
    NotUnderstood(String),
    /// The id is not made of small letters, digits and hyphens.
    BadId,
    /// Two entries of the file have the id.
    SameId,
    /// The entry has no name that counts in full.
    NoName,
    /// The name holds no word, or too many.
    BadName(String),
    /// The entry has the name twice.
    SameName(String),
    /// The weight of the name is not between 0 and 1.
    BadWeight(String, f32),
    /// The entry has no such name, though the list of that field (`case`, `english`) repeats it.
    MarkOfNothing(&'static str, String),
    /// No entry has the id that is named as a neighbour.
    NoSuchEntry(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::NotUnderstood(reason) => write!(f, "not understood: {reason}"),
            Problem::BadId => write!(f, "this is not an id"),
            Problem::SameId => write!(f, "another entry of the file has the same id"),
            Problem::NoName => write!(f, "the entry has no names"),
            Problem::BadName(name) => write!(f, "the name {name:?} holds no word, or more than twelve"),
            Problem::SameName(name) => write!(f, "the name {name:?} stands in the entry twice"),
            Problem::BadWeight(name, weight) => write!(f, "{weight} cannot be the weight of {name:?}"),
            Problem::MarkOfNothing(field, name) => {
                write!(f, "`{field}` lists {name:?}, which is none of its names")
            }
            Problem::NoSuchEntry(id) => write!(f, "its neighbour `{id}` is nowhere"),
        }
    }
}
