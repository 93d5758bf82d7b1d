//! One article read closely: where in its passages a matcher matches. What a phrase is, is left to `spans`.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet};

use crate::backend::plan::{Matcher, Slot, Term};
use crate::backend::spans::{Span, spans, total_weight};
use crate::schema::Zone;

/// Reads one article after another, never backwards.
pub(super) struct Reading<'p> {
    pub(super) zone: Zone,
    matcher: &'p Matcher,
    lists: Vec<Positions<'p>>,
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
        Reading { zone, matcher, lists: lists.collect() }
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
        match (self.matcher, self.lists.as_slice()) {
            (Matcher::Terms { .. }, [only]) => each_of_one(only, ends, visit),
            (matcher, lists) => {
                let mut starts = Vec::new();
                each_of_many(lists, ends, |passage, here| {
                    let found =
                        spans(matcher, &mut |_: Zone, term: &Term, out: &mut Vec<u32>| here.give(term, out));
                    starts.clear();
                    starts.extend(found.iter().map(|span: &Span| span.start));
                    if !starts.is_empty() {
                        visit(Matches { passage, weight: total_weight(&found), starts: &starts });
                    }
                });
            }
        }
    }
}

impl Reading<'_> {
    /// Finds the terms in an article; whether there may be a match.
    fn find(&mut self, article: DocId) -> bool {
        let mut has_any = false;
        for list in &mut self.lists {
            has_any |= list.read(article);
        }
        has_any && self.may_be_in_step()
    }

    /// Whether the first two words of a phrase stand at their distance anywhere: where they do not, which is so in
    /// most articles that have all of its words, there is no need to look passage by passage.
    fn may_be_in_step(&self) -> bool {
        let Matcher::Sequence { slots, slop: 0, .. } = self.matcher else { return true };
        let [first, second, ..] = slots.as_slice() else { return true };
        let of =
            |slot: &Slot, list: &&Positions<'_>| slot.terms.iter().any(|term| std::ptr::eq(term, list.term));
        let distance = second.offset - first.offset;
        let mut firsts = self.lists.iter().filter(|list| of(first, list));
        firsts.any(|one| {
            let mut seconds = self.lists.iter().filter(|list| of(second, list));
            seconds.any(|other| stand_apart(&one.found, &other.found, distance))
        })
    }
}

/// Whether any of `first` (ascending) stands `distance` before one of `second` (ascending).
fn stand_apart(first: &[u32], second: &[u32], distance: u32) -> bool {
    let mut second = second.iter().copied().peekable();
    first.iter().any(|place| {
        let wanted = place + distance;
        while second.next_if(|&place| place < wanted).is_some() {}
        second.peek() == Some(&wanted)
    })
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
