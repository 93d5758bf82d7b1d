//! The writing side: articles in, one commit out.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings, IndexWriter, TantivyError};

use super::batches::Batches;
use super::dictionary;
use super::directory::{Faults, IndexDirectory};
use super::fault::backend_error;
use super::mapping::schema;
use super::numbering::Numbering;
use super::packing::{self, Dictionary, EarlyPacker, Packer, SAMPLE_BYTES};
use super::plugin::plugin;
use super::reader::Payload;
use crate::backend::{BackendError, Pack, Prepared, Stored, Totals, Write};

/// The least memory that tantivy asks for, for threads of its own; they have nothing to do here.
const LEAST_MEMORY: usize = 15_000_000;

/// tantivy reads its store by blocks of about this many bytes: a few packed articles.
const STORE_BLOCK_BYTES: usize = 4096;

/// Writes to an index folder. The caller holds the lock of the index.
pub struct Writer {
    folder: PathBuf,
    faults: Faults,
    texts: Texts,
    /// That which texts are packed with, once it is known.
    dictionary: Arc<OnceLock<Dictionary>>,
    batches: Batches,
}

/// How texts are packed.
enum Texts {
    /// Not at all so far: articles wait until there is enough text to make a dictionary from, or no more.
    Gathered { articles: Vec<Prepared>, bytes: usize },
    /// With the dictionary of that name.
    Packed { packer: Packer, dictionary: String },
}

impl Writer {
    /// Opens the folder for writing; an empty one becomes an index. `memory`, in bytes, is what words may take that
    /// are not on disk yet; 2 GiB at most are used. Of several `jobs` one writes them while others are added.
    ///
    /// # Errors
    /// When the folder cannot be written or holds a damaged index.
    pub fn open(folder: &Path, memory: usize, jobs: usize) -> Result<Self, BackendError> {
        let directory = IndexDirectory::open(folder).map_err(|e| backend_error(folder, &e.into(), None))?;
        let faults = directory.faults();
        let opened = Self::open_tantivy(folder, directory, memory, jobs);
        opened.map_err(|error| backend_error(folder, &error, Some(&faults)))
    }

    fn open_tantivy(
        folder: &Path,
        directory: IndexDirectory,
        memory: usize,
        jobs: usize,
    ) -> tantivy::Result<Self> {
        let (schema, fields) = schema();
        let faults = directory.faults();
        // What is stored is packed already.
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_blocksize: STORE_BLOCK_BYTES,
            ..IndexSettings::default()
        };
        let builder = Index::builder().schema(schema).settings(settings).register_plugin(plugin());
        let index = builder.open_or_create(directory)?;
        let Payload { dictionary, turn, .. } = Payload::of(&index.load_metas()?);
        let shared = Arc::default();
        let texts = Texts::open(folder, dictionary, &shared)?;
        let inner: IndexWriter = index.writer_with_num_threads(1, LEAST_MEMORY)?;
        // A run that was killed may have left files under names that this one would give to its own.
        inner.garbage_collect_files().wait()?;
        let numbering = Numbering::after(&index, &fields)?;
        let batches = Batches::new(fields, memory, jobs, numbering, turn, inner);
        Ok(Writer { folder: folder.to_owned(), faults, texts, dictionary: shared, batches })
    }

    fn failed(&self, error: &TantivyError) -> BackendError {
        backend_error(&self.folder, error, Some(&self.faults))
    }

    /// Ends the work, waiting for merges that go on in the background.
    ///
    /// # Errors
    /// When a merge failed.
    pub fn finish(self) -> Result<(), BackendError> {
        let Writer { folder, faults, batches, .. } = self;
        batches.finish().map_err(|error| backend_error(&folder, &error, Some(&faults)))
    }

    fn take(&mut self, article: Prepared) -> tantivy::Result<()> {
        match &mut self.texts {
            Texts::Packed { packer, .. } => self.batches.add(article, packer),
            Texts::Gathered { articles, bytes } => {
                *bytes += text(&article).len();
                articles.push(article);
                if *bytes < SAMPLE_BYTES { Ok(()) } else { self.pack_gathered() }
            }
        }
    }

    /// Packs what was gathered, with a dictionary where it is enough to make one; what comes later too, then.
    fn pack_gathered(&mut self) -> tantivy::Result<()> {
        let Texts::Gathered { articles, bytes } = &mut self.texts else { return Ok(()) };
        let (articles, bytes) = (std::mem::take(articles), std::mem::take(bytes));
        let texts: Vec<&str> = articles.iter().map(text).collect();
        let dictionary = if bytes < SAMPLE_BYTES { Vec::new() } else { packing::dictionary(&texts) };
        let mut packer = Packer::new(&dictionary)?;
        for article in articles {
            self.batches.add(article, &mut packer)?;
        }
        if !dictionary.is_empty() {
            dictionary::write(&self.folder, &dictionary)?;
            self.texts = Texts::Packed { packer, dictionary: dictionary::name(&dictionary) };
            self.dictionary.get_or_init(|| dictionary);
        }
        Ok(())
    }

    fn commit_tantivy(&mut self, totals: Totals, note: &str) -> tantivy::Result<()> {
        self.pack_gathered()?;
        let dictionary = self.texts.dictionary();
        let payload =
            Payload { totals, note: note.to_owned(), dictionary, turn: self.batches.turn() }.encode();
        self.batches.commit(&payload)
    }
}

impl Texts {
    /// Goes on as the last commit says; tells all who pack of its dictionary.
    fn open(
        folder: &Path,
        dictionary: Option<String>,
        shared: &OnceLock<Dictionary>,
    ) -> tantivy::Result<Self> {
        dictionary::remove_others(folder, dictionary.as_deref())?;
        let Some(name) = dictionary else { return Ok(Texts::Gathered { articles: Vec::new(), bytes: 0 }) };
        let content = dictionary::read(folder, Some(&name))?;
        let packer = Packer::new(&content)?;
        shared.get_or_init(|| content);
        Ok(Texts::Packed { packer, dictionary: name })
    }

    fn dictionary(&self) -> Option<String> {
        match self {
            Texts::Gathered { .. } => None,
            Texts::Packed { dictionary, .. } => Some(dictionary.clone()),
        }
    }
}

/// The text of an article that is not packed.
fn text(article: &Prepared) -> &str {
    match &article.stored {
        Stored::Plain(_, text) => text,
        Stored::Packed(_) => "",
    }
}

impl Write for Writer {
    fn packer(&self) -> Box<dyn Pack> {
        Box::new(EarlyPacker::new(self.dictionary.clone()))
    }

    fn add(&mut self, article: Prepared) -> Result<(), BackendError> {
        self.take(article).map_err(|error| self.failed(&error))
    }

    fn remove(&mut self, id: &str) -> Result<(), BackendError> {
        if let Texts::Gathered { articles, .. } = &mut self.texts {
            articles.retain(|article| article.id != id);
        }
        self.batches.remove(id);
        Ok(())
    }

    fn commit(&mut self, totals: Totals, note: &str) -> Result<(), BackendError> {
        self.commit_tantivy(totals, note).map_err(|error| self.failed(&error))
    }
}
