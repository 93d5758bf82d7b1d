//! A word that stands for others: the vocabulary's words that start so, or that are spelt nearly so.

use super::rank::{EXACT, MISSPELT};
use crate::backend::plan::Term;
use crate::backend::{BackendError, Pattern, Search};
use crate::schema::{Form, Zone};

/// The most words that a prefix stands for: the most frequent are taken, and the answer says so.
pub(super) const MAX_PREFIX_WORDS: usize = 256;
/// The most words that a misspelling stands for.
pub(super) const MAX_FUZZY_WORDS: usize = 64;
/// Shorter words may differ by one edit, longer ones by two.
const TWO_EDITS_FROM: usize = 8;

/// The most words that a word which is nowhere is taken for.
const MAX_MENDED_WORDS: usize = 3;
/// A shorter word that is nowhere is left as it is: too many words are spelt nearly so.
const LEAST_LETTERS_TO_MEND: usize = 5;

/// Terms that a pattern stands for, with how many words there are where that is more.
pub(super) struct Expansion {
    pub(super) terms: Vec<Term>,
    pub(super) found: Option<usize>,
}

/// The words that start with `prefix` (folded).
pub(super) fn prefix(backend: &dyn Search, zone: Zone, prefix: String) -> Result<Expansion, BackendError> {
    expand(backend, zone, &Pattern::Prefix(prefix), MAX_PREFIX_WORDS, |_| EXACT)
}

/// The words spelt nearly as `word` (folded): one edit away, or two from eight letters on.
pub(super) fn fuzzy(backend: &dyn Search, zone: Zone, word: &str) -> Result<Expansion, BackendError> {
    let edits = if word.chars().count() < TWO_EDITS_FROM { 1 } else { 2 };
    let pattern = Pattern::Fuzzy(word.to_owned(), edits);
    expand(backend, zone, &pattern, MAX_FUZZY_WORDS, |found| if found == word { EXACT } else { MISSPELT })
}

/// The words spelt most nearly as `word` (folded), which is nowhere itself: one edit away, else two. The first letter
/// is taken to be right.
pub(super) fn mended(backend: &dyn Search, zone: Zone, word: &str) -> Result<Vec<Term>, BackendError> {
    let letters = word.chars().count();
    if letters < LEAST_LETTERS_TO_MEND || !word.chars().all(char::is_alphabetic) {
        return Ok(Vec::new());
    }
    for edits in 1..=if letters < TWO_EDITS_FROM { 1 } else { 2 } {
        let pattern = Pattern::Fuzzy(word.to_owned(), edits);
        let mut found = expand(backend, zone, &pattern, MAX_MENDED_WORDS, |_| MISSPELT)?.terms;
        found.retain(|term| term.text.chars().next() == word.chars().next());
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

fn expand(
    backend: &dyn Search,
    zone: Zone,
    pattern: &Pattern,
    limit: usize,
    weight: impl Fn(&str) -> f32,
) -> Result<Expansion, BackendError> {
    let vocabulary = backend.vocabulary(zone, Form::Exact, pattern, limit)?;
    let found = (vocabulary.total > vocabulary.words.len()).then_some(vocabulary.total);
    let term = |(text, _): (String, u64)| Term { form: Form::Exact, weight: weight(&text), text };
    Ok(Expansion { terms: vocabulary.words.into_iter().map(term).collect(), found })
}
