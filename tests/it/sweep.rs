//! The sweep: each of the commonest words of French texts is asked for alone. What it opens is compared with a list that
//! a person has read: no verb, no word of another meaning, no French word that is spelt like an English name.
//!
//! After a change of the thesaurus that is meant: `VIGIE_SWEEP=write cargo test --test it sweep`, then read what changed
//! in `tests/data/opened-words.txt`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use vigie::analysis::Chain;
use vigie::thesaurus::{Name, Thesaurus};

const HEADING: &str = "\
# What the commonest words of French texts open when each is asked for alone: the word, the entry, its preferred name.
# `*`: the word may mean the entry, so that the names of the entry only rank.
# Read by a person; compared by `tests/it/sweep.rs`, which says how to write it anew.
";

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name)
}

/// The lines of a list, without its heading.
fn lines(name: &str) -> Vec<String> {
    let text = std::fs::read_to_string(data(name)).unwrap_or_default();
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

/// What each word opens, in the order of the entries.
fn opened(words: &[String]) -> Vec<String> {
    let (chain, thesaurus) = (Chain::french(), Thesaurus::built_in());
    let mut analyzer = chain.analyzer();
    let mut opened = Vec::new();
    for word in words {
        for found in thesaurus.matches(word, &mut analyzer) {
            let lesser = if found.weight < Name::EQUIVALENT { " *" } else { "" };
            let entry = found.entry;
            opened.push((entry.id.clone(), format!("{word} → {}: {}{lesser}", entry.id, entry.preferred())));
        }
    }
    opened.sort();
    opened.into_iter().map(|(_, line)| line).collect()
}

#[test]
fn the_commonest_words_open_what_was_reviewed() {
    let found = opened(&lines("common-words.txt"));
    assert!(found.len() > 500, "the word list is not there");
    if std::env::var_os("VIGIE_SWEEP").is_some() {
        std::fs::write(data("opened-words.txt"), format!("{HEADING}{}\n", found.join("\n"))).unwrap();
    }
    let (found, reviewed) = (BTreeSet::from_iter(found), BTreeSet::from_iter(lines("opened-words.txt")));
    let added: Vec<&String> = found.difference(&reviewed).collect();
    let gone: Vec<&String> = reviewed.difference(&found).collect();
    assert!(
        added.is_empty() && gone.is_empty(),
        "opened and not reviewed: {added:#?}\nno longer opened: {gone:#?}"
    );
}
