//! One tantivy segment: the postings, the columns and the stored text of some articles.

mod postings;
mod terms;

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Cardinality, Column, ColumnValues, StrColumn};
use tantivy::store::StoreReader;
use tantivy::{DocId, SegmentReader};

pub(super) use postings::{TermPositions, TermPostings};

use super::bitset::{BLOCK, BitSet, locate};
use super::error::{Error, Result};
use crate::backend::Address;
use crate::backend::ranking::Lengths;

/// Values are read from a column this many at a time, since each call costs more than a value. Few articles have more
/// passages.
const BATCH: usize = 32;

/// An open segment. Every query reads lengths and days, so both are unpacked a block at a time when first needed, and
/// kept: reading single values out of tantivy's columns takes ten times as long.
pub(super) struct Segment {
    /// tantivy's own reader.
    pub(super) reader: SegmentReader,
    /// The stored articles.
    pub(super) store: StoreReader,
    lengths: Box<[OnceLock<Box<[Lengths]>>]>,
    days: Box<[OnceLock<Box<[u32]>>]>,
    word_column: Arc<dyn ColumnValues<u64>>,
    title_word_column: Arc<dyn ColumnValues<u64>>,
    day_column: Arc<dyn ColumnValues<u64>>,
    passage_words: Option<Column<u64>>,
    passage_bytes: Option<Column<u64>>,
    ids: StrColumn,
}

impl Segment {
    /// Opens the columns.
    pub(super) fn open(reader: &SegmentReader) -> Result<Self> {
        let columns = reader.fast_fields();
        let blocks = (reader.max_doc() as usize).div_ceil(BLOCK);
        let ids = columns.str("id")?.ok_or_else(|| Error::damaged("a segment has no identifiers"))?;
        Ok(Segment {
            reader: reader.clone(),
            // The blocks of the store lie in mapped memory as they are, so a cache of copies would be no use.
            store: reader.get_store_reader(0)?,
            lengths: (0..blocks).map(|_| OnceLock::new()).collect(),
            days: (0..blocks).map(|_| OnceLock::new()).collect(),
            word_column: column(reader, "words")?,
            title_word_column: column(reader, "title_words")?,
            day_column: column(reader, "day")?,
            passage_words: columns.column_opt("passage_words")?,
            passage_bytes: columns.column_opt("passage_bytes")?,
            ids,
        })
    }

    /// The number of documents, removed ones included.
    pub(super) fn len(&self) -> DocId {
        self.reader.max_doc()
    }

    /// The number of blocks.
    pub(super) fn blocks(&self) -> usize {
        self.lengths.len()
    }

    /// The documents of a block that have not been removed.
    pub(super) fn alive(&self, block: usize) -> BitSet {
        let first = block * BLOCK;
        let all = BitSet::first(self.len() as usize - first);
        let Some(bits) = self.reader.alive_bitset() else { return all };
        let mut alive = all.clone();
        for offset in all.iter().filter(|offset| bits.is_deleted((first + offset) as DocId)) {
            alive.remove(offset);
        }
        alive
    }

    /// The lengths of the articles of a block, in words.
    pub(super) fn lengths(&self, block: usize) -> &[Lengths] {
        self.lengths[block].get_or_init(|| {
            let words = self.read(&*self.word_column, block);
            let lengths = words.into_iter().zip(self.read(&*self.title_word_column, block));
            lengths.map(|(text, title)| Lengths { text: text as f32, title: title as f32 }).collect()
        })
    }

    /// The length of an article, in words.
    pub(super) fn length(&self, doc: DocId) -> Lengths {
        let (block, offset) = locate(doc);
        self.lengths(block)[offset]
    }

    /// The days of the articles of a block, as [`super::schema::day_number`] gives them.
    pub(super) fn days(&self, block: usize) -> &[u32] {
        self.days[block]
            .get_or_init(|| self.read(&*self.day_column, block).into_iter().map(saturated).collect())
    }

    fn read(&self, column: &dyn ColumnValues<u64>, block: usize) -> Vec<u64> {
        let first = block * BLOCK;
        let mut values = vec![0; BLOCK.min(self.len() as usize - first)];
        column.get_range(first as u64, &mut values);
        values
    }

    /// The column of a label (`source`, `language`, `corpus`); `None` where no article of the segment has one.
    pub(super) fn labels(&self, name: &str) -> Result<Option<StrColumn>> {
        Ok(self.reader.fast_fields().str(name)?)
    }

    /// The numbers of the values of some documents in a column of labels. One call for many is faster than many calls.
    pub(super) fn label_ords(column: &StrColumn, docs: &[DocId]) -> Vec<Option<u64>> {
        let mut ords = vec![None; docs.len()];
        column.ords().first_vals(docs, &mut ords);
        ords
    }

    /// The end of each passage of an article, in words from the start of the text.
    pub(super) fn passage_ends(&self, doc: DocId) -> Vec<u32> {
        let mut end = 0u64;
        let words = values(self.passage_words.as_ref(), doc).into_iter();
        words
            .map(|words| {
                end += words;
                saturated(end)
            })
            .collect()
    }

    /// The length of each passage of an article, in bytes.
    pub(super) fn passage_bytes(&self, doc: DocId) -> Vec<u64> {
        values(self.passage_bytes.as_ref(), doc)
    }

    /// The rank of an article's identifier among those of the segment, in byte order.
    pub(super) fn id_rank(&self, doc: DocId) -> u64 {
        self.ids.term_ords(doc).next().unwrap_or_default()
    }

    /// The identifiers of articles. The dictionary of identifiers is read once, front to back, since each of its
    /// blocks is read from its beginning.
    ///
    /// # Errors
    /// [`Error::Damaged`] where an article has none.
    pub(super) fn ids(&self, docs: &[DocId]) -> Result<Vec<String>> {
        let damaged = || Error::damaged("an article has no identifier");
        let mut ranked = Vec::with_capacity(docs.len());
        for (place, &doc) in docs.iter().enumerate() {
            let rank = self.ids.term_ords(doc).next().ok_or_else(damaged)?;
            ranked.push((rank, place));
        }
        ranked.sort_unstable();
        let mut groups = ranked.chunk_by(|a, b| a.0 == b.0);
        let ranks: Vec<u64> = groups.clone().map(|group| group[0].0).collect();
        let mut ids = vec![String::new(); docs.len()];
        let is_complete = self.ids.dictionary().sorted_ords_to_term_cb(&ranks, |id| {
            for &(_, place) in groups.next().unwrap_or_default() {
                ids[place] = String::from_utf8_lossy(id).into_owned();
            }
        })?;
        if is_complete { Ok(ids) } else { Err(damaged()) }
    }
}

/// The address of a passage: the number of its segment, the article in that segment, the passage's place from 0.
pub(super) fn address(segment: u32, doc: DocId, passage: u32) -> Address {
    Address::new(u64::from(segment) << 32 | u64::from(doc), passage)
}

/// The number of the segment of an address, and the article in it.
pub(super) fn location(address: Address) -> (u32, DocId) {
    ((address.article() >> 32) as u32, address.article() as DocId)
}

/// The values of a document in a column that may hold several.
fn values(column: Option<&Column<u64>>, doc: DocId) -> Vec<u64> {
    let Some(column) = column else { return Vec::new() };
    let rows = column.index.value_row_ids(doc);
    let mut values = vec![0; rows.len()];
    for (start, batch) in rows.step_by(BATCH).zip(values.chunks_mut(BATCH)) {
        column.values.get_range(u64::from(start), batch);
    }
    values
}

/// A number that does not fit is damage; it is cut, and whoever reads text by it finds none.
fn saturated(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The column of that name, in which every article has one value. In a damaged one, missing values are 0.
fn column(reader: &SegmentReader, name: &str) -> Result<Arc<dyn ColumnValues<u64>>> {
    let columns = reader.fast_fields();
    match columns.column_opt::<u64>(name)? {
        Some(column) if column.get_cardinality() == Cardinality::Full => Ok(column.values),
        _ => Ok(columns.column_first_or_default(name)?),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn addresses_lead_back(segment: u32, doc: u32, passage: u32, other: u32) {
            let here = address(segment, doc, passage);
            prop_assert_eq!((location(here), here.passage()), ((segment, doc), passage));
            prop_assert_eq!(here < address(segment, other, passage), doc < other);
        }
    }
}
