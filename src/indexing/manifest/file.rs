//! A file of a manifest: a BLAKE3 hash and the content that it covers, serialised by postcard. The content is a list of file
//! names and serialised records, in the order of names. It is read in place.

use std::fs;
use std::io;
use std::path::Path;

use postcard::{take_from_bytes, to_extend, to_stdvec};
use serde::{Deserialize, Serialize};

use crate::backend::write_atomically;
use crate::indexing::record::FileRecord;

/// The length of the hash in bytes.
const HASH: usize = blake3::OUT_LEN;

/// A file of a manifest in memory.
#[derive(Debug)]
pub(in crate::indexing) struct Layer {
    /// The name of the file.
    pub(in crate::indexing) name: String,
    /// The start of the run that wrote the file, in nanoseconds since 1970.
    pub(in crate::indexing) started: i64,
    /// The fingerprint of what the readers of the run were told.
    pub(in crate::indexing) reading: u64,
    /// The name of the base, if this layer is a difference.
    pub(in crate::indexing) base: Option<String>,
    bytes: Vec<u8>,
    /// The offset of the first line.
    start: usize,
}

/// A file of the corpus in a layer.
#[derive(Serialize, Deserialize)]
pub(in crate::indexing) struct Line<'l> {
    pub(in crate::indexing) name: &'l str,
    /// A serialised [`FileRecord`]. It is empty if the file is gone.
    #[serde(with = "serde_bytes")]
    pub(in crate::indexing) record: &'l [u8],
}

impl Layer {
    /// Reads and checks the file `name` of `folder`.
    pub(in crate::indexing) fn read(folder: &Path, name: &str) -> io::Result<Layer> {
        let bytes = fs::read(folder.join(name))?;
        let (hash, content) =
            bytes.split_at_checked(HASH).ok_or_else(|| damaged(name, &"it is too short"))?;
        if blake3::hash(content).as_bytes() != hash {
            return Err(damaged(name, &"it is not as it was written"));
        }
        Layer::of(name, bytes).map_err(|error| damaged(name, &error))
    }

    /// The layer in the bytes of a file, which begin with a hash.
    pub(super) fn of(name: &str, bytes: Vec<u8>) -> postcard::Result<Layer> {
        let content = bytes.get(HASH..).unwrap_or_default();
        let ((started, reading, base), lines) = take_from_bytes(content)?;
        let start = bytes.len() - <[u8]>::len(lines);
        let layer = Layer { name: name.to_owned(), started, reading, base, bytes, start };
        layer.check()?;
        Ok(layer)
    }

    /// Writes a layer to the file `name` of `folder` atomically: of a run that began at `started`, whose readers were told what
    /// has the fingerprint `reading`.
    pub(in crate::indexing) fn write<'l>(
        folder: &Path,
        name: &str,
        (started, reading): (i64, u64),
        base: Option<&str>,
        lines: impl Iterator<Item = Line<'l>>,
    ) -> io::Result<()> {
        let mut bytes = vec![0; HASH];
        bytes.extend(to_stdvec(&(started, reading, base)).map_err(unwritable)?);
        for line in lines {
            bytes = to_extend(&line, bytes).map_err(unwritable)?;
        }
        let hash = blake3::hash(&bytes[HASH..]);
        bytes[..HASH].copy_from_slice(hash.as_bytes());
        write_atomically(&folder.join(name), &bytes)
    }

    /// The lines in the order of names.
    pub(in crate::indexing) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let mut rest = &self.bytes[self.start..];
        std::iter::from_fn(move || {
            // `check` has deserialised every line.
            let (line, others) = take_from_bytes(rest).ok()?;
            rest = others;
            Some(line)
        })
    }

    /// The size in bytes.
    pub(in crate::indexing) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Deserialises every line once, so that later reads cannot fail.
    fn check(&self) -> postcard::Result<()> {
        let mut rest = &self.bytes[self.start..];
        while !rest.is_empty() {
            let (line, others): (Line<'_>, _) = take_from_bytes(rest)?;
            if !line.record.is_empty() {
                FileRecord::unpack(line.record)?;
            }
            rest = others;
        }
        Ok(())
    }
}

fn damaged(name: &str, reason: &dyn std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("`{name}`: {reason}"))
}

fn unwritable(error: postcard::Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
