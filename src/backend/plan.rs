//! What a backend is asked for: which articles, by which concepts, weighed how. Terms are analysed,
//! fields are resolved; nothing is left to interpret, and nothing names an engine.

use std::fmt;
use std::str::FromStr;

use serde::de::IntoDeserializer;
use serde::de::value::Error as UnknownName;
use serde::{Deserialize, Serialize};

use crate::model::DateRange;
use crate::schema::{Form, Zone};

/// A question that a backend can answer as it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Which articles match.
    pub articles: Node,
    /// The concepts that `articles` names by their place in this list; at most [`Plan::MAX_CONCEPTS`].
    pub concepts: Vec<Concept>,
    /// How matches become scores.
    pub weights: Weights,
}

impl Plan {
    /// The most concepts of a plan: which of them an article has is kept in the bits of a `u128`.
    pub const MAX_CONCEPTS: usize = 128;
}

/// A condition on an article as a whole: its passages together and its metadata.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Node {
    /// Every article.
    Every,
    /// No article.
    Nothing,
    /// All of these.
    All(Vec<Node>),
    /// At least one of these.
    Any(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// The concept of that number matches somewhere in the article.
    Concept(usize),
    /// The article is dated, and within the range.
    Dates(DateRange),
}

/// One word, phrase or group of the query, with everything that counts as a match of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concept {
    /// As typed.
    pub label: String,
    /// One matcher for each zone that is looked in; a match in any of them is a match.
    pub matchers: Vec<Matcher>,
    /// What it is there for.
    pub role: Role,
    /// The factor that the user gave (`^2`), else 1.
    pub boost: f32,
}

/// What a concept is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// What is sought: matches add to the score, are marked, and make a passage a hit.
    Topic,
    /// It only narrows the answer: what stands under a NOT, or in metadata.
    Filter,
    /// It was not asked for, and stands after those that were: matches add to the score and no more.
    Related,
}

impl Role {
    /// Whether matches add to the score.
    pub fn scores(self) -> bool {
        self != Role::Filter
    }
}

/// What matches in one zone. Everything but `Either` is about word positions in one passage.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matcher {
    /// Any one of these terms.
    Terms {
        /// Where they are looked for.
        zone: Zone,
        /// The terms; none at all matches nothing.
        terms: Vec<Term>,
    },
    /// Words one after another.
    Sequence {
        /// Where they are looked for.
        zone: Zone,
        /// The words; `offset` counts from the first, and holes stand for any one word.
        slots: Vec<Slot>,
        /// How many words more than `slots` spans the match may spread over, in either order;
        /// 0 asks for the exact distances.
        slop: u32,
    },
    /// Two matches with at most `distance` words from the one's start to the other's, in any order.
    Near {
        /// One side.
        left: Box<Matcher>,
        /// The other side.
        right: Box<Matcher>,
        /// The greatest distance in words, at least 1.
        distance: u32,
    },
    /// All of these in one passage.
    Together(Vec<Matcher>),
    /// At least one of these.
    Either(Vec<Matcher>),
}

/// One place of a sequence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Slot {
    /// Words from the first slot.
    pub offset: u32,
    /// What may stand there.
    pub terms: Vec<Term>,
}

/// One indexed term.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Term {
    /// In which form.
    pub form: Form,
    /// The term itself, analysed.
    pub text: String,
    /// How much a match counts, over 0 and up to 1.
    pub weight: f32,
}

impl Matcher {
    /// The terms of the matcher with their zones, in the order of the query.
    pub fn terms(&self) -> Vec<(Zone, &Term)> {
        match self {
            Matcher::Terms { zone, terms } => terms.iter().map(|term| (*zone, term)).collect(),
            Matcher::Sequence { zone, slots, .. } => {
                slots.iter().flat_map(|slot| &slot.terms).map(|term| (*zone, term)).collect()
            }
            Matcher::Near { left, right, .. } => left.terms().into_iter().chain(right.terms()).collect(),
            Matcher::Together(parts) | Matcher::Either(parts) => {
                parts.iter().flat_map(Matcher::terms).collect()
            }
        }
    }

    /// The same, looked for in another zone.
    #[must_use]
    pub fn in_zone(mut self, zone: Zone) -> Self {
        self.move_to(zone);
        self
    }

    fn move_to(&mut self, to: Zone) {
        match self {
            Matcher::Terms { zone, .. } | Matcher::Sequence { zone, .. } => *zone = to,
            Matcher::Near { left, right, .. } => [left, right].into_iter().for_each(|side| side.move_to(to)),
            Matcher::Together(parts) | Matcher::Either(parts) => {
                parts.iter_mut().for_each(|part| part.move_to(to));
            }
        }
    }

    /// The zone that the matcher looks in: all of its parts look in the same one.
    pub fn zone(&self) -> Zone {
        match self {
            Matcher::Terms { zone, .. } | Matcher::Sequence { zone, .. } => *zone,
            Matcher::Near { left, .. } => left.zone(),
            Matcher::Together(parts) | Matcher::Either(parts) => {
                parts.first().map_or(Zone::Body, Matcher::zone)
            }
        }
    }
}

/// The numbers of the ranking, in one place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Weights {
    /// How matches in the whole article count.
    pub article: Bm25,
    /// What a match in the title is worth, in matches in the text.
    pub title: f32,
    /// How much the length of the title counts, 0 to 1.
    pub title_b: f32,
    /// How matches in the passage count.
    pub passage: Bm25,
    /// The share of the passage's score; the rest is the article's.
    pub passage_share: f32,
    /// What words that follow each other in the query and in the text are worth.
    pub in_order: f32,
    /// What words that follow each other in the query and stand near in the text are worth.
    pub nearby: f32,
    /// How near that is, in words.
    pub window: u32,
    /// How many articles, the best as a whole, are read closely: only to their hits is added what the matches in
    /// the passage count, and nearness.
    pub read_closely: usize,
}

/// The two numbers of BM25.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bm25 {
    /// How soon repetition stops counting: the larger, the later.
    pub k1: f32,
    /// How much length counts, 0 to 1.
    pub b: f32,
}

/// How hits are ordered. Ties go on to the date (latest first), then the article's identifier (in
/// byte order), then the place in the article. Its names are those of its JSON: `relevance`, `newest`, `oldest`, `id`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// Best score first.
    #[default]
    Relevance,
    /// Latest first; undated articles last.
    Newest,
    /// Earliest first; undated articles last.
    Oldest,
    /// By the article's identifier.
    Id,
}

impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl FromStr for Order {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Order::deserialize(name.into_deserializer())
    }
}
