//! The rules of the chain: each reads some pieces of text as words.
//!
//! [`Rule`] is what a rule implements. `number` is a good example to start from.

pub(super) mod acronym;
pub(super) mod apostrophe;
pub(super) mod compound;
pub(super) mod elision;
pub(super) mod clock;
pub(super) mod date;
pub(super) mod inclusive;
pub(super) mod line_end;
pub(super) mod number;
pub(super) mod ordinal;
pub(super) mod reference;
pub(super) mod sign;
pub(super) mod symbol;

use crate::analysis::{scanner::Cursor, token_writer::TokenWriter};

/// A rule of the chain.
pub(in crate::analysis) trait Rule: Send + Sync {
    /// The name of the rule, as `vigie analyze` prints it.
    fn name(&self) -> &'static str;

    /// Reads pieces from `cursor` on and writes their tokens to `out`. Returns the number of pieces read. 0 means that
    /// the rule does not apply; it has then written nothing.
    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize;
}
