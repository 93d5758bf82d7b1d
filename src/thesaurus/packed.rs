//! The entries that come with the program, as one run of bytes. The build script writes it; the program reads it
//! in place.
//!
//! The outer table is decoded at the start: an id or a prefix, and the bytes of what belongs to it. Those bytes are
//! decoded when they are asked for. A query asks for a handful of entries out of more than a thousand.

use serde::{Deserialize, Serialize};

use super::entry::Entry;
use super::prefix_index::Place;

/// Values by key, each encoded by itself.
pub(super) type Table<'p> = Vec<(&'p str, &'p [u8])>;

/// The outer table.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Packed<'p> {
    /// The entries in the order of the files: the id, and the encoded [`Entry`].
    #[serde(borrow)]
    pub(super) entries: Table<'p>,
    /// The prefixes in their order, each with its encoded list of [`Place`]s.
    #[serde(borrow)]
    pub(super) prefixes: Table<'p>,
}

impl<'p> Packed<'p> {
    /// The outer table of `bytes`.
    ///
    /// # Panics
    /// When the build script did not make `bytes`: the program itself is damaged then.
    pub(super) fn open(bytes: &'p [u8]) -> Self {
        decoded(bytes)
    }

    /// The places of the names with this prefix.
    pub(super) fn places(&self, prefix: &str) -> Vec<Place> {
        let found = self.prefixes.binary_search_by_key(&prefix, |(other, _)| other);
        found.map_or_else(|_| Vec::new(), |at| decoded(self.prefixes[at].1))
    }
}

/// The entry of these bytes.
///
/// # Panics
/// As [`Packed::open`].
pub(super) fn entry(bytes: &[u8]) -> Entry {
    decoded(bytes)
}

fn decoded<'p, T: Deserialize<'p>>(bytes: &'p [u8]) -> T {
    postcard::from_bytes(bytes).expect("the thesaurus in this program is damaged: install the program again")
}
