//! Numbers for strings: each different string gets the next one.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// Strings by namespace, and their numbers from 0 on.
#[derive(Default)]
pub(super) struct Interner {
    /// All strings, one after another.
    text: String,
    table: HashTable<Interned>,
}

#[derive(Clone, Copy)]
struct Interned {
    namespace: u32,
    start: u32,
    length: u32,
    number: u32,
}

impl Interner {
    /// The memory in use, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.text.capacity() + self.table.capacity() * size_of::<Interned>()
    }

    /// The number of a string. The same string has another number in another namespace.
    pub(super) fn intern(&mut self, namespace: u32, string: &str) -> u32 {
        let hash = hash(namespace, string);
        let number = self.table.len() as u32;
        let Interner { text, table } = self;
        let is_it = |known: &Interned| known.namespace == namespace && known.string(text) == string;
        if let Some(known) = table.find(hash, is_it) {
            return known.number;
        }
        let interned = Interned { namespace, start: text.len() as u32, length: string.len() as u32, number };
        text.push_str(string);
        table.insert_unique(hash, interned, |known| self::hash(known.namespace, known.string(text)));
        number
    }

    /// All strings with their namespaces and numbers, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &str, u32)> {
        self.table.iter().map(|known| (known.namespace, known.string(&self.text), known.number))
    }
}

impl Interned {
    fn string<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..(self.start + self.length) as usize]
    }
}

fn hash(namespace: u32, string: &str) -> u64 {
    FxBuildHasher.hash_one((namespace, string))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Every string of every namespace has a number of its own, and keeps it.
    fn check(strings: &BTreeSet<(u32, String)>) {
        let mut interner = Interner::default();
        let mut intern = |(namespace, string): &(u32, String)| interner.intern(*namespace, string);
        let first: Vec<u32> = strings.iter().map(&mut intern).collect();
        assert!(first.iter().copied().eq(0..strings.len() as u32), "{strings:?}");
        assert_eq!(strings.iter().map(&mut intern).collect::<Vec<_>>(), first, "{strings:?}");
        let mut all: Vec<(u32, u32, String)> = interner
            .iter()
            .map(|(namespace, string, number)| (number, namespace, string.to_owned()))
            .collect();
        all.sort();
        assert!(
            all.into_iter().map(|(_, namespace, string)| (namespace, string)).eq(strings.iter().cloned())
        );
    }

    proptest! {
        #[test]
        fn no_string_is_taken_for_another(
            strings in prop::collection::btree_set((0u32..2, "[ab]{1,3}|a{15}[ab]{0,3}|\\PC{0,9}"), 0..40),
        ) {
            check(&strings);
        }
    }
}
