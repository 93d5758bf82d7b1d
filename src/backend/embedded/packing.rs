//! Articles packed and unpacked, each by itself, so that one is read without its neighbours; what the texts of an
//! index have in common is kept once, in a dictionary.
//!
//! A packed article: the length of its record and text together (u32, little endian), then a zstd frame, with a
//! checksum, of: the length of the record (u32, little endian), the record as JSON, the text.

use std::io;
use std::ops::Range;

use tantivy::TantivyError;
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::from_samples;

use crate::model::{Article, Metadata};

/// The third of zstd's levels: with a dictionary it packs no slower than the first, and a seventh smaller.
const LEVEL: i32 = 3;
/// How large a dictionary becomes: larger ones save nothing more on texts of some KiB.
const DICTIONARY_BYTES: usize = 64 << 10;
/// How much text a dictionary is made from: with less it knows too little to be worth its own size.
pub(super) const SAMPLE_BYTES: usize = 4 << 20;

/// The length of a number before what it counts.
const PREFIX: usize = size_of::<u32>();

/// What is stored of an article besides its text.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Record {
    pub(super) id: String,
    pub(super) path: String,
    pub(super) metadata: Metadata,
    encoding: String,
}

/// What the texts of an index have in common; empty where they are few.
pub(super) type Dictionary = Vec<u8>;

/// A dictionary made from texts, of which every other is read; an empty one where they are no use for it.
pub(super) fn dictionary(texts: &[&str]) -> Dictionary {
    let samples: Vec<&str> = texts.iter().step_by(2).copied().collect();
    from_samples(&samples, DICTIONARY_BYTES).unwrap_or_default()
}

/// Packs articles.
pub(super) struct Packer {
    compressor: Compressor<'static>,
    buffer: Vec<u8>,
}

impl Packer {
    /// A packer with that dictionary.
    pub(super) fn new(dictionary: &[u8]) -> io::Result<Self> {
        let mut compressor = Compressor::with_dictionary(LEVEL, dictionary)?;
        compressor.include_contentsize(false)?;
        compressor.include_checksum(true)?;
        Ok(Packer { compressor, buffer: Vec::new() })
    }

    /// Packs an article.
    pub(super) fn pack(&mut self, article: Article) -> io::Result<Vec<u8>> {
        let Article { id, path, metadata, encoding, text } = article;
        let record = serde_json::to_vec(&Record { id, path, metadata, encoding })?;
        self.buffer.clear();
        self.buffer.extend(length(record.len())?);
        self.buffer.extend(record);
        self.buffer.extend(text.as_bytes());
        let mut packed = length(self.buffer.len())?.to_vec();
        packed.extend(self.compressor.compress(&self.buffer)?);
        Ok(packed)
    }
}

fn length(bytes: usize) -> io::Result<[u8; PREFIX]> {
    let length = u32::try_from(bytes)
        .map_err(|_| io::Error::new(io::ErrorKind::FileTooLarge, "an article of over 4 GiB"))?;
    Ok(length.to_le_bytes())
}

/// Unpacks articles, one after another into the same place.
pub(super) struct Unpacker {
    decompressor: Decompressor<'static>,
    buffer: Vec<u8>,
}

/// The text of an article that lies unpacked: bytes until someone asks for a part, for most ask for a passage.
pub(super) struct Text<'u>(&'u [u8]);

/// The largest buffer that is kept for the next article: of texts of the usual lengths.
const KEPT_BYTES: usize = 1 << 20;

impl Unpacker {
    /// An unpacker with the dictionary that the articles were packed with.
    pub(super) fn new(dictionary: &[u8]) -> io::Result<Self> {
        Ok(Unpacker { decompressor: Decompressor::with_dictionary(dictionary)?, buffer: Vec::new() })
    }

    /// The article that was packed.
    pub(super) fn unpack(&mut self, packed: &[u8]) -> tantivy::Result<Article> {
        let (Record { id, path, metadata, encoding }, text) = self.open(packed)?;
        let text = text.part(0..text.0.len()).ok_or_else(damaged)?.to_owned();
        Ok(Article { id, path, metadata, encoding, text })
    }

    /// Unpacks an article, to read parts of its text.
    pub(super) fn open(&mut self, packed: &[u8]) -> tantivy::Result<(Record, Text<'_>)> {
        self.parts(packed).ok_or_else(damaged)
    }

    fn parts(&mut self, packed: &[u8]) -> Option<(Record, Text<'_>)> {
        let (length, frame) = packed.split_first_chunk::<PREFIX>()?;
        self.buffer.clear();
        self.buffer.shrink_to(KEPT_BYTES);
        self.buffer.try_reserve_exact(u32::from_le_bytes(*length) as usize).ok()?;
        self.decompressor.decompress_to_buffer(frame, &mut self.buffer).ok()?;
        let (length, rest) = self.buffer.split_first_chunk::<PREFIX>()?;
        let (record, text) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        Some((serde_json::from_slice(record).ok()?, Text(text)))
    }
}

impl Text<'_> {
    /// A part of it, where it is one.
    pub(super) fn part(&self, range: Range<usize>) -> Option<&str> {
        str::from_utf8(self.0.get(range)?).ok()
    }
}

fn damaged() -> TantivyError {
    TantivyError::InternalError("an article is not what was stored".to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn article(text: &str) -> Article {
        let (id, path, encoding) = ("a#1".to_owned(), "a.jsonl".to_owned(), "UTF-8".to_owned());
        Article { id, path, metadata: Metadata::default(), encoding, text: text.to_owned() }
    }

    fn check(dictionary: &[u8], text: &str) -> Vec<u8> {
        let packed = Packer::new(dictionary).unwrap().pack(article(text)).unwrap();
        let mut unpacker = Unpacker::new(dictionary).unwrap();
        assert_eq!(unpacker.unpack(&packed).unwrap(), article(text));
        for place in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[place] ^= 0x10;
            assert!(unpacker.unpack(&damaged).map_or(true, |found| found == article(text)), "byte {place}");
        }
        packed
    }

    proptest! {
        #[test]
        fn unpacking_undoes_packing(text in "(\\PC|[.\n« »é]){0,80}") {
            check(&[], &text);
        }
    }

    #[test]
    fn a_dictionary_makes_what_is_common_small() {
        let subjects =
            ["Le ministère du commerce", "La direction générale", "Le fabricant de puces", "La Commission"];
        let verbs = ["a rappelé que", "conteste que", "a confirmé au journal que", "regrette que"];
        let text = |n: usize| {
            let clause = format!("les exportations de l'année {} sont soumises à licence", n * n % 1009);
            format!("{} {} {clause}; décision numéro {n}.", subjects[n % 4], verbs[n / 4 % 4])
        };
        let texts: Vec<String> = (0..2000).map(text).collect();
        let dictionary = dictionary(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let (with, without) = (check(&dictionary, &text(5001)).len(), check(&[], &text(5001)).len());
        assert!(with + 20 < without, "{with} bytes with a dictionary, {without} without");
    }

    #[test]
    fn too_few_texts_make_none() {
        assert_eq!(dictionary(&["Un texte."]), Dictionary::new());
    }
}
