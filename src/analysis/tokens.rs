//! The tokens of one text, in order: what [`Analyzer::analyze`](super::Analyzer::analyze) fills and lends out.
//!
//! A token is sixteen-odd bytes and the number of a word; the words themselves stay in the lexicon, so that
//! no token costs an allocation.

use super::interest::Interest;
use super::lexicon::{Edition, FormId, Hints, Lexicon, Lists, Word};

/// One word of a text as the index and the queries see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// First byte of the surface word in the text that was given; an elided article is never part of it.
    pub start: u32,
    /// One past the last byte of the surface word.
    pub end: u32,
    /// The number of the word in the text, from 0; stop words count, elided articles do not.
    pub position: u32,
    /// How many positions the token covers: 2 for `semiconducteurs` over « semi-conducteurs ».
    pub span: u32,
    /// The word itself, in small letters without accents.
    pub exact: &'a str,
    /// What the word shares with its inflections; `None` for a stop word.
    pub stem: Option<&'a str>,
    /// The stem of the word typed without its accents, where it is another.
    pub stem_alt: Option<&'a str>,
    /// A name as it is written, after `^`, where small letters make another word of it: `^US`.
    pub cased: Option<&'a str>,
    /// Whether the word itself, without its accents, is a stop word: `dé` is `de`.
    pub is_like_stop_word: bool,
}

/// A token before its word is looked up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) position: u32,
    pub(super) span: u32,
    pub(super) form: FormId,
    pub(super) hints: Hints,
    /// An acronym means something even where its letters make a stop word.
    pub(super) is_acronym: bool,
}

/// The tokens of one text.
#[derive(Debug, Default)]
pub struct Tokens {
    pub(super) entries: Vec<Entry>,
    pub(super) lexicon: Lexicon,
    pub(super) positions: u32,
    pub(super) for_query: bool,
}

impl Tokens {
    /// The tokens by position; where several share one, the primary reading comes first.
    pub fn iter(&self) -> impl Iterator<Item = Token<'_>> {
        self.entries.iter().map(|entry| self.token(entry))
    }

    /// For each token in the same order its position and the number of its word. Tokens of one number have the same
    /// forms, also in other texts that the analyzer is given, as long as [`Tokens::edition`] stays the same.
    pub fn numbered(&self) -> impl Iterator<Item = (u32, usize)> {
        self.entries
            .iter()
            .map(|entry| (entry.position, entry.form as usize * 2 + usize::from(entry.is_acronym)))
    }

    /// The token at a place of the list.
    ///
    /// # Panics
    /// Where there are not as many tokens.
    pub fn at(&self, place: usize) -> Token<'_> {
        self.token(&self.entries[place])
    }

    /// Another one when numbers given before have become void.
    pub fn edition(&self) -> Edition {
        self.lexicon.edition
    }

    /// How many tokens there are, stacked readings included.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the text held no word.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many positions the words of the text take.
    pub fn positions(&self) -> u32 {
        self.positions
    }

    pub(super) fn clear(&mut self, for_query: bool) {
        self.entries.clear();
        self.lexicon.prune();
        self.positions = 0;
        self.for_query = for_query;
    }

    /// The token of `entry`.
    pub(super) fn token(&self, entry: &Entry) -> Token<'_> {
        let form = self.lexicon.form(entry.form);
        let is_word = entry.is_acronym || !form.is_stop_word;
        let reaches_unaccented = is_word && !(self.for_query && form.has_stranger);
        Token {
            start: entry.start,
            end: entry.end,
            position: entry.position,
            span: entry.span,
            exact: form.exact,
            stem: Some(form.stem).filter(|_| is_word),
            stem_alt: form.stem_alt.filter(|_| reaches_unaccented),
            cased: form.cased,
            is_like_stop_word: form.is_like_stop_word,
        }
    }
}

/// Where the rules put what they have read. Ranges are bytes of the normalised text.
pub(super) struct Writer<'a> {
    lists: &'a Lists,
    tokens: &'a mut Tokens,
    /// Where some forms alone are looked for: words that have none of them take a position, and are not looked up.
    interest: Option<&'a Interest>,
    /// The first reading that was passed over at the last position where one was.
    passed_over: Option<Entry>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(lists: &'a Lists, tokens: &'a mut Tokens, interest: Option<&'a Interest>) -> Self {
        Writer { lists, tokens, interest, passed_over: None }
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
        (letters, met): (&str, Option<Word>),
        is_acronym: impl FnOnce() -> bool,
    ) -> Word {
        let word = met.unwrap_or_else(|| self.look_up_if_wanted(letters));
        self.tokens.positions += 1;
        self.push_word(range, word, 1, word.is_stop_word() && is_acronym());
        if word.may_lack_accents() && (self.tokens.for_query || letters.chars().all(char::is_uppercase)) {
            self.stack_accented(range, word.id);
        }
        word
    }

    /// The words that the word `id` may be where its accents are left out: in a query, and in capitals.
    fn stack_accented(&mut self, range: (usize, usize), id: FormId) {
        for i in 0..self.tokens.lexicon.accented(id).len() {
            self.push(range, self.tokens.lexicon.accented(id)[i], 1, false);
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
        match self.interest {
            Some(interest) if !interest.may_have(word) => Word::PASSED_OVER,
            _ => self.look_up(word),
        }
    }

    fn look_up(&mut self, word: &str) -> Word {
        self.tokens.lexicon.word(word, self.lists)
    }

    fn push_word(&mut self, (start, end): (usize, usize), word: Word, span: u32, is_acronym: bool) {
        let position = self.tokens.positions.saturating_sub(1);
        let (start, end) = (start as u32, end as u32);
        let Word { id: form, hints, .. } = word;
        let entry = Entry { start, end, position, span, form, hints, is_acronym };
        let is_here = |other: &Entry| other.position == position;
        if word.is_passed_over() {
            if !self.passed_over.as_ref().is_some_and(is_here) {
                self.passed_over = Some(entry);
            }
            return;
        }
        // A primary reading that was passed over tells where the word is, if another reading of it is wanted.
        if !self.tokens.entries.last().is_some_and(is_here) {
            self.tokens.entries.extend(self.passed_over.filter(is_here));
        }
        self.tokens.entries.push(entry);
    }
}
