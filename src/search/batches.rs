//! All hits of an answer in order: made in batches, by as many workers as the search may use, while those of the batch
//! before are taken.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, ScopedJoinHandle};

use super::engine::SearchError;
use super::hits::{HitMaker, Ranked, Worker};
use crate::backend::{self, BackendError};
use crate::model::Hit;

/// How many hits are read ahead. They are read in the order in which they are stored, so the more there are the
/// fewer times the same block is read; what is made of twice as many is held in memory, 1 to 2 KiB each.
const READ_AHEAD: usize = 1 << 13;
/// How many passages a worker reads at once: few, so that all workers are done at about the same time.
const AT_ONCE: usize = 256;

/// All hits of an answer, to be made.
pub(super) struct Batches {
    maker: HitMaker,
    hits: Vec<backend::Hit>,
}

/// What was made of the hits of a batch, with their ranks.
type Made<T> = Vec<(usize, T)>;

impl Batches {
    pub(super) fn new(maker: HitMaker, hits: Vec<backend::Hit>) -> Self {
        Batches { maker, hits }
    }

    /// Gives every hit to `make`, on the thread where it was made, and what comes of it to `take`, in order.
    pub(super) fn each<T: Send, E: From<SearchError>>(
        self,
        make: impl Fn(Hit) -> T + Sync,
        mut take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let control = &self.maker.control;
        let mut take_all = |made: Made<T>| {
            made.into_iter().try_for_each(|(_, made)| {
                control.check().map_err(SearchError::from)?;
                take(made)
            })
        };
        let most = control.threads().min(self.hits.len().div_ceil(AT_ONCE)).max(1);
        let mut workers: Vec<Worker<'_>> = (0..most).map(|_| self.maker.worker()).collect();
        let mut ready = Vec::new();
        for (number, batch) in self.hits.chunks(READ_AHEAD).enumerate() {
            let stored = in_order_of_store(number * READ_AHEAD + 1, batch);
            let (next, runs) = (AtomicUsize::new(0), stored.chunks(AT_ONCE).collect::<Vec<_>>());
            let made = thread::scope(|scope| {
                let work = |worker| scope.spawn(|| Self::work(worker, &next, &runs, &make));
                let started: Vec<_> = workers.iter_mut().map(work).collect();
                take_all(std::mem::take(&mut ready))?;
                Ok::<_, E>(joined(started).map_err(SearchError::from)?)
            });
            ready = made?;
        }
        take_all(ready)
    }

    /// Makes one run of hits after another, as long as there are any that no one has begun.
    fn work<T>(
        worker: &mut Worker<'_>,
        next: &AtomicUsize,
        runs: &[&[Ranked<'_>]],
        make: &impl Fn(Hit) -> T,
    ) -> Result<Made<T>, BackendError> {
        let mut made = Vec::new();
        while let Some(run) = runs.get(next.fetch_add(1, Ordering::Relaxed)) {
            made.extend(worker.make(run)?.into_iter().map(|hit| (hit.rank, make(hit))));
        }
        Ok(made)
    }
}

/// The hits of a batch, whose first has the rank `first`.
fn in_order_of_store(first: usize, batch: &[backend::Hit]) -> Vec<Ranked<'_>> {
    let mut stored: Vec<Ranked<'_>> = (first..).zip(batch).collect();
    stored.sort_unstable_by_key(|(_, hit)| hit.address);
    stored
}

/// What all workers made, in order.
fn joined<T>(
    started: Vec<ScopedJoinHandle<'_, Result<Made<T>, BackendError>>>,
) -> Result<Made<T>, BackendError> {
    let mut all = Vec::new();
    for worker in started {
        all.extend(worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
    }
    all.sort_unstable_by_key(|(rank, _)| *rank);
    Ok(all)
}
