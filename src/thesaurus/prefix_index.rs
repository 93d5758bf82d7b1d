//! The names by the first letters of their first word. A word goes in; the names that may begin with it come out.
//!
//! The lookup needs no analysis of names: inflections leave the first letters of a word alone. The names found are
//! candidates, which the caller still has to compare word by word; no name that matches is left out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::entry::{Entry, Role};

/// The length of a prefix, in letters and digits.
const PREFIX_LETTERS: usize = 3;

/// Where a name stands: the number of its entry, and its own number in the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) entry: u32,
    pub(super) name: u32,
}

/// The names by prefix.
#[derive(Debug, Default)]
pub(super) struct PrefixIndex(pub(super) BTreeMap<String, Vec<Place>>);

impl PrefixIndex {
    /// Indexes the names that count in a query. Entries are numbered in their order; `fold` makes small letters
    /// without accents.
    pub(super) fn of<'e>(
        entries: impl IntoIterator<Item = &'e Entry>,
        fold: impl Fn(&str) -> String,
    ) -> Self {
        let mut index = BTreeMap::<String, Vec<Place>>::new();
        for (entry, all) in (0..).zip(entries) {
            let typed = (0..).zip(&all.names).filter(|(_, name)| name.role != Role::Searched);
            for (name, text) in typed.map(|(number, name)| (number, fold(first_letters(&name.text)))) {
                for prefix in prefixes(&text) {
                    index.entry(prefix).or_default().push(Place { entry, name });
                }
            }
        }
        PrefixIndex(index)
    }

    /// The names with this prefix.
    pub(super) fn places(&self, prefix: &str) -> &[Place] {
        self.0.get(prefix).map_or(&[], Vec::as_slice)
    }
}

/// The part of a name that decides on its prefixes: its first word where that is long enough, else all of it.
fn first_letters(name: &str) -> &str {
    let first = name.split_whitespace().next().unwrap_or("");
    let letters = first.chars().filter(|c| c.is_alphanumeric()).count();
    if letters > PREFIX_LETTERS { first } else { name }
}

/// The prefixes of a folded name: of its first word without signs (`e.-u.`), of each part of that word
/// (`etats-unis`, `l'oreal`), and, where the word is short, of the name without spaces (`h 20`).
fn prefixes(name: &str) -> Vec<String> {
    let first = name.split_whitespace().next().unwrap_or("");
    let mut all = vec![prefix(first)];
    all.extend(first.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(prefix));
    if first.len() < PREFIX_LETTERS {
        all.push(prefix(name));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The first letters and digits of a folded word; of an ideograph, which is a word by itself, that one.
pub(super) fn prefix(word: &str) -> String {
    let mut prefix = String::new();
    for c in word.chars().filter(|c| c.is_alphanumeric()).take(PREFIX_LETTERS) {
        prefix.push(c.to_ascii_lowercase());
        if c >= '\u{2e80}' {
            break;
        }
    }
    prefix
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Chain;

    /// The prefixes of a name.
    fn check(name: &str, expected: &str) {
        let folded = Chain::french().fold(first_letters(name));
        assert_eq!(prefixes(&folded).join(" "), expected, "{name}");
    }

    #[test]
    fn prefixes_of_names() {
        check("puce", "puc");
        check("États-Unis", "eta uni");
        check("É.-U.", "e eu u");
        check("C.C. Wei", "c cc");
        check("H 20", "h h20");
        check("L'Oréal", "l lor ore");
        check("黄仁勋", "黄");
        check("…", "");
    }
}
