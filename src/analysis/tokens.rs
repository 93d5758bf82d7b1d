//! The tokens of one text, in order: what [`Analyzer::analyze`](super::Analyzer::analyze) fills and lends out.
//!
//! A token is sixteen-odd bytes and the number of a word; the words themselves stay in the cache, so that
//! no token costs an allocation.

use super::words::word_cache::{CacheId, FormHashes, WordCache, WordId};

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
    pub(super) form: WordId,
    pub(super) hashes: FormHashes,
    /// An acronym means something even where its letters make a stop word.
    pub(super) is_acronym: bool,
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
    /// The tokens by position; where several share one, the primary reading comes first.
    pub fn iter(&self) -> impl Iterator<Item = Token<'_>> {
        self.entries.iter().map(|entry| self.token(entry))
    }

    /// For each token in the same order its position and the number of its word. Tokens of one number have the same
    /// forms, also in other texts that the analyzer is given, as long as [`Tokens::cache_id`] stays the same.
    pub fn word_ids(&self) -> impl Iterator<Item = (u32, usize)> {
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
    pub fn cache_id(&self) -> CacheId {
        self.cache.cache_id
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
        self.cache.prune();
        self.positions = 0;
        self.for_query = for_query;
    }

    /// The token of `entry`.
    pub(super) fn token(&self, entry: &Entry) -> Token<'_> {
        let form = self.cache.form(entry.form);
        let is_word = entry.is_acronym || !form.is_stop_word;
        let reaches_unaccented = is_word && !(self.for_query && form.has_homograph);
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
