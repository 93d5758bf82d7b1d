//! Postings in memory: where each term stands in the articles of a segment, until [`super::postings_serializer`] writes
//! them to disk.
//!
//! tantivy's own writer takes text and looks up each word of it, in each of its forms. Here the words of an article come
//! as numbers of a list that many articles share, so most words are known without a look at their letters.

use tantivy::DocId;
use tantivy::schema::Field;
use tantivy_stacker::MemoryArena;

use super::interner::Interner;
use super::recorder::Recorder;
use crate::backend::Prepared;
use crate::backend::embedded::error::Result;
use crate::backend::embedded::schema::{Fields, key};
use crate::backend::term_list::{Forms, ListId, Words};
use crate::schema::Form;

/// The postings of some articles.
#[derive(Default)]
pub(super) struct PostingsWriter {
    /// The terms. Their namespace is the field.
    pub(super) terms: Interner,
    /// The postings of each term.
    pub(super) recorders: Vec<Recorder>,
    /// The memory of the recorders.
    pub(super) arena: MemoryArena,
    known_words: KnownWords,
}

/// The number of a term.
type TermId = u32;

/// The terms under which a word is posted: at most one for each of its forms.
type WordTerms = [Option<TermId>; 4];

/// The fields of a zone's words; some zones have no stems.
#[derive(Clone, Copy)]
struct ZoneFields {
    exact: Field,
    stem: Option<Field>,
}

impl PostingsWriter {
    /// The memory in use, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.arena.mem_usage()
            + self.recorders.capacity() * size_of::<Recorder>()
            + self.terms.bytes()
            + self.known_words.bytes()
    }

    /// Adds an article. Documents ascend.
    ///
    /// # Errors
    /// When the schema lacks a zone of the article.
    pub(super) fn add(&mut self, fields: &Fields, doc: DocId, id: &str, article: &Prepared) -> Result<()> {
        let key = self.term(fields.key, &key(id));
        self.record(key, doc, 0);
        for (zone, words) in &article.zones {
            let stem = zone.has_stems().then(|| fields.words_of(*zone, Form::Stem)).transpose()?;
            let fields = ZoneFields { exact: fields.words_of(*zone, Form::Exact)?, stem };
            self.add_words(fields, doc, words);
        }
        Ok(())
    }

    fn add_words(&mut self, fields: ZoneFields, doc: DocId, words: &Words) {
        let list = words.list();
        let mut known = self.known_words.take(list.id(), fields.exact);
        let terms: Vec<WordTerms> = words
            .known()
            .iter()
            .map(|&number| {
                known.get_or_insert(number, || self.word_terms(fields, &list.read().forms(number)))
            })
            .collect();
        self.known_words.put_back(known);
        for place in words.places() {
            for term in terms[place.word as usize].into_iter().flatten() {
                self.record(term, doc, place.position);
            }
        }
    }

    /// The terms under which a word is posted.
    fn word_terms(&mut self, fields: ZoneFields, forms: &Forms<'_>) -> WordTerms {
        let stem = |form| fields.stem.zip(form);
        let terms = [
            Some((fields.exact, forms.exact)),
            stem(forms.stem),
            stem(forms.stem_alt),
            forms.cased.map(|form| (fields.exact, form)),
        ];
        terms.map(|term| term.map(|(field, text)| self.term(field, text)))
    }

    fn record(&mut self, term: TermId, doc: DocId, position: u32) {
        self.recorders[term as usize].record(&mut self.arena, doc, position);
    }

    fn term(&mut self, field: Field, text: &str) -> TermId {
        let term = self.terms.intern(field.field_id(), text);
        if term as usize == self.recorders.len() {
            self.recorders.push(Recorder::default());
        }
        term
    }
}

/// The terms of words that were met before, by list and field.
#[derive(Default)]
struct KnownWords(Vec<KnownWordsOfList>);

/// The terms of the words of one list in one field.
struct KnownWordsOfList {
    list: ListId,
    field: Field,
    /// By the word's number in the list.
    terms: Vec<Option<WordTerms>>,
}

impl KnownWords {
    /// So many lists and fields are kept. More would take more memory than they save time; their words are looked up by
    /// their letters.
    const MAX_LISTS: usize = 32;

    fn bytes(&self) -> usize {
        self.0.iter().map(|of_list| of_list.terms.capacity() * size_of::<Option<WordTerms>>()).sum()
    }

    /// Takes the words of a list out, to be put back.
    fn take(&mut self, list: ListId, field: Field) -> KnownWordsOfList {
        let place = self.0.iter().position(|of_list| (of_list.list, of_list.field) == (list, field));
        let new = || KnownWordsOfList { list, field, terms: Vec::new() };
        place.map_or_else(new, |place| self.0.swap_remove(place))
    }

    fn put_back(&mut self, of_list: KnownWordsOfList) {
        if self.0.len() < Self::MAX_LISTS && !of_list.terms.is_empty() {
            self.0.push(of_list);
        }
    }
}

impl KnownWordsOfList {
    #[inline]
    fn get_or_insert(&mut self, number: u32, terms: impl FnOnce() -> WordTerms) -> WordTerms {
        let place = number as usize;
        if self.terms.len() <= place {
            self.terms.resize(place + 1, None);
        }
        *self.terms[place].get_or_insert_with(terms)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::recorder::RecorderReader;
    use super::*;
    use crate::backend::embedded::sample::article;
    use crate::backend::embedded::schema::schema;

    /// The postings of the texts: field, term, and the positions in each document.
    fn check(texts: &[&str], expected: &[(&str, &str, &str)]) {
        let (schema, fields) = schema();
        let mut writer = PostingsWriter::default();
        for (doc, text) in (0..).zip(texts) {
            writer.add(&fields, doc, "id", &article(text)).unwrap();
        }
        let mut found = BTreeMap::new();
        for (field, term, number) in writer.terms.iter() {
            let mut shown = Vec::new();
            let recorder = &writer.recorders[number as usize];
            RecorderReader::default().read(recorder, &writer.arena, |doc, deltas| {
                let ends = deltas.iter().scan(0, |at, delta| {
                    *at += delta;
                    Some(*at)
                });
                shown.push(format!("{doc}:{}", ends.map(|at| at.to_string()).collect::<Vec<_>>().join(",")));
            });
            found.insert((schema.get_field_name(Field::from_field_id(field)), term), shown.join(" "));
        }
        found.retain(|(field, _), _| *field != "key");
        let found: Vec<(&str, &str, &str)> =
            found.iter().map(|((field, term), shown)| (*field, *term, shown.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_word_is_posted_under_its_form_and_its_stem() {
        check(
            &["va1 va2"],
            &[("body_exact", "va1", "0:0"), ("body_exact", "va2", "0:1"), ("body_stem", "va", "0:0,1")],
        );
        check(&["va", "va"], &[("body_exact", "va", "0:0 1:0"), ("body_stem", "va", "0:0 1:0")]);
        check(&[""], &[]);
    }
}
