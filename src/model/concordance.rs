//! A concordance (KWIC, keyword in context): each use of a keyword, with the words around it.

use std::fmt;
use std::str::FromStr;

use serde::de::IntoDeserializer;
use serde::de::value::Error as UnknownName;
use serde::{Deserialize, Serialize};

use super::{Metadata, Note, Understood};

/// The order of the lines of a concordance. The names in JSON are `date`, `left`, `right`, `source`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LineOrder {
    /// The latest article first, those without a date last; within an article in the order of its text.
    #[default]
    Date,
    /// By the words before, from the nearest on.
    Left,
    /// By the words after.
    Right,
    /// By source, then by date.
    Source,
}

/// What the lines of a concordance are grouped by. The names in JSON are `form`, `left`, `right`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Neighbour {
    /// The keyword as it stands in the text.
    Form,
    /// The word before it.
    Left,
    /// The word after it.
    Right,
}

macro_rules! named {
    ($($name:ty),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.serialize(f)
            }
        }

        impl FromStr for $name {
            type Err = UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                <$name>::deserialize(name.into_deserializer())
            }
        }
    )*};
}

named!(LineOrder, Neighbour);

impl LineOrder {
    /// Every order.
    pub const ALL: [LineOrder; 4] = [LineOrder::Date, LineOrder::Left, LineOrder::Right, LineOrder::Source];
}

impl Neighbour {
    /// Everything to group by.
    pub const ALL: [Neighbour; 3] = [Neighbour::Form, Neighbour::Left, Neighbour::Right];
}

/// One use of the keyword.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Use {
    /// The identifier of the article.
    pub id: String,
    /// Its title, date, source, author, URL, language.
    #[serde(flatten)]
    pub metadata: Metadata,
    /// The number of the passage, from 1; 0 is the title.
    pub passage: u32,
    /// The first byte of the keyword in the article's text, or in its title.
    pub start: u64,
    /// The text before it, on one line.
    pub left: String,
    /// The keyword as it stands there.
    pub form: String,
    /// The text after it, on one line.
    pub right: String,
}

/// The uses with the same neighbour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NeighbourCount {
    /// The neighbour in its most frequent spelling; empty where the text begins or ends there.
    pub words: String,
    /// How many uses have it.
    pub uses: u64,
    /// In how many articles.
    pub articles: u64,
}

/// A random sample of the uses: the same seed draws the same uses again, as long as they are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sample {
    /// How many uses are drawn.
    pub size: usize,
    /// The seed.
    pub seed: u64,
}

/// The uses of a keyword in all articles that match a query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concordance {
    /// How the query was understood.
    pub query: Understood,
    /// What the searcher should know.
    pub notes: Vec<Note>,
    /// The keyword, as typed.
    pub keyword: String,
    /// How often it is used.
    pub uses: u64,
    /// In how many articles it is used.
    pub articles: u64,
    /// How many articles match the query; some may have the keyword nowhere.
    pub matching: u64,
    /// The keyword as it stands in the texts, the most frequent form first.
    pub forms: Vec<NeighbourCount>,
    /// What the uses were grouped by, if they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<Neighbour>,
    /// The counts by neighbour, the most frequent first; empty where nothing was grouped.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<NeighbourCount>,
    /// The sample that was drawn, if one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<Sample>,
    /// The lines, in order.
    pub lines: Vec<Use>,
}
