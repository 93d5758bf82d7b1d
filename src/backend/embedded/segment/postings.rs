//! The postings of a term in one segment.

use std::sync::Arc;

use tantivy::postings::{BlockSegmentPostings, Postings as _, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, InvertedIndexReader};

use super::Segment;
use crate::backend::embedded::error::Result;
use crate::backend::embedded::schema::Fields;
use crate::backend::plan::Term;
use crate::schema::Zone;

/// The postings of a term, looked up but not yet read.
pub(in crate::backend::embedded) struct TermPostings {
    info: TermInfo,
    index: Arc<InvertedIndexReader>,
}

impl TermPostings {
    /// Looks up a term; `None` where no article has it.
    pub(in crate::backend::embedded) fn open(
        segment: &Segment,
        fields: &Fields,
        zone: Zone,
        term: &Term,
    ) -> Result<Option<Self>> {
        let field = fields.words_of(zone, term.form)?;
        let index = segment.reader.inverted_index(field)?;
        let info = index.get_term_info(&tantivy::Term::from_field_text(field, &term.text))?;
        Ok(info.map(|info| TermPostings { info, index }))
    }

    /// The document frequency, removed articles included.
    pub(in crate::backend::embedded) fn doc_freq(&self) -> u32 {
        self.info.doc_freq
    }

    /// The document frequency without removed articles.
    pub(in crate::backend::embedded) fn live_doc_freq(&self, segment: &Segment) -> Result<u64> {
        super::terms::live_doc_freq(segment, &self.index, &self.info)
    }

    /// The articles with term frequencies, 128 at a time.
    pub(in crate::backend::embedded) fn blocks(&self) -> Result<BlockSegmentPostings> {
        let option = IndexRecordOption::WithFreqs;
        Ok(self.index.read_block_postings_from_terminfo(&self.info, option)?)
    }

    /// The articles with term positions, before the first article.
    pub(in crate::backend::embedded) fn positions(&self) -> Result<TermPositions> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        Ok(TermPositions(Box::new(self.index.read_postings_from_terminfo(&self.info, option)?)))
    }
}

/// A cursor over the positions of a term. It only moves forward.
pub(in crate::backend::embedded) struct TermPositions(Box<SegmentPostings>);

impl TermPositions {
    /// The document frequency, removed articles included.
    pub(in crate::backend::embedded) fn doc_freq(&self) -> u32 {
        self.0.doc_freq()
    }

    /// Reads the positions in an article into `positions`, in ascending order; none where the article lacks the term.
    pub(in crate::backend::embedded) fn read(&mut self, doc: DocId, positions: &mut Vec<u32>) {
        positions.clear();
        let at = self.0.doc();
        if at == doc || at < doc && self.0.seek(doc) == doc {
            self.0.append_positions_with_offset(0, positions);
        }
    }
}
