//! The share of a page's prose that was kept.

use super::blocks::{Block, Kind};
use super::measures;
use crate::model::Reason;

/// A page with less prose than this, in bytes, tells nothing by its share.
const MIN_BYTES: usize = 1_000;
/// Where less than this share of the visible prose was kept, the user is told.
const LITTLE: usize = 40;
/// An extract with less prose than this, in bytes, is not sure.
const SURE_BYTES: usize = 500;

/// The warning for an article that has little of what the page shows, `seen` bytes of prose.
pub(super) fn warning(blocks: &[Block], seen: usize) -> Option<Reason> {
    let percent = prose(blocks) * 100 / seen.max(1);
    (seen >= MIN_BYTES && percent < LITTLE).then_some(Reason::LittleKept { percent })
}

/// Whether an extract has enough of the page's prose. Below a headline little is enough: other articles may be longer.
/// Without one an extract must have a quarter, and a short one 60 %.
pub(super) fn is_enough(extract: &[Block], whole: &[Block], has_headline: bool) -> bool {
    let (kept, all) = (prose(extract), prose(whole));
    let percent = match (has_headline, kept < SURE_BYTES) {
        (true, _) => 5,
        (false, true) => 60,
        (false, false) => 25,
    };
    kept * 100 >= all * percent && !extract.is_empty()
}

/// Whether most of the text is prose.
pub(super) fn is_prose(blocks: &[Block]) -> bool {
    prose(blocks) * 2 > blocks.iter().map(|block| block.text.len()).sum()
}

/// The number of bytes of prose outside links and headings.
fn prose(blocks: &[Block]) -> usize {
    let prose = blocks.iter().filter(|block| block.kind != Kind::Heading && measures::is_prose(&block.text));
    prose.map(Block::unlinked).sum()
}
