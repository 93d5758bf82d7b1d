//! Reading one file: an entry of the listing in; its documents, its problems and its hash out.
//!
//! An error means that the bytes could not be read. A file that was read and refused has a hash, so that it need not be
//! tried again, and a failed [`Problem`]. No panic of a reader leaves this file.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::{Deserialize, Serialize};

use super::chunk::Chunk;
use super::formats::{self, reader::Refused};
use super::input::{HashedFile, too_large};
use super::limits::Limits;
use super::rules::Rules;
use super::sink::{Item, Sink, size};
use super::{Entry, plain};
use crate::model::{Problem, Reason, Stage, Unit};

/// What readers are told.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadOptions {
    /// What is refused for its size or depth.
    pub limits: Limits,
    /// What people say of texts.
    pub rules: Rules,
}

impl ReadOptions {
    /// A number that is another one for other options; 0 for the defaults.
    pub fn fingerprint(&self) -> u64 {
        if *self == ReadOptions::default() {
            return 0;
        }
        let hash = blake3::hash(&serde_json::to_vec(self).unwrap_or_default());
        hash.as_bytes().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
    }
}

/// Reads a file, gives its items to `sink` in order, and returns the BLAKE3 hash of its bytes on disk.
///
/// Readers push items, for a reader of lines sends them while the file is still being read.
///
/// ```
/// use vigie::corpus::{self, Item, ListOptions, ReadOptions};
///
/// # let folder = tempfile::tempdir()?;
/// std::fs::write(folder.path().join("2025-10-28-puces.txt"), "Les puces\n\nNVIDIA vend des puces en Chine.")?;
/// let listing = corpus::list(folder.path(), None, ListOptions::default(), |_| {});
///
/// let mut titles = Vec::new();
/// corpus::read(&listing.entries[0], &ReadOptions::default(), &mut |item| match item {
///     Item::Document(document) => titles.push((document.metadata.title, document.metadata.date)),
///     Item::Problem(problem) => panic!("{problem:?}"),
///     Item::Chunk(_) => unreachable!("only files of one text a line have chunks"),
/// })
/// .unwrap();
/// assert_eq!(titles, [(Some("Les puces".to_owned()), "2025-10-28".parse().ok())]);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// If the bytes cannot be read, or change twice while they are read.
pub fn read(
    entry: &Entry,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Item),
) -> Result<blake3::Hash, Problem> {
    if formats::is_streamed(&entry.name) {
        return read_streaming(entry, options, sink);
    }
    let largest = formats::largest(&entry.name, &options.limits);
    if entry.size > largest {
        // The file is refused for its size: it is not even hashed.
        return Err(Problem::failed(&entry.name, Stage::Read, too_large(largest)));
    }
    read_whole(entry, options, sink)
}

/// Parses a chunk of a file that [`read`] sent. Any thread may do so.
pub fn read_chunk(entry: &Entry, chunk: &Chunk, options: &ReadOptions, sink: &mut dyn FnMut(Item)) {
    if let Some(reader) = formats::of_chunks(&entry.name) {
        guarded(&mut output(entry, options, sink), |output| {
            reader.read_chunk(chunk, output);
            Ok(())
        });
    }
}

/// The hash of a file's bytes, as [`read`] returns it.
///
/// # Errors
/// If the file cannot be read.
pub fn hash(entry: &Entry) -> Result<blake3::Hash, Problem> {
    HashedFile::open(&entry.path)
        .and_then(|mut file| file.finish())
        .map_err(|error| unreadable(entry, &error))
}

/// Sends items while the file is read. If the file changes meanwhile, a warning follows.
fn read_streaming(
    entry: &Entry,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Item),
) -> Result<blake3::Hash, Problem> {
    let pass = read_once(entry, options, sink)?;
    if pass.has_changed {
        sink(Item::Problem(changed(entry, Problem::warning)));
    }
    Ok(pass.hash)
}

/// The items of a file that is still being read.
#[derive(Default)]
struct Items {
    kept: Vec<Item>,
    bytes: u64,
}

impl Items {
    /// Keeps an item if all are within the limit, else none.
    fn push(&mut self, item: Item, most: u64) {
        self.bytes += size(&item);
        if self.bytes > most {
            self.kept = Vec::new();
        } else {
            self.kept.push(item);
        }
    }
}

/// Sends items after the file was read without a change. It is tried twice.
fn read_whole(
    entry: &Entry,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Item),
) -> Result<blake3::Hash, Problem> {
    for _ in 0..2 {
        let mut items = Items::default();
        let most = options.limits.max_texts_bytes;
        let pass = read_once(entry, options, &mut |item| items.push(item, most))?;
        if !pass.has_changed {
            if items.bytes > most {
                let reason = Reason::TooLarge { unit: Unit::Texts, most };
                sink(Item::Problem(Problem::failed(&entry.name, Stage::Parse, reason)));
            }
            items.kept.into_iter().for_each(sink);
            return Ok(pass.hash);
        }
    }
    Err(changed(entry, Problem::failed))
}

/// One pass over a file.
struct Pass {
    hash: blake3::Hash,
    /// Whether the file changed during the pass.
    has_changed: bool,
}

fn read_once(entry: &Entry, options: &ReadOptions, sink: &mut dyn FnMut(Item)) -> Result<Pass, Problem> {
    try_read_once(entry, &mut output(entry, options, sink)).map_err(|error| unreadable(entry, &error))
}

fn output<'a>(entry: &'a Entry, options: &'a ReadOptions, sink: &'a mut dyn FnMut(Item)) -> Sink<'a> {
    Sink::new(&entry.name, &options.limits, sink).with_rules(&options.rules)
}

fn try_read_once(entry: &Entry, output: &mut Sink<'_>) -> io::Result<Pass> {
    let mut file = HashedFile::open(&entry.path)?;
    let before = file.stamp()?;
    if before.size == 0 {
        output.warn(Stage::Read, None, Reason::Empty);
    } else {
        guarded(output, |output| formats::read(&entry.name, &mut file.stream(), output));
    }
    let hash = file.finish()?;
    Ok(Pass { hash, has_changed: before != file.stamp()? })
}

/// Runs a parser. Its panic on hostile bytes costs that file, or that chunk of it, only.
pub(super) fn guarded(output: &mut Sink<'_>, parse: impl FnOnce(&mut Sink<'_>) -> Result<(), Refused>) {
    let result = catch_unwind(AssertUnwindSafe(|| parse(output)));
    match result {
        Ok(Ok(())) => {}
        Ok(Err(Refused(stage, reason))) => output.fail(stage, None, reason),
        Err(_) => output.fail(Stage::Parse, None, Reason::ReaderFailed),
    }
}

fn unreadable(entry: &Entry, error: &io::Error) -> Problem {
    Problem::failed(&entry.name, Stage::Read, plain(error))
}

fn changed(entry: &Entry, problem: fn(String, Stage, Reason) -> Problem) -> Problem {
    problem(entry.name.clone(), Stage::Read, Reason::Changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::{LimitsFile, RulesFile};

    #[test]
    fn other_options_have_another_fingerprint() {
        let rules = Rules::of(RulesFile::parse("[texts]\nlanguage = \"fr\"").unwrap());
        let limits = Limits::from(LimitsFile { document: Some(1), ..LimitsFile::default() });
        let options = [
            ReadOptions::default(),
            ReadOptions { rules, ..ReadOptions::default() },
            ReadOptions { limits, ..ReadOptions::default() },
        ];
        let numbers = options.map(|options| options.fingerprint());
        assert_eq!(numbers[0], 0);
        assert!(numbers[1] != numbers[2] && !numbers[1..].contains(&0), "{numbers:?}");
    }
}
