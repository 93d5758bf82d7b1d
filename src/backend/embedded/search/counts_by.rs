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
    /// The number of articles of each day. Months are made of them once, at the end: a block has thousands of days.
    days: FxHashMap<u32, u64>,
}

impl<'f> CountsBy<'f> {
    pub(super) fn new(facets: &'f [Facet]) -> Self {
        CountsBy { facets, counts: vec![BTreeMap::new(); facets.len()], days: FxHashMap::default() }
    }

    /// The counts, in the order of the facets.
    pub(super) fn finish(self) -> Vec<FacetCounts> {
        let counted = self.facets.iter().zip(self.counts).map(|(&facet, mut counts)| {
            if facet == Facet::Month {
                for (&day, count) in &self.days {
                    *counts.entry(day_of(day).map(month)).or_default() += count;
                }
            }
            FacetCounts { facet, counts: counts.into_iter().collect() }
        });
        counted.collect()
    }
}

impl Collector for CountsBy<'_> {
    fn collect(&mut self, _: u32, block: &mut MatchedBlock<'_, '_>) -> Result<()> {
        let search = &block.search;
        if self.facets.contains(&Facet::Month) {
            let days = search.segment.days(search.block());
            search.matches().iter().for_each(|offset| *self.days.entry(days[offset]).or_default() += 1);
        }
        for (facet, counts) in self.facets.iter().zip(&mut self.counts) {
            let Some(label) = facet.label() else { continue };
            let docs = search.matches().iter();
            for (value, count) in by_label(search.segment, label, search.block() * BLOCK, docs)? {
                *counts.entry(value).or_default() += count;
            }
        }
        Ok(())
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        for (day, count) in other.days {
            *self.days.entry(day).or_default() += count;
        }
        for (counts, others) in self.counts.iter_mut().zip(other.counts) {
            for (value, count) in others {
                *counts.entry(value).or_default() += count;
            }
        }
        Ok(())
    }
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
