//! Candidates, articles or passages, to an ordered list: the best `limit` of them, or all.

use std::cmp::Ordering;

use tantivy::DocId;

use super::part::{Part, address};
use crate::backend::Address;
use crate::backend::plan::Order;

/// How many more candidates than are wanted wait until the best are picked out: the more, the less often; the
/// fewer, the sooner it is known what is out.
const WAITING: usize = 256;

/// One candidate. What orders it is small: 24 bytes, so that all hits of a large answer fit in memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate {
    pub(super) score: f32,
    pub(super) day: u32,
    pub(super) part: u32,
    pub(super) article: DocId,
    /// The place of the passage in its article, from 0.
    pub(super) passage: u32,
    /// The number of the set of concepts that the article has, which whoever reads articles closely gives.
    pub(super) concept_set: u32,
}

impl Candidate {
    /// Where the passage is kept.
    pub(super) fn address(self) -> Address {
        address(self.part, self.article, self.passage)
    }

    /// Score and day in one number: the less, the sooner it comes.
    fn rank(&self, order: Order) -> u64 {
        let (newest, undated_last) = (!self.day, u64::from(self.day == 0) << 32);
        match order {
            Order::Relevance => u64::from(!ascending(self.score)) << 32 | u64::from(newest),
            Order::Newest => u64::from(newest),
            Order::Oldest => undated_last | u64::from(self.day),
            Order::Id => 0,
        }
    }
}

/// A number that is the greater, the greater the score is, in the order of [`f32::total_cmp`].
fn ascending(score: f32) -> u32 {
    let bits = score.to_bits();
    if score.is_sign_negative() { !bits } else { bits | 1 << 31 }
}

/// Puts candidates in order and, where a limit is given, forgets those that are past it.
pub(super) struct Ranking<'a> {
    parts: &'a [Part],
    order: Order,
    limit: usize,
    /// Those that may be among the best, in no order.
    kept: Vec<Candidate>,
    /// The score below which nothing has a place; less than any where there is none yet, or the order is another.
    least: f32,
}

impl<'a> Ranking<'a> {
    /// An empty list that keeps `limit` candidates, or all.
    pub(super) fn new(parts: &'a [Part], order: Order, limit: Option<usize>) -> Self {
        Ranking {
            parts,
            order,
            limit: limit.unwrap_or(usize::MAX),
            kept: Vec::new(),
            least: f32::NEG_INFINITY,
        }
    }

    /// Takes one candidate in.
    pub(super) fn push(&mut self, candidate: Candidate) {
        self.kept.push(candidate);
        if self.kept.len() >= self.limit.saturating_add(WAITING) {
            self.forget_the_rest();
        }
    }

    /// Takes in what another list kept of other candidates.
    pub(super) fn take_in(&mut self, other: Ranking<'a>) {
        other.kept.into_iter().for_each(|candidate| self.push(candidate));
    }

    /// Whether nothing of that score, or less, has a place.
    #[inline]
    pub(super) fn is_out(&self, score: f32) -> bool {
        score < self.least
    }

    /// The candidates in order.
    pub(super) fn finish(mut self) -> Vec<Candidate> {
        self.forget_the_rest();
        let (order, parts) = (self.order, self.parts);
        self.kept.sort_unstable_by_key(|candidate| candidate.rank(order));
        for equal in self.kept.chunk_by_mut(|a, b| a.rank(order) == b.rank(order)) {
            break_ties(equal, parts);
        }
        self.kept
    }

    fn forget_the_rest(&mut self) {
        let (order, parts, limit) = (self.order, self.parts, self.limit);
        if limit == 0 || self.kept.len() < limit {
            return self.kept.truncate(limit);
        }
        let ranks = self.kept.iter().map(|candidate| candidate.rank(order));
        let last = *ranks.collect::<Vec<_>>().select_nth_unstable(limit - 1).1;
        let (mut before, mut equal) = (Vec::with_capacity(limit + WAITING), Vec::new());
        for candidate in self.kept.drain(..) {
            match candidate.rank(order).cmp(&last) {
                Ordering::Less => before.push(candidate),
                Ordering::Equal => equal.push(candidate),
                Ordering::Greater => {}
            }
        }
        if order == Order::Relevance {
            self.least = equal.first().map_or(self.least, |candidate| candidate.score);
        }
        let places = limit - before.len();
        if equal.len() > places {
            break_ties(&mut equal, parts);
            equal.truncate(places);
        }
        before.append(&mut equal);
        self.kept = before;
    }
}

/// Puts candidates of one rank in order: by the identifier of the article, then by the place in it. Identifiers are
/// read here only, and within a part as numbers.
fn break_ties(equal: &mut [Candidate], parts: &[Part]) {
    let Some(first) = equal.first().filter(|_| equal.len() > 1) else { return };
    let part = first.part;
    if equal.iter().all(|candidate| candidate.part == part) {
        let id_order = |candidate: &Candidate| parts[part as usize].id_order(candidate.article);
        equal.sort_by_cached_key(|candidate| (id_order(candidate), candidate.passage));
    } else {
        equal.sort_unstable_by(|a, b| by_id(a, b, parts).then(a.passage.cmp(&b.passage)));
    }
}

fn by_id(a: &Candidate, b: &Candidate, parts: &[Part]) -> Ordering {
    if a.part == b.part {
        let order = |c: &Candidate| parts[c.part as usize].id_order(c.article);
        return if a.article == b.article { Ordering::Equal } else { order(a).cmp(&order(b)) };
    }
    let id = |c: &Candidate| parts[c.part as usize].id_of(c.article);
    id(a).cmp(&id(b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn candidate(score: f32, day: u32) -> Candidate {
        Candidate { score, day, part: 0, article: 0, passage: 0, concept_set: 0 }
    }

    proptest! {
        #[test]
        fn ranks_are_in_order(a in (any::<u32>(), 0..4u32), b in (any::<u32>(), 0..4u32)) {
            let [(x, day), (y, other)] = [a, b].map(|(bits, day)| (f32::from_bits(bits), day));
            let compare = |order| candidate(x, day).rank(order).cmp(&candidate(y, other).rank(order));
            prop_assert_eq!(compare(Order::Relevance), y.total_cmp(&x).then(other.cmp(&day)));
            prop_assert_eq!(compare(Order::Newest), other.cmp(&day));
            let undated_last = (day == 0).cmp(&(other == 0));
            prop_assert_eq!(compare(Order::Oldest), undated_last.then(day.cmp(&other)));
            prop_assert_eq!(compare(Order::Id), Ordering::Equal);
        }
    }
}
