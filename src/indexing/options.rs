//! The options of a run.

use std::time::Duration;

use crate::backend::{EngineKind, WriterOptions};
use crate::corpus::{Limits, ListOptions, Rules};
use crate::reading::ReaderCommand;

/// The options of a run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The number of threads that parse, analyse and compress. If there are several, one more thread takes their results
    /// and one writes.
    pub jobs: usize,
    /// The memory for postings that are not yet on disk, in bytes. At least [`Options::LEAST_MEMORY`] is used.
    pub memory: usize,
    /// Whether all files are read again, into a new index that replaces the old one when it is complete.
    pub rebuild: bool,
    /// Whether articles of files that are no longer there are removed, however many they are.
    pub remove_missing: bool,
    /// The engine of a new index. An existing index keeps its own.
    pub engine: EngineKind,
    /// After how long a run that makes an index saves what it has. If it is killed, the next one goes on from there. A run
    /// that changes an index saves once, at its end.
    pub save_every: Duration,
    /// Whether files that were refused, or of which a part was, are read again though they have not changed.
    pub retry: bool,
    /// Whether links out of the corpora are followed.
    pub follow: bool,
    /// The limits of files.
    pub limits: Limits,
    /// The rules of the project. Those of files named `vigie.toml` in the corpora are added to them.
    pub rules: Rules,
    /// How a process that reads files is started. With `None` this process reads them, and a file that crashes it ends the
    /// run.
    pub reader: Option<ReaderCommand>,
}

impl Options {
    /// The least memory in bytes. With less the index would be written in very many parts.
    pub const LEAST_MEMORY: usize = 16 << 20;

    /// A good [`Options::save_every`]: a save takes about a second where there are 100,000 files.
    pub const SAVE_EVERY: Duration = Duration::from_secs(60);

    pub(super) fn listing(&self) -> ListOptions {
        ListOptions { threads: self.jobs, follow: self.follow }
    }

    pub(super) fn of_writer(&self) -> WriterOptions {
        WriterOptions { memory: self.memory.max(Options::LEAST_MEMORY), jobs: self.jobs }
    }
}
