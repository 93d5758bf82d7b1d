//! An article as a backend takes it: stored text beside analysed words, in a form that suits any engine: which
//! words there are, each once, and where they stand.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::model::{Date, Metadata};
use crate::schema::Zone;

/// One passage of an article: a run of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedPassage {
    /// Where it stands in the article's text, in bytes.
    pub range: Range<usize>,
    /// How many words it has (positions of the chain).
    pub words: u32,
}

/// One article, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// Its identifier; what is stored does not name it, for it is given last.
    pub id: String,
    /// The day of publication.
    pub date: Option<Date>,
    /// What is stored.
    pub stored: Stored,
    /// How many words the title has.
    pub title_words: u32,
    /// Its passages in order; never empty.
    pub passages: Vec<PreparedPassage>,
    /// Its words. Those of the body are numbered through all passages: each goes on where the one before it ends.
    pub zones: Vec<(Zone, Words)>,
}

impl Prepared {
    /// The number of words of the body.
    pub fn words(&self) -> u64 {
        self.passages.iter().map(|p| u64::from(p.words)).sum()
    }
}

/// What is stored of an article besides its identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// As it is.
    Plain(Record, String),
    /// As the engine keeps it, see [`super::Pack`].
    Packed(Vec<u8>),
}

/// What is known of a text besides the text itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The file, relative to the corpus.
    pub path: String,
    /// Title, date, source, author, URL, language.
    pub metadata: Metadata,
    /// The encoding that the bytes were decoded from.
    pub encoding: String,
}

/// The words of a text: each word once, with its forms, and the places of all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The forms of all words, one after another.
    letters: String,
    known: Vec<Known>,
    places: Vec<Place>,
    /// Who numbered these words.
    maker: Option<Maker>,
}

/// Who makes words of texts: a word has the same number in all texts of one maker, and no other has it. Numbers are
/// small, and spare those who take words in to look up their letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Maker(pub u64);

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
    /// Whether the surface form is also that of a word without a stem, and stands in most texts as such.
    pub is_common: bool,
}

/// A word at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of the word in the text, from 0; several words may share one.
    pub(super) position: u32,
    /// Which word: the number that [`Words::learn`] gave.
    pub(super) word: u32,
}

/// Where a word's forms end among the letters: they stand in a row, and one that is not there has no length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    start: u32,
    ends: [u32; 4],
    is_common: bool,
    /// The maker's number.
    number: Option<u32>,
}

impl Words {
    /// No words, with room for those of a text of about `bytes`.
    pub fn with_capacity(bytes: usize) -> Self {
        // Words of six letters and a space, each twice.
        Words {
            letters: String::with_capacity(bytes),
            known: Vec::with_capacity(bytes / 14),
            places: Vec::with_capacity(bytes / 6),
            maker: None,
        }
    }

    /// Takes a word in; gives its number. The same word may be taken in again: it has two numbers then. What
    /// number its maker gave it is left out where that is not the maker of the words before.
    pub fn learn(&mut self, forms: Forms<'_>, made: Option<(Maker, u32)>) -> u32 {
        let number =
            made.filter(|(maker, _)| self.maker.get_or_insert(*maker) == maker).map(|(_, number)| number);
        let start = self.letters.len() as u32;
        let Forms { exact, stem, stem_alt, cased, is_common } = forms;
        let ends = [Some(exact), stem, stem_alt, cased].map(|form| {
            if let Some(form) = form {
                self.letters.push_str(form);
            }
            self.letters.len() as u32
        });
        self.known.push(Known { start, ends, is_common, number });
        self.known.len() as u32 - 1
    }

    /// Puts a word at a position, which is not before that of the word before.
    pub fn put(&mut self, position: u32, word: u32) {
        self.places.push(Place { position, word });
    }

    /// How many numbers were given.
    pub(super) fn known_count(&self) -> u32 {
        self.known.len() as u32
    }

    /// The word of that number, in all of its forms.
    pub(super) fn forms(&self, word: u32) -> Forms<'_> {
        let known = &self.known[word as usize];
        let [exact, stem, stem_alt, cased] = known.ends.map(|end| end as usize);
        let form = |start: usize, end| Some(&self.letters[start..end]).filter(|form| !form.is_empty());
        Forms {
            exact: &self.letters[known.start as usize..exact],
            stem: form(exact, stem),
            stem_alt: form(stem, stem_alt),
            cased: form(stem_alt, cased),
            is_common: known.is_common,
        }
    }

    /// All forms of a word in a row, without a copy, and how many bytes the first three have.
    pub(super) fn spelling(&self, word: u32) -> (&str, [u32; 3]) {
        let Known { start, ends: [exact, stem, stem_alt, cased], .. } = self.known[word as usize];
        (&self.letters[start as usize..cased as usize], [exact - start, stem - exact, stem_alt - stem])
    }

    /// Who numbered the words.
    pub(super) fn maker(&self) -> Option<Maker> {
        self.maker
    }

    /// The number that the maker gave a word.
    pub(super) fn makers_number(&self, word: u32) -> Option<u32> {
        self.known[word as usize].number
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
        let mut words = Words::default();
        let check = |words: &mut Words, number, exact, stem, stem_alt, cased| {
            let forms = Forms { exact, stem, stem_alt, cased, is_common: stem.is_none() };
            assert_eq!(words.learn(forms, Some((Maker(1), 7 + number))), number);
            assert_eq!((words.forms(number), words.known_count()), (forms, number + 1));
            assert_eq!((words.maker(), words.makers_number(number)), (Some(Maker(1)), Some(7 + number)));
            let all =
                [exact, stem.unwrap_or_default(), stem_alt.unwrap_or_default(), cased.unwrap_or_default()];
            let lengths = [0, 1, 2].map(|form| all[form].len() as u32);
            assert_eq!(words.spelling(number), (all.concat().as_str(), lengths));
        };
        check(&mut words, 0, "puces", Some("puc"), None, None);
        check(&mut words, 1, "de", None, None, None);
        check(&mut words, 2, "us", Some("us"), None, Some("^US"));
        check(&mut words, 3, "marche", Some("marche_"), Some("march"), None);
        check(&mut words, 4, "us", None, None, Some("^US"));
        let other = words.learn(Forms::default(), Some((Maker(2), 7)));
        assert_eq!((words.maker(), words.makers_number(other)), (Some(Maker(1)), None));
    }
}
