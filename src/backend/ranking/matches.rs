//! The matches in one article: weights by concept and passage, and the positions where matches start.

use std::ops::Range;

use crate::backend::{ConceptSet, Span};
use crate::schema::Zone;

/// The numbers of words of an article.
#[derive(Clone, Copy, Default)]
pub(in crate::backend) struct Lengths {
    pub(in crate::backend) text: f32,
    pub(in crate::backend) title: f32,
}

/// The weighted frequency of a concept in an article: in the whole text, and in the title.
#[derive(Clone, Copy, Default)]
pub(in crate::backend) struct Counts {
    pub(in crate::backend) text: f32,
    pub(in crate::backend) title: f32,
}

impl Counts {
    /// Adds the weight of matches in a zone.
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

/// The matches in one article. Its buffers are reused for the next.
#[derive(Default)]
pub(in crate::backend) struct ArticleMatches {
    lengths: Lengths,
    /// For each passage, the position after its last word.
    ends: Vec<u32>,
    concepts: Vec<Found>,
    /// The concepts that the article has, in any zone.
    present: ConceptSet,
}

/// The matches of one concept.
#[derive(Default, Clone)]
struct Found {
    counts: Counts,
    /// The weighted frequency in each passage.
    passages: Vec<f32>,
    /// The positions where matches start: in the text, and in the title.
    starts: Vec<u32>,
    title_starts: Vec<u32>,
}

impl ArticleMatches {
    /// Clears the matches for an article and a plan of `concepts` concepts. `ends` has the position after the last word
    /// of each passage.
    pub(in crate::backend) fn begin(&mut self, lengths: Lengths, ends: &[u32], concepts: usize) {
        self.lengths = lengths;
        self.ends.clear();
        self.ends.extend_from_slice(ends);
        self.present = ConceptSet::default();
        self.concepts.resize(concepts, Found::default());
        self.concepts.iter_mut().for_each(|found| found.clear(ends.len()));
    }

    /// Records that the article has a concept: all that is needed of one that does not score.
    pub(in crate::backend) fn note(&mut self, concept: usize) {
        self.present.insert(concept);
    }

    /// Adds the matches of a concept in a passage; `weight` is their weight together. Zones other than the body belong
    /// to passage 0.
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

    /// The numbers of words of the article.
    pub(in crate::backend) fn lengths(&self) -> Lengths {
        self.lengths
    }

    /// The number of passages.
    pub(in crate::backend) fn passages(&self) -> usize {
        self.ends.len()
    }

    /// The concepts that the article has, in any zone.
    pub(in crate::backend) fn concepts(&self) -> ConceptSet {
        self.present
    }

    /// The number of words of a passage.
    pub(in crate::backend) fn words(&self, passage: usize) -> f32 {
        self.range(passage).len() as f32
    }

    /// The weighted frequency of a concept in a passage.
    pub(in crate::backend) fn in_passage(&self, concept: usize, passage: usize) -> f32 {
        self.concepts[concept].passages[passage]
    }

    /// The weighted frequency of a concept in the whole article.
    pub(in crate::backend) fn in_article(&self, concept: usize) -> Counts {
        self.concepts[concept].counts
    }

    /// The starts of the matches of two concepts: those in the title, then those in each passage that has both.
    pub(super) fn pairs(&self, first: usize, second: usize) -> impl Iterator<Item = (Zone, &[u32], &[u32])> {
        let first = &self.concepts[first];
        let second = &self.concepts[second];
        let has_both =
            move |passage: &usize| first.passages[*passage] > 0.0 && second.passages[*passage] > 0.0;
        let in_passages = (0..self.ends.len()).filter(has_both).map(move |passage| {
            let words = self.range(passage);
            (Zone::Body, inside(&first.starts, &words), inside(&second.starts, &words))
        });
        let in_title = (Zone::Title, &first.title_starts[..], &second.title_starts[..]);
        std::iter::once(in_title).chain(in_passages)
    }

    /// The positions of a passage; they run through all passages of the article.
    fn range(&self, passage: usize) -> Range<u32> {
        let before = passage.checked_sub(1).map_or(0, |before| self.ends[before]);
        before..self.ends[passage]
    }
}

/// The `positions` (ascending) within `range`.
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
