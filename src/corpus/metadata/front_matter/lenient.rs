//! Keys and values line by line: what people write as front matter, whether it is YAML or not.
//!
//! A headline with « : » or an apostrophe needs quotes in YAML, which people do not know. Pelican and MultiMarkdown write keys
//! without any fence.

use serde_json::{Map, Value};

use crate::corpus::extracted::Extracted;
use crate::corpus::metadata::keys::Keys;

/// The longest key, in characters.
const MAX_KEY: usize = 30;
/// The most lines of a head without fences.
const MAX_LINES: usize = 30;

/// The keys of a block; `None` if a line of it is no key, no item of a list and no comment.
pub(super) fn keys(block: &str) -> Option<Map<String, Value>> {
    let mut keys = Map::new();
    let mut list: Option<String> = None;
    for line in block.lines().filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#')) {
        let item = line.trim_start().strip_prefix("- ");
        match (item, &list) {
            (Some(item), Some(key)) => add(&mut keys, key, plain(item)?),
            (None, _) if line.starts_with([' ', '\t']) => return None,
            _ => {
                let (key, value) = key_and_value(line)?;
                list = value.is_empty().then(|| key.to_owned());
                keys.insert(key.to_owned(), Value::String(plain(value)?.to_owned()));
            }
        }
    }
    (!keys.is_empty()).then_some(keys)
}

/// The keys in the first lines of a text without fences, and the text below them. They must state a title or a day.
pub(super) fn unfenced(text: &str) -> Option<(Map<String, Value>, &str)> {
    let end = text.find("\n\n")?;
    let head = &text[..end];
    let count = head.lines().count();
    let is_head = (2..=MAX_LINES).contains(&count) && head.lines().all(|line| key_and_value(line).is_some());
    let keys = keys(head).filter(|_| is_head)?;
    let mut found = Extracted::default();
    Keys::new(keys.clone()).describe(&mut found);
    let states = found.metadata.title.is_some() && found.metadata.date.is_some()
        || found.metadata.title.is_some() && count > 2;
    states.then(|| (keys, &text[end..]))
}

fn add(keys: &mut Map<String, Value>, key: &str, item: &str) {
    if let Some(Value::String(known)) = keys.get_mut(key) {
        *known = if known.is_empty() { item.to_owned() } else { format!("{known}, {item}") };
    }
}

/// Splits `Title: a text`. A key is a word or two.
fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_end();
    let is_key = key.starts_with(char::is_alphabetic)
        && key.chars().count() <= MAX_KEY
        && key.split(' ').count() <= 3
        && key.chars().all(|c| c.is_alphanumeric() || "_-. ".contains(c));
    let is_apart = value.is_empty() || value.starts_with([' ', '\t', '\u{a0}']);
    (is_key && is_apart).then(|| (key, value.trim()))
}

/// A value without its quotes; `None` for one of YAML's other forms, such as a list that is not closed.
fn plain(value: &str) -> Option<&str> {
    let value = value.trim();
    let quoted = |mark: char| value.strip_prefix(mark)?.strip_suffix(mark);
    let list = || value.strip_prefix('[')?.strip_suffix(']');
    match quoted('\'').or_else(|| quoted('"')).or_else(list) {
        Some(inner) => Some(inner),
        None => (!value.starts_with(['[', '{', '|', '>', '&', '*', '!'])).then_some(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(block: &str, expected: &str) {
        let shown = keys(block).map(|keys| Value::Object(keys).to_string());
        assert_eq!(shown.unwrap_or_default(), expected, "{block}");
    }

    #[test]
    fn what_people_write() {
        check(
            "title: Budget : ce qui change\ndate: 2025-10-02",
            r#"{"title":"Budget : ce qui change","date":"2025-10-02"}"#,
        );
        check("title: 'L'accord'\ntags:\n  - a\n  - b", r#"{"title":"L'accord","tags":"a, b"}"#);
        check("title: [Un", "");
        check("Une phrase.", "");
        check("http://x.example", "");
    }

    #[test]
    fn heads_without_fences() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(unfenced(text).map(|(_, body)| body.trim()), expected, "{text}");
        };
        check("Title: A\nDate: 2025-03-13\nSlug: a\n\nTexte", Some("Texte"));
        check("Note : ceci\nEt : cela\n\nTexte", None);
        check("Title: A\nUne phrase.\n\nTexte", None);
    }
}
