//! The articles that have a term, with its frequency in each, read block by block.

use tantivy::DocId;
use tantivy::postings::BlockSegmentPostings;

use super::accumulator::Accumulator;
use crate::backend::embedded::bitset::{BLOCK, BitSet};
use crate::backend::embedded::error::Result;
use crate::backend::embedded::schema::Fields;
use crate::backend::embedded::segment::{Segment, TermPositions, TermPostings};
use crate::backend::plan::Term;
use crate::schema::Zone;

/// Scanning this many postings takes as long as one lookup.
const POSTINGS_PER_LOOKUP: usize = 4;

/// The postings of one term in one segment. Blocks are read in ascending order.
pub(super) struct TermDocs<'p> {
    pub(super) term: &'p Term,
    postings: TermPostings,
    blocks: BlockSegmentPostings,
    /// The next posting in the current block of postings.
    next: usize,
    /// The mean number of postings per block of articles.
    per_block: usize,
}

impl<'p> TermDocs<'p> {
    /// Opens the postings of a term; `None` where no article has it.
    pub(super) fn open(
        segment: &Segment,
        fields: &Fields,
        zone: Zone,
        term: &'p Term,
    ) -> Result<Option<Self>> {
        let Some(postings) = TermPostings::open(segment, fields, zone, term)? else { return Ok(None) };
        let blocks = postings.blocks()?;
        let per_block = postings.doc_freq() as usize / segment.blocks().max(1);
        Ok(Some(TermDocs { term, postings, blocks, next: 0, per_block }))
    }

    /// The document frequency, removed articles included.
    pub(super) fn doc_freq(&self) -> u32 {
        self.postings.doc_freq()
    }

    /// The positions of the term, before the first article.
    pub(super) fn positions(&self) -> Result<TermPositions> {
        self.postings.positions()
    }

    /// Adds the weighted frequencies of the term in the block that starts at `start` to `sums`. Articles outside of
    /// `candidates` may be left out.
    pub(super) fn fill(&mut self, start: DocId, candidates: &BitSet, sums: &mut Accumulator) {
        let Some(&next) = self.blocks.docs().get(self.next) else { return };
        if next < start {
            // Earlier blocks were left out, or only some of their articles were looked up.
            self.next = self.blocks.seek(start);
        }
        if candidates.len() * POSTINGS_PER_LOOKUP < self.per_block {
            self.look_up(start, candidates, sums);
        } else {
            self.scan(start, sums);
        }
    }

    /// Looks up each candidate. Where candidates are few, this reads fewer postings than a scan.
    fn look_up(&mut self, start: DocId, candidates: &BitSet, sums: &mut Accumulator) {
        for offset in candidates.iter() {
            let doc = start + offset as DocId;
            self.next = self.blocks.seek(doc);
            if self.blocks.docs().get(self.next) == Some(&doc) {
                let frequency = self.blocks.freqs()[self.next];
                sums.add_postings(start, &[doc], &[frequency], self.term.weight);
            }
        }
    }

    fn scan(&mut self, start: DocId, sums: &mut Accumulator) {
        let end = start + BLOCK as DocId;
        loop {
            let docs = &self.blocks.docs()[self.next..];
            let frequencies = &self.blocks.freqs()[self.next..];
            let Some(last) = docs.last() else { return };
            let count = if *last < end { docs.len() } else { docs.partition_point(|&doc| doc < end) };
            sums.add_postings(start, &docs[..count], frequencies, self.term.weight);
            if count < docs.len() {
                self.next += count;
                return;
            }
            self.blocks.advance();
            self.next = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::backend::embedded::sample::Sample;
    use crate::schema::Form;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

        /// Looked up or scanned, each candidate gets the frequency of the term in it, times its weight.
        #[test]
        fn candidates_get_their_frequencies(
            frequencies in prop::collection::vec(0usize..4, 1..200),
            candidates in prop::collection::btree_set(0usize..200, 0..200),
        ) {
            let texts: Vec<String> = frequencies.iter().map(|&count| "puce ".repeat(count) + "x").collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let Sample { fields, segments, .. } = &Sample::new(&texts, &[]);
            let term = Term { form: Form::Exact, text: "puce".to_owned(), weight: 1.0 };
            let mut sums = Accumulator::new();
            let mut wanted = BitSet::none();
            candidates.iter().for_each(|&offset| _ = wanted.insert(offset));
            if let Some(mut docs) = TermDocs::open(&segments[0], fields, Zone::Body, &term).unwrap() {
                docs.fill(0, &wanted, &mut sums);
            }
            for &offset in candidates.iter().filter(|&&offset| offset < frequencies.len()) {
                prop_assert_eq!(sums.get(offset), frequencies[offset] as f32);
            }
        }
    }
}
