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
    /// Forgets what was found in the window before; there will be `concepts`, of each of which `enough` says how often it
    /// must stand in a text to be of interest by itself.
    pub(super) fn clear(&mut self, concepts: usize, enough: impl Fn(usize) -> f32) {
        self.concepts.truncate(concepts);
        for found in self.concepts.iter_mut().filter(|found| found.is_filled) {
            found.text.clear();
            found.title.clear();
            found.is_filled = false;
        }
        let new = || Found { text: Tally::new(), title: Tally::new(), is_filled: false };
        self.concepts.resize_with(concepts, new);
        for (concept, found) in self.concepts.iter_mut().enumerate() {
            found.text.ask_for(enough(concept));
        }
    }

    /// The articles that have a concept.
    pub(super) fn having(&self, concept: usize) -> Set {
        let Found { text, title, .. } = &self.concepts[concept];
        let mut having = text.set().clone();
        having.add(title.set());
        having
    }

    /// Reckons what articles score by the concepts that were found, and gives them: those of `within` but for some that
    /// do not score `floor`.
    pub(super) fn score(
        &mut self,
        within: &Set,
        scorer: &Scorer<'_>,
        floor: f32,
        lengths: &[Lengths],
    ) -> Set {
        let hopeful = if floor > 0.0 { self.hopeful(within, scorer) } else { within.clone() };
        let Board { concepts, scores, .. } = self;
        scores.resize(WINDOW, 0.0);
        hopeful.each(|place| scores[place] = 0.0);
        for (concept, Found { text, title, .. }) in concepts.iter().enumerate() {
            if !scorer.scores(concept) {
                continue;
            }
            let mut found = text.set().clone();
            found.drop(title.set());
            found.keep(&hopeful);
            found.each(|place| {
                let counts = Counts { text: text.amount(place), title: 0.0 };
                scores[place] += scorer.article(concept, counts, lengths[place]);
            });
            let mut found = title.set().clone();
            found.keep(&hopeful);
            found.each(|place| {
                let counts = Counts { text: text.get(place), title: title.amount(place) };
                scores[place] += scorer.article(concept, counts, lengths[place]);
            });
        }
        hopeful
    }

    /// Those of `within` that have several concepts that score, or one in the title, or one often enough.
    fn hopeful(&self, within: &Set, scorer: &Scorer<'_>) -> Set {
        let (mut any, mut hopeful) = (Set::none(), Set::none());
        for (_, found) in self.concepts.iter().enumerate().filter(|(concept, _)| scorer.scores(*concept)) {
            let mut again = found.text.set().clone();
            again.keep(&any);
            any.add(found.text.set());
            for more in [&again, found.text.having_enough(), found.title.set()] {
                hopeful.add(more);
            }
        }
        hopeful.keep(within);
        hopeful
    }

    /// What an article of those that were scored scores.
    pub(super) fn scored(&self, place: usize) -> f32 {
        self.scores[place]
    }
}
