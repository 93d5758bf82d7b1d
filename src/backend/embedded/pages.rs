//! Columns of numbers, unpacked by pages: a query asks for the numbers of many neighbouring passages, and one
//! by one each costs ten times as much.

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Cardinality, ColumnValues};
use tantivy::{DocId, SegmentReader};

/// How many numbers are unpacked at once.
const PAGE: usize = 128;

/// A column of small numbers, one for each passage. A page is unpacked when it is first read, and kept.
pub(super) struct Pages {
    values: Arc<dyn ColumnValues<u64>>,
    pages: Box<[OnceLock<Box<[u32]>>]>,
    end: usize,
}

impl Pages {
    /// Opens a column; nothing is read yet.
    pub(super) fn open(reader: &SegmentReader, name: &str) -> tantivy::Result<Self> {
        let end = reader.max_doc() as usize;
        let pages = (0..end.div_ceil(PAGE)).map(|_| OnceLock::new()).collect();
        Ok(Pages { values: column(reader, name)?, pages, end })
    }

    /// The number of a passage.
    #[inline]
    pub(super) fn get(&self, doc: DocId) -> u32 {
        let (page, place) = (doc as usize / PAGE, doc as usize % PAGE);
        self.pages[page].get_or_init(|| self.unpack(page))[place]
    }

    #[cold]
    fn unpack(&self, page: usize) -> Box<[u32]> {
        let start = page * PAGE;
        let mut numbers = vec![0; PAGE.min(self.end - start)];
        self.values.get_range(start as u64, &mut numbers);
        numbers.into_iter().map(|number| u32::try_from(number).unwrap_or(u32::MAX)).collect()
    }
}

/// The column of that name, which every passage has a number in. Where a damaged one lacks some, they are 0.
pub(super) fn column(reader: &SegmentReader, name: &str) -> tantivy::Result<Arc<dyn ColumnValues<u64>>> {
    let columns = reader.fast_fields();
    match columns.column_opt::<u64>(name)? {
        Some(column) if column.get_cardinality() == Cardinality::Full => Ok(column.values),
        _ => columns.column_first_or_default(name),
    }
}
