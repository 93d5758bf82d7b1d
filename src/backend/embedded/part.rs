//! One tantivy segment as a run of articles: where each starts and ends, when it was published.

use std::sync::Arc;

use tantivy::columnar::{ColumnValues, StrColumn};
use tantivy::{DocId, SegmentReader, TERMINATED};

/// The columns that say how passages make up articles.
pub(super) struct Part {
    /// tantivy's own reader.
    pub(super) reader: SegmentReader,
    ordinal: Arc<dyn ColumnValues<u64>>,
    passages: Arc<dyn ColumnValues<u64>>,
    words: Arc<dyn ColumnValues<u64>>,
    day: Arc<dyn ColumnValues<u64>>,
    start: Arc<dyn ColumnValues<u64>>,
    title_words: Arc<dyn ColumnValues<u64>>,
    ids: Option<StrColumn>,
}

impl Part {
    /// Opens the columns.
    pub(super) fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        let numbers = |name: &str| columns.column_first_or_default::<u64>(name);
        Ok(Part {
            reader: reader.clone(),
            ordinal: numbers("ordinal")?,
            passages: numbers("passages")?,
            words: numbers("words")?,
            day: numbers("day")?,
            start: numbers("start")?,
            title_words: numbers("title_words")?,
            ids: columns.str("id")?,
        })
    }

    /// One past the last passage.
    pub(super) fn end(&self) -> DocId {
        self.reader.max_doc()
    }

    /// The first passage of the article that `doc` belongs to.
    pub(super) fn start_of(&self, doc: DocId) -> DocId {
        doc - self.ordinal.get_val(doc) as DocId
    }

    /// The first passage of the article after the one that starts at `article`.
    pub(super) fn end_of(&self, article: DocId) -> DocId {
        article + (self.passages.get_val(article) as DocId).max(1)
    }

    /// The first article at or after `doc` that has not been removed.
    pub(super) fn next_alive(&self, doc: DocId) -> DocId {
        let mut article = doc;
        while article < self.end() {
            if self.is_alive(article) {
                return article;
            }
            article = self.end_of(article);
        }
        TERMINATED
    }

    /// Whether the article has not been removed.
    pub(super) fn is_alive(&self, article: DocId) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(article))
    }

    /// How many words a passage has.
    pub(super) fn words_of(&self, doc: DocId) -> f32 {
        self.words.get_val(doc) as f32
    }

    /// How many words the title of an article has.
    pub(super) fn title_words_of(&self, article: DocId) -> f32 {
        self.title_words.get_val(article) as f32
    }

    /// Where a passage starts in the text of its article, in bytes.
    pub(super) fn start_in_text(&self, doc: DocId) -> u64 {
        self.start.get_val(doc)
    }

    /// The day of an article as [`super::mapping::day_number`] gives it.
    pub(super) fn day_of(&self, article: DocId) -> u64 {
        self.day.get_val(article)
    }

    /// The identifier of an article.
    pub(super) fn id_of(&self, article: DocId) -> String {
        let mut id = String::new();
        if let Some(ids) = &self.ids
            && let Some(number) = ids.term_ords(article).next()
        {
            // An unreadable name sorts first; fetching the passage will report the damage.
            let _ = ids.ord_to_str(number, &mut id);
        }
        id
    }
}
