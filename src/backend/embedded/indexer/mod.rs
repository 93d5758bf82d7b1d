//! The writing side: changes in, one commit out.

mod interner;
mod postings_serializer;
mod postings_writer;
mod recorder;
mod segment_queue;
mod segment_writer;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::store::Compressor;
use tantivy::{Index, IndexSettings, IndexWriter};

use super::commit::Payload;
use super::directory::{Faults, IndexDirectory};
use super::error::{Error, Result};
use super::schema::schema;
use super::store::{Dictionary, Encoder, SAMPLE_BYTES, SharedEncoder, dictionary, train};
use super::{integrity, leftovers};
use crate::backend::{BackendError, Change, Encode, Prepared, Stored, Totals, Write, WriterOptions};
use segment_queue::SegmentQueue;

/// The least memory that tantivy accepts for its own threads, in bytes. They get no articles.
const TANTIVY_MEMORY: usize = 15_000_000;

/// The size of a block of tantivy's store, in bytes: a few encoded articles.
const STORE_BLOCK_BYTES: usize = 4096;

type BackendResult<T> = std::result::Result<T, BackendError>;

/// Writes to an index folder. The caller holds the lock of the index.
pub(in crate::backend) struct Indexer {
    folder: PathBuf,
    faults: Faults,
    encoding: Encoding,
    /// The dictionary for encoders on other threads, once it is known.
    dictionary: Arc<OnceLock<Dictionary>>,
    segments: SegmentQueue,
}

/// How articles are encoded.
enum Encoding {
    /// Not yet: articles wait until there is enough text to train a dictionary on.
    Sampling { articles: Vec<(String, Prepared)>, bytes: usize },
    /// With the dictionary of that file name.
    Ready { encoder: Encoder, dictionary: String },
}

impl Indexer {
    /// Opens the folder for writing; an empty one becomes an index. At most 2 GiB of memory are used. With several jobs
    /// one thread more writes segments.
    pub(in crate::backend) fn open(folder: &Path, options: WriterOptions) -> BackendResult<Self> {
        let directory = IndexDirectory::open(folder).map_err(|e| Error::from(e).for_callers(folder, None))?;
        let faults = directory.faults();
        let opened = Self::open_index(folder, directory, options);
        opened.map_err(|error| error.for_callers(folder, Some(&faults)))
    }

    fn open_index(folder: &Path, directory: IndexDirectory, options: WriterOptions) -> Result<Self> {
        let (schema, fields) = schema();
        let faults = directory.faults();
        // What is stored is compressed already.
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_blocksize: STORE_BLOCK_BYTES,
            ..IndexSettings::default()
        };
        let index = Index::builder().schema(schema).settings(settings).open_or_create(directory)?;
        integrity::check_all(&index, folder)?;
        // A killed run may have left files under names that this run would give to its own.
        leftovers::remove(folder)?;
        let Payload { dictionary, opstamp, .. } = Payload::of(&index.load_metas()?)?;
        let shared = Arc::default();
        let encoding = Encoding::open(folder, dictionary, &shared)?;
        let index_writer: IndexWriter = index.writer_with_num_threads(1, TANTIVY_MEMORY)?;
        let segments = SegmentQueue::new(fields, options, opstamp, index_writer);
        Ok(Indexer { folder: folder.to_owned(), faults, encoding, dictionary: shared, segments })
    }

    fn for_callers<T>(&self, result: Result<T>) -> BackendResult<T> {
        result.map_err(|error| error.for_callers(&self.folder, Some(&self.faults)))
    }

    fn change(&mut self, change: Change) -> Result<()> {
        match change {
            Change::Add { id, article } => self.add(id, *article),
            Change::Remove { id } => {
                if let Encoding::Sampling { articles, .. } = &mut self.encoding {
                    articles.retain(|(other, _)| *other != id);
                }
                self.segments.remove(&id);
                Ok(())
            }
        }
    }

    fn add(&mut self, id: String, article: Prepared) -> Result<()> {
        match &mut self.encoding {
            Encoding::Ready { encoder, .. } => self.segments.add(&id, article, encoder),
            Encoding::Sampling { articles, bytes } => {
                *bytes += text(&article).len();
                articles.push((id, article));
                if *bytes < SAMPLE_BYTES { Ok(()) } else { self.end_sampling() }
            }
        }
    }

    /// Encodes the articles that wait, and later ones too where there was enough text for a dictionary.
    fn end_sampling(&mut self) -> Result<()> {
        let Encoding::Sampling { articles, bytes } = &mut self.encoding else { return Ok(()) };
        let articles = std::mem::take(articles);
        let is_enough = std::mem::take(bytes) >= SAMPLE_BYTES;
        let texts: Vec<&str> = articles.iter().map(|(_, article)| text(article)).collect();
        let dictionary = if is_enough { train(&texts) } else { Dictionary::new() };
        let mut encoder = Encoder::new(&dictionary)?;
        for (id, article) in articles {
            self.segments.add(&id, article, &mut encoder)?;
        }
        if !dictionary.is_empty() {
            dictionary::write(&self.folder, &dictionary)?;
            self.encoding = Encoding::Ready { encoder, dictionary: dictionary::name(&dictionary) };
            self.dictionary.get_or_init(|| dictionary);
        }
        Ok(())
    }

    fn commit_index(&mut self, totals: Totals, note: &str) -> Result<()> {
        self.end_sampling()?;
        let dictionary = self.encoding.dictionary();
        let opstamp = self.segments.opstamp();
        let payload = Payload { totals, note: note.to_owned(), dictionary, opstamp };
        self.segments.commit(&payload.encode()?)
    }
}

impl Encoding {
    /// Goes on as the last commit says, and shares its dictionary with all encoders.
    fn open(folder: &Path, dictionary: Option<String>, shared: &OnceLock<Dictionary>) -> Result<Self> {
        let Some(name) = dictionary else {
            return Ok(Encoding::Sampling { articles: Vec::new(), bytes: 0 });
        };
        let content = dictionary::read(folder, Some(&name))?;
        let encoder = Encoder::new(&content)?;
        shared.get_or_init(|| content);
        Ok(Encoding::Ready { encoder, dictionary: name })
    }

    fn dictionary(&self) -> Option<String> {
        match self {
            Encoding::Sampling { .. } => None,
            Encoding::Ready { dictionary, .. } => Some(dictionary.clone()),
        }
    }
}

/// The text of an article that is not encoded.
fn text(article: &Prepared) -> &str {
    match &article.stored {
        Stored::Plain(_, text) => text,
        Stored::Encoded(_) => "",
    }
}

/// Removes what runs that were killed have left in `folder`.
pub(in crate::backend) fn remove_leftovers(folder: &Path) -> BackendResult<()> {
    leftovers::remove(folder).map_err(|error| error.for_callers(folder, None))
}

impl Write for Indexer {
    fn encoder(&self) -> Box<dyn Encode> {
        Box::new(SharedEncoder::new(self.dictionary.clone()))
    }

    fn apply(&mut self, changes: Vec<Change>) -> BackendResult<()> {
        let applied = changes.into_iter().try_for_each(|change| self.change(change));
        self.for_callers(applied)
    }

    fn commit(&mut self, totals: Totals, note: &str) -> BackendResult<()> {
        let committed = self.commit_index(totals, note);
        self.for_callers(committed)
    }

    fn finish(self: Box<Self>) -> BackendResult<()> {
        let Indexer { folder, faults, segments, .. } = *self;
        segments.finish().map_err(|error| error.for_callers(&folder, Some(&faults)))
    }
}
