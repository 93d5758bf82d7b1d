//! All hits of an answer, in order. Several threads fetch one batch of hits while the caller consumes the batch before.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::error::SearchError;
use super::fetch::{FetchPhase, Fetcher, Ranked};
use crate::backend::{self, BackendError};
use crate::model::{Hit, Note, PassageCounts, Understood};

/// How many hits make a batch. A batch is read in the order of the store: the larger it is, the fewer blocks are read
/// twice. Two batches are in memory at a time, 1 to 2 KiB a hit.
const BATCH: usize = 1 << 13;
/// How many hits a thread fetches at a time: few, so all threads finish a batch at about the same time.
const RUN: usize = 256;

/// All hits of a request, in order. The stream holds the address of each hit (16 bytes) and the text of the hits of two
/// batches.
pub struct Stream {
    pub(super) fetch: FetchPhase,
    pub(super) hits: Vec<backend::Hit>,
    /// How the query was understood.
    pub query: Understood,
    /// How many articles match.
    pub articles: u64,
    /// How many passages match, and how.
    pub passages: PassageCounts,
    /// What the searcher should know.
    pub notes: Vec<Note>,
}

impl Stream {
    /// Calls `make` with every hit, on the thread that fetched it, and `take` with what `make` returned, in the order
    /// of the hits. The stream pushes because an iterator could not run `make` on the threads that fetch. The engine's
    /// stop flag and deadline end the stream before the next hit.
    ///
    /// # Errors
    /// The backend cannot read its data, the search is stopped, or `take` failed.
    pub fn each<T: Send, E: From<SearchError>>(
        self,
        make: impl Fn(Hit) -> T + Sync,
        mut take: impl FnMut(T) -> Result<(), E>,
    ) -> Result<(), E> {
        let control = &self.fetch.control;
        let mut take_all = |batch: Vec<Ranked<T>>| {
            batch.into_iter().try_for_each(|made| {
                control.check().map_err(SearchError::from)?;
                take(made.item)
            })
        };
        let threads = control.threads().min(self.hits.len().div_ceil(RUN)).max(1);
        let mut fetchers: Vec<Fetcher<'_>> = (0..threads).map(|_| self.fetch.fetcher()).collect();
        let mut ready = Vec::new();
        for (number, batch) in self.hits.chunks(BATCH).enumerate() {
            let stored = in_order_of_store(number * BATCH + 1, batch);
            let mut made = Ok(Vec::new());
            let fetchers = &mut fetchers;
            let taken = rayon::in_place_scope(|scope| {
                scope.spawn(|_| made = make_batch(fetchers, &stored, &make));
                take_all(ready)
            });
            taken?;
            ready = made.map_err(SearchError::from)?;
        }
        take_all(ready)
    }
}

/// Fetches a batch on all threads and calls `make` with each hit; the results come in the order of the ranks.
fn make_batch<T: Send>(
    fetchers: &mut [Fetcher<'_>],
    stored: &[Ranked<&backend::Hit>],
    make: &(impl Fn(Hit) -> T + Sync),
) -> Result<Vec<Ranked<T>>, BackendError> {
    let next = AtomicUsize::new(0);
    let runs: Vec<&[Ranked<&backend::Hit>]> = stored.chunks(RUN).collect();
    let parts = fetchers
        .par_iter_mut()
        .map(|fetcher| make_runs(fetcher, &next, &runs, make))
        .collect::<Result<Vec<_>, _>>()?;
    let mut batch: Vec<Ranked<T>> = parts.into_iter().flatten().collect();
    batch.sort_unstable_by_key(|made| made.rank);
    Ok(batch)
}

/// Fetches one run after another, until `next` has passed the last.
fn make_runs<T>(
    fetcher: &mut Fetcher<'_>,
    next: &AtomicUsize,
    runs: &[&[Ranked<&backend::Hit>]],
    make: &impl Fn(Hit) -> T,
) -> Result<Vec<Ranked<T>>, BackendError> {
    let mut made = Vec::new();
    while let Some(run) = runs.get(next.fetch_add(1, Ordering::Relaxed)) {
        made.extend(fetcher.fetch(run)?.into_iter().map(|hit| Ranked { rank: hit.rank, item: make(hit) }));
    }
    Ok(made)
}

/// The hits of a batch in the order of the store; the first of `batch` has the rank `first`.
fn in_order_of_store(first: usize, batch: &[backend::Hit]) -> Vec<Ranked<&backend::Hit>> {
    let mut stored: Vec<Ranked<&backend::Hit>> =
        (first..).zip(batch).map(|(rank, hit)| Ranked { rank, item: hit }).collect();
    stored.sort_unstable_by_key(|ranked| ranked.item.address);
    stored
}
