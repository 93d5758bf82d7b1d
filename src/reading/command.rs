//! How a process that reads files is started, and what one file may take of it.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::model::Reason;

/// The argument with which the program is a reader of files. It is no command for people.
pub const ARGUMENT: &str = "__read";

/// How a process that reads files is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderCommand {
    /// The program. With [`ARGUMENT`] it must call [`serve`](super::serve).
    pub program: PathBuf,
    /// What one file may take.
    pub limits: FileLimits,
}

/// What reading one file may take. The system enforces it, on the process that reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLimits {
    /// The time of the processor in seconds. A busy machine does not use it up.
    pub seconds: u64,
    /// The memory of the process in bytes, with the program itself (about 40 MiB, 70 in a development build). Linux holds to it, macOS does not.
    pub memory: u64,
}

impl FileLimits {
    /// The least memory in bytes: with less the program itself does not start.
    pub const LEAST_MEMORY: u64 = 128 << 20;

    /// Whether a file that was refused for `reason`, under other limits, may be read under these.
    pub fn may_allow(self, reason: &Reason) -> bool {
        match *reason {
            Reason::TimedOut { seconds } => seconds < self.seconds,
            Reason::OutOfMemory { most: Some(most) } => most < self.memory,
            _ => false,
        }
    }

    /// How long the process may say nothing while the clock on the wall goes on, in seconds. It takes so long only if the
    /// machine is very busy, a disk does not answer, or the process was stopped.
    pub fn silence(self) -> u64 {
        self.seconds.saturating_mul(10)
    }
}

impl Default for FileLimits {
    fn default() -> Self {
        FileLimits { seconds: 60, memory: 1 << 30 }
    }
}
