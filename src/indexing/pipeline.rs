//! Files to prepared articles, on several threads, handed over in the order of the corpus.
//!
//! One thread hands out work, a thread for each preparer parses and analyses, the caller's thread takes the results
//! in order; with a single preparer all is done on the caller's thread. A file of many texts is handed out in parts of some
//! lines; how much is under way at once is bounded, so memory does not grow with the corpus.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use rustc_hash::FxHashSet;

use super::prepare::{Preparer, fingerprint};
use crate::backend::Prepared;
use crate::corpus::{self, Entry, Item, Limits};
use crate::model::{Document, Problem};

/// Pieces of work that may be under way for each thread.
const UNDER_WAY_PER_JOB: usize = 8;

/// What comes out, in the order of the corpus.
pub(super) enum Event {
    /// A text of the file with that number.
    Article(usize, Box<Text>),
    /// Something that went wrong in the file that ends next.
    Problem(Problem),
    /// The file with that number is done: its fingerprint, or why it could not be read.
    End(usize, Result<blake3::Hash, Problem>),
}

/// A text of the corpus, analysed.
pub(super) struct Text {
    /// The identifier that the text declares.
    pub(super) declared_id: Option<String>,
    /// The place of the text in its file, where the file holds several.
    pub(super) ordinal: Option<u32>,
    /// Fingerprint of all that is indexed of it.
    pub(super) hash: u64,
    pub(super) content: Content,
}

/// What is to be indexed of a text.
pub(super) enum Content {
    /// What the backend takes.
    Prepared(Prepared),
    /// A text of this fingerprint is in the index: nothing, most likely, so it was not analysed.
    Known(Document),
}

impl Content {
    /// What the backend takes.
    pub(super) fn prepared(self, preparer: &mut Preparer<'_>) -> Prepared {
        match self {
            Content::Prepared(prepared) => prepared,
            Content::Known(document) => preparer.prepare(document),
        }
    }
}

/// What is read, and by which rules.
pub(super) struct Source<'s> {
    pub(super) files: &'s [&'s Entry],
    pub(super) limits: &'s Limits,
    /// Fingerprints of texts that are in the index, from what these files were before.
    pub(super) known: &'s FxHashSet<u64>,
}

/// A piece of work: the number of a file, and what is to be done.
struct Work(usize, Task);

enum Task {
    /// Read the file.
    Read,
    /// See to what came out of it.
    Take(Item),
    /// Say that it is done.
    End(Result<blake3::Hash, Problem>),
}

/// Reads all files, on as many threads as there are preparers, and gives every event to `take`, which ends the run
/// early by returning `Err`.
///
/// # Errors
/// What `take` returned.
pub(super) fn run<E: Send>(
    source: &Source<'_>,
    mut preparers: Vec<Preparer<'_>>,
    mut take: impl FnMut(Event) -> Result<(), E>,
) -> Result<(), E> {
    if let [preparer] = &mut preparers[..] {
        return one_by_one(source, preparer, &mut take);
    }
    let jobs = preparers.len();
    let stop = AtomicBool::new(false);
    let (work, to_do) = bounded::<(u64, Work)>(jobs * 2);
    let (done, results) = unbounded::<(u64, Vec<Event>)>();
    let (start, under_way) = bounded::<()>(jobs * UNDER_WAY_PER_JOB);
    std::thread::scope(|scope| {
        scope.spawn(|| hand_out(source, &stop, work, start));
        for preparer in preparers {
            let (to_do, done) = (to_do.clone(), done.clone());
            scope.spawn(move || work_through(source, preparer, &to_do, &done));
        }
        drop((to_do, done));
        let outcome = in_order(&results, &under_way, &mut take);
        stop.store(true, Ordering::Relaxed);
        // Whoever still waits to hand something over finds the other side gone.
        drop((results, under_way));
        outcome
    })
}

/// Does all work here and now.
fn one_by_one<E>(
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
        let mut desk = Desk { file, source, preparer, put: &mut put };
        if corpus::is_streamed(&entry.name) {
            // Once something went wrong the rest of the file is read in vain, and harmlessly.
            let mut take = |item| {
                if !has_failed.get() {
                    desk.carry_out(Task::Take(item))
                }
            };
            let end = corpus::read(entry, source.limits, &mut take);
            desk.carry_out(Task::End(end));
        } else {
            desk.carry_out(Task::Read);
        }
        outcome?;
    }
    Ok(())
}

fn hand_out(source: &Source<'_>, stop: &AtomicBool, work: Sender<(u64, Work)>, start: Sender<()>) {
    let mut number = 0;
    let mut send = |piece: Work| {
        let sent =
            !stop.load(Ordering::Relaxed) && start.send(()).is_ok() && work.send((number, piece)).is_ok();
        number += 1;
        sent
    };
    for (file, entry) in source.files.iter().enumerate() {
        let went_on = if corpus::is_streamed(&entry.name) {
            // Once the other side is gone the rest of the file is read in vain, and harmlessly.
            let end = corpus::read(entry, source.limits, &mut |item| {
                send(Work(file, Task::Take(item)));
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

fn work_through(
    source: &Source<'_>,
    mut preparer: Preparer<'_>,
    to_do: &Receiver<(u64, Work)>,
    done: &Sender<(u64, Vec<Event>)>,
) {
    for (number, Work(file, task)) in to_do {
        let mut events = Vec::new();
        Desk { file, source, preparer: &mut preparer, put: &mut |event| events.push(event) }.carry_out(task);
        if done.send((number, events)).is_err() {
            return;
        }
    }
}

/// Where one piece of work is done.
struct Desk<'w, 'c> {
    file: usize,
    source: &'w Source<'w>,
    preparer: &'w mut Preparer<'c>,
    /// Takes what comes out.
    put: &'w mut dyn FnMut(Event),
}

impl Desk<'_, '_> {
    fn carry_out(&mut self, task: Task) {
        let Source { files, limits, .. } = self.source;
        let end = match task {
            Task::Take(item) => return self.take(item),
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

/// Results come in any order; they are held back until it is their turn.
fn in_order<E>(
    results: &Receiver<(u64, Vec<Event>)>,
    under_way: &Receiver<()>,
    take: &mut impl FnMut(Event) -> Result<(), E>,
) -> Result<(), E> {
    let mut next = 0;
    let mut early: BTreeMap<u64, Vec<Event>> = BTreeMap::new();
    for (number, events) in results {
        early.insert(number, events);
        while let Some(events) = early.remove(&next) {
            next += 1;
            // Room for one more piece of work.
            let _ = under_way.recv();
            events.into_iter().try_for_each(&mut *take)?;
        }
    }
    Ok(())
}
