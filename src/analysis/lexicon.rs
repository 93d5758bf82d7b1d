//! A surface word goes in; the number of its forms comes out: exact, stem, unaccented stem, stop word or not.
//!
//! Every word is worked out once and remembered, since stemming is most of what analysis costs. One lexicon
//! belongs to one thread. Never keeps a word in capitals apart: that is decided where the word stands.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashSet};

use crate::text::entries;

use super::{
    fold::fold,
    stem::{FrenchStemmer, Stem},
    stop::StopWords,
};

pub(super) const PREFIXES: &str = include_str!("data/prefixes.txt");
pub(super) const CASED: &str = include_str!("data/cased.txt");

/// A token is an index key; keys have a greatest length.
const MAX_TOKEN_BYTES: usize = 255;
/// Stands before a word that keeps its capitals; no other token begins so.
const CASED_MARK: char = '^';
/// Beyond this the lexicon is emptied before the next text.
const MAX_BYTES: usize = 16 << 20;

/// What the lexicon needs to work out a word.
pub(super) struct Lists {
    pub(super) stop: StopWords,
    pub(super) stemmer: FrenchStemmer,
    prefixes: FxHashSet<&'static str>,
    cased: FxHashSet<&'static str>,
}

impl Lists {
    pub(super) fn french() -> Self {
        Lists {
            stop: StopWords::french(),
            stemmer: FrenchStemmer::new(),
            prefixes: entries(PREFIXES).collect(),
            cased: entries(CASED).collect(),
        }
    }
}

/// The number of a word in its lexicon.
pub(super) type FormId = u32;

/// What is known of one word. All its letters lie in one place, since a look at each place costs more than all else.
#[derive(Debug)]
pub(super) struct Form {
    /// The word as it was met, its exact form, its stem and the stem without accents, in a row.
    letters: Box<str>,
    surface_end: u32,
    exact_end: u32,
    stem_end: u32,
    pub(super) is_stop_word: bool,
    /// Without its accents it is another word, so a query must not reach for that one.
    pub(super) has_stranger: bool,
    /// Other words that it may be where accents are left out.
    pub(super) accented: Box<[&'static str]>,
    /// The word as written, after [`CASED_MARK`], where its capitals make it another word.
    pub(super) cased: Option<Box<str>>,
    /// Whether it may be written with the next word, with a hyphen or apart: `cyber attaque`.
    pub(super) is_prefix: bool,
}

impl Form {
    /// The word as it was met.
    fn surface(&self) -> &str {
        &self.letters[..self.surface_end as usize]
    }

    /// In small letters without accents.
    pub(super) fn exact(&self) -> &str {
        &self.letters[self.surface_end as usize..self.exact_end as usize]
    }

    pub(super) fn stem(&self) -> &str {
        &self.letters[self.exact_end as usize..self.stem_end as usize]
    }

    /// The stem of the word typed without its accents, where it is another.
    pub(super) fn stem_alt(&self) -> Option<&str> {
        Some(&self.letters[self.stem_end as usize..]).filter(|stem| !stem.is_empty())
    }
}

/// All the words that one analyzer has met.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    ids: HashTable<FormId>,
    forms: Vec<Form>,
    bytes: usize,
}

impl Lexicon {
    /// Empties a lexicon that has grown too large; numbers given before are void then.
    pub(super) fn prune(&mut self) {
        if self.bytes > MAX_BYTES {
            *self = Lexicon::default();
        }
    }

    /// The form with the number `id`.
    pub(super) fn form(&self, id: FormId) -> &Form {
        &self.forms[id as usize]
    }

    /// The number of `surface`, worked out if it is new.
    pub(super) fn id(&mut self, surface: &str, lists: &Lists) -> FormId {
        let hash = FxBuildHasher.hash_one(surface);
        let is_it = |id: &FormId| self.forms[*id as usize].surface() == surface;
        if let Some(id) = self.ids.find(hash, is_it) {
            return *id;
        }
        let form = work_out(surface, lists);
        let id = self.forms.len() as FormId;
        self.bytes += form.letters.len() + size_of::<Form>();
        self.forms.push(form);
        self.ids.insert_unique(hash, id, |id| FxBuildHasher.hash_one(self.forms[*id as usize].surface()));
        id
    }
}

fn work_out(surface: &str, lists: &Lists) -> Form {
    let lower = cut(surface.to_lowercase());
    let exact = cut(non_empty(fold(&lower), surface));
    let Stem { stem, unaccented, has_stranger, accented } = lists.stemmer.stem(&lower);
    let is_stop_word = lists.stop.contains(&lower);
    let alt = unaccented.map(cut).unwrap_or_default();
    let accented = if is_stop_word { Box::default() } else { accented.into() };
    let stem = cut(non_empty(stem, surface));
    let surface_end = surface.len() as u32;
    let exact_end = surface_end + exact.len() as u32;
    let stem_end = exact_end + stem.len() as u32;
    Form {
        letters: [surface, &exact, &stem, &alt].concat().into(),
        surface_end,
        exact_end,
        stem_end,
        is_stop_word,
        has_stranger,
        accented,
        cased: cased(surface, &exact, lists),
        is_prefix: lists.prefixes.contains(exact.as_str()),
    }
}

/// `^US` for `US`, where small letters make another word of it.
fn cased(surface: &str, exact: &str, lists: &Lists) -> Option<Box<str>> {
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
    use super::*;

    fn check(input: &str, expected: (&str, &str, Option<&str>)) {
        let (lists, mut lexicon) = (Lists::french(), Lexicon::default());
        let id = lexicon.id(input, &lists);
        assert_eq!(lexicon.id(input, &lists), id);
        let form = lexicon.form(id);
        assert_eq!((form.exact(), form.stem(), form.stem_alt()), expected);
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
        let (lists, mut lexicon) = (Lists::french(), Lexicon::default());
        let id = lexicon.id(&"œ".repeat(5000), &lists);
        assert!(lexicon.form(id).exact().len() <= MAX_TOKEN_BYTES);
    }
}
