//! Why a file of an evaluation cannot be used, said with its lines and what to do.

use std::fmt::Write as _;
use std::path::PathBuf;

use crate::model::Kind;

/// The bad lines that a message names; the others are counted.
const NAMED: usize = 10;

/// A line that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub number: usize,
    /// What is wrong with it: lower case, no final point.
    pub reason: String,
}

/// Why nothing can be measured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// The file cannot be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Lines of the file are not what they should be. Nothing is measured on the others: a measure over
    /// half a file looks like one over all of it.
    #[error("cannot use `{}`: {}\nhint: mend or delete what is named; {shape}", path.display(), list(lines))]
    Lines {
        /// The file.
        path: PathBuf,
        /// The bad lines, in order.
        lines: Vec<BadLine>,
        /// What a good line looks like.
        shape: &'static str,
    },
    /// No topic has an article that was judged relevant.
    #[error("`{}` has no topic with a relevant article\nhint: a grade over 0 is relevant", .0.display())]
    NothingRelevant(PathBuf),
}

impl EvalError {
    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            EvalError::Unreadable { .. } => Kind::System,
            EvalError::Lines { .. } | EvalError::NothingRelevant(_) => Kind::User,
        }
    }
}

fn list(lines: &[BadLine]) -> String {
    let mut list =
        if lines.len() == 1 { "a bad line".to_owned() } else { format!("{} bad lines", lines.len()) };
    for BadLine { number, reason } in lines.iter().take(NAMED) {
        // Writing to a string cannot fail.
        let _ = write!(list, "\n  line {number}: {reason}");
    }
    if lines.len() > NAMED {
        let _ = write!(list, "\n  and {} more", lines.len() - NAMED);
    }
    list
}
