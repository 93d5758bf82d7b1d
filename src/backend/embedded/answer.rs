//! A plan to ordered hits: every article that matches is counted and scored; the best of them are weighed
//! once more by nearness, which needs positions.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::{DocId, TERMINATED};

use super::join::Join;
use super::mapping::Fields;
use super::part::Part;
use super::ranking::{Candidate, Ranked, Ranking};
use super::scorer::{Scored, Scorer};
use crate::backend::plan::{Order, Plan};
use crate::backend::{Found, Wanted};

/// Answers `plan` from `parts`.
pub(super) fn answer(
    parts: &[Part],
    fields: &Fields,
    scorer: &Scorer<'_>,
    plan: &Plan,
    wanted: &Wanted,
) -> tantivy::Result<Found> {
    let finalists = if wanted.order == Order::Relevance { plan.weights.weighed_for_nearness } else { 0 };
    let mut best = Finalists { limit: finalists, worst_first: BinaryHeap::new() };
    let mut ranking = Ranking::new(parts, wanted.order, wanted.limit);
    let (mut articles, mut passages) = (0, 0);
    for (number, part) in parts.iter().enumerate() {
        let mut join = Join::open(plan, part, fields)?;
        let mut article = join.next(&plan.articles, 0);
        while article != TERMINATED {
            let mut hits = scorer.hits(&scorer.count(&mut join, article));
            articles += 1;
            passages += hits.len() as u64;
            keep_best(&mut hits, wanted.per_article);
            let entrant = Finalist::new(parts, wanted.order, number as u32, article, hits);
            if let Some(out) = best.push(entrant) {
                out.enter(&mut ranking, 0.0);
            }
            article = join.next(&plan.articles, part.end_of(article));
        }
    }
    weigh_nearness(best, parts, fields, scorer, plan, &mut ranking)?;
    Ok(Found { articles, passages, hits: ranking.finish() })
}

fn weigh_nearness(
    best: Finalists<'_>,
    parts: &[Part],
    fields: &Fields,
    scorer: &Scorer<'_>,
    plan: &Plan,
    ranking: &mut Ranking<'_>,
) -> tantivy::Result<()> {
    let mut finalists = best.worst_first.into_vec();
    finalists.sort_by_key(|finalist| (finalist.rank.candidate.part, finalist.rank.candidate.article));
    let same_part = |a: &Finalist<'_>, b: &Finalist<'_>| a.rank.candidate.part == b.rank.candidate.part;
    for group in finalists.chunk_by(same_part) {
        let part = &parts[group[0].rank.candidate.part as usize];
        let mut join = Join::open(plan, part, fields)?;
        for finalist in group {
            finalist.enter(ranking, scorer.nearness(&mut join, finalist.rank.candidate.article));
        }
    }
    Ok(())
}

/// Keeps the best hits of one article; of equals the earlier ones.
fn keep_best(hits: &mut Scored, limit: Option<usize>) {
    if let Some(limit) = limit.filter(|&limit| limit < hits.len()) {
        hits.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        hits.truncate(limit);
    }
}

/// The best articles so far.
struct Finalists<'a> {
    limit: usize,
    worst_first: BinaryHeap<Finalist<'a>>,
}

/// An article with its hits, ordered by the best of them.
struct Finalist<'a> {
    rank: Ranked<'a>,
    hits: Scored,
}

impl<'a> Finalists<'a> {
    /// Takes an article in; gives the one that is out.
    fn push(&mut self, entrant: Finalist<'a>) -> Option<Finalist<'a>> {
        if self.limit == 0 {
            return Some(entrant);
        }
        if self.worst_first.len() < self.limit {
            self.worst_first.push(entrant);
            return None;
        }
        let mut worst = self.worst_first.peek_mut()?;
        if entrant.rank < worst.rank { Some(std::mem::replace(&mut *worst, entrant)) } else { Some(entrant) }
    }
}

impl<'a> Finalist<'a> {
    fn new(parts: &'a [Part], order: Order, part: u32, article: DocId, hits: Scored) -> Self {
        let best = hits.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        let (doc, score) = best.unwrap_or((article, 0.0));
        let day = parts[part as usize].day_of(article);
        let candidate = Candidate { score, day, part, article, doc };
        Finalist { rank: Ranked { candidate, order, parts }, hits }
    }

    /// Hands the hits to the ranking, each worth `more` than before.
    fn enter(&self, ranking: &mut Ranking<'_>, more: f32) {
        for &(doc, score) in &self.hits {
            ranking.push(Candidate { score: score + more, doc, ..self.rank.candidate });
        }
    }
}

impl PartialEq for Finalist<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.rank == other.rank
    }
}

impl Eq for Finalist<'_> {}

impl PartialOrd for Finalist<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Finalist<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank.cmp(&other.rank)
    }
}
