//! What is stored of articles, taken from the shelf in the order in which it lies there.

use std::iter::repeat_n;

use tantivy::DocId;
use tantivy::directory::OwnedBytes;

use super::error::{Error, Result};
use super::packing::{Text, Unpacked, Unpacker};
use super::part::{Part, location};
use crate::backend::{Address, Record, StoredPassage};
use crate::model::Article;

/// Reads what is stored.
pub(super) struct Shelf<'a> {
    pub(super) parts: &'a [Part],
    pub(super) unpacker: &'a mut Unpacker,
}

impl Shelf<'_> {
    /// Passages in the order of `addresses`; an article is unpacked once for all of its passages.
    pub(super) fn passages(&mut self, addresses: &[Address]) -> Result<Vec<StoredPassage>> {
        let mut order: Vec<usize> = (0..addresses.len()).collect();
        order.sort_unstable_by_key(|&place| addresses[place]);
        let mut passages: Vec<Option<StoredPassage>> = vec![None; addresses.len()];
        let is_of_one = |&a: &usize, &b: &usize| addresses[a].article() == addresses[b].article();
        let mut lengths = Vec::new();
        for of_article in order.chunk_by(is_of_one) {
            let (part, article) = location(addresses[of_article[0]]);
            self.parts[part as usize].passage_bytes(article, &mut lengths);
            let stored = self.stored(part, article)?;
            let Unpacked { id, record, text } = self.unpacker.open(&stored)?;
            // The last of them has the record itself, and hardly ever is there another.
            for (&wanted, record) in of_article.iter().zip(repeat_n(record, of_article.len())) {
                passages[wanted] = passage((id, record), &text, &lengths, addresses[wanted].passage());
            }
        }
        let damaged = || damaged("a passage is not in its article");
        passages.into_iter().map(|passage| passage.ok_or_else(damaged)).collect()
    }

    /// A whole article.
    pub(super) fn article(&mut self, part: u32, number: DocId) -> Result<Article> {
        let stored = self.stored(part, number)?;
        self.unpacker.unpack(&stored)
    }

    /// What `batch` put into tantivy's store, as it lies there: tantivy makes no document of it, which it would do a byte
    /// at a time.
    fn stored(&self, part: u32, number: DocId) -> Result<OwnedBytes> {
        Ok(self.parts[part as usize].store.get_document_bytes(number)?)
    }
}

/// A passage of an article by its place from 0, where its passages have those `lengths` in bytes; `None` where it has
/// none there, which is damage.
fn passage(
    (id, record): (&str, Record),
    text: &Text<'_>,
    lengths: &[u64],
    place: u32,
) -> Option<StoredPassage> {
    let start: u64 = lengths.get(..place as usize)?.iter().sum();
    let range = start..start + lengths.get(place as usize)?;
    let text = text.part(range.start as usize..range.end as usize)?.to_owned();
    let (id, Record { path, metadata, .. }) = (id.to_owned(), record);
    Some(StoredPassage { id, path, metadata, number: place + 1, passages: lengths.len() as u32, range, text })
}

fn damaged(what: &str) -> Error {
    Error::damaged(what)
}
