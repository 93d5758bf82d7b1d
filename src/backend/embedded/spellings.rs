//! A number for each different word.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

/// Words, each with a tag that sets it apart from words of the same letters, and their numbers, from 0 on.
#[derive(Default)]
pub(super) struct Spellings {
    /// The letters of all words, one after another.
    letters: String,
    table: HashTable<Spelling>,
}

#[derive(Clone, Copy)]
struct Spelling {
    tag: u64,
    start: u32,
    length: u32,
    number: u32,
}

impl Spellings {
    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.table.len()
    }

    /// About how many bytes are held.
    pub(super) fn bytes(&self) -> usize {
        self.letters.capacity() + self.table.capacity() * size_of::<Spelling>()
    }

    /// The number of a word; a new one gets the next.
    pub(super) fn number(&mut self, tag: u64, word: &str) -> u32 {
        let (hash, number) = (hash(tag, word), self.len() as u32);
        let Spellings { letters, table } = self;
        let is_it = |spelling: &Spelling| spelling.tag == tag && spelling.letters(letters) == word;
        if let Some(spelling) = table.find(hash, is_it) {
            return spelling.number;
        }
        let (start, length) = (letters.len() as u32, word.len() as u32);
        letters.push_str(word);
        let hash_of = |spelling: &Spelling| self::hash(spelling.tag, spelling.letters(letters));
        table.insert_unique(hash, Spelling { tag, start, length, number }, hash_of);
        number
    }

    /// All words with their tags and numbers, in no order.
    pub(super) fn all(&self) -> impl Iterator<Item = (u64, &str, u32)> {
        self.table.iter().map(|spelling| (spelling.tag, spelling.letters(&self.letters), spelling.number))
    }
}

impl Spelling {
    fn letters<'l>(&self, letters: &'l str) -> &'l str {
        &letters[self.start as usize..(self.start + self.length) as usize]
    }
}

fn hash(tag: u64, word: &str) -> u64 {
    FxBuildHasher.hash_one((tag, word))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Every word of every tag has a number of its own, and keeps it.
    fn check(words: &BTreeSet<(u64, String)>) {
        let mut spellings = Spellings::default();
        let mut number = |(tag, word): &(u64, String)| spellings.number(*tag, word);
        let first: Vec<u32> = words.iter().map(&mut number).collect();
        assert!(first.iter().copied().eq(0..words.len() as u32), "{words:?}");
        assert_eq!(words.iter().map(&mut number).collect::<Vec<_>>(), first, "{words:?}");
        let mut all: Vec<(u32, u64, String)> =
            spellings.all().map(|(tag, word, number)| (number, tag, word.to_owned())).collect();
        all.sort();
        assert!(all.into_iter().map(|(_, tag, word)| (tag, word)).eq(words.iter().cloned()));
    }

    proptest! {
        #[test]
        fn no_word_is_taken_for_another(
            words in prop::collection::btree_set((0u64..2, "[ab]{1,3}|a{15}[ab]{0,3}|\\PC{0,9}"), 0..40),
        ) {
            check(&words);
        }
    }
}
