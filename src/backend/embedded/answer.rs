//! A plan to ordered hits. First every article is sieved: those that match are counted and scored as a whole. Then
//! the best are read closely: their passages are scored, and how near the words of the query stand to each other.

use tantivy::DocId;

use super::counted::Counted;
use super::mapping::Fields;
use super::part::Part;
use super::ranking::{Candidate, Ranking};
use super::scorer::Scorer;
use super::sieve::Sieve;
use super::window::WINDOW;
use crate::backend::plan::{Order, Plan};
use crate::backend::{Found, Wanted};

/// Sums of the same numbers in another order may differ by this factor.
const ROUNDING: f32 = 1.0001;

/// Answers `plan` from `parts`.
pub(super) fn answer(
    parts: &[Part],
    fields: &Fields,
    scorer: &Scorer<'_>,
    plan: &Plan,
    wanted: &Wanted,
) -> tantivy::Result<Found> {
    let close = plan.weights.read_closely;
    let best = Ranking::new(parts, wanted.order, wanted.limit.map(|limit| limit.max(close)));
    let mut survey = Survey { scorer, best, articles: 0, ends: Vec::new() };
    let mut sieves = Vec::with_capacity(parts.len());
    for (number, part) in parts.iter().enumerate() {
        let mut sieve = Sieve::open(plan, part, fields)?;
        survey.go(number as u32, part, &mut sieve)?;
        sieves.push(sieve);
    }
    let (articles, best) = (survey.articles, survey.best.finish());
    let is_whole = articles == best.len() as u64;
    let hits = Ranking::new(parts, wanted.order, wanted.limit);
    let mut desk = Desk { parts, scorer, wanted, close, hits, passages: 0 };
    desk.read(best, &sieves)?;
    let passages = is_whole.then_some(desk.passages);
    let hits = desk.hits.finish();
    Ok(Found { articles, passages, hits: hits.into_iter().map(Candidate::hit).collect() })
}

/// Every article that matches, counted; the best of them kept.
struct Survey<'a, 'p> {
    scorer: &'a Scorer<'p>,
    best: Ranking<'a>,
    articles: u64,
    ends: Vec<u32>,
}

impl Survey<'_, '_> {
    /// Goes through one part.
    fn go(&mut self, number: u32, part: &Part, sieve: &mut Sieve<'_>) -> tantivy::Result<()> {
        let is_exact = sieve.is_exact(self.scorer);
        let mut scores = [0.0; WINDOW];
        for window in 0..part.windows() {
            let found = sieve.matches(window)?;
            if found.is_empty() {
                continue;
            }
            self.articles += found.len() as u64;
            sieve.score(self.scorer, &mut scores)?;
            let mut places = Vec::new();
            found.each(|place| {
                if !self.best.is_out(scores[place] * ROUNDING) {
                    places.push(place);
                }
            });
            for place in places {
                let score = match is_exact {
                    true => scores[place],
                    false if self.best.is_out(scores[place] * ROUNDING) => continue,
                    false => sieve.weigh(self.scorer, place, &mut self.ends)?,
                };
                let article = (window * WINDOW + place) as DocId;
                self.best.push(Candidate {
                    score,
                    day: part.day_of(article),
                    part: number,
                    article,
                    passage: 0,
                });
            }
        }
        Ok(())
    }
}

/// Where the best articles are read closely.
struct Desk<'a, 'p> {
    parts: &'a [Part],
    scorer: &'a Scorer<'p>,
    wanted: &'a Wanted,
    /// How many articles, the first, have what their passages and the nearness of words add to their score. So no
    /// article that is not read so comes before one that is.
    close: usize,
    hits: Ranking<'a>,
    passages: u64,
}

impl Desk<'_, '_> {
    /// Reads the articles, given in order, in the order in which they are stored.
    fn read(&mut self, best: Vec<Candidate>, sieves: &[Sieve<'_>]) -> tantivy::Result<()> {
        let mut order: Vec<(usize, Candidate)> = best.into_iter().enumerate().collect();
        order.sort_unstable_by_key(|(_, article)| (article.part, article.article));
        let mut counted = Counted::default();
        for of_part in order.chunk_by(|(_, a), (_, b)| a.part == b.part) {
            let part = of_part[0].1.part as usize;
            let mut readings = sieves[part].readings()?;
            for &(rank, article) in of_part {
                counted.read(&self.parts[part], article.article, &mut readings, self.scorer);
                let is_close = self.wanted.order != Order::Relevance || rank < self.close;
                self.enter(article, &counted, is_close);
            }
        }
        Ok(())
    }

    /// Takes the hits of one article in.
    fn enter(&mut self, article: Candidate, counted: &Counted, is_close: bool) {
        let mut hits = counted.hits(self.scorer);
        self.passages += hits.len() as u64;
        keep_best(&mut hits, self.wanted.per_article);
        let nearness = if is_close { self.scorer.nearness(counted) } else { 0.0 };
        for (passage, score) in hits {
            let more = if is_close { score + nearness } else { 0.0 };
            self.hits.push(Candidate { score: article.score + more, passage, ..article });
        }
    }
}

/// Keeps the best hits of one article; of equals the earlier ones.
fn keep_best(hits: &mut Vec<(u32, f32)>, limit: Option<usize>) {
    if let Some(limit) = limit.filter(|&limit| limit < hits.len()) {
        hits.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        hits.truncate(limit);
    }
}
