//! One tantivy segment as a list of articles: how long each is, where its passages end, when it was published.

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Cardinality, Column, ColumnValues, StrColumn};
use tantivy::store::StoreReader;
use tantivy::{DocId, SegmentReader};

use super::error::{Error, Result};
use super::window::{Set, WINDOW, place};
use crate::backend::Address;
use crate::backend::ranking::Lengths;

/// Most articles have fewer passages.
const AT_ONCE: usize = 32;

/// The columns of a segment. The lengths and days, which every query asks for, are unpacked a window at a time when they
/// are first asked for, and kept: one number at a time out of tantivy's columns costs ten times as much.
pub(super) struct Part {
    /// tantivy's own reader.
    pub(super) reader: SegmentReader,
    /// What is stored of the articles.
    pub(super) store: StoreReader,
    lengths: Box<[OnceLock<Box<[Lengths]>>]>,
    days_kept: Box<[OnceLock<Box<[u32]>>]>,
    words: Arc<dyn ColumnValues<u64>>,
    title_words: Arc<dyn ColumnValues<u64>>,
    days: Arc<dyn ColumnValues<u64>>,
    passage_words: Option<Column<u64>>,
    passage_bytes: Option<Column<u64>>,
    ids: Option<StrColumn>,
}

/// The ends of the passages of one article after another, read where they are asked for.
pub(super) struct Ends<'a> {
    part: &'a Part,
    article: Option<DocId>,
    ends: Vec<u32>,
}

/// The address of a passage: the number of its part, the article in that part, and the passage's place there from 0.
pub(super) fn address(part: u32, article: DocId, passage: u32) -> Address {
    Address::new(u64::from(part) << 32 | u64::from(article), passage)
}

/// The number of a part, and an article in it, from an address.
pub(super) fn location(address: Address) -> (u32, DocId) {
    ((address.article() >> 32) as u32, address.article() as DocId)
}

impl Part {
    /// Opens the columns.
    pub(super) fn open(reader: &SegmentReader) -> Result<Self> {
        let columns = reader.fast_fields();
        let windows = (reader.max_doc() as usize).div_ceil(WINDOW);
        Ok(Part {
            reader: reader.clone(),
            // Its blocks lie in memory as they are, and to keep copies of some would be no use.
            store: reader.get_store_reader(0)?,
            lengths: (0..windows).map(|_| OnceLock::new()).collect(),
            days_kept: (0..windows).map(|_| OnceLock::new()).collect(),
            words: column(reader, "words")?,
            title_words: column(reader, "title_words")?,
            days: column(reader, "day")?,
            passage_words: columns.column_opt("passage_words")?,
            passage_bytes: columns.column_opt("passage_bytes")?,
            ids: columns.str("id")?,
        })
    }

    /// How many articles there are, removed ones among them.
    pub(super) fn len(&self) -> DocId {
        self.reader.max_doc()
    }

    /// How many windows the articles make.
    pub(super) fn windows(&self) -> usize {
        self.lengths.len()
    }

    /// The articles of a window that have not been removed.
    pub(super) fn alive(&self, window: usize) -> Set {
        let first = window * WINDOW;
        let mut alive = Set::first(self.len() as usize - first);
        if let Some(bits) = self.reader.alive_bitset() {
            let all = alive.clone();
            all.each(|place| {
                if bits.is_deleted((first + place) as DocId) {
                    alive.remove(place);
                }
            });
        }
        alive
    }

    /// The lengths of the articles of a window.
    pub(super) fn lengths(&self, window: usize) -> &[Lengths] {
        self.lengths[window].get_or_init(|| {
            let (words, title_words) =
                (self.read(&*self.words, window), self.read(&*self.title_words, window));
            let lengths = words.into_iter().zip(title_words);
            lengths.map(|(text, title)| Lengths { text: text as f32, title: title as f32 }).collect()
        })
    }

    /// The length of an article.
    pub(super) fn lengths_of(&self, article: DocId) -> Lengths {
        let (window, place) = place(article);
        self.lengths(window)[place]
    }

    /// The days of the articles of a window, as [`super::mapping::day_number`] gives them.
    pub(super) fn days(&self, window: usize) -> &[u32] {
        self.days_kept[window].get_or_init(|| self.read(&*self.days, window).into_iter().map(small).collect())
    }

    fn read(&self, column: &dyn ColumnValues<u64>, window: usize) -> Vec<u64> {
        let first = window * WINDOW;
        let mut numbers = vec![0; WINDOW.min(self.len() as usize - first)];
        column.get_range(first as u64, &mut numbers);
        numbers
    }

    /// For each passage of an article, how many words stand before its end.
    pub(super) fn passage_ends(&self, article: DocId, ends: &mut Vec<u32>) {
        ends.clear();
        let mut end = 0u64;
        numbers(self.passage_words.as_ref(), article, |words| {
            end += words;
            ends.push(small(end));
        });
    }

    /// How long each passage of an article is, in bytes.
    pub(super) fn passage_bytes(&self, article: DocId, lengths: &mut Vec<u64>) {
        lengths.clear();
        numbers(self.passage_bytes.as_ref(), article, |bytes| lengths.push(bytes));
    }

    /// The place of an article's identifier among those of this part, in byte order.
    pub(super) fn id_order(&self, article: DocId) -> u64 {
        self.ids.as_ref().and_then(|ids| ids.term_ords(article).next()).unwrap_or_default()
    }

    /// The identifier of an article.
    pub(super) fn id_of(&self, article: DocId) -> String {
        let mut id = String::new();
        if let Some(ids) = &self.ids
            && let Some(number) = ids.term_ords(article).next()
        {
            // An unreadable name sorts first; making the hit will report the damage.
            let _ = ids.ord_to_str(number, &mut id);
        }
        id
    }

    /// The identifiers of articles. The dictionary of identifiers is read once, front to back, since each of its
    /// blocks is read from its beginning.
    pub(super) fn identifiers(&self, articles: &[DocId]) -> Result<Vec<String>> {
        let damaged = || Error::damaged("an article has no identifier");
        let ids = self.ids.as_ref().ok_or_else(damaged)?;
        let number = |(place, &article): (usize, &DocId)| {
            ids.term_ords(article).next().map(|number| (number, place)).ok_or_else(damaged)
        };
        let numbers: Result<_> = articles.iter().enumerate().map(number).collect();
        let mut numbers: Vec<(u64, usize)> = numbers?;
        numbers.sort_unstable();
        let mut of_id = numbers.chunk_by(|a, b| a.0 == b.0);
        let wanted: Vec<u64> = of_id.clone().map(|same| same[0].0).collect();
        let mut names = vec![String::new(); articles.len()];
        let is_whole = ids.dictionary().sorted_ords_to_term_cb(&wanted, |id| {
            let id = String::from_utf8_lossy(id);
            for &(_, place) in of_id.next().unwrap_or_default() {
                names[place] = id.clone().into_owned();
            }
        })?;
        if is_whole { Ok(names) } else { Err(damaged()) }
    }
}

impl<'a> Ends<'a> {
    pub(super) fn new(part: &'a Part) -> Self {
        Ends { part, article: None, ends: Vec::new() }
    }

    /// For each passage of an article, how many words stand before its end.
    pub(super) fn of(&mut self, article: DocId) -> &[u32] {
        if self.article.replace(article) != Some(article) {
            self.part.passage_ends(article, &mut self.ends);
        }
        &self.ends
    }
}

/// Hands out the numbers of an article. They are read many at once: each call into a column costs more than a number.
fn numbers(column: Option<&Column<u64>>, article: DocId, mut take: impl FnMut(u64)) {
    let Some(column) = column else { return };
    let rows = column.index.value_row_ids(article);
    let mut numbers = [0; AT_ONCE];
    for from in rows.clone().step_by(AT_ONCE) {
        let numbers = &mut numbers[..AT_ONCE.min((rows.end - from) as usize)];
        column.values.get_range(u64::from(from), numbers);
        numbers.iter().for_each(|number| take(*number));
    }
}

/// Numbers that do not fit are damaged.
fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The column of that name, which every article has one number in. Where a damaged one lacks some, they are 0.
fn column(reader: &SegmentReader, name: &str) -> Result<Arc<dyn ColumnValues<u64>>> {
    let columns = reader.fast_fields();
    match columns.column_opt::<u64>(name)? {
        Some(column) if column.get_cardinality() == Cardinality::Full => Ok(column.values),
        _ => Ok(columns.column_first_or_default(name)?),
    }
}
