//! Why a file of an evaluation cannot be used, with the bad lines. `wording` has the sentences and the advice.

use std::path::PathBuf;

use crate::model::Kind;

/// A line that cannot be parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub number: usize,
    /// The fault.
    pub fault: Fault,
}

/// The fault of a line. Quoted text is shortened to 40 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A line of topics has no tab.
    NoTab {
        /// The line.
        line: String,
    },
    /// A topic has no identifier.
    NoIdentifier,
    /// A topic has no query.
    NoQuery {
        /// Its identifier.
        topic: String,
    },
    /// Two topics have one identifier.
    TopicTwice {
        /// The identifier.
        topic: String,
    },
    /// A tag stands outside of a topic.
    OutsideTopic {
        /// Its name.
        tag: String,
    },
    /// A line of judgements or of a run has too few columns, or too many.
    Columns {
        /// The number of its columns.
        count: usize,
        /// The line.
        line: String,
    },
    /// A grade is not a whole number.
    BadGrade {
        /// The grade.
        grade: String,
    },
    /// A score is not a number.
    BadScore {
        /// The score.
        score: String,
    },
    /// An article is judged twice for one topic.
    JudgedTwice {
        /// The article.
        article: String,
        /// The topic.
        topic: String,
    },
    /// A run lists an article twice for one topic.
    FoundTwice {
        /// The article.
        article: String,
        /// The topic.
        topic: String,
    },
}

/// The expected form of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `identifier<TAB>query`.
    Topic,
    /// A topic in TREC tags.
    TopicRecord,
    /// A judgement.
    Judgement,
    /// A line of a run.
    Run,
}

/// Why an evaluation cannot measure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// The file cannot be read.
    #[error("`{}`: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's message.
        reason: String,
    },
    /// The file is not text in UTF-8.
    #[error("`{}` is not UTF-8", .0.display())]
    NotUtf8(PathBuf),
    /// Lines of the file cannot be parsed. The evaluation does not go on with the others: a measure of half a file
    /// looks like a measure of the whole.
    #[error("`{}` has {} bad lines", path.display(), lines.len())]
    Lines {
        /// The file.
        path: PathBuf,
        /// The bad lines, in order.
        lines: Vec<BadLine>,
        /// The expected form.
        shape: Shape,
    },
    /// No topic has an article judged relevant.
    #[error("`{}` has no topic with a relevant article", .0.display())]
    NothingRelevant(PathBuf),
}

impl EvalError {
    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            EvalError::Unreadable { .. } => Kind::System,
            EvalError::NotUtf8(_) | EvalError::Lines { .. } | EvalError::NothingRelevant(_) => Kind::User,
        }
    }
}
