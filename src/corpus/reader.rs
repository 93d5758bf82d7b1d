//! What a reader of one format is: a stream of bytes in, documents and problems out; and what every reader
//! needs to be one.

use std::io::BufRead;

use super::open::whole;
use super::output::Output;
use super::part::Part;
use crate::model::{Reason, Stage};
use crate::text::decode::Decoded;

/// How much of a file is taken before it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The longest document in bytes, after unpacking: a file that is one document and longer is refused.
    pub max_document_bytes: u64,
    /// The longest line in bytes of a file with one document a line.
    pub max_line_bytes: u64,
    /// The longest page in bytes.
    pub max_html_bytes: u64,
    /// How deep the elements of a page may be nested: building a tree is quadratic in it.
    pub max_html_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        let mebibyte = 1024 * 1024;
        Limits {
            max_document_bytes: 64 * mebibyte,
            max_line_bytes: 64 * mebibyte,
            max_html_bytes: 16 * mebibyte,
            max_html_depth: 512,
        }
    }
}

/// One format.
pub(super) trait Reader: Sync {
    /// Whether documents, or parts, leave while the file is still being read, in bounded memory.
    fn streams(&self) -> bool {
        false
    }

    /// Hands the file's documents to `output`; the error keeps the whole file out of the index.
    fn read(&self, input: &mut dyn BufRead, output: &mut Output<'_>) -> Result<(), Refused>;

    /// Parses a part that [`Reader::read`] handed on; a reader that hands on none is never asked.
    fn read_part(&self, _part: &Part, _output: &mut Output<'_>) {}
}

/// Why a file gives no documents.
pub(super) struct Refused(pub(super) Stage, pub(super) Reason);

/// The bytes of a file that is read whole, held to the limits and to being text.
pub(super) fn text_bytes(input: &mut dyn BufRead, limit: u64) -> Result<Vec<u8>, Refused> {
    let bytes = whole(input, limit).map_err(|reason| Refused(Stage::Read, reason))?;
    match crate::text::decode::binary_kind(&bytes) {
        Some(kind) => Err(Refused(Stage::Decode, Reason::NotText { kind })),
        None => Ok(bytes),
    }
}

/// What to say about bytes that did not decode cleanly.
pub(super) fn doubts(decoded: &Decoded) -> Vec<(Stage, Reason)> {
    let Decoded { mended: bytes, replaced: characters, .. } = *decoded;
    let mixed = (bytes > 0).then_some(Reason::MixedEncodings { bytes });
    let lost = (characters > 0).then_some(Reason::Replaced { characters });
    mixed.into_iter().chain(lost).map(|reason| (Stage::Decode, reason)).collect()
}
