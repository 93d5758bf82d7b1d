//! The matching articles by month, source, language or corpus.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::DocId;

use super::collector::{Collector, MatchedBlock};
use super::days_by::month;
use crate::backend::embedded::bitset::BLOCK;
use crate::backend::embedded::error::Result;
use crate::backend::embedded::schema::day_of;
use crate::backend::embedded::segment::Segment;
use crate::backend::{Facet, FacetCounts};

/// Counts the matching articles by some facets.
pub(super) struct CountsBy<'f> {
    facets: &'f [Facet],
    /// For each facet, the number of articles of each value; `None` for those that have no value.
    counts: Vec<BTreeMap<Option<String>, u64>>,
}

impl<'f> CountsBy<'f> {
    pub(super) fn new(facets: &'f [Facet]) -> Self {
        CountsBy { facets, counts: vec![BTreeMap::new(); facets.len()] }
    }

    /// The counts, in the order of the facets.
    pub(super) fn finish(self) -> Vec<FacetCounts> {
        let counts = self.facets.iter().zip(self.counts);
        counts.map(|(&facet, counts)| FacetCounts { facet, counts: counts.into_iter().collect() }).collect()
    }
}

impl Collector for CountsBy<'_> {
    fn collect(&mut self, _: u32, block: &mut MatchedBlock<'_, '_>) -> Result<()> {
        let search = &block.search;
        for (facet, counts) in self.facets.iter().zip(&mut self.counts) {
            let docs = search.matches().iter();
            let of_block = match facet.label() {
                None => by_month(search.segment.days(search.block()), docs),
                Some(label) => by_label(search.segment, label, search.block() * BLOCK, docs)?,
            };
            for (value, count) in of_block {
                *counts.entry(value).or_default() += count;
            }
        }
        Ok(())
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        for (counts, others) in self.counts.iter_mut().zip(other.counts) {
            for (value, count) in others {
                *counts.entry(value).or_default() += count;
            }
        }
        Ok(())
    }
}

/// Counts by month (`2025-10`). `days` are those of the block.
fn by_month(days: &[u32], docs: impl Iterator<Item = usize>) -> Vec<(Option<String>, u64)> {
    let mut counts: FxHashMap<u32, u64> = FxHashMap::default();
    for offset in docs {
        *counts.entry(days[offset]).or_default() += 1;
    }
    counts.into_iter().map(|(day, count)| (day_of(day).map(month), count)).collect()
}

/// Counts by the values of a column of strings, of the block that starts at `start`.
fn by_label(
    segment: &Segment,
    label: &str,
    start: usize,
    docs: impl Iterator<Item = usize>,
) -> Result<Vec<(Option<String>, u64)>> {
    let Some(column) = segment.labels(label)? else { return Ok(vec![(None, docs.count() as u64)]) };
    let docs: Vec<DocId> = docs.map(|offset| (start + offset) as DocId).collect();
    let mut counts: FxHashMap<Option<u64>, u64> = FxHashMap::default();
    for value in Segment::label_ords(&column, &docs) {
        *counts.entry(value).or_default() += 1;
    }
    let mut named = Vec::with_capacity(counts.len());
    for (value, count) in counts {
        let mut name = String::new();
        let name = match value {
            Some(value) => column.ord_to_str(value, &mut name)?.then_some(name),
            None => None,
        };
        named.push((name, count));
    }
    Ok(named)
}
