//! The answer to a search. Every output, for people and for programs, is made from it.
//!
//! `wording` makes the JSON of `vigie search --json` of it, with a sentence beside each note; [`SCHEMA_VERSION`] is its
//! number.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{DateRange, Diagnosis, Metadata, Note, PageRange};

/// The number of the JSON schema. It is raised when a key is removed or changes its meaning, not when one is added.
pub const SCHEMA_VERSION: u32 = 3;

/// One page of hits, with counts and notes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SearchResponse {
    /// [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// How the query was understood.
    pub query: Understood,
    /// What the searcher should know: what was left out, mended or limited, and which other words were met.
    pub notes: Vec<Note>,
    /// The number of articles that match the whole query.
    pub articles: u64,
    /// How many passages of these articles say it, and how many have a part of it.
    pub passages: PassageCounts,
    /// The number of further articles that match a part of the query, if they were searched too.
    pub partial_articles: Option<u64>,
    /// Why so few articles match, where few do and there is something to tell.
    pub diagnosis: Option<Diagnosis>,
    /// The number of the page, from 1.
    pub page: usize,
    /// The greatest number of hits on a page.
    pub limit: usize,
    /// The hits of the page, in order.
    pub hits: Vec<Hit>,
}

/// How many passages of matching articles match, and how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassageCounts {
    /// The passages that say it: each has by itself what an article must have.
    pub saying: u64,
    /// The articles of these passages. The other articles say it in pieces.
    pub saying_articles: u64,
    /// The passages that have a part of it.
    pub parts: u64,
    /// The passages that are hits, before any limit.
    pub hits: u64,
    /// Whether all matching articles were read. Otherwise each number is a lower bound.
    pub is_exact: bool,
}

/// How a query was understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Understood {
    /// The query as typed.
    pub typed: String,
    /// The query in canonical form, with everything implied written out.
    pub canonical: String,
    /// The concepts that were searched for, in the order of the query.
    pub concepts: Vec<Concept>,
    /// Words that were left out because nearly every text has them.
    pub left_out: Vec<String>,
    /// The days of `--since` and `--until`.
    pub dates: DateRange,
    /// The source of `--source`.
    pub source: Option<String>,
}

/// One concept of a query: a word, phrase or group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Concept {
    /// As typed.
    pub label: String,
    /// The field of the concept; `None` for text and title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Whether articles with the concept are left out.
    pub excluded: bool,
    /// The indexed words that match. `=` stands before a word that matches in this form only.
    pub words: Vec<String>,
    /// How many articles have the words as typed; `None` where nobody counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub articles: Option<u64>,
    /// The other names that match: those of its thesaurus entry that mean the same, and its corrected spellings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<CountedName>,
    /// The narrower, broader and lesser names, which only rank.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<CountedName>,
    /// The name that this word is a part of: both are looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// The number of words of the vocabulary that match, if it is over the limit of those that are searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words_found: Option<usize>,
}

/// A name, with the number of articles that have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedName {
    /// The name.
    pub name: String,
    /// How many articles have it; `None` where nobody counted.
    pub articles: Option<u64>,
}

/// Which fields of a [`Hit`] are filled. Each level takes longer than the one before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Detail {
    /// Rank, identifier, passage and score.
    Name,
    /// Also what is stored: the text of the passage and the metadata of the article.
    Text,
    /// Also the marks and the snippet.
    #[default]
    Marks,
}

/// One passage of an answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Hit {
    /// The rank in the whole answer, from 1.
    pub rank: usize,
    /// The article's identifier.
    pub id: String,
    /// The article's file, relative to the corpus.
    pub path: String,
    /// Title, date, source, author, URL, language of the article.
    #[serde(flatten)]
    pub metadata: Metadata,
    /// The number of the passage in the article, from 1.
    pub passage: u32,
    /// The number of passages of the article.
    pub passages: u32,
    /// The byte range of the passage in the article's text.
    pub range: Range<u64>,
    /// The pages that the passage lies on, where the article has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<PageRange>,
    /// The text of the passage.
    pub text: String,
    /// The byte ranges of the matches in `text`, in order, without overlap.
    pub marks: Vec<Range<usize>>,
    /// The byte ranges of the matches in the title, likewise.
    pub title_marks: Vec<Range<usize>>,
    /// The byte range of the snippet, the sentences of `text` to show if there is no room for all.
    pub snippet: Range<usize>,
    /// The byte range of the sentence of `text` that says most of it. Only lists for people have it.
    #[serde(skip)]
    pub sentence: Range<usize>,
    /// The score, which is comparable within one answer only.
    pub score: f32,
    /// The parts of the query that the article lacks, as typed.
    pub missing: Vec<String>,
    /// The parts of the query that the passage has, as typed.
    pub has: Vec<String>,
    /// The parts of the query that the passage lacks, as typed.
    pub lacks: Vec<String>,
    /// Whether the passage says it: whether it has by itself what an article must have.
    pub complete: bool,
    /// The explanation of the score, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// How the score of a hit is made up.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// The score of the hit: the sum of the four parts.
    pub score: f32,
    /// The part of the passage.
    pub passage: f32,
    /// The part of the article.
    pub article: f32,
    /// The part of nearness: concepts that follow each other in the query stand near each other in the article.
    pub nearness: f32,
    /// The part of the lead: what the passage that the article opens with has.
    pub lead: f32,
    /// The concepts that score, in the order of the query.
    pub concepts: Vec<ConceptExplanation>,
}

/// One concept of an [`Explanation`].
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ConceptExplanation {
    /// As typed.
    pub label: String,
    /// Inverse document frequency.
    pub idf: f32,
    /// The weighted number of matches in the passage.
    pub in_passage: f32,
    /// The weighted number of matches in all passages of the article.
    pub in_article: f32,
    /// The weighted number of matches in the title.
    pub in_title: f32,
    /// The score of the concept in the passage, before the weights of passage and article.
    pub passage_score: f32,
    /// The score of the concept in the article, before the weights of passage and article.
    pub article_score: f32,
}
