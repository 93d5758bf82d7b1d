//! The matching articles by day of publication, of each value of a facet.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use tantivy::DocId;
use tantivy::columnar::StrColumn;

use super::collector::{Collector, MatchedBlock};
use crate::backend::embedded::bitset::BLOCK;
use crate::backend::embedded::error::Result;
use crate::backend::embedded::schema::day_of;
use crate::backend::embedded::segment::Segment;
use crate::backend::{DayCounts, Facet};

/// Counts the matching articles by day, and by a facet. The numbers of days and of values are hashed while articles are
/// counted; names and dates are made of them once, at the end.
pub(super) struct DaysBy {
    by: Option<Facet>,
    /// The values of the facet that were met, numbered from 0.
    values: Vec<Option<String>>,
    /// The numbers of the values of the current segment, by their numbers there.
    of_segment: FxHashMap<Option<u64>, u32>,
    /// The current segment, and its column.
    segment: Option<(u32, Option<StrColumn>)>,
    /// The number of articles of each value on each day.
    counts: FxHashMap<(u32, u32), u64>,
}

impl DaysBy {
    pub(super) fn new(by: Option<Facet>) -> Self {
        DaysBy {
            by,
            values: vec![None],
            of_segment: FxHashMap::default(),
            segment: None,
            counts: FxHashMap::default(),
        }
    }

    /// The counts, sorted by value and day.
    pub(super) fn finish(self) -> Vec<DayCounts> {
        let DaysBy { by, values, counts, .. } = self;
        let mut sorted: BTreeMap<Option<String>, BTreeMap<_, u64>> = BTreeMap::new();
        for ((value, day), count) in counts {
            let date = day_of(day);
            let value = match by {
                Some(Facet::Month) => date.map(month),
                _ => values[value as usize].clone(),
            };
            *sorted.entry(value).or_default().entry(date).or_default() += count;
        }
        sorted
            .into_iter()
            .map(|(value, days)| DayCounts { value, days: days.into_iter().collect() })
            .collect()
    }

    /// Turns to a segment: opens the column of the facet, if it has one.
    fn turn_to(&mut self, number: u32, segment: &Segment) -> Result<()> {
        if self.segment.as_ref().is_none_or(|(current, _)| *current != number) {
            let column = self.by.and_then(Facet::label).map(|label| segment.labels(label)).transpose()?;
            self.segment = Some((number, column.flatten()));
            self.of_segment.clear();
        }
        Ok(())
    }

    /// The number of the value that has this number in the current segment.
    fn value(&mut self, ord: Option<u64>) -> Result<u32> {
        if let Some(&known) = self.of_segment.get(&ord) {
            return Ok(known);
        }
        let Some((_, Some(column))) = &self.segment else { return Ok(0) };
        let mut name = String::new();
        let name = match ord {
            Some(ord) => column.ord_to_str(ord, &mut name)?.then_some(name),
            None => None,
        };
        let number = self.number(name);
        self.of_segment.insert(ord, number);
        Ok(number)
    }

    /// The number of a value; a new one gets the next number.
    fn number(&mut self, value: Option<String>) -> u32 {
        let known = self.values.iter().position(|other| *other == value);
        let place = known.unwrap_or_else(|| {
            self.values.push(value);
            self.values.len() - 1
        });
        place as u32
    }
}

impl Collector for DaysBy {
    fn collect(&mut self, segment: u32, block: &mut MatchedBlock<'_, '_>) -> Result<()> {
        let search = &block.search;
        self.turn_to(segment, search.segment)?;
        let days = search.segment.days(search.block());
        let start = search.block() * BLOCK;
        let docs: Vec<DocId> = search.matches().iter().map(|offset| (start + offset) as DocId).collect();
        let ords = match &self.segment {
            Some((_, Some(column))) => Segment::label_ords(column, &docs),
            _ => vec![None; docs.len()],
        };
        for (doc, ord) in docs.into_iter().zip(ords) {
            let value = self.value(ord)?;
            *self.counts.entry((value, days[doc as usize - start])).or_default() += 1;
        }
        Ok(())
    }

    fn merge(&mut self, other: Self) -> Result<()> {
        let numbers: Vec<u32> = other.values.into_iter().map(|value| self.number(value)).collect();
        for ((value, day), count) in other.counts {
            *self.counts.entry((numbers[value as usize], day)).or_default() += count;
        }
        Ok(())
    }
}

/// The name of a month (`2025-10`), as in [`Facet::Month`].
pub(super) fn month(date: crate::model::Date) -> String {
    format!("{:04}-{:02}", date.year(), date.month())
}
