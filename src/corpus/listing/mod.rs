//! Listing: a folder in; its readable files with their sizes and times out, in the byte order of their names.
//!
//! Asking the system for sizes and times is most of the cost of listing, so several threads do it.

mod ignored;
mod index_folder;
mod linked;
pub(super) mod walk;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use self::walk::{FoundFile, LeftOut, walk};
use crate::corpus::input::{Stamp, stamp};
use crate::corpus::plain;
use crate::model::{Problem, Stage};

/// The fewest files for each thread.
const LEAST_SHARE: usize = 1024;

/// One file of the corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// The path to open.
    pub path: PathBuf,
    /// The name in the corpus, with `/` between folders. Bytes that are not UTF-8 are written `\xE9`.
    pub name: String,
    /// The size in bytes.
    pub size: u64,
    /// The time of the last change, in nanoseconds since 1970.
    pub modified: i64,
}

/// The files of a corpus.
#[derive(Debug, Default)]
pub struct Listing {
    /// The files to read.
    pub entries: Vec<Entry>,
    /// Files and folders that could not be listed, or are left out for a reason that their owner should know.
    pub problems: Vec<Problem>,
    /// The number of files that hold no text by their kind (pictures, style sheets, …), by extension in lower case.
    pub skipped: BTreeMap<String, u64>,
    /// The files with rules: the name of the folder with `/` after it, `""` for that of the corpus, and the path.
    pub rules: Vec<(String, PathBuf)>,
    /// The names of folders and files that could not be listed, `""` for the whole corpus: what lies below may still exist.
    pub unlisted: Vec<String>,
}

/// How a corpus is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListOptions {
    /// The number of threads.
    pub threads: usize,
    /// Whether links out of the corpus are followed.
    pub follow: bool,
}

impl Default for ListOptions {
    /// One thread, which stays in the corpus.
    fn default() -> Self {
        ListOptions { threads: 1, follow: false }
    }
}

/// Lists the files below `root`, or `root` itself if it is a file. `seen` is called with the number
/// of files found so far. The folder `index` is not part of the corpus, and no other index is.
pub fn list(root: &Path, index: Option<&Path>, options: ListOptions, mut seen: impl FnMut(u64)) -> Listing {
    let mut walk = walk(root, index, options.follow);
    let mut files = Vec::new();
    let mut problems = Vec::new();
    for (count, found) in walk.by_ref().enumerate() {
        seen(count as u64 + 1);
        match found {
            Ok(file) => files.push(file),
            Err(problem) => problems.push(problem),
        }
    }
    let LeftOut { skipped, mut unlisted, rules } = walk.into_left_out();
    let stamps = stamps(&files, options.threads);
    let mut entries = Vec::with_capacity(files.len());
    for (FoundFile { path, name }, stamp) in files.into_iter().zip(stamps) {
        match stamp {
            Ok(Stamp { size, modified }) => entries.push(Entry { path, name, size, modified }),
            Err(error) => {
                unlisted.push(name.clone());
                problems.push(Problem::failed(name, Stage::Walk, plain(&error)));
            }
        }
    }
    Listing { entries, problems, skipped, rules, unlisted }
}

/// The stamp of each file, in the order of `files`. So many threads ask for them.
fn stamps(files: &[FoundFile], threads: usize) -> Vec<io::Result<Stamp>> {
    let ask = |file: &FoundFile| fs::metadata(&file.path).map(|about| stamp(&about));
    let threads = threads.min(files.len().div_ceil(LEAST_SHARE));
    let pool = (threads > 1).then(|| ThreadPoolBuilder::new().num_threads(threads).build());
    match pool {
        Some(Ok(pool)) => pool.install(|| files.par_iter().map(ask).collect()),
        // A system that gives no more threads still lists its files.
        None | Some(Err(_)) => files.iter().map(ask).collect(),
    }
}
