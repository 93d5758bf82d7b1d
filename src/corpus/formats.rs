//! A file of the corpus in, its documents and problems out; the table of formats.
//!
//! `Err` is kept for a file whose bytes could not be read; one that was read and refused has a hash (so that
//! it need not be tried again) and a failed [`Problem`] in the sink. No reader's panic leaves this file.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::open::{Hashed, too_large};
use super::output::{Item, Output};
use super::part::Part;
use super::reader::{Limits, Reader, Refused};
use super::{Entry, html, json, markdown, plain, txt};
use crate::model::{Problem, Reason, Stage};

/// What is known of a file once it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The hash of the file's bytes as they lie on disk.
    pub hash: blake3::Hash,
}

/// Every format, with the endings of its files' names; each may be followed by `.gz`.
const FORMATS: &[(&dyn Reader, &[&str])] = &[
    (&txt::Txt, &["txt", "text"]),
    (&markdown::Markdown, &["md", "markdown"]),
    (&html::Html, &["html", "htm", "xhtml"]),
    (&json::Json, &["json"]),
    (&json::JsonLines, &["jsonl", "ndjson"]),
];

/// Whether a reader exists for a file of this name.
pub fn is_known(name: &str) -> bool {
    format(name).is_some()
}

/// Whether a file of this name gives its documents, or parts with them, while it is being read.
pub fn is_streamed(name: &str) -> bool {
    format(name).is_some_and(|(reader, _)| reader.streams())
}

/// Reads a file.
///
/// # Errors
/// When its bytes cannot be read, or change twice while they are being read.
pub fn read(entry: &Entry, limits: &Limits, sink: &mut dyn FnMut(Item)) -> Result<Reading, Problem> {
    let Some((reader, is_packed)) = format(&entry.name) else {
        return Err(Problem::failed(&entry.name, Stage::Read, Reason::NoReader));
    };
    if !reader.streams() && entry.size > limits.max_document_bytes && !is_packed {
        // Not even for its hash is a file read that is refused for its size.
        return Err(Problem::failed(&entry.name, Stage::Read, too_large(limits.max_document_bytes)));
    }
    let attempt = |sink: &mut dyn FnMut(Item)| {
        let mut output = Output::new(&entry.name, limits, sink);
        read_once(entry, reader, is_packed, &mut output).map_err(|error| unreadable(entry, &error))
    };
    if reader.streams() {
        return attempt(sink).map(|(reading, held)| {
            if !held {
                sink(Item::Problem(changed(entry, Problem::warning)));
            }
            reading
        });
    }
    // Documents wait until it is certain that the file held still; a second time it must.
    for _ in 0..2 {
        let mut items = Vec::new();
        let (reading, held) = attempt(&mut |item| items.push(item))?;
        if held {
            items.into_iter().for_each(sink);
            return Ok(reading);
        }
    }
    Err(changed(entry, Problem::failed))
}

/// Parses a part of a file that [`read`] handed on.
pub fn read_part(entry: &Entry, part: &Part, limits: &Limits, sink: &mut dyn FnMut(Item)) {
    if let Some((reader, _)) = format(&entry.name) {
        guarded(&mut Output::new(&entry.name, limits, sink), |output| {
            reader.read_part(part, output);
            Ok(())
        });
    }
}

/// The hash of a file's bytes, as [`read`] would give it.
///
/// # Errors
/// When the file cannot be read.
pub fn hash(entry: &Entry) -> Result<blake3::Hash, Problem> {
    Hashed::open(&entry.path).and_then(|mut file| file.finish()).map_err(|error| unreadable(entry, &error))
}

/// One pass over the file, and whether it stayed the same meanwhile.
fn read_once(
    entry: &Entry,
    reader: &dyn Reader,
    is_packed: bool,
    output: &mut Output<'_>,
) -> io::Result<(Reading, bool)> {
    let mut file = Hashed::open(&entry.path)?;
    let before = file.stamp()?;
    if before.0 == 0 {
        output.warn(Stage::Read, None, Reason::Empty);
    } else {
        guarded(output, |output| reader.read(&mut *file.stream(is_packed), output));
    }
    let hash = file.finish()?;
    Ok((Reading { hash }, before == file.stamp()?))
}

/// Whatever a parser does on hostile bytes costs that file, or that part of it, only.
fn guarded(output: &mut Output<'_>, parse: impl FnOnce(&mut Output<'_>) -> Result<(), Refused>) {
    let result = catch_unwind(AssertUnwindSafe(|| parse(output)));
    match result {
        Ok(Ok(())) => {}
        Ok(Err(Refused(stage, reason))) => output.fail(stage, None, reason),
        Err(_) => output.fail(Stage::Parse, None, Reason::ReaderFailed),
    }
}

fn format(name: &str) -> Option<(&'static dyn Reader, bool)> {
    let (stem, ending) = name.rsplit('/').next()?.rsplit_once('.')?;
    let is_packed = ending.eq_ignore_ascii_case("gz");
    let ending = if is_packed { stem.rsplit_once('.')?.1 } else { ending };
    let is_it = |known: &&str| known.eq_ignore_ascii_case(ending);
    let found = FORMATS.iter().find(|(_, endings)| endings.iter().any(is_it));
    found.map(|(reader, _)| (*reader, is_packed))
}

fn unreadable(entry: &Entry, error: &io::Error) -> Problem {
    Problem::failed(&entry.name, Stage::Read, plain(error))
}

fn changed(entry: &Entry, problem: fn(String, Stage, Reason) -> Problem) -> Problem {
    problem(entry.name.clone(), Stage::Read, Reason::Changed)
}
