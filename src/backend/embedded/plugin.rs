//! What makes tantivy keep the file of inflections with the files of a part, and merge it with them.

use std::any::Any;
use std::sync::Arc;

use tantivy::indexer::DocIdMapping;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::termdict::{TermDictionary, TermMerger};
use tantivy::{
    InvertedIndexReader, PluginMergeContext, PluginWriter, PluginWriterContext, Segment, SegmentPlugin,
};

use super::error::{Error, Result};
use super::inflections::{EXTENSION, FormRecord, Forms, InflectionsWriter};
use super::mapping::{Fields, schema};
use super::part::Part;
use crate::schema::{Form, Zone};

/// The plugin, which an index has to know before anything is read or written.
pub(super) fn plugin() -> Arc<dyn SegmentPlugin> {
    Arc::new(Plugin)
}

struct Plugin;

impl SegmentPlugin for Plugin {
    fn extensions(&self) -> &[&str] {
        &[EXTENSION]
    }

    fn create_writer(&self, _: &PluginWriterContext<'_>) -> tantivy::Result<Box<dyn PluginWriter>> {
        Ok(Box::new(Nothing))
    }

    fn merge(&self, context: PluginMergeContext<'_>) -> tantivy::Result<()> {
        merge(context).map_err(Error::for_tantivy)
    }
}

fn merge(context: PluginMergeContext<'_>) -> Result<()> {
    let (_, fields) = schema();
    let parts = context.readers.iter().map(|reader| Part::open(reader, &fields));
    let parts = parts.collect::<Result<Vec<_>>>()?;
    let mut writer = InflectionsWriter::create(context.target_segment)?;
    for zone in Zone::with_stems() {
        merge_forms(&mut writer, &parts, &fields, zone)?;
        merge_stems(&mut writer, &parts, fields.words_of(zone, Form::Stem))?;
    }
    writer.close()
}

/// The words of a zone in one part.
struct Words<'p> {
    part: &'p Part,
    forms: &'p Forms,
    /// Those that are posted as they are.
    own: Arc<InvertedIndexReader>,
    /// Where articles were removed: in how many of the others each form stands, in order.
    counted: std::vec::IntoIter<u64>,
}

impl<'p> Words<'p> {
    fn of(part: &'p Part, fields: &Fields, zone: Zone) -> Result<Self> {
        let lacks = || Error::damaged("a part lacks the forms of a zone");
        let forms = part.forms(fields, zone).ok_or_else(lacks)?;
        let own = part.reader.inverted_index(fields.words_of(zone, Form::Exact))?;
        let counted =
            if part.reader.has_deletes() { part.count_all_forms(fields, zone)? } else { Vec::new() };
        Ok(Words { part, forms, own, counted: counted.into_iter() })
    }
}

/// Writes the forms of all parts that stand in any article that has not been removed.
fn merge_forms(writer: &mut InflectionsWriter, parts: &[Part], fields: &Fields, zone: Zone) -> Result<()> {
    let words = parts.iter().map(|part| Words::of(part, fields, zone));
    let mut words = words.collect::<Result<Vec<_>>>()?;
    let own: Vec<_> = words.iter().map(|words| Arc::clone(&words.own)).collect();
    let forms = words.iter().map(|words| &words.forms.dictionary);
    let mut merged = merger(forms.chain(own.iter().map(|own| own.terms())))?;
    let records = std::iter::from_fn(|| {
        while merged.advance() {
            let found = merged.current_segment_ords_and_term_infos();
            let record = merge_form(merged.key(), found, &mut words).transpose();
            if record.is_some() {
                return record;
            }
        }
        None
    });
    writer.forms(fields.words_of(zone, Form::Exact), records)
}

/// A word as it is found in the dictionaries of forms of all parts, and after them in those of what is posted as it is.
/// `None` where no part has it as a form, or none of its articles is left.
fn merge_form(
    word: &[u8],
    found: impl Iterator<Item = (usize, TermInfo)>,
    parts: &mut [Words<'_>],
) -> Result<Option<FormRecord>> {
    let (mut record, mut is_form, count) = (FormRecord::new(word), vec![false; parts.len()], parts.len());
    for (dictionary, info) in found {
        let number = dictionary % count;
        let Words { part, forms, own, counted } = &mut parts[number];
        if dictionary < count {
            is_form[number] = true;
            record.articles += counted.next().unwrap_or(u64::from(info.doc_freq));
            record.inflections.extend(forms.inflections(word, &info));
        } else if !record.inflections.is_empty() && !is_form[number] {
            record.articles += part.count(own, &info)?;
        }
    }
    record.inflections.sort();
    record.inflections.dedup();
    Ok((record.articles > 0).then_some(record))
}

/// Writes the stems of all parts.
fn merge_stems(writer: &mut InflectionsWriter, parts: &[Part], field: Field) -> Result<()> {
    let mut merged = merger(parts.iter().filter_map(|part| part.inflections.stems(field)))?;
    let stems = std::iter::from_fn(|| {
        merged.advance().then(|| {
            let next = merged.current_segment_ords_and_term_infos().map(|(_, info)| info.doc_freq as u8);
            let next = next.max().unwrap_or_default();
            (merged.key().to_vec(), next)
        })
    });
    writer.stems(field, stems)
}

fn merger<'d>(dictionaries: impl Iterator<Item = &'d TermDictionary>) -> Result<TermMerger<'d>> {
    let streams: std::result::Result<Vec<_>, _> = dictionaries.map(TermDictionary::stream).collect();
    Ok(TermMerger::new(streams?))
}

/// tantivy's own threads are given no articles: what they would write is the file of a part without words.
struct Nothing;

impl PluginWriter for Nothing {
    fn serialize(self: Box<Self>, segment: &Segment, _: Option<&DocIdMapping>) -> tantivy::Result<()> {
        write_nothing(segment).map_err(Error::for_tantivy)
    }

    fn mem_usage(&self) -> usize {
        0
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }
}

fn write_nothing(segment: &Segment) -> Result<()> {
    let (_, fields) = schema();
    let mut writer = InflectionsWriter::create(segment)?;
    for zone in Zone::with_stems() {
        writer.forms(fields.words_of(zone, Form::Exact), std::iter::empty())?;
        writer.stems(fields.words_of(zone, Form::Stem), std::iter::empty::<(&str, u8)>())?;
    }
    writer.close()
}
