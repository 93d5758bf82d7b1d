//! What becomes of the articles that match: counted, ranked, or counted by month or label. A collector sees every
//! matching article, block by block, and on several threads; what the threads have is merged.

use super::accumulator::AccumulatorPool;
use super::segment_search::SegmentSearch;
use super::top_docs::{ScoredDoc, TopDocs};
use crate::backend::embedded::bitset::BLOCK;
use crate::backend::embedded::error::Result;
use crate::backend::plan::Node;
use crate::backend::ranking::Scorer;

/// Takes the matching articles in.
pub(super) trait Collector: Sized + Send {
    /// Takes in the articles of one block. The segments have numbers; the blocks of a segment come in ascending order.
    ///
    /// # Errors
    /// When the segment cannot be read.
    fn collect(&mut self, segment: u32, block: &mut MatchedBlock<'_, '_>) -> Result<()>;

    /// Takes in what another collector has of other blocks.
    ///
    /// # Errors
    /// When a segment cannot be read.
    fn merge(&mut self, other: Self) -> Result<()>;
}

/// A block of articles of which some match.
pub(super) struct MatchedBlock<'s, 'a> {
    pub(super) search: &'s mut SegmentSearch<'a>,
    pub(super) pool: &'s mut AccumulatorPool,
}

/// Two collectors side by side.
impl<A: Collector, B: Collector> Collector for (A, B) {
    fn collect(&mut self, segment: u32, block: &mut MatchedBlock<'_, '_>) -> Result<()> {
        self.0.collect(segment, block)?;
        self.1.collect(segment, block)
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.0.merge(other.0)?;
        self.1.merge(other.1)
    }
}

/// The number of articles that match.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count(pub(super) u64);

impl Collector for Count {
    fn collect(&mut self, _: u32, block: &mut MatchedBlock<'_, '_>) -> Result<()> {
        self.0 += block.search.matches().len() as u64;
        Ok(())
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.0 += other.0;
        Ok(())
    }
}

/// How many of the articles that match satisfy each of some conditions.
pub(super) struct Tally<'a> {
    conditions: &'a [Node],
    pub(super) counts: Vec<u64>,
}

impl<'a> Tally<'a> {
    pub(super) fn new(conditions: &'a [Node]) -> Self {
        Tally { conditions, counts: vec![0; conditions.len()] }
    }
}

impl Collector for Tally<'_> {
    fn collect(&mut self, _: u32, block: &mut MatchedBlock<'_, '_>) -> Result<()> {
        for (condition, count) in self.conditions.iter().zip(&mut self.counts) {
            *count += block.search.matching(condition, block.pool)?.len() as u64;
        }
        Ok(())
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.counts.iter_mut().zip(other.counts).for_each(|(count, more)| *count += more);
        Ok(())
    }
}

/// The best articles by their own score, before passages and nearness are known.
pub(super) struct TopArticles<'a> {
    pub(super) scorer: &'a Scorer<'a>,
    pub(super) top: TopDocs<'a>,
}

/// Sums of the same numbers in another order may differ by this factor.
const ROUNDING: f32 = 1.0001;

impl Collector for TopArticles<'_> {
    fn collect(&mut self, segment: u32, block: &mut MatchedBlock<'_, '_>) -> Result<()> {
        let MatchedBlock { search, pool } = block;
        search.score_matches(self.scorer, pool)?;
        let start = search.block() * BLOCK;
        let days = search.segment.days(search.block());
        for offset in search.matches().clone().iter() {
            if self.top.excludes(search.bound(offset) * ROUNDING) {
                continue;
            }
            let score = search.score(self.scorer, offset)?;
            let doc = (start + offset) as u32;
            self.top.push(ScoredDoc { score, day: days[offset], segment, doc, passage: 0, matched: 0 })?;
        }
        Ok(())
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        self.top.merge(other.top)
    }
}
