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
    /// That form only, and with its capitals where these make another word of it: `US` is not `us`.
    Name,
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
/// phrase, or one word that the chain takes apart) must stand in a row, give or take `slop`; where the chain
/// joins some of them (`semi-conducteurs`), the joined spelling is as good.
pub(super) fn matcher(
    text: &str,
    zone: Zone,
    reading: Reading,
    slop: u32,
    analyzer: &mut Analyzer<'_>,
) -> Option<Matcher> {
    let reading = reading.within(zone);
    let tokens = analyzer.analyze_query(text);
    let joins = tokens.iter().filter(|token| token.span > 1);
    let mut ways: Vec<Matcher> = std::iter::once(None)
        .chain(joins.map(Some))
        .filter_map(|join| in_a_row(zone, slots(tokens, join.as_ref(), reading), slop))
        .collect();
    if ways.len() > 1 { Some(Matcher::Either(ways)) } else { ways.pop() }
}

fn in_a_row(zone: Zone, mut slots: Vec<Slot>, slop: u32) -> Option<Matcher> {
    match slots.len() {
        0 => None,
        1 => slots.pop().map(|slot| Matcher::Terms { zone, terms: slot.terms }),
        _ => Some(Matcher::Sequence { zone, slots, slop }),
    }
}

/// What may stand at each position, positions of stop words left empty. With a `join` that token stands
/// for the words that it covers, and those after it move up.
fn slots(tokens: &Tokens, join: Option<&Token<'_>>, reading: Reading) -> Vec<Slot> {
    let covered =
        |token: &Token<'_>| join.is_some_and(|j| (j.position..j.position + j.span).contains(&token.position));
    let moved =
        |token: &Token<'_>| join.filter(|j| token.position >= j.position + j.span).map_or(0, |j| j.span - 1);
    let mut slots: Vec<Slot> = Vec::new();
    for token in tokens.iter() {
        let is_join = join.is_some_and(|join| *join == token);
        let terms = if is_join || (token.span == 1 && !covered(&token)) {
            terms(&token, reading)
        } else {
            Vec::new()
        };
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

/// Neighbouring words that the chain reads as one (`95 %`, `H 20`, `1,5 milliard`): for each such group
/// its first word and its last, in order.
pub(super) fn groups(words: &[&str], analyzer: &mut Analyzer<'_>) -> Vec<(usize, usize)> {
    let ends: Vec<usize> = words
        .iter()
        .scan(0, |end, word| {
            *end += word.len() + 1;
            Some(*end - 1)
        })
        .collect();
    let word_at = |offset: u32| ends.partition_point(|&end| end <= offset as usize);
    let tokens = analyzer.analyze_query(&words.join(" "));
    let ranges = tokens.iter().map(|token| (word_at(token.start), word_at(token.end.saturating_sub(1))));
    let mut groups: Vec<(usize, usize)> = Vec::new();
    for (first, last) in ranges.filter(|(first, last)| first < last && *last < words.len()) {
        match groups.last_mut() {
            Some(group) if first <= group.1 => group.1 = group.1.max(last),
            _ => groups.push((first, last)),
        }
    }
    groups
}

fn terms(token: &Token<'_>, reading: Reading) -> Vec<Term> {
    let term = |form, text: &str, weight| Term { form, text: text.to_owned(), weight };
    let exact = || term(Form::Exact, token.exact, EXACT);
    match (reading, token.stem) {
        (Reading::Name, _) => vec![term(Form::Exact, token.cased.unwrap_or(token.exact), EXACT)],
        (Reading::Exact, _) | (Reading::WithStopWords, None) => vec![exact()],
        (_, stem) => {
            let stem = stem.map(|stem| term(Form::Stem, stem, INFLECTED));
            stem.into_iter().chain(token.stem_alt.map(|stem| term(Form::Stem, stem, UNACCENTED))).collect()
        }
    }
}
