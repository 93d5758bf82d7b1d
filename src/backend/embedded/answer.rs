//! A plan to ordered hits: every article that matches is counted, those that may be among the best are scored,
//! and the best of them are weighed once more by nearness, which needs positions.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use tantivy::{DocId, TERMINATED};

use super::bound::Bounds;
use super::join::{Join, may_run_ahead};
use super::mapping::Fields;
use super::part::Part;
use super::ranking::{Candidate, Ranked, Ranking};
use super::scorer::{Counted, Scored, Scorer};
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
    let mut answering = Answering {
        parts,
        scorer,
        plan,
        wanted,
        best: Finalists { limit: finalists, worst_first: BinaryHeap::new() },
        ranking: Ranking::new(parts, wanted.order, wanted.limit),
        bounds: Bounds::new(scorer),
        counted: Counted::default(),
        // Every finalist has a hit before those of an article that is none: these are not wanted then.
        wants_best_only: wanted.limit.is_some_and(|limit| limit <= finalists)
            && !may_run_ahead(&plan.articles),
        articles: 0,
        passages: 0,
    };
    let joins: Vec<Join<'_>> =
        parts.iter().map(|part| Join::open(plan, part, fields)).collect::<tantivy::Result<_>>()?;
    for (number, join) in joins.iter().enumerate() {
        answering.walk(number as u32, join.clone());
    }
    Ok(answering.finish(joins))
}

/// An answer in the making.
struct Answering<'a, 'p> {
    parts: &'a [Part],
    scorer: &'a Scorer<'p>,
    plan: &'a Plan,
    wanted: &'a Wanted,
    best: Finalists<'a>,
    ranking: Ranking<'a>,
    bounds: Bounds<'a, 'p>,
    counted: Counted,
    /// Whether an article that is no finalist has no hit that is wanted.
    wants_best_only: bool,
    articles: u64,
    passages: u64,
}

impl<'a> Answering<'a, '_> {
    /// Goes through the articles of one part that match.
    fn walk(&mut self, number: u32, mut join: Join<'_>) {
        let mut article = join.next(&self.plan.articles, 0);
        while article != TERMINATED {
            self.articles += 1;
            match self.out_of_reach(&mut join, article) {
                Some(hits) => self.passages += hits,
                None => self.score(number, &mut join, article),
            }
            article = join.next(&self.plan.articles, join.part.end_of(article));
        }
    }

    /// The number of hits of an article that cannot be among the best.
    fn out_of_reach(&mut self, join: &mut Join<'_>, article: DocId) -> Option<u64> {
        let least = self.best.least().filter(|_| self.wants_best_only)?;
        let bound = self.bounds.of(join, article);
        (bound.score < least).then_some(bound.hits)
    }

    fn score(&mut self, number: u32, join: &mut Join<'_>, article: DocId) {
        self.scorer.count(join, article, &mut self.counted);
        let mut hits = self.scorer.hits(&self.counted);
        self.passages += hits.len() as u64;
        keep_best(&mut hits, self.wanted.per_article);
        let entrant = Finalist::new(self.parts, self.wanted.order, number, article, hits);
        if let Some(out) = self.best.push(entrant) {
            out.enter(&mut self.ranking, 0.0);
        }
    }

    /// Looks up the nearness of the best, with cursors that have not moved yet, and puts all in order.
    fn finish(mut self, mut joins: Vec<Join<'_>>) -> Found {
        let mut finalists = self.best.worst_first.into_vec();
        finalists.sort_by_key(|finalist| (finalist.rank.candidate.part, finalist.rank.candidate.article));
        for finalist in finalists {
            let Candidate { part, article, .. } = finalist.rank.candidate;
            finalist.enter(&mut self.ranking, self.scorer.nearness(&mut joins[part as usize], article));
        }
        Found { articles: self.articles, passages: self.passages, hits: self.ranking.finish() }
    }
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
    /// The least score with which an article stays, once there are enough of them.
    fn least(&self) -> Option<f32> {
        let worst = self.worst_first.peek().filter(|_| self.worst_first.len() >= self.limit)?;
        Some(worst.rank.candidate.score)
    }

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
