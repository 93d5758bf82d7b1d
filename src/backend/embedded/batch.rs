//! Articles on their way to disk: what becomes one part of the index, written by tantivy's own writers.

use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::FieldNormsSerializer;
use tantivy::index::SegmentComponent;
use tantivy::store::StoreWriter;
use tantivy::{DocId, Segment, SegmentMeta};

use super::error::Result;
use super::inverted;
use super::inverter::Inverter;
use super::mapping::{Fields, columns};
use super::packing::{Packer, named};
use crate::backend::Prepared;

/// The articles of one segment. Its store is written as they come, the rest when it is finished.
pub(super) struct Batch {
    fields: Fields,
    segment: Segment,
    articles: DocId,
    inverter: Inverter,
    columns: FastFieldsWriter,
    store: StoreWriter,
    /// How many bytes it took before there was anything in it.
    empty: usize,
}

impl Batch {
    /// The most that it may take, in bytes: the places in its logs are numbered with 32 bits, and one more article may
    /// be large.
    pub(super) const MOST_BYTES: usize = 2 << 30;

    /// An empty batch, which becomes `segment`.
    pub(super) fn new(fields: &Fields, segment: Segment) -> Result<Self> {
        let tokenizers = segment.index().fast_field_tokenizer().clone();
        let columns = FastFieldsWriter::from_schema_and_tokenizer_manager(&segment.schema(), tokenizers)?;
        let file = segment.open_write(SegmentComponent::Store)?;
        let settings = segment.index().settings();
        let (compressor, block_bytes) = (settings.docstore_compression, settings.docstore_blocksize);
        let store = StoreWriter::new(file, compressor, block_bytes, false)?;
        let (fields, inverter) = (fields.clone(), Inverter::default());
        let mut batch = Batch { fields, segment, articles: 0, inverter, columns, store, empty: 0 };
        batch.empty = batch.bytes();
        Ok(batch)
    }

    /// About how much memory it takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.inverter.bytes() + self.columns.mem_usage() + self.store.mem_usage()
    }

    /// How much of that its articles take.
    pub(super) fn grown(&self) -> usize {
        self.bytes() - self.empty
    }

    /// Adds an article that comes after `turn` removals.
    pub(super) fn add(&mut self, id: &str, prepared: Prepared, turn: u64, packer: &mut Packer) -> Result<()> {
        self.inverter.add(&self.fields, self.articles, id, &prepared);
        self.columns.add_document(&columns(&self.fields, id, &prepared, turn))?;
        // As it is: as a value of a document, tantivy would write it byte by byte.
        self.store.store_bytes(&named(id, &packer.packed(prepared.stored)?)?)?;
        self.articles += 1;
        Ok(())
    }

    /// Writes what is not on disk yet; gives what the engine needs to know of the segment.
    pub(super) fn finish(mut self) -> Result<SegmentMeta> {
        inverted::write(&self.inverter, &self.segment)?;
        // Lengths are kept exactly, in columns.
        FieldNormsSerializer::from_write(self.segment.open_write(SegmentComponent::FieldNorms)?)?.close()?;
        let mut file = self.segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(&mut file, None)?;
        file.terminate()?;
        self.store.close()?;
        Ok(self.segment.with_max_doc(self.articles).meta().clone())
    }
}
