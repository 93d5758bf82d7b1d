//! The writing side: articles in, one commit out.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings, IndexWriter};

use super::batches::Batches;
use super::commit::Payload;
use super::dictionary;
use super::directory::{Faults, IndexDirectory};
use super::error::{Error, Result};
use super::mapping::schema;
use super::packing::{self, Dictionary, EarlyEncoder, Packer, SAMPLE_BYTES};
use crate::backend::{BackendError, Change, Encode, Prepared, Stored, Totals, Write, WriterOptions};

/// The least memory that tantivy asks for, for threads of its own; they have nothing to do here.
const LEAST_MEMORY: usize = 15_000_000;

/// tantivy reads its store by blocks of about this many bytes: a few packed articles.
const STORE_BLOCK_BYTES: usize = 4096;

/// Writes to an index folder. The caller holds the lock of the index.
pub(in crate::backend) struct Writer {
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
    Gathered { articles: Vec<(String, Prepared)>, bytes: usize },
    /// With the dictionary of that name.
    Packed { packer: Packer, dictionary: String },
}

impl Writer {
    /// Opens the folder for writing; an empty one becomes an index. At most 2 GiB of the memory are used. Of several
    /// jobs one writes articles while others are added.
    pub(in crate::backend) fn open(
        folder: &Path,
        options: WriterOptions,
    ) -> std::result::Result<Self, BackendError> {
        let directory = IndexDirectory::open(folder).map_err(|e| Error::from(e).for_callers(folder, None))?;
        let faults = directory.faults();
        let opened = Self::open_tantivy(folder, directory, options);
        opened.map_err(|error| error.for_callers(folder, Some(&faults)))
    }

    fn open_tantivy(folder: &Path, directory: IndexDirectory, options: WriterOptions) -> Result<Self> {
        let (schema, fields) = schema();
        let faults = directory.faults();
        // What is stored is packed already.
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_blocksize: STORE_BLOCK_BYTES,
            ..IndexSettings::default()
        };
        let builder = Index::builder().schema(schema).settings(settings);
        let index = builder.open_or_create(directory)?;
        let Payload { dictionary, turn, .. } = Payload::of(&index.load_metas()?)?;
        let shared = Arc::default();
        let texts = Texts::open(folder, dictionary, &shared)?;
        let inner: IndexWriter = index.writer_with_num_threads(1, LEAST_MEMORY)?;
        // A run that was killed may have left files under names that this one would give to its own.
        inner.garbage_collect_files().wait()?;
        let batches = Batches::new(fields, options, turn, inner);
        Ok(Writer { folder: folder.to_owned(), faults, texts, dictionary: shared, batches })
    }

    fn guarded<T>(&self, result: Result<T>) -> std::result::Result<T, BackendError> {
        result.map_err(|error| error.for_callers(&self.folder, Some(&self.faults)))
    }

    fn change(&mut self, change: Change) -> Result<()> {
        match change {
            Change::Add { id, article } => self.add(id, article),
            Change::Remove { id } => {
                if let Texts::Gathered { articles, .. } = &mut self.texts {
                    articles.retain(|(other, _)| *other != id);
                }
                self.batches.remove(&id);
                Ok(())
            }
        }
    }

    fn add(&mut self, id: String, article: Prepared) -> Result<()> {
        match &mut self.texts {
            Texts::Packed { packer, .. } => self.batches.add(&id, article, packer),
            Texts::Gathered { articles, bytes } => {
                *bytes += text(&article).len();
                articles.push((id, article));
                if *bytes < SAMPLE_BYTES { Ok(()) } else { self.pack_gathered() }
            }
        }
    }

    /// Packs what was gathered, with a dictionary where it is enough to make one; what comes later too, then.
    fn pack_gathered(&mut self) -> Result<()> {
        let Texts::Gathered { articles, bytes } = &mut self.texts else { return Ok(()) };
        let (articles, bytes) = (std::mem::take(articles), std::mem::take(bytes));
        let texts: Vec<&str> = articles.iter().map(|(_, article)| text(article)).collect();
        let dictionary = if bytes < SAMPLE_BYTES { Vec::new() } else { packing::dictionary(&texts) };
        let mut packer = Packer::new(&dictionary)?;
        for (id, article) in articles {
            self.batches.add(&id, article, &mut packer)?;
        }
        if !dictionary.is_empty() {
            dictionary::write(&self.folder, &dictionary)?;
            self.texts = Texts::Packed { packer, dictionary: dictionary::name(&dictionary) };
            self.dictionary.get_or_init(|| dictionary);
        }
        Ok(())
    }

    fn commit_tantivy(&mut self, totals: Totals, note: &str) -> Result<()> {
        self.pack_gathered()?;
        let dictionary = self.texts.dictionary();
        let payload =
            Payload { totals, note: note.to_owned(), dictionary, turn: self.batches.turn() }.encode()?;
        self.batches.commit(&payload)
    }
}

impl Texts {
    /// Goes on as the last commit says; tells all who pack of its dictionary.
    fn open(folder: &Path, dictionary: Option<String>, shared: &OnceLock<Dictionary>) -> Result<Self> {
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
        Stored::Encoded(_) => "",
    }
}

impl Write for Writer {
    fn encoder(&self) -> Box<dyn Encode> {
        Box::new(EarlyEncoder::new(self.dictionary.clone()))
    }

    fn apply(&mut self, changes: Vec<Change>) -> std::result::Result<(), BackendError> {
        let applied = changes.into_iter().try_for_each(|change| self.change(change));
        self.guarded(applied)
    }

    fn commit(&mut self, totals: Totals, note: &str) -> std::result::Result<(), BackendError> {
        let committed = self.commit_tantivy(totals, note);
        self.guarded(committed)
    }

    fn finish(self: Box<Self>) -> std::result::Result<(), BackendError> {
        let Writer { folder, faults, batches, .. } = *self;
        batches.finish().map_err(|error| error.for_callers(&folder, Some(&faults)))
    }
}
