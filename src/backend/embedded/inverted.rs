//! What was turned round, written as the postings of a segment, by tantivy's own hand, and its inflections.

use std::io;

use tantivy::postings::{FieldSerializer, InvertedIndexSerializer};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Segment};

use super::error::Result;
use super::inflections::{FormRecord, Inflection, InflectionsWriter, NUMBERS, OTHER};
use super::inverter::{Inverter, Spelt, TermId};
use super::log::LogReader;
use super::mapping::Fields;
use crate::schema::{Form, Zone};

/// A term with its letters.
type Term<'i> = (&'i str, TermId);

/// In how many articles each number of a stem stands.
type Told = [u32; NUMBERS];

/// A word that has a stem, of the field of its form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Word<'i> {
    field: Field,
    form: &'i str,
    stem: &'i str,
    stem_term: TermId,
    number: u8,
}

/// The terms in order, on their way to disk.
pub(super) struct Inverted<'i> {
    inverter: &'i Inverter,
    /// The terms of each field that has any.
    fields: Vec<(Field, Vec<Term<'i>>)>,
    /// For each term; what is no stem stands nowhere.
    told: Vec<Told>,
}

impl<'i> Inverted<'i> {
    /// Puts the terms in order.
    pub(super) fn new(inverter: &'i Inverter) -> Self {
        let mut order: Vec<_> = inverter.terms.all().collect();
        order.sort_unstable();
        let fields = order.chunk_by(|a, b| a.0 == b.0).map(|of_field| {
            let spelt = of_field.iter().map(|&(_, letters, term)| (letters, term));
            (Field::from_field_id(of_field[0].0 as u32), spelt.collect())
        });
        let told = vec![Told::default(); inverter.logs.len()];
        Inverted { inverter, fields: fields.collect(), told }
    }

    /// Writes the postings of a segment, and its inflections.
    pub(super) fn write(mut self, segment: &Segment, fields: &Fields) -> Result<()> {
        let mut serializer = InvertedIndexSerializer::open(segment)?;
        for (field, terms) in &self.fields {
            // The number of all words is for tantivy's own ranking.
            let mut writer = serializer.new_field(*field, 0, None)?;
            let told = fields.is_of_stems(*field).then_some(&mut self.told);
            write_field(self.inverter, terms, has_positions(segment, *field), &mut writer, told)?;
            writer.close()?;
        }
        serializer.close()?;
        self.write_inflections(segment, fields)
    }

    fn write_inflections(&self, segment: &Segment, fields: &Fields) -> Result<()> {
        let mut writer = InflectionsWriter::create(segment)?;
        let words = self.words();
        let next = self.next_numbers(&words);
        for zone in Zone::with_stems() {
            let (exact, stem) = (fields.words_of(zone, Form::Exact), fields.words_of(zone, Form::Stem));
            let from = words.partition_point(|word| word.field < exact);
            let of_field = words[from..].iter().take_while(|word| word.field == exact).count();
            let forms = self.forms(&words[from..from + of_field], self.terms_of(exact));
            writer.forms(exact, forms.map(Ok))?;
            let stems = self.terms_of(stem).iter().map(|&(stem, term)| (stem, next[term as usize]));
            writer.stems(stem, stems)?;
        }
        writer.close()
    }

    fn terms_of(&self, field: Field) -> &[Term<'i>] {
        self.fields.iter().find(|(its, _)| *its == field).map_or(&[], |(_, terms)| terms)
    }

    /// The words that have stems, in order.
    fn words(&self) -> Vec<Word<'i>> {
        let words = self.inverter.words.all().filter_map(|(tag, letters, number)| {
            let Spelt { field, lengths: [form, stem, _] } = Spelt::of(tag);
            let (form, rest) = letters.split_at(form as usize);
            let post = self.inverter.posted[number as usize][0]?;
            Some(Word {
                field,
                form,
                stem: &rest[..stem as usize],
                stem_term: post.term,
                number: post.number()?,
            })
        });
        let mut words: Vec<_> = words.collect();
        words.sort_unstable();
        // Words may differ in what is no matter here.
        words.dedup();
        words
    }

    /// For each term that is a stem the number after those of its forms.
    fn next_numbers(&self, words: &[Word<'i>]) -> Vec<u8> {
        let mut next = vec![0; self.inverter.logs.len()];
        for Word { stem_term, number, .. } in words.iter().filter(|word| word.is_told()) {
            let next = &mut next[*stem_term as usize];
            *next = number.saturating_add(1).max(*next);
        }
        next
    }

    /// The forms of a field that any stem tells. `own` are the words that are posted in it as they are.
    fn forms(&self, words: &[Word<'i>], own: &[Term<'i>]) -> impl Iterator<Item = FormRecord> {
        let mut own = own.iter().peekable();
        words.chunk_by(|a, b| a.form == b.form).filter_map(move |of_form| {
            let form = of_form[0].form;
            while own.next_if(|(other, _)| *other < form).is_some() {}
            let own = own.next_if(|(other, _)| *other == form).map(|(_, term)| *term);
            let told = of_form.iter().filter(|word| word.is_told());
            let inflections: Vec<Inflection> = told.map(Word::inflection).collect();
            if inflections.is_empty() {
                return None;
            }
            Some(FormRecord { form: form.to_owned(), articles: self.articles(of_form, own), inflections })
        })
    }

    /// In how many articles a form stands, which has these stems and perhaps a term of its own.
    fn articles(&self, of_form: &[Word<'i>], own: Option<TermId>) -> u64 {
        if let ([Word { stem_term, number, .. }], None) = (of_form, own) {
            return u64::from(self.told[*stem_term as usize][usize::from(*number)]);
        }
        let mut articles: Vec<DocId> = Vec::new();
        let mut note = |term: TermId, number: Option<u8>| {
            let log = &self.inverter.logs[term as usize];
            LogReader::default().read(log, &self.inverter.bytes_of_logs, |article, steps| {
                let is_told = number.is_none_or(|number| numbers(steps) & 1 << number != 0);
                if is_told {
                    articles.push(article);
                }
            });
        };
        own.into_iter().for_each(|term| note(term, None));
        for Word { stem_term, number, .. } in of_form.iter().filter(|word| word.is_told()) {
            note(*stem_term, Some(*number));
        }
        articles.sort_unstable();
        articles.dedup();
        articles.len() as u64
    }
}

impl Word<'_> {
    /// Whether its stem tells its form.
    fn is_told(&self) -> bool {
        self.number < OTHER
    }

    fn inflection(&self) -> Inflection {
        Inflection { stem: self.stem.to_owned(), number: self.number }
    }
}

/// Writes the terms of a field; notes in `told`, where they are stems, what they tell.
fn write_field(
    inverter: &Inverter,
    terms: &[Term<'_>],
    has_positions: bool,
    writer: &mut FieldSerializer<'_>,
    mut told: Option<&mut Vec<Told>>,
) -> io::Result<()> {
    let mut reader = LogReader::default();
    for &(letters, term) in terms {
        let log = &inverter.logs[term as usize];
        let mut told = told.as_deref_mut().map(|told| &mut told[term as usize]);
        writer.new_term(letters.as_bytes(), log.articles(), has_positions)?;
        reader.read(log, &inverter.bytes_of_logs, |article, steps| {
            writer.write_doc(article, steps.len() as u32, steps);
            if let Some(told) = &mut told {
                note(told, numbers(steps));
            }
        });
        writer.close_term()?;
    }
    Ok(())
}

/// Which numbers of a stem stand in an article, a bit for each.
fn numbers(steps: &[u32]) -> u32 {
    let (mut place, mut numbers) = (0u32, 0);
    for step in steps {
        place = place.wrapping_add(*step);
        numbers |= 1 << (place as usize % NUMBERS);
    }
    numbers
}

fn note(told: &mut Told, numbers: u32) {
    let mut rest = numbers;
    while rest != 0 {
        told[rest.trailing_zeros() as usize] += 1;
        rest &= rest - 1;
    }
}

fn has_positions(segment: &Segment, field: Field) -> bool {
    let option = segment.schema().get_field_entry(field).field_type().index_record_option();
    option.is_some_and(IndexRecordOption::has_positions)
}
