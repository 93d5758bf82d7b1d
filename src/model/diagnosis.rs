//! Why an answer has so few articles, as values; `wording` has their sentences.

use serde::{Deserialize, Serialize};

use super::DateRange;

/// Why few articles match, or none. All numbers are exact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// The topics of the query in its order, each with the number of articles that have it. Empty for a single topic.
    pub alone: Vec<TopicCount>,
    /// What leaving one topic out would add, where it adds something.
    pub without_topic: Vec<WithoutTopic>,
    /// What matches without one of the filters, where that is more.
    pub without_filter: Vec<WithoutFilter>,
    /// Words of the query that another spelling is far more usual than.
    pub spellings: Vec<Spelling>,
}

impl Diagnosis {
    /// Whether it has nothing to tell.
    pub fn is_empty(&self) -> bool {
        *self == Diagnosis::default()
    }
}

/// A topic, and how many articles have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicCount {
    /// As typed.
    pub typed: String,
    /// The number of articles, whatever the filters.
    pub articles: u64,
}

/// The query without one of its topics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithoutTopic {
    /// The topic, as typed.
    pub typed: String,
    /// How many more articles match, at least 1.
    pub more: u64,
}

/// The query without one of its filters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithoutFilter {
    /// The filter.
    #[serde(flatten)]
    pub filter: Filter,
    /// How many articles match.
    pub articles: u64,
}

/// What narrows an answer. As JSON: its fields beside its name, `filter`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "filter", rename_all = "snake_case")]
pub enum Filter {
    /// The days of the request, beside the query.
    Period {
        /// The days.
        dates: DateRange,
    },
    /// The source of the request, beside the query.
    Source {
        /// As typed.
        typed: String,
    },
    /// Dates, a source, an author or a language within the query.
    Field {
        /// As it is written in a query.
        typed: String,
    },
    /// What must not be there.
    Excluded {
        /// As typed, without the operator.
        typed: String,
    },
    /// All filters together.
    All,
}

/// A word of the query, and the spelling that the corpus nearly always has in its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spelling {
    /// As typed.
    pub typed: String,
    /// How many articles have it so spelt.
    pub articles: u64,
    /// The usual spelling, in lower case without accents.
    pub usual: String,
    /// How many articles have that.
    pub usual_articles: u64,
}
