//! The place of an entry: it is put together when it is first asked for, and so are the words of its names. A query asks
//! for a handful of some thousand, and to make strings of them all would cost it more than its search.

use std::sync::OnceLock;

use super::entry::{Entry, Kind, Role};
use super::file;
use super::plain::Plain;
use super::words::Words;
use crate::analysis::Analyzer;

/// An entry, or what it will be made of.
#[derive(Debug)]
pub(super) struct Slot {
    plain: Option<Plain<'static>>,
    entry: OnceLock<Entry>,
    /// Of each name, where it was asked for.
    words: OnceLock<Box<[OnceLock<Words>]>>,
}

impl Slot {
    /// An entry that comes with the program.
    pub(super) fn of_plain(plain: Plain<'static>) -> Self {
        Slot { plain: Some(plain), entry: OnceLock::new(), words: OnceLock::new() }
    }

    /// An entry that has been read.
    pub(super) fn of_entry(entry: Entry) -> Self {
        Slot { plain: None, entry: OnceLock::from(entry), words: OnceLock::new() }
    }

    /// The entry.
    pub(super) fn get(&self) -> &Entry {
        self.entry.get_or_init(|| read(self.plain.as_ref()))
    }

    /// The words of one of its names, by its place. A thesaurus serves one chain, so whose analyzer makes them is all one.
    pub(super) fn words(&self, name: u32, analyzer: &mut Analyzer<'_>) -> &Words {
        let names = &self.get().names;
        let words = self.words.get_or_init(|| names.iter().map(|_| OnceLock::new()).collect());
        words[name as usize].get_or_init(|| Words::of(&names[name as usize].text, analyzer))
    }

    /// The entry itself.
    pub(super) fn into_entry(self) -> Entry {
        self.entry.into_inner().unwrap_or_else(|| read(self.plain.as_ref()))
    }

    /// Hands out the names that mean the entry where they are typed, each with its place among its names.
    pub(super) fn typed_names(&self, mut take: impl FnMut(u32, &str)) {
        match &self.plain {
            Some(plain) => (0..).zip(plain.typed_names()).for_each(|(place, name)| take(place, name)),
            None => {
                let names = (0..).zip(&self.get().names).filter(|(_, name)| name.role != Role::Searched);
                names.for_each(|(place, name)| take(place, &name.text));
            }
        }
    }
}

/// A test reads every entry that comes with the program, so none is wrong here.
fn read(plain: Option<&Plain<'_>>) -> Entry {
    let entry = plain.and_then(|plain| file::entry(plain.written()).ok());
    entry.unwrap_or_else(|| Entry {
        id: String::new(),
        kind: Kind::Term,
        names: Vec::new(),
        broader: Vec::new(),
        narrower: Vec::new(),
        related: Vec::new(),
        note: None,
    })
}
