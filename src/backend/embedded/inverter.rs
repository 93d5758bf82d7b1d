//! Articles turned round: for each term the places where it stands, in memory until they are written as a part of
//! the index.
//!
//! tantivy has a way of its own for this, which is given text and looks up each word of it, in each of its forms. Here
//! an article's words come known by number, so each different one is looked up once, and its places cost little more
//! than the bytes that they take. What is written is tantivy's format, by tantivy's hand.

use std::hash::BuildHasher;
use std::io;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Segment};
use tantivy_stacker::MemoryArena;

use super::log::{Log, LogReader};
use super::mapping::{Fields, key};
use crate::backend::record::{Forms, Prepared, Words};
use crate::schema::{Form, Zone};

/// The postings of some articles.
#[derive(Default)]
pub(super) struct Inverter {
    terms: Vec<Term>,
    /// Where each of them stands.
    logs: Vec<Log>,
    /// The letters of all terms, one after another.
    letters: String,
    by_letters: HashTable<Spelling>,
    bytes_of_logs: MemoryArena,
    /// The terms of each word of the zone at hand.
    known: Vec<Posted>,
}

/// The place of a term in the list of them.
type TermId = u32;

/// How a term is found: most are told by what stands here, which takes one look at one place.
struct Spelling {
    head: u128,
    length: u32,
    field: Field,
    term: TermId,
}

/// A word of a field: from where to where its letters stand.
struct Term {
    field: Field,
    start: u32,
    end: u32,
}

/// Under which terms a word is posted: at most one in each form.
type Posted = [Option<TermId>; 4];

impl Inverter {
    /// About how many bytes are held.
    pub(super) fn bytes(&self) -> usize {
        self.bytes_of_logs.mem_usage()
            + self.logs.capacity() * size_of::<Log>()
            + self.letters.capacity()
            + self.terms.capacity() * size_of::<Term>()
            + self.by_letters.capacity() * size_of::<Spelling>()
    }

    /// Adds an article, which comes after those that were added before.
    pub(super) fn add(&mut self, fields: &Fields, article: DocId, prepared: &Prepared) {
        let key = self.term(fields.key, &key(&prepared.id));
        self.post(key, article, 0);
        for (zone, words) in &prepared.zones {
            self.add_zone(fields, article, *zone, words);
        }
    }

    fn add_zone(&mut self, fields: &Fields, article: DocId, zone: Zone, words: &Words) {
        let mut known = std::mem::take(&mut self.known);
        known.clear();
        let exact = fields.words_of(zone, Form::Exact);
        let stem = zone.forms().contains(&Form::Stem).then(|| fields.words_of(zone, Form::Stem));
        known.extend(words.known().map(|forms| self.posted(exact, stem, &forms)));
        for place in words.places() {
            for term in known[place.word as usize].into_iter().flatten() {
                self.post(term, article, place.position);
            }
        }
        self.known = known;
    }

    /// The terms of a word in a zone whose words stand in the fields `exact` and, where it has stems, `stem`.
    fn posted(&mut self, exact: Field, stem: Option<Field>, forms: &Forms<'_>) -> Posted {
        [
            Some(self.term(exact, forms.exact)),
            stem.zip(forms.stem).map(|(stem, form)| self.term(stem, form)),
            stem.zip(forms.stem_alt).map(|(stem, form)| self.term(stem, form)),
            forms.cased.map(|form| self.term(exact, form)),
        ]
    }

    fn post(&mut self, term: TermId, article: DocId, position: u32) {
        self.logs[term as usize].push(&mut self.bytes_of_logs, article, position);
    }

    fn term(&mut self, field: Field, letters: &str) -> TermId {
        let (head, hash) = (head(letters), hash(field, letters));
        if let Some(term) = self.find(field, letters, head, hash) {
            return term;
        }
        let term = self.terms.len() as TermId;
        let start = self.letters.len() as u32;
        self.letters.push_str(letters);
        let end = self.letters.len() as u32;
        self.terms.push(Term { field, start, end });
        self.logs.push(Log::default());
        let Inverter { terms, letters: all, by_letters, .. } = self;
        let hash_of = |spelling: &Spelling| {
            let term = &terms[spelling.term as usize];
            self::hash(term.field, term.letters(all))
        };
        let spelling = Spelling { head, length: letters.len() as u32, field, term };
        by_letters.insert_unique(hash, spelling, hash_of);
        term
    }

    fn find(&self, field: Field, letters: &str, head: u128, hash: u64) -> Option<TermId> {
        let is_whole = letters.len() <= size_of_val(&head);
        let is_rest =
            |spelling: &Spelling| self.terms[spelling.term as usize].letters(&self.letters) == letters;
        let is_it = |spelling: &Spelling| {
            (spelling.head, spelling.length as usize, spelling.field) == (head, letters.len(), field)
                && (is_whole || is_rest(spelling))
        };
        self.by_letters.find(hash, is_it).map(|spelling| spelling.term)
    }

    /// Writes the postings as those of a segment.
    pub(super) fn write(&self, segment: &Segment) -> tantivy::Result<()> {
        let mut order: Vec<(&Term, &Log)> = self.terms.iter().zip(&self.logs).collect();
        order.sort_unstable_by_key(|(term, _)| (term.field, term.letters(&self.letters)));
        let mut serializer = InvertedIndexSerializer::open(segment)?;
        for of_field in order.chunk_by(|(a, _), (b, _)| a.field == b.field) {
            let field = of_field[0].0.field;
            // The number of all words is for tantivy's own ranking.
            let mut writer = serializer.new_field(field, 0, None)?;
            self.write_field(of_field, has_positions(segment, field), &mut writer)?;
            writer.close()?;
        }
        Ok(serializer.close()?)
    }

    fn write_field(
        &self,
        terms: &[(&Term, &Log)],
        has_positions: bool,
        writer: &mut FieldSerializer<'_>,
    ) -> io::Result<()> {
        let mut reader = LogReader::default();
        for (term, log) in terms {
            writer.new_term(term.letters(&self.letters).as_bytes(), log.articles(), has_positions)?;
            reader.read(log, &self.bytes_of_logs, |article, steps| {
                writer.write_doc(article, steps.len() as u32, steps);
            });
            writer.close_term()?;
        }
        Ok(())
    }
}

fn has_positions(segment: &Segment, field: Field) -> bool {
    let option = segment.schema().get_field_entry(field).field_type().index_record_option();
    option.is_some_and(IndexRecordOption::has_positions)
}

/// The first bytes of a term.
fn head(letters: &str) -> u128 {
    let mut head = [0; size_of::<u128>()];
    let length = letters.len().min(head.len());
    head[..length].copy_from_slice(&letters.as_bytes()[..length]);
    u128::from_le_bytes(head)
}

fn hash(field: Field, letters: &str) -> u64 {
    FxBuildHasher.hash_one((field.field_id(), letters))
}

impl Term {
    fn letters<'l>(&self, letters: &'l str) -> &'l str {
        &letters[self.start as usize..self.end as usize]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    /// Every word of every field has a number of its own, and keeps it.
    fn check(words: &BTreeSet<(u32, String)>) {
        let mut inverter = Inverter::default();
        let mut number =
            |(field, letters): &(u32, String)| inverter.term(Field::from_field_id(*field), letters);
        let first: Vec<TermId> = words.iter().map(&mut number).collect();
        assert!(first.iter().copied().eq(0..words.len() as TermId), "{words:?}");
        assert_eq!(words.iter().map(&mut number).collect::<Vec<_>>(), first, "{words:?}");
    }

    proptest! {
        #[test]
        fn no_term_is_taken_for_another(
            words in prop::collection::btree_set((0u32..2, "[ab]{1,3}|a{15}[ab]{0,3}|\\PC{0,9}"), 0..40),
        ) {
            check(&words);
        }
    }
}
