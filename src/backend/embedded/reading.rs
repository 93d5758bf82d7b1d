//! One article read closely: where in its passages a matcher matches. What a phrase is, is left to `spans`.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet};

use crate::backend::plan::{Matcher, Term};
use crate::backend::spans::{Span, spans, total_weight};
use crate::schema::Zone;

/// Reads one article after another, never backwards.
pub(super) struct Reading<'p> {
    pub(super) zone: Zone,
    matcher: &'p Matcher,
    lists: Vec<Positions<'p>>,
    /// What [`phrase`] says of the matcher, where the part has all of its terms.
    phrase: Option<(Vec<u32>, f32)>,
    /// Where it starts in the article at hand.
    starts: Vec<u32>,
}

/// Where a term stands in the article at hand.
struct Positions<'p> {
    term: &'p Term,
    postings: SegmentPostings,
    /// In words from the start of the zone, ascending.
    found: Vec<u32>,
}

/// The matches in one passage.
pub(super) struct Matches<'m> {
    /// The passage's place in the article, from 0.
    pub(super) passage: usize,
    /// How much they count together.
    pub(super) weight: f32,
    /// The words at which they start, ascending, counted through all passages.
    pub(super) starts: &'m [u32],
}

impl<'p> Reading<'p> {
    /// Reads with the postings of each term of `matcher` that the part has.
    pub(super) fn new(
        zone: Zone,
        matcher: &'p Matcher,
        lists: impl Iterator<Item = (&'p Term, SegmentPostings)>,
    ) -> Self {
        let lists = lists.map(|(term, postings)| Positions { term, postings, found: Vec::new() });
        let lists: Vec<_> = lists.collect();
        let phrase = phrase(matcher).filter(|(distances, _)| distances.len() == lists.len());
        Reading { zone, matcher, lists, phrase, starts: Vec::new() }
    }

    /// How much the article matches in all; `ends` says how many words stand before the end of each passage.
    pub(super) fn weight(&mut self, article: DocId, ends: &[u32]) -> f32 {
        let mut weight = 0.0;
        self.each(article, ends, |matches| weight += matches.weight);
        weight
    }

    /// Goes through the passages of the article that match. What is not body text is one passage.
    pub(super) fn each(&mut self, article: DocId, ends: &[u32], mut visit: impl FnMut(Matches<'_>)) {
        if !self.find(article) {
            return;
        }
        let ends = if self.zone == Zone::Body { ends } else { &[u32::MAX] };
        if let Some((distances, weight)) = &self.phrase {
            in_step(self.lists.iter().map(|list| list.found.as_slice()), distances, &mut self.starts);
            return each_in_step(&self.starts, distances, *weight, ends, visit);
        }
        match (self.matcher, self.lists.as_slice()) {
            (Matcher::Terms { .. }, [only]) => each_of_one(only, ends, visit),
            (matcher, lists) => {
                let mut starts = Vec::new();
                each_of_many(lists, ends, |passage, here| {
                    let mut give = |_: Zone, term: &Term, out: &mut Vec<u32>| here.give(term, out);
                    let found = spans(matcher, &mut give);
                    starts.clear();
                    starts.extend(found.iter().map(|span: &Span| span.start));
                    if !starts.is_empty() {
                        visit(Matches { passage, weight: total_weight(&found), starts: &starts });
                    }
                });
            }
        }
    }

    /// Finds the terms in an article; whether there is any.
    fn find(&mut self, article: DocId) -> bool {
        let mut has_any = false;
        for list in &mut self.lists {
            has_any |= list.read(article);
        }
        has_any
    }
}

/// The distances of the words of a phrase from its first, and the weight of a match, where it is a phrase of single
/// terms with no slop. A match of one is easily found; other matchers take spans.
fn phrase(matcher: &Matcher) -> Option<(Vec<u32>, f32)> {
    let Matcher::Sequence { slots, slop: 0, .. } = matcher else { return None };
    let is_plain = slots.len() > 1 && slots.iter().all(|slot| slot.terms.len() == 1);
    let weight =
        slots.iter().flat_map(|slot| &slot.terms).map(|term| term.weight).fold(f32::INFINITY, f32::min);
    is_plain.then(|| (slots.iter().map(|slot| slot.offset - slots[0].offset).collect(), weight))
}

/// Where a phrase starts whose words stand at `places` (ascending), each at its distance from the first.
fn in_step<'a>(mut places: impl Iterator<Item = &'a [u32]>, distances: &[u32], starts: &mut Vec<u32>) {
    starts.clear();
    starts.extend_from_slice(places.next().unwrap_or_default());
    for (others, distance) in places.zip(&distances[1..]) {
        let mut others = others.iter().copied().peekable();
        starts.retain(|start| {
            let wanted = start + distance;
            while others.next_if(|&place| place < wanted).is_some() {}
            others.peek() == Some(&wanted)
        });
    }
}

impl Positions<'_> {
    /// Finds the term in an article; whether it is there.
    fn read(&mut self, article: DocId) -> bool {
        self.found.clear();
        let doc = self.postings.doc();
        if doc == article || doc < article && self.postings.seek(article) == article {
            self.postings.append_positions_with_offset(0, &mut self.found);
        }
        !self.found.is_empty()
    }
}

/// A single term needs no spans: every place of it is a match.
fn each_of_one(list: &Positions<'_>, ends: &[u32], mut visit: impl FnMut(Matches<'_>)) {
    let mut rest = list.found.as_slice();
    for (passage, &end) in ends.iter().enumerate() {
        let (starts, after) = rest.split_at(rest.partition_point(|&position| position < end));
        rest = after;
        if !starts.is_empty() {
            visit(Matches { passage, weight: starts.len() as f32 * list.term.weight, starts });
        }
        if rest.is_empty() {
            return;
        }
    }
}

/// The matches of a phrase by passage: none reaches from one into the next.
fn each_in_step(
    starts: &[u32],
    distances: &[u32],
    weight: f32,
    ends: &[u32],
    mut visit: impl FnMut(Matches<'_>),
) {
    let length = distances.iter().max().copied().unwrap_or(0);
    let mut rest = starts;
    for (passage, &end) in ends.iter().enumerate() {
        if rest.is_empty() {
            return;
        }
        let (here, after) = rest.split_at(rest.partition_point(|&start| start < end));
        rest = after;
        let whole = &here[..here.partition_point(|&start| start + length < end)];
        if !whole.is_empty() {
            visit(Matches { passage, weight: apart(whole, length + 1) as f32 * weight, starts: whole });
        }
    }
}

/// How many stretches of `length` words that start at `starts` (ascending) share no word, the way
/// [`total_weight`] counts: those that overlap are one.
fn apart(starts: &[u32], length: u32) -> usize {
    let overlapping = starts.windows(2).filter(|pair| pair[1] < pair[0] + length).count();
    starts.len() - overlapping
}

/// The positions of all terms in one passage.
struct Here<'a, 'p> {
    lists: &'a [Positions<'p>],
    /// For each list, which of its positions are in the passage.
    ranges: Vec<(usize, usize)>,
}

impl Here<'_, '_> {
    fn give(&self, term: &Term, out: &mut Vec<u32>) {
        let mut lists = self.lists.iter().zip(&self.ranges);
        if let Some((list, &(from, to))) = lists.find(|(list, _)| std::ptr::eq(list.term, term)) {
            out.extend_from_slice(&list.found[from..to]);
        }
    }
}

fn each_of_many<'p>(lists: &[Positions<'p>], ends: &[u32], mut visit: impl FnMut(usize, &Here<'_, 'p>)) {
    let mut here = Here { lists, ranges: vec![(0, 0); lists.len()] };
    for (passage, &end) in ends.iter().enumerate() {
        let mut has_any = false;
        for (list, (from, to)) in lists.iter().zip(&mut here.ranges) {
            *from = *to;
            *to += list.found[*from..].partition_point(|&position| position < end);
            has_any |= from < to;
        }
        if has_any {
            visit(passage, &here);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::backend::plan::Slot;
    use crate::schema::Form;

    /// What is visited: passage, weight and starts.
    type Visited = Vec<(usize, f32, Vec<u32>)>;

    fn by_spans(matcher: &Matcher, places: &[Vec<u32>], ends: &[u32]) -> Visited {
        let mut visited = Vec::new();
        let mut start = 0;
        for (passage, &end) in ends.iter().enumerate() {
            let here = start..end;
            let mut give = |_: Zone, term: &Term, out: &mut Vec<u32>| {
                let number: usize = term.text.parse().unwrap();
                out.extend(places[number].iter().filter(|place| here.contains(place)));
            };
            let found = spans(matcher, &mut give);
            if !found.is_empty() {
                let starts = found.iter().map(|span| span.start).collect();
                visited.push((passage, total_weight(&found), starts));
            }
            start = end;
        }
        visited
    }

    proptest! {
        #[test]
        fn a_plain_phrase_is_found_as_by_spans(
            places in prop::collection::vec(prop::collection::btree_set(0u32..40, 0..25), 2..4),
            offsets in prop::collection::vec(1u32..3, 3),
            lengths in prop::collection::vec(1u32..15, 4),
            weight in 0.25f32..1.0,
        ) {
            let places: Vec<Vec<u32>> = places.into_iter().map(|list| list.into_iter().collect()).collect();
            let (mut ends, mut offset) = (lengths, 0);
            (1..ends.len()).for_each(|at| ends[at] += ends[at - 1]);
            let slots = (0..places.len()).map(|number| {
                let term = Term { form: Form::Stem, text: number.to_string(), weight };
                let slot = Slot { offset, terms: vec![term] };
                offset += offsets[number];
                slot
            });
            let matcher = Matcher::Sequence { zone: Zone::Body, slots: slots.collect(), slop: 0 };
            let (distances, weight) = phrase(&matcher).unwrap();
            let (mut starts, mut visited) = (Vec::new(), Vec::new());
            in_step(places.iter().map(Vec::as_slice), &distances, &mut starts);
            each_in_step(&starts, &distances, weight, &ends, |matches| {
                visited.push((matches.passage, matches.weight, matches.starts.to_vec()));
            });
            let expected = by_spans(&matcher, &places, &ends);
            prop_assert_eq!(visited.len(), expected.len());
            for (one, other) in visited.iter().zip(&expected) {
                prop_assert_eq!((one.0, &one.2), (other.0, &other.2));
                prop_assert!((one.1 - other.1).abs() < 1e-4, "{} {}", one.1, other.1);
            }
        }
    }
}
