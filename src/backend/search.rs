//! The reading side of the contract: plans in; hits, counts and stored text out.

use std::fmt;
use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::plan::{Order, Plan, Term};
use super::{BackendError, Control, Totals};
use crate::model::{Article, Explanation, Metadata};
use crate::schema::{Form, Zone};

/// What a search asks of its answer besides the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// How hits are ordered.
    pub order: Order,
    /// How many hits at most; `None` for all of them.
    pub limit: Option<usize>,
    /// How many hits of one article at most, the best by the matches in the passage, be the article read closely or not;
    /// `None` for all of them.
    pub per_article: Option<usize>,
}

/// A ranked passage. [`Search::passages`] fetches its text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Where the engine keeps the passage.
    pub address: Address,
    /// The score; comparable within one answer only.
    pub score: f32,
    /// Which concepts the article has: an index into [`Found::concept_sets`].
    pub concept_set: u32,
}

/// Where an engine keeps a passage. Only the engine that gave an address can read it. Addresses are ordered as the
/// passages are stored: passages are read fastest in that order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    article: u64,
    passage: u32,
}

impl Address {
    /// The passage at `passage` (from 0) of the article that the engine calls `article`.
    pub(in crate::backend) fn new(article: u64, passage: u32) -> Self {
        Address { article, passage }
    }

    /// The engine's own name of the article.
    pub(in crate::backend) fn article(self) -> u64 {
        self.article
    }

    /// The place of the passage in its article, from 0.
    pub fn passage(self) -> u32 {
        self.passage
    }
}

/// Some concepts of a plan, by their numbers.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ConceptSet(u128);

impl ConceptSet {
    /// Adds a concept, whose number is less than [`Plan::MAX_CONCEPTS`].
    pub(in crate::backend) fn insert(&mut self, concept: usize) {
        self.0 |= 1 << concept;
    }

    /// Whether a concept is in the set.
    pub fn has(self, concept: usize) -> bool {
        self.0 & 1 << concept != 0
    }
}

impl fmt::Debug for ConceptSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries((0..Plan::MAX_CONCEPTS).filter(|&concept| self.has(concept))).finish()
    }
}

/// The answer to a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How many articles match.
    pub articles: u64,
    /// How many passages of these articles are hits; `None` where the engine did not read all of them.
    pub passages: Option<u64>,
    /// The hits in order, as many as were wanted.
    pub hits: Vec<Hit>,
    /// The sets of concepts that articles of hits have, in the order in which hits first have them.
    pub concept_sets: Vec<ConceptSet>,
}

impl Found {
    /// An answer from hits, each with the concepts that its article has.
    pub(in crate::backend) fn new(
        articles: u64,
        passages: Option<u64>,
        hits: impl IntoIterator<Item = (Address, f32, ConceptSet)>,
    ) -> Self {
        let mut found = Found { articles, passages, hits: Vec::new(), concept_sets: Vec::new() };
        found.extend(hits);
        found
    }

    /// The concepts that the article of a hit has, in any zone.
    pub fn concepts(&self, hit: &Hit) -> ConceptSet {
        self.concept_sets[hit.concept_set as usize]
    }

    /// Adds the hits of another answer after those of this one. The counts stay.
    pub fn append(&mut self, other: &Found) {
        self.extend(other.hits.iter().map(|hit| (hit.address, hit.score, other.concepts(hit))));
    }

    fn extend(&mut self, hits: impl IntoIterator<Item = (Address, f32, ConceptSet)>) {
        let mut known: FxHashMap<ConceptSet, u32> =
            (0..).zip(&self.concept_sets).map(|(n, set)| (*set, n)).collect();
        for (address, score, concepts) in hits {
            let concept_set = *known.entry(concepts).or_insert_with(|| {
                self.concept_sets.push(concepts);
                self.concept_sets.len() as u32 - 1
            });
            self.hits.push(Hit { address, score, concept_set });
        }
    }
}

/// A passage as it is stored, with what is known of its article.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredPassage {
    /// The article's identifier.
    pub id: String,
    /// The article's file, relative to the corpus.
    pub path: String,
    /// The article's metadata.
    pub metadata: Metadata,
    /// The place of the passage in the article, from 1.
    pub number: u32,
    /// How many passages the article has.
    pub passages: u32,
    /// Where the passage stands in the article's text, in bytes.
    pub range: Range<u64>,
    /// The passage.
    pub text: String,
}

/// What matching articles are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Facet {
    /// The month of publication, as `2025-10`.
    Month,
    /// The source, as written.
    Source,
    /// The ISO 639-1 code of the language.
    Language,
    /// The name of the corpus.
    Corpus,
}

impl Facet {
    /// Every facet.
    pub const ALL: [Facet; 4] = [Facet::Month, Facet::Source, Facet::Language, Facet::Corpus];

    /// The name of the label that the facet counts by; `None` for what is no label.
    pub(in crate::backend) fn label(self) -> Option<&'static str> {
        match self {
            Facet::Month => None,
            Facet::Source => Some("source"),
            Facet::Language => Some("language"),
            Facet::Corpus => Some("corpus"),
        }
    }
}

/// How many matching articles have each value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetCounts {
    /// The facet.
    pub facet: Facet,
    /// The values in their order, each with its number of articles. `None`, which comes first, stands for articles
    /// without a value. The numbers add up to the number of matching articles.
    pub counts: Vec<(Option<String>, u64)>,
}

/// A pattern that stands for words of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// Words that start so.
    Prefix(String),
    /// Words at most that many edits away (a transposition is one edit).
    Fuzzy(String, u8),
}

/// Words of the vocabulary that a pattern stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// The words with the number of articles that hold each, the most frequent first.
    pub words: Vec<(String, u64)>,
    /// How many words there are in all, where more than asked for were found.
    pub total: usize,
}

/// Reads one committed state of an index.
pub trait Search: Send + Sync {
    /// Sizes of the index.
    fn totals(&self) -> Totals;

    /// The caller's note of the commit, see [`super::Write::commit`].
    fn note(&self) -> &str;

    /// The hits of a plan.
    ///
    /// # Errors
    /// When the engine cannot read its data, or `control` stops the search.
    fn search(&self, plan: &Plan, wanted: &Wanted, control: &Control) -> Result<Found, BackendError>;

    /// How many of all articles that match `plan` have each value of each facet, in the order of `facets`.
    ///
    /// # Errors
    /// When the engine cannot read its data, or `control` stops the search.
    fn counts(
        &self,
        plan: &Plan,
        facets: &[Facet],
        control: &Control,
    ) -> Result<Vec<FacetCounts>, BackendError>;

    /// The identifiers of the articles that passages belong to, in the order of `addresses`. Many at once are read
    /// faster than one by one.
    ///
    /// # Errors
    /// When the engine cannot read its data.
    fn ids(&self, addresses: &[Address]) -> Result<Vec<String>, BackendError>;

    /// Passages, in the order of `addresses`. Many at once are read faster than one by one.
    ///
    /// # Errors
    /// When the engine cannot read its data.
    fn passages(&self, addresses: &[Address]) -> Result<Vec<StoredPassage>, BackendError>;

    /// The parts of a hit's score.
    ///
    /// # Errors
    /// When the engine cannot read its data.
    fn explain(&self, plan: &Plan, hit: &Hit) -> Result<Explanation, BackendError>;

    /// A whole article, or `None` where no article has that identifier.
    ///
    /// # Errors
    /// When the engine cannot read its data.
    fn article(&self, id: &str) -> Result<Option<Article>, BackendError>;

    /// The words of a zone that a pattern stands for, at most `limit` of them.
    ///
    /// # Errors
    /// When the engine cannot read its data.
    fn vocabulary(
        &self,
        zone: Zone,
        form: Form,
        pattern: &Pattern,
        limit: usize,
    ) -> Result<Vocabulary, BackendError>;

    /// In how many articles each term stands in its zone, in the order of `terms`.
    ///
    /// # Errors
    /// When the engine cannot read its data.
    fn frequencies(&self, terms: &[(Zone, &Term)]) -> Result<Vec<u64>, BackendError>;

    /// Verifies everything that the engine keeps; gives the names of what is damaged.
    ///
    /// # Errors
    /// When the engine cannot read its data at all.
    fn damages(&self) -> Result<Vec<String>, BackendError>;
}
