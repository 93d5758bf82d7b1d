//! Why a request has no answer.

use crate::backend::BackendError;
use crate::model::Kind;

/// Why a request has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The backend cannot read its data.
    #[error(transparent)]
    Backend(BackendError),
    /// The caller stopped the search.
    #[error("the search was stopped")]
    Stopped,
    /// The search passed its deadline.
    #[error("the search took longer than it may")]
    TimedOut,
    /// The index has no article with this identifier.
    #[error("no article `{0}` in the index")]
    NoArticle(String),
    /// Two queries have more words and names together than a plan may have.
    #[error("the two queries have too many words together")]
    TooManyConcepts,
    /// The query asks for nothing.
    #[error("nothing to search for")]
    Empty,
}

impl SearchError {
    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            SearchError::Backend(error) => error.kind(),
            SearchError::Stopped | SearchError::TimedOut => Kind::System,
            SearchError::NoArticle(_) => Kind::Missing,
            SearchError::Empty | SearchError::TooManyConcepts => Kind::User,
        }
    }
}

impl From<BackendError> for SearchError {
    fn from(error: BackendError) -> Self {
        match error {
            BackendError::Stopped => SearchError::Stopped,
            BackendError::TimedOut => SearchError::TimedOut,
            error => SearchError::Backend(error),
        }
    }
}
