//! The pipeline: files in; prepared articles out, in the order of the corpus.
//!
//! One thread dispatches tasks, one thread for each preparer has files read and analyses them, and the thread of the caller
//! takes the results in order. With a single preparer the thread of the caller does everything. A file of many texts is
//! dispatched in chunks of lines. Tasks in progress and their waiting results are bounded, so memory grows neither with the
//! corpus nor with the texts of a file.

use std::cell::Cell;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded};
use rustc_hash::FxHashSet;

use super::prepare::{Preparer, fingerprint};
use crate::backend::Prepared;
use crate::corpus::{self, Entry, Item, ReadOptions};
use crate::model::{Document, Problem};
use crate::reading::{FileReader, ReaderCommand};

/// The most tasks in progress for each thread.
const MAX_TASKS_PER_JOB: usize = 8;
/// The number of events of a full batch of results.
const ENOUGH: usize = 64;
/// The length of the texts of a full batch, in bytes.
const ENOUGH_BYTES: usize = 1 << 20;

/// A result, in the order of the corpus.
pub(super) enum Event {
    /// A text of the file with this number.
    Article(usize, Box<Text>),
    /// A problem of the file that ends next.
    Problem(Problem),
    /// The end of the file with this number: its hash, or why it could not be read.
    End(usize, Result<blake3::Hash, Problem>),
    /// No file can be read any more.
    Stop(io::Error),
}

impl Event {
    /// About the memory that it takes, in bytes.
    fn bytes(&self) -> usize {
        match self {
            Event::Article(_, text) => match &text.content {
                Content::Prepared(article) => article.passages.last().map_or(0, |last| last.range.end),
                Content::Known(document) => document.text.len(),
            },
            _ => 0,
        }
    }
}

/// A text of the corpus, analysed.
pub(super) struct Text {
    /// The identifier that the text declares.
    pub(super) declared_id: Option<String>,
    pub(super) place: Place,
    /// The fingerprint of all that is indexed and stored of it.
    pub(super) hash: u64,
    pub(super) content: Content,
}

/// Where a text lies in the corpus.
pub(super) struct Place {
    /// The identifier that the place gives.
    pub(super) path_id: String,
    /// The file within an archive.
    pub(super) member: Option<String>,
    /// The number of the text in a file of several texts.
    pub(super) ordinal: Option<u32>,
}

/// The content of a text.
pub(super) enum Content {
    /// The article, prepared for the backend.
    Prepared(Prepared),
    /// The document. The index has a text of this fingerprint, so most likely it need not be prepared.
    Known(Document),
}

impl Content {
    /// The article, prepared for the backend.
    pub(super) fn prepared(self, preparer: &mut Preparer<'_>) -> Prepared {
        match self {
            Content::Prepared(prepared) => prepared,
            Content::Known(document) => preparer.prepare(document),
        }
    }
}

/// What is read.
pub(super) struct Source<'s> {
    pub(super) files: &'s [&'s Entry],
    pub(super) options: &'s ReadOptions,
    /// How a process that reads files is started; `None` if this process reads them.
    pub(super) reader: Option<&'s ReaderCommand>,
    /// The fingerprints of the texts of these files in the index.
    pub(super) known: &'s FxHashSet<u64>,
}

/// A task, and the number of its file.
struct Work(usize, Task);

enum Task {
    /// Read the file.
    Read,
    /// Process an item of the file.
    Process(Item),
    /// Report the end of the file.
    End(Result<blake3::Hash, Problem>),
}

/// A batch of results.
type Batch = Vec<Event>;

/// Reads all files on as many threads as there are preparers. `take` is called with every event; its error ends the run.
///
/// Each task has a channel of its own for its results. The caller receives from one after the other, so a thread that is
/// ahead waits, and the one that is next never does.
///
/// # Errors
/// The error of `take`.
pub(super) fn run<E: Send>(
    source: &Source<'_>,
    mut preparers: Vec<Preparer<'_>>,
    mut take: impl FnMut(Event) -> Result<(), E>,
) -> Result<(), E> {
    if let [preparer] = &mut preparers[..] {
        return run_sequentially(source, preparer, &mut take);
    }
    let jobs = preparers.len();
    let stop = AtomicBool::new(false);
    let (work, to_do) = bounded::<(Sender<Batch>, Work)>(jobs * 2);
    let (start, in_progress) = bounded::<Receiver<Batch>>(jobs * MAX_TASKS_PER_JOB);
    std::thread::scope(|scope| {
        scope.spawn(|| dispatch(source, &stop, work, start));
        for preparer in preparers {
            let to_do = to_do.clone();
            scope.spawn(move || work_on(source, preparer, &to_do));
        }
        drop(to_do);
        let mut outcome = Ok(());
        for results in in_progress {
            // After an error the results of the other tasks are dropped, so that no thread waits.
            if outcome.is_ok() {
                outcome = results.iter().flatten().try_for_each(&mut take);
                stop.store(outcome.is_err(), Ordering::Relaxed);
            }
        }
        outcome
    })
}

/// Does all tasks on this thread.
fn run_sequentially<E>(
    source: &Source<'_>,
    preparer: &mut Preparer<'_>,
    take: &mut impl FnMut(Event) -> Result<(), E>,
) -> Result<(), E> {
    let has_failed = Cell::new(false);
    let mut reader = FileReader::new(source.options, source.reader);
    for (file, entry) in source.files.iter().enumerate() {
        let mut outcome = Ok(());
        let mut put = |event| {
            if outcome.is_ok() {
                outcome = take(event);
                has_failed.set(outcome.is_err());
            }
        };
        let mut worker = Worker { file, source, reader: &mut reader, preparer, put: &mut put };
        if corpus::is_streamed(&entry.name) {
            // After an error the rest of the file is read and ignored.
            let mut take = |item| {
                if !has_failed.get() {
                    worker.perform(Task::Process(item))
                }
            };
            let end = corpus::read(entry, source.options, &mut take);
            worker.perform(Task::End(end));
        } else {
            worker.perform(Task::Read);
        }
        outcome?;
    }
    Ok(())
}

fn dispatch(
    source: &Source<'_>,
    stop: &AtomicBool,
    work: Sender<(Sender<Batch>, Work)>,
    start: Sender<Receiver<Batch>>,
) {
    let send = |piece: Work| {
        let (done, results) = bounded(1);
        !stop.load(Ordering::Relaxed) && start.send(results).is_ok() && work.send((done, piece)).is_ok()
    };
    for (file, entry) in source.files.iter().enumerate() {
        let went_on = if corpus::is_streamed(&entry.name) {
            // If the other side is closed the rest of the file is read and ignored.
            let end = corpus::read(entry, source.options, &mut |item| {
                send(Work(file, Task::Process(item)));
            });
            send(Work(file, Task::End(end)))
        } else {
            send(Work(file, Task::Read))
        };
        if !went_on {
            return;
        }
    }
}

fn work_on(source: &Source<'_>, mut preparer: Preparer<'_>, to_do: &Receiver<(Sender<Batch>, Work)>) {
    let mut reader = FileReader::new(source.options, source.reader);
    for (done, Work(file, task)) in to_do {
        let (mut batch, mut bytes) = (Batch::new(), 0);
        // Where nobody receives any more, the run is over and the results are dropped.
        let mut put = |event: Event| {
            bytes += event.bytes();
            batch.push(event);
            if batch.len() >= ENOUGH || bytes >= ENOUGH_BYTES {
                bytes = 0;
                let _ = done.send(std::mem::take(&mut batch));
            }
        };
        let (reader, preparer) = (&mut reader, &mut preparer);
        Worker { file, source, reader, preparer, put: &mut put }.perform(task);
        let _ = done.send(batch);
    }
}

/// Does one task.
struct Worker<'w, 's, 'c> {
    file: usize,
    source: &'w Source<'s>,
    reader: &'w mut FileReader<'s>,
    preparer: &'w mut Preparer<'c>,
    /// Is called with the results.
    put: &'w mut dyn FnMut(Event),
}

impl Worker<'_, '_, '_> {
    fn perform(&mut self, task: Task) {
        let entry = self.source.files[self.file];
        let done = match task {
            Task::Process(item) => self.process(entry, item),
            Task::Read => self.read(entry),
            Task::End(end) => {
                (self.put)(Event::End(self.file, end));
                Ok(())
            }
        };
        if let Err(error) = done {
            (self.put)(Event::Stop(error));
        }
    }

    fn read(&mut self, entry: &Entry) -> io::Result<()> {
        let Worker { file, source, reader, preparer, put } = self;
        let mut take = |item| event(*file, source, preparer, item).into_iter().for_each(&mut **put);
        let end = reader.read(entry, &mut take)?;
        put(Event::End(*file, end));
        Ok(())
    }

    fn process(&mut self, entry: &Entry, item: Item) -> io::Result<()> {
        let Worker { file, source, reader, preparer, put } = self;
        let mut take = |item| event(*file, source, preparer, item).into_iter().for_each(&mut **put);
        match item {
            Item::Chunk(chunk) => reader.read_chunk(entry, chunk, &mut take)?,
            item => take(item),
        }
        Ok(())
    }
}

/// The event of an item of the file with number `file`, which is no chunk.
fn event(file: usize, source: &Source<'_>, preparer: &mut Preparer<'_>, item: Item) -> Option<Event> {
    match item {
        Item::Document(document) => Some(Event::Article(file, Box::new(text(source, preparer, document)))),
        Item::Problem(problem) => Some(Event::Problem(problem)),
        Item::Chunk(_) => None,
    }
}

fn text(source: &Source<'_>, preparer: &mut Preparer<'_>, document: Document) -> Text {
    let hash = fingerprint(&document);
    let declared_id = document.declared_id.clone();
    let (path_id, member, ordinal) = (document.path_id(), document.member.clone(), document.ordinal);
    let place = Place { path_id, member, ordinal };
    let content = match source.known.contains(&hash) {
        true => Content::Known(document),
        false => Content::Prepared(preparer.prepare(document)),
    };
    Text { declared_id, place, hash, content }
}
