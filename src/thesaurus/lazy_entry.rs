//! An entry that is decoded when it is first asked for, and the words of each of its names, which are analysed when
//! they are first asked for.

use std::sync::OnceLock;

use super::entry::Entry;
use super::packed;
use super::words::Words;
use crate::analysis::Analyzer;

/// An entry, or the bytes that it is decoded from.
#[derive(Debug)]
pub(super) struct LazyEntry {
    /// Empty where the entry was read from a user's file.
    packed: &'static [u8],
    decoded: OnceLock<Box<Decoded>>,
}

#[derive(Debug)]
struct Decoded {
    entry: Entry,
    /// By the number of the name.
    words: Box<[OnceLock<Vec<Words>>]>,
}

impl LazyEntry {
    /// An entry that comes with the program.
    pub(super) fn packed(packed: &'static [u8]) -> Self {
        LazyEntry { packed, decoded: OnceLock::new() }
    }

    /// An entry of a user's file.
    pub(super) fn read(entry: Entry) -> Self {
        LazyEntry { packed: &[], decoded: OnceLock::from(Decoded::new(entry)) }
    }

    /// The entry.
    pub(super) fn get(&self) -> &Entry {
        &self.decoded().entry
    }

    /// The words of a name by its number, in each of its spellings. All analyzers of a process share one chain, so any of
    /// them may be given.
    pub(super) fn words(&self, name: u32, analyzer: &mut Analyzer<'_>) -> &[Words] {
        let Decoded { entry, words } = self.decoded();
        let name = name as usize;
        words[name].get_or_init(|| Words::of_name(&entry.names[name], entry.kind, analyzer))
    }

    fn decoded(&self) -> &Decoded {
        self.decoded.get_or_init(|| Decoded::new(packed::entry(self.packed)))
    }
}

impl Decoded {
    fn new(entry: Entry) -> Box<Self> {
        let words = entry.names.iter().map(|_| OnceLock::new()).collect();
        Box::new(Decoded { entry, words })
    }
}
