//! Segments one after another. With a second thread, one fills while the one before it is written.

use std::ops::{Deref, DerefMut};
use std::panic::resume_unwind;
use std::thread::{self, JoinHandle};

use tantivy::{IndexWriter, SegmentMeta};

use super::segment_writer::SegmentWriter;
use crate::backend::embedded::error::Result;
use crate::backend::embedded::schema::Fields;
use crate::backend::embedded::store::Encoder;
use crate::backend::{Prepared, WriterOptions};

/// Takes articles in and hands them over to tantivy as segments, in the order in which they came.
pub(super) struct SegmentQueue {
    fields: Fields,
    budget: MemoryBudget,
    filling: Option<SegmentWriter>,
    flusher: Flusher,
    /// The identifiers of articles to be removed, each with the opstamp of the removal.
    removals: Vec<(String, u64)>,
    /// The number of removals so far, in this run and all earlier ones.
    opstamp: u64,
    index_writer: Merging,
}

/// tantivy's writer. Its merges write on threads of their own, so dropping it waits for them: the folder of a run that is given
/// up is removed, or the next run begins.
struct Merging(Option<IndexWriter>);

/// How many bytes may wait in memory.
struct MemoryBudget {
    total: usize,
    /// A segment of this size is full. Where a thread of its own writes it, the rest is for the next segment.
    segment: usize,
    is_shared: bool,
}

/// Writes the segment before the one that fills, on a thread of its own.
#[derive(Default)]
struct Flusher {
    /// The memory of the segment that is being written, in bytes.
    bytes: usize,
    thread: Option<JoinHandle<Result<SegmentMeta>>>,
}

impl SegmentQueue {
    /// An empty queue, after `opstamp` removals. With several jobs a thread of its own writes.
    pub(super) fn new(
        fields: Fields,
        options: WriterOptions,
        opstamp: u64,
        index_writer: IndexWriter,
    ) -> Self {
        let budget = MemoryBudget::new(options.memory.min(SegmentWriter::MAX_BYTES), options.jobs > 1);
        let flusher = Flusher::default();
        let index_writer = Merging(Some(index_writer));
        SegmentQueue { fields, budget, filling: None, flusher, removals: Vec::new(), opstamp, index_writer }
    }

    /// The number of removals so far.
    pub(super) fn opstamp(&self) -> u64 {
        self.opstamp
    }

    /// Adds an article.
    pub(super) fn add(&mut self, id: &str, article: Prepared, encoder: &mut Encoder) -> Result<()> {
        let segment = match &mut self.filling {
            Some(segment) => segment,
            none => none.insert(SegmentWriter::new(&self.fields, self.index_writer.new_segment())?),
        };
        segment.add(id, article, self.opstamp, encoder)?;
        let bytes = segment.bytes();
        let article_bytes = segment.article_bytes();
        if bytes + self.flusher.bytes >= self.budget.total {
            self.wait()?;
        }
        if self.budget.has_room(bytes, article_bytes) { Ok(()) } else { self.flush() }
    }

    /// Removes articles that were added before; what is added later stays.
    pub(super) fn remove(&mut self, id: &str) {
        self.removals.push((id.to_owned(), self.opstamp));
        self.opstamp += 1;
    }

    /// Makes everything part of the index at once.
    pub(super) fn commit(&mut self, payload: &str) -> Result<()> {
        self.flush()?;
        self.wait()?;
        // tantivy looks for removed articles in all segments that it has, and may look in later ones. An article that
        // came after the removal says so by its opstamp.
        for (id, opstamp) in std::mem::take(&mut self.removals) {
            self.index_writer.delete_query(self.fields.removal(&id, opstamp))?;
        }
        let mut prepared = self.index_writer.prepare_commit()?;
        prepared.set_payload(payload);
        prepared.commit()?;
        Ok(())
    }

    /// Ends the work, waiting for merges that go on in the background.
    pub(super) fn finish(self) -> Result<()> {
        self.index_writer.finish()
    }

    /// Has the segment written that fills.
    fn flush(&mut self) -> Result<()> {
        let Some(segment) = self.filling.take() else { return Ok(()) };
        if !self.budget.is_shared {
            return Ok(self.index_writer.add_segment(segment.finish()?)?);
        }
        self.wait()?;
        self.flusher.start(segment);
        Ok(())
    }

    /// Waits for the segment that is being written, and hands it over to tantivy.
    fn wait(&mut self) -> Result<()> {
        match self.flusher.wait()? {
            Some(written) => Ok(self.index_writer.add_segment(written)?),
            None => Ok(()),
        }
    }
}

impl Merging {
    fn finish(mut self) -> Result<()> {
        Ok(self.0.take().map_or(Ok(()), IndexWriter::wait_merging_threads)?)
    }
}

impl Deref for Merging {
    type Target = IndexWriter;

    fn deref(&self) -> &IndexWriter {
        self.0.as_ref().expect("the writer is there until it is dropped")
    }
}

impl DerefMut for Merging {
    fn deref_mut(&mut self) -> &mut IndexWriter {
        self.0.as_mut().expect("the writer is there until it is dropped")
    }
}

impl Drop for Merging {
    fn drop(&mut self) {
        if let Some(writer) = self.0.take() {
            // The run has failed already.
            let _ = writer.wait_merging_threads();
        }
    }
}

impl MemoryBudget {
    fn new(total: usize, is_shared: bool) -> Self {
        // With three quarters, two jobs took 320 MB for 100,000 articles at the default setting; the aim is 300.
        MemoryBudget { total, segment: if is_shared { total / 16 * 9 } else { total }, is_shared }
    }

    /// Whether a segment of `bytes` has room for more articles. A quarter is for articles in any case: a segment takes
    /// some megabytes before the first article, and with little memory that would leave one article per segment.
    fn has_room(&self, bytes: usize, article_bytes: usize) -> bool {
        bytes < self.segment || article_bytes < self.segment / 4
    }
}

impl Flusher {
    fn start(&mut self, segment: SegmentWriter) {
        self.bytes = segment.bytes();
        self.thread = Some(thread::spawn(|| segment.finish()));
    }

    /// Waits for the segment that was started last; `None` where there is none.
    fn wait(&mut self) -> Result<Option<SegmentMeta>> {
        self.bytes = 0;
        let written =
            self.thread.take().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        written.transpose()
    }
}

impl Drop for Flusher {
    /// A run that is given up removes its folder, so nothing may write there any more.
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            // Nobody asks for the result.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Indexing never gets less memory.
    const LEAST_MEMORY: usize = 16 << 20;

    proptest! {
        #[test]
        fn no_segment_is_full_before_it_has_grown(
            memory in LEAST_MEMORY..4 * LEAST_MEMORY,
            is_shared: bool,
            empty in 0..LEAST_MEMORY,
            grown in 0..4 * LEAST_MEMORY,
        ) {
            let budget = MemoryBudget::new(memory, is_shared);
            let has_room = budget.has_room(empty + grown, grown);
            prop_assert!(has_room || grown >= memory / 8, "{} of {}", grown, memory);
            prop_assert!(!has_room || grown < memory, "{} of {}", grown, memory);
        }
    }
}
