//! The postings of a term in one part of the index.

use std::sync::Arc;

use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader};

use super::error::Result;
use super::mapping::Fields;
use super::part::Part;
use crate::backend::plan::Term;
use crate::schema::Zone;

/// The postings of a term, not yet read.
pub(super) struct Postings {
    info: TermInfo,
    inverted: Arc<InvertedIndexReader>,
}

impl Postings {
    /// Opens the postings of a term; `None` where no article has it.
    pub(super) fn open(part: &Part, fields: &Fields, zone: Zone, term: &Term) -> Result<Option<Self>> {
        let field = fields.words_of(zone, term.form);
        let inverted = part.reader.inverted_index(field)?;
        let info = inverted.get_term_info(&tantivy::Term::from_field_text(field, &term.text))?;
        Ok(info.map(|info| Postings { info, inverted }))
    }

    /// How many articles have the term, removed ones among them.
    pub(super) fn len(&self) -> u32 {
        self.info.doc_freq
    }

    /// The articles with frequencies, many at a time.
    pub(super) fn blocks(&self) -> Result<BlockSegmentPostings> {
        let option = IndexRecordOption::WithFreqs;
        Ok(self.inverted.read_block_postings_from_terminfo(&self.info, option)?)
    }

    /// A cursor before the first article that knows positions.
    pub(super) fn cursor(&self) -> Result<Cursor> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        Ok(Cursor(Box::new(self.inverted.read_postings_from_terminfo(&self.info, option)?)))
    }
}

/// Positions in one article after another, never backwards.
pub(super) struct Cursor(Box<SegmentPostings>);

impl Cursor {
    /// How many articles have the term, removed ones among them.
    pub(super) fn len(&self) -> u32 {
        self.0.doc_freq()
    }

    /// Puts the positions in an article into `found`, ascending; none where the article lacks the term.
    pub(super) fn read(&mut self, article: DocId, found: &mut Vec<u32>) {
        use tantivy::postings::Postings as _;
        found.clear();
        let at = self.0.doc();
        if at == article || at < article && self.0.seek(article) == article {
            self.0.append_positions_with_offset(0, found);
        }
    }
}
