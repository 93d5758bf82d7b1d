//! What the searcher should know about an answer, as values; `wording` has their sentences.

use serde::{Deserialize, Serialize};

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
    /// Words that the best passages share were weighed too.
    Related {
        /// The words, the weightiest first.
        words: Vec<String>,
        /// Whether articles that have none but these match as well.
        searched: bool,
    },
}
