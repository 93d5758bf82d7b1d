//! Where a query matches in a stored passage, and which sentences of it to show.
//!
//! The words of the passage are analysed again and matched by the same rules as in the index, so that
//! marks follow the query: a phrase is marked as a phrase, and the article before a word is not marked.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::analysis::{Analyzer, Tokens};
use crate::backend::plan::{Matcher, Plan, Role, Term};
use crate::backend::{Span, marks};
use crate::passage;
use crate::schema::{Form, Zone};

/// The most words of a snippet, where the sentences allow.
const SNIPPET_WORDS: usize = 60;

/// Finds what a plan's concepts match in texts, one text after the other: only the terms of the plan are kept
/// of a text's words, and the buffers stay for the next.
#[derive(Clone, Default)]
pub(super) struct Marker {
    exact: Terms,
    stems: Terms,
    /// By matcher, and by its alternatives: the numbers of their terms.
    alternatives: Vec<Vec<Vec<usize>>>,
    /// By number: the positions of the term in the text, each with the end of the word there.
    found: Vec<Vec<(u32, usize)>>,
    /// By position: the bytes of the word.
    starts: Vec<Option<usize>>,
    ends: Vec<Option<usize>>,
}

/// The terms of a plan that are of one form, each with its number among all.
#[derive(Clone, Default)]
struct Terms {
    numbers: FxHashMap<String, usize>,
    /// With which bytes terms begin: most words of a text begin with none of them, and need no look-up.
    firsts: u64,
}

impl Terms {
    fn add(&mut self, text: &str, number: usize) {
        self.firsts |= Self::first(text);
        self.numbers.entry(text.to_owned()).or_insert(number);
    }

    fn number(&self, text: &str) -> Option<usize> {
        if self.firsts & Self::first(text) == 0 {
            return None;
        }
        self.numbers.get(text).copied()
    }

    /// The bit of the first byte. Letters have bits of their own.
    fn first(text: &str) -> u64 {
        text.bytes().next().map_or(0, |byte| 1 << (byte % 64))
    }
}

impl Marker {
    /// A marker of the topics of `plan`.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut marker = Marker::default();
        for (_, term) in matchers(plan).flat_map(Matcher::terms) {
            let number = marker.exact.numbers.len() + marker.stems.numbers.len();
            let terms = if term.form == Form::Exact { &mut marker.exact } else { &mut marker.stems };
            terms.add(&term.text, number);
        }
        marker.found = vec![Vec::new(); marker.exact.numbers.len() + marker.stems.numbers.len()];
        let numbers =
            |part: &Matcher| part.terms().iter().filter_map(|(_, term)| marker.number(term)).collect();
        let by_matcher = matchers(plan).map(|matcher| alternatives(matcher).map(numbers).collect());
        marker.alternatives = by_matcher.collect();
        marker
    }

    /// What matches in `text`, which is of `zone`: byte ranges in order, without overlap. `plan` is the one
    /// that the marker was made for.
    pub(super) fn find(
        &mut self,
        plan: &Plan,
        zone: Zone,
        text: &str,
        analyzer: &mut Analyzer<'_>,
    ) -> Vec<Range<usize>> {
        if !self.read(analyzer.analyze(text)) {
            return Vec::new();
        }
        let mut ranges = Vec::new();
        for (place, matcher) in matchers(plan).enumerate().filter(|(_, matcher)| matcher.zone() == zone) {
            let spans = self.spans(place, matcher);
            ranges.extend(spans.iter().filter_map(|span| self.bytes(span.start, span.end)));
        }
        merged(ranges)
    }

    /// Where the matcher matches that is the plan's `place`th. A name may have dozens of variants, of which a text
    /// has one: the others are not looked for.
    fn spans(&mut self, place: usize, matcher: &Matcher) -> Vec<Span> {
        let mut spans = Vec::new();
        for (number, part) in alternatives(matcher).enumerate() {
            let is_absent = |number: &usize| self.found[*number].is_empty();
            if !self.alternatives[place][number].iter().all(is_absent) {
                let mut at = |_: Zone, term: &Term, out: &mut Vec<u32>| self.positions(term, out);
                spans.extend(marks(part, &mut at));
            }
        }
        spans
    }

    /// Notes where the terms stand among `tokens`; whether any does.
    fn read(&mut self, tokens: &Tokens) -> bool {
        let count = tokens.positions() as usize;
        for bytes in [&mut self.starts, &mut self.ends] {
            bytes.clear();
            bytes.resize(count, None);
        }
        self.found.iter_mut().for_each(Vec::clear);
        let mut has_any = false;
        for token in tokens.iter() {
            let (position, end) = (token.position, token.end as usize);
            self.starts[position as usize].get_or_insert(token.start as usize);
            self.ends[position as usize].get_or_insert(end);
            let exact = [Some(token.exact), token.cased].into_iter().flatten();
            let stems = [token.stem, token.stem_alt].into_iter().flatten();
            let exact = exact.filter_map(|exact| self.exact.number(exact));
            for number in exact.chain(stems.filter_map(|stem| self.stems.number(stem))) {
                self.found[number].push((position, end));
                has_any = true;
            }
        }
        has_any
    }

    fn number(&self, term: &Term) -> Option<usize> {
        let terms = if term.form == Form::Exact { &self.exact } else { &self.stems };
        terms.number(&term.text)
    }

    /// The positions of a term. A match of a longer reading (a joined compound) stretches its position.
    fn positions(&mut self, term: &Term, out: &mut Vec<u32>) {
        let Some(number) = self.number(term) else { return };
        for &(position, end) in &self.found[number] {
            if out.last() != Some(&position) {
                out.push(position);
            }
            let known = &mut self.ends[position as usize];
            *known = (*known).max(Some(end));
        }
    }

    /// The bytes from the first word to the last.
    fn bytes(&self, start: u32, end: u32) -> Option<Range<usize>> {
        let first = *self.starts.get(start as usize)?;
        let last = *self.ends.get(end.checked_sub(1)? as usize)?;
        Some(first?..last?).filter(|range| range.start < range.end)
    }
}

/// What is marked: what the query asks for, not what only weighs or narrows.
fn matchers(plan: &Plan) -> impl Iterator<Item = &Matcher> {
    let topics = plan.concepts.iter().filter(|concept| concept.role == Role::Topic);
    topics.flat_map(|concept| &concept.matchers)
}

/// The parts of `matcher` of which any is enough: each marks by itself.
fn alternatives(matcher: &Matcher) -> Box<dyn Iterator<Item = &Matcher> + '_> {
    match matcher {
        Matcher::Either(parts) => Box::new(parts.iter().flat_map(alternatives)),
        _ => Box::new(std::iter::once(matcher)),
    }
}

/// In order, those that overlap made one.
fn merged(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut result: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match result.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => result.push(range),
        }
    }
    result
}

/// The sentences of `text` to show: the run of at most [`SNIPPET_WORDS`] words with the most marks, the
/// earliest of several; a single sentence may be longer.
pub(super) fn window(text: &str, marks: &[Range<usize>]) -> Range<usize> {
    let sentences = passage::sentences(text);
    let words = words_added(text, &sentences);
    let hits =
        |range: &Range<usize>| marks.iter().filter(|m| range.start <= m.start && m.end <= range.end).count();
    let mut best: Option<(usize, usize, Range<usize>)> = None;
    for (first, sentence) in sentences.iter().enumerate() {
        let mut run = sentence.clone();
        let mut length = words[first].alone;
        for (next, words) in sentences.iter().zip(&words).skip(first + 1) {
            if length + words.added > SNIPPET_WORDS {
                break;
            }
            length += words.added;
            run.end = next.end;
        }
        let marks = hits(&run);
        if best.as_ref().is_none_or(|(m, l, _)| (marks, length) > (*m, *l)) {
            best = Some((marks, length, run));
        }
    }
    best.map_or(0..text.len(), |(_, _, run)| run)
}

/// How many words a sentence has, and how many it adds to those before it: one that is glued to the sentence
/// before shares a word with it.
struct Words {
    alone: usize,
    added: usize,
}

fn words_added(text: &str, sentences: &[Range<usize>]) -> Vec<Words> {
    let mut end = 0;
    let words = sentences.iter().map(|sentence| {
        let is_glued = end == sentence.start && end > 0;
        end = sentence.end;
        let alone = passage::count_words(&text[sentence.clone()]);
        Words { alone, added: alone - usize::from(is_glued) }
    });
    words.collect()
}
