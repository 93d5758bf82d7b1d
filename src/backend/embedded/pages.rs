//! What is known of each passage in numbers, unpacked by pages: a query asks for those of many passages, and one
//! number at a time out of tantivy's columns costs ten times as much.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Cardinality, ColumnValues};
use tantivy::{DocId, SegmentReader};

/// How many passages are unpacked at once.
const PAGE: usize = 256;

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
        let numbers =
            read(&*self.ordinals, docs.clone()).into_iter().zip(read(&*self.passages, docs.clone()));
        let mut rows: Box<[Row]> = (docs.clone().zip(numbers))
            .map(|(doc, (ordinal, passages))| {
                let start = doc.saturating_sub(small(ordinal));
                let end = start.saturating_add(small(passages)).min(self.end).max(doc + 1);
                Row { start, end, ..Row::default() }
            })
            .collect();
        self.add_words(&mut rows, docs);
        rows
    }

    /// The articles at both ends may reach beyond the page.
    fn add_words(&self, rows: &mut [Row], docs: Range<DocId>) {
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
        let all = first.start..last.end;
        let words = read(&*self.words, all.clone());
        let mut doc = docs.start;
        for article in rows.chunk_by_mut(|a, b| a.start == b.start) {
            let place = |doc: DocId| (doc.clamp(all.start, all.end) - all.start) as usize;
            let of_article = &words[place(article[0].start)..place(article[0].end)];
            let length = small(of_article.iter().sum());
            for row in article {
                (row.words, row.length) = (small(words[place(doc)]), length);
                doc += 1;
            }
        }
    }
}

/// The numbers of some passages.
fn read(column: &dyn ColumnValues<u64>, docs: Range<DocId>) -> Vec<u64> {
    let mut numbers = vec![0; docs.len()];
    column.get_range(u64::from(docs.start), &mut numbers);
    numbers
}

/// Numbers that do not fit are damaged.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The column of that name, which every passage has a number in. Where a damaged one lacks some, they are 0.
pub(super) fn column(reader: &SegmentReader, name: &str) -> tantivy::Result<Arc<dyn ColumnValues<u64>>> {
    let columns = reader.fast_fields();
    match columns.column_opt::<u64>(name)? {
        Some(column) if column.get_cardinality() == Cardinality::Full => Ok(column.values),
        _ => columns.column_first_or_default(name),
    }
}
