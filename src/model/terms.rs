//! What is typical of the articles that match a query, and what two queries have in common.

use serde::Serialize;

use super::{Hit, Note, Understood};

/// The typical terms of a query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypicalTerms {
    /// How the query was understood.
    pub query: Understood,
    /// What the searcher should know.
    pub notes: Vec<Note>,
    /// How many articles match.
    pub articles: u64,
    /// How many articles were searched: those that the filters let through.
    pub all: u64,
    /// The words and names, the most typical first.
    pub terms: Vec<TypicalTerm>,
}

/// A word, with all its inflections, or a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypicalTerm {
    /// In its most frequent spelling.
    pub term: String,
    /// Whether it is a name of several words.
    pub is_name: bool,
    /// How many of the articles that match have it.
    pub articles: u64,
    /// How many of the articles that were searched have it.
    pub all: u64,
    /// The log-likelihood ratio: over 3.84, 6.63 and 10.83 a chance of less than 5, 1 and .1 % that the shares are equal.
    pub g2: f64,
}

/// Two queries beside each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// How the two were understood.
    pub queries: [Understood; 2],
    /// What the searcher should know.
    pub notes: Vec<Note>,
    /// The articles that match the first only.
    pub only_first: Shared,
    /// Those that match both.
    pub both: Shared,
    /// Those that match the second only.
    pub only_second: Shared,
}

/// Some articles.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Shared {
    /// How many.
    pub articles: u64,
    /// The best passages of the best of them.
    pub best: Vec<Hit>,
}
