//! What a rule of the chain is: pieces of text in, tokens out.

pub(super) mod acronym;
pub(super) mod apostrophe;
pub(super) mod compound;
pub(super) mod elision;
pub(super) mod inclusive;
pub(super) mod number;
pub(super) mod symbol;

use crate::analysis::{scanner::Cursor, token_writer::TokenWriter};

/// One way of reading pieces as words.
pub(in crate::analysis) trait Rule: Send + Sync {
    /// The name of the step.
    fn name(&self) -> &'static str;

    /// Reads the pieces from `cursor` on and writes their tokens: how many pieces it took, 0 when they are
    /// not for this rule.
    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize;
}
