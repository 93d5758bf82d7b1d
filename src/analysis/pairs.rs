//! The graded pairs: a query, a text, and whether the one must find the other.
//!
//! A plain word asks for a stem, as in a search; the exact form is asked for by `=` only, and cannot tell
//! `marché` from `marche`. Analysis alone: names, aliases and misspellings are for other rooms, and their pairs are listed below.

use super::{Chain, Token, Tokens};

const PAIRS: &str = include_str!("../../tests/data/pairs.json");

/// FIXME: pairs that analysis alone cannot get right, by number from 1: aliases (32-34, 36, 37) and a
/// misspelling (38).
const NOT_YET: [usize; 6] = [32, 33, 34, 36, 37, 38];

fn field<'j>(pair: &'j serde_json::Value, name: &str) -> &'j str {
    pair[name].as_str().unwrap()
}

fn stems<'a>(token: &Token<'a>) -> impl Iterator<Item = &'a str> {
    token.stem.into_iter().chain(token.stem_alt)
}

fn meet(query: &Token<'_>, text: &Token<'_>) -> bool {
    stems(query).any(|a| stems(text).any(|b| a == b))
}

/// Whether the query can be walked from `position` to its end over tokens that the text has.
fn satisfied(query: &Tokens, text: &Tokens, position: u32) -> bool {
    position >= query.positions()
        || query.iter().filter(|token| token.position == position).any(|token| {
            let found = token.stem.is_none() || text.iter().any(|other| meet(&token, &other));
            found && satisfied(query, text, position + token.span)
        })
}

/// Whether `query` finds `text`.
fn check(chain: &Chain, query: &str, text: &str) -> bool {
    let mut asking = chain.analyzer();
    let mut asked = chain.analyzer();
    satisfied(asking.analyze_query(query), asked.analyze(text), 0)
}

#[test]
fn pairs() {
    let chain = Chain::french();
    let pairs: Vec<serde_json::Value> = serde_json::from_str(PAIRS).unwrap();
    let wrong: Vec<usize> = pairs
        .iter()
        .enumerate()
        .filter(|(_, pair)| {
            check(&chain, field(pair, "query"), field(pair, "text")) != pair["match"].as_bool().unwrap()
        })
        .map(|(i, _)| i + 1)
        .collect();
    assert_eq!(pairs.len(), 80);
    assert_eq!(wrong, NOT_YET, "{} of 80 are right", pairs.len() - wrong.len());
}
