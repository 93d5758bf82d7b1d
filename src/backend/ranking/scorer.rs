//! The matches in one article to the scores of its passages.

use super::bm25::{idf, nearness, neighbours, normalised, saturated, saturation};
use super::matches::{ArticleMatches, Counts, Lengths};
use crate::backend::Totals;
use crate::backend::plan::{Concept, Matcher, Plan, Role, Term, Weights};
use crate::model::{ConceptExplanation, Explanation};
use crate::schema::Zone;

/// Computes scores from the statistics of the whole index.
pub(in crate::backend) struct Scorer<'p> {
    plan: &'p Plan,
    /// The value of each concept: idf × boost, 0 for a concept that does not score.
    values: Vec<f32>,
    idfs: Vec<f32>,
    /// How many concepts the reader asked for. They come first in the plan; related concepts follow.
    asked: usize,
    /// 1 / the mean length, in words, of passages, of texts and of titles.
    per_passage: f32,
    per_text: f32,
    per_title: f32,
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
        let mut idfs = Vec::with_capacity(plan.concepts.len());
        for concept in &plan.concepts {
            idfs.push(concept_idf(concept, totals.articles, &mut frequency)?);
        }
        let value =
            |(concept, idf): (&Concept, &f32)| if concept.role.scores() { concept.boost * idf } else { 0.0 };
        let per = |words: u64, count: u64| 1.0 / (words as f32 / count.max(1) as f32).max(1.0);
        Ok(Scorer {
            plan,
            values: plan.concepts.iter().zip(&idfs).map(value).collect(),
            idfs,
            asked: plan.concepts.iter().take_while(|concept| concept.role != Role::Related).count(),
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

    /// The passages that are hits, each with its own score. A hit has a match of a concept that the reader asked for.
    /// Where no passage has one (the match is in the title, or the query has only dates and sources), the best passage
    /// is the hit; among equals the first.
    pub(in crate::backend) fn hits(&self, matches: &ArticleMatches) -> Vec<(u32, f32)> {
        let has_match = |passage: &usize| (0..self.asked).any(|c| matches.in_passage(c, *passage) > 0.0);
        let hit = |passage: usize| (passage as u32, self.passage(matches, passage));
        let mut hits: Vec<(u32, f32)> = (0..matches.passages()).filter(has_match).map(hit).collect();
        if hits.is_empty() {
            let best = |best: (u32, f32), next: (u32, f32)| if next.1 > best.1 { next } else { best };
            hits.extend((0..matches.passages()).map(hit).reduce(best));
        }
        hits
    }

    /// The score of a concept in an article: BM25F with two fields. The weighted frequencies in text and title are
    /// added before saturation.
    #[inline]
    pub(in crate::backend) fn article(&self, concept: usize, counts: Counts, lengths: Lengths) -> f32 {
        self.article_share() * self.values[concept] * self.saturated(counts, lengths)
    }

    /// The score of the article as a whole: the sum over all concepts.
    pub(in crate::backend) fn whole_article(&self, matches: &ArticleMatches) -> f32 {
        total(self.scoring().map(|c| self.article(c, matches.in_article(c), matches.lengths())))
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
        let scores = (0..self.values.len()).map(|concept| self.in_passage(matches, concept, passage));
        self.plan.weights.passage_share * total(scores)
    }

    fn in_passage(&self, matches: &ArticleMatches, concept: usize, passage: usize) -> f32 {
        let frequency = matches.in_passage(concept, passage);
        let length = matches.words(passage) * self.per_passage;
        self.values[concept] * saturation(self.plan.weights.passage, frequency, length)
    }

    /// The score of nearness: of concepts that follow each other in the query and stand near each other in the article.
    pub(in crate::backend) fn nearness(&self, matches: &ArticleMatches) -> f32 {
        let scoring: Vec<usize> = (0..self.asked).filter(|&concept| self.values[concept] > 0.0).collect();
        let added = scoring.windows(2).map(|pair| {
            let value = self.values[pair[0]].min(self.values[pair[1]]);
            let counts = self.neighbours(matches, pair[0], pair[1]);
            nearness(&self.plan.weights, value, counts, matches.lengths().text * self.per_text)
        });
        self.article_share() * total(added)
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
fn concept_idf<E>(
    concept: &Concept,
    articles: u64,
    frequency: &mut impl FnMut(Zone, &Term) -> Result<u64, E>,
) -> Result<f32, E> {
    match concept.matchers.first() {
        Some(matcher) if concept.role.scores() => matcher_idf(matcher, articles, frequency),
        _ => Ok(0.0),
    }
}

fn matcher_idf<E>(
    matcher: &Matcher,
    articles: u64,
    frequency: &mut impl FnMut(Zone, &Term) -> Result<u64, E>,
) -> Result<f32, E> {
    let mut of_terms = |zone: Zone, terms: &[Term]| -> Result<f32, E> {
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
