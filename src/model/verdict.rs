//! Whether an article matches a query, and if not which of its clauses fail, as values; `wording` has their sentences.

use std::ops::Range;

use serde::Serialize;

use super::{Date, Filter, Metadata, Note};

/// Whether an article matches a query, and why not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// The query, as typed.
    pub query: String,
    /// The article's identifier.
    pub id: String,
    /// Title, date, source, author, URL, language of the article.
    #[serde(flatten)]
    pub metadata: Metadata,
    /// Whether it matches.
    pub matches: bool,
    /// The rank of its first hit in the answer, from 1. An article that does not match has one where it follows those that
    /// do, since it has a part of the query.
    pub rank: Option<usize>,
    /// How many articles match.
    pub articles: u64,
    /// The clauses that fail, in the order of the query. Empty where it matches.
    pub clauses: Vec<Clause>,
    /// The passage with the most of the query, where a topic is missing.
    pub nearest: Option<Nearest>,
    /// What the searcher should know of the query.
    pub notes: Vec<Note>,
}

/// A clause of a query that an article fails. As JSON: its fields beside its name, `clause`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "clause", rename_all = "snake_case")]
pub enum Clause {
    /// It lacks a topic.
    Lacks {
        /// As typed.
        typed: String,
        /// The other names that would do.
        also: Vec<String>,
        /// How many articles have it.
        articles: u64,
    },
    /// It has words of a phrase, but not as the phrase asks.
    Apart {
        /// The phrase, as typed.
        typed: String,
        /// The number of its words.
        words: usize,
        /// How many of them the nearest passage has.
        found: usize,
        /// How many articles have the phrase.
        articles: u64,
        /// The passage with the most of its words.
        nearest: Nearest,
    },
    /// Any topic is enough, and it has none.
    NoneOf {
        /// The topics, as typed.
        typed: Vec<String>,
    },
    /// Of many words it has too few.
    Light {
        /// The words that it has.
        has: Vec<Weighed>,
        /// The words that it lacks.
        lacks: Vec<Weighed>,
        /// The weight of what it has, in hundredths of the whole.
        percent: u32,
        /// The weight that is asked for.
        least: u32,
    },
    /// A filter leaves it out.
    Filtered {
        /// The filter.
        by: Filter,
        /// The date of the article, where the filter is one of dates.
        date: Option<Date>,
        /// Where it has what must not be there.
        at: Option<Nearest>,
    },
}

impl Clause {
    /// Whether what is missing is a topic, of which the clause shows no passage by itself.
    pub fn is_of_topic(&self) -> bool {
        matches!(self, Clause::Lacks { .. } | Clause::Light { .. })
    }

    /// The passage that the clause is about.
    pub fn shown(&self) -> Option<&Nearest> {
        match self {
            Clause::Apart { nearest, .. } => Some(nearest),
            Clause::Filtered { at, .. } => at.as_ref(),
            Clause::Lacks { .. } | Clause::NoneOf { .. } | Clause::Light { .. } => None,
        }
    }
}

/// A word, with its share of the weight of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weighed {
    /// As typed.
    pub typed: String,
    /// In hundredths.
    pub percent: u32,
}

/// A passage, or the title, with marks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Nearest {
    /// The number of the passage, from 1; `None` for the title.
    pub passage: Option<u32>,
    /// Its text.
    pub text: String,
    /// The matches: byte ranges of `text`, in order.
    pub marks: Vec<Range<usize>>,
    /// The part of `text` to show.
    pub snippet: Range<usize>,
}
