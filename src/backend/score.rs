//! Matches to a score: BM25 over passages and over the article, with one idf for each concept.
//!
//! The arithmetic is engine-neutral; engines bring the counts. BM25 as in Robertson and Zaragoza, "The
//! Probabilistic Relevance Framework" (2009), with the idf of Lucene: `ln(1 + (N - n + .5)/(n + .5))`.

use super::plan::Weights;

/// The inverse document frequency of a concept found in `frequency` of `passages` passages.
pub(super) fn idf(passages: u64, frequency: u64) -> f32 {
    let (all, with) = (passages as f64, frequency.min(passages) as f64);
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln() as f32
}

/// How much `frequency` weighed matches count in a text of `length` words where the mean is `mean`:
/// from 0 up to 1.
pub(super) fn saturation(weights: &Weights, frequency: f32, length: f32, mean: f32) -> f32 {
    if frequency <= 0.0 {
        return 0.0;
    }
    let norm = 1.0 - weights.b + weights.b * length / mean.max(1.0);
    frequency / (frequency + weights.k1 * norm)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEIGHTS: Weights = Weights { k1: 0.9, b: 0.4, title: 3.0, passage: 0.7, best: 0.2, article: 0.1 };

    #[test]
    fn rarer_counts_more_and_never_less_than_nothing() {
        assert!(idf(1000, 1) > idf(1000, 10));
        assert!(idf(1000, 1000) > 0.0);
        assert!(idf(0, 5).is_finite());
    }

    #[test]
    fn repetition_and_brevity_count_up_to_one() {
        let at = |frequency, length| saturation(&WEIGHTS, frequency, length, 80.0);
        assert!(at(2.0, 80.0) > at(1.0, 80.0) && at(1.0, 40.0) > at(1.0, 80.0));
        assert!(at(1e6, 80.0) < 1.0 && at(0.0, 80.0) == 0.0);
    }
}
