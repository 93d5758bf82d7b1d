//! Articles turned round: for each term the places where it stands, in memory until they are written as a part of
//! the index (`inverted`).
//!
//! tantivy has a way of its own for this, which is given text and looks up each word of it, in each of its forms. Here
//! an article's words come numbered by a list that many articles share, so that most are known without a look at their
//! letters, and a place costs little more than the bytes that it takes.

use tantivy::DocId;
use tantivy::schema::Field;
use tantivy_stacker::MemoryArena;

use super::log::Log;
use super::mapping::{Fields, key};
use super::spellings::Spellings;
use crate::backend::Prepared;
use crate::backend::term_list::{Forms, ListId, Words};
use crate::schema::Form;

/// The postings of some articles.
#[derive(Default)]
pub(super) struct Inverter {
    /// The terms of each field, which is their tag.
    pub(super) terms: Spellings,
    /// Where each of them stands.
    pub(super) logs: Vec<Log>,
    pub(super) bytes_of_logs: MemoryArena,
    met: Met,
}

/// The number of a term.
pub(super) type TermId = u32;

/// The fields of the words of a zone; names have no stems.
#[derive(Clone, Copy)]
struct ZoneFields {
    exact: Field,
    stem: Option<Field>,
}

/// The terms under which a word is posted: at most one for each of its forms.
type Posted = [Option<TermId>; 4];

impl Inverter {
    /// About how many bytes are held.
    pub(super) fn bytes(&self) -> usize {
        self.bytes_of_logs.mem_usage()
            + self.logs.capacity() * size_of::<Log>()
            + self.terms.bytes()
            + self.met.bytes()
    }

    /// Adds an article, which comes after those that were added before.
    pub(super) fn add(&mut self, fields: &Fields, article: DocId, id: &str, prepared: &Prepared) {
        let key = self.term(fields.key, &key(id));
        self.post(key, article, 0);
        for (zone, words) in &prepared.zones {
            let stem = zone.has_stems().then(|| fields.words_of(*zone, Form::Stem));
            let zone = ZoneFields { exact: fields.words_of(*zone, Form::Exact), stem };
            self.add_words(zone, article, words);
        }
    }

    fn add_words(&mut self, zone: ZoneFields, article: DocId, words: &Words) {
        let list = words.list();
        let mut met = self.met.lend(list.id(), zone.exact);
        let known: Vec<Posted> = words
            .known()
            .iter()
            .map(|&listed| met.get_or_insert(listed, || self.posted(zone, &list.read().forms(listed))))
            .collect();
        self.met.give_back(met);
        for place in words.places() {
            for term in known[place.word as usize].into_iter().flatten() {
                self.post(term, article, place.position);
            }
        }
    }

    /// The terms under which a word is posted.
    fn posted(&mut self, zone: ZoneFields, forms: &Forms<'_>) -> Posted {
        let stem = |form| zone.stem.zip(form);
        let posts = [
            Some((zone.exact, forms.exact)),
            stem(forms.stem),
            stem(forms.stem_alt),
            forms.cased.map(|form| (zone.exact, form)),
        ];
        posts.map(|post| post.map(|(field, letters)| self.term(field, letters)))
    }

    fn post(&mut self, term: TermId, article: DocId, position: u32) {
        self.logs[term as usize].push(&mut self.bytes_of_logs, article, position);
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
    /// By the list's numbers; `None` for a word that was not met.
    posted: Vec<Option<Posted>>,
}

impl Met {
    /// Words of this many lists and fields are known by number; those of others by their letters. More would take more
    /// memory than is gained.
    const MOST: usize = 32;

    fn bytes(&self) -> usize {
        self.0.iter().map(|of| of.posted.capacity() * size_of::<Option<Posted>>()).sum()
    }

    /// What was met of a list in a field, to be given back.
    fn lend(&mut self, list: ListId, field: Field) -> MetOf {
        let place = self.0.iter().position(|of| (of.list, of.field) == (list, field));
        place.map_or_else(|| MetOf { list, field, posted: Vec::new() }, |place| self.0.swap_remove(place))
    }

    fn give_back(&mut self, met: MetOf) {
        if self.0.len() < Self::MOST && !met.posted.is_empty() {
            self.0.push(met);
        }
    }
}

impl MetOf {
    #[inline]
    fn get_or_insert(&mut self, listed: u32, posted: impl FnOnce() -> Posted) -> Posted {
        let place = listed as usize;
        if self.posted.len() <= place {
            self.posted.resize(place + 1, None);
        }
        *self.posted[place].get_or_insert_with(posted)
    }
}
