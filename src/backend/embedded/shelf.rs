//! What is stored of articles, taken from the shelf in the order in which it lies there.

use tantivy::{DocId, TantivyError};

use super::packing::{Unpacked, Unpacker};
use super::part::Part;
use crate::backend::{Address, Record, StoredPassage};
use crate::model::Article;

/// Reads what is stored.
pub(super) struct Shelf<'a> {
    pub(super) parts: &'a [Part],
    pub(super) unpacker: &'a mut Unpacker,
}

impl Shelf<'_> {
    /// Passages in the order of `addresses`; an article is unpacked once for all of its passages.
    pub(super) fn passages(&mut self, addresses: &[Address]) -> tantivy::Result<Vec<StoredPassage>> {
        let mut order: Vec<usize> = (0..addresses.len()).collect();
        order.sort_unstable_by_key(|&place| addresses[place]);
        let mut passages: Vec<Option<StoredPassage>> = vec![None; addresses.len()];
        let is_of_one = |&a: &usize, &b: &usize| {
            (addresses[a].part, addresses[a].article) == (addresses[b].part, addresses[b].article)
        };
        let mut lengths = Vec::new();
        for of_article in order.chunk_by(is_of_one) {
            let Address { part, article, .. } = addresses[of_article[0]];
            lengths.clear();
            lengths.extend(self.parts[part as usize].passage_bytes(article));
            let stored = self.parts[part as usize].stored(article)?;
            let unpacked = self.unpacker.open(&stored)?;
            for &wanted in of_article {
                passages[wanted] = passage(&unpacked, &lengths, addresses[wanted].passage);
            }
        }
        let damaged = || TantivyError::InternalError("a passage is not in its article".to_owned());
        passages.into_iter().map(|passage| passage.ok_or_else(damaged)).collect()
    }

    /// A whole article.
    pub(super) fn article(&mut self, part: u32, number: DocId) -> tantivy::Result<Article> {
        let stored = self.parts[part as usize].stored(number)?;
        self.unpacker.unpack(&stored)
    }
}

/// A passage of `article` by its place from 0, where its passages have those `lengths` in bytes; `None` where it has
/// none there, which is damage.
fn passage(article: &Unpacked<'_>, lengths: &[u64], place: u32) -> Option<StoredPassage> {
    let start: u64 = lengths.get(..place as usize)?.iter().sum();
    let range = start..start + lengths.get(place as usize)?;
    let text = article.text(range.start as usize..range.end as usize)?.to_owned();
    let Record { path, metadata, .. } = article.record.clone();
    let id = article.id.to_owned();
    Some(StoredPassage { id, path, metadata, number: place + 1, passages: lengths.len() as u32, range, text })
}
