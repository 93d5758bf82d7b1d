//! The numbers of the ranking, all in one place.

use crate::backend::plan::{Bm25, Weights};

/// Tuned on three judged collections, public-service sheets, encyclopaedia paragraphs and press headlines, and on our own
/// set (`docs/EVALUATION.md`).
pub(super) const WEIGHTS: Weights = Weights {
    article: Bm25 { k1: 1.8, b: 0.55 },
    title: 6.5,
    title_b: 0.7,
    passage: Bm25 { k1: 1.3, b: 0.4 },
    passage_share: 0.1,
    in_order: 0.9,
    nearby: 0.25,
    window: 4,
    lead: 0.35,
    read_closely: 200,
};

/// The share of the weight of a query's words that an article must have, where not every word is asked for.
pub(super) const ENOUGH: f32 = 0.65;
/// Up to so many words each is asked for, unless the query is a question.
pub(super) const EACH_WORD_UP_TO: usize = 3;
/// Where no article has enough: the share of the most that an article has.
pub(super) const OF_THE_MOST: f32 = 0.9;

/// The weight of narrower, broader and lesser names, which only rank.
pub(super) const NEAR: f32 = 0.4;

/// The weight of the typed form, where the query asks for that form alone.
pub(super) const EXACT: f32 = 1.0;
/// The weight of a form with the same stem.
pub(super) const INFLECTED: f32 = 1.0;
/// The weight of the stem of the word without its accents, where that stem differs.
pub(super) const UNACCENTED: f32 = 0.9;
/// The weight of a word of the vocabulary that a misspelt or fuzzy word stands for.
pub(super) const MISSPELT: f32 = 0.5;

/// The parameters of the pseudo-relevance feedback.
pub(super) struct Feedback {
    /// How many articles, the best, give words: one passage of each.
    pub(super) passages: usize,
    /// How many words are added to the query.
    pub(super) words: usize,
    /// The weight of the best word; the whole query has 1.
    pub(super) weight: f32,
    /// A share of the number of passages. A word that stands in more articles than that says nothing.
    pub(super) most_common: f32,
}

/// Many words of little weight each: fewer and heavier words found no more articles, and put worse ones first.
pub(super) const FEEDBACK: Feedback = Feedback { passages: 10, words: 40, weight: 0.2, most_common: 0.1 };
