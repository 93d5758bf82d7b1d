//! What is stored of articles, taken from the shelf in the order in which it lies there.

use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};
use tantivy::{DocAddress, DocId, Searcher, TantivyError};

use super::packing::Unpacker;
use super::part::Part;
use crate::backend::{Address, StoredPassage};
use crate::model::Article;

/// Reads what is stored.
pub(super) struct Shelf<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) parts: &'a [Part],
    pub(super) unpacker: &'a mut Unpacker,
}

/// An article whose passages are being read.
struct Open {
    part: u32,
    number: DocId,
    article: Article,
    /// How long each passage is, in bytes.
    passages: Vec<u64>,
}

/// The stored field of a document: there is one.
struct Stored(Option<Vec<u8>>);

impl Shelf<'_> {
    /// Passages in the order of `addresses`; an article is unpacked once for all of its passages.
    pub(super) fn passages(&mut self, addresses: &[Address]) -> tantivy::Result<Vec<StoredPassage>> {
        let mut order: Vec<usize> = (0..addresses.len()).collect();
        order.sort_unstable_by_key(|&place| addresses[place]);
        let mut passages: Vec<Option<StoredPassage>> = vec![None; addresses.len()];
        let mut open: Option<Open> = None;
        for wanted in order {
            let Address { part, article, passage } = addresses[wanted];
            let article = match open.take().filter(|open| (open.part, open.number) == (part, article)) {
                Some(article) => open.insert(article),
                None => open.insert(self.open(part, article)?),
            };
            passages[wanted] = article.passage(passage);
        }
        let damaged = || TantivyError::InternalError("a passage is not in its article".to_owned());
        passages.into_iter().map(|passage| passage.ok_or_else(damaged)).collect()
    }

    /// A whole article.
    pub(super) fn article(&mut self, part: u32, number: DocId) -> tantivy::Result<Article> {
        let Stored(packed) = self.searcher.doc(DocAddress::new(part, number))?;
        self.unpacker.unpack(&packed.unwrap_or_default())
    }

    fn open(&mut self, part: u32, number: DocId) -> tantivy::Result<Open> {
        let passages = self.parts[part as usize].passage_bytes(number).collect();
        Ok(Open { part, number, article: self.article(part, number)?, passages })
    }
}

impl Open {
    /// A passage by its place from 0; `None` where the article has none there, which is damage.
    fn passage(&self, place: u32) -> Option<StoredPassage> {
        let start: u64 = self.passages.get(..place as usize)?.iter().sum();
        let range = start..start + self.passages.get(place as usize)?;
        let text = self.article.text.get(range.start as usize..range.end as usize)?.to_owned();
        let Article { id, path, metadata, .. } = &self.article;
        Some(StoredPassage {
            id: id.clone(),
            path: path.clone(),
            metadata: metadata.clone(),
            number: place + 1,
            passages: self.passages.len() as u32,
            range,
            text,
        })
    }
}

impl DocumentDeserialize for Stored {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut fields: D) -> Result<Self, DeserializeError> {
        Ok(Stored(fields.next_field::<Vec<u8>>()?.map(|(_, packed)| packed)))
    }
}
