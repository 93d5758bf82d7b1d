//! Where rules put what they read: one token for each reading of a word.

use super::{
    term_filter::TermFilter,
    tokens::{Entry, Tokens},
    words::word_cache::{Word, WordId, WordLists},
};

/// Where the rules put what they have read. Ranges are bytes of the normalised text.
pub(super) struct TokenWriter<'a> {
    lists: &'a WordLists,
    tokens: &'a mut Tokens,
    /// Where some forms alone are looked for: words that have none of them take a position, and are not looked up.
    filter: Option<&'a TermFilter>,
    /// The first reading that was passed over at the last position where one was.
    skipped: Option<Entry>,
}

impl<'a> TokenWriter<'a> {
    pub(super) fn new(lists: &'a WordLists, tokens: &'a mut Tokens, filter: Option<&'a TermFilter>) -> Self {
        TokenWriter { lists, tokens, filter, skipped: None }
    }

    /// A word at a position of its own.
    pub(super) fn word(&mut self, range: (usize, usize), word: &str) {
        self.word_or_acronym(range, (word, None), || false);
    }

    /// An acronym at a position of its own: never a stop word.
    pub(super) fn acronym(&mut self, range: (usize, usize), word: &str) {
        self.tokens.positions += 1;
        self.push(range, word, 1, true);
    }

    /// Another reading that begins with the word written last and covers `span` positions.
    pub(super) fn stack(&mut self, range: (usize, usize), word: &str, span: usize) {
        self.push(range, word, span as u32, false);
    }

    /// A wider reading of the word written last: found in texts, but never what a query asks for.
    pub(super) fn widen(&mut self, range: (usize, usize), word: &str) {
        if !self.tokens.for_query {
            self.push(range, word, 1, false);
        }
    }

    /// Whether a query is being read.
    pub(super) fn for_query(&self) -> bool {
        self.tokens.for_query
    }

    /// A word at a position of its own, looked up where it has not been; asks `is_acronym` where its letters make a
    /// stop word.
    pub(super) fn word_or_acronym(
        &mut self,
        range: (usize, usize),
        (letters, slot): (&str, Option<Word>),
        is_acronym: impl FnOnce() -> bool,
    ) -> Word {
        let word = slot.unwrap_or_else(|| self.look_up_if_wanted(letters));
        self.tokens.positions += 1;
        self.push_word(range, word, 1, word.is_stop_word() && is_acronym());
        if word.may_lack_accents() && (self.tokens.for_query || letters.chars().all(char::is_uppercase)) {
            self.stack_accented(range, word.id);
        }
        word
    }

    /// The words that the word `id` may be where its accents are left out: in a query, and in capitals.
    fn stack_accented(&mut self, range: (usize, usize), id: WordId) {
        for i in 0..self.tokens.cache.accented(id).len() {
            self.push(range, self.tokens.cache.accented(id)[i], 1, false);
        }
    }

    /// Whether `word` is a stop word.
    pub(super) fn is_stop_word(&mut self, word: &str) -> bool {
        self.look_up(word).is_stop_word()
    }

    fn push(&mut self, range: (usize, usize), word: &str, span: u32, is_acronym: bool) {
        let word = self.look_up_if_wanted(word);
        self.push_word(range, word, span, is_acronym);
    }

    fn look_up_if_wanted(&mut self, word: &str) -> Word {
        match self.filter {
            Some(filter) if !filter.may_have(word) => Word::SKIPPED,
            _ => self.look_up(word),
        }
    }

    fn look_up(&mut self, word: &str) -> Word {
        self.tokens.cache.get_or_insert(word, self.lists)
    }

    fn push_word(&mut self, (start, end): (usize, usize), word: Word, span: u32, is_acronym: bool) {
        let position = self.tokens.positions.saturating_sub(1);
        let (start, end) = (start as u32, end as u32);
        let Word { id: form, hashes, .. } = word;
        let entry = Entry { start, end, position, span, form, hashes, is_acronym };
        let is_here = |other: &Entry| other.position == position;
        if word.is_skipped() {
            if !self.skipped.as_ref().is_some_and(is_here) {
                self.skipped = Some(entry);
            }
            return;
        }
        // A primary reading that was passed over tells where the word is, if another reading of it is wanted.
        if !self.tokens.entries.last().is_some_and(is_here) {
            self.tokens.entries.extend(self.skipped.filter(is_here));
        }
        self.tokens.entries.push(entry);
    }
}
