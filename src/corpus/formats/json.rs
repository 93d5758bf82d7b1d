//! JSON: one object, an array of objects, or one object a line. Each object is a document.
//!
//! Lines are read one by one in bounded memory. A line that cannot be read is a failure, and the other lines are read. Of two
//! equal keys the last wins; `NaN` is an error; half of a surrogate pair becomes U+FFFD.

use std::io::{BufRead, Cursor};

use serde_json::Value;

use super::html;
use super::reader::{Reader, Refused, decoding_warnings, text_bytes};
use crate::corpus::chunk::{Chunk, Chunks, LineFault};
use crate::corpus::input::damaged;
use crate::corpus::metadata::keys::Keys;
use crate::corpus::{extracted::Extracted, sink::Sink};
use crate::model::Stage;
use crate::text::decode::{binary_kind, clean, decode};

/// The reader of files with one JSON value.
pub(super) struct Json;

/// The reader of files with one JSON object a line.
pub(super) struct JsonLines;

impl Reader for Json {
    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let bytes = text_bytes(input, output.limits.max_document_bytes)?;
        let decoded = decode(&bytes, None);
        let error = match parse(&decoded.text) {
            Ok(value) => {
                let remarks = decoding_warnings(&decoded);
                remarks.into_iter().for_each(|(stage, reason)| output.warn(stage, None, reason));
                return values(value, decoded.encoding, output);
            }
            Err(error) => error,
        };
        if !is_object_a_line(&decoded.text) {
            output.fail(Stage::Parse, Some(error.line() as u64), parse_error(&error));
            return Ok(());
        }
        output.warn(Stage::Parse, None, "one object a line in a `.json` file: read as JSON lines");
        for chunk in Chunks::new(&mut &bytes[..], output.limits.max_line_bytes) {
            match chunk {
                Ok(chunk) => lines(&chunk, output),
                Err(fault) => fail_line(fault, output),
            }
        }
        Ok(())
    }
}

impl Reader for JsonLines {
    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let start = input.fill_buf().map_err(|error| Refused(Stage::Read, damaged(&error)))?;
        if let Some(kind) = binary_kind(start) {
            return Err(Refused(Stage::Decode, format!("not text: {kind}")));
        }
        if !is_utf16(start) {
            send_chunks(input, output);
            return Ok(());
        }
        // In UTF-16 line feeds cannot be found byte by byte: the file must fit the limit of one document.
        let bytes = text_bytes(input, output.limits.max_document_bytes)?;
        send_chunks(&mut Cursor::new(decode(&bytes, None).text), output);
        Ok(())
    }

    fn read_chunk(&self, chunk: &Chunk, output: &mut Sink<'_>) {
        lines(chunk, output);
    }
}

/// Sends the chunks of `input` on, to be parsed later, with the faults between them.
fn send_chunks(input: &mut dyn BufRead, output: &mut Sink<'_>) {
    for chunk in Chunks::new(input, output.limits.max_line_bytes) {
        match chunk {
            Ok(chunk) => output.chunk(chunk),
            Err(fault) => fail_line(fault, output),
        }
    }
}

fn fail_line(LineFault { line, reason }: LineFault, output: &mut Sink<'_>) {
    output.fail(Stage::Read, Some(line), reason);
}

fn is_utf16(start: &[u8]) -> bool {
    let sample = &start[..start.len().min(64)];
    sample.starts_with(b"\xff\xfe") || sample.starts_with(b"\xfe\xff") || sample.contains(&0)
}

/// Whether the first line is an object by itself and more lines follow.
fn is_object_a_line(text: &str) -> bool {
    let first = text.trim_start().split_once('\n').map(|(first, _)| parse(first));
    matches!(first, Some(Ok(Value::Object(_))))
}

fn values(value: Value, encoding: &'static str, output: &mut Sink<'_>) -> Result<(), Refused> {
    match value {
        Value::Array(list) => {
            for (n, item) in list.into_iter().enumerate() {
                object(item, encoding, Some(n as u32 + 1), None, output);
            }
        }
        one => object(one, encoding, None, None, output),
    }
    Ok(())
}

/// Parses the lines of a chunk.
fn lines(chunk: &Chunk, output: &mut Sink<'_>) {
    chunk.lines().for_each(|(number, bytes)| one_line(bytes, number, output));
}

fn one_line(bytes: &[u8], number: u64, output: &mut Sink<'_>) {
    let decoded = decode(bytes, None);
    if decoded.text.trim().is_empty() {
        return;
    }
    let remarks = decoding_warnings(&decoded);
    remarks.into_iter().for_each(|(stage, reason)| output.warn(stage, Some(number), reason));
    match parse(&decoded.text) {
        Ok(value) => object(value, decoded.encoding, u32::try_from(number).ok(), Some(number), output),
        Err(error) => output.fail(Stage::Parse, Some(number), parse_error(&error)),
    }
}

fn object(
    value: Value,
    encoding: &'static str,
    ordinal: Option<u32>,
    line: Option<u64>,
    output: &mut Sink<'_>,
) {
    let place = line.or(ordinal.map(u64::from));
    let Value::Object(keys) = value else {
        return output.fail(Stage::Parse, place, "not an object with a text");
    };
    let keys = Keys::new(keys);
    let mut found = Extracted { ordinal, line: place, encoding, ..Extracted::default() };
    keys.describe(&mut found);
    match keys.text().map(|text| without_tags(&text, output.limits.html.max_depth)) {
        Some(Ok(text)) => found.text = text,
        Some(Err(reason)) => return output.fail(Stage::Parse, place, reason),
        None => {
            return output.fail(Stage::Parse, place, "no text in it: looked for `text`, `body`, `content`");
        }
    }
    found.metadata.title = found.metadata.title.map(|title| html::inline(&title));
    output.document(found);
}

/// The text without tags.
fn without_tags(text: &str, max_html_depth: usize) -> Result<String, String> {
    let text = clean(text);
    match html::looks_marked_up(&text) {
        true => html::fragment(&text, max_html_depth),
        false => Ok(html::unescaped(&text).trim().to_owned()),
    }
}

/// Parses JSON. Exports of scraped text often have half surrogate pairs: they are replaced before a second attempt.
fn parse(text: &str) -> serde_json::Result<Value> {
    serde_json::from_str(text).or_else(|error| match without_lone_surrogates(text) {
        mended if mended != text => serde_json::from_str(&mended),
        _ => Err(error),
    })
}

/// Replaces an escaped surrogate, such as `\ud83d`, by `\ufffd` if the other half is missing.
fn without_lone_surrogates(text: &str) -> String {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(step) = text[at..].find('\\') {
        out.push_str(&text[at..at + step]);
        at += step;
        let (width, kept) = match (unit(at), unit(at + 6)) {
            (Some(0xd800..0xdc00), Some(0xdc00..0xe000)) => (12, true),
            (Some(0xd800..0xe000), _) => (6, false),
            // An escaped backslash is skipped with its backslash, so that `\\ud83d` is no escape.
            _ => (1 + text[at + 1..].chars().next().map_or(0, char::len_utf8), true),
        };
        out.push_str(if kept { &text[at..at + width] } else { "\\ufffd" });
        at += width;
    }
    out + &text[at..]
}

fn parse_error(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let reason = text.split(" at line").next().unwrap_or_default();
    match reason.contains("recursion limit") {
        true => format!("JSON nested too deep, at column {}", error.column()),
        false => format!("not JSON: {reason}, at column {}", error.column()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::limits::Limits;
    use crate::corpus::sink::Item;
    use proptest::prelude::*;

    fn items(reader: &dyn Reader, input: &[u8]) -> Vec<String> {
        let (limits, mut seen) = (Limits { max_line_bytes: 400, ..Limits::default() }, Vec::new());
        let mut sink = |item| seen.push(item);
        let mut output = Sink::new("x.json", &limits, &mut sink);
        let refused = reader.read(&mut Cursor::new(input), &mut output).err().map(|refused| refused.1);
        let seen = seen.into_iter().flat_map(|item| parsed(reader, item, &limits));
        seen.map(|item| show(&item)).chain(refused).collect()
    }

    /// What becomes of an item once its chunk, if it is one, was parsed.
    fn parsed(reader: &dyn Reader, item: Item, limits: &Limits) -> Vec<Item> {
        let Item::Chunk(chunk) = item else { return vec![item] };
        let mut seen = Vec::new();
        reader.read_chunk(&chunk, &mut Sink::new("x.json", limits, &mut |item| seen.push(item)));
        seen
    }

    fn show(item: &Item) -> String {
        match item {
            Item::Chunk(chunk) => unreachable!("{chunk:?}"),
            Item::Document(d) => {
                let m = &d.metadata;
                let date = m.date.map(|d| d.to_string());
                let said = [
                    d.declared_id.clone(),
                    m.title.clone(),
                    date,
                    m.author.clone(),
                    m.url.clone(),
                    Some(d.text.clone()),
                ];
                format!("{} {}", d.path_id(), said.into_iter().flatten().collect::<Vec<_>>().join(" | "))
            }
            Item::Problem(p) => p.to_string(),
        }
    }

    fn check(reader: &dyn Reader, input: &str, expected: &[&str]) {
        assert_eq!(items(reader, input.as_bytes()), expected, "{input}");
    }

    #[test]
    fn one_object_or_many() {
        check(&Json, r#"{"ID": 7, "Titre": "A", "texte": "B"}"#, &["x.json 7 | A | B"]);
        check(
            &Json,
            r#"[{"body": "A"}, 3, {"body": "B"}]"#,
            &["x.json#1 A", "x.json:2: parse: not an object with a text", "x.json#3 B"],
        );
        check(
            &Json,
            "{\"text\": \"A\"}\n{\"text\": \"B\"}",
            &[
                "x.json: parse: one object a line in a `.json` file: read as JSON lines",
                "x.json#1 A",
                "x.json#2 B",
            ],
        );
        check(&Json, "{", &["x.json:1: parse: not JSON: EOF while parsing an object, at column 1"]);
    }

    #[test]
    fn a_bad_line_is_named_and_the_rest_goes_on() {
        let input =
            "{\"text\":\"A\"}\nnon\n\n{\"title\":\"B\"}\n{\"text\":\"C\",\"n\":NaN}\n{\"text\":\"D\"}";
        check(
            &JsonLines,
            input,
            &[
                "x.json#1 A",
                "x.json:2: parse: not JSON: expected ident, at column 2",
                "x.json:4: parse: no text in it: looked for `text`, `body`, `content`",
                "x.json:5: parse: not JSON: expected value, at column 17",
                "x.json#6 D",
            ],
        );
        let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"B\"}}", "a".repeat(500));
        check(
            &JsonLines,
            &long,
            &["x.json:1: read: longer than the limit of 400 bytes for one line", "x.json#2 B"],
        );
        check(&JsonLines, &"[".repeat(300), &["x.json:1: parse: JSON nested too deep, at column 128"]);
    }

    #[test]
    fn values_are_understood() {
        check(
            &JsonLines,
            r#"{"text":"x","text":"y","date":1710201600,"authors":["A",{"name":"B"}],"url":"https://x.fr"}"#,
            &["x.json#1 2024-03-12 | A, B | https://x.fr | y"],
        );
        check(
            &JsonLines,
            r#"{"content":["Un.","Deux."],"title":"L&#8217;<em>IA</em>"}"#,
            &["x.json#1 L’IA | Un.\n\nDeux."],
        );
        check(
            &JsonLines,
            r#"{"text":"<p>Un</p><p>R&amp;D</p>","title":"a < b"}"#,
            &["x.json#1 a < b | Un\n\nR&D"],
        );
        check(
            &JsonLines,
            r#"{"text":"a\u0000b \ud83d c \\ud83d \ud83d\ude00"}"#,
            &["x.json#1 ab \u{fffd} c \\ud83d 😀"],
        );
        check(
            &JsonLines,
            r#"{"text":"A","date":"9999-99-99"}"#,
            &[
                "x.json:1: parse: the date `9999-99-99` is no day between 1900 and 2100: left out",
                "x.json#1 A",
            ],
        );
    }

    #[test]
    fn utf16_lines_are_found() {
        let text = "{\"text\":\"déjà\"}\n{\"text\":\"B\"}";
        let bytes: Vec<u8> =
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(items(&JsonLines, &bytes), ["x.json#1 déjà", "x.json#2 B"]);
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = (items(&Json, &bytes), items(&JsonLines, &bytes));
        }

        #[test]
        fn no_near_json_panics(text in r#"[{}\[\]":,\\udc83é<>a0 \n]{0,120}"#) {
            let _ = (items(&Json, text.as_bytes()), items(&JsonLines, text.as_bytes()), without_lone_surrogates(&text));
        }
    }
}
