//! One article read closely: where in its passages a matcher matches.

use tantivy::DocId;

use super::part::Ends;
use super::postings::Cursor;
use super::steps::{Positions, Steps};
use crate::backend::plan::{Matcher, Term};
use crate::backend::spans::{Span, spans, tidy, total_weight};
use crate::schema::Zone;

/// Reads one article after another, never backwards.
pub(super) struct Reading<'p> {
    pub(super) zone: Zone,
    way: Way<'p>,
}

/// How matches are found.
enum Way<'p> {
    /// Of some phrases any: each is found by itself, in all of the article.
    Steps { phrases: Vec<Steps<'p>>, found: Vec<Span> },
    /// Anything else: spans are looked for in one passage after the other.
    Spans { matcher: &'p Matcher, lists: Vec<Positions<'p>> },
}

/// The matches in one passage.
pub(super) struct Matches<'m> {
    /// The passage's place in the article, from 0.
    pub(super) passage: usize,
    /// How much they count together.
    pub(super) weight: f32,
    /// The matches in order, counted in words through all passages.
    pub(super) spans: &'m [Span],
}

impl<'p> Reading<'p> {
    /// Reads with the postings of each term of `matcher` that the part has.
    pub(super) fn new(
        zone: Zone,
        matcher: &'p Matcher,
        lists: impl Iterator<Item = (&'p Term, Cursor)>,
    ) -> Self {
        let lists = lists.map(|(term, cursor)| Positions::new(term, cursor));
        let way = match Steps::of(matcher, lists.collect()) {
            Ok(phrases) => Way::Steps { phrases, found: Vec::new() },
            Err(lists) => Way::Spans { matcher, lists },
        };
        Reading { zone, way }
    }

    /// How much the article matches in all.
    pub(super) fn weight(&mut self, article: DocId, ends: &mut Ends<'_>) -> f32 {
        let are_words = match &self.way {
            Way::Steps { phrases, .. } => phrases.iter().all(Steps::counts_places),
            Way::Spans { .. } => false,
        };
        if !self.find(article) {
            return 0.0;
        }
        // Words are in one passage each, whichever it is. Weighed ones are added up passage by passage all the same, as a
        // close reader does: another order is rounded otherwise.
        let ends = if are_words { &[u32::MAX] } else { ends.of(article) };
        let mut weight = 0.0;
        self.each_found(ends, |matches| weight += matches.weight);
        weight
    }

    /// Goes through the passages of the article that match; `ends` says how many words stand before the end of each.
    pub(super) fn each(&mut self, article: DocId, ends: &[u32], visit: impl FnMut(Matches<'_>)) {
        if self.find(article) {
            self.each_found(ends, visit);
        }
    }

    /// Looks at an article; whether anything is there that may be a match.
    fn find(&mut self, article: DocId) -> bool {
        match &mut self.way {
            Way::Steps { phrases, found } => {
                found.clear();
                let mut ways = 0;
                for phrase in phrases {
                    let more = phrase.find(article);
                    ways += usize::from(!more.is_empty());
                    found.extend_from_slice(more);
                }
                if ways > 1 {
                    *found = tidy(std::mem::take(found));
                }
                ways > 0
            }
            Way::Spans { lists, .. } => {
                let mut has_any = false;
                for list in lists {
                    has_any |= list.read(article);
                }
                has_any
            }
        }
    }

    /// Goes through the passages that match of the article that was looked at. What is not body text is one passage.
    fn each_found(&self, ends: &[u32], visit: impl FnMut(Matches<'_>)) {
        let ends = if self.zone == Zone::Body { ends } else { &[u32::MAX] };
        match &self.way {
            Way::Steps { found, .. } => each_of_steps(found, ends, visit),
            Way::Spans { matcher, lists } => each_of_spans(matcher, lists, ends, visit),
        }
    }
}

/// Matches by passage: none reaches from one into the next.
fn each_of_steps(found: &[Span], ends: &[u32], mut visit: impl FnMut(Matches<'_>)) {
    let mut rest = found;
    let mut whole = Vec::new();
    for (passage, &end) in ends.iter().enumerate() {
        if rest.is_empty() {
            return;
        }
        let (here, after) = rest.split_at(rest.partition_point(|span| span.start < end));
        rest = after;
        let spans = if here.iter().all(|span| span.end <= end) {
            here
        } else {
            whole.clear();
            whole.extend(here.iter().filter(|span| span.end <= end).cloned());
            &whole
        };
        if !spans.is_empty() {
            visit(Matches { passage, weight: total_weight(spans), spans });
        }
    }
}

fn each_of_spans(
    matcher: &Matcher,
    lists: &[Positions<'_>],
    ends: &[u32],
    mut visit: impl FnMut(Matches<'_>),
) {
    each_passage(lists, ends, |passage, here| {
        let mut give = |_: Zone, term: &Term, out: &mut Vec<u32>| here.give(term, out);
        let spans = spans(matcher, &mut give);
        if !spans.is_empty() {
            visit(Matches { passage, weight: total_weight(&spans), spans: &spans });
        }
    });
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

fn each_passage<'p>(lists: &[Positions<'p>], ends: &[u32], mut visit: impl FnMut(usize, &Here<'_, 'p>)) {
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
