//! Hits to bytes: the files that people take away.
//!
//! In: the query as it was understood, then its hits, one at a time. Out: JSON lines, CSV, TSV, a TREC run or a Markdown
//! note, to any [`Write`](std::io::Write). This room holds one row at a time. It never searches, sorts, cuts off, opens a
//! file or drops a hit. `docs/EXPORTS.md` describes the formats; tests execute that page.

mod cell;
mod concordance;
mod delimited;
mod escape;
mod exporter;
mod field;
mod format;
mod format_name;
mod guard;
mod jsonl;
mod markdown;
#[cfg(test)]
pub(crate) mod sample;
mod shape;
mod timeline_csv;
mod timeline_svg;
mod trec;

pub use concordance::{UseFormat, UseWriter};
pub use exporter::{Draft, Drafter, Exporter};
pub use field::{FieldName, UnknownField, parse_fields};
pub use format::Format;
pub use format_name::{FormatName, UnknownFormat};
pub use timeline_csv::timeline_csv;
pub use timeline_svg::{Legend, timeline_svg};
