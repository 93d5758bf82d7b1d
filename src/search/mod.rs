//! A request to a response, on any backend.
//!
//! In: a [`Request`] and its parsed query. Out: a [`SearchResponse`](crate::model::SearchResponse), or a [`Stream`] of
//! all hits. The room knows no engine by name, no terminal, no file format.

mod capitals;
mod commonness;
mod conflation;
mod diagnosis;
mod engine;
mod error;
mod expansion;
mod feedback;
mod fetch;
mod filters;
mod function_words;
mod highlight;
mod joins;
mod keyword;
mod matcher;
mod names;
mod pair;
mod patterns;
mod plan;
mod reading;
mod request;
mod required;
mod snippet;
mod stream;
mod typical;
mod weights;
mod why_not;

pub use crate::backend::plan::Order;
pub use crate::backend::{DayCounts, Facet, FacetCounts, Passages};
pub use engine::{Counted, Engine, MarkedArticle, Uses};
pub use error::SearchError;
pub use plan::{Planned, Topic};
pub use request::{Match, Request};
pub use stream::Stream;
