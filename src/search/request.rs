//! What is asked.

use crate::backend::plan::Order;
use crate::model::{DateRange, Detail};

/// How much of a query an article must satisfy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Match {
    /// All of it; where fewer articles do than hits were asked for, the best of the rest follow.
    #[default]
    Auto,
    /// All of it.
    All,
    /// Any part of it.
    Any,
}

/// A query with its filters and the page that is wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The query as typed.
    pub query: String,
    /// Only articles of these days; undated ones are left out as soon as one end is given.
    pub dates: DateRange,
    /// Only articles whose source has these words.
    pub source: Option<String>,
    /// How much of the query an article must satisfy.
    pub matching: Match,
    /// The most hits of a page, at least 1.
    pub limit: usize,
    /// The page, from 1.
    pub page: usize,
    /// The most hits of one article; `None` for all.
    pub per_article: Option<usize>,
    /// How hits are ordered.
    pub order: Order,
    /// Whether names and concepts stand for all their names, and a word that is nowhere for words spelt
    /// nearly so.
    pub expand: bool,
    /// Whether the words that the best passages share count as well.
    pub feedback: bool,
    /// Whether hits say how their scores came about.
    pub explain: bool,
    /// How much of each hit is worked out.
    pub detail: Detail,
}

impl Request {
    /// The first ten hits of a query, at most two of one article.
    pub fn new(query: impl Into<String>) -> Self {
        Request {
            query: query.into(),
            dates: DateRange::default(),
            source: None,
            matching: Match::default(),
            limit: 10,
            page: 1,
            per_article: Some(2),
            order: Order::default(),
            expand: true,
            feedback: false,
            explain: false,
            detail: Detail::default(),
        }
    }
}
