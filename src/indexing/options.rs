//! The options of a run.

use crate::backend::EngineKind;
use crate::corpus::Limits;
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
    /// The limits of files.
    pub limits: Limits,
    /// How a process that reads files is started. With `None` this process reads them, and a file that crashes it ends the
    /// run.
    pub reader: Option<ReaderCommand>,
}

impl Options {
    /// The least memory in bytes. With less the index would be written in very many parts.
    pub const LEAST_MEMORY: usize = 16 << 20;
}
