//! A surface word goes in; the number of its forms comes out: exact, stem, unaccented stem, stop word or not.
//!
//! Every word is worked out once and remembered, since stemming is most of what analysis costs. One lexicon
//! belongs to one thread. Never keeps a word in capitals apart: that is decided where the word stands.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::entries;

use super::{fold::fold, stem::FrenchStemmer, stop::StopWords};

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

/// What is known of one word.
#[derive(Debug)]
pub(super) struct Form {
    pub(super) exact: Box<str>,
    pub(super) stem: Box<str>,
    pub(super) stem_alt: Option<Box<str>>,
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

/// All the words that one analyzer has met.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    ids: FxHashMap<Box<str>, FormId>,
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
        if let Some(id) = self.ids.get(surface) {
            return *id;
        }
        let form = work_out(surface, lists);
        let id = self.forms.len() as FormId;
        self.bytes += 3 * surface.len() + size_of::<Form>();
        self.forms.push(form);
        self.ids.insert(surface.into(), id);
        id
    }
}

fn work_out(surface: &str, lists: &Lists) -> Form {
    let lower = cut(surface.to_lowercase());
    let exact = non_empty(fold(&lower), surface);
    let stem = lists.stemmer.stem(&lower);
    let is_stop_word = lists.stop.contains(&lower);
    Form {
        is_stop_word,
        is_prefix: lists.prefixes.contains(exact.as_str()),
        cased: cased(surface, &exact, lists),
        accented: if is_stop_word { Box::default() } else { stem.accented.into() },
        has_stranger: stem.has_stranger,
        exact: cut(exact).into(),
        stem: cut(non_empty(stem.stem, surface)).into(),
        stem_alt: stem.unaccented.map(|alt| cut(alt).into()),
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
        assert_eq!((&*form.exact, &*form.stem, form.stem_alt.as_deref()), expected);
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
        assert!(lexicon.form(id).exact.len() <= MAX_TOKEN_BYTES);
    }
}
