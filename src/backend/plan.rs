//! A plan: the question that a backend answers. It says which articles match, by which concepts, with which weights.
//! Its terms are analysed and its fields resolved; a backend has nothing to interpret, and a plan names no engine.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::de::IntoDeserializer;
use serde::de::value::Error as UnknownName;
use serde::{Deserialize, Serialize};

use super::ConceptSet;
use crate::model::DateRange;
use crate::schema::{Form, Zone};

/// A question to a backend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// The condition that an article must satisfy.
    pub articles: Node,
    /// The condition that a passage *says it* under: all that the query asks for, in this one passage. See
    /// [`Plan::says`].
    pub whole: Node,
    /// The concepts; the conditions name each by its index here. At most [`Plan::MAX_CONCEPTS`].
    pub concepts: Vec<Concept>,
    /// The concepts of which only the better counts: a name, and the words that it was typed with. No concept is in two.
    pub groups: Vec<Group>,
    /// The numbers of the ranking.
    pub weights: Weights,
}

impl Plan {
    /// The most concepts of a plan: a set of concepts is the bits of a `u128`.
    pub const MAX_CONCEPTS: usize = 128;

    /// A plan in which a passage says it under the same condition as an article matches, without groups.
    pub fn new(articles: Node, concepts: Vec<Concept>, weights: Weights) -> Plan {
        Plan { whole: articles.clone(), articles, concepts, groups: Vec::new(), weights }
    }

    /// Whether a passage says it: whether it satisfies [`Plan::whole`] by itself. `in_passage` are the topics in it;
    /// everything else (dates, sources, what must not be there) is a matter of the article, which has satisfied it.
    pub fn says(&self, in_passage: ConceptSet, in_article: ConceptSet) -> bool {
        let has = |number: usize| match self.concepts[number].role {
            Role::Topic => in_passage.has(number),
            Role::Filter | Role::Related => in_article.has(number),
        };
        self.whole.holds(&has, &|_| true)
    }
}

/// A name of several words: the concept of its names, and the concepts of the words as typed. Of an article or a passage
/// the one score counts that is greater: that of the name, or that of the words together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The concept of all names.
    pub name: usize,
    /// The concepts of the words, in the order of the query.
    pub words: Vec<usize>,
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
    /// The concept with that number matches somewhere in the article.
    Concept(usize),
    /// The article has a date within the range.
    Dates(DateRange),
    /// The article has no date.
    Undated,
    /// Parts that weigh `least` or more together.
    Enough {
        /// The parts, each with its weight.
        parts: Vec<(Node, f32)>,
        /// The least weight of the parts that hold.
        least: f32,
    },
}

impl Node {
    /// Whether the condition holds, by definition. `has` says whether a concept is there; `is_dated` answers for the
    /// date: `Some(range)` asks whether it lies within, `None` whether there is none.
    pub fn holds(&self, has: &dyn Fn(usize) -> bool, is_dated: &dyn Fn(Option<&DateRange>) -> bool) -> bool {
        let holds = |node: &Node| node.holds(has, is_dated);
        match self {
            Node::Every => true,
            Node::Nothing => false,
            Node::All(parts) => parts.iter().all(holds),
            Node::Any(parts) => parts.iter().any(holds),
            Node::Not(part) => !holds(part),
            Node::Concept(number) => has(*number),
            Node::Dates(range) => is_dated(Some(range)),
            Node::Undated => is_dated(None),
            Node::Enough { parts, least } => {
                // The sum runs in the order of the parts, as in every engine.
                let found = parts.iter().filter(|(part, _)| holds(part));
                found.fold(0.0, |sum, (_, weight)| sum + weight) >= *least
            }
        }
    }
}

/// One word, phrase or group of the query, with its matchers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concept {
    /// As typed.
    pub label: String,
    /// One matcher for each zone; a match of any of them is a match of the concept.
    pub matchers: Vec<Matcher>,
    /// Its part in the query.
    pub role: Role,
    /// The factor that the user gave (`^2`), else 1.
    pub boost: f32,
}

/// The part of a concept in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The reader asks for it: its matches add to the score, are marked, and make a passage a hit.
    Topic,
    /// It only narrows the answer: it stands under a NOT, or in metadata.
    Filter,
    /// Feedback added it: its matches add to the score and do nothing else. Related concepts come after all others.
    Related,
}

impl Role {
    /// Whether matches add to the score.
    pub fn scores(self) -> bool {
        self != Role::Filter
    }
}

/// A condition on the word positions of one zone. All parts of a match but an [`Matcher::Either`] stand in one passage.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matcher {
    /// Any one of these terms.
    Terms {
        /// The zone of the terms.
        zone: Zone,
        /// The terms; an empty list matches nothing.
        terms: Vec<Term>,
    },
    /// Words one after another.
    Sequence {
        /// The zone of the words.
        zone: Zone,
        /// The words. `offset` counts from the first; an offset without a slot stands for any one word.
        slots: Vec<Slot>,
        /// How many words longer than `slots` a match may be, its words in any order; 0 asks for the exact distances.
        slop: u32,
    },
    /// The words of a name one after another, some with links before them: « restriction des exportations »,
    /// « restrictions sur les exportations ».
    Linked {
        /// The zone of the words.
        zone: Zone,
        /// The words.
        words: Vec<LinkedWord>,
        /// The articles and prepositions that may stand between words. All names share one list: engines look at each of
        /// them once.
        links: Arc<[Term]>,
    },
    /// Two matches, in any order, with at most `distance` words from start to start.
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
    /// The matches of one matcher that do not lie within a match of another: *Huang*, but not that of *Huang He*.
    Outside {
        /// What is looked for.
        matcher: Box<Matcher>,
        /// What its matches must not be part of.
        longer: Box<Matcher>,
    },
}

/// One word of a sequence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Slot {
    /// The distance from the first slot, in words.
    pub offset: u32,
    /// The terms that may stand there.
    pub terms: Vec<Term>,
}

/// One word of a [`Matcher::Linked`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinkedWord {
    /// The most links between the word before and this one. 0: it follows at once.
    pub most_links: u32,
    /// The terms that may stand there.
    pub terms: Vec<Term>,
}

/// One indexed term.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Term {
    /// Its form.
    pub form: Form,
    /// The term itself, analysed.
    pub text: String,
    /// The weight of a match: over 0, at most 1.
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
            Matcher::Linked { zone, words, links } => {
                let of_words = words.iter().flat_map(|word| &word.terms);
                of_words.chain(links.iter()).map(|term| (*zone, term)).collect()
            }
            Matcher::Near { left, right, .. } => left.terms().into_iter().chain(right.terms()).collect(),
            Matcher::Together(parts) | Matcher::Either(parts) => {
                parts.iter().flat_map(Matcher::terms).collect()
            }
            Matcher::Outside { matcher, longer } => {
                matcher.terms().into_iter().chain(longer.terms()).collect()
            }
        }
    }

    /// The same matcher in another zone.
    #[must_use]
    pub fn in_zone(mut self, zone: Zone) -> Self {
        self.move_to(zone);
        self
    }

    fn move_to(&mut self, to: Zone) {
        match self {
            Matcher::Terms { zone, .. } | Matcher::Sequence { zone, .. } | Matcher::Linked { zone, .. } => {
                *zone = to;
            }
            Matcher::Near { left, right, .. } => [left, right].into_iter().for_each(|side| side.move_to(to)),
            Matcher::Together(parts) | Matcher::Either(parts) => {
                parts.iter_mut().for_each(|part| part.move_to(to));
            }
            Matcher::Outside { matcher, longer } => {
                [matcher, longer].into_iter().for_each(|side| side.move_to(to));
            }
        }
    }

    /// The zone of the matcher: all its parts have the same.
    pub fn zone(&self) -> Zone {
        match self {
            Matcher::Terms { zone, .. } | Matcher::Sequence { zone, .. } | Matcher::Linked { zone, .. } => {
                *zone
            }
            Matcher::Near { left, .. } => left.zone(),
            Matcher::Together(parts) | Matcher::Either(parts) => {
                parts.first().map_or(Zone::Body, Matcher::zone)
            }
            Matcher::Outside { matcher, .. } => matcher.zone(),
        }
    }
}

/// The numbers of the ranking, in one place.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Weights {
    /// BM25 over the whole article.
    pub article: Bm25,
    /// The weight of a match in the title; a match in the text has 1.
    pub title: f32,
    /// `b` of BM25 for the title, 0 to 1.
    pub title_b: f32,
    /// BM25 over the passage.
    pub passage: Bm25,
    /// The share of the passage in the score; the article has the rest.
    pub passage_share: f32,
    /// The weight of two concepts that follow each other in the query and in the text.
    pub in_order: f32,
    /// The weight of two concepts that follow each other in the query and stand near each other in the text.
    pub nearby: f32,
    /// The greatest distance of `nearby`, in words.
    pub window: u32,
    /// What the passage that the article opens with adds to the score of the article, as a share of its own score.
    pub lead: f32,
    /// How many articles the second phase reads: those with the best scores as a whole. Only their hits get the score
    /// of the passage and of nearness.
    pub read_closely: usize,
}

/// The two parameters of BM25.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bm25 {
    /// Saturation: the larger, the longer a repetition still adds to the score.
    pub k1: f32,
    /// Length normalisation, from 0 (none) to 1 (full).
    pub b: f32,
}

/// The order of hits. Ties are broken by date (latest first), then by the article's identifier (in byte order), then by
/// the place in the article. The names in JSON are `relevance`, `newest`, `oldest`, `id`.
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
