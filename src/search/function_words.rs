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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: bool) {
        let wrong: Vec<&str> = words.split(' ').filter(|word| is_function_word(word) != expected).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn little_words_of_both_languages() {
        check("quelle Comment POURQUOI qu’est-ce selon the in What about", true);
        check("puce or but us may part contre China", false);
    }

    #[test]
    fn the_list_is_in_order() {
        assert!(entries(LIST).is_sorted_by(|a, b| a < b));
    }
}
