//! Articles packed and unpacked, each by itself, so that one is read without its neighbours; what the texts of an
//! index have in common is kept once, in a dictionary.
//!
//! What is stored of an article: its identifier, and what is packed: the length of its record and text together, then
//! a zstd frame, with a checksum, of both. Everything is as postcard writes it. The identifier stands outside since it is
//! given last, when the rest may be packed already.

use std::io;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use postcard::{take_from_bytes, to_extend};
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::from_samples;

use super::error::{Error, Result};
use crate::backend::{Encode, Prepared, Record, Stored};
use crate::model::Article;

/// The third of zstd's levels: with a dictionary it packs no slower than the first, and a seventh smaller.
const LEVEL: i32 = 3;
/// How large a dictionary becomes: larger ones save nothing more on texts of some KiB.
const DICTIONARY_BYTES: usize = 64 << 10;
/// How much text a dictionary is made from: with less it knows too little to be worth its own size.
pub(super) const SAMPLE_BYTES: usize = 4 << 20;

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

    /// What is stored of an article, packed.
    pub(super) fn packed(&mut self, stored: Stored) -> io::Result<Vec<u8>> {
        match stored {
            Stored::Plain(record, text) => self.pack(&record, &text),
            Stored::Encoded(packed) => Ok(packed),
        }
    }

    fn pack(&mut self, record: &Record, text: &str) -> io::Result<Vec<u8>> {
        self.buffer.clear();
        self.buffer = to_extend(record, std::mem::take(&mut self.buffer)).map_err(io::Error::other)?;
        self.buffer.extend(text.as_bytes());
        let length = u32::try_from(self.buffer.len())
            .map_err(|_| io::Error::new(io::ErrorKind::FileTooLarge, "an article of over 4 GiB"))?;
        let mut packed = to_extend(&length, Vec::new()).map_err(io::Error::other)?;
        packed.extend(self.compressor.compress(&self.buffer)?);
        Ok(packed)
    }
}

/// What is packed of an article, with its identifier.
pub(super) fn named(id: &str, packed: &[u8]) -> io::Result<Vec<u8>> {
    let mut named =
        to_extend(id, Vec::with_capacity(id.len() + packed.len() + 2)).map_err(io::Error::other)?;
    named.extend(packed);
    Ok(named)
}

/// Packs articles before the writer does, as soon as there is a dictionary.
pub(super) struct EarlyEncoder {
    dictionary: Arc<OnceLock<Dictionary>>,
    packer: Option<Packer>,
}

impl EarlyEncoder {
    /// A packer with the dictionary that is there, or will be.
    pub(super) fn new(dictionary: Arc<OnceLock<Dictionary>>) -> Self {
        EarlyEncoder { dictionary, packer: None }
    }

    fn packer(&mut self) -> Option<&mut Packer> {
        if self.packer.is_none() {
            self.packer = Packer::new(self.dictionary.get()?).ok();
        }
        self.packer.as_mut()
    }
}

impl Encode for EarlyEncoder {
    fn encode(&mut self, article: &mut Prepared) {
        if let Some(packer) = self.packer()
            && let Stored::Plain(record, text) = &article.stored
            && let Ok(packed) = packer.pack(record, text)
        {
            article.stored = Stored::Encoded(packed);
        }
    }
}

/// Unpacks articles, one after another into the same place.
pub(super) struct Unpacker {
    decompressor: Decompressor<'static>,
    buffer: Vec<u8>,
}

/// An article that lies unpacked.
pub(super) struct Unpacked<'u> {
    pub(super) id: &'u str,
    pub(super) record: Record,
    pub(super) text: Text<'u>,
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
    pub(super) fn unpack(&mut self, stored: &[u8]) -> Result<Article> {
        let Unpacked { id, record: Record { path, metadata, encoding }, text } = self.open(stored)?;
        let text = text.part(0..text.0.len()).ok_or_else(damaged)?.to_owned();
        Ok(Article { id: id.to_owned(), path, metadata, encoding, text })
    }

    /// Unpacks an article, to read parts of its text.
    pub(super) fn open<'u>(&'u mut self, stored: &'u [u8]) -> Result<Unpacked<'u>> {
        self.parts(stored).ok_or_else(damaged)
    }

    fn parts<'u>(&'u mut self, stored: &'u [u8]) -> Option<Unpacked<'u>> {
        let (id, packed) = take_from_bytes(stored).ok()?;
        let (length, frame) = take_from_bytes::<u32>(packed).ok()?;
        self.buffer.clear();
        self.buffer.shrink_to(KEPT_BYTES);
        self.buffer.try_reserve_exact(length as usize).ok()?;
        self.decompressor.decompress_to_buffer(frame, &mut self.buffer).ok()?;
        let (record, text) = take_from_bytes(&self.buffer).ok()?;
        Some(Unpacked { id, record, text: Text(text) })
    }
}

impl Text<'_> {
    /// A part of it, where it is one.
    pub(super) fn part(&self, range: Range<usize>) -> Option<&str> {
        str::from_utf8(self.0.get(range)?).ok()
    }
}

fn damaged() -> Error {
    Error::damaged("an article is not what was stored")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ID: &str = "a#1";

    fn record() -> Record {
        Record { path: "a.jsonl".to_owned(), encoding: "UTF-8".to_owned(), ..Record::default() }
    }

    fn check(dictionary: &[u8], text: &str) -> Vec<u8> {
        let plain = Stored::Plain(record(), text.to_owned());
        let packed = Packer::new(dictionary).unwrap().packed(plain).unwrap();
        let Record { path, metadata, encoding } = record();
        let article = Article { id: ID.to_owned(), path, metadata, encoding, text: text.to_owned() };
        let mut unpacker = Unpacker::new(dictionary).unwrap();
        assert_eq!(unpacker.unpack(&named(ID, &packed).unwrap()).unwrap(), article);
        for place in 0..packed.len() {
            let mut damaged = packed.clone();
            damaged[place] ^= 0x10;
            let found = unpacker.unpack(&named(ID, &damaged).unwrap());
            assert!(found.map_or(true, |found| found == article), "byte {place}");
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
    fn packed_early_is_packed_the_same() {
        let dictionary = Arc::new(OnceLock::new());
        let mut early = EarlyEncoder::new(dictionary.clone());
        let mut check = |expected: &Stored| {
            let stored = Stored::Plain(record(), "Un texte.".to_owned());
            let (passages, zones) = (Vec::new(), Vec::new());
            let mut article = Prepared { date: None, stored, title_words: 0, passages, zones };
            early.encode(&mut article);
            assert_eq!(&article.stored, expected);
        };
        let plain = Stored::Plain(record(), "Un texte.".to_owned());
        check(&plain);
        dictionary.set(b"Un texte, un autre texte.".to_vec()).unwrap();
        let packed = Packer::new(dictionary.get().unwrap()).unwrap().packed(plain).unwrap();
        check(&Stored::Encoded(packed));
    }

    #[test]
    fn too_few_texts_make_none() {
        assert_eq!(dictionary(&["Un texte."]), Dictionary::new());
    }
}
