//! One matching article to the most that it can score, from how often its terms stand in it alone. Positions,
//! which tell what shares words, cost most of what counting costs: an article that cannot be among the best
//! even so need not be counted.

use tantivy::{DocId, TERMINATED};

use super::join::{Cursors, Join};
use super::part::Part;
use super::scorer::{Lengths, Scorer};
use crate::schema::Zone;

/// Sums of the same numbers in another order may differ by this factor.
const ROUNDING: f32 = 1.0001;

/// Works out bounds; its buffers stay for the next article.
pub(super) struct Bounds<'s, 'p> {
    scorer: &'s Scorer<'p>,
    /// For each concept, the most that it counts in text and title.
    texts: Vec<f32>,
    titles: Vec<f32>,
}

/// What an article can be at most.
pub(super) struct Bound {
    /// The most that its best passage scores, without nearness.
    pub(super) score: f32,
    /// How many hits it has: exactly.
    pub(super) hits: u64,
}

/// What one passage can be at most.
struct Passage {
    score: f32,
    /// Whether it is a hit.
    has_match: bool,
    /// The next passage with a match.
    next: DocId,
}

impl<'s, 'p> Bounds<'s, 'p> {
    pub(super) fn new(scorer: &'s Scorer<'p>) -> Self {
        let none = vec![0.0; scorer.concepts()];
        Bounds { scorer, texts: none.clone(), titles: none }
    }

    /// The bound of an article that `join` has found, and has not passed.
    pub(super) fn of(&mut self, join: &mut Join<'_>, article: DocId) -> Bound {
        let end = join.part.end_of(article);
        self.texts.fill(0.0);
        self.titles.fill(0.0);
        let (mut hits, mut best) = (0, 0.0f32);
        let mut doc = article;
        while doc < end {
            let passage = self.passage(join.part, &mut join.finding, doc);
            hits += u64::from(passage.has_match);
            best = best.max(passage.score);
            doc = passage.next;
        }
        let article = self.article(join.part, article);
        Bound { score: ROUNDING * self.scorer.mixed(best, article), hits: hits.max(1) }
    }

    fn article(&self, part: &Part, article: DocId) -> f32 {
        let has_title = self.titles.iter().any(|&most| most > 0.0);
        let title = if has_title { part.title_words_of(article) } else { 0.0 };
        let lengths = Lengths { text: part.length_of(article), title };
        let concepts = self.texts.iter().zip(&self.titles).enumerate();
        concepts.map(|(concept, (&text, &title))| self.scorer.article(concept, text, title, &lengths)).sum()
    }

    fn passage(&mut self, part: &Part, cursors: &mut Cursors<'_>, doc: DocId) -> Passage {
        let mut passage = Passage { score: 0.0, has_match: false, next: TERMINATED };
        for (concept, cursors) in cursors.iter_mut().enumerate().filter(|(c, _)| self.scorer.scores(*c)) {
            let mut frequency = 0.0;
            for (zone, cursor) in cursors {
                let mut place = cursor.seek(doc);
                if place == doc {
                    match zone {
                        Zone::Title => self.titles[concept] += cursor.most(),
                        _ => frequency += cursor.most(),
                    }
                    place = cursor.seek(doc + 1);
                }
                passage.next = passage.next.min(place);
            }
            if frequency > 0.0 {
                passage.has_match |= self.scorer.is_asked(concept);
                passage.score += self.scorer.passage(concept, frequency, part.words_of(doc));
                self.texts[concept] += frequency;
            }
        }
        passage
    }
}
