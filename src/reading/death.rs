//! Deaths: how a process that read a file ended; the reason of the file's problem out.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use rustix::process::Signal;

use super::command::FileLimits;
use crate::model::Reason;

/// How a process ended while it read a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Death {
    /// By itself, with its status and what it said on standard error.
    Ended(ExitStatus, String),
    /// It said nothing for too long, and was killed.
    Silent,
    /// Its answer was no message, and it was killed.
    Garbled,
}

/// What Rust says before it aborts. It is the only sign that tells the two from other aborts.
const OVERFLOW: &str = "overflowed its stack";
const NO_MEMORY: &str = "memory allocation of";

impl Death {
    /// The reason of the file's problem.
    pub(super) fn reason(&self, limits: FileLimits) -> Reason {
        let (status, said) = match self {
            Death::Ended(status, said) => (status, said),
            Death::Silent => return Reason::ReaderSilent { seconds: limits.silence() },
            Death::Garbled => return Reason::ReaderCrashed { signal: None },
        };
        let signal = status.signal();
        match signal {
            Some(signal) if signal == Signal::XCPU.as_raw() => Reason::TimedOut { seconds: limits.seconds },
            Some(signal) if is_from_outside(signal) => Reason::ReaderKilled { signal },
            _ if said.contains(OVERFLOW) => Reason::TooDeep,
            _ if said.contains(NO_MEMORY) => Reason::OutOfMemory { most: Some(limits.memory) },
            _ => Reason::ReaderCrashed { signal },
        }
    }

    /// Whether the file would kill the next process too. Otherwise the next run tries again.
    pub(super) fn is_due_to_file(&self) -> bool {
        match self {
            Death::Ended(status, _) => !status.signal().is_some_and(is_from_outside),
            Death::Garbled => true,
            Death::Silent => false,
        }
    }
}

/// Whether people, programs or a system without memory send the signal. What a file calls forth are others.
fn is_from_outside(signal: i32) -> bool {
    [Signal::HUP, Signal::INT, Signal::QUIT, Signal::TERM, Signal::KILL, Signal::PIPE]
        .iter()
        .any(|outside| outside.as_raw() == signal)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: i32, said: &str, expected: Reason, is_due_to_file: bool) {
        let death = Death::Ended(ExitStatus::from_raw(status), said.to_owned());
        let limits = FileLimits { seconds: 60, memory: 7 };
        assert_eq!((death.reason(limits), death.is_due_to_file()), (expected, is_due_to_file), "{death:?}");
    }

    #[test]
    fn deaths_have_reasons() {
        check(6, "\nthread 'main' has overflowed its stack\n", Reason::TooDeep, true);
        check(6, "memory allocation of 64 bytes failed\n", Reason::OutOfMemory { most: Some(7) }, true);
        check(6, "", Reason::ReaderCrashed { signal: Some(6) }, true);
        check(11, "", Reason::ReaderCrashed { signal: Some(11) }, true);
        check(24, "", Reason::TimedOut { seconds: 60 }, true);
        check(9, "", Reason::ReaderKilled { signal: 9 }, false);
        check(15, "", Reason::ReaderKilled { signal: 15 }, false);
        check(1 << 8, "", Reason::ReaderCrashed { signal: None }, true);
    }
}
