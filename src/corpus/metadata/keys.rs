//! Keys and values, from JSON or front matter, to metadata and text. The tables list the names that people use.
//!
//! Case is ignored. Of several names for one thing the first in its table that has a value wins. Other keys are ignored.

use serde_json::{Map, Value};

use crate::corpus::extracted::Extracted;
use crate::corpus::metadata;
use crate::model::Stage;

/// The names of each field, in order of precedence.
const ID: &[&str] = &["id", "_id", "doc_id"];
const TITLE: &[&str] = &["title", "titre", "headline"];
const TEXT: &[&str] = &["text", "texte", "body", "content", "contents", "article"];
const DATE: &[&str] = &["date", "published", "published_at", "datepublished", "pubdate", "date_publication"];
const SOURCE: &[&str] = &["source", "publisher", "site", "journal"];
const AUTHOR: &[&str] = &["author", "auteur", "authors", "auteurs", "byline"];
const URL: &[&str] = &["url", "link", "lien", "permalink"];
const LANGUAGE: &[&str] = &["lang", "language", "langue"];

/// The values of an object by key in lower case. Of two keys that differ in case only the last wins, as of two equal
/// keys.
pub(in crate::corpus) struct Keys(Map<String, Value>);

impl Keys {
    pub(in crate::corpus) fn new(object: Map<String, Value>) -> Self {
        Keys(object.into_iter().map(|(key, value)| (key.to_lowercase(), value)).collect())
    }

    /// Fills `found` from the keys, except for the text.
    pub(in crate::corpus) fn describe(&self, found: &mut Extracted) {
        found.id = self.first(ID).and_then(|id| metadata::line(&id));
        let said = &mut found.metadata;
        said.title = self.first(TITLE).and_then(|title| metadata::line(&title));
        said.source = self.first(SOURCE).and_then(|source| metadata::line(&source));
        said.author = self.first(AUTHOR).and_then(|author| metadata::author(&author));
        said.url = self.first(URL).and_then(|url| metadata::url(&url));
        said.language = self.first(LANGUAGE).and_then(|language| metadata::language(&language));
        match self.first(DATE).as_deref().map(metadata::date) {
            Some(Ok(day)) => said.date = Some(day),
            Some(Err(warning)) => found.warnings.push((Stage::Parse, warning)),
            None => {}
        }
    }

    /// The text. The paragraphs of a list are joined.
    pub(in crate::corpus) fn text(&self) -> Option<String> {
        self.values(TEXT).find_map(|value| joined(value, "\n\n"))
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        self.values(names).find_map(|value| joined(value, ", "))
    }

    fn values<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a Value> {
        names.iter().filter_map(|name| self.0.get(*name))
    }
}

/// The text of a string, a number, the `name` of an object, or a list of these.
fn joined(value: &Value, between: &str) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => joined(object.get("name")?, between)?,
        Value::Array(list) => {
            list.iter().filter_map(|item| joined(item, between)).collect::<Vec<_>>().join(between)
        }
        Value::Null | Value::Bool(_) => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}
