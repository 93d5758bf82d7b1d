//! The formulas of the ranking: BM25 over the passage and over the article, with one idf for each concept, and the
//! nearness of concepts that follow each other in the query.
//!
//! The formulas name no engine; an engine brings the counts. BM25 and its form for several fields (BM25F) are those of
//! Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with the idf of Lucene,
//! `ln(1 + (N - n + .5)/(n + .5))`. Nearness follows the sequential dependence model of Metzler and Croft, "A Markov
//! Random Field Model for Term Dependencies" (2005).

use crate::backend::plan::{Bm25, Weights};

/// The greatest distance of two words in order, in words: a stop word and an article may stand between them.
const GAP: u32 = 3;

/// The inverse document frequency of a concept that `frequency` of `articles` articles have.
pub(super) fn idf(articles: u64, frequency: u64) -> f32 {
    let all = articles as f64;
    let with = frequency.min(articles) as f64;
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln() as f32
}

/// The weighted frequency, normalised by length. `length` is that of the text divided by the mean: a longer text gets
/// less.
#[inline]
pub(super) fn normalised(frequency: f32, b: f32, length: f32) -> f32 {
    frequency / (1.0 - b + b * length)
}

/// The saturation of a normalised frequency: from 0 towards 1.
#[inline]
pub(super) fn saturated(frequency: f32, k1: f32) -> f32 {
    if frequency <= 0.0 { 0.0 } else { frequency / (frequency + k1) }
}

/// The term frequency factor of BM25, from 0 towards 1: [`saturated`] of [`normalised`], with one division instead of
/// two. `frequency` is weighted; `length` is that of the text divided by the mean.
#[inline]
pub(in crate::backend) fn saturation(bm25: Bm25, frequency: f32, length: f32) -> f32 {
    let Bm25 { k1, b } = bm25;
    if frequency <= 0.0 { 0.0 } else { frequency / (frequency + k1 * (1.0 - b + b * length)) }
}

/// How many pairs of positions from two ascending lists follow each other (at most [`GAP`] words on), and how many are
/// near (at most `window` words, in any order).
pub(super) fn neighbours(first: &[u32], second: &[u32], window: u32) -> (f32, f32) {
    let mut in_order = 0.0;
    let mut nearby = 0.0;
    for &a in first {
        let from = second.partition_point(|&b| b + window < a);
        for &b in second[from..].iter().take_while(|&&b| b <= a + window.max(GAP)) {
            in_order += f32::from(u8::from(b > a && b - a <= GAP));
            nearby += f32::from(u8::from(b != a && b.abs_diff(a) <= window));
        }
    }
    (in_order, nearby)
}

/// The score of the nearness of two concepts. `value` is the lesser of their values, `counts` comes from
/// [`neighbours`], `length` is that of the text divided by the mean.
pub(in crate::backend) fn nearness(weights: &Weights, value: f32, counts: (f32, f32), length: f32) -> f32 {
    let (in_order, nearby) = counts;
    let share = |count| saturation(weights.article, count, length);
    value * (weights.in_order * share(in_order) + weights.nearby * share(nearby))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_counts_more_and_never_less_than_nothing() {
        assert!(idf(1000, 1) > idf(1000, 10));
        assert!(idf(1000, 1000) > 0.0);
        assert!(idf(0, 5).is_finite());
    }

    #[test]
    fn repetition_and_brevity_count_up_to_one() {
        let at = |frequency, length: f32| saturation(Bm25 { k1: 0.9, b: 0.4 }, frequency, length / 80.0);
        assert!(at(2.0, 80.0) > at(1.0, 80.0) && at(1.0, 40.0) > at(1.0, 80.0));
        assert!(at(1e6, 80.0) < 1.0 && at(0.0, 80.0) == 0.0);
    }

    fn check(first: &[u32], second: &[u32], expected: (f32, f32)) {
        assert_eq!(neighbours(first, second, 8), expected, "{first:?} {second:?}");
    }

    #[test]
    fn neighbours_follow_or_stand_near() {
        check(&[0], &[1], (1.0, 1.0));
        check(&[0], &[3], (1.0, 1.0));
        check(&[0], &[4], (0.0, 1.0));
        check(&[5], &[1], (0.0, 1.0));
        check(&[0], &[9], (0.0, 0.0));
        check(&[4], &[4], (0.0, 0.0));
        check(&[0, 20], &[1, 21, 40], (2.0, 2.0));
    }
}
