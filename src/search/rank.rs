//! The numbers of the ranking.

use crate::backend::plan::Weights;

/// Start values: k1 and b as Anserini has them for newswire (0.9, 0.4); the shares of passage, best
/// passage and article as in the design; a match in the title counts as three in the text.
pub(super) const WEIGHTS: Weights =
    Weights { k1: 0.9, b: 0.4, title: 3.0, passage: 0.7, best: 0.2, article: 0.1 };

/// The form that was typed, where that form alone is asked for.
pub(super) const EXACT: f32 = 1.0;
/// A form of the same stem.
pub(super) const INFLECTED: f32 = 1.0;
/// The stem of the word without its accents, where that is another.
pub(super) const UNACCENTED: f32 = 0.9;
/// A word that differs by a misspelling.
pub(super) const MISSPELT: f32 = 0.5;
