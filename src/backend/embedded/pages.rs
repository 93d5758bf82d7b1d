//! What is known of each passage in numbers, unpacked by pages: a query asks for those of many passages, and one
//! number at a time out of tantivy's columns costs ten times as much.

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Cardinality, ColumnValues};
use tantivy::{DocId, SegmentReader};

/// How many passages are unpacked at once.
const PAGE: usize = 128;

/// The numbers of one passage, together in memory since they are asked for together.
#[derive(Clone, Copy, Default)]
pub(super) struct Row {
    /// The first passage of its article.
    pub(super) start: DocId,
    /// One past the last passage of its article.
    pub(super) end: DocId,
    /// How many words the passage has.
    pub(super) words: u32,
    /// How many words all passages of its article have.
    pub(super) length: u32,
}

/// The rows of all passages. A page is unpacked when it is first read, and kept.
pub(super) struct Pages {
    ordinals: Arc<dyn ColumnValues<u64>>,
    passages: Arc<dyn ColumnValues<u64>>,
    words: Arc<dyn ColumnValues<u64>>,
    pages: Box<[OnceLock<Box<[Row]>>]>,
    end: DocId,
}

impl Pages {
    /// Opens the columns; nothing is read yet.
    pub(super) fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let end = reader.max_doc();
        Ok(Pages {
            ordinals: column(reader, "ordinal")?,
            passages: column(reader, "passages")?,
            words: column(reader, "words")?,
            pages: (0..(end as usize).div_ceil(PAGE)).map(|_| OnceLock::new()).collect(),
            end,
        })
    }

    /// The numbers of a passage.
    #[inline]
    pub(super) fn get(&self, doc: DocId) -> Row {
        let (page, place) = (doc as usize / PAGE, doc as usize % PAGE);
        self.pages[page].get_or_init(|| self.unpack(page))[place]
    }

    #[cold]
    fn unpack(&self, page: usize) -> Box<[Row]> {
        let first = (page * PAGE) as DocId;
        let docs = first..self.end.min(first + PAGE as DocId);
        let ordinals = read(&*self.ordinals, docs.clone());
        let passages = read(&*self.passages, docs.clone());
        let mut rows: Vec<Row> = (docs.clone().zip(ordinals).zip(passages))
            .map(|((doc, ordinal), passages)| {
                let start = doc.saturating_sub(ordinal);
                Row { start, end: start.saturating_add(passages.max(1)).min(self.end), ..Row::default() }
            })
            .collect();
        // The articles at both ends may reach beyond the page.
        let start = rows.first().map_or(first, |row| row.start);
        let end = rows.last().map_or(first, |row| row.end);
        let words = read(&*self.words, start..end.max(docs.end));
        for (doc, row) in docs.zip(&mut rows) {
            let of_article = row.start.max(start)..row.end.max(doc + 1);
            row.words = words[(doc - start) as usize];
            row.length = of_article.map(|doc| words[(doc - start) as usize]).fold(0, u32::saturating_add);
        }
        rows.into()
    }
}

/// The numbers of some passages; those that do not fit are cut, since they are damaged.
fn read(column: &dyn ColumnValues<u64>, docs: std::ops::Range<DocId>) -> Vec<u32> {
    let mut numbers = vec![0; docs.len()];
    column.get_range(u64::from(docs.start), &mut numbers);
    numbers.into_iter().map(|number| u32::try_from(number).unwrap_or(u32::MAX)).collect()
}

/// The column of that name, which every passage has a number in. Where a damaged one lacks some, they are 0.
pub(super) fn column(reader: &SegmentReader, name: &str) -> tantivy::Result<Arc<dyn ColumnValues<u64>>> {
    let columns = reader.fast_fields();
    match columns.column_opt::<u64>(name)? {
        Some(column) if column.get_cardinality() == Cardinality::Full => Ok(column.values),
        _ => columns.column_first_or_default(name),
    }
}
