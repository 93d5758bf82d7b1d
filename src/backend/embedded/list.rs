//! The articles that have a term, with how often it stands in each: read block by block, a window at a time.

use std::sync::Arc;

use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, InvertedIndexReader, SegmentReader};

use super::mapping::Fields;
use super::window::{Set, Tally, WINDOW};
use crate::backend::plan::Term;
use crate::schema::Zone;

/// How many articles tantivy packs in a block.
const BLOCK: usize = 128;

/// The postings of one term in one part of the index. Windows are read in ascending order.
pub(super) struct List<'p> {
    pub(super) term: &'p Term,
    info: TermInfo,
    inverted: Arc<InvertedIndexReader>,
    blocks: BlockSegmentPostings,
    /// How many articles of the block are behind us.
    behind: usize,
    /// About how many blocks hold the articles of one window.
    blocks_per_window: usize,
}

impl<'p> List<'p> {
    /// Opens the postings of a term; `None` where no article has it.
    pub(super) fn open(
        reader: &SegmentReader,
        fields: &Fields,
        zone: Zone,
        term: &'p Term,
    ) -> tantivy::Result<Option<Self>> {
        let field = fields.words_of(zone, term.form);
        let inverted = reader.inverted_index(field)?;
        let Some(info) = inverted.get_term_info(&tantivy::Term::from_field_text(field, &term.text))? else {
            return Ok(None);
        };
        let blocks = inverted.read_block_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
        let windows = (reader.max_doc() as usize).div_ceil(WINDOW).max(1);
        let blocks_per_window = info.doc_freq as usize / BLOCK / windows;
        Ok(Some(List { term, info, inverted, blocks, behind: 0, blocks_per_window }))
    }

    /// How many articles have the term, removed ones among them.
    pub(super) fn len(&self) -> u32 {
        self.info.doc_freq
    }

    /// A cursor of its own, before the first article, that knows positions.
    pub(super) fn positions(&self) -> tantivy::Result<SegmentPostings> {
        let option = IndexRecordOption::WithFreqsAndPositions;
        Ok(self.inverted.read_postings_from_terminfo(&self.info, option)?)
    }

    /// Adds to `tally` how much the term counts in each article of the window that starts at `start`. Articles
    /// that are not in `within` may be passed over.
    pub(super) fn fill(&mut self, start: DocId, within: &Set, tally: &mut Tally) {
        let Some(&next) = self.blocks.docs().get(self.behind) else { return };
        if next < start {
            // Windows were passed over, or only some of their articles looked up.
            self.behind = self.blocks.seek(start);
        }
        if within.len() < self.blocks_per_window {
            self.look_up(start, within, tally);
        } else {
            self.scan(start, tally);
        }
    }

    /// Looks each article of `within` up: where they are few, most blocks need not be unpacked.
    fn look_up(&mut self, start: DocId, within: &Set, tally: &mut Tally) {
        within.each(|place| {
            let article = start + place as DocId;
            self.behind = self.blocks.seek(article);
            if self.blocks.docs().get(self.behind) == Some(&article) {
                let freq = self.blocks.freq(self.behind);
                tally.add_term(start, &[article], &[freq], self.term.weight);
            }
        });
    }

    fn scan(&mut self, start: DocId, tally: &mut Tally) {
        let end = start + WINDOW as DocId;
        loop {
            let (docs, freqs) = (&self.blocks.docs()[self.behind..], &self.blocks.freqs()[self.behind..]);
            let Some(last) = docs.last() else { return };
            let count = if *last < end { docs.len() } else { docs.partition_point(|&doc| doc < end) };
            tally.add_term(start, &docs[..count], freqs, self.term.weight);
            if count < docs.len() {
                self.behind += count;
                return;
            }
            self.blocks.advance();
            self.behind = 0;
        }
    }
}
