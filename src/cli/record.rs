//! The manifest of an export: beside the file, in the file, or nowhere where there is no file.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::exit::Failure;
use super::new_file::NewFile;
use crate::provenance::{EXTENSION, FileFacts, Key, Manifest, ManifestWriter};

/// The name of the manifest beside a file.
pub(super) fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(EXTENSION);
    file.with_file_name(name)
}

/// A manifest that is being written.
pub(super) struct Record {
    place: Place,
    writer: Option<ManifestWriter>,
}

enum Place {
    Beside { new: NewFile, file: BufWriter<File> },
    Inside,
    Nowhere,
}

/// Takes a line for the manifest in the list itself.
pub(super) type Keep<'k> = &'k mut dyn FnMut(&str) -> io::Result<()>;

impl Record {
    /// In a file of its own, beside that of the list.
    pub(super) fn beside(list: &Path) -> Result<Self, Failure> {
        let new = NewFile::create(&beside(list))?;
        let file = BufWriter::new(new.open()?);
        Ok(Record { place: Place::Beside { new, file }, writer: None })
    }

    /// In the file of the list.
    pub(super) fn inside() -> Self {
        Record { place: Place::Inside, writer: None }
    }

    /// No manifest.
    pub(super) fn nowhere() -> Self {
        Record { place: Place::Nowhere, writer: None }
    }

    /// Writes what stands before the hits.
    pub(super) fn begin(&mut self, manifest: &Manifest, keep: Keep<'_>) -> io::Result<()> {
        let writer = match &mut self.place {
            Place::Beside { file, .. } => {
                ManifestWriter::begin(manifest, &mut |line| writeln!(file, "{line}"))?
            }
            Place::Inside => ManifestWriter::begin(manifest, keep)?,
            Place::Nowhere => return Ok(()),
        };
        self.writer = Some(writer);
        Ok(())
    }

    /// Writes the next hit.
    pub(super) fn hit(&mut self, key: &Key, keep: Keep<'_>) -> io::Result<()> {
        match (&mut self.writer, &mut self.place) {
            (Some(writer), Place::Beside { file, .. }) => {
                writer.hit(key, &mut |line| writeln!(file, "{line}"))
            }
            (Some(writer), Place::Inside) => writer.hit(key, keep),
            _ => Ok(()),
        }
    }

    /// Writes the end of a manifest in the list.
    pub(super) fn end_inside(&mut self, keep: Keep<'_>) -> io::Result<()> {
        match (&self.place, self.writer.take_if(|_| matches!(self.place, Place::Inside))) {
            (Place::Inside, Some(writer)) => writer.finish(None, keep),
            _ => Ok(()),
        }
    }

    /// Writes the end of a manifest beside the list, and gives it its name.
    pub(super) fn publish(self, facts: &FileFacts) -> Result<(), Failure> {
        let (Place::Beside { new, mut file }, Some(writer)) = (self.place, self.writer) else {
            return Ok(());
        };
        let failed = |error: io::Error| Failure::unwritable(None, &error);
        writer.finish(Some(facts), &mut |line| writeln!(file, "{line}")).map_err(failed)?;
        let file = file.into_inner().map_err(|error| failed(error.into_error()))?;
        new.publish(&file)
    }
}

/// A writer that knows the hash of what went through it.
pub(super) struct Hashed<W> {
    pub(super) inner: W,
    hash: blake3::Hasher,
    bytes: u64,
}

impl<W> Hashed<W> {
    pub(super) fn new(inner: W) -> Self {
        Hashed { inner, hash: blake3::Hasher::new(), bytes: 0 }
    }

    /// The facts of a file with this name.
    pub(super) fn facts(&self, path: &Path) -> FileFacts {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        FileFacts { name, bytes: self.bytes, blake3: self.hash.finalize().to_hex().to_string() }
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
