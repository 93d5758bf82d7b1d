//! The writing side: articles in, one commit out.

use std::path::{Path, PathBuf};

use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings, IndexWriter, TantivyError};

use super::dictionary;
use super::directory::{Faults, IndexDirectory};
use super::fault::backend_error;
use super::mapping::{Fields, document, schema, tokenizers};
use super::packing::{self, Packer, SAMPLE_BYTES};
use super::queue::{Queued, Room};
use super::reader::Payload;
use crate::backend::{BackendError, Prepared, Totals, Write};

/// The least memory that tantivy takes for one thread.
const LEAST_MEMORY_PER_THREAD: usize = 15_000_000;

/// tantivy reads its store by blocks of about this many bytes: a few packed articles.
const STORE_BLOCK_BYTES: usize = 4096;

/// How many bytes of articles may wait for tantivy.
const WAITING_BYTES: usize = 8 << 20;

/// Writes to an index folder. The caller holds the lock of the index.
pub struct Writer {
    folder: PathBuf,
    faults: Faults,
    texts: Texts,
    queue: Queue,
}

/// The way to tantivy.
struct Queue {
    fields: Fields,
    room: Room,
    inner: IndexWriter<Queued>,
}

/// How texts are packed.
enum Texts {
    /// Not at all so far: articles wait until there is enough text to make a dictionary from, or no more.
    Gathered { articles: Vec<Prepared>, bytes: usize },
    /// With the dictionary of that name.
    Packed { packer: Packer, dictionary: String },
}

impl Writer {
    /// Opens the folder for writing; an empty one becomes an index. `memory` is in bytes, for all threads
    /// together.
    ///
    /// # Errors
    /// When the folder cannot be written or holds a damaged index.
    pub fn open(folder: &Path, threads: usize, memory: usize) -> Result<Self, BackendError> {
        let directory = IndexDirectory::open(folder).map_err(|e| backend_error(folder, &e.into(), None))?;
        let faults = directory.faults();
        let opened = Self::open_tantivy(folder, directory, threads, memory);
        opened.map_err(|error| backend_error(folder, &error, Some(&faults)))
    }

    fn open_tantivy(
        folder: &Path,
        directory: IndexDirectory,
        threads: usize,
        memory: usize,
    ) -> tantivy::Result<Self> {
        let (schema, fields) = schema();
        let faults = directory.faults();
        // What is stored is packed already.
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_blocksize: STORE_BLOCK_BYTES,
            ..IndexSettings::default()
        };
        let index = Index::builder()
            .schema(schema)
            .settings(settings)
            .tokenizers(tokenizers())
            .open_or_create(directory)?;
        let texts = Texts::open(folder, Payload::of(&index.load_metas()?).dictionary)?;
        let threads = threads.min(memory / LEAST_MEMORY_PER_THREAD).max(1);
        let memory = memory.max(LEAST_MEMORY_PER_THREAD * threads);
        let inner = index.writer_with_num_threads(threads, memory)?;
        // A run that was killed may have left files under names that this one would give to its own.
        inner.garbage_collect_files().wait()?;
        let queue = Queue { fields, room: Room::new(WAITING_BYTES), inner };
        Ok(Writer { folder: folder.to_owned(), faults, texts, queue })
    }

    fn failed(&self, error: &TantivyError) -> BackendError {
        backend_error(&self.folder, error, Some(&self.faults))
    }

    /// Ends the work, waiting for merges that go on in the background.
    ///
    /// # Errors
    /// When a merge failed.
    pub fn finish(self) -> Result<(), BackendError> {
        let Writer { folder, faults, queue, .. } = self;
        queue.inner.wait_merging_threads().map_err(|error| backend_error(&folder, &error, Some(&faults)))
    }

    fn take(&mut self, article: Prepared) -> tantivy::Result<()> {
        match &mut self.texts {
            Texts::Packed { packer, .. } => self.queue.add(article, packer),
            Texts::Gathered { articles, bytes } => {
                *bytes += article.article.text.len();
                articles.push(article);
                if *bytes < SAMPLE_BYTES { Ok(()) } else { self.pack_gathered() }
            }
        }
    }

    /// Packs what was gathered, with a dictionary where it is enough to make one; what comes later too, then.
    fn pack_gathered(&mut self) -> tantivy::Result<()> {
        let Texts::Gathered { articles, bytes } = &mut self.texts else { return Ok(()) };
        let (articles, bytes) = (std::mem::take(articles), std::mem::take(bytes));
        let texts: Vec<&str> = articles.iter().map(|article| article.article.text.as_str()).collect();
        let dictionary = if bytes < SAMPLE_BYTES { Vec::new() } else { packing::dictionary(&texts) };
        let mut packer = Packer::new(&dictionary)?;
        for article in articles {
            self.queue.add(article, &mut packer)?;
        }
        if !dictionary.is_empty() {
            dictionary::write(&self.folder, &dictionary)?;
            self.texts = Texts::Packed { packer, dictionary: dictionary::name(&dictionary) };
        }
        Ok(())
    }

    fn commit_tantivy(&mut self, totals: Totals, note: &str) -> tantivy::Result<()> {
        self.pack_gathered()?;
        let dictionary = self.texts.dictionary();
        let payload = Payload { totals, note: note.to_owned(), dictionary }.encode();
        let mut prepared = self.queue.inner.prepare_commit()?;
        prepared.set_payload(&payload);
        prepared.commit().map(drop)
    }
}

impl Queue {
    fn add(&self, article: Prepared, packer: &mut Packer) -> tantivy::Result<()> {
        let place = self.room.place(article.bytes());
        let document = document(&self.fields, article, packer)?;
        self.inner.add_document(Queued::new(document, place)).map(drop)
    }
}

impl Texts {
    /// Goes on as the last commit says.
    fn open(folder: &Path, dictionary: Option<String>) -> tantivy::Result<Self> {
        dictionary::remove_others(folder, dictionary.as_deref())?;
        Ok(match dictionary {
            None => Texts::Gathered { articles: Vec::new(), bytes: 0 },
            Some(name) => {
                let packer = Packer::new(&dictionary::read(folder, Some(&name))?)?;
                Texts::Packed { packer, dictionary: name }
            }
        })
    }

    fn dictionary(&self) -> Option<String> {
        match self {
            Texts::Gathered { .. } => None,
            Texts::Packed { dictionary, .. } => Some(dictionary.clone()),
        }
    }
}

impl Write for Writer {
    fn add(&mut self, article: Prepared) -> Result<(), BackendError> {
        self.take(article).map_err(|error| self.failed(&error))
    }

    fn remove(&mut self, id: &str) -> Result<(), BackendError> {
        if let Texts::Gathered { articles, .. } = &mut self.texts {
            articles.retain(|article| article.article.id != id);
        }
        self.queue.inner.delete_term(self.queue.fields.key_of(id));
        Ok(())
    }

    fn commit(&mut self, totals: Totals, note: &str) -> Result<(), BackendError> {
        self.commit_tantivy(totals, note).map_err(|error| self.failed(&error))
    }
}
