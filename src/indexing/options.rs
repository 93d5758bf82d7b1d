//! How a run goes about its work.

use crate::corpus::Limits;

/// How a run goes about its work.
#[derive(Debug, Clone)]
pub struct Options {
    /// Threads that parse and analyse.
    pub jobs: usize,
    /// Memory for words that are not yet on disk, in bytes.
    pub memory: usize,
    /// Whether everything is read again, into a new index that takes the old one's place when whole.
    pub rebuild: bool,
    /// What is refused for its size or depth.
    pub limits: Limits,
}
