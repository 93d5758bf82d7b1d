//! Zones and forms as tantivy's fields, and what of an article stands in columns.

use std::ops::Bound;

use tantivy::query::{BooleanQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::{TantivyDocument, Term};

use super::error::{Error, Result};
use crate::backend::Prepared;
use crate::model::Date;
use crate::schema::{Form, Zone};

/// The fields of the index.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    /// The hash of the article's identifier: what a removal names.
    pub(super) key: Field,
    /// How many removals came before the article. A removal is of articles that came before it.
    pub(super) opstamp: Field,
    /// The article's identifier, which breaks ties.
    pub(super) id: Field,
    /// The day of publication, see [`day_number`].
    pub(super) day: Field,
    /// The length of the text in words.
    pub(super) words: Field,
    /// The length of the title in words.
    pub(super) title_words: Field,
    /// The length of each passage in words.
    pub(super) passage_words: Field,
    /// The length of each passage in bytes.
    pub(super) passage_bytes: Field,
    /// The source, as written.
    pub(super) source: Field,
    /// The language code.
    pub(super) language: Field,
    /// The name of the corpus.
    pub(super) corpus: Field,
    zones: Vec<(Zone, Form, Field)>,
}

impl Fields {
    /// The field with the given form of a zone's words. Zones without stems have the exact form only.
    ///
    /// # Errors
    /// Where the schema lacks the zone.
    pub(super) fn words_of(&self, zone: Zone, form: Form) -> Result<Field> {
        let form = if zone.forms().contains(&form) { form } else { Form::Exact };
        let found = self.zones.iter().find(|(z, f, _)| (*z, *f) == (zone, form));
        let lacks = || Error::damaged(format!("the schema lacks the zone `{}`", zone.name()));
        found.map(|(_, _, field)| *field).ok_or_else(lacks)
    }

    /// The term that only this article has.
    pub(super) fn key_of(&self, id: &str) -> Term {
        Term::from_field_text(self.key, &key(id))
    }

    /// Matches the article of that identifier if it came before removal `opstamp`, counted from 0.
    pub(super) fn removal(&self, id: &str, opstamp: u64) -> Box<dyn Query> {
        let is_it = TermQuery::new(self.key_of(id), IndexRecordOption::Basic);
        let last = Bound::Included(Term::from_field_u64(self.opstamp, opstamp));
        let came_before = RangeQuery::new(Bound::Unbounded, last);
        Box::new(BooleanQuery::intersection(vec![Box::new(is_it), Box::new(came_before)]))
    }
}

/// A hash of an identifier: identifiers may be long.
pub(super) fn key(id: &str) -> String {
    let hash = blake3::hash(id.as_bytes());
    hash.to_hex()[..32].to_owned()
}

/// The schema of format [`crate::schema::FORMAT`].
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = || NumericOptions::default().set_fast();
    let string = || TextOptions::default().set_fast("raw");
    let mut zones = Vec::new();
    for zone in Zone::ALL {
        for &form in zone.forms() {
            let name = format!("{}_{}", zone.name(), form.name());
            let field = builder.add_text_field(&name, indexed(IndexRecordOption::WithFreqsAndPositions));
            zones.push((zone, form, field));
        }
    }
    let fields = Fields {
        key: builder.add_text_field("key", indexed(IndexRecordOption::Basic)),
        opstamp: builder.add_u64_field("opstamp", number()),
        id: builder.add_text_field("id", string()),
        day: builder.add_u64_field("day", number()),
        words: builder.add_u64_field("words", number()),
        title_words: builder.add_u64_field("title_words", number()),
        passage_words: builder.add_u64_field("passage_words", number()),
        passage_bytes: builder.add_u64_field("passage_bytes", number()),
        source: builder.add_text_field("source", string()),
        language: builder.add_text_field("language", string()),
        corpus: builder.add_text_field("corpus", string()),
        zones,
    };
    (builder.build(), fields)
}

/// Words come analysed, so tantivy needs no tokenizer. A column keeps lengths exactly, so tantivy's coarse field norms
/// are not written.
fn indexed(option: IndexRecordOption) -> TextOptions {
    let indexing =
        TextFieldIndexing::default().set_tokenizer("raw").set_fieldnorms(false).set_index_option(option);
    TextOptions::default().set_indexing_options(indexing)
}

/// The columns of an article. Its words and its stored text are written apart.
pub(super) fn columns(fields: &Fields, id: &str, article: &Prepared, opstamp: u64) -> TantivyDocument {
    let mut columns = TantivyDocument::default();
    columns.add_u64(fields.opstamp, opstamp);
    columns.add_text(fields.id, id);
    columns.add_u64(fields.day, day_number(article.date));
    columns.add_u64(fields.words, article.words());
    columns.add_u64(fields.title_words, u64::from(article.title_words));
    let labels = &article.labels;
    let strings = [(fields.source, &labels.source), (fields.language, &labels.language)];
    for (field, label) in strings.into_iter().chain([(fields.corpus, &labels.corpus)]) {
        if let Some(label) = label {
            columns.add_text(field, label);
        }
    }
    for passage in &article.passages {
        columns.add_u64(fields.passage_words, u64::from(passage.words));
        columns.add_u64(fields.passage_bytes, passage.range.len() as u64);
    }
    columns
}

/// A day as a number that grows with time: 1 is the first day of the year 1, 0 stands for no date.
pub(super) fn day_number(date: Option<Date>) -> u64 {
    let days = |date: Date| (date - FIRST_DAY).get_days();
    date.map_or(0, |date| u64::from(days(date).max(0).unsigned_abs()) + 1)
}

/// The day that [`day_number`] made the number of; `None` for 0.
pub(super) fn day_of(number: u32) -> Option<Date> {
    let days = i64::from(number.checked_sub(1)?);
    FIRST_DAY.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

const FIRST_DAY: Date = Date::constant(1, 1, 1);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::parse_date;

    proptest! {
        #[test]
        fn days_keep_their_order_and_come_back(a in 0u32..3_652_059, b in 0u32..3_652_059) {
            let [first, second] = [a, b].map(day_of);
            prop_assert_eq!((day_number(first), day_number(second)), (u64::from(a), u64::from(b)));
            prop_assert_eq!(first < second, a < b);
        }
    }

    fn check(text: &str, expected: u64) {
        assert_eq!(day_number(parse_date(text)), expected, "{text}");
    }

    #[test]
    fn days_are_counted_from_the_year_one() {
        check("0001-01-01", 1);
        check("0001-02-01", 32);
        check("", 0);
    }

    #[test]
    fn every_zone_has_a_field_for_each_form() {
        let (schema, fields) = schema();
        for zone in Zone::ALL {
            for form in [Form::Exact, Form::Stem] {
                let name = schema.get_field_name(fields.words_of(zone, form).unwrap());
                assert!(name.starts_with(zone.name()), "{name} for {zone:?}");
            }
        }
    }
}
