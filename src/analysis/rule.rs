//! What a rule of the chain is: pieces of text in, tokens out.

use super::{scan::Cursor, tokens::Writer};

/// One way of reading pieces as words.
pub(super) trait Rule: Send + Sync {
    /// The name of the step.
    fn name(&self) -> &'static str;

    /// Reads the pieces from `cursor` on and writes their tokens: how many pieces it took, 0 when they are
    /// not for this rule.
    fn read(&self, cursor: Cursor<'_>, out: &mut Writer<'_>) -> usize;
}
