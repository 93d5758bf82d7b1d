//! JSON: one object, an array of objects, several values, or one object a line. Each object is a document.
//!
//! `lenient` parses what programs write, `shape` finds the articles in it, `metadata::keys` reads them. Lines are read one by one
//! in bounded memory. A line that cannot be read is a failure, and the other lines are read. Of two equal keys the last wins.

mod lenient;
mod shape;

use std::io::{BufRead, Cursor};

use serde_json::Value;

use super::html;
use super::reader::{About, Reader, Refused, decoding_warnings, text_bytes};
use crate::corpus::chunk::{Chunk, Chunks, LineFault};
use crate::corpus::input::damaged;
use crate::corpus::metadata::keys::Keys;
use crate::corpus::{extracted::Extracted, sink::Sink};
use crate::model::{Reason, Stage};
use crate::text::decode::{binary_kind, characters, clean};

/// The reader of files with one JSON value.
pub(super) struct Json;

/// The reader of files with one JSON object a line.
pub(super) struct JsonLines;

impl Reader for Json {
    fn about(&self) -> About {
        About {
            name: "JSON",
            en: "one object with a text, or a list of them",
            fr: "un objet avec un texte, ou une liste",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let bytes = text_bytes(input, output.limits.max_document_bytes)?;
        let decoded = characters(&bytes, None);
        if is_object_a_line(&decoded.text) {
            output.warn(Stage::Parse, None, Reason::JsonLines);
            send_lines(&bytes, output);
            return Ok(());
        }
        let remarks = decoding_warnings(&decoded);
        remarks.into_iter().for_each(|(stage, reason)| output.warn(stage, None, reason));
        let values = lenient::values(&decoded.text);
        let is_one = matches!(&values[..], [Ok(value)] if !shape::is_list(value));
        let mut ordinal = 0;
        for value in values {
            match value {
                Ok(value) => shape::articles(renamed(value, output)).into_iter().for_each(|item| {
                    ordinal += 1;
                    let place = Place { ordinal: (!is_one).then_some(ordinal), ..Place::default() };
                    object(item, decoded.encoding, place, output);
                }),
                Err((line, reason)) => {
                    ordinal += 1;
                    output.fail(Stage::Parse, Some(line), reason);
                }
            }
        }
        if ordinal == 0 {
            output.warn(Stage::Parse, None, Reason::NoArticle);
        }
        Ok(())
    }
}

impl Reader for JsonLines {
    fn about(&self) -> About {
        About {
            name: "JSON Lines",
            en: "one object with a text on each line",
            fr: "un objet avec un texte sur chaque ligne",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn streams(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let start = input.fill_buf().map_err(|error| Refused(Stage::Read, damaged(&error)))?;
        if let Some(kind) = binary_kind(start) {
            return Err(Refused(Stage::Decode, Reason::NotText { kind }));
        }
        if is_spread(start) {
            return Json.read(input, output);
        }
        if !is_utf16(start) {
            send_chunks(input, output);
            return Ok(());
        }
        // In UTF-16 line feeds cannot be found byte by byte: the file must fit the limit of one document.
        let bytes = text_bytes(input, output.limits.max_document_bytes)?;
        send_chunks(&mut Cursor::new(characters(&bytes, None).text), output);
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
            Ok(chunk) if output.is_member() => lines(&chunk, output),
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
    let first = text.trim_start().split_once('\n').filter(|(_, rest)| !rest.trim().is_empty());
    matches!(first.map(|(first, _)| lenient::parse(first)), Some(Ok(Value::Object(_))))
}

/// Whether a value is spread over several lines, so that the file has no object a line.
fn is_spread(start: &[u8]) -> bool {
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    let first = start.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii_end();
    first.starts_with(b"[") || first == b"{"
}

/// Parses the lines of a file that was read whole.
fn send_lines(bytes: &[u8], output: &mut Sink<'_>) {
    for chunk in Chunks::new(&mut &bytes[..], output.limits.max_line_bytes) {
        match chunk {
            Ok(chunk) => lines(&chunk, output),
            Err(fault) => fail_line(fault, output),
        }
    }
}

/// Where an object stands in its file.
#[derive(Debug, Clone, Default)]
struct Place {
    /// The number of the article, from 1, in a file of several.
    ordinal: Option<u32>,
    /// The number of its line, in a file of lines.
    line: Option<u64>,
    /// The number of the article, from 1, in a line of several.
    within: Option<usize>,
}

/// Parses the lines of a chunk.
fn lines(chunk: &Chunk, output: &mut Sink<'_>) {
    chunk.lines().for_each(|(number, bytes)| one_line(bytes, number, output));
}

fn one_line(bytes: &[u8], number: u64, output: &mut Sink<'_>) {
    let decoded = characters(bytes, None);
    if decoded.text.trim().is_empty() {
        return;
    }
    let remarks = decoding_warnings(&decoded);
    remarks.into_iter().for_each(|(stage, reason)| output.warn(stage, Some(number), reason));
    match lenient::parse(&decoded.text) {
        Ok(value) => {
            let value = renamed(value, output);
            let is_list = value.is_object() && shape::is_list(&value);
            let items = if is_list { shape::articles(value) } else { vec![value] };
            for (n, item) in items.into_iter().enumerate() {
                let within = is_list.then_some(n + 1);
                let place = Place { ordinal: u32::try_from(number).ok(), line: Some(number), within };
                object(item, decoded.encoding, place, output);
            }
        }
        Err(error) => output.fail(Stage::Parse, Some(number), lenient::reason(&error)),
    }
}

/// A value with the keys that the rules of the corpus give other names.
fn renamed(mut value: Value, output: &Sink<'_>) -> Value {
    if output.rules.renames() {
        output.rules.rename(output.name(), &mut value);
    }
    value
}

fn object(value: Value, encoding: &'static str, place: Place, output: &mut Sink<'_>) {
    let line = place.line.or(place.ordinal.map(u64::from));
    let Value::Object(keys) = value else {
        return output.fail(Stage::Parse, line, Reason::NotAnObject);
    };
    let keys = Keys::new(keys);
    let mut found = Extracted { ordinal: place.ordinal, line, encoding, ..Extracted::default() };
    keys.describe(&mut found);
    if let (None, Some(n)) = (&found.id, place.within) {
        found.id = Some(output.part_id(line.unwrap_or_default(), n));
    }
    let Some(text) = text_of(&keys, &mut found) else {
        return output.fail(Stage::Parse, line, Reason::NoTextKey);
    };
    match without_tags(&text, output.limits.html.max_depth) {
        Ok(text) => found.text = text,
        Err(reason) => return output.fail(Stage::Parse, line, reason),
    }
    found.metadata.title = found.metadata.title.map(|title| html::inline(&title));
    output.document(found);
}

/// The text, else the summary beside a title. What is not the whole text is marked.
fn text_of(keys: &Keys, found: &mut Extracted) -> Option<String> {
    let Some(text) = keys.text() else {
        let summary = keys.summary().filter(|_| found.metadata.title.is_some())?;
        found.warnings.push((Stage::Parse, Reason::SummaryOnly));
        return Some(summary);
    };
    let Some((start, characters)) = cut_by_service(&text) else { return Some(text) };
    found.warnings.push((Stage::Parse, Reason::TextCut { characters }));
    Some(start.to_owned())
}

/// The text before `… [+3121 chars]`, as services write that give the beginning only, and the number.
fn cut_by_service(text: &str) -> Option<(&str, usize)> {
    let (start, mark) = text.trim_end().strip_suffix(']')?.rsplit_once("[+")?;
    let number = mark.strip_suffix(" chars").or_else(|| mark.strip_suffix(" characters"))?;
    Some((start.trim_end(), number.parse().ok()?))
}

/// The text without tags.
fn without_tags(text: &str, max_html_depth: usize) -> Result<String, Reason> {
    html::fragment_or_text(&clean(text), max_html_depth).map(|text| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::limits::Limits;
    use crate::corpus::sink::Item;
    use crate::corpus::tests::shown;
    use proptest::prelude::*;

    fn items(reader: &dyn Reader, input: &[u8]) -> Vec<String> {
        let limits = Limits { max_line_bytes: 400, ..Limits::default() };
        let mut seen = Vec::new();
        let mut sink = |item| seen.push(item);
        let mut output = Sink::new("x.json", &limits, &mut sink);
        let refused = reader.read(&mut Cursor::new(input), &mut output).err();
        let seen = seen.into_iter().flat_map(|item| parsed(reader, item, &limits));
        seen.map(|item| show(&item)).chain(refused.map(|refused| format!("{:?}", refused.1))).collect()
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
                let fields = [
                    d.declared_id.clone(),
                    m.title.clone(),
                    date,
                    m.author.clone(),
                    m.url.clone(),
                    Some(d.text.clone()),
                ];
                format!("{} {}", d.path_id(), fields.into_iter().flatten().collect::<Vec<_>>().join(" | "))
            }
            Item::Problem(problem) => shown(problem),
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
            &["x.json#1 A", "x.json:2: parse: not_an_object", "x.json#3 B"],
        );
        check(
            &Json,
            "{\"text\": \"A\"}\n{\"text\": \"B\"}",
            &["x.json: parse: json_lines", "x.json#1 A", "x.json#2 B"],
        );
        check(&Json, "{", &["x.json:1: parse: not_json: EOF while parsing an object, 1"]);
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
                "x.json:2: parse: not_json: expected ident, 2",
                "x.json:4: parse: no_text_key",
                "x.json#5 C",
                "x.json#6 D",
            ],
        );
        let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"B\"}}", "a".repeat(500));
        check(&JsonLines, &long, &["x.json:1: read: too_large: line, 400", "x.json#2 B"]);
        check(&JsonLines, &"[".repeat(300), &["x.json:1: parse: json_too_deep: 128"]);
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
            &["x.json:1: parse: bad_date: 9999-99-99", "x.json#1 A"],
        );
    }

    #[test]
    fn an_answer_without_articles_is_named() {
        check(&Json, r#"{"status": "ok", "articles": []}"#, &["x.json: parse: no_article"]);
        check(&Json, "[]", &["x.json: parse: no_article"]);
    }

    #[test]
    fn values_over_several_lines() {
        for reader in [&Json as &dyn Reader, &JsonLines] {
            check(reader, "{\n \"text\": \"A\"\n}\n{\n \"text\": \"B\"\n}", &["x.json#1 A", "x.json#2 B"]);
            check(reader, "[\n{\"text\": \"A\u{2028}B\"}]", &["x.json#1 A\nB"]);
        }
    }

    #[test]
    fn services_and_their_short_texts() {
        let page = r#"{"articles": [{"title": "T", "content": "Un début… [+12 chars]"}, {"title": "U", "description": "D"}]}"#;
        let marked = ["parse: text_cut: 12", "T | Un début…", "parse: summary_only", "U | D"];
        let [cut, first, short, second] = marked;
        check(
            &Json,
            page,
            &[
                &format!("x.json:1: {cut}"),
                &format!("x.json#1 {first}"),
                &format!("x.json:2: {short}"),
                &format!("x.json#2 {second}"),
            ],
        );
        check(
            &JsonLines,
            page,
            &[
                &format!("x.json:1: {cut}"),
                &format!("x.json#1 x.json#1.1 | {first}"),
                &format!("x.json:1: {short}"),
                &format!("x.json#1 x.json#1.2 | {second}"),
            ],
        );
    }

    #[test]
    fn a_tag_that_is_only_mentioned_is_text() {
        let check = |text: &str, expected: &str| {
            let line = serde_json::json!({ "text": text }).to_string();
            check(&JsonLines, &line, &[&format!("x.json#1 {expected}")]);
        };
        check("Une <b>page</b> sans <noscript> ni <script>.", "Une page sans <noscript> ni <script>.");
        check("Sans balise <svg>,\n5 &lt; 6.", "Sans balise <svg>,\n5 < 6.");
        check("<p>Si le cours<b passe et que la prime>c.</p>", "Si le cours<b passe et que la prime>c.");
        let wide = format!("{{\"text\":\"<p {}>\"}}", "a='x' ".repeat(1_001));
        let limits = Limits::default();
        let mut seen = Vec::new();
        let _ = Json.read(
            &mut Cursor::new(wide),
            &mut Sink::new("x.json", &limits, &mut |item| seen.push(show(&item))),
        );
        assert_eq!(seen, ["x.json: parse: too_many_attributes: 1000"]);
    }

    #[test]
    fn utf16_lines_are_found() {
        let text = "{\"text\":\"déjà\"}\n{\"text\":\"B\"}";
        let bytes: Vec<u8> =
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(items(&JsonLines, &bytes), ["x.json#1 déjà", "x.json#2 B"]);
    }

    const MENTIONS: &str = "<!?/?-?-?(script|noscript|iframe|svg|textarea|select|button|style|title|xmp|object|video|math|x|a|p|b|br|table|template|plaintext|frameset|NVIDIA|head|o:p)?( [a-z]{1,3}(=\"?[a-z]{1,2}\"?)?){0,2}/?>?";

    proptest! {
        #[test]
        fn a_mention_loses_no_word(before in "(avant[0-9]{1,3}[ ,.\n]{1,2}){1,4}", tag in MENTIONS, after in "([ ,.\n]apres[0-9]{1,3}){1,4}[.]", wrapped: bool) {
            let text = format!("{before}{tag}{after}");
            let text = if wrapped { format!("<p>{text}</p><p>Fin <em>vive</em>.</p>") } else { text };
            let line = serde_json::json!({ "text": text }).to_string();
            let limits = Limits::default();
            let mut seen = String::new();
            one_line(line.as_bytes(), 1, &mut Sink::new("x.json", &limits, &mut |item| seen.push_str(&show(&item))));
            for word in format!("{before} {after}").split(|c: char| !c.is_alphanumeric()) {
                prop_assert!(seen.contains(word), "{} of {:?} is not in {:?}", word, text, seen);
            }
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = (items(&Json, &bytes), items(&JsonLines, &bytes));
        }

        #[test]
        fn no_near_json_panics(text in r#"[{}\[\]":,\\udc83é<>a0 \n]{0,120}"#) {
            let _ = (items(&Json, text.as_bytes()), items(&JsonLines, text.as_bytes()), ());
        }
    }
}
