//! What was counted in an article to scores.

use super::part::Lengths;
use crate::backend::Totals;
use crate::backend::bm25::{idf, most_neighbours, nearness, neighbours, normalised, saturated, saturation};
use crate::backend::plan::{Bm25, Concept, Matcher, Plan, Role, Term, Weights};
use crate::model::{ConceptExplanation, Explanation};
use crate::schema::Zone;

use super::counted::Counted;

/// More places than any article has words, whose square is a number still.
const MANY: f32 = 1e12;

/// The statistics that scores rest on, the same for every part of the index.
pub(super) struct Scorer<'p> {
    plan: &'p Plan,
    /// For each concept: idf times boost, 0 where it does not score.
    values: Vec<f32>,
    idfs: Vec<f32>,
    /// For each concept: at how many places at most a match may start, for each one that it counts.
    starts: Vec<f32>,
    /// How many concepts, the first ones, were asked for.
    asked: usize,
    /// One divided by the mean length, in words, of passages, texts and titles.
    per_passage: f32,
    per_text: f32,
    per_title: f32,
}

/// How much the matches of a concept in an article count: in all of its text, and in its title.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) text: f32,
    pub(super) title: f32,
}

impl Counts {
    /// Adds what was found in a zone.
    pub(super) fn add(&mut self, zone: Zone, weight: f32) {
        match zone {
            Zone::Title => self.title += weight,
            _ => self.text += weight,
        }
    }

    pub(super) fn are_none(self) -> bool {
        self.text <= 0.0 && self.title <= 0.0
    }
}

impl<'p> Scorer<'p> {
    /// Prepares the statistics; `frequency` says in how many articles a term stands.
    pub(super) fn new<E>(
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
            starts: plan.concepts.iter().map(starts).collect(),
            asked: plan.concepts.iter().take_while(|concept| concept.role != Role::Related).count(),
            per_passage: per(totals.words, totals.passages),
            per_text: per(totals.words, totals.articles),
            per_title: per(totals.title_words, totals.articles),
        })
    }

    /// Whether the matches of a concept add to scores.
    pub(super) fn scores(&self, concept: usize) -> bool {
        self.plan.concepts[concept].role.scores()
    }

    /// How many concepts, the first ones, were asked for: their matches make passages hits.
    pub(super) fn asked(&self) -> usize {
        self.asked
    }

    /// What the matches of a concept in an article add to its score. BM25 for two fields: matches in text and
    /// title are added up before they saturate.
    #[inline]
    pub(super) fn article(&self, concept: usize, counts: Counts, lengths: Lengths) -> f32 {
        self.article_share() * self.values[concept] * self.saturated(counts, lengths)
    }

    /// How often a concept must stand at least in a text, of none less than `shortest` words, for an article that has
    /// nothing else to score `floor`.
    pub(super) fn enough(&self, concept: usize, floor: f32, shortest: f32) -> f32 {
        let value = self.article_share() * self.values[concept];
        if floor <= 0.0 {
            return 0.0;
        }
        if value <= floor {
            return f32::INFINITY;
        }
        // From the score as a share of the most that it can be back to the number.
        let Bm25 { k1, b } = self.plan.weights.article;
        k1 * (1.0 - b + b * shortest * self.per_text) * floor / (value - floor)
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

    fn article_share(&self) -> f32 {
        1.0 - self.plan.weights.passage_share
    }

    /// What the matches in one passage add to the score of the article, beside those in all of it.
    pub(super) fn passage(&self, counted: &Counted, passage: usize) -> f32 {
        let scores = (0..self.values.len()).map(|concept| self.in_passage(counted, concept, passage));
        self.plan.weights.passage_share * total(scores)
    }

    fn in_passage(&self, counted: &Counted, concept: usize, passage: usize) -> f32 {
        let (frequency, words) = (counted.in_passage(concept, passage), counted.words(passage));
        self.values[concept] * saturation(self.plan.weights.passage, frequency, words * self.per_passage)
    }

    /// What it adds that concepts which follow each other in the query stand near in the article.
    pub(super) fn nearness(&self, counted: &Counted) -> f32 {
        let scoring: Vec<usize> = (0..self.asked).filter(|&concept| self.values[concept] > 0.0).collect();
        let added = scoring.windows(2).map(|pair| {
            let value = self.values[pair[0]].min(self.values[pair[1]]);
            let counts = self.neighbours(counted, pair[0], pair[1]);
            nearness(&self.plan.weights, value, counts, counted.lengths.text * self.per_text)
        });
        self.article_share() * total(added)
    }

    /// The most that close reading can add to the score of an article whose concepts have such counts: all matches may
    /// stand in one passage, a short one, and as near to each other as so many can.
    pub(super) fn most_by_close_reading(&self, lengths: Lengths, counts: impl Fn(usize) -> Counts) -> f32 {
        let Weights { passage, passage_share, .. } = self.plan.weights;
        let (mut in_passage, mut near, mut before) = (0.0, 0.0, None);
        for (concept, &value) in self.values.iter().enumerate().filter(|(_, value)| **value > 0.0) {
            let counts = counts(concept);
            in_passage += value * saturation(passage, counts.text, 0.0);
            if concept < self.asked {
                let here = (value, self.starts(concept, counts));
                near += before.replace(here).map_or(0.0, |before| self.most_nearness(before, here, lengths));
            }
        }
        passage_share * in_passage + self.article_share() * near
    }

    /// The most that the nearness of two concepts adds, each given with its value and at how many places it may start.
    fn most_nearness(&self, first: (f32, Counts), second: (f32, Counts), lengths: Lengths) -> f32 {
        let Weights { window, title, .. } = self.plan.weights;
        let (value, first, second) = (first.0.min(second.0), first.1, second.1);
        let in_text = most_neighbours(first.text, second.text, window);
        let in_title = most_neighbours(first.title, second.title, window);
        let counts = (in_text.0 + title * in_title.0, in_text.1 + title * in_title.1);
        nearness(&self.plan.weights, value, counts, lengths.text * self.per_text)
    }

    /// At how many places at most matches of a concept start that count so much.
    fn starts(&self, concept: usize, counts: Counts) -> Counts {
        let starts = |count: f32| if count > 0.0 { (count * self.starts[concept]).min(MANY) } else { 0.0 };
        Counts { text: starts(counts.text), title: starts(counts.title) }
    }

    /// How often two concepts are neighbours in a passage or in the title; there it counts as any match does.
    fn neighbours(&self, counted: &Counted, first: usize, second: usize) -> (f32, f32) {
        let Weights { window, title, .. } = self.plan.weights;
        let (mut in_order, mut nearby) = (0.0, 0.0);
        counted.each_pair(first, second, |zone, first, second| {
            let factor = if zone == Zone::Title { title } else { 1.0 };
            let counts = neighbours(first, second, window);
            in_order += factor * counts.0;
            nearby += factor * counts.1;
        });
        (in_order, nearby)
    }

    /// How a passage came by its score `score`. What was not read closely has its article's score alone.
    pub(super) fn explain(&self, counted: &Counted, passage: usize, score: f32) -> Explanation {
        let scoring = (0..self.values.len()).filter(|&c| self.scores(c));
        let of_article =
            total(scoring.clone().map(|c| self.article(c, counted.in_article(c), counted.lengths)));
        let of_passage = self.passage(counted, passage);
        let is_close = score > of_article + of_passage / 2.0;
        let (of_passage, nearness) = if is_close { (of_passage, self.nearness(counted)) } else { (0.0, 0.0) };
        Explanation {
            score,
            passage: of_passage,
            article: of_article,
            nearness,
            concepts: scoring.map(|concept| self.explain_concept(counted, concept, passage)).collect(),
        }
    }

    fn explain_concept(&self, counted: &Counted, concept: usize, passage: usize) -> ConceptExplanation {
        let in_article = counted.in_article(concept);
        ConceptExplanation {
            label: self.plan.concepts[concept].label.clone(),
            idf: self.idfs[concept],
            in_passage: counted.in_passage(concept, passage),
            in_article: in_article.text,
            in_title: in_article.title,
            passage_score: self.in_passage(counted, concept, passage),
            article_score: self.values[concept] * self.saturated(in_article, counted.lengths),
        }
    }
}

/// The sum of the parts of a score; of none it is 0, where the standard library's is a negative zero.
fn total(parts: impl Iterator<Item = f32>) -> f32 {
    parts.fold(0.0, |sum, part| sum + part)
}

/// At how many places at most the matches of a concept start, for each one that they count. Words stand apart, and each
/// counts at least what the least of them does; of other matches many may start in what counts as one.
fn starts(concept: &Concept) -> f32 {
    let mut least = 1.0f32;
    for matcher in &concept.matchers {
        let Matcher::Terms { terms, .. } = matcher else { return MANY };
        least = terms.iter().fold(least, |least, term| least.min(term.weight));
    }
    1.0 / least
}

/// One idf for each concept, that of its commonest variant, so that a rare variant does not outweigh
/// the word that was typed.
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
