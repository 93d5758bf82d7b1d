//! What stands where in one article that was read closely: matches by concept and passage, and their places.

use std::ops::Range;

use crate::backend::{ConceptSet, Span};
use crate::schema::Zone;

/// How many words an article has.
#[derive(Clone, Copy, Default)]
pub(in crate::backend) struct Lengths {
    pub(in crate::backend) text: f32,
    pub(in crate::backend) title: f32,
}

/// How much the matches of a concept in an article count: in all of its text, and in its title.
#[derive(Clone, Copy, Default)]
pub(in crate::backend) struct Counts {
    pub(in crate::backend) text: f32,
    pub(in crate::backend) title: f32,
}

impl Counts {
    /// Adds what was found in a zone.
    pub(in crate::backend) fn add(&mut self, zone: Zone, weight: f32) {
        match zone {
            Zone::Title => self.title += weight,
            _ => self.text += weight,
        }
    }

    pub(in crate::backend) fn are_none(self) -> bool {
        self.text <= 0.0 && self.title <= 0.0
    }
}

/// The matches in one article. The buffers stay for the next.
#[derive(Default)]
pub(in crate::backend) struct ArticleMatches {
    lengths: Lengths,
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

impl ArticleMatches {
    /// Begins with an article of `concepts` concepts; `ends` says of each passage how many words stand before its end.
    pub(in crate::backend) fn begin(&mut self, lengths: Lengths, ends: &[u32], concepts: usize) {
        self.lengths = lengths;
        self.ends.clear();
        self.ends.extend_from_slice(ends);
        self.present = ConceptSet::default();
        self.concepts.resize(concepts, Found::default());
        self.concepts.iter_mut().for_each(|found| found.clear(ends.len()));
    }

    /// Notes that the article has a concept that does not score.
    pub(in crate::backend) fn note(&mut self, concept: usize) {
        self.present.insert(concept);
    }

    /// Takes in the matches of a concept in a passage, which count `weight` together. What is not body text is of the
    /// first passage.
    pub(in crate::backend) fn add(
        &mut self,
        concept: usize,
        zone: Zone,
        passage: usize,
        weight: f32,
        spans: &[Span],
    ) {
        self.note(concept);
        self.concepts[concept].add(zone, passage, weight, spans);
    }

    /// How many words the article has.
    pub(in crate::backend) fn lengths(&self) -> Lengths {
        self.lengths
    }

    /// How many passages it has.
    pub(in crate::backend) fn passages(&self) -> usize {
        self.ends.len()
    }

    /// The concepts that the article has, in any zone.
    pub(in crate::backend) fn concepts(&self) -> ConceptSet {
        self.present
    }

    /// How many words a passage has.
    pub(in crate::backend) fn words(&self, passage: usize) -> f32 {
        self.range(passage).len() as f32
    }

    /// How much the matches of a concept in a passage count.
    pub(in crate::backend) fn in_passage(&self, concept: usize, passage: usize) -> f32 {
        self.concepts[concept].passages[passage]
    }

    /// How much the matches of a concept in all of the article count.
    pub(in crate::backend) fn in_article(&self, concept: usize) -> Counts {
        self.concepts[concept].counts
    }

    /// Gives the places of two concepts in the title and in each passage where both are.
    pub(in crate::backend) fn each_pair(
        &self,
        first: usize,
        second: usize,
        mut visit: impl FnMut(Zone, &[u32], &[u32]),
    ) {
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
