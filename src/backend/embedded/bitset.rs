//! A block of consecutive documents as a set of bits: conditions become set operations, totals become bit counts.

use tantivy::DocId;

/// Documents per block. The bits and the sums of a block fit in the processor's first caches.
pub(super) const BLOCK: usize = 4096;

const WORDS: usize = BLOCK / 64;

/// Some documents of one block, by their offsets in it (0 to [`BLOCK`] − 1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct BitSet([u64; WORDS]);

impl BitSet {
    /// The empty set.
    pub(super) fn none() -> Self {
        BitSet([0; WORDS])
    }

    /// The first `count` documents of the block.
    pub(super) fn first(count: usize) -> Self {
        let mut set = BitSet::none();
        for (number, word) in set.0.iter_mut().enumerate() {
            let left = count.saturating_sub(number * 64);
            *word = if left >= 64 { u64::MAX } else { (1 << left) - 1 };
        }
        set
    }

    /// Adds a document; returns whether it was missing.
    #[inline]
    pub(super) fn insert(&mut self, offset: usize) -> bool {
        let word = &mut self.0[offset / 64 % WORDS];
        let bit = 1 << (offset % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// Adds the documents of the 64-bit word `number`; returns those that were there before.
    #[inline]
    pub(super) fn insert_word(&mut self, number: usize, bits: u64) -> u64 {
        let word = &mut self.0[number % WORDS];
        let before = *word & bits;
        *word |= bits;
        before
    }

    /// Removes all documents.
    pub(super) fn clear(&mut self) {
        self.0.fill(0);
    }

    /// Removes one document.
    pub(super) fn remove(&mut self, offset: usize) {
        self.0[offset / 64 % WORDS] &= !(1 << (offset % 64));
    }

    #[inline]
    pub(super) fn contains(&self, offset: usize) -> bool {
        self.0[offset / 64 % WORDS] & 1 << (offset % 64) != 0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Keeps the documents that `other` has too.
    pub(super) fn intersect(&mut self, other: &BitSet) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    /// Adds the documents of `other`.
    pub(super) fn union(&mut self, other: &BitSet) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// Removes the documents of `other`.
    pub(super) fn subtract(&mut self, other: &BitSet) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
    }

    /// The offsets in ascending order.
    #[inline]
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(number, &word)| {
            // Clearing the lowest bit gives the rest of the word.
            let rests = std::iter::successors(Some(word), |rest| Some(rest & rest.wrapping_sub(1)));
            let set = rests.take_while(|rest| *rest != 0);
            set.map(move |rest| number * 64 + rest.trailing_zeros() as usize)
        })
    }
}

/// The number of a document's block, and the document's offset there.
pub(super) fn locate(doc: DocId) -> (usize, usize) {
    (doc as usize / BLOCK, doc as usize % BLOCK)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn set(offsets: &BTreeSet<usize>) -> BitSet {
        let mut set = BitSet::none();
        offsets.iter().for_each(|&offset| assert!(set.insert(offset)));
        set
    }

    fn check(set: &BitSet, expected: impl IntoIterator<Item = usize>) {
        let expected: Vec<usize> = expected.into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), expected);
        assert_eq!((set.len(), set.is_empty()), (expected.len(), expected.is_empty()));
    }

    proptest! {
        #[test]
        fn sets_are_sets(
            a in prop::collection::btree_set(0..BLOCK, 0..200),
            b in prop::collection::btree_set(0..BLOCK, 0..200),
            count in 0..=BLOCK,
        ) {
            let with = |change: fn(&mut BitSet, &BitSet)| { let mut result = set(&a); change(&mut result, &set(&b)); result };
            check(&with(BitSet::union), a.union(&b).copied());
            check(&with(BitSet::intersect), a.intersection(&b).copied());
            check(&with(BitSet::subtract), a.difference(&b).copied());
            check(&BitSet::first(count), 0..count);
            prop_assert!((0..BLOCK).all(|offset| set(&a).contains(offset) == a.contains(&offset)));
        }

        #[test]
        fn a_word_is_inserted_as_its_bits_are(before: u64, bits: u64, number in 0..WORDS) {
            let mut set = BitSet::none();
            set.insert_word(number, before);
            prop_assert_eq!(set.insert_word(number, bits), before & bits);
            let all = (0..64).filter(|bit| (before | bits) >> bit & 1 == 1);
            check(&set, all.map(|bit| number * 64 + bit));
        }
    }
}
