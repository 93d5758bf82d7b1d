//! One file of a manifest on disk: a BLAKE3 hash, and what it is the hash of, in the postcard format. Names and
//! packed records in the order of names go in; the same come out, read in place.

use std::fs;
use std::io;
use std::path::Path;

use postcard::{take_from_bytes, to_extend, to_stdvec};
use serde::{Deserialize, Serialize};

use super::record::{FileRecord, as_bytes};
use crate::backend::write_atomically;

/// The bytes of the hash.
const HASH: usize = blake3::OUT_LEN;

/// A file of a manifest, as it was read.
#[derive(Debug)]
pub(super) struct Layer {
    /// Its name.
    pub(super) name: String,
    /// When the run that wrote it began, in nanoseconds since 1970.
    pub(super) started: i64,
    /// The name of the layer below, which says what this one does not.
    pub(super) base: Option<String>,
    bytes: Vec<u8>,
    /// Where the lines begin.
    start: usize,
}

/// What a layer says of a file.
#[derive(Serialize, Deserialize)]
pub(super) struct Line<'l> {
    pub(super) name: &'l str,
    /// A packed [`FileRecord`]; no byte where the file is no longer there.
    #[serde(serialize_with = "as_bytes")]
    pub(super) record: &'l [u8],
}

impl Layer {
    /// Reads and checks the file `name` of `folder`.
    pub(super) fn read(folder: &Path, name: &str) -> io::Result<Layer> {
        let bytes = fs::read(folder.join(name))?;
        let (hash, content) =
            bytes.split_at_checked(HASH).ok_or_else(|| damaged(name, &"it is too short"))?;
        if blake3::hash(content).as_bytes() != hash {
            return Err(damaged(name, &"it is not as it was written"));
        }
        let unread = |error| damaged(name, &error);
        let ((started, base), lines) = take_from_bytes(content).map_err(unread)?;
        let start = bytes.len() - <[u8]>::len(lines);
        let layer = Layer { name: name.to_owned(), started, base, bytes, start };
        layer.check().map_err(unread)?;
        Ok(layer)
    }

    /// Writes a layer to the file `name` of `folder`, so that it is there whole or not at all.
    pub(super) fn write<'l>(
        folder: &Path,
        name: &str,
        started: i64,
        base: Option<&str>,
        lines: impl Iterator<Item = Line<'l>>,
    ) -> io::Result<()> {
        let mut bytes = vec![0; HASH];
        bytes.extend(to_stdvec(&(started, base)).map_err(unwritable)?);
        for line in lines {
            bytes = to_extend(&line, bytes).map_err(unwritable)?;
        }
        let hash = blake3::hash(&bytes[HASH..]);
        bytes[..HASH].copy_from_slice(hash.as_bytes());
        write_atomically(&folder.join(name), &bytes)
    }

    /// What it says, in the order of names.
    pub(super) fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let mut rest = &self.bytes[self.start..];
        std::iter::from_fn(move || {
            // Every line was read once when the layer was.
            let (line, others) = take_from_bytes(rest).ok()?;
            rest = others;
            Some(line)
        })
    }

    /// Its size in bytes.
    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

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
