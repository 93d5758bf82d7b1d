//! What stands where in one article that was read closely: matches by concept and passage, and their places.

use std::ops::Range;

use tantivy::DocId;

use super::part::{Lengths, Part};
use super::reading::Reading;
use super::scorer::{Counts, Scorer};
use crate::backend::ConceptSet;
use crate::backend::spans::Span;
use crate::schema::Zone;

/// The matches in one article. The buffers stay for the next.
#[derive(Default)]
pub(super) struct Counted {
    pub(super) lengths: Lengths,
    /// For each passage, how many words stand before its end.
    ends: Vec<u32>,
    concepts: Vec<Found>,
    /// The concepts that the article has, in any zone.
    present: ConceptSet,
}

/// The matches of one concept.
#[derive(Default, Clone)]
struct Found {
    counts: Counts,
    /// How much the matches in each passage count.
    passages: Vec<f32>,
    /// The words at which matches start in the text and in the title.
    starts: Vec<u32>,
    title_starts: Vec<u32>,
}

impl Counted {
    /// Reads the article.
    pub(super) fn read(
        &mut self,
        part: &Part,
        article: DocId,
        readings: &mut [Vec<Reading<'_>>],
        scorer: &Scorer<'_>,
    ) {
        self.lengths = part.lengths_of(article);
        self.present = ConceptSet::default();
        part.passage_ends(article, &mut self.ends);
        self.concepts.resize(readings.len(), Found::default());
        for (number, (readings, found)) in readings.iter_mut().zip(&mut self.concepts).enumerate() {
            found.clear(self.ends.len());
            for reading in readings {
                let zone = reading.zone;
                reading.each(article, &self.ends, |matches| {
                    self.present.insert(number);
                    if scorer.scores(number) {
                        found.add(zone, matches.passage, matches.weight, matches.spans);
                    }
                });
            }
        }
    }

    /// The passages that are hits: those with a match of a concept that was asked for, or the best where none has
    /// one (a match in the title, or a query of dates and sources alone: the first).
    pub(super) fn hits(&self, scorer: &Scorer<'_>) -> Vec<(u32, f32)> {
        let asked = &self.concepts[..scorer.asked().min(self.concepts.len())];
        let has_match = |passage: &usize| asked.iter().any(|found| found.passages[*passage] > 0.0);
        let hit = |passage: usize| (passage as u32, scorer.passage(self, passage));
        let mut hits: Vec<(u32, f32)> = (0..self.ends.len()).filter(has_match).map(hit).collect();
        if hits.is_empty() {
            let best = |best: (u32, f32), next: (u32, f32)| if next.1 > best.1 { next } else { best };
            hits.extend((0..self.ends.len()).map(hit).reduce(best));
        }
        hits
    }

    /// The concepts that the article has, in any zone.
    pub(super) fn concepts(&self) -> ConceptSet {
        self.present
    }

    /// How many words a passage has.
    pub(super) fn words(&self, passage: usize) -> f32 {
        self.range(passage).len() as f32
    }

    /// How much the matches of a concept in a passage count.
    pub(super) fn in_passage(&self, concept: usize, passage: usize) -> f32 {
        self.concepts[concept].passages[passage]
    }

    /// How much the matches of a concept in all of the article count.
    pub(super) fn in_article(&self, concept: usize) -> Counts {
        self.concepts[concept].counts
    }

    /// Gives the places of two concepts in the title and in each passage where both are.
    pub(super) fn each_pair(&self, first: usize, second: usize, mut visit: impl FnMut(Zone, &[u32], &[u32])) {
        let (first, second) = (&self.concepts[first], &self.concepts[second]);
        if !first.title_starts.is_empty() && !second.title_starts.is_empty() {
            visit(Zone::Title, &first.title_starts, &second.title_starts);
        }
        let both = |&passage: &usize| first.passages[passage] > 0.0 && second.passages[passage] > 0.0;
        for passage in (0..self.ends.len()).filter(both) {
            let words = self.range(passage);
            visit(Zone::Body, inside(&first.starts, &words), inside(&second.starts, &words));
        }
    }

    /// The words of a passage, counted through all passages.
    fn range(&self, passage: usize) -> Range<u32> {
        let before = passage.checked_sub(1).map_or(0, |before| self.ends[before]);
        before..self.ends[passage]
    }
}

/// Those of `positions` (ascending) that are in `range`.
fn inside<'a>(positions: &'a [u32], range: &Range<u32>) -> &'a [u32] {
    let from = positions.partition_point(|&position| position < range.start);
    let to = positions.partition_point(|&position| position < range.end);
    &positions[from..to]
}

impl Found {
    fn clear(&mut self, passages: usize) {
        self.counts = Counts::default();
        self.passages.clear();
        self.passages.resize(passages, 0.0);
        self.starts.clear();
        self.title_starts.clear();
    }

    fn add(&mut self, zone: Zone, passage: usize, weight: f32, spans: &[Span]) {
        self.counts.add(zone, weight);
        let starts = spans.iter().map(|span| span.start);
        if zone == Zone::Title {
            self.title_starts.extend(starts);
        } else {
            self.passages[passage] += weight;
            self.starts.extend(starts);
        }
    }
}
