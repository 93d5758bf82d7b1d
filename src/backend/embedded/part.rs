//! One tantivy segment as a run of articles: where each starts and ends, when it was published.

use std::sync::Arc;

use tantivy::columnar::{ColumnValues, StrColumn};
use tantivy::{DocId, SegmentReader, TERMINATED};

use super::pages::{Pages, column};

/// The columns that say how passages make up articles.
pub(super) struct Part {
    /// tantivy's own reader.
    pub(super) reader: SegmentReader,
    pages: Pages,
    day: Arc<dyn ColumnValues<u64>>,
    start: Arc<dyn ColumnValues<u64>>,
    title_words: Arc<dyn ColumnValues<u64>>,
    ids: Option<StrColumn>,
}

impl Part {
    /// Opens the columns.
    pub(super) fn open(reader: &SegmentReader) -> tantivy::Result<Self> {
        let columns = reader.fast_fields();
        Ok(Part {
            reader: reader.clone(),
            pages: Pages::open(reader)?,
            day: column(reader, "day")?,
            start: column(reader, "start")?,
            title_words: column(reader, "title_words")?,
            ids: columns.str("id")?,
        })
    }

    /// One past the last passage.
    pub(super) fn end(&self) -> DocId {
        self.reader.max_doc()
    }

    /// The first passage of the article that `doc` belongs to.
    pub(super) fn start_of(&self, doc: DocId) -> DocId {
        self.pages.get(doc).start
    }

    /// The first passage of the article after the one that starts at `article`.
    pub(super) fn end_of(&self, article: DocId) -> DocId {
        self.pages.get(article).end
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
        self.pages.get(doc).words as f32
    }

    /// How many words the text of an article has.
    pub(super) fn length_of(&self, article: DocId) -> f32 {
        self.pages.get(article).length as f32
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
            // An unreadable name sorts first; fetching the passage will report the damage.
            let _ = ids.ord_to_str(number, &mut id);
        }
        id
    }
}
