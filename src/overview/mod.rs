//! What all matching articles have in common and where they differ, as a whole.
//!
//! In: an [`Engine`](crate::search::Engine) and requests. Out: values that every front end shows, in files and on screens:
//! timelines, facets, concordances, typical terms, comparisons. The articles are always those that a search and an export of the same request have.

mod asked;
mod concordance;
mod context;
mod error;
mod facets;
mod searched;
mod terms;
mod timeline;

pub use asked::Asked;
pub use concordance::{Listing, concordance, each_use};
pub use error::OverviewError;
pub use facets::facets;
pub use terms::{compare, typical_terms};
pub use timeline::{MOST_PERIODS, TimelineOptions, timeline};
