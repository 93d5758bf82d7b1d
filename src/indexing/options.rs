//! How a run goes about its work.

use crate::backend::EngineKind;
use crate::corpus::Limits;

/// How a run goes about its work.
#[derive(Debug, Clone)]
pub struct Options {
    /// Threads that parse, analyse and pack; where there are several, one more takes in what they make, and one writes.
    pub jobs: usize,
    /// Memory for words that are not yet on disk, in bytes; at least [`Options::LEAST_MEMORY`] is used.
    pub memory: usize,
    /// Whether everything is read again, into a new index that takes the old one's place when whole.
    pub rebuild: bool,
    /// The engine of a new index; an index that is brought up to date keeps its own.
    pub engine: EngineKind,
    /// What is refused for its size or depth.
    pub limits: Limits,
}

impl Options {
    /// With less the index would be written in very many parts.
    pub const LEAST_MEMORY: usize = 16 << 20;
}
