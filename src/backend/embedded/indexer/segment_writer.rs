//! One segment on its way to disk, through tantivy's own writers.

use tantivy::directory::TerminatingWrite;
use tantivy::fastfield::FastFieldsWriter;
use tantivy::fieldnorm::FieldNormsSerializer;
use tantivy::index::SegmentComponent;
use tantivy::store::StoreWriter;
use tantivy::{DocId, Segment, SegmentMeta};

use super::postings_serializer::serialize;
use super::postings_writer::PostingsWriter;
use crate::backend::Prepared;
use crate::backend::embedded::error::Result;
use crate::backend::embedded::schema::{Fields, columns};
use crate::backend::embedded::store::{Encoder, with_id};

/// The articles of one segment. The store is written as they come, the rest at the end.
pub(super) struct SegmentWriter {
    fields: Fields,
    segment: Segment,
    docs: DocId,
    postings: PostingsWriter,
    columns: FastFieldsWriter,
    store: StoreWriter,
    /// The memory in use before the first article, in bytes.
    empty_bytes: usize,
}

impl SegmentWriter {
    /// The most memory that a segment may take, in bytes: the arena of the postings has addresses of 32 bits, and one
    /// more article may be large.
    pub(super) const MAX_BYTES: usize = 2 << 30;

    /// Begins `segment`, without articles.
    pub(super) fn new(fields: &Fields, segment: Segment) -> Result<Self> {
        let tokenizers = segment.index().fast_field_tokenizer().clone();
        let columns = FastFieldsWriter::from_schema_and_tokenizer_manager(&segment.schema(), tokenizers)?;
        let file = segment.open_write(SegmentComponent::Store)?;
        let settings = segment.index().settings();
        let store =
            StoreWriter::new(file, settings.docstore_compression, settings.docstore_blocksize, false)?;
        let fields = fields.clone();
        let postings = PostingsWriter::default();
        let mut writer = SegmentWriter { fields, segment, docs: 0, postings, columns, store, empty_bytes: 0 };
        writer.empty_bytes = writer.bytes();
        Ok(writer)
    }

    /// The memory in use, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.postings.bytes() + self.columns.mem_usage() + self.store.mem_usage()
    }

    /// The memory that the articles take, in bytes.
    pub(super) fn article_bytes(&self) -> usize {
        self.bytes() - self.empty_bytes
    }

    /// Adds an article that comes after `opstamp` removals.
    pub(super) fn add(
        &mut self,
        id: &str,
        article: Prepared,
        opstamp: u64,
        encoder: &mut Encoder,
    ) -> Result<()> {
        self.postings.add(&self.fields, self.docs, id, &article)?;
        self.columns.add_document(&columns(&self.fields, id, &article, opstamp))?;
        // tantivy would write the value of a document byte by byte.
        self.store.store_bytes(&with_id(id, &encoder.encoded(article.stored)?)?)?;
        self.docs += 1;
        Ok(())
    }

    /// Writes what is not on disk yet; gives what tantivy needs to know of the segment.
    pub(super) fn finish(mut self) -> Result<SegmentMeta> {
        serialize(&self.postings, &self.segment)?;
        // Columns keep the lengths exactly, so there are no field norms.
        FieldNormsSerializer::from_write(self.segment.open_write(SegmentComponent::FieldNorms)?)?.close()?;
        let mut file = self.segment.open_write(SegmentComponent::FastFields)?;
        self.columns.serialize(&mut file, None)?;
        file.terminate()?;
        self.store.close()?;
        Ok(self.segment.with_max_doc(self.docs).meta().clone())
    }
}
