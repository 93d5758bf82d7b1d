//! An article as a backend takes it: the text to store and the analysed words, in a form that suits any engine.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::term_list::Words;
use crate::model::{Date, Metadata, Origins, Pages};
use crate::schema::Zone;

/// One passage of an article: a run of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedPassage {
    /// Its bytes in the article's text.
    pub range: Range<usize>,
    /// The number of its words (positions of the chain).
    pub words: u32,
}

/// One article, ready to be written. It has no identifier yet: a [`super::Change`] gives it one.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The day of publication.
    pub date: Option<Date>,
    /// The values of its facets.
    pub labels: Labels,
    /// The text and metadata to store.
    pub stored: Stored,
    /// The number of words of the title.
    pub title_words: u32,
    /// Its passages in order; never empty.
    pub passages: Vec<PreparedPassage>,
    /// The words of each zone. The positions of the body run through all passages: a passage starts where the one
    /// before ends.
    pub zones: Vec<(Zone, Words)>,
}

impl Prepared {
    /// The number of words of the body.
    pub fn words(&self) -> u64 {
        self.passages.iter().map(|p| u64::from(p.words)).sum()
    }
}

/// The values of the facets of an article, except the month, which comes from its date.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labels {
    /// The source, as written.
    pub source: Option<String>,
    /// The ISO 639-1 code of the language.
    pub language: Option<String>,
    /// The name of the corpus.
    pub corpus: Option<String>,
}

/// The stored part of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// Metadata and text, as they are.
    Plain(Box<Record>, String),
    /// The bytes of the engine's store, see [`super::Encode`].
    Encoded(Vec<u8>),
}

/// The metadata that is stored with a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The file, relative to the corpus.
    pub path: String,
    /// Title, date, source, author, URL, language.
    pub metadata: Metadata,
    /// What says the metadata.
    pub origins: Origins,
    /// Where the pages of the text begin.
    pub pages: Pages,
    /// The encoding that the bytes were decoded from.
    pub encoding: String,
}
