//! Stop words: words that are too common to be searched for.
//!
//! The list is short: articles, pronouns, prepositions, a few forms of *être* and *avoir*. It takes words in lower case;
//! acronyms such as `AI` and `EU` are kept by [`crate::analysis::capitals`].

use rustc_hash::FxHashSet;

use crate::text::entries;

use crate::analysis::words::fold::fold;

pub(in crate::analysis) const LIST: &str = include_str!("../data/stop.txt");

/// The French stop words.
#[derive(Debug)]
pub(in crate::analysis) struct StopWords {
    words: FxHashSet<String>,
}

impl StopWords {
    pub(in crate::analysis) fn french() -> Self {
        StopWords {
            words: entries(LIST).flat_map(|word| [fold(word).into_owned(), word.to_owned()]).collect(),
        }
    }

    /// Whether `word`, in lower case, is a stop word. It may lack the accents of a listed word, and may not have others:
    /// « né » is not « ne ».
    pub(in crate::analysis) fn contains(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: bool) {
        assert_eq!(StopWords::french().contains(input), expected, "{input}");
    }

    #[test]
    fn stops() {
        for word in ["le", "a", "à", "etre", "être", "jusqu", "quelquun"] {
            check(word, true);
        }
        for word in ["plus", "puce", "us", "ia", "contre", "sans", "marche", "né", "sûr", "dû"] {
            check(word, false);
        }
    }
}
