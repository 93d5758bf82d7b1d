//! The numbers of the ranking.

use super::feedback::Feedback;
use crate::backend::plan::{Bm25, Weights};

/// Tuned on two judged collections, public-service sheets and encyclopaedia paragraphs, and on our own set
/// (`docs/EVALUATION.md`).
pub(super) const WEIGHTS: Weights = Weights {
    article: Bm25 { k1: 2.5, b: 0.55 },
    title: 6.5,
    title_b: 0.7,
    passage: Bm25 { k1: 1.3, b: 0.4 },
    passage_share: 0.24,
    in_order: 0.9,
    nearby: 0.25,
    window: 4,
    read_closely: 200,
};

/// The form that was typed, where that form alone is asked for.
pub(super) const EXACT: f32 = 1.0;
/// A form of the same stem.
pub(super) const INFLECTED: f32 = 1.0;
/// The stem of the word without its accents, where that is another.
pub(super) const UNACCENTED: f32 = 0.9;
/// The words of a name of several, in one passage but not in a row.
pub(super) const APART: f32 = 0.5;
/// A word that differs by a misspelling.
pub(super) const MISSPELT: f32 = 0.5;

/// Many words of little weight each: fewer and heavier ones found no more and cost more of the best places.
pub(super) const FEEDBACK: Feedback = Feedback { passages: 10, words: 40, weight: 0.2, most_common: 0.1 };
