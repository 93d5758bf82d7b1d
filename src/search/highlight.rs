//! Highlighting: the byte ranges of a stored text that match a query.
//!
//! The highlighter analyses the text again and matches it by the rules of the index (`backend/spans.rs`), so marks
//! follow the query: a phrase is marked as a phrase, and an elided article before a word is not marked.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::analysis::{Analyzer, FilteredToken, TermFilter, Token};
use crate::backend::plan::{Matcher, Plan, Role, Term};
use crate::backend::{Span, marks};
use crate::schema::{Form, Zone};

/// Finds the matches of a plan's topics in texts, one text after the other. Of each text it keeps only the plan's
/// terms; it reuses its buffers.
#[derive(Clone, Default)]
pub(super) struct Highlighter {
    terms: QueryTerms,
    matchers: Vec<Alternatives>,
    found: TextTerms,
}

/// The terms of a plan, numbered from 0.
#[derive(Clone, Default)]
struct QueryTerms {
    exact: FxHashMap<String, usize>,
    stems: FxHashMap<String, usize>,
    /// The same terms, as a filter on tokens.
    filter: TermFilter,
}

/// A matcher, split into alternatives: each is matched and marked by itself.
#[derive(Clone)]
struct Alternatives {
    zone: Zone,
    /// Each alternative with the numbers of its terms.
    parts: Vec<(Matcher, Vec<usize>)>,
}

/// The terms of the plan that stand in a text.
#[derive(Clone, Default)]
struct TextTerms {
    /// By number of the term: its positions in the text, each with the byte where its token ends.
    terms: Vec<Vec<(u32, usize)>>,
    /// The words at the positions of all terms, in order. Every match begins and ends at one.
    words: Vec<WordBytes>,
}

/// The bytes of the word at a position.
#[derive(Clone)]
struct WordBytes {
    position: u32,
    start: usize,
    end: usize,
}

impl Highlighter {
    /// A highlighter for the topics of `plan`. It does not mark filters and related concepts.
    pub(super) fn new(plan: &Plan) -> Self {
        let mut highlighter = Highlighter::default();
        let topics = plan.concepts.iter().filter(|concept| concept.role == Role::Topic);
        for matcher in topics.flat_map(|concept| &concept.matchers) {
            let parts = alternatives(matcher).into_iter().map(|part| {
                let numbers = part.terms().iter().map(|(_, term)| highlighter.terms.add(term)).collect();
                (part.clone(), numbers)
            });
            highlighter.matchers.push(Alternatives { zone: matcher.zone(), parts: parts.collect() });
        }
        highlighter.found.terms = vec![Vec::new(); highlighter.terms.len()];
        highlighter
    }

    /// The matches in `text`, a text of `zone`: byte ranges in order, without overlap.
    pub(super) fn find(&mut self, zone: Zone, text: &str, analyzer: &mut Analyzer<'_>) -> Vec<Range<usize>> {
        let Highlighter { terms, matchers, found } = self;
        if !found.read(analyzer.analyze_filtered(text, &terms.filter), terms) {
            return Vec::new();
        }
        let mut ranges = Vec::new();
        for matcher in matchers.iter().filter(|matcher| matcher.zone == zone) {
            let spans = matcher.spans(terms, found);
            ranges.extend(spans.iter().filter_map(|span| found.bytes(span)));
        }
        merged(ranges)
    }
}

impl QueryTerms {
    fn len(&self) -> usize {
        self.exact.len() + self.stems.len()
    }

    /// The number of a term; a new term gets the next number.
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

    /// The numbers of the terms that match `token`.
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
    /// The matches of all alternatives. A name may have dozens of variants and a text has one of them, so alternatives
    /// without a term in the text are skipped.
    fn spans(&self, terms: &QueryTerms, found: &mut TextTerms) -> Vec<Span> {
        let mut spans = Vec::new();
        for (part, numbers) in &self.parts {
            if numbers.iter().any(|&number| !found.terms[number].is_empty()) {
                let mut at = |_: Zone, term: &Term, out: &mut Vec<u32>| {
                    if let Some(number) = terms.number(term) {
                        found.positions(number, out);
                    }
                };
                spans.extend(marks(part, &mut at));
            }
        }
        spans
    }
}

impl TextTerms {
    /// Records the positions of the terms among `tokens`. Returns whether any term stands there.
    fn read<'t>(&mut self, tokens: impl Iterator<Item = FilteredToken<'t>>, terms: &QueryTerms) -> bool {
        self.terms.iter_mut().for_each(Vec::clear);
        self.words.clear();
        for FilteredToken { token, word: (start, end) } in tokens {
            let position = token.position;
            for number in terms.of(&token) {
                if self.words.last().is_none_or(|last| last.position < position) {
                    self.words.push(WordBytes { position, start: start as usize, end: end as usize });
                }
                self.terms[number].push((position, token.end as usize));
            }
        }
        !self.words.is_empty()
    }

    /// Appends the positions of a term to `out`. The token of a joined compound ends after the word at its position;
    /// its match extends that word.
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

    /// The bytes of a span: from the start of its first word to the end of its last.
    fn bytes(&self, span: &Span) -> Option<Range<usize>> {
        let first = place(&self.words, span.start)?;
        let last = place(&self.words, span.end.checked_sub(1)?)?;
        Some(self.words[first].start..self.words[last].end).filter(|range| range.start < range.end)
    }
}

fn place(words: &[WordBytes], position: u32) -> Option<usize> {
    words.binary_search_by_key(&position, |word| word.position).ok()
}

/// The alternatives of `matcher`: nested ones too; itself where it has none.
fn alternatives(matcher: &Matcher) -> Vec<&Matcher> {
    match matcher {
        Matcher::Either(parts) => parts.iter().flat_map(alternatives).collect(),
        _ => vec![matcher],
    }
}

/// The ranges in order, overlapping ones merged.
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
    use crate::search::weights;

    /// The marks, computed in the plain way: from every token and the bytes of every word.
    fn by_all_tokens(matchers: &[Matcher], tokens: &Tokens) -> Vec<Range<usize>> {
        let count = tokens.positions() as usize;
        let mut starts = vec![None; count];
        let mut ends = vec![None; count];
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
        Plan::new(Node::Every, vec![concept], weights::WEIGHTS)
    }

    proptest! {
        #[test]
        fn marks_are_those_of_all_tokens(
            matchers in prop::collection::vec(any_matcher(), 1..4),
            texts in prop::collection::vec("((semi-conducteurs|puces?|AI|l'AI|Marchés?|MARCHE|US|us|95 %|à|a|mot)[ ,.-]?){0,15}", 1..4),
        ) {
            let chain = Chain::french();
            let mut analyzer = chain.analyzer();
            let mut highlighter = Highlighter::new(&plan(matchers.clone()));
            for text in &texts {
                let expected = by_all_tokens(&matchers, analyzer.analyze(text));
                prop_assert_eq!(highlighter.find(Zone::Body, text, &mut analyzer), expected, "{}", text);
            }
        }
    }
}
