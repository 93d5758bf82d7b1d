//! The pipeline: files in; prepared articles out, in the order of the corpus.
//!
//! One thread dispatches tasks, one thread for each preparer parses and analyses, and the thread of the caller takes the
//! results in order. With a single preparer the thread of the caller does everything. A file of many texts is dispatched in
//! chunks of lines. The number of tasks in progress is bounded, so memory does not grow with the corpus.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use rustc_hash::FxHashSet;

use super::prepare::{Preparer, fingerprint};
use crate::backend::Prepared;
use crate::corpus::{self, Entry, Item, Limits};
use crate::model::{Document, Problem};

/// The most tasks in progress for each thread.
const MAX_TASKS_PER_JOB: usize = 8;

/// A result, in the order of the corpus.
pub(super) enum Event {
    /// A text of the file with this number.
    Article(usize, Box<Text>),
    /// A problem of the file that ends next.
    Problem(Problem),
    /// The end of the file with this number: its hash, or why it could not be read.
    End(usize, Result<blake3::Hash, Problem>),
}

/// A text of the corpus, analysed.
pub(super) struct Text {
    /// The identifier that the text declares.
    pub(super) declared_id: Option<String>,
    /// The number of the text in a file of several texts.
    pub(super) ordinal: Option<u32>,
    /// The fingerprint of all that is indexed and stored of it.
    pub(super) hash: u64,
    pub(super) content: Content,
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
    pub(super) limits: &'s Limits,
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

/// Reads all files on as many threads as there are preparers. `take` is called with every event; its error ends the run.
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
    let (work, to_do) = bounded::<(u64, Work)>(jobs * 2);
    let (done, results) = unbounded::<(u64, Vec<Event>)>();
    let (start, in_progress) = bounded::<()>(jobs * MAX_TASKS_PER_JOB);
    std::thread::scope(|scope| {
        scope.spawn(|| dispatch(source, &stop, work, start));
        for preparer in preparers {
            let (to_do, done) = (to_do.clone(), done.clone());
            scope.spawn(move || work_on(source, preparer, &to_do, &done));
        }
        drop((to_do, done));
        let outcome = deliver_in_order(&results, &in_progress, &mut take);
        stop.store(true, Ordering::Relaxed);
        // Threads that wait on a channel find the other side closed.
        drop((results, in_progress));
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
    for (file, entry) in source.files.iter().enumerate() {
        let mut outcome = Ok(());
        let mut put = |event| {
            if outcome.is_ok() {
                outcome = take(event);
                has_failed.set(outcome.is_err());
            }
        };
        let mut worker = Worker { file, source, preparer, put: &mut put };
        if corpus::is_streamed(&entry.name) {
            // After an error the rest of the file is read and ignored.
            let mut take = |item| {
                if !has_failed.get() {
                    worker.perform(Task::Process(item))
                }
            };
            let end = corpus::read(entry, source.limits, &mut take);
            worker.perform(Task::End(end));
        } else {
            worker.perform(Task::Read);
        }
        outcome?;
    }
    Ok(())
}

fn dispatch(source: &Source<'_>, stop: &AtomicBool, work: Sender<(u64, Work)>, start: Sender<()>) {
    let mut number = 0;
    let mut send = |piece: Work| {
        let sent =
            !stop.load(Ordering::Relaxed) && start.send(()).is_ok() && work.send((number, piece)).is_ok();
        number += 1;
        sent
    };
    for (file, entry) in source.files.iter().enumerate() {
        let went_on = if corpus::is_streamed(&entry.name) {
            // If the other side is closed the rest of the file is read and ignored.
            let end = corpus::read(entry, source.limits, &mut |item| {
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

fn work_on(
    source: &Source<'_>,
    mut preparer: Preparer<'_>,
    to_do: &Receiver<(u64, Work)>,
    done: &Sender<(u64, Vec<Event>)>,
) {
    for (number, Work(file, task)) in to_do {
        let mut events = Vec::new();
        Worker { file, source, preparer: &mut preparer, put: &mut |event| events.push(event) }.perform(task);
        if done.send((number, events)).is_err() {
            return;
        }
    }
}

/// Does one task.
struct Worker<'w, 'c> {
    file: usize,
    source: &'w Source<'w>,
    preparer: &'w mut Preparer<'c>,
    /// Is called with the results.
    put: &'w mut dyn FnMut(Event),
}

impl Worker<'_, '_> {
    fn perform(&mut self, task: Task) {
        let Source { files, limits, .. } = self.source;
        let end = match task {
            Task::Process(item) => return self.take(item),
            Task::Read => corpus::read(files[self.file], limits, &mut |item| self.take(item)),
            Task::End(end) => end,
        };
        (self.put)(Event::End(self.file, end));
    }

    fn take(&mut self, item: Item) {
        let Source { files, limits, .. } = self.source;
        let event = match item {
            Item::Document(document) => Event::Article(self.file, Box::new(self.text(document))),
            Item::Problem(problem) => Event::Problem(problem),
            Item::Chunk(chunk) => {
                return corpus::read_chunk(files[self.file], &chunk, limits, &mut |item| self.take(item));
            }
        };
        (self.put)(event);
    }

    fn text(&mut self, document: Document) -> Text {
        let hash = fingerprint(&document);
        let (declared_id, ordinal) = (document.declared_id.clone(), document.ordinal);
        let content = match self.source.known.contains(&hash) {
            true => Content::Known(document),
            false => Content::Prepared(self.preparer.prepare(document)),
        };
        Text { declared_id, ordinal, hash, content }
    }
}

/// Receives results in any order and gives them to `take` in the order of their numbers.
fn deliver_in_order<E>(
    results: &Receiver<(u64, Vec<Event>)>,
    in_progress: &Receiver<()>,
    take: &mut impl FnMut(Event) -> Result<(), E>,
) -> Result<(), E> {
    let mut next = 0;
    let mut early: BTreeMap<u64, Vec<Event>> = BTreeMap::new();
    for (number, events) in results {
        early.insert(number, events);
        while let Some(events) = early.remove(&next) {
            next += 1;
            // One more task may start.
            let _ = in_progress.recv();
            events.into_iter().try_for_each(&mut *take)?;
        }
    }
    Ok(())
}
