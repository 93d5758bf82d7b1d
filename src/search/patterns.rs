//! Patterns: a prefix, a fuzzy word or a misspelt word to the words of the vocabulary that it stands for.

use super::weights::{EXACT, MISSPELT};
use crate::backend::plan::Term;
use crate::backend::{BackendError, Pattern, Search};
use crate::schema::{Form, Zone};

/// The most words that a prefix stands for. The backend keeps the most frequent; the answer says so.
pub(super) const MAX_PREFIX_WORDS: usize = 256;
/// The most words that a fuzzy word stands for.
pub(super) const MAX_FUZZY_WORDS: usize = 64;
/// The number of letters from which a word may differ by two edits; a shorter word may differ by one.
const TWO_EDITS_FROM: usize = 8;

/// The most words that a misspelt word is replaced by.
const MAX_CORRECTIONS: usize = 3;
/// The least letters of a misspelt word that is replaced: too many words are near a shorter one.
const LEAST_LETTERS_TO_CORRECT: usize = 5;

/// The terms that a pattern stands for.
pub(super) struct PatternTerms {
    pub(super) terms: Vec<Term>,
    /// How many words match the pattern, where `terms` has not all of them.
    pub(super) found: Option<usize>,
}

/// The words that start with `prefix` (folded).
pub(super) fn prefix(backend: &dyn Search, zone: Zone, prefix: String) -> Result<PatternTerms, BackendError> {
    matching_terms(backend, zone, &Pattern::Prefix(prefix), MAX_PREFIX_WORDS, |_| EXACT)
}

/// The words near `word` (folded): at most one edit away, two from eight letters on.
pub(super) fn fuzzy(backend: &dyn Search, zone: Zone, word: &str) -> Result<PatternTerms, BackendError> {
    let edits = if word.chars().count() < TWO_EDITS_FROM { 1 } else { 2 };
    let pattern = Pattern::Fuzzy(word.to_owned(), edits);
    matching_terms(
        backend,
        zone,
        &pattern,
        MAX_FUZZY_WORDS,
        |found| if found == word { EXACT } else { MISSPELT },
    )
}

/// The words nearest to `word` (folded), a word that no text has: those one edit away, or else those two edits away.
/// The first letter is assumed to be right.
pub(super) fn corrections(backend: &dyn Search, zone: Zone, word: &str) -> Result<Vec<Term>, BackendError> {
    let letters = word.chars().count();
    if letters < LEAST_LETTERS_TO_CORRECT || !word.chars().all(char::is_alphabetic) {
        return Ok(Vec::new());
    }
    let most_edits = if letters < TWO_EDITS_FROM { 1 } else { 2 };
    for edits in 1..=most_edits {
        let pattern = Pattern::Fuzzy(word.to_owned(), edits);
        let mut found = matching_terms(backend, zone, &pattern, MAX_CORRECTIONS, |_| MISSPELT)?.terms;
        found.retain(|term| term.text.chars().next() == word.chars().next());
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(Vec::new())
}

fn matching_terms(
    backend: &dyn Search,
    zone: Zone,
    pattern: &Pattern,
    limit: usize,
    weight: impl Fn(&str) -> f32,
) -> Result<PatternTerms, BackendError> {
    let vocabulary = backend.vocabulary(zone, Form::Exact, pattern, limit)?;
    let found = (vocabulary.total > vocabulary.words.len()).then_some(vocabulary.total);
    let term = |(text, _): (String, u64)| Term { form: Form::Exact, weight: weight(&text), text };
    Ok(PatternTerms { terms: vocabulary.words.into_iter().map(term).collect(), found })
}
