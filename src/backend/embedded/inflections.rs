//! Which inflection of its stem a word is: a number that each place in the postings of a stem carries.
//!
//! A word that has a stem is posted once, under its stem; the number beside the position tells `puces` from `puce`.
//! So a word costs one posting where its form and its stem would cost two. Numbers are given once for the whole index
//! (`numbering`), and each part has a file of those that occur in it: for each form under which stems it stands, with
//! which number, and in how many articles. What is past the last number is posted under its form too.

use std::io::Write;

use tantivy::directory::{CompositeFile, CompositeWrite, FileSlice, OwnedBytes};
use tantivy::index::SegmentComponent;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::termdict::{TermDictionary, TermDictionaryBuilder};
use tantivy::{Segment, SegmentReader};

use super::error::{Error, Result};
use super::mapping::Fields;
use crate::schema::{Form, Zone};

/// How many bits of a place say which inflection it is. A log takes one more (`log`), so positions have 28 bits: a
/// document is at most 64 MiB, which has fewer words.
pub(super) const BITS: u32 = 3;
/// How many numbers there are, with [`OTHER`].
pub(super) const NUMBERS: usize = 1 << BITS;
/// Says that the number is not known here: the word stands under its form too.
pub(super) const OTHER: u8 = NUMBERS as u8 - 1;

/// The longest word that is numbered, in bytes: lengths are kept in a byte.
pub(super) const LONGEST: usize = u8::MAX as usize;

/// The ending of the file.
pub(super) const EXTENSION: &str = "inflections";
/// For each field of forms two sections: the forms, each with the range of its stems; and these, one after another. For
/// each field of stems one: the stems, each with the least number that neither a form has here nor one before it.
const WORDS: usize = 0;
const STEMS_OF_FORMS: usize = 1;

/// The inflections that occur in a part of the index.
pub(super) struct Inflections {
    forms: Vec<(Field, Forms)>,
    stems: Vec<(Field, TermDictionary)>,
}

/// The forms of one field.
pub(super) struct Forms {
    pub(super) dictionary: TermDictionary,
    stems: OwnedBytes,
}

/// A form under one of its stems.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Inflection {
    pub(super) stem: String,
    /// Its number there, less than [`OTHER`].
    pub(super) number: u8,
}

/// A form as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FormRecord {
    pub(super) form: String,
    /// In how many articles it stands, under whatever stem or none.
    pub(super) articles: u64,
    /// Its stems, in their order.
    pub(super) inflections: Vec<Inflection>,
}

impl FormRecord {
    /// A form that stands nowhere yet.
    pub(super) fn new(form: &[u8]) -> Self {
        FormRecord { form: String::from_utf8_lossy(form).into_owned(), articles: 0, inflections: Vec::new() }
    }
}

impl Inflections {
    /// Opens those of a part.
    pub(super) fn open(reader: &SegmentReader, fields: &Fields) -> Result<Self> {
        Self::read(&reader.open_read(component())?, fields)
    }

    /// Opens those of a part that is not opened itself.
    pub(super) fn of(segment: &Segment, fields: &Fields) -> Result<Self> {
        Self::read(&segment.open_read(component())?, fields)
    }

    fn read(file: &FileSlice, fields: &Fields) -> Result<Self> {
        let file = CompositeFile::open(file)?;
        let section = |field, number| {
            let lacks = || Error::damaged("a list of inflections lacks a section");
            file.open_read_with_idx(field, number).ok_or_else(lacks)
        };
        let mut inflections = Inflections { forms: Vec::new(), stems: Vec::new() };
        for zone in Zone::with_stems() {
            let (exact, stem) = (fields.words_of(zone, Form::Exact), fields.words_of(zone, Form::Stem));
            let dictionary = TermDictionary::open(section(exact, WORDS)?)?;
            let forms = Forms { dictionary, stems: section(exact, STEMS_OF_FORMS)?.read_bytes()? };
            inflections.forms.push((exact, forms));
            inflections.stems.push((stem, TermDictionary::open(section(stem, WORDS)?)?));
        }
        Ok(inflections)
    }

    /// The forms of a field; `None` where its words have no stems.
    pub(super) fn forms(&self, field: Field) -> Option<&Forms> {
        self.forms.iter().find(|(its, _)| *its == field).map(|(_, forms)| forms)
    }

    /// The stems of a field, each with its next number as the frequency.
    pub(super) fn stems(&self, field: Field) -> Option<&TermDictionary> {
        self.stems.iter().find(|(its, _)| *its == field).map(|(_, stems)| stems)
    }

    /// The number of a form under a stem, in any field.
    pub(super) fn number(&self, form: &str, stem: &str) -> Result<Option<u8>> {
        for (_, forms) in &self.forms {
            let Some(info) = forms.dictionary.get(form)? else { continue };
            let found = forms.inflections(form.as_bytes(), &info).find(|inflection| inflection.stem == stem);
            if let Some(Inflection { number, .. }) = found {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    /// The least number of a stem that no form has here, nor any number after it.
    pub(super) fn next_number(&self, stem: &str) -> Result<u8> {
        self.stems.iter().try_fold(0, |next, (_, stems)| {
            let here = stems.get(stem)?.map_or(0, |info| info.doc_freq as u8);
            Ok(next.max(here))
        })
    }
}

impl Forms {
    /// The stems of a form, of which `info` is what the dictionary says.
    pub(super) fn inflections(&self, form: &[u8], info: &TermInfo) -> impl Iterator<Item = Inflection> {
        let mut rest = self.stems.get(info.postings_range.clone()).unwrap_or_default();
        std::iter::from_fn(move || {
            let (&[number, kept, added], after) = rest.split_first_chunk::<3>()?;
            let (added, after) = after.split_at_checked(usize::from(added))?;
            rest = after;
            let stem = [form.get(..usize::from(kept))?, added].concat();
            Some(Inflection { stem: String::from_utf8(stem).ok()?, number })
        })
    }
}

/// The file of a part on its way to disk.
pub(super) struct InflectionsWriter {
    file: CompositeWrite,
}

impl InflectionsWriter {
    /// An empty file.
    pub(super) fn create(segment: &Segment) -> Result<Self> {
        Ok(InflectionsWriter { file: CompositeWrite::wrap(segment.open_write(component())?) })
    }

    /// Writes the forms of a field, which come in the order of their bytes. Each field is written once.
    pub(super) fn forms(
        &mut self,
        field: Field,
        records: impl Iterator<Item = Result<FormRecord>>,
    ) -> Result<()> {
        let mut stems = Vec::new();
        let mut dictionary = TermDictionaryBuilder::create(self.file.for_field_with_idx(field, WORDS))?;
        for record in records {
            let FormRecord { form, articles, inflections } = record?;
            let start = stems.len();
            for inflection in &inflections {
                put_stem(&mut stems, &form, inflection);
            }
            dictionary.insert(form, &info(articles as u32, start, stems.len()))?;
        }
        dictionary.finish()?;
        Ok(self.file.for_field_with_idx(field, STEMS_OF_FORMS).write_all(&stems)?)
    }

    /// Writes the next number of each stem of a field, in the order of their bytes. Each field is written once.
    pub(super) fn stems(
        &mut self,
        field: Field,
        stems: impl Iterator<Item = (impl AsRef<[u8]>, u8)>,
    ) -> Result<()> {
        let mut dictionary = TermDictionaryBuilder::create(self.file.for_field_with_idx(field, WORDS))?;
        for (stem, next) in stems {
            dictionary.insert(stem, &info(u32::from(next), 0, 0))?;
        }
        dictionary.finish()?;
        Ok(())
    }

    /// Ends the file.
    pub(super) fn close(self) -> Result<()> {
        Ok(self.file.close()?)
    }
}

/// Numbers in the words of tantivy's dictionaries.
fn info(number: u32, start: usize, end: usize) -> TermInfo {
    TermInfo { doc_freq: number, postings_range: start..end, positions_range: 0..0 }
}

/// A stem is mostly the beginning of its form, so it is written as how much of that, and what is added.
fn put_stem(bytes: &mut Vec<u8>, form: &str, Inflection { stem, number }: &Inflection) {
    let kept = stem.bytes().zip(form.bytes()).take_while(|(a, b)| a == b).count();
    let added = &stem.as_bytes()[kept..];
    bytes.extend([*number, kept as u8, added.len() as u8]);
    bytes.extend(added);
}

/// The name of the file among those of a part.
fn component() -> SegmentComponent {
    SegmentComponent::Custom(EXTENSION.to_owned())
}
