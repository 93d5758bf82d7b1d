//! The most that an article can score, before its positions were read: what falls short of a page is passed over.

use crate::backend::plan::{Bm25, Concept, Matcher, Weights};
use crate::backend::ranking::{Counts, Lengths, Scorer, most_neighbours, nearness, saturation};

/// More places than any article has words, whose square is a number still.
const MANY: f32 = 1e12;

/// The bounds of what a scorer gives.
pub(super) struct Bounds<'a, 'p> {
    pub(super) scorer: &'a Scorer<'p>,
    /// For each concept: at how many places at most a match may start, for each one that it counts.
    starts: Vec<f32>,
}

impl<'a, 'p> Bounds<'a, 'p> {
    pub(super) fn of(scorer: &'a Scorer<'p>) -> Self {
        Bounds { scorer, starts: scorer.plan().concepts.iter().map(starts).collect() }
    }

    /// How often a concept must stand at least in a text, of none less than `shortest` words, for an article that has
    /// nothing else to score `floor`.
    pub(super) fn enough(&self, concept: usize, floor: f32, shortest: f32) -> f32 {
        let scorer = self.scorer;
        let value = scorer.article_share() * scorer.values()[concept];
        if floor <= 0.0 {
            return 0.0;
        }
        if value <= floor {
            return f32::INFINITY;
        }
        // From the score as a share of the most that it can be back to the number.
        let Bm25 { k1, b } = scorer.plan().weights.article;
        k1 * (1.0 - b + b * scorer.relative(shortest)) * floor / (value - floor)
    }

    /// The most that close reading can add to the score of an article whose concepts have such counts: all matches may
    /// stand in one passage, a short one, and as near to each other as so many can.
    pub(super) fn most_by_close_reading(&self, lengths: Lengths, counts: impl Fn(usize) -> Counts) -> f32 {
        let scorer = self.scorer;
        let Weights { passage, passage_share, .. } = scorer.plan().weights;
        let (mut in_passage, mut near, mut before) = (0.0, 0.0, None);
        for (concept, &value) in scorer.values().iter().enumerate().filter(|(_, value)| **value > 0.0) {
            let counts = counts(concept);
            in_passage += value * saturation(passage, counts.text, 0.0);
            if concept < scorer.asked() {
                let here = (value, self.starts(concept, counts));
                near += before.replace(here).map_or(0.0, |before| self.most_nearness(before, here, lengths));
            }
        }
        passage_share * in_passage + scorer.article_share() * near
    }

    /// The most that the nearness of two concepts adds, each given with its value and at how many places it may start.
    fn most_nearness(&self, first: (f32, Counts), second: (f32, Counts), lengths: Lengths) -> f32 {
        let scorer = self.scorer;
        let Weights { window, title, .. } = scorer.plan().weights;
        let (value, first, second) = (first.0.min(second.0), first.1, second.1);
        let in_text = most_neighbours(first.text, second.text, window);
        let in_title = most_neighbours(first.title, second.title, window);
        let counts = (in_text.0 + title * in_title.0, in_text.1 + title * in_title.1);
        nearness(&scorer.plan().weights, value, counts, scorer.relative(lengths.text))
    }

    /// At how many places at most matches of a concept start that count so much.
    fn starts(&self, concept: usize, counts: Counts) -> Counts {
        let starts = |count: f32| if count > 0.0 { (count * self.starts[concept]).min(MANY) } else { 0.0 };
        Counts { text: starts(counts.text), title: starts(counts.title) }
    }
}

/// At how many places at most the matches of a concept start, for each one that they count. Words stand apart, and each
/// counts at least what the least of them does; of other matches many may start in what counts as one.
fn starts(concept: &Concept) -> f32 {
    let mut least = 1.0f32;
    for matcher in &concept.matchers {
        let Matcher::Terms { terms, .. } = matcher else { return MANY };
        least = terms.iter().fold(least, |least, term| least.min(term.weight));
    }
    1.0 / least
}
