//! What is stored of passages and articles, taken from the shelf in the order in which it lies there: neighbours
//! are packed together, and unpacking is most of what reading costs.

use tantivy::schema::Field;
use tantivy::schema::document::{DeserializeError, DocumentDeserialize, DocumentDeserializer};
use tantivy::{DocAddress, DocId, Searcher, TantivyError};

use super::mapping::{Fields, Head};
use super::part::Part;
use super::ranking::place;
use crate::backend::{Address, StoredPassage};
use crate::model::Article;

/// Reads what is stored.
pub(super) struct Shelf<'a> {
    pub(super) fields: &'a Fields,
    pub(super) searcher: &'a Searcher,
    pub(super) parts: &'a [Part],
}

/// The stored fields of one document: all are texts.
struct Stored(Vec<(Field, String)>);

/// An article whose passages are being read.
struct Open {
    part: u32,
    start: DocId,
    head: Head,
    /// The text of the first passage, stored together with the head, until it is asked for.
    first: Option<String>,
}

impl Shelf<'_> {
    /// Passages in the order of `addresses`, read in the order of the shelf; the record of an article is read
    /// once for all of its passages.
    pub(super) fn passages(&self, addresses: &[Address]) -> tantivy::Result<Vec<StoredPassage>> {
        let mut order: Vec<usize> = (0..addresses.len()).collect();
        order.sort_unstable_by_key(|&place| addresses[place].0);
        let mut passages: Vec<Option<StoredPassage>> = vec![None; addresses.len()];
        let mut open: Option<Open> = None;
        for wanted in order {
            let (number, doc) = place(addresses[wanted]);
            let start = self.parts[number as usize].start_of(doc);
            let article = match open.take().filter(|open| (open.part, open.start) == (number, start)) {
                Some(article) => open.insert(article),
                None => open.insert(self.open(number, start)?),
            };
            passages[wanted] = Some(self.passage(article, doc)?);
        }
        Ok(passages.into_iter().flatten().collect())
    }

    /// A whole article.
    pub(super) fn article(&self, number: u32, start: DocId) -> tantivy::Result<Article> {
        let Open { head: Head { id, path, metadata, encoding }, first, .. } = self.open(number, start)?;
        let mut text = first.unwrap_or_default();
        for doc in start + 1..self.parts[number as usize].end_of(start) {
            text.push_str(&self.stored(number, doc)?.take(self.fields.text));
        }
        Ok(Article { id, path, metadata, encoding, text })
    }

    fn open(&self, part: u32, start: DocId) -> tantivy::Result<Open> {
        let mut stored = self.stored(part, start)?;
        let damaged =
            |error: serde_json::Error| TantivyError::InternalError(format!("article record: {error}"));
        let head = serde_json::from_str(&stored.take(self.fields.head)).map_err(damaged)?;
        Ok(Open { part, start, head, first: Some(stored.take(self.fields.text)) })
    }

    fn passage(&self, article: &mut Open, doc: DocId) -> tantivy::Result<StoredPassage> {
        let part = &self.parts[article.part as usize];
        let text = match article.first.take().filter(|_| doc == article.start) {
            Some(text) => text,
            None => self.stored(article.part, doc)?.take(self.fields.text),
        };
        let start = part.start_in_text(doc);
        Ok(StoredPassage {
            id: article.head.id.clone(),
            path: article.head.path.clone(),
            metadata: article.head.metadata.clone(),
            number: doc - article.start + 1,
            passages: part.end_of(article.start) - article.start,
            range: start..start + text.len() as u64,
            text,
        })
    }

    fn stored(&self, part: u32, doc: DocId) -> tantivy::Result<Stored> {
        self.searcher.doc(DocAddress::new(part, doc))
    }
}

impl Stored {
    /// The text of a field; nothing where it has none.
    fn take(&mut self, wanted: Field) -> String {
        let value = self.0.iter_mut().find(|(field, _)| *field == wanted);
        value.map(|(_, text)| std::mem::take(text)).unwrap_or_default()
    }
}

impl DocumentDeserialize for Stored {
    fn deserialize<'de, D: DocumentDeserializer<'de>>(mut fields: D) -> Result<Self, DeserializeError> {
        let mut stored = Vec::with_capacity(fields.size_hint());
        while let Some(field) = fields.next_field::<String>()? {
            stored.push(field);
        }
        Ok(Stored(stored))
    }
}
