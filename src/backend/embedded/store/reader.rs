//! Passages and articles from the store.

use tantivy::DocId;
use tantivy::directory::OwnedBytes;

use super::codec::{Decoded, Decoder};
use crate::backend::embedded::error::{Error, Result};
use crate::backend::embedded::segment::{Segment, location};
use crate::backend::{Address, Record, StoredPassage};
use crate::model::Article;

/// Reads stored articles.
pub(in crate::backend::embedded) struct StoreReader<'a> {
    pub(in crate::backend::embedded) segments: &'a [Segment],
    pub(in crate::backend::embedded) decoder: &'a mut Decoder,
}

impl StoreReader<'_> {
    /// Passages in the order of `addresses`. An article is decoded once for all of its passages.
    pub(in crate::backend::embedded) fn passages(
        &mut self,
        addresses: &[Address],
    ) -> Result<Vec<StoredPassage>> {
        let mut order: Vec<usize> = (0..addresses.len()).collect();
        order.sort_unstable_by_key(|&place| addresses[place]);
        let mut passages: Vec<Option<StoredPassage>> = vec![None; addresses.len()];
        let is_of_one = |&a: &usize, &b: &usize| addresses[a].article() == addresses[b].article();
        for of_article in order.chunk_by(is_of_one) {
            let (segment, doc) = location(addresses[of_article[0]]);
            let lengths = self.segment(segment)?.passage_bytes(doc);
            let bytes = self.bytes(segment, doc)?;
            let decoded = self.decoder.open(&bytes)?;
            for &place in of_article {
                passages[place] = passage(&decoded, &lengths, addresses[place].passage());
            }
        }
        let lacks = || Error::damaged("a passage is not in its article");
        passages.into_iter().map(|passage| passage.ok_or_else(lacks)).collect()
    }

    /// A whole article.
    pub(in crate::backend::embedded) fn article(&mut self, segment: u32, doc: DocId) -> Result<Article> {
        let bytes = self.bytes(segment, doc)?;
        self.decoder.article(&bytes)
    }

    fn segment(&self, number: u32) -> Result<&Segment> {
        let segment = self.segments.get(number as usize);
        segment.ok_or_else(|| Error::damaged("an address leads to no segment"))
    }

    /// What the segment writer put into tantivy's store. tantivy would make a document of it, byte by byte.
    fn bytes(&self, segment: u32, doc: DocId) -> Result<OwnedBytes> {
        Ok(self.segment(segment)?.store.get_document_bytes(doc)?)
    }
}

/// The passage at `place`, from 0, of an article whose passages have these `lengths` in bytes; `None` where the article
/// has no such passage, which is damage.
fn passage(article: &Decoded<'_>, lengths: &[u64], place: u32) -> Option<StoredPassage> {
    let start: u64 = lengths.get(..place as usize)?.iter().sum();
    let range = start..start + lengths.get(place as usize)?;
    let text = article.text.get(range.start as usize..range.end as usize)?.to_owned();
    let Record { path, metadata, pages, .. } = article.record.clone();
    let (id, page) = (article.id.to_owned(), pages.of(range.clone()));
    let passages = lengths.len() as u32;
    Some(StoredPassage { id, path, metadata, number: place + 1, passages, range, page, text })
}
