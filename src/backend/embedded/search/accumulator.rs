//! What the matches of a concept count in each document of a block.

use tantivy::DocId;

use crate::backend::embedded::bitset::{BLOCK, BitSet};

/// A sum for each document of a block.
#[derive(Clone)]
pub(super) struct Accumulator {
    docs: BitSet,
    /// The documents whose sum is an upper bound: matches may share words, and then only the best counts.
    bounded: BitSet,
    /// Sums of documents outside of `docs` are left over from an earlier block.
    sums: Box<[f32; BLOCK]>,
}

impl Accumulator {
    /// No document has a sum.
    pub(super) fn new() -> Self {
        Accumulator { docs: BitSet::none(), bounded: BitSet::none(), sums: Box::new([0.0; BLOCK]) }
    }

    pub(super) fn clear(&mut self) {
        self.docs.clear();
        self.bounded.clear();
    }

    /// The documents that have a sum.
    pub(super) fn docs(&self) -> &BitSet {
        &self.docs
    }

    /// Whether the sum of a document is exact, and not an upper bound.
    #[inline]
    pub(super) fn is_exact(&self, offset: usize) -> bool {
        !self.bounded.contains(offset)
    }

    /// The sum of a document; 0 where it has none.
    #[inline]
    pub(super) fn get(&self, offset: usize) -> f32 {
        if self.docs.contains(offset) { self.sums[offset % BLOCK] } else { 0.0 }
    }

    /// Adds to the sum of a document. A second amount may be of matches that share words with the first.
    #[inline]
    pub(super) fn add(&mut self, offset: usize, amount: f32) {
        if self.docs.insert(offset) {
            self.sums[offset % BLOCK] = amount;
        } else {
            self.bounded.insert(offset);
            self.sums[offset % BLOCK] += amount;
        }
    }

    /// Adds the postings of a term: `docs` ascend from `start`, the block's first document, each with the term's
    /// frequency in it. Where `weight` is not 1 the sums are bounds, since a sum of weights and a product round
    /// differently.
    pub(super) fn add_postings(&mut self, start: DocId, docs: &[DocId], frequencies: &[u32], weight: f32) {
        let is_exact = weight == 1.0;
        // The bits of one word are inserted together.
        let mut number = 0;
        let mut bits = 0;
        for (doc, frequency) in docs.iter().zip(frequencies) {
            let offset = (doc - start) as usize % BLOCK;
            self.sums[offset] = self.get(offset) + *frequency as f32 * weight;
            if offset / 64 != number {
                self.insert_word(number, bits, is_exact);
                number = offset / 64;
                bits = 0;
            }
            bits |= 1 << (offset % 64);
        }
        self.insert_word(number, bits, is_exact);
    }

    fn insert_word(&mut self, number: usize, bits: u64, is_exact: bool) {
        let before = self.docs.insert_word(number, bits);
        self.bounded.insert_word(number, if is_exact { before } else { bits });
    }

    /// Lowers the sum of a document to `amount`, where it is more.
    pub(super) fn cap(&mut self, offset: usize, amount: f32) {
        self.sums[offset] = self.sums[offset].min(amount);
    }

    /// Keeps only the documents in `docs`.
    pub(super) fn retain(&mut self, docs: &BitSet) {
        self.docs.intersect(docs);
    }
}

/// Accumulators that are free for reuse: to make one takes longer than to fill it.
#[derive(Default)]
pub(super) struct AccumulatorPool(Vec<Accumulator>);

impl AccumulatorPool {
    /// An empty accumulator.
    pub(super) fn take(&mut self) -> Accumulator {
        self.0.pop().unwrap_or_else(Accumulator::new)
    }

    /// Takes an accumulator back.
    pub(super) fn put_back(&mut self, mut accumulator: Accumulator) {
        accumulator.clear();
        self.0.push(accumulator);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_add_up_and_are_forgotten() {
        let mut sums = Accumulator::new();
        [(7, 1.0), (4095, 2.0), (7, 0.5)].into_iter().for_each(|(offset, amount)| sums.add(offset, amount));
        sums.cap(4095, 0.5);
        assert_eq!((sums.get(7), sums.get(4095), sums.get(8)), (1.5, 0.5, 0.0));
        assert_eq!([7, 4095, 8].map(|offset| sums.is_exact(offset)), [false, true, true]);
        sums.retain(&BitSet::first(4095));
        assert_eq!((sums.get(7), sums.get(4095), sums.docs().len()), (1.5, 0.0, 1));
        sums.clear();
        sums.add(7, 1.0);
        assert_eq!((sums.get(7), sums.get(4095), sums.is_exact(7)), (1.0, 0.0, true));
    }

    proptest! {
        #[test]
        fn postings_add_up_as_their_documents_do_one_by_one(
            some in prop::collection::btree_map(0..BLOCK as u32, 1..9u32, 0..300),
            more in prop::collection::btree_map(0..BLOCK as u32, 1..9u32, 0..300),
        ) {
            let (mut together, mut singly) = (Accumulator::new(), Accumulator::new());
            for (docs, weight) in [(&some, 1.0), (&more, 0.5)] {
                let ids: Vec<u32> = docs.keys().map(|offset| offset + 8192).collect();
                together.add_postings(8192, &ids, &docs.values().copied().collect::<Vec<_>>(), weight);
                docs.iter().for_each(|(offset, count)| singly.add(*offset as usize, *count as f32 * weight));
            }
            prop_assert_eq!(together.docs(), singly.docs());
            prop_assert_eq!(&together.sums, &singly.sums);
            let is_exact = |offset: &u32| together.is_exact(*offset as usize);
            prop_assert!(some.keys().all(|offset| is_exact(offset) != more.contains_key(offset)));
            prop_assert!(!more.keys().any(is_exact));
        }
    }
}
