//! The contract of readers, and helpers that most readers need.

use std::io::BufRead;

use crate::corpus::chunk::Chunk;
use crate::corpus::input::whole;
use crate::corpus::sink::Sink;
use crate::model::Stage;
use crate::text::decode::Decoded;

/// A reader of one format.
pub(in crate::corpus) trait Reader: Sync {
    /// The file name extensions of the format, in lower case. Each may be followed by `.gz`.
    fn extensions(&self) -> &'static [&'static str];

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
pub(in crate::corpus) struct Refused(pub(in crate::corpus) Stage, pub(in crate::corpus) String);

/// Reads a text file whole. Refuses a file of more than `limit` bytes, and a file that is not text.
pub(in crate::corpus) fn text_bytes(input: &mut dyn BufRead, limit: u64) -> Result<Vec<u8>, Refused> {
    let bytes = whole(input, limit).map_err(|reason| Refused(Stage::Read, reason))?;
    match crate::text::decode::binary_kind(&bytes) {
        Some(kind) => Err(Refused(Stage::Decode, format!("not text: {kind}"))),
        None => Ok(bytes),
    }
}

/// The warnings for the repairs of a decoded text.
pub(in crate::corpus) fn decoding_warnings(decoded: &Decoded) -> Vec<(Stage, String)> {
    let mended = decoded.mended;
    let replaced = decoded.replaced;
    let mixed =
        (mended > 0).then(|| format!("mixed encodings: {mended} stray bytes were read as windows-1252"));
    let lost = (replaced > 0).then(|| format!("{replaced} unreadable characters were replaced by U+FFFD"));
    mixed.into_iter().chain(lost).map(|reason| (Stage::Decode, reason)).collect()
}
