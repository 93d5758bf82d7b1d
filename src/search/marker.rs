//! Where a query matches in a stored text.
//!
//! The words of the text are analysed again and matched by the same rules as in the index, so that marks follow the
//! query: a phrase is marked as a phrase, and the article before a word is not marked.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::analysis::{Analyzer, FilteredToken, TermFilter, Token};
use crate::backend::plan::{Matcher, Plan, Role, Term};
use crate::backend::{Span, marks};
use crate::schema::{Form, Zone};

/// Finds what a plan's concepts match in texts, one text after the other: only the terms of the plan are kept
/// of a text's words, and the buffers stay for the next.
#[derive(Clone, Default)]
pub(super) struct Marker {
    terms: Terms,
    matchers: Vec<Alternatives>,
    seen: Seen,
}

/// The terms of a plan, each with its number.
#[derive(Clone, Default)]
struct Terms {
    exact: FxHashMap<String, usize>,
    stems: FxHashMap<String, usize>,
    /// The same, to pass over the words that are none of them.
    filter: TermFilter,
}

/// A matcher as the parts of which any is enough: each marks by itself.
#[derive(Clone)]
struct Alternatives {
    zone: Zone,
    /// With the numbers of the terms of each.
    parts: Vec<(Matcher, Vec<usize>)>,
}

/// What a text has of the terms.
#[derive(Clone, Default)]
struct Seen {
    /// By number: the positions of the term in the text, each with the end of the word there.
    terms: Vec<Vec<(u32, usize)>>,
    /// The positions that any term has, in order. Whatever matches begins and ends at one.
    words: Vec<Word>,
}

/// A position and the bytes of its word.
#[derive(Clone)]
struct Word {
    position: u32,
    start: usize,
    end: usize,
}

impl Marker {
    /// A marker of the topics of `plan`: of what the query asks for, not of what only weighs or narrows.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut marker = Marker::default();
        let topics = plan.concepts.iter().filter(|concept| concept.role == Role::Topic);
        for matcher in topics.flat_map(|concept| &concept.matchers) {
            let parts = alternatives(matcher).into_iter().map(|part| {
                let numbers = part.terms().iter().map(|(_, term)| marker.terms.add(term)).collect();
                (part.clone(), numbers)
            });
            marker.matchers.push(Alternatives { zone: matcher.zone(), parts: parts.collect() });
        }
        marker.seen.terms = vec![Vec::new(); marker.terms.len()];
        marker
    }

    /// What matches in `text`, which is of `zone`: byte ranges in order, without overlap.
    pub(super) fn find(&mut self, zone: Zone, text: &str, analyzer: &mut Analyzer<'_>) -> Vec<Range<usize>> {
        let Marker { terms, matchers, seen } = self;
        if !seen.read(analyzer.analyze_filtered(text, &terms.filter), terms) {
            return Vec::new();
        }
        let mut ranges = Vec::new();
        for matcher in matchers.iter().filter(|matcher| matcher.zone == zone) {
            let spans = matcher.spans(terms, seen);
            ranges.extend(spans.iter().filter_map(|span| seen.bytes(span)));
        }
        merged(ranges)
    }
}

impl Terms {
    fn len(&self) -> usize {
        self.exact.len() + self.stems.len()
    }

    /// The number of a term, which it is given where it has none.
    fn add(&mut self, term: &Term) -> usize {
        let next = self.len();
        let terms = match term.form {
            Form::Exact => {
                self.filter.add_exact(&term.text);
                &mut self.exact
            }
            Form::Stem => {
                self.filter.add_stem(&term.text);
                &mut self.stems
            }
        };
        *terms.entry(term.text.clone()).or_insert(next)
    }

    fn number(&self, term: &Term) -> Option<usize> {
        let terms = if term.form == Form::Exact { &self.exact } else { &self.stems };
        terms.get(&term.text).copied()
    }

    /// The numbers of the terms that `token` is.
    fn of(&self, token: &Token<'_>) -> impl Iterator<Item = usize> {
        let exact = [Some(token.exact), token.cased].into_iter().flatten();
        let stems = [token.stem, token.stem_alt].into_iter().flatten();
        exact
            .filter_map(|exact| self.exact.get(exact))
            .chain(stems.filter_map(|stem| self.stems.get(stem)))
            .copied()
    }
}

impl Alternatives {
    /// Where the matcher matches. A name may have dozens of variants, of which a text has one: the others are not
    /// looked for.
    fn spans(&self, terms: &Terms, seen: &mut Seen) -> Vec<Span> {
        let mut spans = Vec::new();
        for (part, numbers) in &self.parts {
            if numbers.iter().any(|&number| !seen.terms[number].is_empty()) {
                let mut at = |_: Zone, term: &Term, out: &mut Vec<u32>| {
                    if let Some(number) = terms.number(term) {
                        seen.positions(number, out);
                    }
                };
                spans.extend(marks(part, &mut at));
            }
        }
        spans
    }
}

impl Seen {
    /// Notes where the terms stand among `tokens`; whether any does.
    fn read<'t>(&mut self, tokens: impl Iterator<Item = FilteredToken<'t>>, terms: &Terms) -> bool {
        self.terms.iter_mut().for_each(Vec::clear);
        self.words.clear();
        for FilteredToken { token, word: (start, end) } in tokens {
            let position = token.position;
            for number in terms.of(&token) {
                if self.words.last().is_none_or(|last| last.position < position) {
                    self.words.push(Word { position, start: start as usize, end: end as usize });
                }
                self.terms[number].push((position, token.end as usize));
            }
        }
        !self.words.is_empty()
    }

    /// The positions of a term. A match of a longer reading (a joined compound) stretches its position.
    fn positions(&mut self, number: usize, out: &mut Vec<u32>) {
        for &(position, end) in &self.terms[number] {
            if out.last() != Some(&position) {
                out.push(position);
            }
            if let Some(place) = place(&self.words, position) {
                let known = &mut self.words[place].end;
                *known = (*known).max(end);
            }
        }
    }

    /// The bytes from the first word to the last.
    fn bytes(&self, span: &Span) -> Option<Range<usize>> {
        let first = place(&self.words, span.start)?;
        let last = place(&self.words, span.end.checked_sub(1)?)?;
        Some(self.words[first].start..self.words[last].end).filter(|range| range.start < range.end)
    }
}

fn place(words: &[Word], position: u32) -> Option<usize> {
    words.binary_search_by_key(&position, |word| word.position).ok()
}

/// The parts of `matcher` of which any is enough.
fn alternatives(matcher: &Matcher) -> Vec<&Matcher> {
    match matcher {
        Matcher::Either(parts) => parts.iter().flat_map(alternatives).collect(),
        _ => vec![matcher],
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::{Chain, Tokens};
    use crate::backend::plan::{Concept, Node, Slot};
    use crate::search::rank;

    /// What is marked where every token is looked at, and every word's bytes are kept.
    fn by_all_tokens(matchers: &[Matcher], tokens: &Tokens) -> Vec<Range<usize>> {
        let count = tokens.positions() as usize;
        let (mut starts, mut ends) = (vec![None; count], vec![None; count]);
        for token in tokens.iter() {
            starts[token.position as usize].get_or_insert(token.start as usize);
            ends[token.position as usize].get_or_insert(token.end as usize);
        }
        let mut ranges = Vec::new();
        for matcher in matchers {
            let mut at = |_: Zone, term: &Term, out: &mut Vec<u32>| {
                for token in tokens.iter().filter(|token| is(token, term)) {
                    if out.last() != Some(&token.position) {
                        out.push(token.position);
                    }
                    let known = &mut ends[token.position as usize];
                    *known = (*known).max(Some(token.end as usize));
                }
            };
            let spans: Vec<Span> =
                alternatives(matcher).into_iter().flat_map(|part| marks(part, &mut at)).collect();
            let bytes = |span: &Span| Some(starts[span.start as usize]?..ends[span.end as usize - 1]?);
            ranges.extend(spans.iter().filter_map(bytes).filter(|range| range.start < range.end));
        }
        merged(ranges)
    }

    fn is(token: &Token<'_>, term: &Term) -> bool {
        let forms = match term.form {
            Form::Exact => [Some(token.exact), token.cased],
            Form::Stem => [token.stem, token.stem_alt],
        };
        forms.contains(&Some(term.text.as_str()))
    }

    fn any_term() -> impl Strategy<Value = Term> {
        let texts =
            ["semi", "semiconducteur", "conducteur", "puc", "ai", "marche", "march", "95%", "^US", "a"];
        (prop::sample::select(texts.to_vec()), any::<bool>()).prop_map(|(text, is_exact)| Term {
            form: if is_exact { Form::Exact } else { Form::Stem },
            text: text.to_owned(),
            weight: 1.0,
        })
    }

    fn any_matcher() -> impl Strategy<Value = Matcher> {
        let zone = Zone::Body;
        let terms = || prop::collection::vec(any_term(), 1..3);
        let slots = prop::collection::vec((1u32..3, terms()), 1..4);
        let sequence = (slots, 0u32..3).prop_map(move |(slots, slop)| {
            let slots = slots.into_iter().scan(0, |next, (step, terms)| {
                let offset = std::mem::replace(next, *next + step);
                Some(Slot { offset, terms })
            });
            let slots = slots.collect();
            Matcher::Sequence { zone, slots, slop }
        });
        let leaf = prop_oneof![terms().prop_map(move |terms| Matcher::Terms { zone, terms }), sequence];
        leaf.prop_recursive(2, 6, 3, |inner| {
            prop_oneof![
                (inner.clone(), inner.clone(), 1u32..4).prop_map(|(left, right, distance)| Matcher::Near {
                    left: Box::new(left),
                    right: Box::new(right),
                    distance,
                }),
                prop::collection::vec(inner.clone(), 1..3).prop_map(Matcher::Together),
                prop::collection::vec(inner, 1..3).prop_map(Matcher::Either),
            ]
        })
    }

    fn plan(matchers: Vec<Matcher>) -> Plan {
        let concept = Concept { label: String::new(), matchers, role: Role::Topic, boost: 1.0 };
        Plan { articles: Node::Every, concepts: vec![concept], weights: rank::WEIGHTS }
    }

    proptest! {
        #[test]
        fn marks_are_those_of_all_tokens(
            matchers in prop::collection::vec(any_matcher(), 1..4),
            texts in prop::collection::vec("((semi-conducteurs|puces?|AI|l'AI|Marchés?|MARCHE|US|us|95 %|à|a|mot)[ ,.-]?){0,15}", 1..4),
        ) {
            let chain = Chain::french();
            let (mut analyzer, mut marker) = (chain.analyzer(), Marker::new(&plan(matchers.clone())));
            for text in &texts {
                let expected = by_all_tokens(&matchers, analyzer.analyze(text));
                prop_assert_eq!(marker.find(Zone::Body, text, &mut analyzer), expected, "{}", text);
            }
        }
    }
}
