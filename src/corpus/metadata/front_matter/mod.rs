//! Front matter: the YAML (`---`) or TOML (`+++`) block at the head of a Markdown file, as keys and values.
//!
//! A block that cannot be parsed is reported and removed too: it is not part of the article.

mod lenient;

use serde_json::{Map, Value};

use crate::model::Reason;

/// A text split after its front matter.
pub(in crate::corpus) struct Split<'a> {
    /// The keys of the block, or why it cannot be parsed; `None` without a block.
    pub(in crate::corpus) block: Option<Result<Map<String, Value>, Reason>>,
    /// The text below the block.
    pub(in crate::corpus) body: &'a str,
}

/// Splits `text`. Without a closing line there is no front matter.
pub(in crate::corpus) fn split(text: &str) -> Split<'_> {
    if text.starts_with(['\n', '\r']) {
        // Below empty lines a block must name keys: a rule between paragraphs does not.
        let below = fenced(text.trim_start(), "---", &["---", "..."]);
        return match below.map(|(block, body)| (lenient::keys(block), body)) {
            Some((Some(keys), body)) => Split { block: Some(Ok(keys)), body },
            _ => Split { block: None, body: text },
        };
    }
    if let Some((keys, body)) = lenient::unfenced(text) {
        return Split { block: Some(Ok(keys)), body };
    }
    let found = fenced(text, "---", &["---", "..."]).map(|(block, body)| (yaml(block), body));
    let found = found.or_else(|| fenced(text, "+++", &["+++"]).map(|(block, body)| (toml(block), body)));
    match found {
        Some((block, body)) => Split { block: Some(block), body },
        None => Split { block: None, body: text },
    }
}

/// The lines between a first line `open` and the next line in `close`, and the rest of the text.
fn fenced<'a>(text: &'a str, open: &str, close: &[&str]) -> Option<(&'a str, &'a str)> {
    let (first, rest) = text.split_once('\n')?;
    let mut end = 0;
    (first.trim_end() == open).then_some(())?;
    for line in rest.split_inclusive('\n') {
        if close.contains(&line.trim_end()) {
            return Some((&rest[..end], &rest[end + line.len()..]));
        }
        end += line.len();
    }
    None
}

fn yaml(block: &str) -> Result<Map<String, Value>, Reason> {
    match serde_saphyr::from_str(block) {
        Ok(Value::Object(keys)) => Ok(keys),
        Ok(Value::Null) => Ok(Map::new()),
        Ok(_) => Err(Reason::FrontMatterKeys),
        Err(error) => lenient::keys(block).ok_or_else(|| parse_error(&error.to_string())),
    }
}

fn toml(block: &str) -> Result<Map<String, Value>, Reason> {
    let table: toml::Table = block.parse().map_err(|e: toml::de::Error| parse_error(e.message()))?;
    Ok(table.into_iter().map(|(key, value)| (key, to_json(value))).collect())
}

fn parse_error(error: &str) -> Reason {
    let first = error.lines().next().unwrap_or_default().trim_start_matches("error: ");
    Reason::FrontMatter { said: first.to_owned() }
}

/// A TOML value as JSON. A date becomes a string.
fn to_json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
        toml::Value::Array(list) => list.into_iter().map(to_json).collect(),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(k, v)| (k, to_json(v))).collect()),
    }
}
