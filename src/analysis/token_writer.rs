//! The token writer: rules give it the words that they read, and it appends tokens.

use super::{
    term_filter::TermFilter,
    tokens::{Entry, Tokens},
    words::word_cache::{Word, WordId, WordLists},
};

/// Appends tokens. Ranges are bytes of the normalised text.
pub(super) struct TokenWriter<'a> {
    lists: &'a WordLists,
    tokens: &'a mut Tokens,
    /// A word that cannot pass the filter takes a position and is not looked up.
    filter: Option<&'a TermFilter>,
    /// The primary reading of the last position whose primary reading was skipped.
    skipped: Option<Entry>,
}

impl<'a> TokenWriter<'a> {
    pub(super) fn new(lists: &'a WordLists, tokens: &'a mut Tokens, filter: Option<&'a TermFilter>) -> Self {
        TokenWriter { lists, tokens, filter, skipped: None }
    }

    /// Appends a word at a new position.
    pub(super) fn word(&mut self, range: (usize, usize), word: &str) {
        self.word_or_acronym(range, word, None, || false);
    }

    /// Appends an acronym, which is never a stop word, at a new position.
    pub(super) fn acronym(&mut self, range: (usize, usize), word: &str) {
        self.tokens.positions += 1;
        self.push(range, word, 1, true);
    }

    /// Stacks another reading at the last position. It covers `span` positions.
    pub(super) fn stack(&mut self, range: (usize, usize), word: &str, span: usize) {
        self.push(range, word, span as u32, false);
    }

    /// Stacks a wider reading at the last position of a text. A query never asks for it.
    pub(super) fn widen(&mut self, range: (usize, usize), word: &str) {
        if !self.tokens.for_query {
            self.push(range, word, 1, false);
        }
    }

    /// Whether the text is a query.
    pub(super) fn for_query(&self) -> bool {
        self.tokens.for_query
    }

    /// Appends a word at a new position. `cached` is the word if the cache has been asked for it. `is_acronym` is called
    /// only if the word is a stop word.
    pub(super) fn word_or_acronym(
        &mut self,
        range: (usize, usize),
        letters: &str,
        cached: Option<Word>,
        is_acronym: impl FnOnce() -> bool,
    ) -> Word {
        let word = cached.unwrap_or_else(|| self.look_up_filtered(letters));
        self.tokens.positions += 1;
        self.push_word(range, word, 1, word.is_stop_word() && is_acronym());
        if word.may_lack_accents() && (self.tokens.for_query || letters.chars().all(char::is_uppercase)) {
            self.stack_accented(range, word.id);
        }
        word
    }

    /// Stacks what `word`, just written, abbreviates, if it does.
    pub(super) fn stack_abbreviated(
        &mut self,
        range: (usize, usize),
        letters: &str,
        word: Word,
        has_point: impl FnOnce() -> bool,
    ) {
        if word.is_abbreviation()
            && let Some(full) = self.lists.abbreviated(letters, has_point())
        {
            self.push(range, full, 1, false);
        }
    }

    /// Stacks the accented words that the word `id` may stand for: in queries and in capitals accents are left out.
    fn stack_accented(&mut self, range: (usize, usize), id: WordId) {
        for i in 0..self.tokens.cache.accented(id).len() {
            self.push(range, self.tokens.cache.accented(id)[i], 1, false);
        }
    }

    /// Whether `word` is a stop word.
    pub(super) fn is_stop_word(&mut self, word: &str) -> bool {
        self.look_up(word).is_stop_word()
    }

    /// Whether the French dictionary has `word`, in any inflection.
    pub(super) fn is_french(&self, word: &str) -> bool {
        self.lists.stemmer.is_known(&word.to_lowercase())
    }

    fn push(&mut self, range: (usize, usize), word: &str, span: u32, is_acronym: bool) {
        let word = self.look_up_filtered(word);
        self.push_word(range, word, span, is_acronym);
    }

    /// Looks a word up unless the filter rules it out by its first letter.
    fn look_up_filtered(&mut self, word: &str) -> Word {
        match self.filter {
            Some(filter) if !filter.may_have(word) => Word::SKIPPED,
            _ => self.look_up(word),
        }
    }

    fn look_up(&mut self, word: &str) -> Word {
        self.tokens.cache.get_or_insert(word, self.lists)
    }

    fn push_word(&mut self, range: (usize, usize), word: Word, span: u32, is_acronym: bool) {
        let position = self.tokens.positions.saturating_sub(1);
        let entry = Entry {
            start: range.0 as u32,
            end: range.1 as u32,
            position,
            span,
            word: word.id,
            hashes: word.hashes,
            is_acronym,
            is_name: false,
            is_other_number: false,
        };
        let is_here = |other: &Entry| other.position == position;
        if word.is_skipped() {
            if !self.skipped.as_ref().is_some_and(is_here) {
                self.skipped = Some(entry);
            }
            return;
        }
        // If another reading of the word passes the filter, the skipped primary reading gives the range of the word.
        if !self.tokens.entries.last().is_some_and(is_here) {
            self.tokens.entries.extend(self.skipped.filter(is_here));
        }
        self.tokens.entries.push(entry);
    }
}
