//! One matching article to scored passages.

use tantivy::DocId;

use super::join::Join;
use crate::backend::Totals;
use crate::backend::plan::{Concept, Matcher, Plan, Term};
use crate::backend::score::{idf, saturation};
use crate::model::{ConceptExplanation, Explanation};
use crate::schema::Zone;

/// The statistics that scores rest on, the same for every part of the index.
pub(super) struct Scorer<'p> {
    plan: &'p Plan,
    /// For each concept: idf times boost, 0 where it does not score.
    values: Vec<f32>,
    idfs: Vec<f32>,
    mean_passage: f32,
    mean_article: f32,
}

/// What was counted in one article.
#[derive(Default)]
pub(super) struct Counted {
    article: DocId,
    passages: usize,
    /// Matches by concept and passage: `frequencies[concept * passages + passage]`.
    frequencies: Vec<f32>,
    titles: Vec<f32>,
    lengths: Vec<f32>,
}

/// The scored passages of one article: the hits among them.
pub(super) type Scored = Vec<(DocId, f32)>;

/// The shares that make up a score before they are weighed.
struct Shares {
    passages: Vec<f32>,
    best: f32,
    article: f32,
}

impl<'p> Scorer<'p> {
    /// Prepares the statistics; `frequency` says in how many passages a term stands.
    pub(super) fn new<E>(
        plan: &'p Plan,
        totals: Totals,
        mut frequency: impl FnMut(Zone, &Term) -> Result<u64, E>,
    ) -> Result<Self, E> {
        let mut idfs = Vec::with_capacity(plan.concepts.len());
        for concept in &plan.concepts {
            idfs.push(concept_idf(concept, totals.passages, &mut frequency)?);
        }
        let value = |(concept, idf): (&Concept, &f32)| if concept.scores { concept.boost * idf } else { 0.0 };
        let mean = |count: u64| totals.words as f32 / count.max(1) as f32;
        Ok(Scorer {
            plan,
            values: plan.concepts.iter().zip(&idfs).map(value).collect(),
            idfs,
            mean_passage: mean(totals.passages),
            mean_article: mean(totals.articles),
        })
    }

    /// Counts the matches in the article that starts at `article`.
    pub(super) fn count(&self, join: &mut Join<'_>, article: DocId) -> Counted {
        let end = join.part.end_of(article);
        let passages = (end - article) as usize;
        let concepts = self.plan.concepts.len();
        let mut counted = Counted {
            article,
            passages,
            frequencies: vec![0.0; concepts * passages],
            titles: vec![0.0; concepts],
            lengths: (article..end).map(|doc| join.part.words_of(doc)).collect(),
        };
        for number in (0..concepts).filter(|&number| self.plan.concepts[number].scores) {
            for (zone, cursor) in &mut join.concepts[number] {
                let mut doc = cursor.seek(article);
                while doc < end {
                    counted.add(number, *zone, doc, cursor.frequency());
                    doc = cursor.seek(doc + 1);
                }
            }
        }
        counted
    }

    /// The hits of an article: its passages with a match, or its first where none has one (a match in
    /// the title, or a query of dates and sources alone).
    pub(super) fn hits(&self, counted: &Counted) -> Scored {
        let shares = self.shares(counted);
        let doc = |place: usize| counted.article + place as DocId;
        let matching = (0..counted.passages).filter(|&place| counted.has_match(place));
        let mut hits: Scored = matching.map(|place| (doc(place), self.total(&shares, place))).collect();
        if hits.is_empty() {
            hits.push((doc(0), self.total(&shares, 0)));
        }
        hits
    }

    fn shares(&self, counted: &Counted) -> Shares {
        let of_passage = |place| (0..self.values.len()).map(|c| self.passage_score(counted, c, place)).sum();
        let passages: Vec<f32> = (0..counted.passages).map(of_passage).collect();
        let best = passages.iter().copied().fold(0.0, f32::max);
        let article = (0..self.values.len()).map(|c| self.article_score(counted, c)).sum();
        Shares { passages, best, article }
    }

    fn total(&self, shares: &Shares, place: usize) -> f32 {
        let weights = &self.plan.weights;
        weights.passage * shares.passages[place]
            + weights.best * shares.best
            + weights.article * shares.article
    }

    fn passage_score(&self, counted: &Counted, concept: usize, place: usize) -> f32 {
        let frequency = counted.frequency(concept, place);
        self.values[concept]
            * saturation(&self.plan.weights, frequency, counted.lengths[place], self.mean_passage)
    }

    fn article_score(&self, counted: &Counted, concept: usize) -> f32 {
        let frequency = counted.in_article(concept) + self.plan.weights.title * counted.titles[concept];
        let length = counted.lengths.iter().sum();
        self.values[concept] * saturation(&self.plan.weights, frequency, length, self.mean_article)
    }

    /// How the passage `doc` of a counted article came by its score.
    pub(super) fn explain(&self, counted: &Counted, doc: DocId) -> Explanation {
        let place = (doc - counted.article) as usize;
        let shares = self.shares(counted);
        let weights = &self.plan.weights;
        let scoring = (0..self.values.len()).filter(|&c| self.plan.concepts[c].scores);
        Explanation {
            score: self.total(&shares, place),
            passage: weights.passage * shares.passages[place],
            best: weights.best * shares.best,
            article: weights.article * shares.article,
            concepts: scoring.map(|concept| self.explain_concept(counted, concept, place)).collect(),
        }
    }

    fn explain_concept(&self, counted: &Counted, concept: usize, place: usize) -> ConceptExplanation {
        ConceptExplanation {
            label: self.plan.concepts[concept].label.clone(),
            idf: self.idfs[concept],
            in_passage: counted.frequency(concept, place),
            in_article: counted.in_article(concept),
            in_title: counted.titles[concept],
            passage_score: self.passage_score(counted, concept, place),
            article_score: self.article_score(counted, concept),
        }
    }
}

impl Counted {
    fn add(&mut self, concept: usize, zone: Zone, doc: DocId, frequency: f32) {
        match zone {
            Zone::Title => self.titles[concept] += frequency,
            _ => self.frequencies[concept * self.passages + (doc - self.article) as usize] += frequency,
        }
    }

    fn frequency(&self, concept: usize, place: usize) -> f32 {
        self.frequencies[concept * self.passages + place]
    }

    fn in_article(&self, concept: usize) -> f32 {
        self.frequencies[concept * self.passages..(concept + 1) * self.passages].iter().sum()
    }

    fn has_match(&self, place: usize) -> bool {
        self.frequencies.iter().skip(place).step_by(self.passages.max(1)).any(|&frequency| frequency > 0.0)
    }
}

/// One idf for each concept, that of its commonest variant, so that a rare variant does not outweigh
/// the word that was typed.
fn concept_idf<E>(
    concept: &Concept,
    passages: u64,
    frequency: &mut impl FnMut(Zone, &Term) -> Result<u64, E>,
) -> Result<f32, E> {
    match concept.matchers.first() {
        Some(matcher) if concept.scores => matcher_idf(matcher, passages, frequency),
        _ => Ok(0.0),
    }
}

fn matcher_idf<E>(
    matcher: &Matcher,
    passages: u64,
    frequency: &mut impl FnMut(Zone, &Term) -> Result<u64, E>,
) -> Result<f32, E> {
    let mut of_terms = |zone: Zone, terms: &[Term]| -> Result<f32, E> {
        let mut commonest = 0;
        for term in terms {
            commonest = commonest.max(frequency(zone, term)?);
        }
        Ok(idf(passages, commonest))
    };
    match matcher {
        Matcher::Terms { zone, terms } => of_terms(*zone, terms),
        Matcher::Sequence { zone, slots, .. } => {
            slots.iter().try_fold(0.0, |sum, slot| Ok(sum + of_terms(*zone, &slot.terms)?))
        }
        Matcher::Near { left, right, .. } => {
            Ok(matcher_idf(left, passages, frequency)? + matcher_idf(right, passages, frequency)?)
        }
        Matcher::Together(parts) => {
            parts.iter().try_fold(0.0, |sum, part| Ok(sum + matcher_idf(part, passages, frequency)?))
        }
        Matcher::Either(parts) => {
            let least = parts.iter().try_fold(f32::INFINITY, |least, part| {
                Ok(matcher_idf(part, passages, frequency)?.min(least))
            })?;
            Ok(if least.is_finite() { least } else { 0.0 })
        }
    }
}
