//! The matches in one article to the scores of its passages.

use rustc_hash::FxHashMap;

use super::bm25::{idf, nearness, neighbours, normalised, saturated, saturation};
use super::matches::{ArticleMatches, Counts, Lengths};
use super::unit::Unit;
use crate::backend::plan::{Concept, Matcher, Plan, Role, Term, Weights};
use crate::backend::{ConceptSet, Matched, Passages, Totals};
use crate::model::{ConceptExplanation, Explanation, PassageCounts};
use crate::schema::{Form, Zone};

/// Computes scores from the statistics of the whole index.
pub(in crate::backend) struct Scorer<'p> {
    plan: &'p Plan,
    /// The value of each concept: idf × boost, 0 for a concept that does not score.
    values: Vec<f32>,
    idfs: Vec<f32>,
    /// What adds to a score, in the order of the query; related concepts come last.
    units: Vec<Unit>,
    /// The topics.
    topics: Vec<usize>,
    /// 1 / the mean length, in words, of passages, of texts and of titles.
    per_passage: f32,
    per_text: f32,
    per_title: f32,
}

/// A passage that is a hit.
#[derive(Debug, Clone, Copy)]
pub(in crate::backend) struct PassageHit {
    /// The place of the passage in its article, from 0.
    pub(in crate::backend) passage: u32,
    /// What its own matches add to the score of the article.
    pub(in crate::backend) score: f32,
    /// What it has.
    pub(in crate::backend) matched: Matched,
    /// Whether it has a match of a topic.
    has_topic: bool,
}

impl<'p> Scorer<'p> {
    /// A scorer for `plan`. `frequency` returns the document frequency of a term.
    ///
    /// # Errors
    /// `frequency` failed.
    pub(in crate::backend) fn new<E>(
        plan: &'p Plan,
        totals: Totals,
        mut frequency: impl FnMut(Zone, &Term) -> Result<u64, E>,
    ) -> Result<Self, E> {
        // The names of a query share most of their words: each is looked up once.
        let mut known: FxHashMap<(Zone, Form, &str), u64> = FxHashMap::default();
        let mut frequency = |zone: Zone, term: &'p Term| -> Result<u64, E> {
            let key = (zone, term.form, term.text.as_str());
            if let Some(&articles) = known.get(&key) {
                return Ok(articles);
            }
            let articles = frequency(zone, term)?;
            known.insert(key, articles);
            Ok(articles)
        };
        let mut idfs = Vec::with_capacity(plan.concepts.len());
        for concept in &plan.concepts {
            idfs.push(concept_idf(concept, totals.articles, &mut frequency)?);
        }
        let value =
            |(concept, idf): (&Concept, &f32)| if concept.role.scores() { concept.boost * idf } else { 0.0 };
        let per = |words: u64, count: u64| 1.0 / (words as f32 / count.max(1) as f32).max(1.0);
        let is_topic = |number: &usize| plan.concepts[*number].role == Role::Topic;
        let topics = (0..plan.concepts.len()).filter(is_topic).collect();
        Ok(Scorer {
            plan,
            values: plan.concepts.iter().zip(&idfs).map(value).collect(),
            idfs,
            units: Unit::of(plan),
            topics,
            per_passage: per(totals.words, totals.passages),
            per_text: per(totals.words, totals.articles),
            per_title: per(totals.title_words, totals.articles),
        })
    }

    /// The plan.
    pub(in crate::backend) fn plan(&self) -> &'p Plan {
        self.plan
    }

    /// Whether the matches of a concept add to the score.
    pub(in crate::backend) fn scores(&self, concept: usize) -> bool {
        self.plan.concepts[concept].role.scores()
    }

    /// The units, in order.
    pub(in crate::backend) fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The passages of a matching article that are hits, in the order of the text; `counts` takes in how many passages
    /// match. A hit has a match of a topic. Where no passage has one (the match is in the title, or the query has only
    /// dates and sources), the best passage is the hit; among equals the first.
    pub(in crate::backend) fn hits(
        &self,
        matches: &ArticleMatches,
        wanted: Passages,
        counts: &mut PassageCounts,
    ) -> Vec<PassageHit> {
        let all = (0..matches.passages()).map(|passage| self.hit(matches, passage));
        let (with, without): (Vec<PassageHit>, Vec<PassageHit>) = all.partition(|hit| hit.has_topic);
        let mut hits = if with.is_empty() { self.best(without).into_iter().collect() } else { with };
        let saying = hits.iter().filter(|hit| hit.matched.says).count() as u64;
        counts.saying += saying;
        counts.saying_articles += u64::from(saying > 0);
        counts.parts += hits.len() as u64 - saying;
        if wanted == Passages::Saying {
            hits = match saying {
                0 => self.best(hits).into_iter().collect(),
                _ => hits.into_iter().filter(|hit| hit.matched.says).collect(),
            };
        }
        counts.hits += hits.len() as u64;
        hits
    }

    /// What a passage has, and its score.
    fn hit(&self, matches: &ArticleMatches, passage: usize) -> PassageHit {
        let article = matches.concepts();
        let (mut in_passage, mut has_topic) = (ConceptSet::default(), false);
        for &topic in &self.topics {
            let is_there = matches.in_passage(topic, passage) > 0.0;
            has_topic |= is_there;
            // What is asked of the title alone no passage can have.
            let is_of_title =
                || self.plan.concepts[topic].matchers.iter().all(|one| one.zone() == Zone::Title);
            if is_there || (article.has(topic) && is_of_title()) {
                in_passage.insert(topic);
            }
        }
        let says = self.plan.says(in_passage, article);
        let matched = Matched { article, passage: in_passage, says };
        PassageHit { passage: passage as u32, score: self.passage(matches, passage), matched, has_topic }
    }

    /// The hit that stands for an article: one with the rarest unit that any of them has whole, of these the best.
    fn best(&self, hits: Vec<PassageHit>) -> Option<PassageHit> {
        let has = |hit: &PassageHit, unit: &Unit| unit.is_in(hit.matched.passage);
        let value = |unit: &Unit| unit.score(|concept| self.values[concept]);
        let found = self.units.iter().filter(|unit| hits.iter().any(|hit| has(hit, unit)));
        let rarest = found.reduce(|rarest, unit| if value(unit) > value(rarest) { unit } else { rarest });
        let has_rarest = |hit: &PassageHit| rarest.is_none_or(|unit| has(hit, unit));
        let best = |best: PassageHit, next: PassageHit| if next.score > best.score { next } else { best };
        hits.into_iter().filter(has_rarest).reduce(best)
    }

    /// The score of a concept in an article: BM25F with two fields. The weighted frequencies in text and title are
    /// added before saturation.
    #[inline]
    pub(in crate::backend) fn article(&self, concept: usize, counts: Counts, lengths: Lengths) -> f32 {
        self.article_share() * self.values[concept] * self.saturated(counts, lengths)
    }

    /// The score of the article as a whole: the sum over all concepts.
    pub(in crate::backend) fn whole_article(&self, matches: &ArticleMatches) -> f32 {
        let of = |concept| self.article(concept, matches.in_article(concept), matches.lengths());
        total(self.units.iter().map(|unit| unit.score(of)))
    }

    fn scoring(&self) -> impl Iterator<Item = usize> {
        (0..self.values.len()).filter(|&concept| self.scores(concept))
    }

    #[inline]
    fn saturated(&self, counts: Counts, lengths: Lengths) -> f32 {
        let Weights { article, title, title_b, .. } = self.plan.weights;
        let length = lengths.text * self.per_text;
        if counts.title <= 0.0 {
            return saturation(article, counts.text, length);
        }
        let in_title = normalised(counts.title, title_b, lengths.title * self.per_title);
        saturated(normalised(counts.text, article.b, length) + title * in_title, article.k1)
    }

    /// The share of the article in the score; the passage has the rest.
    #[inline]
    fn article_share(&self) -> f32 {
        1.0 - self.plan.weights.passage_share
    }

    /// The score of a passage: what its own matches add to the score of the article.
    pub(in crate::backend) fn passage(&self, matches: &ArticleMatches, passage: usize) -> f32 {
        self.plan.weights.passage_share * self.whole_passage(matches, passage)
    }

    /// The score of a passage as a text of its own: the sum over all units.
    fn whole_passage(&self, matches: &ArticleMatches, passage: usize) -> f32 {
        let of = |concept| self.in_passage(matches, concept, passage);
        total(self.units.iter().map(|unit| unit.score(of)))
    }

    fn in_passage(&self, matches: &ArticleMatches, concept: usize, passage: usize) -> f32 {
        let frequency = matches.in_passage(concept, passage);
        let length = matches.words(passage) * self.per_passage;
        self.values[concept] * saturation(self.plan.weights.passage, frequency, length)
    }

    /// What reading an article closely adds to the score of each of its hits: that concepts which follow each other in
    /// the query stand near each other, and what the passage that it opens with has.
    pub(in crate::backend) fn closeness(&self, matches: &ArticleMatches) -> f32 {
        self.nearness(matches) + self.lead(matches)
    }

    fn nearness(&self, matches: &ArticleMatches) -> f32 {
        let is_scoring =
            |unit: &&Unit| !unit.is_related && unit.concepts().any(|concept| self.values[concept] > 0.0);
        let units: Vec<&Unit> = self.units.iter().filter(is_scoring).collect();
        let pair = |(first, second): (usize, usize)| {
            let value = self.values[first].min(self.values[second]);
            let counts = self.neighbours(matches, first, second);
            nearness(&self.plan.weights, value, counts, matches.lengths().text * self.per_text)
        };
        let within = total(units.iter().flat_map(|unit| unit.pairs()).map(pair));
        let between = units.windows(2).map(|both| both[0].pairs_with(both[1]).map(pair).fold(0.0, f32::max));
        self.article_share() * (within + total(between))
    }

    fn lead(&self, matches: &ArticleMatches) -> f32 {
        match self.plan.weights.lead {
            share if share > 0.0 && matches.passages() > 0 => share * self.whole_passage(matches, 0),
            _ => 0.0,
        }
    }

    /// How often two concepts follow each other, and how often they are near, in the passages and in the title. A pair
    /// in the title has the weight of a match in the title.
    fn neighbours(&self, matches: &ArticleMatches, first: usize, second: usize) -> (f32, f32) {
        let Weights { window, title, .. } = self.plan.weights;
        let mut in_order = 0.0;
        let mut nearby = 0.0;
        for (zone, first, second) in matches.pairs(first, second) {
            let factor = if zone == Zone::Title { title } else { 1.0 };
            let counts = neighbours(first, second, window);
            in_order += factor * counts.0;
            nearby += factor * counts.1;
        }
        (in_order, nearby)
    }

    /// The parts of a passage's score `score`. A passage that the second phase did not read has the score of its
    /// article alone.
    pub(in crate::backend) fn explain(
        &self,
        matches: &ArticleMatches,
        passage: usize,
        score: f32,
    ) -> Explanation {
        let of_article = self.whole_article(matches);
        let of_passage = self.passage(matches, passage);
        let is_close = score > of_article + of_passage / 2.0;
        Explanation {
            score,
            passage: if is_close { of_passage } else { 0.0 },
            article: of_article,
            nearness: if is_close { self.nearness(matches) } else { 0.0 },
            lead: if is_close { self.lead(matches) } else { 0.0 },
            concepts: self.scoring().map(|concept| self.explain_concept(matches, concept, passage)).collect(),
        }
    }

    fn explain_concept(
        &self,
        matches: &ArticleMatches,
        concept: usize,
        passage: usize,
    ) -> ConceptExplanation {
        let in_article = matches.in_article(concept);
        ConceptExplanation {
            label: self.plan.concepts[concept].label.clone(),
            idf: self.idfs[concept],
            in_passage: matches.in_passage(concept, passage),
            in_article: in_article.text,
            in_title: in_article.title,
            passage_score: self.in_passage(matches, concept, passage),
            article_score: self.values[concept] * self.saturated(in_article, matches.lengths()),
        }
    }
}

/// The sum of the parts of a score. The sum of no parts is 0; that of the standard library is -0.
fn total(parts: impl Iterator<Item = f32>) -> f32 {
    parts.fold(0.0, |sum, part| sum + part)
}

/// The idf of a concept: that of its most frequent variant, so a rare variant does not outweigh the word as typed.
fn concept_idf<'p, E>(
    concept: &'p Concept,
    articles: u64,
    frequency: &mut impl FnMut(Zone, &'p Term) -> Result<u64, E>,
) -> Result<f32, E> {
    match concept.matchers.first() {
        Some(matcher) if concept.role.scores() => matcher_idf(matcher, articles, frequency),
        _ => Ok(0.0),
    }
}

fn matcher_idf<'p, E>(
    matcher: &'p Matcher,
    articles: u64,
    frequency: &mut impl FnMut(Zone, &'p Term) -> Result<u64, E>,
) -> Result<f32, E> {
    let mut of_terms = |zone: Zone, terms: &'p [Term]| -> Result<f32, E> {
        let mut commonest = 0;
        for term in terms {
            commonest = commonest.max(frequency(zone, term)?);
        }
        Ok(idf(articles, commonest))
    };
    match matcher {
        Matcher::Terms { zone, terms } => of_terms(*zone, terms),
        Matcher::Sequence { zone, slots, .. } => {
            slots.iter().try_fold(0.0, |sum, slot| Ok(sum + of_terms(*zone, &slot.terms)?))
        }
        Matcher::Linked { zone, words, .. } => {
            words.iter().try_fold(0.0, |sum, word| Ok(sum + of_terms(*zone, &word.terms)?))
        }
        Matcher::Outside { matcher, .. } => matcher_idf(matcher, articles, frequency),
        Matcher::Near { left, right, .. } => {
            Ok(matcher_idf(left, articles, frequency)? + matcher_idf(right, articles, frequency)?)
        }
        Matcher::Together(parts) => {
            parts.iter().try_fold(0.0, |sum, part| Ok(sum + matcher_idf(part, articles, frequency)?))
        }
        Matcher::Either(parts) => {
            let least = parts.iter().try_fold(f32::INFINITY, |least, part| {
                Ok(matcher_idf(part, articles, frequency)?.min(least))
            })?;
            Ok(if least.is_finite() { least } else { 0.0 })
        }
    }
}
