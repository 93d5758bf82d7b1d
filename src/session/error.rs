//! Why a session could not do what it was asked: the errors of the rooms that it opens, and its own.

use std::path::PathBuf;

use crate::backend::{BackendError, IndexFolderError};
use crate::indexing::IndexingError;
use crate::model::Kind;
use crate::query::Diagnostic;
use crate::search::SearchError;
use crate::thesaurus::ThesaurusError;

/// Why a session could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The index folder cannot be used.
    #[error(transparent)]
    IndexFolder(#[from] IndexFolderError),
    /// The engine could not read.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// The index could not be built or compared with its corpus.
    #[error(transparent)]
    Indexing(#[from] IndexingError),
    /// The request has no answer.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The project's own names and concepts are not understood.
    #[error(transparent)]
    Thesaurus(#[from] ThesaurusError),
    /// The project's own names and concepts cannot be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    ThesaurusUnreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Neither the index nor the settings name a corpus.
    #[error("there is no corpus")]
    NoCorpus,
    /// The query cannot be answered as it stands.
    #[error("the query is not understood")]
    NotUnderstood {
        /// The query.
        query: String,
        /// The diagnostics for which it is refused, in the order of the query.
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
            | SessionError::NotUnderstood { .. } => Kind::User,
        }
    }
}
