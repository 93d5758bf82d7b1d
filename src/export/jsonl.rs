//! Hits as JSON lines: one object a line, everything unaltered, keys in the order of the fields.
//!
//! Every key is always present, with `null` where nothing is known. Only the explanation is left out where nobody asked
//! for one.

use std::io::{self, Write};

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::cell::{sentence, snippet, words_found};
use super::field::FieldName;
use super::shape::Rows;
use crate::model::Hit;

/// JSON lines with these keys.
pub(super) struct Jsonl {
    fields: Vec<FieldName>,
}

/// The chosen fields of one hit.
struct Object<'a> {
    fields: &'a [FieldName],
    hit: &'a Hit,
}

impl Jsonl {
    pub(super) fn new(fields: Vec<FieldName>) -> Self {
        Jsonl { fields }
    }
}

impl Rows for Jsonl {
    fn row(&self, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
        let mut line = serde_json::to_vec(&Object { fields: &self.fields, hit })?;
        line.push(b'\n');
        out.write_all(&line)
    }
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for field in self.fields {
            entry(&mut map, *field, self.hit)?;
        }
        map.end()
    }
}

fn entry<M: SerializeMap>(map: &mut M, field: FieldName, hit: &Hit) -> Result<(), M::Error> {
    let (key, metadata) = (field.name(), &hit.metadata);
    match field {
        FieldName::Rank => map.serialize_entry(key, &hit.rank),
        FieldName::Id => map.serialize_entry(key, &hit.id),
        FieldName::Path => map.serialize_entry(key, &hit.path),
        FieldName::Title => map.serialize_entry(key, &metadata.title),
        FieldName::Date => map.serialize_entry(key, &metadata.date),
        FieldName::Source => map.serialize_entry(key, &metadata.source),
        FieldName::Author => map.serialize_entry(key, &metadata.author),
        FieldName::Url => map.serialize_entry(key, &metadata.url),
        FieldName::Language => map.serialize_entry(key, &metadata.language),
        FieldName::Passage => map.serialize_entry(key, &hit.passage),
        FieldName::Passages => map.serialize_entry(key, &hit.passages),
        FieldName::Page => map.serialize_entry(key, &hit.page),
        FieldName::Start => map.serialize_entry(key, &hit.range.start),
        FieldName::End => map.serialize_entry(key, &hit.range.end),
        FieldName::Text => map.serialize_entry(key, &hit.text),
        FieldName::Snippet => map.serialize_entry(key, snippet(hit)),
        FieldName::Marks => map.serialize_entry(key, &hit.marks),
        FieldName::TitleMarks => map.serialize_entry(key, &hit.title_marks),
        FieldName::Score => map.serialize_entry(key, &hit.score),
        FieldName::Missing => map.serialize_entry(key, &hit.missing),
        FieldName::Has => map.serialize_entry(key, &hit.has),
        FieldName::Lacks => map.serialize_entry(key, &hit.lacks),
        FieldName::Complete => map.serialize_entry(key, &hit.complete),
        FieldName::Explanation if hit.explanation.is_none() => Ok(()),
        FieldName::Explanation => map.serialize_entry(key, &hit.explanation),
        FieldName::Sentence => map.serialize_entry(key, sentence(hit)),
        FieldName::Context => map.serialize_entry(key, &hit.text),
        FieldName::WordsFound => map.serialize_entry(key, &words_found(hit)),
        FieldName::Remark => map.serialize_entry(key, ""),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::sample;

    fn check(hit: &Hit, fields: &[FieldName], expected: &str) {
        let mut out = Vec::new();
        Jsonl::new(fields.to_vec()).row(hit, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{expected}\n"));
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
            let mut out = Vec::new();
            Jsonl::new(FieldName::ALL.to_vec()).row(&hit, &mut out).unwrap();
            let out = String::from_utf8(out).unwrap();
            prop_assert_eq!(out.matches(['\n', '\r']).count(), 1);
            let value: serde_json::Value = serde_json::from_str(&out).unwrap();
            prop_assert_eq!(value["text"].as_str(), Some(hit.text.as_str()));
            prop_assert_eq!(value["title"].as_str(), hit.metadata.title.as_deref());
            prop_assert_eq!(value["id"].as_str(), Some(hit.id.as_str()));
        }
    }
}
