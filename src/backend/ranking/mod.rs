//! Matches to scores, whatever the engine: engines bring what stands where, and the scores follow.

mod bm25;
mod matches;
mod scorer;

pub(super) use matches::{ArticleMatches, Counts, Lengths};
pub(super) use scorer::Scorer;
