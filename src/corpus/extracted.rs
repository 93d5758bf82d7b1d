//! A text as a reader extracts it from a file, before the path completes its metadata.

use crate::model::{Date, Metadata, Origin, Origins, Pages, Reason, Stage};

/// One text of a file.
#[derive(Debug, Default)]
pub(super) struct Extracted {
    pub(super) id: Option<String>,
    /// The number of the text in a file of several texts, from 1.
    pub(super) ordinal: Option<u32>,
    /// The line in the file, for problems of the text.
    pub(super) line: Option<u64>,
    pub(super) metadata: Metadata,
    /// What says the metadata, where that is another place than the one that the format has for it.
    pub(super) origins: Origins,
    /// The day on which the file was made, as it says: the date of the text where nothing else says one.
    pub(super) made_on: Option<Date>,
    pub(super) encoding: &'static str,
    pub(super) text: String,
    /// Where the pages of the text begin.
    pub(super) pages: Pages,
    /// What was guessed or repaired.
    pub(super) warnings: Vec<(Stage, Reason)>,
}

impl Extracted {
    /// Fields of the metadata that were filled since the last call come from `origin`.
    pub(super) fn say(&mut self, origin: Origin) {
        self.origins = self.origins.completed(&self.metadata, origin);
    }
}
