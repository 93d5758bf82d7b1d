//! What was turned round, written as the postings of a segment by tantivy's own hand.

use tantivy::Segment;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field, IndexRecordOption};

use super::error::Result;
use super::inverter::Inverter;
use super::log::LogReader;

/// Writes the postings of a segment.
pub(super) fn write(inverter: &Inverter, segment: &Segment) -> Result<()> {
    let mut terms: Vec<_> = inverter.terms.all().collect();
    terms.sort_unstable();
    let mut serializer = InvertedIndexSerializer::open(segment)?;
    let mut reader = LogReader::default();
    for of_field in terms.chunk_by(|a, b| a.0 == b.0) {
        let field = Field::from_field_id(of_field[0].0 as u32);
        let has_positions = has_positions(segment, field);
        // The number of all words is for tantivy's own ranking.
        let mut writer = serializer.new_field(field, 0, None)?;
        for &(_, letters, term) in of_field {
            let log = &inverter.logs[term as usize];
            writer.new_term(letters.as_bytes(), log.articles(), has_positions)?;
            reader.read(log, &inverter.bytes_of_logs, |article, steps| {
                writer.write_doc(article, steps.len() as u32, steps);
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
