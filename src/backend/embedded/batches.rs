//! The way to disk: one batch after another. With a second thread, one fills while the one before it is written.

use std::panic::resume_unwind;
use std::thread::{self, JoinHandle};

use tantivy::{IndexWriter, SegmentMeta};

use super::batch::Batch;
use super::error::Result;
use super::mapping::Fields;
use super::packing::Packer;
use crate::backend::{Prepared, WriterOptions};

/// Takes articles in, and hands them over to tantivy as parts of the index, in the order in which they came.
pub(super) struct Batches {
    fields: Fields,
    room: Room,
    batch: Option<Batch>,
    behind: Behind,
    /// Identifiers of articles to be removed, with the turn of each removal.
    removals: Vec<(String, u64)>,
    /// How many removals there were so far, in this run and all before.
    turn: u64,
    inner: IndexWriter,
}

/// How many bytes may wait in memory.
struct Room {
    in_all: usize,
    /// With how many a batch is full. Where it is written by a thread of its own, the rest is room for the next one.
    batch: usize,
    is_shared: bool,
}

/// Writes the batch before the one that fills.
#[derive(Default)]
struct Behind {
    /// How many the batch that it writes had in memory.
    bytes: usize,
    thread: Option<JoinHandle<Result<SegmentMeta>>>,
}

impl Batches {
    /// No articles yet, after `turn` removals. With several jobs a thread of its own writes.
    pub(super) fn new(fields: Fields, options: WriterOptions, turn: u64, inner: IndexWriter) -> Self {
        let room = Room::new(options.memory.min(Batch::MOST_BYTES), options.jobs > 1);
        let (behind, removals) = (Behind::default(), Vec::new());
        Batches { fields, room, batch: None, behind, removals, turn, inner }
    }

    /// How many removals there were so far.
    pub(super) fn turn(&self) -> u64 {
        self.turn
    }

    /// Adds an article.
    pub(super) fn add(&mut self, id: &str, article: Prepared, packer: &mut Packer) -> Result<()> {
        let batch = match &mut self.batch {
            Some(batch) => batch,
            none => none.insert(Batch::new(&self.fields, self.inner.new_segment())?),
        };
        batch.add(id, article, self.turn, packer)?;
        let (bytes, grown) = (batch.bytes(), batch.grown());
        if bytes + self.behind.bytes >= self.room.in_all {
            self.settle()?;
        }
        if self.room.has(bytes, grown) { Ok(()) } else { self.send_off() }
    }

    /// Removes articles that were added before; what is added later stays.
    pub(super) fn remove(&mut self, id: &str) {
        self.removals.push((id.to_owned(), self.turn));
        self.turn += 1;
    }

    /// Makes everything part of the index at once.
    pub(super) fn commit(&mut self, payload: &str) -> Result<()> {
        self.send_off()?;
        self.settle()?;
        // tantivy is sure to look for what is removed in parts that it has already. In later ones it may look too: by
        // its turn an article says that it came after.
        for (id, turn) in std::mem::take(&mut self.removals) {
            self.inner.delete_query(self.fields.removal(&id, turn))?;
        }
        let mut prepared = self.inner.prepare_commit()?;
        prepared.set_payload(payload);
        prepared.commit()?;
        Ok(())
    }

    /// Ends the work, waiting for merges that go on in the background.
    pub(super) fn finish(self) -> Result<()> {
        Ok(self.inner.wait_merging_threads()?)
    }

    /// Has the batch written.
    fn send_off(&mut self) -> Result<()> {
        let Some(batch) = self.batch.take() else { return Ok(()) };
        if !self.room.is_shared {
            return Ok(self.inner.add_segment(batch.finish()?)?);
        }
        self.settle()?;
        self.behind.start(batch);
        Ok(())
    }

    /// Waits for the batch that is being written, and hands it over to tantivy.
    fn settle(&mut self) -> Result<()> {
        match self.behind.wait()? {
            Some(written) => Ok(self.inner.add_segment(written)?),
            None => Ok(()),
        }
    }
}

impl Room {
    fn new(in_all: usize, is_shared: bool) -> Self {
        // With three quarters of it two jobs took 320 MB for 100,000 articles at the default setting; 300 is the aim.
        Room { in_all, batch: if is_shared { in_all / 16 * 9 } else { in_all }, is_shared }
    }

    /// Whether there is room for more in a batch that takes `bytes`. Its articles, which take `grown` of them, get a
    /// quarter in any case: it takes some megabytes before there is anything in it, and with little memory those would
    /// leave each batch a single article.
    fn has(&self, bytes: usize, grown: usize) -> bool {
        bytes < self.batch || grown < self.batch / 4
    }
}

impl Behind {
    fn start(&mut self, batch: Batch) {
        self.bytes = batch.bytes();
        self.thread = Some(thread::spawn(|| batch.finish()));
    }

    /// What was written, if anything is new.
    fn wait(&mut self) -> Result<Option<SegmentMeta>> {
        self.bytes = 0;
        let written =
            self.thread.take().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        written.transpose()
    }
}

impl Drop for Behind {
    /// Where a run is given up its folder is removed: nothing may be written to it any more.
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            // What became of it no one asks.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// With no less is anything indexed.
    const LEAST_MEMORY: usize = 16 << 20;

    proptest! {
        #[test]
        fn no_batch_is_full_before_it_has_grown(
            memory in LEAST_MEMORY..4 * LEAST_MEMORY,
            is_shared: bool,
            empty in 0..LEAST_MEMORY,
            grown in 0..4 * LEAST_MEMORY,
        ) {
            let room = Room::new(memory, is_shared);
            let has_room = room.has(empty + grown, grown);
            prop_assert!(has_room || grown >= memory / 8, "{} of {}", grown, memory);
            prop_assert!(!has_room || grown < memory, "{} of {}", grown, memory);
        }
    }
}
