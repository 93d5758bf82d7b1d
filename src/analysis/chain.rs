//! The named chain: its word lists, its rules in order, and the fingerprint of both.
//!
//! Built once and shared; what runs is an [`Analyzer`](super::Analyzer). Nothing that changes here while it runs
//! changes an answer: only what earlier analyzers have met is kept for later ones.

use crate::text::unglue;

use super::{
    capitals::{self, Capitals},
    pool::Pool,
    rules::{
        Rule,
        acronym::Acronym,
        apostrophe::{self, Apostrophe, WholeWords},
        compound::Compound,
        elision::{self, Elision},
        inclusive::{self, Inclusive},
        number::{self, Number},
        symbol::Symbol,
    },
    words::{
        fold::fold,
        lemmas,
        stemmer::{self, Conflation},
        stop_words,
        word_cache::{self, WordLists},
    },
};

/// Raised whenever the same text and the same lists may give other tokens than before.
const RULES_VERSION: &str = "french 2, rust-stemmers 1.2";

/// The French chain: from text to tokens, the same for documents and queries.
pub struct Chain {
    pub(super) lists: WordLists,
    pub(super) capitals: Capitals,
    /// In order: the first rule that takes a piece has it. What none takes is an ordinary word.
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
                Box::new(Acronym),
                Box::new(Symbol),
                Box::new(Inclusive::french()),
                Box::new(Apostrophe(WholeWords::french())),
                Box::new(Compound),
                Box::new(Number::french()),
            ],
            fingerprint: fingerprint(),
            pool: Pool::default(),
        }
    }

    /// Hexadecimal: another one means that other tokens may come out, and that an index must be rebuilt.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Small letters without accents, as in every token.
    pub fn fold(&self, text: &str) -> String {
        fold(text).into_owned()
    }

    /// Whether `word` is one of the French dictionary, in any inflection: as such it is not misspelt.
    pub fn is_french(&self, word: &str) -> bool {
        self.lists.stemmer.is_known(&word.to_lowercase())
    }

    /// How two words that share a stem came by it.
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

/// Every list of one entry a line, in the order in which the fingerprint reads them.
pub(super) const WORD_LISTS: [&str; 12] = [
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
    word_cache::PREFIXES,
    word_cache::CASED,
];

/// The lists that a script made: they stand for themselves by their digests, for reading them takes time.
pub(super) const MADE_LISTS: [&str; 2] = [lemmas::LEMMAS, lemmas::KNOWN];

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
