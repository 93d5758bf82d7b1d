//! Input: a path in; its bytes out, as a bounded stream that is hashed on the way.
//!
//! The hash is that of the bytes on disk. Only regular files are opened. Memory is bounded by a buffer and the limit of the
//! caller.

use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::plain;
use crate::model::{Reason, Unit};

const BUFFER_BYTES: usize = 64 * 1024;

/// The size and the time of the last change of a file. A file with the same stamp is most likely unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    /// In bytes.
    pub(super) size: u64,
    /// In nanoseconds since 1970.
    pub(super) modified: i64,
}

/// The stamp of a file.
pub(super) fn stamp(about: &Metadata) -> Stamp {
    let since = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    let modified = since.map_or(0, |time| i64::try_from(time.as_nanos()).unwrap_or(i64::MAX));
    Stamp { size: about.len(), modified }
}

/// A file whose bytes are hashed as they are read.
pub(super) struct HashedFile {
    file: File,
    hasher: blake3::Hasher,
}

impl Read for HashedFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.hasher.update(&buffer[..n]);
        Ok(n)
    }
}

impl HashedFile {
    /// Opens a regular file. Reading a pipe or a device might never end.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        if !fs::metadata(path)?.is_file() {
            return Err(io::Error::other("not a regular file"));
        }
        Ok(HashedFile { file: File::open(path)?, hasher: blake3::Hasher::new() })
    }

    /// The stamp of the file now.
    pub(super) fn stamp(&self) -> io::Result<Stamp> {
        self.file.metadata().map(|about| stamp(&about))
    }

    /// Reads the rest of the file and returns the hash of all its bytes.
    pub(super) fn finish(&mut self) -> io::Result<blake3::Hash> {
        let mut buffer = vec![0; BUFFER_BYTES];
        while self.read(&mut buffer)? > 0 {}
        Ok(self.hasher.finalize())
    }

    /// A stream of the bytes.
    pub(super) fn stream(&mut self) -> BufReader<&mut Self> {
        BufReader::with_capacity(BUFFER_BYTES, self)
    }
}

/// Reads a stream of at most `limit` bytes. The error is why the file is refused.
pub(super) fn whole(input: &mut dyn BufRead, limit: u64) -> Result<Vec<u8>, Reason> {
    let mut bytes = Vec::new();
    input.take(limit + 1).read_to_end(&mut bytes).map_err(|error| damaged(&error))?;
    match bytes.len() as u64 > limit {
        true => Err(too_large(limit)),
        false => Ok(bytes),
    }
}

/// The result of [`read_line`].
pub(super) enum Line {
    /// The line was read.
    Whole,
    /// The line is longer than the limit, and was skipped.
    TooLong,
    /// The stream has no more lines.
    None,
}

/// Reads one line, with its line feed, into `line`.
pub(super) fn read_line(input: &mut dyn BufRead, limit: u64, line: &mut Vec<u8>) -> io::Result<Line> {
    line.clear();
    let length = input.take(limit + 1).read_until(b'\n', line)? as u64;
    if length == 0 {
        return Ok(Line::None);
    }
    if length <= limit || line.ends_with(b"\n") {
        return Ok(Line::Whole);
    }
    input.skip_until(b'\n')?;
    Ok(Line::TooLong)
}

/// The reason of a failed read. Errors of decompression mean that the file is damaged.
pub(super) fn damaged(error: &io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Reason::PackedCut,
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Reason::PackedDamaged,
        _ => plain(error),
    }
}

/// The reason to refuse a document of more than `limit` bytes.
pub(super) fn too_large(limit: u64) -> Reason {
    Reason::TooLarge { unit: Unit::Document, most: limit }
}
