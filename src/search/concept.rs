//! A word or phrase as typed to a matcher: analysed by the same chain as the texts.

use super::rank::{EXACT, INFLECTED, UNACCENTED};
use crate::analysis::{Analyzer, Token, Tokens};
use crate::backend::plan::{Matcher, Slot, Term};
use crate::schema::{Form, Zone};

/// Which forms of a word count as a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// All inflections; stop words are left out.
    Inflected,
    /// That form only, stop words included.
    Exact,
    /// All inflections of words, and stop words as they are typed: for queries of stop words alone.
    WithStopWords,
}

impl Reading {
    /// The reading in a zone: names are not inflected.
    fn within(self, zone: Zone) -> Reading {
        if zone.is_prose() { self } else { Reading::Exact }
    }
}

/// The matcher of `text` in one zone, or `None` where no word is left to look for. Several words (a
/// phrase, or one word that the chain takes apart) must stand in a row, give or take `slop`.
pub(super) fn matcher(
    text: &str,
    zone: Zone,
    reading: Reading,
    slop: u32,
    analyzer: &mut Analyzer<'_>,
) -> Option<Matcher> {
    let reading = reading.within(zone);
    let tokens = analyzer.analyze_query(text);
    let slots = slots(tokens, reading);
    let in_a_row = match slots.as_slice() {
        [] => None,
        [_] => slots.into_iter().next().map(|slot| Matcher::Terms { zone, terms: slot.terms }),
        _ => Some(Matcher::Sequence { zone, slots, slop }),
    };
    let joined = joined(tokens, zone, reading);
    match (in_a_row, joined) {
        (Some(row), Some(joined)) => Some(Matcher::Either(vec![row, joined])),
        (one, other) => one.or(other),
    }
}

/// What may stand at each position; positions of stop words stay empty.
fn slots(tokens: &Tokens, reading: Reading) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    for token in tokens.iter().filter(|token| token.span == 1) {
        let terms = terms(&token, reading);
        match slots.last_mut() {
            _ if terms.is_empty() => {}
            Some(slot) if slot.offset == token.position => slot.terms.extend(terms),
            _ => slots.push(Slot { offset: token.position, terms }),
        }
    }
    let first = slots.first().map_or(0, |slot| slot.offset);
    slots.iter_mut().for_each(|slot| slot.offset -= first);
    slots
}

/// The joined spelling of a compound, where the whole text is that compound.
fn joined(tokens: &Tokens, zone: Zone, reading: Reading) -> Option<Matcher> {
    let whole = |token: &Token<'_>| token.span > 1 && token.position == 0 && token.span == tokens.positions();
    let terms: Vec<Term> = tokens.iter().filter(whole).flat_map(|token| terms(&token, reading)).collect();
    (!terms.is_empty()).then_some(Matcher::Terms { zone, terms })
}

fn terms(token: &Token<'_>, reading: Reading) -> Vec<Term> {
    let term = |form, text: &str, weight| Term { form, text: text.to_owned(), weight };
    let exact = || term(Form::Exact, token.exact, EXACT);
    let stem = token.stem.map(|stem| term(Form::Stem, stem, INFLECTED));
    let unaccented = token.stem_alt.map(|stem| term(Form::Stem, stem, UNACCENTED));
    match (reading, stem) {
        (Reading::Exact, _) | (Reading::WithStopWords, None) => vec![exact()],
        (Reading::Inflected, None) => Vec::new(),
        (_, stem) => std::iter::once(exact()).chain(stem).chain(unaccented).collect(),
    }
}
