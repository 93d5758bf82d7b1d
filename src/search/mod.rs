//! A request to a response, on any backend.
//!
//! In: a query as typed with its filters. Out: a [`SearchResponse`](crate::model::SearchResponse), or a
//! stream of all hits. It knows no engine, no terminal, no file format.

mod batches;
mod collisions;
mod concept;
mod condition;
mod engine;
mod expand;
mod feedback;
mod hits;
mod marker;
mod meaning;
mod plan;
mod rank;
mod request;
mod snippet;
mod surface;

pub use crate::backend::plan::Order;
pub use engine::{Engine, MarkedArticle, SearchError, Stream};
pub use plan::Planned;
pub use request::{Match, Request};
