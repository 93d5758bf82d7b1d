//! The limits of one search: threads, a stop flag, a deadline.

use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Instant;

use super::BackendError;

/// Limits of one search. The default has none: all processors, no deadline.
#[derive(Debug, Clone, Default)]
pub struct Control {
    /// The most threads that work on the search at once; `None` for one per processor.
    pub threads: Option<NonZero<usize>>,
    /// The search stops soon after this flag is set.
    pub stop: Option<Arc<AtomicBool>>,
    /// The search stops soon after this moment.
    pub deadline: Option<Instant>,
}

impl Control {
    /// Fails once the search must stop. Engines call it before each block of articles and before each hit.
    ///
    /// # Errors
    /// [`BackendError::Stopped`] after the flag was set, [`BackendError::TimedOut`] after the deadline.
    pub fn check(&self) -> Result<(), BackendError> {
        if self.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Err(BackendError::Stopped);
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(BackendError::TimedOut);
        }
        Ok(())
    }

    /// The most threads that work on the search at once.
    pub fn threads(&self) -> usize {
        self.threads.map_or_else(processors, NonZero::get)
    }
}

/// How many threads run at once on this machine. The answer is cached: the system call takes longer than many a query.
fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS.get_or_init(|| thread::available_parallelism().map_or(1, NonZero::get))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn check(control: &Control, expected: Option<&str>) {
        let got = control.check().err().map(|error| format!("{error:?}"));
        assert_eq!(got.as_deref(), expected, "{control:?}");
    }

    #[test]
    fn a_search_stops_by_flag_or_deadline() {
        let flag = |set| Control { stop: Some(Arc::new(AtomicBool::new(set))), ..Control::default() };
        let until = |deadline| Control { deadline: Some(deadline), ..Control::default() };
        check(&Control::default(), None);
        check(&flag(false), None);
        check(&flag(true), Some("Stopped"));
        check(&until(Instant::now()), Some("TimedOut"));
        check(&until(Instant::now() + Duration::from_secs(3600)), None);
    }
}
