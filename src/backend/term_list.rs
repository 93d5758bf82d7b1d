//! The words of texts as a backend takes them. A list has words with their forms, and many texts share it: a text says
//! by numbers which of its words stand where. So whoever takes texts in looks at the letters of a word once.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// A word of a text, in each of its forms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Forms<'a> {
    /// The surface form, lower case, without accents.
    pub exact: &'a str,
    /// What it shares with its inflections; `None` for a stop word.
    pub stem: Option<&'a str>,
    /// The stem of its spelling without accents, where that is another.
    pub stem_alt: Option<&'a str>,
    /// A name as it is written, where small letters make another word of it.
    pub cased: Option<&'a str>,
}

/// Words and their numbers, from 0 on. It grows: one thread may add to it what others read.
#[derive(Debug)]
pub struct WordList {
    id: ListId,
    listed: RwLock<Listed>,
}

/// Tells lists apart: a number of one means nothing in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ListId(u64);

#[derive(Debug, Default)]
struct Listed {
    /// The forms of all words, one after another.
    letters: String,
    words: Vec<Listing>,
}

/// Where a word's forms end among the letters: they stand in a row, and one that is not there has no length.
#[derive(Debug, Clone, Copy)]
struct Listing {
    start: u32,
    ends: [u32; 4],
}

/// A list that is read; what is to be added waits.
pub(super) struct Opened<'l>(RwLockReadGuard<'l, Listed>);

/// The words of a text: which of a list they are, each once, and the places of all.
#[derive(Debug, Clone)]
pub struct Words {
    list: Arc<WordList>,
    /// Numbers in the list.
    known: Vec<u32>,
    places: Vec<Place>,
}

/// A word at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of the word in the text, from 0; several words may share one.
    pub(super) position: u32,
    /// Which word: the number that [`Words::know`] gave.
    pub(super) word: u32,
}

impl Default for WordList {
    fn default() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        WordList { id: ListId(NEXT.fetch_add(1, Ordering::Relaxed)), listed: RwLock::default() }
    }
}

impl WordList {
    /// Adds a word; gives its number in the list. The same word may be added again: it has two numbers then.
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

    /// About how many bytes it takes.
    pub fn bytes(&self) -> usize {
        let listed = self.read().0;
        listed.letters.len() + listed.words.len() * size_of::<Listing>()
    }

    pub(super) fn id(&self) -> ListId {
        self.id
    }

    /// Opens it to be read.
    pub(super) fn read(&self) -> Opened<'_> {
        Opened(self.listed.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Opened<'_> {
    /// The word of that number, in all of its forms.
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
    /// No words yet of those in `list`, with room for a text of about `bytes`.
    pub fn new(list: Arc<WordList>, bytes: usize) -> Self {
        // Words of six letters and a space, each twice.
        Words { list, known: Vec::with_capacity(bytes / 14), places: Vec::with_capacity(bytes / 6) }
    }

    /// Takes in the word that has the number `listed` in the list; gives its number in this text. The same word may
    /// be taken in again: it has two numbers then.
    pub fn know(&mut self, listed: u32) -> u32 {
        self.known.push(listed);
        self.known.len() as u32 - 1
    }

    /// Puts a word at a position, which is not before that of the word before.
    pub fn put(&mut self, position: u32, word: u32) {
        self.places.push(Place { position, word });
    }

    /// Goes through the words where they stand, in the order of the text: the position of each, and its forms.
    pub(crate) fn each(&self, mut visit: impl FnMut(u32, Forms<'_>)) {
        let list = self.list.read();
        self.places
            .iter()
            .for_each(|place| visit(place.position, list.forms(self.known[place.word as usize])));
    }

    /// The list that has these words.
    pub(super) fn list(&self) -> &WordList {
        &self.list
    }

    /// The numbers in the list, by those in this text.
    pub(super) fn known(&self) -> &[u32] {
        &self.known
    }

    /// The words where they stand, in the order of the text.
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
