//! Articles compressed and decompressed, each by itself, so that one is read without its neighbours. What the texts of
//! an index have in common is kept once, in a dictionary.
//!
//! The store keeps of an article: its identifier; the length of record and text together; and a zstd frame of both, with
//! a checksum. Everything is in the postcard format. The identifier stands outside the frame, since it is given last,
//! when the rest may be compressed already.

use std::io;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use postcard::{take_from_bytes, to_extend};
use zstd::bulk::{Compressor, Decompressor};
use zstd::dict::from_samples;

use crate::backend::embedded::error::{Error, Result};
use crate::backend::{Encode, Prepared, Record, Stored};
use crate::model::Article;

/// zstd's level 3: with a dictionary it is as fast as level 1, and a seventh smaller.
const LEVEL: i32 = 3;
/// The size of a dictionary. Larger ones save nothing more on texts of some KiB.
const DICTIONARY_BYTES: usize = 64 << 10;
/// A dictionary is trained on this much text. One from less text is not worth its own size.
pub(in crate::backend::embedded) const SAMPLE_BYTES: usize = 4 << 20;

/// What the texts of an index have in common; empty where there are few texts.
pub(in crate::backend::embedded) type Dictionary = Vec<u8>;

/// Trains a dictionary on every other text. It is empty where the texts do not suffice.
pub(in crate::backend::embedded) fn train(texts: &[&str]) -> Dictionary {
    let samples: Vec<&str> = texts.iter().step_by(2).copied().collect();
    from_samples(&samples, DICTIONARY_BYTES).unwrap_or_default()
}

/// Compresses articles.
pub(in crate::backend::embedded) struct Encoder {
    compressor: Compressor<'static>,
    buffer: Vec<u8>,
}

impl Encoder {
    /// An encoder with that dictionary.
    pub(in crate::backend::embedded) fn new(dictionary: &[u8]) -> io::Result<Self> {
        let mut compressor = Compressor::with_dictionary(LEVEL, dictionary)?;
        compressor.include_contentsize(false)?;
        compressor.include_checksum(true)?;
        Ok(Encoder { compressor, buffer: Vec::new() })
    }

    /// The bytes of what is stored of an article, without its identifier.
    pub(in crate::backend::embedded) fn encoded(&mut self, stored: Stored) -> io::Result<Vec<u8>> {
        match stored {
            Stored::Plain(record, text) => self.encode(&record, &text),
            Stored::Encoded(bytes) => Ok(bytes),
        }
    }

    fn encode(&mut self, record: &Record, text: &str) -> io::Result<Vec<u8>> {
        self.buffer.clear();
        self.buffer = to_extend(record, std::mem::take(&mut self.buffer)).map_err(io::Error::other)?;
        self.buffer.extend(text.as_bytes());
        let length = u32::try_from(self.buffer.len())
            .map_err(|_| io::Error::new(io::ErrorKind::FileTooLarge, "an article of over 4 GiB"))?;
        let mut encoded = to_extend(&length, Vec::new()).map_err(io::Error::other)?;
        encoded.extend(self.compressor.compress(&self.buffer)?);
        Ok(encoded)
    }
}

/// An encoded article with its identifier, as the store keeps it.
pub(in crate::backend::embedded) fn with_id(id: &str, encoded: &[u8]) -> io::Result<Vec<u8>> {
    let bytes = Vec::with_capacity(id.len() + encoded.len() + 2);
    let mut bytes = to_extend(id, bytes).map_err(io::Error::other)?;
    bytes.extend(encoded);
    Ok(bytes)
}

/// Encodes articles in the threads that prepare them, once the writer has trained a dictionary.
pub(in crate::backend::embedded) struct SharedEncoder {
    dictionary: Arc<OnceLock<Dictionary>>,
    encoder: Option<Encoder>,
}

impl SharedEncoder {
    /// An encoder with the dictionary that is there, or will be.
    pub(in crate::backend::embedded) fn new(dictionary: Arc<OnceLock<Dictionary>>) -> Self {
        SharedEncoder { dictionary, encoder: None }
    }

    fn encoder(&mut self) -> Option<&mut Encoder> {
        if self.encoder.is_none() {
            // Where this fails the writer makes an encoder of its own, and reports why it cannot.
            self.encoder = Encoder::new(self.dictionary.get()?).ok();
        }
        self.encoder.as_mut()
    }
}

impl Encode for SharedEncoder {
    fn encode(&mut self, article: &mut Prepared) {
        if let Some(encoder) = self.encoder()
            && let Stored::Plain(record, text) = &article.stored
            && let Ok(bytes) = encoder.encode(record, text)
        {
            article.stored = Stored::Encoded(bytes);
        }
    }
}

/// Decompresses articles, one after another into the same buffer.
pub(in crate::backend::embedded) struct Decoder {
    decompressor: Decompressor<'static>,
    buffer: Vec<u8>,
}

/// A decompressed article.
pub(in crate::backend::embedded) struct Decoded<'d> {
    pub(super) id: &'d str,
    pub(super) record: Record,
    pub(super) text: DecodedText<'d>,
}

/// A decompressed text. Its bytes are checked to be text where somebody asks for them: most ask for one passage.
pub(in crate::backend::embedded) struct DecodedText<'d>(&'d [u8]);

/// The largest buffer that is kept for the next article, enough for texts of the usual lengths.
const KEPT_BYTES: usize = 1 << 20;

impl Decoder {
    /// A decoder with the dictionary that the articles were compressed with.
    pub(in crate::backend::embedded) fn new(dictionary: &[u8]) -> io::Result<Self> {
        Ok(Decoder { decompressor: Decompressor::with_dictionary(dictionary)?, buffer: Vec::new() })
    }

    /// A whole article.
    pub(in crate::backend::embedded) fn article(&mut self, stored: &[u8]) -> Result<Article> {
        let Decoded { id, record: Record { path, metadata, origins, pages, encoding }, text } =
            self.open(stored)?;
        let text = text.get(0..text.0.len()).ok_or_else(damaged)?.to_owned();
        Ok(Article { id: id.to_owned(), path, metadata, origins, encoding, text, pages })
    }

    /// Decompresses an article, to read parts of its text.
    pub(in crate::backend::embedded) fn open<'d>(&'d mut self, stored: &'d [u8]) -> Result<Decoded<'d>> {
        self.parts(stored).ok_or_else(damaged)
    }

    fn parts<'d>(&'d mut self, stored: &'d [u8]) -> Option<Decoded<'d>> {
        let (id, encoded) = take_from_bytes(stored).ok()?;
        let (length, frame) = take_from_bytes::<u32>(encoded).ok()?;
        self.buffer.clear();
        self.buffer.shrink_to(KEPT_BYTES);
        self.buffer.try_reserve_exact(length as usize).ok()?;
        self.decompressor.decompress_to_buffer(frame, &mut self.buffer).ok()?;
        let (record, text) = take_from_bytes(&self.buffer).ok()?;
        Some(Decoded { id, record, text: DecodedText(text) })
    }
}

impl DecodedText<'_> {
    /// A part of the text; `None` where the range is not in it or is no text.
    pub(super) fn get(&self, range: Range<usize>) -> Option<&str> {
        str::from_utf8(self.0.get(range)?).ok()
    }
}

/// Reads `bytes` as a stored article, and as what a stored article is compressed from, for tests with hostile bytes.
#[cfg(fuzzing)]
pub fn fuzz_stored(bytes: &[u8]) {
    let (Ok(mut decoder), Ok(mut encoder)) = (Decoder::new(&[]), Encoder::new(&[])) else { return };
    let _ = decoder.article(bytes);
    let encoded = u32::try_from(bytes.len()).ok().and_then(|length| to_extend(&length, Vec::new()).ok());
    if let (Some(mut encoded), Ok(frame)) = (encoded, encoder.compressor.compress(bytes)) {
        encoded.extend(frame);
        if let Ok(stored) = with_id("fuzz", &encoded) {
            let _ = decoder.article(&stored);
        }
    }
}

fn damaged() -> Error {
    Error::damaged("an article is not what was stored")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::backend::Labels;
    use crate::model::Pages;

    const ID: &str = "a#1";

    fn record() -> Record {
        let pages = Pages { starts: vec![0, 2] };
        Record { path: "a.jsonl".to_owned(), encoding: "UTF-8".to_owned(), pages, ..Record::default() }
    }

    fn check(dictionary: &[u8], text: &str) -> Vec<u8> {
        let plain = Stored::Plain(Box::new(record()), text.to_owned());
        let encoded = Encoder::new(dictionary).unwrap().encoded(plain).unwrap();
        let Record { path, metadata, origins, pages, encoding } = record();
        let (id, text) = (ID.to_owned(), text.to_owned());
        let article = Article { id, path, metadata, origins, encoding, text: text.clone(), pages };
        let mut decoder = Decoder::new(dictionary).unwrap();
        assert_eq!(decoder.article(&with_id(ID, &encoded).unwrap()).unwrap(), article);
        for place in 0..encoded.len() {
            let mut damaged = encoded.clone();
            damaged[place] ^= 0x10;
            let found = decoder.article(&with_id(ID, &damaged).unwrap());
            assert!(found.map_or(true, |found| found == article), "byte {place}");
        }
        encoded
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(text in "(\\PC|[.\n« »é]){0,80}") {
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
        let dictionary = train(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let (with, without) = (check(&dictionary, &text(5001)).len(), check(&[], &text(5001)).len());
        assert!(with + 20 < without, "{with} bytes with a dictionary, {without} without");
    }

    #[test]
    fn a_shared_encoder_encodes_the_same() {
        let dictionary = Arc::new(OnceLock::new());
        let mut early = SharedEncoder::new(dictionary.clone());
        let mut check = |expected: &Stored| {
            let stored = Stored::Plain(Box::new(record()), "Un texte.".to_owned());
            let (passages, zones) = (Vec::new(), Vec::new());
            let labels = Labels::default();
            let mut article = Prepared { date: None, labels, stored, title_words: 0, passages, zones };
            early.encode(&mut article);
            assert_eq!(&article.stored, expected);
        };
        let plain = Stored::Plain(Box::new(record()), "Un texte.".to_owned());
        check(&plain);
        dictionary.set(b"Un texte, un autre texte.".to_vec()).unwrap();
        let encoded = Encoder::new(dictionary.get().unwrap()).unwrap().encoded(plain).unwrap();
        check(&Stored::Encoded(encoded));
    }

    #[test]
    fn too_few_texts_make_none() {
        assert_eq!(train(&["Un texte."]), Dictionary::new());
    }
}
