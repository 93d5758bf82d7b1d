//! Hits to bytes: the files that people take away.
//!
//! In: the query as it was understood, then its hits, one at a time. Out: JSON lines, CSV, TSV, a workbook, a TREC
//! run, a note, a page, a bibliography, a corpus for textometry or what a template makes of it, to any [`Write`](std::io::Write). This room holds one row at a time. It never searches, sorts, cuts off, opens a
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
mod html;
mod iramuteq;
mod jsonl;
mod limits;
mod list;
mod markdown;
mod reference;
#[cfg(test)]
pub(crate) mod sample;
mod shape;
mod template;
mod timeline_csv;
mod timeline_svg;
mod trec;
mod txm;
mod xlsx;

pub use concordance::{UseFormat, UseWriter};
pub use exporter::{Draft, Drafter, Exporter};
pub use field::{FieldName, UnknownField, parse_fields};
pub use format::Format;
pub use format_name::{FormatName, UnknownFormat};
pub use limits::Limits;
pub use list::{Labels, List};
pub use markdown::quotation as markdown_quotation;
pub use reference::{Reference, Style};
pub use template::{MOST_HITS, check_template};
pub use timeline_csv::timeline_csv;
pub use timeline_svg::{Legend, timeline_svg};
pub use xlsx::RECORD;
