//! Why a file of an evaluation cannot be used, with its lines. `wording` has the sentences, and what to do.

use std::path::PathBuf;

use crate::model::Kind;

/// A line that is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Its number, from 1.
    pub number: usize,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a line. What is repeated of a file is cut where it is long.
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
        /// How many.
        count: usize,
        /// The line.
        line: String,
    },
    /// A grade is no whole number.
    BadGrade {
        /// The grade.
        grade: String,
    },
    /// A score is no number.
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
    /// An article stands twice under one topic of a run.
    FoundTwice {
        /// The article.
        article: String,
        /// The topic.
        topic: String,
    },
}

/// What a good line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `identifier<TAB>query`.
    Topic,
    /// A topic between tags.
    TopicRecord,
    /// A judgement.
    Judgement,
    /// A line of a run.
    Run,
}

/// Why nothing can be measured.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// The file cannot be read.
    #[error("`{}`: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is not text in UTF-8.
    #[error("`{}` is not UTF-8", .0.display())]
    NotUtf8(PathBuf),
    /// Lines of the file are not what they should be. Nothing is measured on the others: a measure over
    /// half a file looks like one over all of it.
    #[error("`{}` has {} bad lines", path.display(), lines.len())]
    Lines {
        /// The file.
        path: PathBuf,
        /// The bad lines, in order.
        lines: Vec<BadLine>,
        /// What a good line looks like.
        shape: Shape,
    },
    /// No topic has an article that was judged relevant.
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
