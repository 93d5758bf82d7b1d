//! The words of the matching articles: the postings of every term of a zone against the set of articles that match.

use rustc_hash::FxHashMap;
use tantivy::DocSet;
use tantivy::TERMINATED;
use tantivy::schema::IndexRecordOption;

use super::Searched;
use super::collector::{Collector, MatchedBlock};
use crate::backend::embedded::bitset::{BitSet, locate};
use crate::backend::embedded::error::{Error, Result};
use crate::schema::{Form, Zone};

/// The matching articles, by segment and block.
#[derive(Default)]
struct Matching(FxHashMap<(u32, usize), BitSet>);

impl Collector for Matching {
    fn collect(&mut self, segment: u32, block: &mut MatchedBlock<'_, '_>) -> Result<()> {
        self.0.insert((segment, block.search.block()), block.search.matches().clone());
        Ok(())
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.0.extend(other.0);
        Ok(())
    }
}

/// The caller is asked whether to go on after so many terms.
const TERMS_BETWEEN_CHECKS: usize = 1 << 12;

impl Searched<'_> {
    /// How many of the matching articles have each word of a zone. Words that none has are left out.
    pub(in crate::backend::embedded) fn words(self, zone: Zone, form: Form) -> Result<Vec<(String, u64)>> {
        let mut searches = self.open()?;
        let Matching(matching) = self.collect(&mut searches, Matching::default)?;
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        for (number, segment) in (0..).zip(self.segments) {
            let blocks: Vec<Option<&BitSet>> =
                (0..segment.blocks()).map(|block| matching.get(&(number, block))).collect();
            let index = segment.reader.inverted_index(self.fields.words_of(zone, form)?)?;
            let mut terms = index.terms().stream()?;
            let mut seen = 0;
            while terms.advance() {
                seen += 1;
                if seen % TERMS_BETWEEN_CHECKS == 0 {
                    self.control.check().map_err(Error::Stopped)?;
                }
                let mut postings =
                    index.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                let mut count = 0;
                while postings.doc() != TERMINATED {
                    let (block, offset) = locate(postings.doc());
                    count += u64::from(blocks[block].is_some_and(|bits| bits.contains(offset)));
                    postings.advance();
                }
                if let Ok(word) = std::str::from_utf8(terms.key()).map(str::to_owned)
                    && count > 0
                {
                    *counts.entry(word).or_default() += count;
                }
            }
        }
        let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
        counts.sort_unstable();
        Ok(counts)
    }
}
