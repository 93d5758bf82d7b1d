//! The tokens of one text, in order. [`Analyzer::analyze`](super::Analyzer::analyze) fills and lends them.
//!
//! An entry has the id of its word; the letters stay in the word cache. No token costs an allocation.

use super::words::word_cache::{CacheId, FormHashes, WordCache, WordId};

/// One word of a text, as the index and the queries see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// The first byte of the surface word in the text. An elided article is never part of the word.
    pub start: u32,
    /// The byte after the last byte of the surface word.
    pub end: u32,
    /// The number of the word in the text, from 0. Stop words count; elided articles do not.
    pub position: u32,
    /// The number of positions that the token covers: 2 for `semiconducteurs` over « semi-conducteurs ».
    pub span: u32,
    /// The exact form: the word in lower case without accents.
    pub exact: &'a str,
    /// The stem, which the word shares with its inflections; `None` for a stop word.
    pub stem: Option<&'a str>,
    /// The stem of the word without its accents, if it differs.
    pub stem_alt: Option<&'a str>,
    /// `^` and the name as written, if the lower-case form is another word: `^US`.
    pub cased: Option<&'a str>,
    /// Whether the exact form is a stop word: `dé` is folded to `de`.
    pub is_like_stop_word: bool,
    /// In a query: whether the word is a proper name or an acronym, whose stem is not asked for.
    pub is_name: bool,
    /// Whether the token is the plural or the singular of the name before it, which is in its other number.
    pub is_other_number: bool,
}

/// A token with the id of its word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) position: u32,
    pub(super) span: u32,
    pub(super) word: WordId,
    pub(super) hashes: FormHashes,
    /// Whether the token is an acronym, which is never a stop word.
    pub(super) is_acronym: bool,
    /// Whether the token is a name: see [`super::names`].
    pub(super) is_name: bool,
    /// Whether the token is the other number of the name before it.
    pub(super) is_other_number: bool,
}

/// The tokens of one text.
#[derive(Debug, Default)]
pub struct Tokens {
    pub(super) entries: Vec<Entry>,
    pub(super) cache: WordCache,
    pub(super) positions: u32,
    pub(super) for_query: bool,
}

impl Tokens {
    /// The tokens by position. Of the tokens at one position the primary reading comes first.
    pub fn iter(&self) -> impl Iterator<Item = Token<'_>> {
        self.entries.iter().map(|entry| self.token(entry))
    }

    /// The position and the word id of each token, in the order of [`Tokens::iter`]. Tokens of one id have the same
    /// forms, in all texts of this analyzer, as long as [`Tokens::cache_id`] stays the same.
    pub fn word_ids(&self) -> impl Iterator<Item = (u32, usize)> {
        self.entries
            .iter()
            .map(|entry| (entry.position, entry.word as usize * 2 + usize::from(entry.is_acronym)))
    }

    /// The token at index `place`.
    ///
    /// # Panics
    /// If `place` is not less than [`Tokens::len`].
    pub fn at(&self, place: usize) -> Token<'_> {
        self.token(&self.entries[place])
    }

    /// The id of the word cache. When it changes, earlier word ids are void.
    pub fn cache_id(&self) -> CacheId {
        self.cache.cache_id
    }

    /// The number of tokens, stacked readings included.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the text has no word.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The number of positions that the words of the text take.
    pub fn positions(&self) -> u32 {
        self.positions
    }

    pub(super) fn clear(&mut self, for_query: bool) {
        self.entries.clear();
        self.cache.prune();
        self.positions = 0;
        self.for_query = for_query;
    }

    /// The token of `entry`.
    pub(super) fn token(&self, entry: &Entry) -> Token<'_> {
        let form = self.cache.form(entry.word);
        let is_word = entry.is_acronym || !form.is_stop_word;
        // An unaccented word of a query asks for the accented words that it may stand for: no text must repeat that.
        let reaches_unaccented = is_word && !form.has_homograph;
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
            is_name: entry.is_name,
            is_other_number: entry.is_other_number,
        }
    }
}
