//! One article read closely: where in its passages a matcher matches.

use tantivy::DocId;

use super::part::Ends;
use super::postings::Cursor;
use crate::backend::plan::{Matcher, Term};
use crate::backend::spans::{Positions, Reach, Span, spans, total_weight};
use crate::schema::Zone;

/// Reads one article after another, never backwards.
pub(super) struct Reading<'p> {
    pub(super) zone: Zone,
    matcher: &'p Matcher,
    reach: Reach,
    terms: Terms<'p>,
    /// The matches in the article at hand, where they are looked for in all of it at once.
    found: Vec<Span>,
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

/// The terms of a matcher that any article has, in the order of the matcher.
struct Terms<'p> {
    terms: Vec<TermPositions<'p>>,
    article: DocId,
    /// Where the next term is looked for: matchers ask for their terms mostly in order.
    next: usize,
}

/// Where a term stands.
struct TermPositions<'p> {
    term: &'p Term,
    cursor: Cursor,
    /// In the article at hand: in words from the start of the zone, ascending.
    found: Vec<u32>,
}

impl<'p> Reading<'p> {
    /// Reads with the postings of each term of `matcher` that the part has.
    pub(super) fn new(
        zone: Zone,
        matcher: &'p Matcher,
        terms: impl Iterator<Item = (&'p Term, Cursor)>,
    ) -> Self {
        let terms = terms.map(|(term, cursor)| TermPositions { term, cursor, found: Vec::new() });
        let terms = Terms { terms: terms.collect(), article: 0, next: 0 };
        Reading { zone, matcher, reach: Reach::of(matcher), terms, found: Vec::new() }
    }

    /// How much the article matches in all.
    pub(super) fn weight(&mut self, article: DocId, ends: &mut Ends<'_>) -> f32 {
        if !self.find(article) {
            return 0.0;
        }
        // Words are in one passage each, whichever it is.
        let ends = if self.reach == Reach::Word { &[u32::MAX] } else { ends.of(article) };
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
        let Terms { terms, article: at, next } = &mut self.terms;
        (*at, *next) = (article, 0);
        if self.reach == Reach::Passage {
            return terms.iter_mut().fold(false, |has_any, term| term.read(article) | has_any);
        }
        self.found = spans(self.matcher, &mut self.terms);
        !self.found.is_empty()
    }

    /// Goes through the passages that match of the article that was looked at. What is not body text is one passage.
    fn each_found(&self, ends: &[u32], visit: impl FnMut(Matches<'_>)) {
        let ends = if self.zone == Zone::Body { ends } else { &[u32::MAX] };
        match self.reach {
            Reach::Word | Reach::Phrase => each_of_article(&self.found, ends, visit),
            Reach::Passage => each_of_passages(self.matcher, &self.terms.terms, ends, visit),
        }
    }
}

impl Positions for Terms<'_> {
    fn positions(&mut self, _: Zone, term: &Term, out: &mut Vec<u32>) {
        let count = self.terms.len();
        let mut places = (0..count).map(|step| (self.next + step) % count);
        if let Some(place) = places.find(|&place| std::ptr::eq(self.terms[place].term, term)) {
            self.next = place + 1;
            let found = &mut self.terms[place];
            found.read(self.article);
            out.extend_from_slice(&found.found);
        }
    }

    fn articles(&self, _: Zone, term: &Term) -> u64 {
        let found = self.terms.iter().find(|found| std::ptr::eq(found.term, term));
        found.map_or(0, |found| u64::from(found.cursor.len()))
    }
}

impl TermPositions<'_> {
    /// Finds the term in an article; whether it is there.
    fn read(&mut self, article: DocId) -> bool {
        self.cursor.read(article, &mut self.found);
        !self.found.is_empty()
    }
}

/// Matches by passage: none reaches from one into the next.
fn each_of_article(found: &[Span], ends: &[u32], mut visit: impl FnMut(Matches<'_>)) {
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

fn each_of_passages(
    matcher: &Matcher,
    terms: &[TermPositions<'_>],
    ends: &[u32],
    mut visit: impl FnMut(Matches<'_>),
) {
    let mut here = Here { terms, ranges: vec![(0, 0); terms.len()] };
    for (passage, &end) in ends.iter().enumerate() {
        if here.move_to(end) {
            let spans = spans(matcher, &mut here);
            if !spans.is_empty() {
                visit(Matches { passage, weight: total_weight(&spans), spans: &spans });
            }
        }
    }
}

/// The positions of all terms in one passage.
struct Here<'a, 'p> {
    terms: &'a [TermPositions<'p>],
    /// For each term, which of its positions are in the passage.
    ranges: Vec<(usize, usize)>,
}

impl Here<'_, '_> {
    /// Goes on to the passage that ends before the word `end`; whether it has any of the terms.
    fn move_to(&mut self, end: u32) -> bool {
        let mut has_any = false;
        for (term, (from, to)) in self.terms.iter().zip(&mut self.ranges) {
            *from = *to;
            *to += term.found[*from..].partition_point(|&position| position < end);
            has_any |= from < to;
        }
        has_any
    }
}

impl Positions for Here<'_, '_> {
    fn positions(&mut self, _: Zone, term: &Term, out: &mut Vec<u32>) {
        let mut terms = self.terms.iter().zip(&self.ranges);
        if let Some((found, &(from, to))) = terms.find(|(found, _)| std::ptr::eq(found.term, term)) {
            out.extend_from_slice(&found.found[from..to]);
        }
    }
}
