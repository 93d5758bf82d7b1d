//! All hits of an answer in order: made in batches, by as many workers as the search may use, while those of the batch
//! before are taken.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

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
        let mut ready = Made::new();
        for (number, batch) in self.hits.chunks(READ_AHEAD).enumerate() {
            let stored = in_order_of_store(number * READ_AHEAD + 1, batch);
            let mut made = Ok(Made::new());
            let workers = &mut workers;
            let taken = rayon::in_place_scope(|scope| {
                scope.spawn(|_| made = Self::make_all(workers, &stored, &make));
                take_all(ready)
            });
            taken?;
            ready = made.map_err(SearchError::from)?;
        }
        take_all(ready)
    }

    /// What all workers make of the hits of a batch, in the order of their ranks.
    fn make_all<T: Send>(
        workers: &mut [Worker<'_>],
        stored: &[Ranked<'_>],
        make: &(impl Fn(Hit) -> T + Sync),
    ) -> Result<Made<T>, BackendError> {
        let next = AtomicUsize::new(0);
        let runs: Vec<&[Ranked<'_>]> = stored.chunks(AT_ONCE).collect();
        let work = |worker| Self::work(worker, &next, &runs, make);
        let made = workers.par_iter_mut().map(work).collect::<Result<Vec<_>, _>>()?;
        let mut all: Made<T> = made.into_iter().flatten().collect();
        all.sort_unstable_by_key(|(rank, _)| *rank);
        Ok(all)
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
