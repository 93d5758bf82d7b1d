//! Candidates, articles or passages, to an ordered list: the best `limit` of them, or all.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::DocId;

use super::part::Part;
use crate::backend::plan::Order;
use crate::backend::{Address, Hit};

/// One candidate. What orders it is small: 32 bytes, so that all hits of a large answer fit in memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) score: f32,
    pub(super) day: u64,
    pub(super) part: u32,
    pub(super) article: DocId,
    /// The place of the passage in its article, from 0.
    pub(super) passage: u32,
}

impl Candidate {
    pub(super) fn hit(self) -> Hit {
        let Candidate { part, article, passage, score, .. } = self;
        Hit { address: Address { part, article, passage }, score }
    }
}

/// Puts candidates in order and, where a limit is given, forgets those that are past it.
pub(super) struct Ranking<'a> {
    parts: &'a [Part],
    order: Order,
    limit: Option<usize>,
    kept: Vec<Candidate>,
    worst_first: BinaryHeap<Ranked<'a>>,
    /// The score below which nothing has a place, where the order is by score and all places are taken.
    least: Option<f32>,
}

/// A candidate that knows its order; the greatest is the one to drop first.
struct Ranked<'a> {
    candidate: Candidate,
    order: Order,
    parts: &'a [Part],
}

impl<'a> Ranking<'a> {
    pub(super) fn new(parts: &'a [Part], order: Order, limit: Option<usize>) -> Self {
        Ranking { parts, order, limit, kept: Vec::new(), worst_first: BinaryHeap::new(), least: None }
    }

    /// Takes one candidate in.
    pub(super) fn push(&mut self, candidate: Candidate) {
        let ranked = Ranked { candidate, order: self.order, parts: self.parts };
        match self.limit {
            None => self.kept.push(candidate),
            Some(limit) if self.worst_first.len() < limit => self.worst_first.push(ranked),
            Some(_) => {
                if let Some(mut worst) = self.worst_first.peek_mut()
                    && ranked < *worst
                {
                    *worst = ranked;
                }
            }
        }
        if self.order == Order::Relevance && self.limit == Some(self.worst_first.len()) {
            self.least = self.worst_first.peek().map(|worst| worst.candidate.score);
        }
    }

    /// Whether nothing of that score, or less, has a place.
    #[inline]
    pub(super) fn is_out(&self, score: f32) -> bool {
        self.least.is_some_and(|least| score < least)
    }

    /// The candidates in order.
    pub(super) fn finish(self) -> Vec<Candidate> {
        match self.limit {
            Some(_) => {
                self.worst_first.into_sorted_vec().into_iter().map(|ranked| ranked.candidate).collect()
            }
            None => sorted(self.kept, self.order, self.parts),
        }
    }
}

fn sorted(mut candidates: Vec<Candidate>, order: Order, parts: &[Part]) -> Vec<Candidate> {
    candidates.sort_unstable_by(|a, b| compare(a, b, order, parts));
    candidates
}

/// `Less` comes first. Identifiers are read only where score and day are equal.
fn compare(a: &Candidate, b: &Candidate, order: Order, parts: &[Part]) -> Ordering {
    let newest = |a: &Candidate, b: &Candidate| b.day.cmp(&a.day);
    let undated_last = |a: &Candidate, b: &Candidate| (a.day == 0).cmp(&(b.day == 0));
    let first = match order {
        Order::Relevance => b.score.total_cmp(&a.score).then_with(|| newest(a, b)),
        Order::Newest => newest(a, b),
        Order::Oldest => undated_last(a, b).then(a.day.cmp(&b.day)),
        Order::Id => Ordering::Equal,
    };
    first.then_with(|| by_id(a, b, parts)).then(a.passage.cmp(&b.passage))
}

fn by_id(a: &Candidate, b: &Candidate, parts: &[Part]) -> Ordering {
    if a.part == b.part {
        let order = |c: &Candidate| parts[c.part as usize].id_order(c.article);
        return if a.article == b.article { Ordering::Equal } else { order(a).cmp(&order(b)) };
    }
    let id = |c: &Candidate| parts[c.part as usize].id_of(c.article);
    id(a).cmp(&id(b))
}

impl PartialEq for Ranked<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ranked<'_> {}

impl PartialOrd for Ranked<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ranked<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.candidate, &other.candidate, self.order, self.parts)
    }
}
