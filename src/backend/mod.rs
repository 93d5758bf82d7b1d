//! Where articles are kept and found: one contract, and the engines behind it.
//!
//! In: articles with their analysed words, and [`Plan`]s. Out: ranked passages, counts, stored text.
//! A backend never parses a query, never analyses text, never formats an answer.

mod error;
mod home;
mod record;
mod score;
mod spans;
mod words;

pub mod embedded;
pub mod plan;

use std::ops::Range;

pub use error::BackendError;
pub use home::{Descriptor, Holder, Home, HomeError, Lock};
pub use plan::Plan;
pub use record::{Prepared, PreparedPassage, Record, Stored};
pub use spans::{Positions, Span, marks, spans, total_weight};
pub use words::{Forms, WordList, Words};

use crate::model::{Article, Explanation, Metadata};
use crate::schema::{Form, Zone};
use plan::Order;

/// Sizes of what is indexed, for the statistics of the ranking.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Totals {
    /// Articles.
    pub articles: u64,
    /// Passages.
    pub passages: u64,
    /// Words of all bodies.
    pub words: u64,
    /// Words of all titles.
    pub title_words: u64,
}

/// What a search asks of its answer besides the plan.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// How hits are ordered.
    pub order: Order,
    /// How many hits at most; `None` for all of them.
    pub limit: Option<usize>,
    /// How many hits of one article at most; `None` for all of them.
    pub per_article: Option<usize>,
}

/// A ranked passage, as an address: what it says is fetched by [`Search::passages`].
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Where the engine keeps the passage.
    pub address: Address,
    /// The score; comparable within one answer only.
    pub score: f32,
}

/// Where an engine keeps a passage; only the engine that gave it can read it. The order is that of the store:
/// passages are read fastest so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address {
    /// The part of the index.
    pub(in crate::backend) part: u32,
    /// The article in that part.
    pub(in crate::backend) article: u32,
    /// The place of the passage in the article, from 0.
    pub(in crate::backend) passage: u32,
}

/// The answer to a plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// How many articles match.
    pub articles: u64,
    /// How many passages of these articles are hits; `None` where not all of them were looked at.
    pub passages: Option<u64>,
    /// The hits in order, as many as were wanted.
    pub hits: Vec<Hit>,
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

/// The reading side of a backend: one committed state.
pub trait Search: Sync {
    /// Sizes of the index.
    fn totals(&self) -> Totals;

    /// The hits of a plan.
    ///
    /// # Errors
    /// When the engine cannot read its data.
    fn search(&self, plan: &Plan, wanted: &Wanted) -> Result<Found, BackendError>;

    /// The identifiers of the articles that hits belong to, each with the place of the passage in it, from 1; in the
    /// order of `addresses`. Many at once are read faster than one by one.
    ///
    /// # Errors
    /// When the engine cannot read its data.
    fn names(&self, addresses: &[Address]) -> Result<Vec<(String, u32)>, BackendError>;

    /// Passages of an answer, in the order of their addresses in `addresses`. Many at once are read faster than
    /// one by one.
    ///
    /// # Errors
    /// When the engine cannot read its data.
    fn passages(&self, addresses: &[Address]) -> Result<Vec<StoredPassage>, BackendError>;

    /// The parts of a hit's score.
    ///
    /// # Errors
    /// When the engine cannot read its data.
    fn explain(&self, plan: &Plan, hit: &Hit) -> Result<Explanation, BackendError>;

    /// For each address, which concepts of the plan its article has, in any zone.
    ///
    /// # Errors
    /// When the engine cannot read its data.
    fn concepts(&self, plan: &Plan, addresses: &[Address]) -> Result<Vec<Vec<bool>>, BackendError>;

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

    /// In how many articles a term stands.
    ///
    /// # Errors
    /// When the engine cannot read its data.
    fn frequency(&self, zone: Zone, term: &plan::Term) -> Result<u64, BackendError>;
}

/// The writing side of a backend: nothing is seen before [`Write::commit`], everything after.
pub trait Write {
    /// What makes articles ready for [`Write::add`], for one thread.
    fn packer(&self) -> Box<dyn Pack>;

    /// Adds an article; the caller removes an older one of the same identifier first.
    ///
    /// # Errors
    /// When the engine cannot write.
    fn add(&mut self, article: Prepared) -> Result<(), BackendError>;

    /// Removes the article of that identifier, if there is one.
    ///
    /// # Errors
    /// When the engine cannot write.
    fn remove(&mut self, id: &str) -> Result<(), BackendError>;

    /// Makes everything since the last commit visible and durable at once, with the totals that hold
    /// from now on and a note of the caller's own.
    ///
    /// # Errors
    /// When the engine cannot write; the state before is still there.
    fn commit(&mut self, totals: Totals, note: &str) -> Result<(), BackendError>;
}

/// The part of the writing that needs no order: any thread may do it before the turn of the article has come.
pub trait Pack: Send {
    /// Makes what is stored of the article what the engine keeps. It may leave that to [`Write::add`], which does it
    /// then, or says why it cannot be done.
    fn pack(&mut self, article: &mut Prepared);
}
