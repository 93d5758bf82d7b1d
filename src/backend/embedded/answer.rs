//! A plan to ordered hits. First every article is sieved: those that match are counted and scored as a whole. Then
//! the best are read closely: their passages are scored, and how near the words of the query stand to each other.

use rustc_hash::FxHashMap;

use super::counted;
use super::error::{Error, Result};
use super::mapping::Fields;
use super::part::{Ends, Part};
use super::ranking::{Candidate, Ranking};
use super::sieve::Sieve;
use super::survey::{Seen, Survey};
use crate::backend::plan::{Order, Plan};
use crate::backend::ranking::{ArticleMatches, Scorer};
use crate::backend::{ConceptSet, Control, Found, Wanted};

/// Answers `plan` from `parts`.
pub(super) fn answer(
    parts: &[Part],
    fields: &Fields,
    scorer: &Scorer<'_>,
    plan: &Plan,
    wanted: &Wanted,
    control: &Control,
) -> Result<Found> {
    let close = plan.weights.read_closely;
    let sieves = parts.iter().map(|part| Sieve::open(plan, part, fields));
    let mut sieves = sieves.collect::<Result<Vec<_>>>()?;
    let limit = wanted.limit.map(|limit| limit.max(close));
    let survey = Survey { parts, fields, scorer, plan, order: wanted.order, limit, control };
    let Seen { articles, best } = survey.go(&mut sieves)?;
    let best = best.finish();
    let is_whole = articles == best.len() as u64;
    let hits = Ranking::new(parts, wanted.order, wanted.limit);
    let sets = ConceptSets::default();
    let mut desk = Desk { parts, scorer, wanted, control, close, hits, sets, passages: 0 };
    desk.read(best.into_iter().enumerate().collect(), &sieves)?;
    let passages = is_whole.then_some(desk.passages);
    let Desk { hits, sets, .. } = desk;
    let hits = hits.finish().into_iter();
    let hits = hits.map(|hit| (hit.address(), hit.score, sets.get(hit.concept_set)));
    Ok(Found::new(articles, passages, hits))
}

/// Where the best articles are read closely.
struct Desk<'a, 'p> {
    parts: &'a [Part],
    scorer: &'a Scorer<'p>,
    wanted: &'a Wanted,
    control: &'a Control,
    /// How many articles, the first, have what their passages and the nearness of words add to their score. So no
    /// article that is not read so comes before one that is.
    close: usize,
    hits: Ranking<'a>,
    sets: ConceptSets,
    passages: u64,
}

/// The different sets of concepts that articles have, by numbers: there are few, and hits are many.
#[derive(Default)]
struct ConceptSets {
    sets: Vec<ConceptSet>,
    numbers: FxHashMap<ConceptSet, u32>,
}

impl ConceptSets {
    fn number(&mut self, set: ConceptSet) -> u32 {
        *self.numbers.entry(set).or_insert_with(|| {
            self.sets.push(set);
            self.sets.len() as u32 - 1
        })
    }

    fn get(&self, number: u32) -> ConceptSet {
        self.sets[number as usize]
    }
}

impl Desk<'_, '_> {
    /// Reads articles, given with their ranks, in the order in which they are stored.
    fn read(&mut self, mut articles: Vec<(usize, Candidate)>, sieves: &[Sieve<'_>]) -> Result<()> {
        articles.sort_unstable_by_key(|(_, article)| (article.part, article.article));
        let mut matches = ArticleMatches::default();
        for of_part in articles.chunk_by(|(_, a), (_, b)| a.part == b.part) {
            let part = of_part[0].1.part as usize;
            let mut readings = sieves[part].readings()?;
            let part = &self.parts[part];
            let mut ends = Ends::new(part);
            for &(rank, article) in of_part {
                self.control.check().map_err(Error::Stopped)?;
                let place = (part, article.article);
                counted::read(&mut matches, place, &mut ends, &mut readings, self.scorer);
                let is_close = self.wanted.order != Order::Relevance || rank < self.close;
                self.enter(article, &matches, is_close);
            }
        }
        Ok(())
    }

    /// Takes the hits of one article in.
    fn enter(&mut self, article: Candidate, matches: &ArticleMatches, is_close: bool) {
        let mut hits = self.scorer.hits(matches);
        self.passages += hits.len() as u64;
        keep_best(&mut hits, self.wanted.per_article);
        let concept_set = self.sets.number(matches.concepts());
        let nearness = if is_close { self.scorer.nearness(matches) } else { 0.0 };
        for (passage, score) in hits {
            let more = if is_close { score + nearness } else { 0.0 };
            self.hits.push(Candidate { score: article.score + more, passage, concept_set, ..article });
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
