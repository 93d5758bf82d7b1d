//! Our zones and forms as tantivy's fields, and an article as their columns: its passages are runs of its words.

use std::ops::Bound;

use tantivy::query::{BooleanQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::{TantivyDocument, Term};

use crate::backend::Prepared;
use crate::model::Date;
use crate::schema::{Form, Zone};

/// The fields of the index.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// The hash of the article's identifier: what a removal names.
    pub(super) key: Field,
    /// How many removals came before the article: a removal is of those that came before it.
    pub(super) turn: Field,
    /// The article's identifier: what ties are broken by.
    pub(super) id: Field,
    /// The day of the article, see [`day_number`].
    pub(super) day: Field,
    /// How many words the text has.
    pub(super) words: Field,
    /// How many words the title has.
    pub(super) title_words: Field,
    /// How many words each passage has.
    pub(super) passage_words: Field,
    /// How many bytes each passage has.
    pub(super) passage_bytes: Field,
    zones: Vec<(Zone, Form, Field)>,
}

impl Fields {
    /// The field that holds a form of the words of a zone; names have no stems, so their surface is it.
    pub(super) fn words_of(&self, zone: Zone, form: Form) -> Field {
        let at = |wanted: Form| {
            self.zones.iter().find(|(z, f, _)| *z == zone && *f == wanted).map(|(_, _, field)| *field)
        };
        at(form).or_else(|| at(Form::Exact)).unwrap_or(self.key)
    }

    /// The term that only this article has.
    pub(super) fn key_of(&self, id: &str) -> Term {
        Term::from_field_text(self.key, &key(id))
    }

    /// Asks for the article of that identifier that came before removal `turn`, counted from 0.
    pub(super) fn removal(&self, id: &str, turn: u64) -> Box<dyn Query> {
        let is_it = TermQuery::new(self.key_of(id), IndexRecordOption::Basic);
        let last = Bound::Included(Term::from_field_u64(self.turn, turn));
        let came_before = RangeQuery::new(Bound::Unbounded, last);
        Box::new(BooleanQuery::intersection(vec![Box::new(is_it), Box::new(came_before)]))
    }
}

/// Identifiers may be long; their hashes are not.
pub(super) fn key(id: &str) -> String {
    let hash = blake3::hash(id.as_bytes());
    hash.to_hex()[..32].to_owned()
}

/// The schema of format [`crate::schema::FORMAT`].
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = || NumericOptions::default().set_fast();
    let mut zones = Vec::new();
    for zone in Zone::ALL {
        for &form in zone.forms() {
            let field = builder.add_text_field(
                &format!("{}_{}", zone.name(), form.name()),
                indexed(IndexRecordOption::WithFreqsAndPositions),
            );
            zones.push((zone, form, field));
        }
    }
    let fields = Fields {
        key: builder.add_text_field("key", indexed(IndexRecordOption::Basic)),
        turn: builder.add_u64_field("turn", number()),
        id: builder.add_text_field("id", TextOptions::default().set_fast("raw")),
        day: builder.add_u64_field("day", number()),
        words: builder.add_u64_field("words", number()),
        title_words: builder.add_u64_field("title_words", number()),
        passage_words: builder.add_u64_field("passage_words", number()),
        passage_bytes: builder.add_u64_field("passage_bytes", number()),
        zones,
    };
    (builder.build(), fields)
}

/// Words come analysed, so tantivy needs no tokenizer. Lengths are kept exactly in a column of their own, so its
/// coarse ones are not written.
fn indexed(option: IndexRecordOption) -> TextOptions {
    let indexing =
        TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false).set_index_option(option);
    TextOptions::default().set_indexing_options(indexing)
}

/// What of an article stands in columns; its words go another way, see `inverter`, and so does what is stored.
pub(super) fn columns(fields: &Fields, id: &str, article: &Prepared, turn: u64) -> TantivyDocument {
    let mut columns = TantivyDocument::default();
    columns.add_u64(fields.turn, turn);
    columns.add_text(fields.id, id);
    columns.add_u64(fields.day, day_number(article.date));
    columns.add_u64(fields.words, article.words());
    columns.add_u64(fields.title_words, u64::from(article.title_words));
    for passage in &article.passages {
        columns.add_u64(fields.passage_words, u64::from(passage.words));
        columns.add_u64(fields.passage_bytes, passage.range.len() as u64);
    }
    columns
}

/// A day as a number that grows with time; 0 for none.
pub(super) fn day_number(date: Option<Date>) -> u64 {
    let days = |date: Date| (date - Date::constant(1, 1, 1)).get_days();
    date.map_or(0, |date| u64::from(days(date).max(0).unsigned_abs()) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_grow_with_time_and_none_is_zero() {
        let day = |text: &str| day_number(crate::model::parse_date(text));
        assert!(day("2025-10-28") < day("2025-10-29") && day("0001-01-01") > 0);
        assert_eq!(day_number(None), 0);
    }
}
