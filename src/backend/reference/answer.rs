//! A plan to hits, by definition: read every article, keep those that match, sort their hits.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::article::{Article, positions};
use crate::backend::plan::{Node, Order, Plan, Term};
use crate::backend::ranking::{ArticleMatches, Scorer};
use crate::backend::{
    Address, BackendError, Control, Facet, FacetCounts, Found, Wanted, spans, total_weight,
};
use crate::model::Date;
use crate::schema::Zone;

/// An article that matches.
struct Match<'a> {
    /// Its index in the list of articles, which is sorted by identifier.
    place: usize,
    article: &'a Article,
    matches: ArticleMatches,
    /// The score of the article as a whole.
    score: f32,
}

/// A hit: a passage of a matching article.
struct Passage<'a> {
    of: &'a Match<'a>,
    passage: u32,
    score: f32,
}

/// The matches of `plan` in an article.
pub(super) fn read(article: &Article, plan: &Plan) -> ArticleMatches {
    let mut matches = ArticleMatches::default();
    matches.begin(article.lengths(), &article.ends(), plan.concepts.len());
    for (number, concept) in plan.concepts.iter().enumerate() {
        for matcher in &concept.matchers {
            let zone = matcher.zone();
            for (passage, words) in article.runs(zone).into_iter().enumerate() {
                let mut at =
                    |zone: Zone, term: &Term, out: &mut Vec<u32>| out.extend(positions(words, zone, term));
                let spans = spans(matcher, &mut at);
                if spans.is_empty() {
                    continue;
                }
                match concept.role.scores() {
                    true => matches.add(number, zone, passage, total_weight(&spans), &spans),
                    false => matches.note(number),
                }
            }
        }
    }
    matches
}

/// Answers `plan` from all articles.
pub(super) fn answer(
    articles: &[Article],
    scorer: &Scorer<'_>,
    wanted: &Wanted,
    control: &Control,
) -> Result<Found, BackendError> {
    let Wanted { order, limit, .. } = *wanted;
    let mut matching = matching(articles, scorer, control)?;
    matching.sort_by_key(|one| key(order, one.score, one.article.date, one.place, 0));
    let all = matching.len();
    let close = scorer.plan().weights.read_closely;
    matching.truncate(limit.map_or(all, |limit| limit.max(close)));
    let mut hits = Vec::new();
    let mut passages = 0;
    for (rank, one) in matching.iter().enumerate() {
        control.check()?;
        let mut of_one = scorer.hits(&one.matches);
        passages += of_one.len() as u64;
        keep_best(&mut of_one, wanted.per_article);
        let is_close = order != Order::Relevance || rank < close;
        hits.extend(of_one.into_iter().map(|hit| passage_of(one, hit, scorer, is_close)));
    }
    hits.sort_by_key(|hit| key(order, hit.score, hit.of.article.date, hit.of.place, hit.passage));
    hits.truncate(limit.unwrap_or(usize::MAX));
    let passages = (matching.len() == all).then_some(passages);
    let hits = hits
        .iter()
        .map(|hit| (Address::new(hit.of.place as u64, hit.passage), hit.score, hit.of.matches.concepts()));
    Ok(Found::new(all as u64, passages, hits))
}

/// The numbers of matching articles, by each facet.
pub(super) fn counts(
    articles: &[Article],
    scorer: &Scorer<'_>,
    facets: &[Facet],
    control: &Control,
) -> Result<Vec<FacetCounts>, BackendError> {
    let matching = matching(articles, scorer, control)?;
    let counted = facets.iter().map(|&facet| {
        let mut counts: BTreeMap<Option<String>, u64> = BTreeMap::new();
        for one in &matching {
            *counts.entry(one.article.value(facet)).or_default() += 1;
        }
        FacetCounts { facet, counts: counts.into_iter().collect() }
    });
    Ok(counted.collect())
}

fn matching<'a>(
    articles: &'a [Article],
    scorer: &Scorer<'_>,
    control: &Control,
) -> Result<Vec<Match<'a>>, BackendError> {
    let plan = scorer.plan();
    let mut matching = Vec::new();
    for (place, article) in articles.iter().enumerate() {
        control.check()?;
        let matches = read(article, plan);
        if holds(&plan.articles, article, &matches) {
            let score = scorer.whole_article(&matches);
            matching.push(Match { place, article, matches, score });
        }
    }
    Ok(matching)
}

fn holds(node: &Node, article: &Article, matches: &ArticleMatches) -> bool {
    let holds = |node: &Node| holds(node, article, matches);
    match node {
        Node::Every => true,
        Node::Nothing => false,
        Node::All(parts) => parts.iter().all(holds),
        Node::Any(parts) => parts.iter().any(holds),
        Node::Not(part) => !holds(part),
        Node::Concept(number) => matches.concepts().has(*number),
        Node::Dates(range) => article.date.is_some_and(|day| range.contains(day)),
    }
}

/// Keeps the best hits of an article, by the scores of their passages; among equals the earlier. That holds for
/// articles that the second phase does not read, too.
fn keep_best(hits: &mut Vec<(u32, f32)>, most: Option<usize>) {
    if let Some(most) = most.filter(|most| *most < hits.len()) {
        hits.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        hits.truncate(most);
    }
}

/// A hit of an article. The hits of an article differ in score only where the second phase reads it (`is_close`).
fn passage_of<'a>(
    one: &'a Match<'a>,
    (passage, score): (u32, f32),
    scorer: &Scorer<'_>,
    is_close: bool,
) -> Passage<'a> {
    let more = if is_close { score + scorer.nearness(&one.matches) } else { 0.0 };
    Passage { of: one, passage, score: one.score + more }
}

/// The sort key of a hit: the requested order, then the date (latest first), the identifier, the place in the article.
fn key(order: Order, score: f32, date: Option<Date>, place: usize, passage: u32) -> impl Ord {
    let newest = Reverse(date);
    let by_score = (order == Order::Relevance).then_some(Reverse(Score(score)));
    let by_date = match order {
        Order::Relevance | Order::Newest => (false, Some(newest), None),
        Order::Oldest => (date.is_none(), None, date),
        Order::Id => (false, None, None),
    };
    (by_score, by_date, place, passage)
}

/// A score with a total order; it is never NaN.
struct Score(f32);

impl Ord for Score {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Score {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Score {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Score {}
