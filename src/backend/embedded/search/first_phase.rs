//! The first phase of a search: all articles of the index, block by block, into a collector. Where that is much work,
//! threads share the blocks.

use std::ops::Range;

use rayon::prelude::*;

use super::Searched;
use super::accumulator::AccumulatorPool;
use super::collector::{Collector, MatchedBlock};
use super::segment_search::SegmentSearch;
use crate::backend::embedded::error::{Error, Result};
use crate::backend::embedded::segment::Segment;

/// A thread is worth its start for this many postings: with a fifth of it, the median of a thousand queries got worse.
/// Tests share small work too.
const POSTINGS_PER_THREAD: u64 = if cfg!(test) { 1_000 } else { 100_000 };

/// Neighbouring blocks of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
struct BlockRange {
    segment: usize,
    blocks: Range<usize>,
}

impl<'a> Searched<'a> {
    /// Opens the plan on each segment.
    pub(super) fn open(self) -> Result<Vec<SegmentSearch<'a>>> {
        self.segments.iter().map(|segment| SegmentSearch::open(self.plan, segment, self.fields)).collect()
    }

    /// Gives every block with matches to a collector. `searches` has one search per segment, before its first block.
    pub(super) fn collect<C: Collector>(
        self,
        searches: &mut [SegmentSearch<'a>],
        new_collector: impl Fn() -> C + Sync,
    ) -> Result<C> {
        let cost: u64 = searches.iter().map(|search| search.cost()).sum();
        let threads = usize::try_from(cost / POSTINGS_PER_THREAD).unwrap_or(usize::MAX);
        let blocks: Vec<usize> = self.segments.iter().map(Segment::blocks).collect();
        let shares = shares(&blocks, threads.clamp(1, self.control.threads()));
        let [share] = &shares[..] else {
            let parts: Vec<Result<C>> =
                shares.into_par_iter().map(|share| self.run_share(&share, &new_collector)).collect();
            return merged(parts, new_collector());
        };
        let mut collector = new_collector();
        let mut pool = AccumulatorPool::default();
        for BlockRange { segment, blocks } in share {
            self.run_range(*segment, blocks.clone(), &mut searches[*segment], &mut pool, &mut collector)?;
        }
        Ok(collector)
    }

    /// Collects a share of the blocks, with searches of its own.
    fn run_share<C: Collector>(self, share: &[BlockRange], new_collector: impl Fn() -> C) -> Result<C> {
        let mut collector = new_collector();
        let mut pool = AccumulatorPool::default();
        for BlockRange { segment, blocks } in share {
            let mut search = SegmentSearch::open(self.plan, &self.segments[*segment], self.fields)?;
            self.run_range(*segment, blocks.clone(), &mut search, &mut pool, &mut collector)?;
        }
        Ok(collector)
    }

    fn run_range<C: Collector>(
        self,
        segment: usize,
        blocks: Range<usize>,
        search: &mut SegmentSearch<'a>,
        pool: &mut AccumulatorPool,
        collector: &mut C,
    ) -> Result<()> {
        for block in blocks {
            self.control.check().map_err(Error::Stopped)?;
            search.move_to(block, pool)?;
            if !search.matches().is_empty() {
                collector.collect(segment as u32, &mut MatchedBlock { search, pool })?;
            }
        }
        search.clear(pool);
        Ok(())
    }
}

fn merged<C: Collector>(parts: Vec<Result<C>>, mut all: C) -> Result<C> {
    for part in parts {
        all.merge(part?)?;
    }
    Ok(all)
}

/// All blocks of segments that have `blocks`, in at most `count` shares of about the same size.
fn shares(blocks: &[usize], count: usize) -> Vec<Vec<BlockRange>> {
    let all: usize = blocks.iter().sum();
    let size = all.div_ceil(count).max(1);
    (0..all).step_by(size).map(|from| ranges(blocks, from..from + size)).collect()
}

/// The blocks whose numbers, counted through all segments, are in `wanted`.
fn ranges(blocks: &[usize], wanted: Range<usize>) -> Vec<BlockRange> {
    let mut before = 0;
    let mut ranges = Vec::new();
    for (segment, &count) in blocks.iter().enumerate() {
        let local = |number: usize| number.clamp(before, before + count) - before;
        let blocks = local(wanted.start)..local(wanted.end);
        if !blocks.is_empty() {
            ranges.push(BlockRange { segment, blocks });
        }
        before += count;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_is_in_one_share() {
        let check = |blocks: &[usize], count: usize, expected: &[&[(usize, Range<usize>)]]| {
            let shares = shares(blocks, count).into_iter();
            let shares: Vec<Vec<_>> =
                shares.map(|share| share.into_iter().map(|r| (r.segment, r.blocks)).collect()).collect();
            assert_eq!(shares, expected, "{blocks:?} in {count}");
        };
        check(&[], 2, &[]);
        check(&[3, 0, 2], 1, &[&[(0, 0..3), (2, 0..2)]]);
        check(&[3, 0, 2], 2, &[&[(0, 0..3)], &[(2, 0..2)]]);
        check(&[1, 4], 2, &[&[(0, 0..1), (1, 0..2)], &[(1, 2..4)]]);
        check(&[1], 4, &[&[(0, 0..1)]]);
    }
}
