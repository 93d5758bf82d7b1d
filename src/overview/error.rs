//! Why there is no overview.

use crate::model::{Kind, Step};
use crate::search::SearchError;

/// Why there is no overview.
#[derive(Debug, thiserror::Error)]
pub enum OverviewError {
    /// The search failed.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// A timeline would have more periods than anybody reads.
    #[error("the timeline would have more than {most} periods")]
    TooManyPeriods {
        /// The length of the periods.
        by: Step,
        /// The most periods of a timeline.
        most: usize,
    },
}

impl OverviewError {
    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            OverviewError::Search(error) => error.kind(),
            OverviewError::TooManyPeriods { .. } => Kind::User,
        }
    }
}
