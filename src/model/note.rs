//! What the searcher should know about an answer, as values; `wording` has their sentences.

use serde::{Deserialize, Serialize};

/// A source, and how many articles have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceCount {
    /// The source, as written.
    pub source: String,
    /// The number of its articles.
    pub articles: u64,
}

/// One thing to know about an answer. As JSON: its fields beside a stable `code`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Note {
    /// A part of the query holds no word, and was left out.
    Wordless {
        /// The part, as typed.
        typed: String,
    },
    /// A word stands in no article; words that are spelt nearly so were searched instead.
    Mended {
        /// The word, as typed.
        typed: String,
        /// The words that were searched, the most frequent first.
        instead: Vec<String>,
    },
    /// Words that no article has were left out.
    Nowhere {
        /// The words, as typed.
        words: Vec<String>,
    },
    /// A part of the query was left out, since a plan has no more room.
    NoRoom {
        /// The part, as typed.
        typed: String,
        /// How many words and names a plan holds.
        most: usize,
    },
    /// An article must have a share of the weight of the words, not each word.
    Enough {
        /// The share, in hundredths.
        percent: u32,
    },
    /// No article has a phrase: its words were searched as words.
    PhraseNowhere {
        /// The phrase, as typed.
        typed: String,
    },
    /// A pattern stands for more words than are searched.
    TooMany {
        /// The pattern, without its mark.
        typed: String,
        /// How many words of the vocabulary it stands for.
        found: usize,
        /// How many of these, the most frequent, were searched.
        searched: usize,
    },
    /// A word also finds forms of another word.
    Conflated {
        /// The word, as typed.
        typed: String,
        /// The forms of other words that were met, in byte order.
        others: Vec<String>,
        /// The one of them that differs by its accents only: `=` does not tell it from the word.
        accented: Option<String>,
    },
    /// Articles that match have no date, so `dates` of the request says nothing about them.
    Undated {
        /// How many.
        articles: u64,
        /// Whether they are in the answer.
        kept: bool,
    },
    /// No article has the source that was asked for.
    UnknownSource {
        /// The source, as typed.
        typed: String,
        /// The sources there are, those with the most articles first.
        known: Vec<SourceCount>,
    },
    /// The corpus has changed since it was indexed.
    Behind {
        /// How many files are new.
        added: u64,
        /// How many files have changed.
        changed: u64,
        /// How many files are gone.
        removed: u64,
    },
    /// Files of the corpus that were not read, or of which a part was not.
    NotRead {
        /// How many.
        files: u64,
    },
    /// Words that the best passages share were weighed too.
    Related {
        /// The words, the weightiest first.
        words: Vec<String>,
        /// Whether articles that have none but these match as well.
        searched: bool,
    },
}
