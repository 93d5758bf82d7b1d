//! A folder in, all its readable files out with their sizes and times, in the byte order of their names.
//!
//! Most of the cost of listing is asking the system for sizes and times, so several threads ask.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use super::plain;
use super::walk::{Found, Stamp, stamp, walk};
use crate::model::{Problem, Stage};

/// Fewer files than this are not worth a thread.
const LEAST_SHARE: usize = 1024;

/// One file of the corpus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What to open.
    pub path: PathBuf,
    /// The name in the corpus, `/` between folders; bytes that are not UTF-8 are written `\xE9`.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970.
    pub modified: i64,
}

/// What there is in a corpus.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files that are read.
    pub entries: Vec<Entry>,
    /// What could not be listed, or is left out for a reason that its owner should know.
    pub problems: Vec<Problem>,
    /// How many files were passed over because no reader knows their extension, by extension in lower case
    /// (empty where there is none).
    pub skipped: BTreeMap<String, u64>,
}

/// Lists the files below `root`, or `root` itself when it is a file, with so many threads; `seen` hears how many
/// there are so far.
pub fn list(root: &Path, threads: usize, mut seen: impl FnMut(u64)) -> Listing {
    let mut walk = walk(root);
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    for (count, found) in walk.by_ref().enumerate() {
        seen(count as u64 + 1);
        match found {
            Ok(file) => files.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    let stamps = stamps(&files, threads);
    let mut entries = Vec::with_capacity(files.len());
    for (Found { path, name }, stamp) in files.into_iter().zip(stamps) {
        match stamp {
            Ok((size, modified)) => entries.push(Entry { path, name, size, modified }),
            Err(error) => problems.push(Problem::failed(name, Stage::Walk, plain(&error))),
        }
    }
    Listing { entries, problems, skipped: walk.into_skipped() }
}

/// Size and time of each file, in the order of `files`, asked for on so many threads.
fn stamps(files: &[Found], threads: usize) -> Vec<io::Result<Stamp>> {
    let ask = |file: &Found| fs::metadata(&file.path).map(|about| stamp(&about));
    let threads = threads.min(files.len().div_ceil(LEAST_SHARE));
    let pool = (threads > 1).then(|| ThreadPoolBuilder::new().num_threads(threads).build());
    match pool {
        Some(Ok(pool)) => pool.install(|| files.par_iter().map(ask).collect()),
        // A system that gives no more threads still lists its files.
        None | Some(Err(_)) => files.iter().map(ask).collect(),
    }
}
