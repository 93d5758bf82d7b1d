//! An item of CSL-JSON: an article of a newspaper.

use serde_json::{Map, Value, json};

use super::Reference;

/// The item. A name is literal: which part of it is the surname is not known.
pub(super) fn entry(reference: &Reference<'_>) -> Value {
    let authors: Vec<Value> = reference.authors().iter().map(|name| json!({ "literal": name })).collect();
    let day = reference.metadata.date;
    let issued = day.map(|day| json!({ "date-parts": [[day.year(), day.month(), day.day()]] }));
    let fields = [
        ("id", Some(json!(reference.key))),
        ("type", Some(json!("article-newspaper"))),
        ("title", reference.title().map(Value::from)),
        ("author", (!authors.is_empty()).then_some(Value::Array(authors))),
        ("container-title", reference.source().map(Value::from)),
        ("issued", issued),
        ("URL", reference.url().map(Value::from)),
        ("language", reference.language().map(Value::from)),
    ];
    let known = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Value::Object(known.collect::<Map<_, _>>())
}
