//! A corpus to an index, and later only what is new, changed or gone.
//!
//! In: the folders of a corpus and an index folder. Out: an index that says what the corpus says now,
//! and a [`Report`]. It never prints; a [`Progress`] hears how it goes.

mod error;
mod identifiers;
mod intake;
mod layer;
mod manifest;
mod options;
mod pipeline;
mod plan;
mod prepare;
mod record;
mod report;
mod run;

pub use error::IndexingError;
pub use options::Options;
pub use report::{Change, Counts, Progress, Report};
pub use run::{dry_run, index, open_manifest};
