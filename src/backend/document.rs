//! An article as a backend takes it: stored text beside analysed words, in a form that suits any engine.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::term_list::Words;
use crate::model::{Date, Metadata};
use crate::schema::Zone;

/// One passage of an article: a run of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedPassage {
    /// Where it stands in the article's text, in bytes.
    pub range: Range<usize>,
    /// How many words it has (positions of the chain).
    pub words: u32,
}

/// One article, ready to be written. Its identifier is given last, so it stands beside it (see [`super::Change`]).
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The day of publication.
    pub date: Option<Date>,
    /// What it is counted by.
    pub labels: Labels,
    /// What is stored.
    pub stored: Stored,
    /// How many words the title has.
    pub title_words: u32,
    /// Its passages in order; never empty.
    pub passages: Vec<PreparedPassage>,
    /// Its words. Those of the body are numbered through all passages: each goes on where the one before it ends.
    pub zones: Vec<(Zone, Words)>,
}

impl Prepared {
    /// The number of words of the body.
    pub fn words(&self) -> u64 {
        self.passages.iter().map(|p| u64::from(p.words)).sum()
    }
}

/// What articles are counted by, besides their dates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels {
    /// The source, as written.
    pub source: Option<String>,
    /// The ISO 639-1 code of the language.
    pub language: Option<String>,
    /// The name of the corpus.
    pub corpus: Option<String>,
}

/// What is stored of an article besides its identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// As it is.
    Plain(Record, String),
    /// As the engine keeps it, see [`super::Encode`].
    Encoded(Vec<u8>),
}

/// What is known of a text besides the text itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The file, relative to the corpus.
    pub path: String,
    /// Title, date, source, author, URL, language.
    pub metadata: Metadata,
    /// The encoding that the bytes were decoded from.
    pub encoding: String,
}
