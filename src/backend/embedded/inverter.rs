//! Articles turned round: for each term the places where it stands, in memory until they are written as a part of
//! the index (`inverted`).
//!
//! tantivy has a way of its own for this, which is given text and looks up each word of it, in each of its forms. Here
//! an article's words come known by number, so each different one is looked up once, and its places cost little more
//! than the bytes that they take. A word that has a stem is posted under that, with the number of its form.

use tantivy::DocId;
use tantivy::schema::Field;
use tantivy_stacker::MemoryArena;

use super::inflections::{BITS, OTHER};
use super::log::Log;
use super::mapping::{Fields, key};
use super::numbering::Numbering;
use super::spellings::Spellings;
use crate::backend::record::{Forms, Prepared, Words};
use crate::schema::Form;

/// The postings of some articles.
#[derive(Default)]
pub(super) struct Inverter {
    /// The terms of each field, which is their tag.
    pub(super) terms: Spellings,
    /// Where each of them stands.
    pub(super) logs: Vec<Log>,
    pub(super) bytes_of_logs: MemoryArena,
    /// The words that have stems: form and stem, one after the other. The tag is [`Inflected::tag`].
    pub(super) words: Spellings,
    /// How each of them is posted.
    pub(super) inflected: Vec<Inflected>,
    /// The terms of each word of the zone at hand.
    known: Vec<Posted>,
}

/// The number of a term.
pub(super) type TermId = u32;

/// How a word that has a stem is posted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Inflected {
    pub(super) stem: TermId,
    /// The number of its form there.
    pub(super) number: u8,
}

/// The fields of the words of a zone; names have no stems.
#[derive(Clone, Copy)]
struct ZoneFields {
    exact: Field,
    stem: Option<Field>,
}

/// A term under which a word is posted, and how a position is written there: moved up by so many bits, with a number.
#[derive(Clone, Copy)]
struct Post {
    term: TermId,
    bits: u8,
    number: u8,
}

/// Where a word is posted: at most once in each of its forms.
type Posted = [Option<Post>; 4];

impl Inflected {
    /// The tag of a word of the field `exact` whose form takes that many bytes of it.
    fn tag(exact: Field, form_bytes: usize) -> u32 {
        exact.field_id() << 16 | form_bytes.min(usize::from(u16::MAX)) as u32
    }

    /// What [`Inflected::tag`] was made of.
    pub(super) fn of_tag(tag: u32) -> (Field, usize) {
        (Field::from_field_id(tag >> 16), (tag & 0xffff) as usize)
    }
}

impl Post {
    fn plain(term: TermId) -> Self {
        Post { term, bits: 0, number: 0 }
    }

    fn numbered(term: TermId, number: u8) -> Self {
        Post { term, bits: BITS as u8, number }
    }
}

impl Inverter {
    /// About how many bytes are held.
    pub(super) fn bytes(&self) -> usize {
        self.bytes_of_logs.mem_usage()
            + self.logs.capacity() * size_of::<Log>()
            + self.terms.bytes()
            + self.words.bytes()
            + self.inflected.capacity() * size_of::<Inflected>()
    }

    /// Adds an article, which comes after those that were added before.
    pub(super) fn add(
        &mut self,
        fields: &Fields,
        article: DocId,
        prepared: &Prepared,
        numbering: &mut Numbering,
    ) -> tantivy::Result<()> {
        let key = self.term(fields.key, &key(&prepared.id));
        self.post(Post::plain(key), article, 0);
        for (zone, words) in &prepared.zones {
            let has_stems = zone.forms().contains(&Form::Stem);
            let stem = has_stems.then(|| fields.words_of(*zone, Form::Stem));
            let zone = ZoneFields { exact: fields.words_of(*zone, Form::Exact), stem };
            self.add_zone(zone, article, words, numbering)?;
        }
        Ok(())
    }

    fn add_zone(
        &mut self,
        zone: ZoneFields,
        article: DocId,
        words: &Words,
        numbering: &mut Numbering,
    ) -> tantivy::Result<()> {
        let mut known = std::mem::take(&mut self.known);
        known.clear();
        for word in 0..words.known_count() {
            known.push(self.posted(zone, words, word, numbering)?);
        }
        for place in words.places() {
            for post in known[place.word as usize].into_iter().flatten() {
                if !self.post(post, article, place.position) {
                    // Another form of its stem stands there already.
                    let exact = self.term(zone.exact, words.forms(place.word).exact);
                    self.post(Post::plain(exact), article, place.position);
                }
            }
        }
        self.known = known;
        Ok(())
    }

    /// Where a word is posted.
    fn posted(
        &mut self,
        zone: ZoneFields,
        words: &Words,
        word: u32,
        numbering: &mut Numbering,
    ) -> tantivy::Result<Posted> {
        let forms = words.forms(word);
        let stems = zone.stem.zip(forms.stem);
        let inflected = match stems {
            Some((field, stem)) => {
                let both = words.exact_and_stem(word);
                Some(self.inflected(zone.exact, field, (&forms, stem, both), numbering)?)
            }
            None => None,
        };
        let is_told = inflected.is_some_and(|inflected| inflected.number < OTHER);
        let alt = zone.stem.zip(forms.stem_alt);
        Ok([
            inflected.map(|Inflected { stem, number }| Post::numbered(stem, number)),
            (!is_told).then(|| Post::plain(self.term(zone.exact, forms.exact))),
            alt.map(|(field, stem)| Post::numbered(self.term(field, stem), OTHER)),
            forms.cased.map(|form| Post::plain(self.term(zone.exact, form))),
        ])
    }

    /// How a word is posted that has a stem: `both` is its form and its stem in one.
    fn inflected(
        &mut self,
        exact: Field,
        field: Field,
        (forms, stem, both): (&Forms<'_>, &str, &str),
        numbering: &mut Numbering,
    ) -> tantivy::Result<Inflected> {
        let word = self.words.number(Inflected::tag(exact, forms.exact.len()), both) as usize;
        if word == self.inflected.len() {
            // A common form is posted as such in any case, and so it is looked for in one place.
            let number = if forms.is_common { OTHER } else { numbering.number(forms.exact, stem)? };
            let stem = self.term(field, stem);
            self.inflected.push(Inflected { stem, number });
        }
        Ok(self.inflected[word])
    }

    /// Notes a place; whether the term tells the word there, which it does not where another word came first.
    fn post(&mut self, Post { term, bits, number }: Post, article: DocId, position: u32) -> bool {
        let (log, place) = (&mut self.logs[term as usize], position << bits | u32::from(number));
        match log.last_in(article) {
            Some(last) if last >> bits == position => last == place || number == OTHER,
            _ => {
                log.push(&mut self.bytes_of_logs, article, place);
                true
            }
        }
    }

    fn term(&mut self, field: Field, letters: &str) -> TermId {
        let term = self.terms.number(field.field_id(), letters);
        if term as usize == self.logs.len() {
            self.logs.push(Log::default());
        }
        term
    }
}
