//! Indexing: brings an index up to date with a corpus. Only what is new, changed or gone since the last run is processed.
//!
//! Folders of a corpus and the folder of an index in; a [`Report`] out. The room never prints: a [`Progress`] is told how far
//! the run is.

mod apply;
mod behind;
mod diff;
mod error;
mod ids;
mod manifest;
mod options;
mod pipeline;
mod prepare;
mod record;
mod report;
mod rules;
mod run;
mod unseen;

pub use behind::{Behind, behind};
pub use diff::names_in;
pub use error::IndexingError;
pub use manifest::ArticleName;
#[cfg(fuzzing)]
pub use manifest::fuzz_manifest;
pub use options::Options;
pub use report::{Change, Counts, Missing, Progress, Report};
pub use run::{dry_run, index, open_manifest};
