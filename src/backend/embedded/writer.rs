//! The writing side: articles in, one commit out.

use std::path::{Path, PathBuf};

use tantivy::indexer::UserOperation;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{Index, IndexSettings, IndexWriter, TantivyError};

use super::directory::{Faults, IndexDirectory};
use super::fault::backend_error;
use super::mapping::{Fields, documents, schema, tokenizers};
use super::queue::{Queued, Room};
use super::reader::Payload;
use crate::backend::{BackendError, Prepared, Totals, Write};

/// The least memory that tantivy takes for one thread.
const LEAST_MEMORY_PER_THREAD: usize = 15_000_000;

/// How many bytes of articles may wait for tantivy.
const WAITING_BYTES: usize = 8 << 20;
/// Texts are packed in blocks of this many bytes: larger ones are smaller on disk, and slower to take one passage from.
const BLOCK_BYTES: usize = 32 * 1024;
/// The quickest of zstd's usual levels: the third would save a twentieth of the texts.
const PACKING: Compressor = Compressor::Zstd(ZstdCompressor { compression_level: Some(1) });

/// Writes to an index folder. The caller holds the lock of the index.
pub struct Writer {
    folder: PathBuf,
    faults: Faults,
    fields: Fields,
    room: Room,
    inner: IndexWriter<Queued>,
}

impl Writer {
    /// Opens the folder for writing; an empty one becomes an index. `memory` is in bytes, for all threads
    /// together.
    ///
    /// # Errors
    /// When the folder cannot be written or holds a damaged index.
    pub fn open(folder: &Path, threads: usize, memory: usize) -> Result<Self, BackendError> {
        let (schema, fields) = schema();
        let directory = IndexDirectory::open(folder).map_err(|e| backend_error(folder, &e.into(), None))?;
        let faults = directory.faults();
        let failed = |error: TantivyError| backend_error(folder, &error, Some(&faults));
        let index = Index::builder()
            .schema(schema)
            .settings(settings())
            .tokenizers(tokenizers())
            .open_or_create(directory)
            .map_err(failed)?;
        let threads = threads.min(memory / LEAST_MEMORY_PER_THREAD).max(1);
        let memory = memory.max(LEAST_MEMORY_PER_THREAD * threads);
        let inner = index.writer_with_num_threads(threads, memory).map_err(failed)?;
        Ok(Writer { folder: folder.to_owned(), faults, fields, room: Room::new(WAITING_BYTES), inner })
    }

    fn failed(&self, error: &TantivyError) -> BackendError {
        backend_error(&self.folder, error, Some(&self.faults))
    }

    /// Ends the work, waiting for merges that go on in the background.
    ///
    /// # Errors
    /// When a merge failed.
    pub fn finish(self) -> Result<(), BackendError> {
        let Writer { folder, faults, inner, .. } = self;
        inner.wait_merging_threads().map_err(|error| backend_error(&folder, &error, Some(&faults)))
    }
}

/// How texts are stored.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: PACKING,
        docstore_blocksize: BLOCK_BYTES,
        ..IndexSettings::default()
    }
}

impl Write for Writer {
    fn add(&mut self, article: Prepared) -> Result<(), BackendError> {
        let place = self.room.place(article.bytes());
        let group = Queued::all(documents(&self.fields, article), place).map(UserOperation::Add);
        self.inner.run(group.collect::<Vec<_>>()).map(drop).map_err(|error| self.failed(&error))
    }

    fn remove(&mut self, id: &str) -> Result<(), BackendError> {
        self.inner.delete_term(self.fields.key_of(id));
        Ok(())
    }

    fn commit(&mut self, totals: Totals, note: &str) -> Result<(), BackendError> {
        let payload = Payload { totals, note: note.to_owned() }.encode();
        let committed = self.inner.prepare_commit().and_then(|mut prepared| {
            prepared.set_payload(&payload);
            prepared.commit()
        });
        committed.map(drop).map_err(|error| self.failed(&error))
    }
}
