//! Quotations: a draft to what it quotes, and a quotation beside a text to a verdict: exact, altered or absent.
//!
//! Typography is no alteration: apostrophes, quotes, spaces, hyphens that do not break, soft hyphens, `…` for `...`.
//! Everything else is, capitals and accents included.

mod check;
mod draft;
mod tokens;

pub use check::{Difference, Found, Verdict, check};
pub use draft::{Quoted, quotations};
pub use tokens::query_words;
