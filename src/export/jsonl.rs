//! Hits as JSON lines: one object a line, everything unaltered, keys in the order of the fields.
//!
//! A key is always there and `null` where nothing is known, but for the explanation, which is there where
//! it was asked for.

use std::io;
use std::ops::Range;

use super::cell::snippet;
use super::field::FieldName;
use super::json::{list, number, optional, string};
use super::shape::Rows;
use crate::model::Hit;

/// JSON lines with these keys.
pub(super) struct Jsonl {
    fields: Vec<FieldName>,
}

impl Jsonl {
    pub(super) fn new(fields: Vec<FieldName>) -> Self {
        Jsonl { fields }
    }
}

impl Rows for Jsonl {
    fn row(&self, hit: &Hit, out: &mut String) -> io::Result<()> {
        let is_there = |field: &&FieldName| **field != FieldName::Explanation || hit.explanation.is_some();
        let mut before = "{\"";
        for field in self.fields.iter().filter(is_there) {
            out.extend([before, field.name(), "\":"]);
            value(*field, hit, out)?;
            before = ",\"";
        }
        out.push_str(if before == "{\"" { "{}\n" } else { "}\n" });
        Ok(())
    }
}

fn value(field: FieldName, hit: &Hit, out: &mut String) -> io::Result<()> {
    let metadata = &hit.metadata;
    match field {
        FieldName::Rank => number(hit.rank as u64, out),
        FieldName::Id => string(&hit.id, out),
        FieldName::Path => string(&hit.path, out),
        FieldName::Title => optional(metadata.title.as_deref(), out),
        FieldName::Date => optional(metadata.date.map(|date| date.to_string()).as_deref(), out),
        FieldName::Source => optional(metadata.source.as_deref(), out),
        FieldName::Author => optional(metadata.author.as_deref(), out),
        FieldName::Url => optional(metadata.url.as_deref(), out),
        FieldName::Language => optional(metadata.language.as_deref(), out),
        FieldName::Passage => number(hit.passage.into(), out),
        FieldName::Passages => number(hit.passages.into(), out),
        FieldName::Start => number(hit.range.start, out),
        FieldName::End => number(hit.range.end, out),
        FieldName::Text => string(&hit.text, out),
        FieldName::Snippet => string(snippet(hit), out),
        FieldName::Marks => list(&hit.marks, out, range),
        FieldName::TitleMarks => list(&hit.title_marks, out, range),
        FieldName::Score => out.push_str(&serde_json::to_string(&hit.score)?),
        FieldName::Missing => list(&hit.missing, out, |label, out| string(label, out)),
        FieldName::Explanation => out.push_str(&serde_json::to_string(&hit.explanation)?),
    }
    Ok(())
}

fn range(range: &Range<usize>, out: &mut String) {
    out.push_str("{\"start\":");
    number(range.start as u64, out);
    out.push_str(",\"end\":");
    number(range.end as u64, out);
    out.push('}');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::sample;

    fn check(hit: &Hit, fields: &[FieldName], expected: &str) {
        let mut out = String::new();
        Jsonl::new(fields.to_vec()).row(hit, &mut out).unwrap();
        assert_eq!(out, format!("{expected}\n"));
    }

    #[test]
    fn objects() {
        let hit = Hit { score: 7.1, marks: vec![0..2, 3..4], ..Hit::default() };
        check(&hit, &[FieldName::Score, FieldName::Title], r#"{"score":7.1,"title":null}"#);
        check(&hit, &[FieldName::Marks], r#"{"marks":[{"start":0,"end":2},{"start":3,"end":4}]}"#);
        check(&hit, &[FieldName::Explanation], "{}");
        check(&Hit { score: f32::NAN, ..hit }, &[FieldName::Score], r#"{"score":null}"#);
    }

    proptest! {
        #[test]
        fn every_line_parses_back(hit in sample::any_hit()) {
            let mut out = String::new();
            Jsonl::new(FieldName::ALL.to_vec()).row(&hit, &mut out).unwrap();
            prop_assert_eq!(out.matches(['\n', '\r']).count(), 1);
            let value: serde_json::Value = serde_json::from_str(&out).unwrap();
            prop_assert_eq!(value["text"].as_str(), Some(hit.text.as_str()));
            prop_assert_eq!(value["title"].as_str(), hit.metadata.title.as_deref());
            prop_assert_eq!(value["id"].as_str(), Some(hit.id.as_str()));
            prop_assert_eq!(&value["marks"], &serde_json::to_value(&hit.marks).unwrap());
            prop_assert_eq!(&value["title_marks"], &serde_json::to_value(&hit.title_marks).unwrap());
            prop_assert_eq!(&value["date"], &serde_json::to_value(hit.metadata.date).unwrap());
            prop_assert_eq!(&value["missing"], &serde_json::to_value(&hit.missing).unwrap());
            prop_assert_eq!(value["end"].as_u64(), Some(hit.range.end));
            prop_assert_eq!(value["snippet"].as_str(), Some(snippet(&hit)));
        }
    }
}
