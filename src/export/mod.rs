//! Hits to bytes: the files that people take away.
//!
//! In: how a query was understood, then its hits, one at a time. Out: JSON lines, CSV, TSV, a TREC run or
//! a Markdown note, to any [`Write`](std::io::Write). It holds one row at a time, and never searches,
//! sorts, cuts off, opens a file or drops a hit that it was given. The formats are described in
//! `docs/EXPORTS.md`, which the tests hold to the code.

mod cell;
mod delimited;
mod escape;
mod exporter;
mod field;
mod format;
mod guard;
mod jsonl;
mod markdown;
#[cfg(test)]
pub(crate) mod sample;
mod shape;
mod trec;

pub use exporter::{Draft, Drafter, Exporter, Options};
pub use field::{FieldName, UnknownField, parse_fields};
pub use format::{Format, UnknownFormat};
