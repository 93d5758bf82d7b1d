//! Matches to scores, for every engine: an engine collects the matches of an article, the scorer computes the score.

mod bm25;
mod matches;
mod scorer;
mod unit;

pub(super) use matches::{ArticleMatches, Counts, Lengths};
pub(super) use scorer::{PassageHit, Scorer};
