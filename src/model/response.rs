//! The answer to a search, for people and programs alike: what every output is made from.
//!
//! `wording` makes the JSON of `vigie search --json` of it, with a sentence beside each note; [`SCHEMA_VERSION`] is its
//! number.

use std::ops::Range;

use serde::Serialize;

use super::{DateRange, Metadata, Note};

/// The number of the JSON schema: raised when a key changes its meaning or goes, not when one is added.
pub const SCHEMA_VERSION: u32 = 2;

/// One page of hits, with what there is to say about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchResponse {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// How the query was understood.
    pub query: Understood,
    /// What the searcher should know: what was left out, mended or limited, and which other words were met.
    pub notes: Vec<Note>,
    /// How many articles match all of the query.
    pub articles: u64,
    /// How many passages of these articles are hits; `None` where too many articles match to look at all of
    /// them for a page: an export counts them.
    pub passages: Option<u64>,
    /// How many more articles match a part of it, where these were searched too.
    pub partial_articles: Option<u64>,
    /// The page, from 1.
    pub page: usize,
    /// The most hits of a page.
    pub limit: usize,
    /// The hits of the page, in order.
    pub hits: Vec<Hit>,
}

/// How a query was understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Understood {
    /// As typed.
    pub typed: String,
    /// In the query language, with everything implied written out.
    pub canonical: String,
    /// The words, phrases and groups that were looked for, in the order of the query.
    pub concepts: Vec<Concept>,
    /// Words that were left out because they stand in nearly every text.
    pub left_out: Vec<String>,
    /// The days that `--since` and `--until` hold the answer to.
    pub dates: DateRange,
    /// The source that `--source` holds the answer to.
    pub source: Option<String>,
}

/// One word, phrase or group of a query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concept {
    /// As typed.
    pub label: String,
    /// The part of the article it is held to; `None` for the text and the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Whether articles with it are left out.
    pub excluded: bool,
    /// The indexed words that count as a match: `=` before one that must be of that very form.
    pub words: Vec<String>,
    /// The other names that count as well: the concept is an entry of the thesaurus, or misspelt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// How many words of the vocabulary it stands for, where more were found than could be searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words_found: Option<usize>,
}

/// How much of a [`Hit`] is worked out; what is not stays empty. Each takes longer than the one before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Its name alone: rank, identifier, passage, score.
    Name,
    /// What is stored as well: the passage, and what is known of its article.
    Text,
    /// What matches in it as well: marks and the snippet.
    #[default]
    Marks,
}

/// One passage of an answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Hit {
    /// Its place in the whole answer, from 1.
    pub rank: usize,
    /// The article's identifier.
    pub id: String,
    /// The article's file, relative to the corpus.
    pub path: String,
    /// Title, date, source, author, URL, language of the article.
    #[serde(flatten)]
    pub metadata: Metadata,
    /// The place of the passage in the article, from 1.
    pub passage: u32,
    /// How many passages the article has.
    pub passages: u32,
    /// Where the passage stands in the article's text, in bytes.
    pub range: Range<u64>,
    /// The passage.
    pub text: String,
    /// What matches in `text`, as byte ranges in order, without overlap.
    pub marks: Vec<Range<usize>>,
    /// What matches in the title, likewise.
    pub title_marks: Vec<Range<usize>>,
    /// The part of `text` to show where there is no room for all: whole sentences, as a byte range.
    pub snippet: Range<usize>,
    /// The score; comparable within one answer only.
    pub score: f32,
    /// What of the query the article lacks.
    pub missing: Vec<String>,
    /// How the score came about, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// How a hit came by its score.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// The score of the hit: the sum of the three parts.
    pub score: f32,
    /// The passage's share.
    pub passage: f32,
    /// The article's share.
    pub article: f32,
    /// What the nearness of words that follow each other in the query adds.
    pub nearness: f32,
    /// Each concept that scores, in the order of the query.
    pub concepts: Vec<ConceptExplanation>,
}

/// One concept of an [`Explanation`].
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ConceptExplanation {
    /// As typed.
    pub label: String,
    /// Inverse document frequency.
    pub idf: f32,
    /// Weighed matches in the passage.
    pub in_passage: f32,
    /// Weighed matches in all passages of the article.
    pub in_article: f32,
    /// Weighed matches in the title.
    pub in_title: f32,
    /// What the concept adds to the passage's score, before shares.
    pub passage_score: f32,
    /// What the concept adds to the article's score, before shares.
    pub article_score: f32,
}
