//! A plan to hits, by definition: read every article, keep those that match, sort their hits.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::article::{Article, positions};
use crate::backend::plan::{Node, Order, Plan, Term};
use crate::backend::ranking::{ArticleMatches, PassageHit, Scorer};
use crate::backend::{
    Address, BackendError, Control, DayCounts, Facet, FacetCounts, Found, Matched, Wanted, spans,
    total_weight,
};
use crate::model::{Date, PassageCounts};
use crate::schema::{Form, Zone};

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
    matched: Matched,
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
    matching.truncate(limit.map_or(all, |limit| limit.max(close).max(wanted.counted)));
    let mut hits = Vec::new();
    let mut counts = PassageCounts::default();
    for (rank, one) in matching.iter().enumerate() {
        control.check()?;
        let mut of_one = scorer.hits(&one.matches, wanted.passages, &mut counts);
        keep_best(&mut of_one, wanted.per_article);
        let is_close = order != Order::Relevance || rank < close;
        hits.extend(of_one.into_iter().map(|hit| passage_of(one, hit, scorer, is_close)));
    }
    hits.sort_by_key(|hit| key(order, hit.score, hit.of.article.date, hit.of.place, hit.passage));
    hits.truncate(limit.unwrap_or(usize::MAX));
    counts.is_exact = matching.len() == all;
    let hits =
        hits.iter().map(|hit| (Address::new(hit.of.place as u64, hit.passage), hit.score, hit.matched));
    Ok(Found::new(all as u64, counts, hits))
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

/// The matching articles by day, of each value of a facet.
pub(super) fn days(
    articles: &[Article],
    scorer: &Scorer<'_>,
    by: Option<Facet>,
    control: &Control,
) -> Result<Vec<DayCounts>, BackendError> {
    let mut counts: BTreeMap<Option<String>, BTreeMap<Option<Date>, u64>> = BTreeMap::new();
    for one in matching(articles, scorer, control)? {
        let of_value = counts.entry(by.and_then(|facet| one.article.value(facet))).or_default();
        *of_value.entry(one.article.date).or_default() += 1;
    }
    let days = |(value, days): (_, BTreeMap<_, _>)| DayCounts { value, days: days.into_iter().collect() };
    Ok(counts.into_iter().map(days).collect())
}

/// The words of the matching articles, each with the number of these.
pub(super) fn words(
    articles: &[Article],
    scorer: &Scorer<'_>,
    (zone, form): (Zone, Form),
    control: &Control,
) -> Result<Vec<(String, u64)>, BackendError> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for one in matching(articles, scorer, control)? {
        let words: BTreeSet<&str> = one.article.forms(zone, form).collect();
        words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    }
    Ok(counts.into_iter().map(|(word, count)| (word.to_owned(), count)).collect())
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
    let concepts = matches.concepts();
    node.holds(&|number| concepts.has(number), &|range| match range {
        Some(range) => article.date.is_some_and(|day| range.contains(day)),
        None => article.date.is_none(),
    })
}

/// How many of the articles that match `plan` satisfy each condition.
pub(super) fn tally(
    articles: &[Article],
    scorer: &Scorer<'_>,
    conditions: &[Node],
    control: &Control,
) -> Result<Vec<u64>, BackendError> {
    let matching = matching(articles, scorer, control)?;
    let count = |condition| matching.iter().filter(|one| holds(condition, one.article, &one.matches)).count();
    Ok(conditions.iter().map(|condition| count(condition) as u64).collect())
}

/// Keeps the best hits of an article, by the scores of their passages; among equals the earlier. That holds for
/// articles that the second phase does not read, too.
fn keep_best(hits: &mut Vec<PassageHit>, most: Option<usize>) {
    if let Some(most) = most.filter(|most| *most < hits.len()) {
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
        hits.truncate(most);
    }
}

/// A hit of an article. The hits of an article differ in score only where the second phase reads it (`is_close`).
fn passage_of<'a>(one: &'a Match<'a>, hit: PassageHit, scorer: &Scorer<'_>, is_close: bool) -> Passage<'a> {
    let PassageHit { passage, score, matched, .. } = hit;
    let more = if is_close { score + scorer.closeness(&one.matches) } else { 0.0 };
    Passage { of: one, passage, score: one.score + more, matched }
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
