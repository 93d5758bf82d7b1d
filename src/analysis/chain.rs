//! The chain: its word lists, its rules in order, and the fingerprint of both.
//!
//! A chain is built once and shared between threads; an [`Analyzer`](super::Analyzer) runs it. The only state that
//! changes is the pool of word caches, which changes no answer.

use crate::text::unglue;

use super::{
    capitals::{self, Capitals},
    pool::Pool,
    rules::{
        Rule,
        acronym::Acronym,
        apostrophe::{self, Apostrophe, WholeWords},
        clock::Clock,
        compound::Compound,
        date::Date,
        elision::{self, Elision},
        inclusive::{self, Inclusive},
        line_end::LineEnd,
        number::{self, Number},
        reference::Reference,
        sign::Sign,
        symbol::Symbol,
    },
    words::{
        fold::fold,
        lemmas::{self, is_ordinary},
        stemmer::{self, Conflation},
        stop_words,
        word_cache::{self, WordLists},
    },
};

/// The version of the code in the fingerprint. It is raised whenever the same text and lists may give other tokens.
const RULES_VERSION: &str = "french 4, rust-stemmers 1.2";

/// The French chain: it turns text into tokens, of documents and queries alike.
///
/// ```
/// use vigie::analysis::Chain;
///
/// let chain = Chain::french();
/// let mut analyzer = chain.analyzer();
/// let tokens = analyzer.analyze("L’exportation de semi-conducteurs");
/// let words: Vec<_> = tokens.iter().map(|token| (token.position, token.exact, token.stem)).collect();
/// assert_eq!(
///     words,
///     [
///         (0, "exportation", Some("export")),
///         (1, "de", None),
///         (2, "semi", Some("sem")),
///         (2, "semiconducteurs", Some("semiconducteur")),
///         (3, "conducteurs", Some("conducteur")),
///     ]
/// );
/// ```
pub struct Chain {
    pub(super) lists: WordLists,
    pub(super) capitals: Capitals,
    /// The rules in order. The first rule that accepts a piece reads it; a piece that no rule accepts is a plain word.
    pub(super) rules: Vec<Box<dyn Rule>>,
    fingerprint: String,
    pub(super) pool: Pool,
}

impl Chain {
    /// Loads the word lists.
    pub fn french() -> Self {
        Chain {
            lists: WordLists::french(),
            capitals: Capitals::french(),
            rules: vec![
                Box::new(Elision::french()),
                Box::new(Reference),
                Box::new(Sign),
                Box::new(Date),
                Box::new(Clock),
                Box::new(Acronym),
                Box::new(Symbol),
                Box::new(Inclusive::french()),
                Box::new(Apostrophe(WholeWords::french())),
                Box::new(LineEnd),
                Box::new(Compound),
                Box::new(Number::french()),
            ],
            fingerprint: fingerprint(),
            pool: Pool::default(),
        }
    }

    /// The fingerprint of rules and lists, in hexadecimal. If it differs, tokens may differ: an index must be rebuilt.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// `text` in lower case without accents, as in the exact form of tokens.
    pub fn fold(&self, text: &str) -> String {
        fold(text).into_owned()
    }

    /// Whether the French dictionary has `word`, in any inflection. Such a word is not misspelt.
    pub fn is_french(&self, word: &str) -> bool {
        self.lists.stemmer.is_known(&word.to_lowercase())
    }

    /// Whether the French dictionary has `exact`, a folded word, other than as a finite verb, and no listed name is spelt so
    /// (`Cadence`).
    pub fn is_common_word(&self, exact: &str) -> bool {
        is_ordinary(exact) && !self.lists.is_listed_name(exact)
    }

    /// Why two words that share a stem share it.
    pub fn conflation(&self, one: &str, other: &str) -> Conflation {
        self.lists.stemmer.conflation(&one.to_lowercase(), &other.to_lowercase())
    }

    /// Whether `exact`, a folded word, is a stop word.
    pub fn is_stop_word(&self, exact: &str) -> bool {
        self.lists.stop.contains(exact)
    }
}

impl std::fmt::Debug for Chain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Chain").field("fingerprint", &self.fingerprint).finish_non_exhaustive()
    }
}

/// The hand-made lists, in the order in which the fingerprint reads them.
pub(super) const WORD_LISTS: [&str; 13] = [
    stop_words::LIST,
    stemmer::STEMS,
    stemmer::VERBS,
    elision::ELIDED,
    apostrophe::WHOLE,
    inclusive::ENDINGS,
    capitals::ACRONYMS,
    number::MAGNITUDES,
    number::UNITS,
    number::CURRENCIES,
    word_cache::ABBREVIATIONS,
    word_cache::PREFIXES,
    word_cache::CASED,
];

/// The lists that a script makes. The fingerprint reads the digests in their headings, since the lists are long.
pub(super) const MADE_LISTS: [&str; 3] = [lemmas::LEMMAS, lemmas::KNOWN, lemmas::ORDINARY];

fn fingerprint() -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(RULES_VERSION.as_bytes());
    for list in WORD_LISTS.iter().chain(&unglue::WORD_LISTS) {
        hash.update(&(list.len() as u64).to_le_bytes());
        hash.update(list.as_bytes());
    }
    for list in MADE_LISTS {
        hash.update(lemmas::digest(list).as_bytes());
    }
    hash.finalize().to_hex()[..16].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::entries;

    #[test]
    fn lists_are_sorted_without_duplicates() {
        for list in WORD_LISTS {
            assert!(entries(list).is_sorted_by(|a, b| a < b), "{list}");
            assert!(list.starts_with('#'), "the source and licence come first: {list}");
        }
    }

    #[test]
    fn the_fingerprint_is_stable() {
        let chain = Chain::french();
        assert_eq!(chain.fingerprint(), Chain::french().fingerprint());
        assert!(chain.fingerprint().bytes().all(|byte| byte.is_ascii_hexdigit()));
    }

    #[test]
    fn chains_are_shared_between_threads() {
        fn check<T: Send + Sync>() {}
        check::<Chain>();
    }
}
