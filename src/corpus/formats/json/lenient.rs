//! Lenient JSON: a text in, its values out, also where a program wrote what is not quite JSON.
//!
//! Mended are `NaN` and `Infinity`, which become `null`; line ends and other control characters in strings; and halves of
//! surrogate pairs, which become U+FFFD. Several values may follow each other, as `jq .` writes them.

use serde_json::{Deserializer, Value};

use crate::model::Reason;

/// Parses one value. What is not JSON is mended before a second attempt.
pub(super) fn parse(text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(text).or_else(|error| match mended(text) {
        mended if mended != text => serde_json::from_str(&mended).map_err(|_| error),
        _ => Err(error),
    })
}

/// A value of a text, or why it is none, with the number of the line.
pub(super) type Found = Result<Value, (u64, Reason)>;

/// Parses values that follow each other. After one that cannot be read, the next line that opens an object goes on.
pub(super) fn values(text: &str) -> Vec<Found> {
    let text = mended(text);
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while !text[at..].trim_start().is_empty() {
        let mut stream = Deserializer::from_str(&text[at..]).into_iter::<Value>();
        let Some(value) = stream.next() else { break };
        let end = at + stream.byte_offset();
        let next = match value {
            Ok(value) => {
                found.push(Ok(value));
                end
            }
            Err(error) => {
                found.push(Err((line + error.line() as u64 - 1, reason(&error))));
                next_object(&text, end.max(at + 1))
            }
        };
        line += text[at..next].matches('\n').count() as u64;
        at = next;
    }
    found
}

/// The offset of the next line that begins with `{`.
fn next_object(text: &str, from: usize) -> usize {
    let from = text.ceil_char_boundary(from);
    text[from..].find("\n{").map_or(text.len(), |step| from + step + 1)
}

/// Why a text is not JSON.
pub(super) fn reason(error: &serde_json::Error) -> Reason {
    let (text, column) = (error.to_string(), error.column());
    let said = text.split(" at line").next().unwrap_or_default();
    match said.contains("recursion limit") {
        true => Reason::JsonTooDeep { column },
        false => Reason::NotJson { said: said.to_owned(), column },
    }
}

/// The text with what JSON does not allow replaced. Outside strings only names of numbers are.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (width, kept) = match c {
            '\\' if in_string => escape(rest),
            '\n' if in_string => (1, Some("\\n")),
            '\0'..='\u{1f}' if in_string => (1, Some(" ")),
            '"' => {
                in_string = !in_string;
                (1, None)
            }
            'N' | 'I' | '-' if !in_string => not_a_number(rest),
            other => (other.len_utf8(), None),
        };
        out.push_str(kept.unwrap_or(&rest[..width]));
        at += width;
    }
    out
}

/// The width of a name that programs write for what is no number, and `null`.
fn not_a_number(rest: &str) -> (usize, Option<&'static str>) {
    let name = ["NaN", "Infinity", "-Infinity"].into_iter().find(|name| rest.starts_with(name));
    name.map_or((1, None), |name| (name.len(), Some("null")))
}

/// The width of an escape, and U+FFFD for half of a surrogate pair. An escaped backslash goes with its backslash, so that
/// `\\ud83d` is no escape.
fn escape(rest: &str) -> (usize, Option<&'static str>) {
    let unit = |at: usize| u16::from_str_radix(rest.get(at..at + 6)?.strip_prefix("\\u")?, 16).ok();
    match (unit(0), unit(6)) {
        (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => (12, None),
        (Some(0xd800..0xe000), _) => (6, Some("\\ufffd")),
        _ => (1 + rest[1..].chars().next().map_or(0, char::len_utf8), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[&str]) {
        let shown = |found: Found| match found {
            Ok(value) => value.to_string(),
            Err((line, reason)) => {
                format!("{line}: {reason:?}").split(" {").next().unwrap_or_default().to_owned()
            }
        };
        assert_eq!(values(text).into_iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn what_programs_write() {
        check("{\"a\": NaN, \"b\": [-Infinity, \"NaN\"]}", &[r#"{"a":null,"b":[null,"NaN"]}"#]);
        check("{\"a\": \"un\ndeux\u{2028}trois\u{1}\"}", &["{\"a\":\"un\\ndeux\u{2028}trois \"}"]);
        check(r#"{"a": "\ud83d \\ud83d \ud83d\ude00"}"#, &["{\"a\":\"\u{fffd} \\\\ud83d 😀\"}"]);
    }

    #[test]
    fn values_follow_each_other() {
        check("{\n \"a\": 1\n}\n{\"b\": 2} [3]", &[r#"{"a":1}"#, r#"{"b":2}"#, "[3]"]);
        check("{\n \"a\": \n}\n{\n \"b\": 2\n}", &["3: NotJson", r#"{"b":2}"#]);
        check("{\"a\": 1}\nnon\n{\"b\": 2}\n{", &[r#"{"a":1}"#, "2: NotJson", r#"{"b":2}"#, "4: NotJson"]);
        check(" \n", &[]);
    }

    proptest! {
        #[test]
        fn json_is_not_changed(list in prop::collection::vec("\\PC{0,12}", 0..5)) {
            let text = serde_json::to_string(&list).unwrap_or_default();
            prop_assert_eq!(mended(&text), text);
        }

        #[test]
        fn nothing_panics(text in r#"[{}\[\]":,\\udc83é<>aNI\- \n]{0,120}"#) {
            let _ = (values(&text), parse(&text));
        }
    }
}
