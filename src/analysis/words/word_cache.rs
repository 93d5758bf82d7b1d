//! A surface word goes in; the number of its forms comes out, with what the rules ask of it.
//!
//! Every word is worked out once and remembered, since stemming is most of what analysis costs. One cache
//! belongs to one thread. Never keeps a word in capitals apart: that is decided where the word stands.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::text::entries;

use crate::analysis::{
    words::fold::fold,
    words::stemmer::{FrenchStemmer, Stem},
    words::stop_words::StopWords,
};

pub(in crate::analysis) const PREFIXES: &str = include_str!("../data/prefixes.txt");
pub(in crate::analysis) const CASED: &str = include_str!("../data/cased.txt");

/// A token is an index key; keys have a greatest length.
const MAX_TOKEN_BYTES: usize = u8::MAX as usize;
/// The longest word of `data/prefixes.txt`, `pseudo` or `techno`; accents make it no prefix.
const MAX_PREFIX_BYTES: usize = 6;
/// Stands before a word that keeps its capitals; no other token begins so.
pub(in crate::analysis) const CASED_MARK: char = '^';
/// Beyond this the cache is emptied before the next text.
const MAX_BYTES: usize = 16 << 20;

/// What the cache needs to work out a word.
pub(in crate::analysis) struct WordLists {
    pub(in crate::analysis) stop: StopWords,
    pub(in crate::analysis) stemmer: FrenchStemmer,
    prefixes: FxHashSet<&'static str>,
    cased: FxHashSet<&'static str>,
}

impl WordLists {
    pub(in crate::analysis) fn french() -> Self {
        WordLists {
            stop: StopWords::french(),
            stemmer: FrenchStemmer::new(),
            prefixes: entries(PREFIXES).collect(),
            cased: entries(CASED).collect(),
        }
    }
}

/// The number of a word in its cache.
pub(in crate::analysis) type WordId = u32;

/// The number of the word without letters, which stands for those that were not looked up.
const SKIPPED: WordId = 0;

/// Tells lexicons apart: the numbers of one mean nothing in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheId(u64);

impl Default for CacheId {
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        CacheId(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// What the rules ask of a word, and whoever looks for some words.
#[derive(Debug, Clone, Copy)]
pub(in crate::analysis) struct Word {
    pub(in crate::analysis) id: WordId,
    pub(in crate::analysis) hashes: FormHashes,
    flags: u8,
}

/// A byte for each form of a word: most words are told by it from those that someone looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) struct FormHashes {
    pub(in crate::analysis) exact: u8,
    pub(in crate::analysis) stem: u8,
    /// That of the stem where there is no other.
    pub(in crate::analysis) stem_alt: u8,
}

impl FormHashes {
    /// Those of a word that nobody looks for: no form has this byte.
    const NONE: FormHashes = FormHashes { exact: 0, stem: 0, stem_alt: 0 };

    /// The byte of a form: alike forms have the same.
    pub(in crate::analysis) fn of(form: &str) -> u8 {
        FxBuildHasher.hash_one(form).to_le_bytes()[3].max(1)
    }

    /// The byte of the exact form that a word with this `cased` form has.
    pub(in crate::analysis) fn of_cased(cased: &str) -> u8 {
        FormHashes::of(&fold(cased.trim_start_matches(CASED_MARK)))
    }
}

impl Word {
    /// In the place of a word that nobody looks for.
    pub(in crate::analysis) const SKIPPED: Word = Word { id: SKIPPED, hashes: FormHashes::NONE, flags: 0 };

    const STOP_WORD: u8 = 1;
    const PREFIX: u8 = 1 << 1;
    const LACKS_ACCENTS: u8 = 1 << 2;

    pub(in crate::analysis) fn is_skipped(self) -> bool {
        self.id == SKIPPED
    }

    pub(in crate::analysis) fn is_stop_word(self) -> bool {
        self.flags & Word::STOP_WORD != 0
    }

    /// Whether it may be written with the next word, with a hyphen or apart: `cyber attaque`.
    pub(in crate::analysis) fn is_prefix(self) -> bool {
        self.flags & Word::PREFIX != 0
    }

    /// Whether it may be other words where accents are left out.
    pub(in crate::analysis) fn may_lack_accents(self) -> bool {
        self.flags & Word::LACKS_ACCENTS != 0
    }
}

/// What tokens show of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) struct Form<'l> {
    /// In small letters without accents.
    pub(in crate::analysis) exact: &'l str,
    pub(in crate::analysis) stem: &'l str,
    /// The stem of the word typed without its accents, where it is another.
    pub(in crate::analysis) stem_alt: Option<&'l str>,
    /// The word as written, after [`CASED_MARK`], where its capitals make it another word.
    pub(in crate::analysis) cased: Option<&'l str>,
    pub(in crate::analysis) is_stop_word: bool,
    /// Whether it is a stop word without its accents: `dé`.
    pub(in crate::analysis) is_like_stop_word: bool,
    /// Without its accents it is another word, so a query must not reach for that one.
    pub(in crate::analysis) has_homograph: bool,
}

/// All the words that one analyzer has slot. To find a word takes one look at one place, and so does what the rules
/// ask of it: most of what a known word costs is waiting for memory. What tokens show of it lies apart.
#[derive(Debug)]
pub(in crate::analysis) struct WordCache {
    /// Which cache it is, so that its numbers are not taken for those of another.
    pub(in crate::analysis) cache_id: CacheId,
    words: HashTable<Slot>,
    /// By number.
    rows: Vec<FormRow>,
    /// The letters of all forms: long surfaces, exact forms, stems.
    letters: String,
    /// Of the few words that have them, by number: what they may be with accents, and the name that they are.
    accented: FxHashMap<WordId, Vec<&'static str>>,
    cased: FxHashMap<WordId, Box<str>>,
}

/// A word as it was slot: half a line of the processor's cache. Nearly every word is told by two numbers and its
/// length, so that none is compared byte by byte.
#[derive(Debug, Clone, Copy)]
struct Slot {
    ends: [u64; 2],
    length: u32,
    /// Where a word of more than [`SHORT_BYTES`] stands among the letters of the cache.
    start: u32,
    word: Word,
}

/// As many bytes as the [`ends`] of a word tell.
const SHORT_BYTES: usize = 2 * size_of::<u64>();

/// Where the letters of a form are: the exact form, the stem, the stem without accents, in a row.
#[derive(Debug, Clone, Copy, Default)]
struct FormRow {
    start: u32,
    exact: u8,
    stem: u8,
    alt: u8,
    is_stop_word: bool,
    is_like_stop_word: bool,
    has_homograph: bool,
    is_cased: bool,
}

impl Slot {
    fn is(&self, ends: [u64; 2], word: &[u8], letters: &str) -> bool {
        let is_alike = self.ends == ends && self.length as usize == word.len();
        is_alike && (word.len() <= SHORT_BYTES || self.long(letters) == word)
    }

    /// The letters of a long word.
    fn long<'l>(&self, letters: &'l str) -> &'l [u8] {
        let (start, length) = (self.start as usize, self.length as usize);
        letters.as_bytes().get(start..start + length).unwrap_or_default()
    }

    fn hash(&self, letters: &str) -> u64 {
        hash(self.ends, if self.length as usize > SHORT_BYTES { self.long(letters) } else { &[] })
    }
}

impl Default for WordCache {
    fn default() -> Self {
        WordCache {
            cache_id: CacheId::default(),
            words: HashTable::new(),
            // That of the word without letters.
            rows: vec![FormRow::default()],
            letters: String::new(),
            accented: FxHashMap::default(),
            cased: FxHashMap::default(),
        }
    }
}

impl WordCache {
    /// Empties a cache that has grown too large; numbers given before are void then.
    pub(in crate::analysis) fn prune(&mut self) {
        let of_each = size_of::<Slot>() + size_of::<FormRow>();
        if self.letters.len() + self.rows.len() * of_each > MAX_BYTES {
            *self = WordCache::default();
        }
    }

    /// What tokens show of the word `id`.
    pub(in crate::analysis) fn form(&self, id: WordId) -> Form<'_> {
        let FormRow { start, exact, stem, alt, is_stop_word, is_like_stop_word, has_homograph, is_cased } =
            self.rows[id as usize];
        let (exact, rest) = self.letters[start as usize..].split_at(usize::from(exact));
        let (stem, rest) = rest.split_at(usize::from(stem));
        let stem_alt = (alt > 0).then(|| &rest[..usize::from(alt)]);
        let cased = if is_cased { self.cased.get(&id).map(Box::as_ref) } else { None };
        Form { exact, stem, stem_alt, cased, is_stop_word, is_like_stop_word, has_homograph }
    }

    /// The words that `id` may be where accents are left out.
    pub(in crate::analysis) fn accented(&self, id: WordId) -> &[&'static str] {
        self.accented.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What is known of `surface`, worked out if it is new.
    pub(in crate::analysis) fn get_or_insert(&mut self, surface: &str, lists: &WordLists) -> Word {
        self.get(surface).unwrap_or_else(|| self.insert(surface, lists))
    }

    /// What is known of `surface`, if it was slot before.
    pub(in crate::analysis) fn get(&self, surface: &str) -> Option<Word> {
        let bytes = surface.as_bytes();
        let ends = ends(bytes);
        let slot = self.words.find(hash(ends, bytes), |slot| slot.is(ends, bytes, &self.letters));
        slot.map(|slot| slot.word)
    }

    #[cold]
    fn insert(&mut self, surface: &str, lists: &WordLists) -> Word {
        let lower = cut(surface.to_lowercase());
        let exact = cut(non_empty(fold(&lower).into_owned(), surface));
        let Stem { stem, unaccented, has_homograph, accented } = lists.stemmer.stem(&lower);
        let (stem, alt) = (cut(non_empty(stem, surface)), unaccented.map(cut).unwrap_or_default());
        let id = self.rows.len() as WordId;
        let (is_stop_word, is_like_stop_word) = (lists.stop.contains(&lower), lists.stop.contains(&exact));
        let is_prefix = surface.len() <= MAX_PREFIX_BYTES && lists.prefixes.contains(exact.as_str());
        let lacks_accents = !is_stop_word && !accented.is_empty();
        let flags = [
            (Word::STOP_WORD, is_stop_word),
            (Word::PREFIX, is_prefix),
            (Word::LACKS_ACCENTS, lacks_accents),
        ];
        let flags = flags.into_iter().filter_map(|(bit, holds)| holds.then_some(bit)).sum();
        let stem_alt = if alt.is_empty() { &stem } else { &alt };
        let hashes = FormHashes {
            exact: FormHashes::of(&exact),
            stem: FormHashes::of(&stem),
            stem_alt: FormHashes::of(stem_alt),
        };
        let word = Word { id, hashes, flags };
        if lacks_accents {
            self.accented.insert(id, accented);
        }
        let cased = cased(surface, &exact, lists);
        let is_cased = cased.is_some();
        self.cased.extend(cased.map(|cased| (id, cased)));
        let start = if surface.len() > SHORT_BYTES { self.keep(&[surface]) } else { 0 };
        let slot = Slot { ends: ends(surface.as_bytes()), length: surface.len() as u32, start, word };
        let start = self.keep(&[&exact, &stem, &alt]);
        let [exact, stem, alt] = [exact, stem, alt].map(|form| form.len() as u8);
        self.rows.push(FormRow {
            start,
            exact,
            stem,
            alt,
            is_stop_word,
            is_like_stop_word,
            has_homograph,
            is_cased,
        });
        let letters = &self.letters;
        self.words.insert_unique(slot.hash(letters), slot, |slot| slot.hash(letters));
        word
    }

    /// Puts letters behind those that are there, and says where they start.
    fn keep(&mut self, letters: &[&str]) -> u32 {
        let start = self.letters.len() as u32;
        self.letters.extend(letters.iter().copied());
        start
    }
}

/// The first eight bytes of a word and its last: of words of one length, up to [`SHORT_BYTES`], no two have the same.
fn ends(word: &[u8]) -> [u64; 2] {
    let eight = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    let four = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
    match (word.first_chunk(), word.last_chunk()) {
        (Some(first), Some(last)) => [eight(first), eight(last)],
        _ => match (word.first_chunk(), word.last_chunk()) {
            (Some(first), Some(last)) => [four(first), four(last)],
            _ => [word.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0],
        },
    }
}

/// Of a long word every byte counts: there are texts whose long words begin and end alike.
fn hash(ends: [u64; 2], word: &[u8]) -> u64 {
    if word.len() > SHORT_BYTES {
        FxBuildHasher.hash_one(word)
    } else {
        FxBuildHasher.hash_one((ends[0], ends[1]))
    }
}

/// `^US` for `US`, where small letters make another word of it.
fn cased(surface: &str, exact: &str, lists: &WordLists) -> Option<Box<str>> {
    let is_name = surface.starts_with(char::is_uppercase) && lists.cased.contains(exact);
    is_name.then(|| format!("{CASED_MARK}{surface}").into())
}

/// A word of nothing but marks folds to nothing; it is kept as it is.
fn non_empty(folded: String, surface: &str) -> String {
    if folded.is_empty() { surface.to_owned() } else { folded }
}

/// `text` without what goes beyond the length of a key.
fn cut(mut text: String) -> String {
    let end = (0..=MAX_TOKEN_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.truncate(end.unwrap_or(0));
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(input: &str, expected: (&str, &str, Option<&str>)) {
        let (lists, mut cache) = (WordLists::french(), WordCache::default());
        let id = cache.get_or_insert(input, &lists).id;
        assert_eq!(cache.get_or_insert(input, &lists).id, id);
        let form = cache.form(id);
        assert_eq!((form.exact, form.stem, form.stem_alt), expected);
    }

    #[test]
    fn forms() {
        check("Sécurité", ("securite", "securite_", None));
        check("Zélande", ("zelande", "zeland", None));
        check("PUCES", ("puces", "puc", None));
        check("h20", ("h20", "h20", None));
    }

    #[test]
    fn long_words_are_cut() {
        let (lists, mut cache) = (WordLists::french(), WordCache::default());
        let long = "œ".repeat(5000);
        let id = cache.get_or_insert(&long, &lists).id;
        assert_eq!(cache.get_or_insert(&long, &lists).id, id);
        assert!(cache.form(id).exact.len() <= MAX_TOKEN_BYTES);
    }

    proptest! {
        #[test]
        fn no_word_is_taken_for_another(words in prop::collection::btree_set("[ab]{0,4}|[ab]{7,9}|[ab]{2}c{12,16}[ab]{2}|\\PC{0,9}", 0..40)) {
            let (lists, mut cache) = (WordLists::french(), WordCache::default());
            let ids: Vec<WordId> = words.iter().map(|word| cache.get_or_insert(word, &lists).id).collect();
            let first = SKIPPED + 1;
            prop_assert_eq!(&ids, &(first..first + words.len() as WordId).collect::<Vec<_>>());
            let again: Vec<WordId> = words.iter().map(|word| cache.get_or_insert(word, &lists).id).collect();
            prop_assert_eq!(ids, again);
        }
    }

    #[test]
    fn a_word_is_half_a_cache_line() {
        assert_eq!(size_of::<Slot>(), 32);
    }
}
