//! Postings from memory to disk, through tantivy's own serializer.

use tantivy::Segment;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field, IndexRecordOption};

use super::postings_writer::PostingsWriter;
use super::recorder::RecorderReader;
use crate::backend::embedded::error::Result;

/// Writes the postings of a segment.
pub(super) fn serialize(postings: &PostingsWriter, segment: &Segment) -> Result<()> {
    let mut terms: Vec<_> = postings.terms.iter().collect();
    terms.sort_unstable();
    let mut serializer = InvertedIndexSerializer::open(segment)?;
    let mut reader = RecorderReader::default();
    for of_field in terms.chunk_by(|a, b| a.0 == b.0) {
        let field = Field::from_field_id(of_field[0].0);
        let has_positions = has_positions(segment, field);
        // Only tantivy's own scoring reads the total number of tokens.
        let mut writer = serializer.new_field(field, 0, None)?;
        for &(_, text, term) in of_field {
            let recorder = &postings.recorders[term as usize];
            writer.new_term(text.as_bytes(), recorder.doc_freq(), has_positions)?;
            reader.read(recorder, &postings.arena, |doc, deltas| {
                writer.write_doc(doc, deltas.len() as u32, deltas);
            });
            writer.close_term()?;
        }
        writer.close()?;
    }
    Ok(serializer.close()?)
}

fn has_positions(segment: &Segment, field: Field) -> bool {
    let option = segment.schema().get_field_entry(field).field_type().index_record_option();
    option.is_some_and(IndexRecordOption::has_positions)
}
