//! One matching article to scored passages.

use tantivy::DocId;

use super::join::{Join, Places};
use crate::backend::Totals;
use crate::backend::plan::{Concept, Matcher, Plan, Role, Term, Weights};
use crate::backend::score::{idf, nearness, neighbours, normalised, saturated, saturation};
use crate::model::{ConceptExplanation, Explanation};
use crate::schema::Zone;

/// The statistics that scores rest on, the same for every part of the index.
pub(super) struct Scorer<'p> {
    plan: &'p Plan,
    /// For each concept: idf times boost, 0 where it does not score.
    values: Vec<f32>,
    idfs: Vec<f32>,
    /// How many concepts, the first ones, were asked for.
    asked: usize,
    mean_passage: f32,
    mean_article: f32,
    mean_title: f32,
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
    title_length: f32,
}

/// How many words an article has.
pub(super) struct Lengths {
    pub(super) text: f32,
    pub(super) title: f32,
}

/// The scored passages of one article: the hits among them.
pub(super) type Scored = Vec<(DocId, f32)>;

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
        let value =
            |(concept, idf): (&Concept, &f32)| if concept.role.scores() { concept.boost * idf } else { 0.0 };
        let mean = |words: u64, count: u64| words as f32 / count.max(1) as f32;
        Ok(Scorer {
            plan,
            values: plan.concepts.iter().zip(&idfs).map(value).collect(),
            idfs,
            asked: plan.concepts.iter().take_while(|concept| concept.role != Role::Related).count(),
            mean_passage: mean(totals.words, totals.passages),
            mean_article: mean(totals.words, totals.articles),
            mean_title: mean(totals.title_words, totals.articles),
        })
    }

    /// How many concepts there are.
    pub(super) fn concepts(&self) -> usize {
        self.values.len()
    }

    /// Whether the matches of a concept add to scores.
    pub(super) fn scores(&self, concept: usize) -> bool {
        self.plan.concepts[concept].role.scores()
    }

    /// Whether a match of a concept makes a passage a hit, if it scores.
    pub(super) fn is_asked(&self, concept: usize) -> bool {
        concept < self.asked
    }

    /// Counts the matches in the article that starts at `article`, into the buffers of another.
    pub(super) fn count(&self, join: &mut Join<'_>, article: DocId, counted: &mut Counted) {
        let end = join.part.end_of(article);
        counted.clear(article, (end - article) as usize, self.concepts());
        counted.lengths.extend((article..end).map(|doc| join.part.words_of(doc)));
        counted.title_length = join.part.title_words_of(article);
        for number in (0..self.concepts()).filter(|&number| self.scores(number)) {
            for (zone, cursor) in &mut join.counting[number] {
                let mut doc = cursor.seek(article);
                while doc < end {
                    counted.add(number, *zone, doc, cursor.frequency());
                    doc = cursor.seek(doc + 1);
                }
            }
        }
    }

    /// The hits of an article: its passages with a match, or its best where none has one (a match in the
    /// title, or a query of dates and sources alone: the first).
    pub(super) fn hits(&self, counted: &Counted) -> Scored {
        let article = self.article_share(counted);
        let hit = |place| (counted.article + place as DocId, self.passage_share(counted, place) + article);
        let mut hits: Scored =
            (0..counted.passages).filter(|&place| counted.has_match(place, self.asked)).map(hit).collect();
        if hits.is_empty() {
            hits.extend(
                (0..counted.passages).map(hit).reduce(|best, next| if next.1 > best.1 { next } else { best }),
            );
        }
        hits
    }

    /// The score of a passage from its own matches and those in all of its article.
    pub(super) fn mixed(&self, passage: f32, article: f32) -> f32 {
        let share = self.plan.weights.passage_share;
        share * passage + (1.0 - share) * article
    }

    fn article_share(&self, counted: &Counted) -> f32 {
        let sum: f32 = (0..self.concepts()).map(|concept| self.article_score(counted, concept)).sum();
        (1.0 - self.plan.weights.passage_share) * sum
    }

    fn passage_share(&self, counted: &Counted, place: usize) -> f32 {
        let sum: f32 = (0..self.concepts()).map(|concept| self.passage_score(counted, concept, place)).sum();
        self.plan.weights.passage_share * sum
    }

    fn passage_score(&self, counted: &Counted, concept: usize, place: usize) -> f32 {
        self.passage(concept, counted.frequency(concept, place), counted.lengths[place])
    }

    fn article_score(&self, counted: &Counted, concept: usize) -> f32 {
        let lengths = Lengths { text: counted.length(), title: counted.title_length };
        self.article(concept, counted.in_article(concept), counted.titles[concept], &lengths)
    }

    /// What `frequency` matches of a concept count in a passage of `words` words.
    pub(super) fn passage(&self, concept: usize, frequency: f32, words: f32) -> f32 {
        self.values[concept] * saturation(self.plan.weights.passage, frequency, words, self.mean_passage)
    }

    /// BM25 for two fields: matches in text and title are added up before they saturate.
    pub(super) fn article(&self, concept: usize, in_text: f32, in_title: f32, lengths: &Lengths) -> f32 {
        let Weights { article, title, title_b, .. } = self.plan.weights;
        let in_text = normalised(in_text, article.b, lengths.text, self.mean_article);
        let in_title = normalised(in_title, title_b, lengths.title, self.mean_title);
        self.values[concept] * saturated(in_text + title * in_title, article.k1)
    }

    /// What it adds that concepts which follow each other in the query stand near in the article.
    pub(super) fn nearness(&self, join: &mut Join<'_>, article: DocId) -> f32 {
        let scoring: Vec<usize> = (0..self.asked).filter(|&concept| self.values[concept] > 0.0).collect();
        if scoring.len() < 2 {
            return 0.0;
        }
        let places: Vec<Places> = scoring.iter().map(|&concept| join.places(concept, article)).collect();
        let length = join.part.length_of(article);
        let pairs = scoring.windows(2).zip(places.windows(2));
        let added = pairs.map(|(concepts, places)| {
            let value = self.values[concepts[0]].min(self.values[concepts[1]]);
            let counts = self.neighbours(&places[0], &places[1]);
            nearness(&self.plan.weights, value, counts, length, self.mean_article)
        });
        (1.0 - self.plan.weights.passage_share) * added.sum::<f32>()
    }

    /// How often two concepts are neighbours in the same zone of the same passage; in the title it counts
    /// as any match there does.
    fn neighbours(&self, first: &Places, second: &Places) -> (f32, f32) {
        let (mut in_order, mut nearby) = (0.0, 0.0);
        for (zone, doc, positions) in first {
            let others = second.iter().filter(|(z, d, _)| z == zone && d == doc);
            let factor = if *zone == Zone::Title { self.plan.weights.title } else { 1.0 };
            for (_, _, other) in others {
                let counts = neighbours(positions, other, self.plan.weights.window);
                in_order += factor * counts.0;
                nearby += factor * counts.1;
            }
        }
        (in_order, nearby)
    }

    /// How the passage `doc` of a counted article came by its score, without nearness.
    pub(super) fn explain(&self, counted: &Counted, doc: DocId) -> Explanation {
        let place = (doc - counted.article) as usize;
        let scoring = (0..self.values.len()).filter(|&c| self.plan.concepts[c].role.scores());
        let (passage, article) = (self.passage_share(counted, place), self.article_share(counted));
        Explanation {
            score: passage + article,
            passage,
            article,
            nearness: 0.0,
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
    fn clear(&mut self, article: DocId, passages: usize, concepts: usize) {
        (self.article, self.passages) = (article, passages);
        self.frequencies.clear();
        self.frequencies.resize(concepts * passages, 0.0);
        self.titles.clear();
        self.titles.resize(concepts, 0.0);
        self.lengths.clear();
    }

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

    /// The words of the text.
    fn length(&self) -> f32 {
        self.lengths.iter().sum()
    }

    /// Whether any of the first `concepts` concepts matches in a passage.
    fn has_match(&self, place: usize, concepts: usize) -> bool {
        (0..concepts).any(|concept| self.frequency(concept, place) > 0.0)
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
        Some(matcher) if concept.role.scores() => matcher_idf(matcher, passages, frequency),
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
