//! Where a query matches in a stored passage, and which sentences of it to show.
//!
//! The words of the passage are analysed again and matched by the same rules as in the index, so that
//! marks follow the query: a phrase is marked as a phrase, and the article before a word is not marked.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::analysis::{Analyzer, Tokens};
use crate::backend::marks;
use crate::backend::plan::{Plan, Term};
use crate::passage;
use crate::schema::{Form, Zone};

/// The most words of a snippet, where the sentences allow.
const SNIPPET_WORDS: usize = 60;

/// What matches in `text`, which is of `zone`: byte ranges in order, without overlap.
pub(super) fn find_marks(
    plan: &Plan,
    zone: Zone,
    text: &str,
    analyzer: &mut Analyzer<'_>,
) -> Vec<Range<usize>> {
    let mut words = Words::new(analyzer.analyze(text));
    let mut found = Vec::new();
    for matcher in
        plan.concepts.iter().filter(|c| c.scores).flat_map(|c| &c.matchers).filter(|m| m.zone() == zone)
    {
        let mut at = |_: Zone, term: &Term, out: &mut Vec<u32>| words.positions(term, out);
        let spans = marks(matcher, &mut at);
        found.extend(spans.iter().filter_map(|span| words.bytes(span.start, span.end)));
    }
    merged(found)
}

/// The words of a text, by position and by term.
struct Words {
    starts: Vec<Option<usize>>,
    ends: Vec<Option<usize>>,
    exact: FxHashMap<String, Vec<(u32, usize)>>,
    stems: FxHashMap<String, Vec<(u32, usize)>>,
}

impl Words {
    fn new(tokens: &Tokens) -> Self {
        let count = tokens.positions() as usize;
        let mut words = Words {
            starts: vec![None; count],
            ends: vec![None; count],
            exact: FxHashMap::default(),
            stems: FxHashMap::default(),
        };
        for token in tokens.iter() {
            let (position, end) = (token.position, token.end as usize);
            words.starts[position as usize].get_or_insert(token.start as usize);
            words.ends[position as usize].get_or_insert(end);
            for exact in [Some(token.exact), token.cased].into_iter().flatten() {
                words.exact.entry(exact.to_owned()).or_default().push((position, end));
            }
            for stem in [token.stem, token.stem_alt].into_iter().flatten() {
                words.stems.entry(stem.to_owned()).or_default().push((position, end));
            }
        }
        words
    }

    /// The positions of a term. A match of a longer reading (a joined compound) stretches its position.
    fn positions(&mut self, term: &Term, out: &mut Vec<u32>) {
        let map = if term.form == Form::Exact { &self.exact } else { &self.stems };
        for &(position, end) in map.get(&term.text).into_iter().flatten() {
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
    let words = |range: &Range<usize>| text[range.clone()].split_whitespace().count();
    let hits =
        |range: &Range<usize>| marks.iter().filter(|m| range.start <= m.start && m.end <= range.end).count();
    let mut best: Option<(usize, usize, Range<usize>)> = None;
    for (first, sentence) in sentences.iter().enumerate() {
        let mut run = sentence.clone();
        for next in &sentences[first + 1..] {
            let longer = run.start..next.end;
            if words(&longer) > SNIPPET_WORDS {
                break;
            }
            run = longer;
        }
        let score = (hits(&run), words(&run));
        if best.as_ref().is_none_or(|(marks, words, _)| score > (*marks, *words)) {
            best = Some((score.0, score.1, run));
        }
    }
    best.map_or(0..text.len(), |(_, _, run)| run)
}
