//! What was found in a window, concept by concept, and what it counts. A board serves one window after another, of any
//! part: to make its tallies anew for each would cost more than to fill them.

use super::window::{Set, Spare, Tally, WINDOW};
use crate::backend::ranking::{Counts, Lengths, Scorer};

/// The window at hand.
#[derive(Default)]
pub(super) struct Board {
    pub(super) concepts: Vec<Found>,
    pub(super) spare: Spare,
    scores: Vec<f32>,
}

/// How much the matches of a concept count in each article.
pub(super) struct Found {
    pub(super) text: Tally,
    pub(super) title: Tally,
    pub(super) is_filled: bool,
}

impl Found {
    /// How much the matches count in one article.
    pub(super) fn counts(&self, place: usize) -> Counts {
        Counts { text: self.text.get(place), title: self.title.get(place) }
    }
}

impl Board {
    /// Forgets what was found in the window before; there will be `concepts`.
    pub(super) fn clear(&mut self, concepts: usize) {
        self.concepts.truncate(concepts);
        for found in self.concepts.iter_mut().filter(|found| found.is_filled) {
            found.text.clear();
            found.title.clear();
            found.is_filled = false;
        }
        let new = || Found { text: Tally::new(), title: Tally::new(), is_filled: false };
        self.concepts.resize_with(concepts, new);
    }

    /// The articles that have a concept.
    pub(super) fn having(&self, concept: usize) -> Set {
        let Found { text, title, .. } = &self.concepts[concept];
        let mut having = text.set().clone();
        having.add(title.set());
        having
    }

    /// Adds up what the concepts that were found score in each article of `within`.
    pub(super) fn score(&mut self, within: &Set, scorer: &Scorer<'_>, lengths: &[Lengths]) {
        let Board { concepts, scores, .. } = self;
        scores.resize(WINDOW, 0.0);
        within.each(|place| scores[place] = 0.0);
        for (concept, found) in concepts.iter().enumerate().filter(|(concept, _)| scorer.scores(*concept)) {
            let mut having = found.text.set().clone();
            having.add(found.title.set());
            having.keep(within);
            having
                .each(|place| scores[place] += scorer.article(concept, found.counts(place), lengths[place]));
        }
    }

    /// What an article of those that were scored scores.
    pub(super) fn scored(&self, place: usize) -> f32 {
        self.scores[place]
    }
}
