//! The spans of a matcher in one article after another, by the positions of its terms.

use rustc_hash::FxHashMap;
use tantivy::DocId;

use super::phrase::{ArticleTerm, Phrase};
use crate::backend::embedded::segment::TermPositions;
use crate::backend::plan::{Matcher, Term};
use crate::backend::spans::{Positions, Span, any_of, tidy, total_weight};
use crate::schema::Zone;

/// A matcher and the positions of its terms in one segment. It only moves forward.
pub(super) struct MatcherSpans<'p> {
    pub(super) zone: Zone,
    way: Way<'p>,
}

/// How matches are found.
enum Way<'p> {
    /// The matcher asks for any of some phrases: each is found in the whole article.
    Phrases(Vec<Phrase<'p>>),
    /// Names among the alternatives: they too are found in the whole article.
    Article { matcher: &'p Matcher, terms: LazyTerms<'p> },
    /// Anything else is looked for in one passage after the other.
    Passages { matcher: &'p Matcher, terms: LazyTerms<'p> },
}

/// The terms of a matcher with their positions in one article, each read when it is first asked for: a name has hundreds of
/// forms, and an article has few of them.
struct LazyTerms<'p> {
    terms: Vec<ArticleTerm<'p>>,
    /// The number of each term, by its address in the matcher.
    numbers: FxHashMap<usize, usize>,
    /// Whether a term was read for the current article.
    is_read: Vec<bool>,
    doc: DocId,
}

impl<'p> LazyTerms<'p> {
    fn new(terms: Vec<ArticleTerm<'p>>) -> Self {
        let numbers = terms.iter().enumerate().map(|(number, term)| (address(term.term), number)).collect();
        LazyTerms { is_read: vec![false; terms.len()], terms, numbers, doc: 0 }
    }

    fn begin(&mut self, doc: DocId) {
        self.doc = doc;
        self.is_read.fill(false);
    }

    /// The positions of a term in the article; none where the segment does not have the term.
    fn positions(&mut self, term: &Term) -> &[u32] {
        let Some(&number) = self.numbers.get(&address(term)) else { return &[] };
        if !std::mem::replace(&mut self.is_read[number], true) {
            self.terms[number].read(self.doc);
        }
        &self.terms[number].positions
    }

    /// Whether the article has all the terms of some match of `matcher`, wherever they stand.
    fn may_match(&mut self, matcher: &Matcher) -> bool {
        match matcher {
            Matcher::Terms { terms, .. } => self.has_any(terms),
            Matcher::Sequence { slots, .. } => slots.iter().all(|slot| self.has_any(&slot.terms)),
            Matcher::Linked { words, .. } => words.iter().all(|word| self.has_any(&word.terms)),
            Matcher::Near { left, right, .. } => self.may_match(left) && self.may_match(right),
            Matcher::Together(parts) => parts.iter().all(|part| self.may_match(part)),
            Matcher::Either(parts) => parts.iter().any(|part| self.may_match(part)),
            Matcher::Outside { matcher, .. } => self.may_match(matcher),
        }
    }

    fn has_any(&mut self, terms: &[Term]) -> bool {
        terms.iter().any(|term| !self.positions(term).is_empty())
    }
}

fn address(term: &Term) -> usize {
    std::ptr::from_ref(term) as usize
}

/// The matches in one passage.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PassageMatches {
    /// The place of the passage in its article, from 0.
    pub(super) passage: usize,
    /// What the matches count together.
    pub(super) weight: f32,
    /// The matches in order. Positions count the words of the zone from 0, through all passages.
    pub(super) spans: Vec<Span>,
}

impl<'p> MatcherSpans<'p> {
    /// A matcher with the positions of each of its terms that the segment has, in the order of the matcher.
    pub(super) fn new(
        zone: Zone,
        matcher: &'p Matcher,
        terms: impl Iterator<Item = (&'p Term, TermPositions)>,
    ) -> Self {
        let terms = terms.map(|(term, cursor)| ArticleTerm::new(term, cursor)).collect();
        let way = match Phrase::compile(matcher, terms) {
            Ok(phrases) => Way::Phrases(phrases),
            Err(terms) if is_contiguous(matcher) => Way::Article { matcher, terms: LazyTerms::new(terms) },
            Err(terms) => Way::Passages { matcher, terms: LazyTerms::new(terms) },
        };
        MatcherSpans { zone, way }
    }

    /// What the matches in an article count. `passage_ends` gives the end of each passage; it is asked only where the
    /// weight depends on it.
    pub(super) fn weight(&mut self, doc: DocId, passage_ends: impl FnOnce() -> Vec<u32>) -> f32 {
        let Way::Phrases(phrases) = &mut self.way else {
            let ends = if self.zone == Zone::Body { passage_ends() } else { Vec::new() };
            return self.read(doc, &ends).iter().map(|found| found.weight).sum();
        };
        // A word is in one passage, whichever it is. Other weights are added up passage by passage, as in the second
        // phase: another order of additions rounds differently.
        let is_whole = self.zone != Zone::Body || phrases.iter().all(Phrase::counts_words);
        let found = find(phrases, doc);
        match found.is_empty() {
            true => 0.0,
            false if is_whole => total_weight(&found),
            false => by_passage(found, &passage_ends()).iter().map(|found| found.weight).sum(),
        }
    }

    /// The passages of an article that match, in order. `passage_ends` are in words from the start of the text. A zone
    /// other than the text is one passage.
    pub(super) fn read(&mut self, doc: DocId, passage_ends: &[u32]) -> Vec<PassageMatches> {
        let ends = if self.zone == Zone::Body { passage_ends } else { &[u32::MAX] };
        match &mut self.way {
            Way::Phrases(phrases) => by_passage(find(phrases, doc), ends),
            Way::Article { matcher, terms } => by_passage(in_article(matcher, terms, doc), ends),
            Way::Passages { matcher, terms } => in_passages(matcher, terms, doc, ends),
        }
    }
}

/// The matches of all phrases in an article.
fn find(phrases: &mut [Phrase<'_>], doc: DocId) -> Vec<Span> {
    let mut all = Vec::new();
    let mut found_phrases = 0;
    for phrase in phrases {
        let found = phrase.find(doc);
        found_phrases += usize::from(!found.is_empty());
        all.extend_from_slice(found);
    }
    if found_phrases > 1 { tidy(all) } else { all }
}

/// Whether a match is a run of words, found alike with or without the words around it.
fn is_contiguous(matcher: &Matcher) -> bool {
    match matcher {
        Matcher::Terms { .. } | Matcher::Linked { .. } => true,
        Matcher::Sequence { slots, slop, .. } => *slop == 0 || slots.len() == 1,
        Matcher::Either(parts) => parts.iter().all(is_contiguous),
        Matcher::Near { .. } | Matcher::Together(_) | Matcher::Outside { .. } => false,
    }
}

/// The alternatives of a matcher of which an article has all terms.
fn possible<'m>(matcher: &'m Matcher, terms: &mut LazyTerms<'_>, doc: DocId) -> Vec<&'m Matcher> {
    terms.begin(doc);
    let alternatives =
        if let Matcher::Either(parts) = matcher { &parts[..] } else { std::slice::from_ref(matcher) };
    alternatives.iter().filter(|part| terms.may_match(part)).collect()
}

/// The matches in an article, wherever passages end.
fn in_article(matcher: &Matcher, terms: &mut LazyTerms<'_>, doc: DocId) -> Vec<Span> {
    let possible = possible(matcher, terms, doc);
    any_of(possible.into_iter(), &mut PassageTerms { terms, start: 0, end: u32::MAX })
}

/// The passages of an article that match, each looked at by itself.
fn in_passages(
    matcher: &Matcher,
    terms: &mut LazyTerms<'_>,
    doc: DocId,
    ends: &[u32],
) -> Vec<PassageMatches> {
    let possible = possible(matcher, terms, doc);
    let mut found = Vec::new();
    let mut start = 0;
    for (passage, &end) in ends.iter().enumerate() {
        if possible.is_empty() {
            break;
        }
        let mut within = PassageTerms { terms, start, end };
        found.extend(matches(passage, any_of(possible.iter().copied(), &mut within)));
        start = end;
    }
    found
}

/// The positions of all terms in one passage.
struct PassageTerms<'a, 'p> {
    terms: &'a mut LazyTerms<'p>,
    start: u32,
    end: u32,
}

impl Positions for PassageTerms<'_, '_> {
    fn positions(&mut self, _: Zone, term: &Term, out: &mut Vec<u32>) {
        let (start, end) = (self.start, self.end);
        let positions = self.terms.positions(term);
        let from = positions.partition_point(|&position| position < start);
        let to = positions.partition_point(|&position| position < end);
        out.extend_from_slice(&positions[from..to]);
    }
}

/// The spans of an article by passage. A span that reaches from one passage into the next is no match.
fn by_passage(spans: Vec<Span>, ends: &[u32]) -> Vec<PassageMatches> {
    let mut spans = spans.into_iter().peekable();
    let mut found = Vec::new();
    for (passage, &end) in ends.iter().enumerate() {
        if spans.peek().is_none() {
            break;
        }
        let mut inside = Vec::new();
        while let Some(span) = spans.next_if(|span| span.start < end) {
            if span.end <= end {
                inside.push(span);
            }
        }
        found.extend(matches(passage, inside));
    }
    found
}

fn matches(passage: usize, spans: Vec<Span>) -> Option<PassageMatches> {
    let weight = total_weight(&spans);
    (!spans.is_empty()).then_some(PassageMatches { passage, weight, spans })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spans as `start-end`; the answer is `passage:start-end …`.
    fn check(spans: &[(u32, u32)], ends: &[u32], expected: &str) {
        let spans = spans.iter().map(|&(start, end)| Span { start, end, weight: 1.0 }).collect();
        let shown = |found: PassageMatches| {
            let spans: Vec<String> = found.spans.iter().map(|s| format!("{}-{}", s.start, s.end)).collect();
            format!("{}:{}", found.passage, spans.join(","))
        };
        let found: Vec<String> = by_passage(spans, ends).into_iter().map(shown).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn spans_stay_within_passages() {
        check(&[(0, 1), (4, 5), (5, 6)], &[5, 9], "0:0-1,4-5 1:5-6");
        check(&[(4, 6)], &[5, 9], "");
        check(&[(4, 6), (7, 9)], &[5, 9], "1:7-9");
        check(&[(8, 9)], &[2, 5, 9], "2:8-9");
        check(&[], &[5], "");
        check(&[(0, 1)], &[], "");
    }
}
