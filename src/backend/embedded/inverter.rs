//! Articles turned round: for each term the places where it stands, in memory until they are written as a part of
//! the index (`inverted`).
//!
//! tantivy has a way of its own for this, which is given text and looks up each word of it, in each of its forms. Here
//! an article's words come numbered by a list that many articles share, so that most are known without a look at their
//! letters, and a place costs little more than the bytes that it takes. A word that has a stem is posted under that,
//! with the number of its form.

use std::num::NonZero;

use tantivy::DocId;
use tantivy::schema::Field;
use tantivy_stacker::MemoryArena;

use super::error::Result;
use super::inflections::{BITS, OTHER};
use super::log::Log;
use super::mapping::{Fields, key};
use super::numbering::Numbering;
use super::spellings::Spellings;
use crate::backend::Prepared;
use crate::backend::term_list::{Forms, ListId, WordList, Words};
use crate::schema::Form;

/// The postings of some articles.
#[derive(Default)]
pub(super) struct Inverter {
    /// The terms of each field, which is their tag.
    pub(super) terms: Spellings,
    /// Where each of them stands.
    pub(super) logs: Vec<Log>,
    pub(super) bytes_of_logs: MemoryArena,
    /// The words of each zone: all of their forms in a row. The tag is a [`Spelt`].
    pub(super) words: Spellings,
    /// Where each of them is posted.
    pub(super) posted: Vec<Posted>,
    met: Met,
    /// Where the words of the zone at hand are posted.
    known: Vec<Posted>,
}

/// The number of a term.
pub(super) type TermId = u32;

/// How the forms of a word stand in their row: what they are by, in one number.
#[derive(Clone, Copy)]
pub(super) struct Spelt {
    /// The field of the exact form.
    pub(super) field: Field,
    /// How many bytes the exact form, the stem and the other stem have.
    pub(super) lengths: [u32; 3],
}

/// The fields of the words of a zone; names have no stems.
#[derive(Clone, Copy)]
struct ZoneFields {
    exact: Field,
    stem: Option<Field>,
}

/// A term under which a word is posted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Post {
    pub(super) term: TermId,
    /// The number of the form, and one, where the term is a stem; else more than any number.
    mark: NonZero<u8>,
}

/// Where a word is posted: at most once in each of its forms. Its stem comes first.
pub(super) type Posted = [Option<Post>; 4];

impl Spelt {
    /// As a tag. Words are cut long before a length takes more than two bytes.
    fn tag(self) -> u64 {
        self.lengths
            .iter()
            .fold(u64::from(self.field.field_id()), |tag, length| tag << 16 | u64::from(*length & 0xffff))
    }

    /// What the tag was made of.
    pub(super) fn of(tag: u64) -> Self {
        let length = |place: u32| (tag >> (16 * place) & 0xffff) as u32;
        Spelt { field: Field::from_field_id((tag >> 48) as u32), lengths: [length(2), length(1), length(0)] }
    }
}

impl Post {
    const PLAIN: NonZero<u8> = NonZero::<u8>::MAX;

    fn plain(term: TermId) -> Self {
        Post { term, mark: Self::PLAIN }
    }

    fn numbered(term: TermId, number: u8) -> Self {
        Post { term, mark: NonZero::<u8>::MIN.saturating_add(number) }
    }

    /// The number of the form, where the term is a stem.
    pub(super) fn number(self) -> Option<u8> {
        (self.mark != Self::PLAIN).then(|| self.mark.get() - 1)
    }
}

impl Inverter {
    /// About how many bytes are held.
    pub(super) fn bytes(&self) -> usize {
        self.bytes_of_logs.mem_usage()
            + self.logs.capacity() * size_of::<Log>()
            + self.terms.bytes()
            + self.words.bytes()
            + self.posted.capacity() * size_of::<Posted>()
            + self.met.bytes()
    }

    /// Adds an article, which comes after those that were added before.
    pub(super) fn add(
        &mut self,
        fields: &Fields,
        article: DocId,
        id: &str,
        prepared: &Prepared,
        numbering: &mut Numbering,
    ) -> Result<()> {
        let key = self.term(fields.key, &key(id));
        self.post(Post::plain(key), article, 0);
        for (zone, words) in &prepared.zones {
            let stem = zone.has_stems().then(|| fields.words_of(*zone, Form::Stem));
            let zone = ZoneFields { exact: fields.words_of(*zone, Form::Exact), stem };
            self.know(zone, words, numbering)?;
            self.add_places(zone, article, words);
        }
        Ok(())
    }

    /// Sees where the words of a zone are posted.
    fn know(&mut self, zone: ZoneFields, words: &Words, numbering: &mut Numbering) -> Result<()> {
        self.known.clear();
        let mut met = self.met.lend(words.list().id(), zone.exact);
        for &listed in words.known() {
            let number = match met.get(listed) {
                Some(number) => number,
                None => {
                    let number = self.word(zone, words.list(), listed, numbering)?;
                    met.note(listed, number);
                    number
                }
            };
            self.known.push(self.posted[number as usize]);
        }
        self.met.give_back(met);
        Ok(())
    }

    fn add_places(&mut self, zone: ZoneFields, article: DocId, words: &Words) {
        for place in words.places() {
            for post in self.known[place.word as usize].into_iter().flatten() {
                if !self.post(post, article, place.position) {
                    // Another form of its stem stands there already.
                    let listed = words.known()[place.word as usize];
                    let exact = self.term(zone.exact, words.list().read().forms(listed).exact);
                    self.post(Post::plain(exact), article, place.position);
                }
            }
        }
    }

    /// The number of a word.
    fn word(
        &mut self,
        zone: ZoneFields,
        list: &WordList,
        listed: u32,
        numbering: &mut Numbering,
    ) -> Result<u32> {
        let list = list.read();
        let (letters, lengths) = list.spelling(listed);
        let number = self.words.number(Spelt { field: zone.exact, lengths }.tag(), letters);
        if number as usize == self.posted.len() {
            let posted = self.posted(zone, &list.forms(listed), numbering)?;
            self.posted.push(posted);
        }
        Ok(number)
    }

    /// Where a word is posted.
    fn posted(&mut self, zone: ZoneFields, forms: &Forms<'_>, numbering: &mut Numbering) -> Result<Posted> {
        let stem = match zone.stem.zip(forms.stem) {
            // A common form is posted as such in any case, and so it is looked for in one place.
            Some((field, stem)) if forms.is_common => Some((field, stem, OTHER)),
            Some((field, stem)) => Some((field, stem, numbering.number(forms.exact, stem)?)),
            None => None,
        };
        let is_told = stem.is_some_and(|(_, _, number)| number < OTHER);
        let alt = zone.stem.zip(forms.stem_alt);
        Ok([
            stem.map(|(field, stem, number)| Post::numbered(self.term(field, stem), number)),
            (!is_told).then(|| Post::plain(self.term(zone.exact, forms.exact))),
            alt.map(|(field, stem)| Post::numbered(self.term(field, stem), OTHER)),
            forms.cased.map(|form| Post::plain(self.term(zone.exact, form))),
        ])
    }

    /// Notes a place; whether the term tells the word there, which it does not where another word came first.
    fn post(&mut self, post: Post, article: DocId, position: u32) -> bool {
        let log = &mut self.logs[post.term as usize];
        let (bits, number) = post.number().map_or((0, 0), |number| (BITS, number));
        let place = position << bits | u32::from(number);
        match log.last_in(article) {
            Some(last) if last >> bits == position => last == place || number == OTHER,
            _ => {
                log.push(&mut self.bytes_of_logs, article, place);
                true
            }
        }
    }

    fn term(&mut self, field: Field, letters: &str) -> TermId {
        let term = self.terms.number(u64::from(field.field_id()), letters);
        if term as usize == self.logs.len() {
            self.logs.push(Log::default());
        }
        term
    }
}

/// The words that were met, by their numbers in lists.
#[derive(Default)]
struct Met(Vec<MetOf>);

/// The words of one list in one field.
struct MetOf {
    list: ListId,
    field: Field,
    /// Our numbers, by the list's.
    numbers: Vec<u32>,
}

impl Met {
    /// Words of this many lists and fields are known by number; those of others by their letters. More would take more
    /// memory than is gained.
    const MOST: usize = 32;

    fn bytes(&self) -> usize {
        self.0.iter().map(|of| of.numbers.capacity() * size_of::<u32>()).sum()
    }

    /// What was met of a list in a field, to be given back.
    fn lend(&mut self, list: ListId, field: Field) -> MetOf {
        let place = self.0.iter().position(|of| (of.list, of.field) == (list, field));
        place.map_or_else(|| MetOf { list, field, numbers: Vec::new() }, |place| self.0.swap_remove(place))
    }

    fn give_back(&mut self, met: MetOf) {
        if self.0.len() < Self::MOST && !met.numbers.is_empty() {
            self.0.push(met);
        }
    }
}

impl MetOf {
    /// In the place of a word that was not met.
    const NONE: u32 = u32::MAX;

    #[inline]
    fn get(&self, listed: u32) -> Option<u32> {
        self.numbers.get(listed as usize).copied().filter(|number| *number != Self::NONE)
    }

    fn note(&mut self, listed: u32, number: u32) {
        let place = listed as usize;
        if self.numbers.len() <= place {
            self.numbers.resize(place + 1, Self::NONE);
        }
        self.numbers[place] = number;
    }
}
