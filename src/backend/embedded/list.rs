//! The articles that have a term, with how often it stands in each: read block by block, a window at a time.

use tantivy::DocId;
use tantivy::postings::BlockSegmentPostings;

use super::error::Result;
use super::mapping::Fields;
use super::part::Part;
use super::postings::{Cursor, Postings};
use super::window::{Set, Tally, WINDOW};
use crate::backend::plan::Term;
use crate::schema::Zone;

/// As many articles are scanned in the time that it takes to look one up.
const LOOKED_UP: usize = 4;

/// The postings of one term in one part of the index. Windows are read in ascending order.
pub(super) struct List<'p> {
    pub(super) term: &'p Term,
    postings: Postings,
    blocks: BlockSegmentPostings,
    /// How many articles of the block are behind us.
    behind: usize,
    /// About how many articles of one window have the term.
    per_window: usize,
}

impl<'p> List<'p> {
    /// Opens the postings of those of `terms` that any article has.
    pub(super) fn open(part: &Part, fields: &Fields, zone: Zone, terms: &'p [Term]) -> Result<Vec<Self>> {
        let windows = part.windows().max(1);
        let mut lists = Vec::with_capacity(terms.len());
        for term in terms {
            if let Some(postings) = Postings::open(part, fields, zone, term)? {
                let (blocks, per_window) = (postings.blocks()?, postings.len() as usize / windows);
                lists.push(List { term, postings, blocks, behind: 0, per_window });
            }
        }
        Ok(lists)
    }

    /// How many articles have the term, removed ones among them.
    pub(super) fn len(&self) -> u32 {
        self.postings.len()
    }

    /// A cursor of its own, before the first article, that knows positions.
    pub(super) fn positions(&self) -> Result<Cursor> {
        self.postings.cursor()
    }

    /// Adds to `tally` how much the term counts in each article of the window that starts at `start`. Articles
    /// that are not in `within` may be passed over.
    pub(super) fn fill(&mut self, start: DocId, within: &Set, tally: &mut Tally) {
        let Some(&next) = self.blocks.docs().get(self.behind) else { return };
        if next < start {
            // Windows were passed over, or only some of their articles looked up.
            self.behind = self.blocks.seek(start);
        }
        if within.len() * LOOKED_UP < self.per_window {
            self.look_up(start, within, tally);
        } else {
            self.scan(start, tally);
        }
    }

    /// Looks each article of `within` up: where they are few, most of those that have the term need not be looked at.
    fn look_up(&mut self, start: DocId, within: &Set, tally: &mut Tally) {
        within.each(|place| {
            let article = start + place as DocId;
            self.behind = self.blocks.seek(article);
            if self.blocks.docs().get(self.behind) == Some(&article) {
                let freq = self.blocks.freqs()[self.behind];
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
