//! A word goes in; the names that may begin with it come out, without a name having been analysed.
//!
//! To analyse some thousands of names would cost a query more than its search. So names are filed under
//! the first letters of their first word, which inflections leave alone, and only those that a query's word
//! may begin are analysed. It may give names that do not match, never leaves one out that does.

use crate::analysis::Chain;

use super::slot::Slot;

/// How many letters of a word are its key.
const KEY_LETTERS: usize = 3;

/// The letters in one number.
type Key = u64;

/// The place of a name: the number of its entry, and its own in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) entry: u32,
    pub(super) name: u32,
}

/// The names by their first letters.
#[derive(Debug, Default)]
pub(super) struct Starts(Vec<(Key, Place)>);

impl Starts {
    /// Files the names of `entries` that count in a query.
    pub(super) fn of(entries: &[Slot], chain: &Chain) -> Self {
        let mut keys = Vec::with_capacity(8 * entries.len());
        for (number, entry) in (0..).zip(entries) {
            entry.typed_names(|place, name| {
                let place = Place { entry: number, name: place };
                let start = beginning(name);
                let keep = |key| keys.push((key, place));
                match start.is_ascii() {
                    true => add(start, keep),
                    false => add(&chain.fold(start), keep),
                }
            });
        }
        keys.sort_unstable();
        keys.dedup();
        Starts(keys)
    }

    /// The names that may begin with the word `exact`, which is folded.
    pub(super) fn with(&self, exact: &str) -> impl Iterator<Item = Place> {
        let key = key(exact.chars());
        let from = self.0.partition_point(|(other, _)| *other < key);
        self.0[from..].iter().take_while(move |(other, _)| *other == key).map(|(_, place)| *place)
    }
}

/// As much of a name as its keys are made of: its first word, where that has letters enough.
fn beginning(name: &str) -> &str {
    let first = name.split_whitespace().next().unwrap_or("");
    let letters = first.chars().filter(|c| c.is_alphanumeric()).count();
    if letters > KEY_LETTERS { first } else { name }
}

/// The keys of a name without accents: of each part of its first word (`etats-unis`, `l'oreal`), of the word
/// without its signs (`e.-u.`), and of the name without its spaces (`h 20`).
fn add(name: &str, mut keep: impl FnMut(Key)) {
    let first = name.split_whitespace().next().unwrap_or("");
    let word = key(first.chars());
    keep(word);
    if !first.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        let parts = first.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.for_each(|part| keep(key(part.chars())));
    }
    if first.len() < KEY_LETTERS {
        keep(key(name.chars()));
    }
}

/// The first letters and digits; of an ideograph, which is a word of its own, that one.
fn key(chars: impl Iterator<Item = char>) -> Key {
    let mut key = 0;
    for c in chars.filter(|c| c.is_alphanumeric()).take(KEY_LETTERS) {
        key = key << 21 | Key::from(c.to_ascii_lowercase());
        if c >= '\u{2e80}' {
            break;
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of a name.
    fn check(name: &str, expected: &str) {
        let letter = |key: Key, at: usize| char::from_u32((key >> (21 * at)) as u32 & 0x1f_ffff);
        let letters =
            |key| (0..KEY_LETTERS).rev().filter_map(move |at| letter(key, at)).filter(|c| *c != '\0');
        let mut keys: Vec<String> = Vec::new();
        add(&Chain::french().fold(beginning(name)), |key| keys.push(letters(key).collect()));
        keys.sort();
        keys.dedup();
        assert_eq!(keys.join(" "), expected, "{name}");
    }

    #[test]
    fn keys() {
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
