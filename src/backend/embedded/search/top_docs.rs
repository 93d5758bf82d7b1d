//! The best documents of a search in order: articles in the first phase, passages in the second.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;
use tantivy::DocId;

use crate::backend::Address;
use crate::backend::embedded::error::Result;
use crate::backend::embedded::segment::{Segment, address};
use crate::backend::plan::Order;

/// This many documents more than the limit are buffered before the best are selected. A larger buffer selects less
/// often; a smaller one knows the threshold sooner.
const BUFFER: usize = 256;

/// An article or a passage with what orders it: 24 bytes, so that all hits of a large answer fit in memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScoredDoc {
    pub(super) score: f32,
    /// See [`crate::backend::embedded::schema::day_number`].
    pub(super) day: u32,
    /// The number of the segment.
    pub(super) segment: u32,
    pub(super) doc: DocId,
    /// The place of the passage in its article, from 0.
    pub(super) passage: u32,
    /// The number of the way in which the passage matches, which the second phase gives.
    pub(super) matched: u32,
}

impl ScoredDoc {
    /// The address of the passage.
    pub(super) fn address(self) -> Address {
        address(self.segment, self.doc, self.passage)
    }

    /// Score and day as one number that is lower for what comes earlier.
    fn rank(&self, order: Order) -> u64 {
        let newest_first = u64::from(!self.day);
        match order {
            Order::Relevance => u64::from(!ordered_bits(self.score)) << 32 | newest_first,
            Order::Newest => newest_first,
            Order::Oldest => u64::from(self.day == 0) << 32 | u64::from(self.day),
            Order::Id => 0,
        }
    }
}

/// The bits of a score as a number in the order of [`f32::total_cmp`].
fn ordered_bits(score: f32) -> u32 {
    let bits = score.to_bits();
    if score.is_sign_negative() { !bits } else { bits | 1 << 31 }
}

/// Keeps the best documents, all of them where no limit is given.
pub(super) struct TopDocs<'a> {
    segments: &'a [Segment],
    order: Order,
    limit: usize,
    /// The documents that may be among the best, in no order.
    buffer: Vec<ScoredDoc>,
    /// Documents with a lower score are out. It is negative infinity until enough documents were seen, and in orders
    /// other than by score.
    threshold: f32,
}

impl<'a> TopDocs<'a> {
    /// An empty list that keeps `limit` documents, or all.
    pub(super) fn new(segments: &'a [Segment], order: Order, limit: Option<usize>) -> Self {
        let limit = limit.unwrap_or(usize::MAX);
        TopDocs { segments, order, limit, buffer: Vec::new(), threshold: f32::NEG_INFINITY }
    }

    /// Adds one document.
    ///
    /// # Errors
    /// When an identifier that breaks a tie cannot be read.
    pub(super) fn push(&mut self, doc: ScoredDoc) -> Result<()> {
        self.buffer.push(doc);
        if self.buffer.len() >= self.limit.saturating_add(BUFFER) { self.select() } else { Ok(()) }
    }

    /// Adds the documents of another list.
    ///
    /// # Errors
    /// As [`TopDocs::push`].
    pub(super) fn merge(&mut self, other: TopDocs<'a>) -> Result<()> {
        other.buffer.into_iter().try_for_each(|doc| self.push(doc))
    }

    /// Whether no document with that score, or a lower one, is among the best.
    #[inline]
    pub(super) fn excludes(&self, score: f32) -> bool {
        score < self.threshold
    }

    /// The documents in order.
    ///
    /// # Errors
    /// As [`TopDocs::push`].
    pub(super) fn finish(mut self) -> Result<Vec<ScoredDoc>> {
        self.select()?;
        let order = self.order;
        self.buffer.sort_unstable_by_key(|doc| doc.rank(order));
        for tied in self.buffer.chunk_by_mut(|a, b| a.rank(order) == b.rank(order)) {
            break_ties(tied, self.segments)?;
        }
        Ok(self.buffer)
    }

    /// Drops what is past the limit.
    fn select(&mut self) -> Result<()> {
        let (order, limit) = (self.order, self.limit);
        if limit == 0 || self.buffer.len() < limit {
            self.buffer.truncate(limit);
            return Ok(());
        }
        let mut ranks: Vec<u64> = self.buffer.iter().map(|doc| doc.rank(order)).collect();
        let last = *ranks.select_nth_unstable(limit - 1).1;
        let mut before = Vec::with_capacity(limit + BUFFER);
        let mut tied = Vec::new();
        for doc in self.buffer.drain(..) {
            match doc.rank(order).cmp(&last) {
                Ordering::Less => before.push(doc),
                Ordering::Equal => tied.push(doc),
                Ordering::Greater => {}
            }
        }
        if order == Order::Relevance {
            self.threshold = tied.first().map_or(self.threshold, |doc| doc.score);
        }
        let places = limit - before.len();
        if tied.len() > places {
            break_ties(&mut tied, self.segments)?;
            tied.truncate(places);
        }
        before.append(&mut tied);
        self.buffer = before;
        Ok(())
    }
}

/// Puts documents of one rank in order: by the identifier of the article, then by passage. Nothing else reads
/// identifiers. Within a segment their ranks are enough.
fn break_ties(tied: &mut [ScoredDoc], segments: &[Segment]) -> Result<()> {
    let Some(first) = tied.first().filter(|_| tied.len() > 1) else { return Ok(()) };
    let segment = first.segment;
    if tied.iter().all(|doc| doc.segment == segment) {
        let segment = &segments[segment as usize];
        tied.sort_by_cached_key(|doc| (segment.id_rank(doc.doc), doc.passage));
        return Ok(());
    }
    let ids = ids(tied, segments)?;
    tied.sort_unstable_by(|a, b| {
        let id = |doc: &ScoredDoc| &ids[&(doc.segment, doc.doc)];
        id(a).cmp(id(b)).then(a.passage.cmp(&b.passage))
    });
    Ok(())
}

/// The identifiers of articles, by segment and document.
fn ids(docs: &[ScoredDoc], segments: &[Segment]) -> Result<FxHashMap<(u32, DocId), String>> {
    let mut articles: Vec<(u32, DocId)> = docs.iter().map(|doc| (doc.segment, doc.doc)).collect();
    articles.sort_unstable();
    articles.dedup();
    let mut ids = FxHashMap::default();
    for of_segment in articles.chunk_by(|a, b| a.0 == b.0) {
        let of_articles: Vec<DocId> = of_segment.iter().map(|(_, doc)| *doc).collect();
        let names = segments[of_segment[0].0 as usize].ids(&of_articles)?;
        ids.extend(of_segment.iter().copied().zip(names));
    }
    Ok(ids)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn doc(score: f32, day: u32) -> ScoredDoc {
        ScoredDoc { score, day, segment: 0, doc: 0, passage: 0, matched: 0 }
    }

    proptest! {
        #[test]
        fn ranks_are_in_order(a in (any::<u32>(), 0..4u32), b in (any::<u32>(), 0..4u32)) {
            let [(x, day), (y, other)] = [a, b].map(|(bits, day)| (f32::from_bits(bits), day));
            let compare = |order| doc(x, day).rank(order).cmp(&doc(y, other).rank(order));
            prop_assert_eq!(compare(Order::Relevance), y.total_cmp(&x).then(other.cmp(&day)));
            prop_assert_eq!(compare(Order::Newest), other.cmp(&day));
            let undated_last = (day == 0).cmp(&(other == 0));
            prop_assert_eq!(compare(Order::Oldest), undated_last.then(day.cmp(&other)));
            prop_assert_eq!(compare(Order::Id), Ordering::Equal);
        }
    }
}
