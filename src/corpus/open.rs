//! A path in, its bytes out as a bounded stream: inflated where the name ends in `.gz`, hashed as they lie
//! on disk.
//!
//! It opens regular files only, and never holds more than a buffer and what its caller asks for.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;

use super::plain;
use super::walk::stamp;
use crate::model::{Reason, Unit};

const BUFFER_BYTES: usize = 64 * 1024;

/// A file that hashes itself as it is read.
pub(super) struct Hashed {
    file: File,
    hasher: blake3::Hasher,
}

impl Read for Hashed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.hasher.update(&buffer[..n]);
        Ok(n)
    }
}

impl Hashed {
    /// Opens a regular file; anything else could wait for ever.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if !fs::metadata(path)?.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        Ok(Hashed { file: File::open(path)?, hasher: blake3::Hasher::new() })
    }

    /// Size and time of change at this moment.
    pub(super) fn stamp(&self) -> io::Result<(u64, i64)> {
        self.file.metadata().map(|about| stamp(&about))
    }

    /// Reads what nobody asked for, and gives the hash of the whole file.
    pub(super) fn finish(&mut self) -> io::Result<blake3::Hash> {
        let mut buffer = vec![0; BUFFER_BYTES];
        while self.read(&mut buffer)? > 0 {}
        Ok(self.hasher.finalize())
    }

    /// The bytes of the text, inflated if they are packed.
    pub(super) fn stream(&mut self, is_packed: bool) -> Box<dyn BufRead + '_> {
        let raw = BufReader::with_capacity(BUFFER_BYTES, self);
        match is_packed {
            true => Box::new(BufReader::with_capacity(BUFFER_BYTES, MultiGzDecoder::new(raw))),
            false => Box::new(raw),
        }
    }
}

/// Reads everything up to `limit` bytes; the error is why the file is refused.
pub(super) fn whole(input: &mut dyn BufRead, limit: u64) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    input.take(limit + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
    match bytes.len() as u64 > limit {
        true => Err(too_large(limit)),
        false => Ok(bytes),
    }
}

/// Reads up to and with the next line feed into `line`; `Ok(None)` at the end of the input, `Ok(Some(false))`
/// for a line longer than `limit`, which is passed over.
pub(super) fn line(input: &mut dyn BufRead, limit: u64, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    line.clear();
    let read = input.take(limit + 1).read_until(b'\n', line)? as u64;
    if read <= limit || line.ends_with(b"\n") {
        return Ok((read > 0).then_some(true));
    }
    line.clear();
    input.skip_until(b'\n')?;
    Ok(Some(false))
}

/// What a failed read means: packed files break, plain ones become unreadable.
pub(super) fn damaged(error: &io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Reason::PackedCut,
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Reason::PackedDamaged,
        _ => plain(error),
    }
}

/// Why a document of more than `limit` bytes is refused.
pub(super) fn too_large(limit: u64) -> Reason {
    Reason::TooLarge { unit: Unit::Document, most: limit }
}
