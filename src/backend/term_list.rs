//! The words of texts, as a backend takes them. A word list has each word once, with its forms; many texts share it. A
//! text refers to its words by number, so an engine reads the letters of a word once, not at every occurrence.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// A word of a text, in each of its forms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forms<'a> {
    /// The surface form: lower case, without accents.
    pub exact: &'a str,
    /// The stem, which inflections share; `None` for a stop word.
    pub stem: Option<&'a str>,
    /// The stem of the spelling without accents, where it differs.
    pub stem_alt: Option<&'a str>,
    /// A name in its own capitals, where small letters make another word.
    pub cased: Option<&'a str>,
}

/// A list of words, numbered from 0. One thread may add words while others read.
#[derive(Debug)]
pub struct WordList {
    id: ListId,
    listed: RwLock<Listed>,
}

/// The identity of a list. The numbers of one list mean nothing in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ListId(u64);

#[derive(Debug, Default)]
struct Listed {
    /// The forms of all words, concatenated.
    letters: String,
    words: Vec<Listing>,
}

/// The bytes of a word's forms among the letters. The forms are adjacent; a missing form is empty.
#[derive(Debug, Clone, Copy)]
struct Listing {
    start: u32,
    ends: [u32; 4],
}

/// A list with its read lock held; a thread that adds a word waits.
pub(super) struct Opened<'l>(RwLockReadGuard<'l, Listed>);

/// The words of a text: each word once, by its number in a list, and the occurrences in the order of the text.
#[derive(Debug, Clone)]
pub struct Words {
    list: Arc<WordList>,
    /// The numbers in the list, indexed by the number in this text.
    known: Vec<u32>,
    places: Vec<Place>,
}

/// An occurrence of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The position in the text, from 0. Several words may share one.
    pub(super) position: u32,
    /// The number of the word in this text, from [`Words::know`].
    pub(super) word: u32,
}

impl Default for WordList {
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        WordList { id: ListId(NEXT.fetch_add(1, Ordering::Relaxed)), listed: RwLock::default() }
    }
}

impl WordList {
    /// Adds a word and returns its number in the list. A word that is added twice has two numbers.
    pub fn add(&self, forms: Forms<'_>) -> u32 {
        let mut listed = self.listed.write().unwrap_or_else(PoisonError::into_inner);
        let Listed { letters, words } = &mut *listed;
        let start = letters.len() as u32;
        let Forms { exact, stem, stem_alt, cased } = forms;
        let ends = [Some(exact), stem, stem_alt, cased].map(|form| {
            letters.push_str(form.unwrap_or_default());
            letters.len() as u32
        });
        words.push(Listing { start, ends });
        words.len() as u32 - 1
    }

    /// The size in memory, in bytes, approximately.
    pub fn bytes(&self) -> usize {
        let listed = self.read().0;
        listed.letters.len() + listed.words.len() * size_of::<Listing>()
    }

    pub(super) fn id(&self) -> ListId {
        self.id
    }

    /// Takes the read lock.
    pub(super) fn read(&self) -> Opened<'_> {
        Opened(self.listed.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Opened<'_> {
    /// The forms of the word with that number.
    pub(super) fn forms(&self, number: u32) -> Forms<'_> {
        let Listed { letters, words } = &*self.0;
        let Listing { start, ends } = words[number as usize];
        let [exact, stem, stem_alt, cased] = ends.map(|end| end as usize);
        let form = |start: usize, end| Some(&letters[start..end]).filter(|form| !form.is_empty());
        Forms {
            exact: &letters[start as usize..exact],
            stem: form(exact, stem),
            stem_alt: form(stem, stem_alt),
            cased: form(stem_alt, cased),
        }
    }
}

impl Words {
    /// A text without words yet, on `list`, with room for about `bytes` of text.
    pub fn new(list: Arc<WordList>, bytes: usize) -> Self {
        // Estimates: an occurrence every 6 bytes, a new word every 14.
        Words { list, known: Vec::with_capacity(bytes / 14), places: Vec::with_capacity(bytes / 6) }
    }

    /// Adds the word with the number `listed` in the list and returns its number in this text. A word that is added
    /// twice has two numbers.
    pub fn know(&mut self, listed: u32) -> u32 {
        self.known.push(listed);
        self.known.len() as u32 - 1
    }

    /// Appends an occurrence of a word. Positions never decrease.
    pub fn put(&mut self, position: u32, word: u32) {
        self.places.push(Place { position, word });
    }

    /// Calls `visit` with the position and the forms of each occurrence, in the order of the text. It pushes because
    /// the forms borrow from the lock of the list: an iterator could not own the lock and lend from it.
    pub(crate) fn each(&self, mut visit: impl FnMut(u32, Forms<'_>)) {
        let list = self.list.read();
        self.places
            .iter()
            .for_each(|place| visit(place.position, list.forms(self.known[place.word as usize])));
    }

    /// The list of these words.
    pub(super) fn list(&self) -> &WordList {
        &self.list
    }

    /// The numbers in the list, indexed by the number in this text.
    pub(super) fn known(&self) -> &[u32] {
        &self.known
    }

    /// The occurrences, in the order of the text.
    pub(super) fn places(&self) -> &[Place] {
        &self.places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_come_out_as_they_went_in() {
        let list = WordList::default();
        let check = |number, exact, stem, stem_alt, cased| {
            let forms = Forms { exact, stem, stem_alt, cased };
            assert_eq!(list.add(forms), number);
            assert_eq!(list.read().forms(number), forms);
        };
        check(0, "puces", Some("puc"), None, None);
        check(1, "de", None, None, None);
        check(2, "us", Some("us"), None, Some("^US"));
        check(3, "marche", Some("marche_"), Some("march"), None);
        check(4, "us", None, None, Some("^US"));
        assert_ne!(WordList::default().id(), list.id());
    }
}
