//! Provenance: how an exported list was made, and whether the index still gives the same list.
//!
//! A [`Manifest`] says how; after it come the [`Key`]s of the hits, one a line, so that a list of any length is written as
//! it comes. Two lists of keys go into [`compare`]; what came, went and moved comes out, with reasons.

mod compare;
mod manifest;
mod read;
mod write;

pub use compare::{Change, Changes, Differs, Moved, Why, compare, differs};
pub use manifest::{FORMAT, FileFacts, Key, Listed, Manifest};
pub use read::{ManifestError, Recorded, read};
pub use write::ManifestWriter;

/// What a manifest adds to the name of the file that it is for.
pub const EXTENSION: &str = "vigie.json";
