//! The errors of a session: its own, and those of the rooms that it uses.

use std::path::PathBuf;

use crate::backend::{BackendError, IndexFolderError};
use crate::indexing::IndexingError;
use crate::model::Kind;
use crate::query::Diagnostic;
use crate::search::SearchError;
use crate::thesaurus::ThesaurusError;

/// Why a session failed.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The index folder cannot be used.
    #[error(transparent)]
    IndexFolder(#[from] IndexFolderError),
    /// The engine cannot read its data.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// The indexer failed.
    #[error(transparent)]
    Indexing(#[from] IndexingError),
    /// The request has no answer.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The project's thesaurus file is not valid.
    #[error(transparent)]
    Thesaurus(#[from] ThesaurusError),
    /// The project's thesaurus file cannot be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    ThesaurusUnreadable {
        /// The file.
        path: PathBuf,
        /// The system's message.
        reason: String,
    },
    /// Neither the index nor the settings name a corpus.
    #[error("there is no corpus")]
    NoCorpus,
    /// A name is that of several articles.
    #[error("`{typed}` is the name of several articles")]
    SeveralArticles {
        /// The name as typed.
        typed: String,
        /// The identifiers of the articles.
        ids: Vec<String>,
    },
    /// The query is refused.
    #[error("the query is not understood")]
    NotUnderstood {
        /// The query.
        query: String,
        /// The diagnostics that refuse it, in the order of the query.
        refusals: Vec<Diagnostic>,
    },
}

impl SessionError {
    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            SessionError::IndexFolder(error) => error.kind(),
            SessionError::Backend(error) => error.kind(),
            SessionError::Indexing(error) => error.kind(),
            SessionError::Search(error) => error.kind(),
            SessionError::Thesaurus(_)
            | SessionError::ThesaurusUnreadable { .. }
            | SessionError::NoCorpus
            | SessionError::SeveralArticles { .. }
            | SessionError::NotUnderstood { .. } => Kind::User,
        }
    }
}
