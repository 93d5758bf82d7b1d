//! The word cache: a surface word in; its id, its traits and its forms out.
//!
//! Each word is worked out once, since stemming is most of the cost of analysis. A cache belongs to one thread. Whether a
//! word in capitals is an acronym depends on the words around it, so the cache does not know it.

use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::text::{MAX_WORD_BYTES, entries};

use crate::analysis::{
    words::fold::fold,
    words::stemmer::{FrenchStemmer, Stem},
    words::stop_words::StopWords,
};

pub(in crate::analysis) const PREFIXES: &str = include_str!("../data/prefixes.txt");
pub(in crate::analysis) const ABBREVIATIONS: &str = include_str!("../data/abbreviations.txt");
pub(in crate::analysis) const CASED: &str = include_str!("../data/cased.txt");

/// The longest word of `data/prefixes.txt`, `pseudo` or `techno`, in bytes.
const MAX_PREFIX_BYTES: usize = 6;
/// The longest abbreviation, `dépt`, in bytes.
const MAX_ABBREVIATION_BYTES: usize = 5;
/// The first character of a form that keeps its capitals. No other form begins with it.
pub(in crate::analysis) const CASED_MARK: char = '^';
/// The size in bytes from which the cache is emptied before the next text.
const MAX_BYTES: usize = 16 << 20;

/// The word lists that decide on the forms and traits of a word.
pub(in crate::analysis) struct WordLists {
    pub(in crate::analysis) stop: StopWords,
    pub(in crate::analysis) stemmer: FrenchStemmer,
    prefixes: FxHashSet<&'static str>,
    /// What an abbreviation stands for. One that needs its point has it.
    abbreviations: FxHashMap<&'static str, &'static str>,
    cased: FxHashSet<&'static str>,
}

impl WordLists {
    pub(in crate::analysis) fn french() -> Self {
        WordLists {
            stop: StopWords::french(),
            stemmer: FrenchStemmer::new(),
            prefixes: entries(PREFIXES).collect(),
            abbreviations: entries(ABBREVIATIONS).filter_map(|line| line.split_once(' ')).collect(),
            cased: entries(CASED).collect(),
        }
    }

    /// The word that `letters` abbreviates, with or without a point after it.
    pub(in crate::analysis) fn abbreviated(&self, letters: &str, has_point: bool) -> Option<&'static str> {
        let bare = self.abbreviations.get(letters);
        let pointed = || self.abbreviations.get(&*format!("{letters}."));
        bare.or_else(|| if has_point { pointed() } else { None }).copied()
    }

    /// Whether `exact` is a name where it has a capital, by the list of such names.
    pub(in crate::analysis) fn is_listed_name(&self, exact: &str) -> bool {
        self.cased.contains(exact)
    }
}

/// The id of a word in its cache: an index into its rows.
pub(in crate::analysis) type WordId = u32;

/// The id that stands for words that were not looked up.
const SKIPPED: WordId = 0;

/// Identifies a word cache. Word ids of one cache mean nothing in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheId(u64);

impl Default for CacheId {
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        CacheId(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// A cached word: what rules and term filters need to know.
#[derive(Debug, Clone, Copy)]
pub(in crate::analysis) struct Word {
    pub(in crate::analysis) id: WordId,
    pub(in crate::analysis) hashes: FormHashes,
    flags: u8,
}

/// A one-byte hash of each form of a word. A term filter compares them before it looks at letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) struct FormHashes {
    pub(in crate::analysis) exact: u8,
    pub(in crate::analysis) stem: u8,
    /// The hash of the stem, if there is no other stem.
    pub(in crate::analysis) stem_alt: u8,
}

impl FormHashes {
    /// The hashes of a skipped word. No form has the hash 0.
    const NONE: FormHashes = FormHashes { exact: 0, stem: 0, stem_alt: 0 };

    /// The hash of a form.
    pub(in crate::analysis) fn of(form: &str) -> u8 {
        FxBuildHasher.hash_one(form).to_le_bytes()[3].max(1)
    }

    /// The hashes of the forms of a word; an empty `alt` is no form.
    fn of_forms(exact: &str, stem: &str, alt: &str) -> FormHashes {
        let stem_alt = if alt.is_empty() { stem } else { alt };
        FormHashes {
            exact: FormHashes::of(exact),
            stem: FormHashes::of(stem),
            stem_alt: FormHashes::of(stem_alt),
        }
    }

    /// The hash of the exact form of a word with this `cased` form.
    pub(in crate::analysis) fn of_cased(cased: &str) -> u8 {
        FormHashes::of(&fold(cased.trim_start_matches(CASED_MARK)))
    }
}

impl Word {
    /// A word that was not looked up.
    pub(in crate::analysis) const SKIPPED: Word = Word { id: SKIPPED, hashes: FormHashes::NONE, flags: 0 };

    const STOP_WORD: u8 = 1;
    const PREFIX: u8 = 1 << 1;
    const LACKS_ACCENTS: u8 = 1 << 2;
    const ABBREVIATION: u8 = 1 << 3;

    pub(in crate::analysis) fn is_skipped(self) -> bool {
        self.id == SKIPPED
    }

    pub(in crate::analysis) fn is_stop_word(self) -> bool {
        self.flags & Word::STOP_WORD != 0
    }

    /// Whether the word is a prefix that may be joined with the next word: `cyber attaque`.
    pub(in crate::analysis) fn is_prefix(self) -> bool {
        self.flags & Word::PREFIX != 0
    }

    /// Whether the word may stand for a longer one: `Mme`.
    pub(in crate::analysis) fn is_abbreviation(self) -> bool {
        self.flags & Word::ABBREVIATION != 0
    }

    /// Whether the word may stand for accented words.
    pub(in crate::analysis) fn may_lack_accents(self) -> bool {
        self.flags & Word::LACKS_ACCENTS != 0
    }
}

/// The forms of a word, as tokens show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) struct Form<'l> {
    /// The word in lower case without accents.
    pub(in crate::analysis) exact: &'l str,
    pub(in crate::analysis) stem: &'l str,
    /// The stem of the word without its accents, if it differs.
    pub(in crate::analysis) stem_alt: Option<&'l str>,
    /// [`CASED_MARK`] and the word as written, if its capitals make it another word.
    pub(in crate::analysis) cased: Option<&'l str>,
    pub(in crate::analysis) is_stop_word: bool,
    /// Whether the exact form is a stop word: `dé` is folded to `de`.
    pub(in crate::analysis) is_like_stop_word: bool,
    /// Whether the word without its accents is another word, which neither a query asks for nor a text answers to.
    pub(in crate::analysis) has_homograph: bool,
}

/// The words that one analyzer has met.
///
/// Cache misses are most of the cost of a known word. A slot of the hash table has all that rules and filters need, so
/// that one memory access answers them. The forms are stored apart.
#[derive(Debug)]
pub(in crate::analysis) struct WordCache {
    pub(in crate::analysis) cache_id: CacheId,
    words: HashTable<Slot>,
    /// The rows, by word id.
    rows: Vec<FormRow>,
    /// The letters of long surface words, exact forms and stems.
    letters: String,
    /// The accented words that a word may stand for. Few words have any.
    accented: FxHashMap<WordId, Vec<&'static str>>,
    /// The `cased` form of a name. Few words have one.
    cased: FxHashMap<WordId, Box<str>>,
}

/// An entry of the hash table: half a cache line. `ends` and the length identify a word of up to [`SHORT_BYTES`], so
/// that nearly no word is compared byte by byte.
#[derive(Debug, Clone, Copy)]
struct Slot {
    ends: [u64; 2],
    length: u32,
    /// The offset of a longer word in `WordCache::letters`.
    start: u32,
    word: Word,
}

/// The longest word that [`ends`] and the length identify, in bytes.
const SHORT_BYTES: usize = 2 * size_of::<u64>();

/// The forms of a word: `start` is an offset in `WordCache::letters`, where the exact form, the stem and the other
/// stem follow one another. `exact`, `stem` and `alt` are their lengths in bytes.
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
        let start = self.start as usize;
        letters.as_bytes().get(start..start + self.length as usize).unwrap_or_default()
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
            // Row 0 is that of `SKIPPED`.
            rows: vec![FormRow::default()],
            letters: String::new(),
            accented: FxHashMap::default(),
            cased: FxHashMap::default(),
        }
    }
}

impl WordCache {
    /// Empties the cache if it has grown too large. Earlier word ids are void then.
    pub(in crate::analysis) fn prune(&mut self) {
        let of_each = size_of::<Slot>() + size_of::<FormRow>();
        if self.letters.len() + self.rows.len() * of_each > MAX_BYTES {
            *self = WordCache::default();
        }
    }

    /// The forms of the word `id`.
    pub(in crate::analysis) fn form(&self, id: WordId) -> Form<'_> {
        let FormRow { start, exact, stem, alt, is_stop_word, is_like_stop_word, has_homograph, is_cased } =
            self.rows[id as usize];
        let (exact, rest) = self.letters[start as usize..].split_at(usize::from(exact));
        let (stem, rest) = rest.split_at(usize::from(stem));
        let stem_alt = (alt > 0).then(|| &rest[..usize::from(alt)]);
        let cased = if is_cased { self.cased.get(&id).map(Box::as_ref) } else { None };
        Form { exact, stem, stem_alt, cased, is_stop_word, is_like_stop_word, has_homograph }
    }

    /// The accented words that the word `id` may stand for.
    pub(in crate::analysis) fn accented(&self, id: WordId) -> &[&'static str] {
        self.accented.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The word of `surface`, which is worked out if it is new.
    pub(in crate::analysis) fn get_or_insert(&mut self, surface: &str, lists: &WordLists) -> Word {
        self.get(surface).unwrap_or_else(|| self.insert(surface, lists))
    }

    /// The word of `surface`, if it is cached.
    pub(in crate::analysis) fn get(&self, surface: &str) -> Option<Word> {
        let bytes = surface.as_bytes();
        let ends = ends(bytes);
        let slot = self.words.find(hash(ends, bytes), |slot| slot.is(ends, bytes, &self.letters))?;
        Some(slot.word)
    }

    /// Works out the forms and traits of a new word.
    #[cold]
    fn insert(&mut self, surface: &str, lists: &WordLists) -> Word {
        let id = self.rows.len() as WordId;
        let lower = cut(surface.to_lowercase());
        let exact = cut(non_empty(fold(&lower).into_owned(), surface));
        let Stem { stem, unaccented, has_homograph, accented } = lists.stemmer.stem(&lower);
        let stem = cut(non_empty(stem, surface));
        let alt = unaccented.map(cut).unwrap_or_default();
        let is_stop_word = lists.stop.contains(&lower);
        let is_prefix = surface.len() <= MAX_PREFIX_BYTES && lists.prefixes.contains(exact.as_str());
        let is_abbreviation =
            surface.len() <= MAX_ABBREVIATION_BYTES && lists.abbreviated(surface, true).is_some();
        let lacks_accents = !is_stop_word && !accented.is_empty();
        let flag = |flag: u8, is_set: bool| if is_set { flag } else { 0 };
        let flags = flag(Word::STOP_WORD, is_stop_word)
            | flag(Word::PREFIX, is_prefix)
            | flag(Word::ABBREVIATION, is_abbreviation)
            | flag(Word::LACKS_ACCENTS, lacks_accents);
        let word = Word { id, hashes: FormHashes::of_forms(&exact, &stem, &alt), flags };
        let cased = cased(surface, &exact, lists);
        let row = FormRow {
            start: self.append(&[&exact, &stem, &alt]),
            exact: exact.len() as u8,
            stem: stem.len() as u8,
            alt: alt.len() as u8,
            is_stop_word,
            is_like_stop_word: lists.stop.contains(&exact),
            has_homograph,
            is_cased: cased.is_some(),
        };
        self.rows.push(row);
        if lacks_accents {
            self.accented.insert(id, accented);
        }
        self.cased.extend(cased.map(|cased| (id, cased)));
        self.insert_slot(surface, word);
        word
    }

    fn insert_slot(&mut self, surface: &str, word: Word) {
        let start = if surface.len() > SHORT_BYTES { self.append(&[surface]) } else { 0 };
        let slot = Slot { ends: ends(surface.as_bytes()), length: surface.len() as u32, start, word };
        let letters = &self.letters;
        self.words.insert_unique(slot.hash(letters), slot, |slot| slot.hash(letters));
    }

    /// Appends letters and returns their offset.
    fn append(&mut self, letters: &[&str]) -> u32 {
        let start = self.letters.len() as u32;
        self.letters.extend(letters.iter().copied());
        start
    }
}

/// The first and the last eight bytes of a word, which overlap in a shorter one. Two words of one length up to
/// [`SHORT_BYTES`] never have the same.
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

/// The hash of a word. In a long word every byte counts, since some texts have many long words with the same ends.
fn hash(ends: [u64; 2], word: &[u8]) -> u64 {
    if word.len() > SHORT_BYTES {
        FxBuildHasher.hash_one(word)
    } else {
        FxBuildHasher.hash_one((ends[0], ends[1]))
    }
}

/// The `cased` form of a listed name: `^US` for `US`.
fn cased(surface: &str, exact: &str, lists: &WordLists) -> Option<Box<str>> {
    let is_name = surface.starts_with(char::is_uppercase) && lists.cased.contains(exact);
    is_name.then(|| format!("{CASED_MARK}{surface}").into())
}

/// `folded`, or `surface` if folding leaves nothing, as in a word of nothing but marks.
fn non_empty(folded: String, surface: &str) -> String {
    if folded.is_empty() { surface.to_owned() } else { folded }
}

/// `text` cut to [`MAX_WORD_BYTES`].
fn cut(mut text: String) -> String {
    let end = (0..=MAX_WORD_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text.truncate(end.unwrap_or(0));
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(input: &str, expected: (&str, &str, Option<&str>)) {
        let lists = WordLists::french();
        let mut cache = WordCache::default();
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
        let lists = WordLists::french();
        let mut cache = WordCache::default();
        let long = "œ".repeat(5000);
        let id = cache.get_or_insert(&long, &lists).id;
        assert_eq!(cache.get_or_insert(&long, &lists).id, id);
        assert!(cache.form(id).exact.len() <= MAX_WORD_BYTES);
    }

    proptest! {
        #[test]
        fn no_word_is_taken_for_another(words in prop::collection::btree_set("[ab]{0,4}|[ab]{7,9}|[ab]{2}c{12,16}[ab]{2}|\\PC{0,9}", 0..40)) {
            let lists = WordLists::french();
            let mut cache = WordCache::default();
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
