//! The contract of readers, and helpers that most readers need.

use std::io::BufRead;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::corpus::chunk::Chunk;
use crate::corpus::input::whole;
use crate::corpus::limits::Limits;
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage};
use crate::text::decode::Decoded;

/// What people are told of a format.
pub(in crate::corpus) struct About {
    /// Its name: `PDF`.
    pub(in crate::corpus) name: &'static str,
    /// What is made of a file, in English.
    pub(in crate::corpus) en: &'static str,
    /// What is made of a file, in French.
    pub(in crate::corpus) fr: &'static str,
}

/// What the first bytes of a file say of its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) enum Sign {
    /// Nothing.
    None,
    /// It may be of the format. A name that says otherwise is right.
    Likely,
    /// It is of the format, whatever its name says.
    Sure,
}

/// A reader of one format.
pub(in crate::corpus) trait Reader: Sync {
    /// The format in words, for the table of formats.
    fn about(&self) -> About;

    /// The file name extensions of the format, in lower case. Each may be followed by `.gz`.
    fn extensions(&self) -> &'static [&'static str];

    /// What the first bytes of a file say.
    fn sign(&self, _start: &[u8]) -> Sign {
        Sign::None
    }

    /// Whether files of the format are no text. Text under such a name is something else.
    fn is_binary(&self) -> bool {
        false
    }

    /// The largest file in bytes. A larger one is refused before it is opened.
    fn largest(&self, limits: &Limits) -> u64 {
        limits.max_document_bytes
    }

    /// Whether documents or chunks are sent while the file is still being read, so that memory is bounded.
    fn streams(&self) -> bool {
        false
    }

    /// Reads a file and sends its documents to `output`. An error keeps the whole file out of the index.
    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused>;

    /// Parses a chunk that [`Reader::read`] sent. A reader that sends none need not implement it.
    fn read_chunk(&self, _chunk: &Chunk, _output: &mut Sink<'_>) {}
}

/// Why a file gives no documents.
pub(in crate::corpus) struct Refused(pub(in crate::corpus) Stage, pub(in crate::corpus) Reason);

/// Runs a parser that others wrote. Its panic on hostile bytes means that they are damaged.
pub(in crate::corpus) fn parsed<T>(format: &str, parse: impl FnOnce() -> T) -> Result<T, Refused> {
    catch_unwind(AssertUnwindSafe(parse)).map_err(|_| {
        let said = "its parser gave up".to_owned();
        Refused(Stage::Parse, Reason::Damaged { format: format.to_owned(), said })
    })
}

/// Reads a text file whole. Refuses a file of more than `limit` bytes, and a file that is not text.
pub(in crate::corpus) fn text_bytes(input: &mut dyn BufRead, limit: u64) -> Result<Vec<u8>, Refused> {
    let bytes = whole(input, limit).map_err(|reason| Refused(Stage::Read, reason))?;
    match crate::text::decode::binary_kind(&bytes) {
        Some(kind) => Err(Refused(Stage::Decode, Reason::NotText { kind })),
        None => Ok(bytes),
    }
}

/// The warnings for the repairs of a decoded text.
pub(in crate::corpus) fn decoding_warnings(decoded: &Decoded) -> Vec<(Stage, Reason)> {
    let Decoded { mended: bytes, replaced: characters, .. } = *decoded;
    let mixed = (bytes > 0).then_some(Reason::MixedEncodings { bytes });
    let lost = (characters > 0).then_some(Reason::Replaced { characters });
    mixed.into_iter().chain(lost).map(|reason| (Stage::Decode, reason)).collect()
}
