//! Facets: how many of the articles that match have each value of their metadata.

use std::fmt;
use std::str::FromStr;

use serde::de::IntoDeserializer;
use serde::de::value::Error as UnknownName;
use serde::{Deserialize, Serialize};

use super::{Note, Understood};

/// What articles are counted by. The names in JSON are `source`, `language`, `corpus`, `year`, `month`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FacetBy {
    /// The source, as written.
    Source,
    /// The ISO 639-1 code of the language.
    Language,
    /// The name of the corpus.
    Corpus,
    /// The year of publication.
    Year,
    /// The month of publication.
    Month,
}

impl FacetBy {
    /// All of them.
    pub const ALL: [FacetBy; 5] =
        [FacetBy::Source, FacetBy::Language, FacetBy::Corpus, FacetBy::Year, FacetBy::Month];

    /// Whether the values have an order of their own, that of time.
    pub fn is_time(self) -> bool {
        matches!(self, FacetBy::Year | FacetBy::Month)
    }
}

impl fmt::Display for FacetBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl FromStr for FacetBy {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        FacetBy::deserialize(name.into_deserializer())
    }
}

/// The facets of a query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facets {
    /// How the query was understood.
    pub query: Understood,
    /// What the searcher should know.
    pub notes: Vec<Note>,
    /// How many articles match.
    pub articles: u64,
    /// How many articles were searched: those that the filters let through.
    pub all: u64,
    /// The counts, by each facet that was asked for.
    pub facets: Vec<FacetTable>,
}

/// The counts by one facet. The articles of all values add up to those of the query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FacetTable {
    /// What the articles are counted by.
    pub by: FacetBy,
    /// The values of articles that match: those with the most articles first, years and months in order of time.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FacetValue {
    /// The value; `None` for articles without one.
    pub value: Option<String>,
    /// How many articles match.
    pub articles: u64,
    /// How many articles were searched.
    pub all: u64,
    /// `articles` as a share of `all`, which is more than nothing.
    pub share: f64,
}
