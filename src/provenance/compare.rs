//! Two lists of the same query: which hits came, went and moved, and why.
//!
//! A manifest knows the articles of its hits and the fingerprint of all others together. So a hit that came may be of an
//! article that is new, or of one that was there and has changed: which of the two, it cannot tell.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::manifest::{Key, Manifest};
use crate::session::{Articles, IndexFacts};

/// What of the circumstances of a list is another now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Differs {
    /// The texts of the corpus.
    pub corpus: bool,
    /// The analysis of texts and queries.
    pub chain: bool,
    /// The thesaurus.
    pub thesaurus: bool,
    /// The program.
    pub version: bool,
}

/// Why a hit came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Why {
    /// Its article is new, or has changed.
    ArticleNewOrChanged,
    /// The text or the metadata of its article has changed.
    ArticleChanged,
    /// Its article is no longer in the index.
    ArticleGone,
    /// Its article has another identifier now: the file was moved or renamed.
    ArticleRenamed {
        /// The identifier now, or before.
        other: String,
    },
    /// Its article is as it was: the rules ([`Differs`]) or the other articles have changed what the query asks for.
    ArticleSame,
}

/// A hit that came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The query, from 0.
    pub query: u32,
    /// The identifier of the article.
    pub id: String,
    /// The number of the passage, from 1.
    pub passage: u32,
    /// Its rank in the list that has it, from 1.
    pub rank: usize,
    /// Why.
    #[serde(flatten)]
    pub why: Why,
}

/// A hit of both lists that stands elsewhere among the hits of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Moved {
    /// The query, from 0.
    pub query: u32,
    /// The identifier of the article.
    pub id: String,
    /// The number of the passage, from 1.
    pub passage: u32,
    /// Its rank then, from 1.
    pub from: usize,
    /// Its rank now.
    pub to: usize,
}

/// The differences of two lists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// The hits that only the list of now has.
    pub came: Vec<Change>,
    /// The hits that only the list of then has.
    pub went: Vec<Change>,
    /// The hits of both lists whose article has changed.
    pub edited: Vec<Change>,
    /// The hits of both lists that changed places.
    pub moved: Vec<Moved>,
}

impl Changes {
    /// Whether the lists are the same.
    pub fn are_none(&self) -> bool {
        *self == Changes::default()
    }
}

/// What is another now than when a list was made.
pub fn differs(then: &Manifest, now: &IndexFacts, version: &str) -> Differs {
    Differs {
        corpus: then.index.corpus != now.corpus,
        chain: then.index.chain != now.chain,
        thesaurus: then.index.thesaurus != now.thesaurus,
        version: then.version != version,
    }
}

/// What came, went and moved from `then` to `now`. `articles` are those of the index now; `differs` tells whether its
/// corpus is another.
pub fn compare(then: &[Key], now: &[Key], articles: &Articles, differs: Differs) -> Changes {
    let (before, after) = (ranks(then), ranks(now));
    let known: HashMap<&str, &str> = then.iter().map(|key| (key.id.as_str(), key.article.as_str())).collect();
    let ids: HashSet<&str> = then.iter().map(|key| key.id.as_str()).collect();
    let came = (1..).zip(now).filter(|(_, key)| !before.contains_key(&key.place()));
    let came = came.map(|(rank, key)| change(key, rank, why_came(key, &known, then, articles, differs)));
    let went = (1..).zip(then).filter(|(_, key)| !after.contains_key(&key.place()));
    let went = went.map(|(rank, key)| change(key, rank, why_went(key, now, &ids, articles)));
    let edited = (1..).zip(now).filter(|(_, key)| {
        before.contains_key(&key.place()) && known.get(key.id.as_str()) != Some(&key.article.as_str())
    });
    let edited = edited.map(|(rank, key)| change(key, rank, Why::ArticleChanged));
    Changes {
        came: came.collect(),
        went: went.collect(),
        edited: edited.collect(),
        moved: moved(then, now, &before, &after),
    }
}

type Ranks<'k> = HashMap<(u32, &'k str, u32), usize>;

fn ranks(keys: &[Key]) -> Ranks<'_> {
    keys.iter().zip(1..).map(|(key, rank)| (key.place(), rank)).collect()
}

fn change(key: &Key, rank: usize, why: Why) -> Change {
    Change { query: key.query, id: key.id.clone(), passage: key.passage, rank, why }
}

fn why_came(
    key: &Key,
    known: &HashMap<&str, &str>,
    then: &[Key],
    articles: &Articles,
    differs: Differs,
) -> Why {
    let renamed = || then.iter().find(|old| has_text_of(old, key) && articles.hash(&old.id).is_none());
    match known.get(key.id.as_str()) {
        Some(hash) if *hash == key.article => Why::ArticleSame,
        Some(_) => Why::ArticleChanged,
        None if !differs.corpus => Why::ArticleSame,
        None => match renamed() {
            Some(old) => Why::ArticleRenamed { other: old.id.clone() },
            None => Why::ArticleNewOrChanged,
        },
    }
}

fn why_went(key: &Key, now: &[Key], ids: &HashSet<&str>, articles: &Articles) -> Why {
    match articles.hash(&key.id) {
        Some(hash) if format!("{hash:016x}") == key.article => Why::ArticleSame,
        Some(_) => Why::ArticleChanged,
        None => {
            let is_it = |new: &&Key| has_text_of(new, key) && !ids.contains(new.id.as_str());
            match now.iter().find(is_it) {
                Some(new) => Why::ArticleRenamed { other: new.id.clone() },
                None => Why::ArticleGone,
            }
        }
    }
}

/// Whether two passages are the same text at the same place of their articles.
fn has_text_of(one: &Key, other: &Key) -> bool {
    one.text == other.text && !one.text.is_empty() && one.passage == other.passage
}

/// The hits of both lists that do not stand at the same place among the hits of both.
fn moved(then: &[Key], now: &[Key], before: &Ranks<'_>, after: &Ranks<'_>) -> Vec<Moved> {
    let old = then.iter().filter(|key| after.contains_key(&key.place()));
    let new = now.iter().filter(|key| before.contains_key(&key.place()));
    let changed = old.zip(new).filter(|(old, new)| old.place() != new.place());
    let moved = changed.filter_map(|(_, new)| {
        let (from, to) = (*before.get(&new.place())?, *after.get(&new.place())?);
        Some(Moved { query: new.query, id: new.id.clone(), passage: new.passage, from, to })
    });
    moved.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists as `id hash` between spaces; the index has the articles of `now` and those of `more`. `expected` names what
    /// came, went, was edited and moved.
    fn check(then: &str, now: &str, more: &str, expected: &[&str]) {
        let keys = |list: &str| -> Vec<Key> {
            let hash = |hash: &str| format!("{:016x}", hash.parse::<u64>().unwrap());
            let of = |(id, number): (&str, &str)| Key {
                query: 0,
                id: id.to_owned(),
                passage: 1,
                article: hash(number),
                text: number.to_owned(),
            };
            list.split_whitespace().map(|hit| of(hit.split_once('=').unwrap())).collect()
        };
        let (then, now) = (keys(then), keys(now));
        let there = now.iter().cloned().chain(keys(more));
        let articles: Articles =
            there.map(|key| (key.id, u64::from_str_radix(&key.article, 16).unwrap())).collect();
        let differs = Differs { corpus: true, ..Differs::default() };
        let changes = compare(&then, &now, &articles, differs);
        let shown = |sign: &str, changes: &[Change]| {
            changes.iter().map(|change| format!("{sign}{} {:?}", change.id, change.why)).collect::<Vec<_>>()
        };
        let mut got = shown("+", &changes.came);
        got.extend(shown("-", &changes.went));
        got.extend(shown("~", &changes.edited));
        got.extend(changes.moved.iter().map(|moved| format!("{}: {}→{}", moved.id, moved.from, moved.to)));
        assert_eq!(got, expected);
        assert_eq!(changes.are_none(), expected.is_empty());
    }

    #[test]
    fn every_difference_has_its_reason() {
        check("a=1 b=2", "a=1 b=2", "", &[]);
        check("a=1", "a=1 b=2", "", &["+b ArticleNewOrChanged"]);
        check("a=1 b=2", "b=2", "", &["-a ArticleGone"]);
        check("a=1 b=2", "b=2", "a=3", &["-a ArticleChanged"]);
        check("a=1 b=2", "b=2", "a=1", &["-a ArticleSame"]);
        check("a=1", "a=2", "", &["~a ArticleChanged"]);
        check("a=1 b=2 c=3", "a=1 c=3 b=2", "", &["c: 3→2", "b: 2→3"]);
        let renamed = ["+x ArticleRenamed { other: \"a\" }", "-a ArticleRenamed { other: \"x\" }"];
        check("a=1", "x=1", "", &renamed);
    }
}
