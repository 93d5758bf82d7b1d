//! The reading side of the contract: plans in; hits, counts and stored text out.

use std::fmt;
use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::plan::{Node, Order, Plan, Term};
use super::{BackendError, Control, Totals};
use crate::model::{Article, Date, Explanation, Metadata, PageRange, PassageCounts};
use crate::schema::{Form, Zone};

/// The requested hits of a search.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// The order of the hits.
    pub order: Order,
    /// The most hits; `None` means all.
    pub limit: Option<usize>,
    /// The most hits of one article, the best by the score of the passage; `None` means all. It holds for articles that
    /// the second phase does not read, too.
    pub per_article: Option<usize>,
    /// Which passages are hits.
    pub passages: Passages,
    /// The least number of articles, the best, whose passages are counted. Where more match, the counts are lower bounds.
    pub counted: usize,
}

impl Default for Wanted {
    /// Every passage with a match, the best first.
    fn default() -> Self {
        Wanted {
            order: Order::Relevance,
            limit: None,
            per_article: None,
            passages: Passages::All,
            counted: 0,
        }
    }
}

/// Which passages of a matching article are hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Passages {
    /// Those that say it ([`Plan::says`]). Of an article where none does the best one stands for it: one with the
    /// article's rarest concept.
    #[default]
    Saying,
    /// Every one with a match of a concept that the reader asked for.
    All,
}

/// What a hit's article and passage have of a plan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Matched {
    /// The concepts of the article, in any zone.
    pub article: ConceptSet,
    /// The topics of the passage.
    pub passage: ConceptSet,
    /// Whether the passage says it.
    pub says: bool,
}

/// A ranked passage. [`Search::passages`] fetches its text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The address of the passage.
    pub address: Address,
    /// The score. Scores of different answers cannot be compared.
    pub score: f32,
    /// What matches: an index into [`Found::matched`].
    pub matched: u32,
}

/// The address of a passage in an engine's store. Only the engine that returned it can read it. Addresses are ordered
/// as the passages are stored, the fastest order to read them in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    article: u64,
    passage: u32,
}

impl Address {
    /// The address of the passage at `passage` (from 0) in the article with the engine's number `article`.
    pub(in crate::backend) fn new(article: u64, passage: u32) -> Self {
        Address { article, passage }
    }

    /// The engine's number of the article.
    pub(in crate::backend) fn article(self) -> u64 {
        self.article
    }

    /// The place of the passage in its article, from 0.
    pub fn passage(self) -> u32 {
        self.passage
    }
}

/// A set of concepts of a plan, by their numbers.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ConceptSet(u128);

impl ConceptSet {
    /// Adds a concept. Its number is less than [`Plan::MAX_CONCEPTS`].
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
    /// How many passages of these articles match, and how.
    pub passages: PassageCounts,
    /// The requested hits, in order.
    pub hits: Vec<Hit>,
    /// The distinct ways in which hits match, in order of their first hit.
    pub matched: Vec<Matched>,
}

impl Found {
    /// An answer from hits, each with the concepts of its article.
    pub(in crate::backend) fn new(
        articles: u64,
        passages: PassageCounts,
        hits: impl IntoIterator<Item = (Address, f32, Matched)>,
    ) -> Self {
        let mut found = Found { articles, passages, hits: Vec::new(), matched: Vec::new() };
        found.extend(hits);
        found
    }

    /// What a hit's article and passage have.
    pub fn matched(&self, hit: &Hit) -> Matched {
        self.matched[hit.matched as usize]
    }

    /// Appends the hits of another answer. The counts stay.
    pub fn append(&mut self, other: &Found) {
        self.extend(other.hits.iter().map(|hit| (hit.address, hit.score, other.matched(hit))));
    }

    fn extend(&mut self, hits: impl IntoIterator<Item = (Address, f32, Matched)>) {
        let mut known: FxHashMap<Matched, u32> = (0..).zip(&self.matched).map(|(n, one)| (*one, n)).collect();
        for (address, score, one) in hits {
            let matched = *known.entry(one).or_insert_with(|| {
                self.matched.push(one);
                self.matched.len() as u32 - 1
            });
            self.hits.push(Hit { address, score, matched });
        }
    }
}

/// A stored passage, with the metadata of its article.
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
    /// The bytes of the passage in the article's text.
    pub range: Range<u64>,
    /// Its pages, where the article has pages.
    pub page: Option<PageRange>,
    /// The text of the passage.
    pub text: String,
}

/// A facet: what matching articles are counted by.
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

    /// The label that the facet counts by; `None` for the month, which is no label.
    pub(in crate::backend) fn label(self) -> Option<&'static str> {
        match self {
            Facet::Month => None,
            Facet::Source => Some("source"),
            Facet::Language => Some("language"),
            Facet::Corpus => Some("corpus"),
        }
    }
}

/// The counts of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetCounts {
    /// The facet.
    pub facet: Facet,
    /// The values, sorted, each with its number of articles. `None`, the first, counts articles without a value. The
    /// numbers add up to the number of matching articles.
    pub counts: Vec<(Option<String>, u64)>,
}

/// The matching articles that have one value of a facet, by day of publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayCounts {
    /// The value; `None` for articles without one.
    pub value: Option<String>,
    /// The days, sorted, each with its number of articles. `None`, the first, counts articles without a date.
    pub days: Vec<(Option<Date>, u64)>,
}

/// A pattern for words of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// The words that start with this prefix.
    Prefix(String),
    /// The words at most so many edits away from this one (a transposition is one edit).
    Fuzzy(String, u8),
}

/// The words of the vocabulary that match a pattern.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// The words, each with its document frequency, the most frequent first.
    pub words: Vec<(String, u64)>,
    /// How many words match in all.
    pub total: usize,
}

/// Reads one committed state of an index.
pub trait Search: Send + Sync {
    /// The sizes of the index.
    fn totals(&self) -> Totals;

    /// The caller's note of the commit, see [`super::Write::commit`].
    fn note(&self) -> &str;

    /// The hits of a plan.
    ///
    /// # Errors
    /// The engine cannot read its data, or `control` stops the search.
    fn search(&self, plan: &Plan, wanted: &Wanted, control: &Control) -> Result<Found, BackendError>;

    /// The counts of each facet over all articles that match `plan`, in the order of `facets`.
    ///
    /// # Errors
    /// The engine cannot read its data, or `control` stops the search.
    fn counts(
        &self,
        plan: &Plan,
        facets: &[Facet],
        control: &Control,
    ) -> Result<Vec<FacetCounts>, BackendError>;

    /// The articles that match `plan`, by day of publication: of each value of the facet `by`, sorted by value; without
    /// a facet, of all together. The numbers add up to the number of matching articles; where none matches, there is no
    /// value.
    ///
    /// # Errors
    /// The engine cannot read its data, or `control` stops the search.
    fn days(&self, plan: &Plan, by: Option<Facet>, control: &Control)
    -> Result<Vec<DayCounts>, BackendError>;

    /// The words of a zone, sorted, each with the number of articles that match `plan` and have it. Words that none of
    /// these has are left out. All words of the zone are read.
    ///
    /// # Errors
    /// The engine cannot read its data, or `control` stops the search.
    fn words(
        &self,
        plan: &Plan,
        zone: Zone,
        form: Form,
        control: &Control,
    ) -> Result<Vec<(String, u64)>, BackendError>;

    /// How many of the articles that match `plan` satisfy each of some conditions on its concepts.
    ///
    /// # Errors
    /// The engine cannot read its data, or `control` stops the search.
    fn tally(&self, plan: &Plan, conditions: &[Node], control: &Control) -> Result<Vec<u64>, BackendError>;

    /// The identifiers of the articles of passages, in the order of `addresses`. One call for many is faster than many
    /// calls.
    ///
    /// # Errors
    /// The engine cannot read its data.
    fn ids(&self, addresses: &[Address]) -> Result<Vec<String>, BackendError>;

    /// The passages at `addresses`, in that order. One call for many is faster than many calls.
    ///
    /// # Errors
    /// The engine cannot read its data.
    fn passages(&self, addresses: &[Address]) -> Result<Vec<StoredPassage>, BackendError>;

    /// The parts of a hit's score.
    ///
    /// # Errors
    /// The engine cannot read its data.
    fn explain(&self, plan: &Plan, hit: &Hit) -> Result<Explanation, BackendError>;

    /// The whole article with the identifier `id`, or `None`.
    ///
    /// # Errors
    /// The engine cannot read its data.
    fn article(&self, id: &str) -> Result<Option<Article>, BackendError>;

    /// The words of a zone that match a pattern: at most `limit`, the most frequent.
    ///
    /// # Errors
    /// The engine cannot read its data.
    fn vocabulary(
        &self,
        zone: Zone,
        form: Form,
        pattern: &Pattern,
        limit: usize,
    ) -> Result<Vocabulary, BackendError>;

    /// The document frequency of each term in its zone, in the order of `terms`.
    ///
    /// # Errors
    /// The engine cannot read its data.
    fn frequencies(&self, terms: &[(Zone, &Term)]) -> Result<Vec<u64>, BackendError>;
}
