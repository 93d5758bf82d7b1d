//! Function and question words of French and English, which no article has to have.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::text::entries;

const LIST: &str = include_str!("data/function_words.txt");

static WORDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| entries(LIST).collect());

/// Whether a word, as typed, is a function word.
pub(super) fn is_function_word(typed: &str) -> bool {
    WORDS.contains(typed.to_lowercase().replace('’', "'").as_str())
}
