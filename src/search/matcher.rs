//! A typed word or phrase to a matcher. The chain that analysed the texts analyses the query too.

use super::weights::{EXACT, INFLECTED, UNACCENTED};
use crate::analysis::{Analyzer, Token, Tokens};
use crate::backend::plan::{Matcher, Slot, Term};
use crate::schema::{Form, Zone};

/// Which forms of a word count as a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FormPolicy {
    /// All inflections of words; no stop words.
    Inflected,
    /// The typed form only; stop words too.
    Exact,
    /// The typed form only, with its capitals where they make another word: `US` is not `us`.
    Name,
    /// All inflections of words, and stop words as typed: for queries of nothing but stop words.
    WithStopWords,
}

impl FormPolicy {
    /// The policy in a zone: zones of names (source, author) have no inflections.
    fn within(self, zone: Zone) -> FormPolicy {
        if zone.is_prose() { self } else { FormPolicy::Exact }
    }
}

/// The matcher of `text` in one zone. `None` where the text has no word to search for. Several words (a phrase, or one
/// word that the chain splits) make a sequence with this `slop`. Where the chain joins some of them
/// (`semi-conducteurs`), the joined spelling is an alternative of the same weight.
pub(super) fn matcher(
    text: &str,
    zone: Zone,
    forms: FormPolicy,
    slop: u32,
    analyzer: &mut Analyzer<'_>,
) -> Option<Matcher> {
    let forms = forms.within(zone);
    let tokens = analyzer.analyze_query(text);
    let joins = tokens.iter().filter(|token| token.span > 1);
    let mut alternatives: Vec<Matcher> = std::iter::once(None)
        .chain(joins.map(Some))
        .filter_map(|join| in_a_row(zone, slots(tokens, join.as_ref(), forms), slop))
        .collect();
    if alternatives.len() > 1 { Some(Matcher::Either(alternatives)) } else { alternatives.pop() }
}

fn in_a_row(zone: Zone, mut slots: Vec<Slot>, slop: u32) -> Option<Matcher> {
    match slots.len() {
        0 => None,
        1 => slots.pop().map(|slot| Matcher::Terms { zone, terms: slot.terms }),
        _ => Some(Matcher::Sequence { zone, slots, slop }),
    }
}

/// The terms that may stand at each position; the position of a stop word has no slot. With a `join`, that token
/// replaces the words that it covers, and the words after it move up.
fn slots(tokens: &Tokens, join: Option<&Token<'_>>, forms: FormPolicy) -> Vec<Slot> {
    let covered =
        |token: &Token<'_>| join.is_some_and(|j| (j.position..j.position + j.span).contains(&token.position));
    let moved =
        |token: &Token<'_>| join.filter(|j| token.position >= j.position + j.span).map_or(0, |j| j.span - 1);
    let mut slots: Vec<Slot> = Vec::new();
    for token in tokens.iter() {
        let is_join = join.is_some_and(|join| *join == token);
        let terms =
            if is_join || (token.span == 1 && !covered(&token)) { terms(&token, forms) } else { Vec::new() };
        let offset = token.position - moved(&token);
        match slots.last_mut() {
            _ if terms.is_empty() => {}
            Some(slot) if slot.offset == offset => slot.terms.extend(terms),
            _ => slots.push(Slot { offset, terms }),
        }
    }
    let first = slots.first().map_or(0, |slot| slot.offset);
    slots.iter_mut().for_each(|slot| slot.offset -= first);
    slots
}

fn terms(token: &Token<'_>, forms: FormPolicy) -> Vec<Term> {
    let term = |form, text: &str, weight| Term { form, text: text.to_owned(), weight };
    let exact = || term(Form::Exact, token.exact, EXACT);
    match (forms, token.stem) {
        (FormPolicy::Exact | FormPolicy::Name, _) if token.is_other_number => Vec::new(),
        // An acronym that is spelt as a stop word has a stem where a text has the acronym: « l'AI Act », not « j'ai ».
        (FormPolicy::Inflected | FormPolicy::WithStopWords, _)
            if token.is_name && !token.is_like_stop_word =>
        {
            vec![exact()]
        }
        // An acronym that is spelt as a stop word is told by its stem, which « j'ai » has not.
        (FormPolicy::Name, Some(stem)) if token.is_like_stop_word && token.cased.is_none() => {
            vec![term(Form::Stem, stem, EXACT)]
        }
        (FormPolicy::Name, _) => vec![term(Form::Exact, token.cased.unwrap_or(token.exact), EXACT)],
        (FormPolicy::Exact, _) | (FormPolicy::WithStopWords, None) => vec![exact()],
        (_, stem) => {
            let stem = stem.map(|stem| term(Form::Stem, stem, INFLECTED));
            stem.into_iter().chain(token.stem_alt.map(|stem| term(Form::Stem, stem, UNACCENTED))).collect()
        }
    }
}
