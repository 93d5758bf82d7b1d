//! One field of a hit as the content of a cell. The format escapes it.

use std::borrow::Cow;
use std::fmt::Display;
use std::ops::Range;

use super::field::FieldName;
use crate::model::Hit;

/// The content of a cell.
#[derive(Debug, PartialEq)]
pub(super) enum Cell<'a> {
    /// Text from a document, which the format has to escape.
    Text(Cow<'a, str>),
    /// A whole number, a day or a list of ranges.
    Plain(String),
    /// A number that may have a fraction.
    Decimal(f32),
}

/// The cell of `field`; empty where the hit does not have it.
pub(super) fn cell(field: FieldName, hit: &Hit) -> Cell<'_> {
    let metadata = &hit.metadata;
    match field {
        FieldName::Rank => plain(hit.rank),
        FieldName::Id => text(&hit.id),
        FieldName::Path => text(&hit.path),
        FieldName::Title => optional(&metadata.title),
        FieldName::Date => Cell::Plain(metadata.date.map(|date| date.to_string()).unwrap_or_default()),
        FieldName::Source => optional(&metadata.source),
        FieldName::Author => optional(&metadata.author),
        FieldName::Url => optional(&metadata.url),
        FieldName::Language => optional(&metadata.language),
        FieldName::Passage => plain(hit.passage),
        FieldName::Passages => plain(hit.passages),
        FieldName::Page => Cell::Plain(hit.page.map(|page| page.to_string()).unwrap_or_default()),
        FieldName::Start => plain(hit.range.start),
        FieldName::End => plain(hit.range.end),
        FieldName::Text => text(&hit.text),
        FieldName::Snippet => text(snippet(hit)),
        FieldName::Marks => ranges(&hit.marks),
        FieldName::TitleMarks => ranges(&hit.title_marks),
        FieldName::Score => Cell::Decimal(hit.score),
        FieldName::Missing => list(&hit.missing),
        FieldName::Has => list(&hit.has),
        FieldName::Lacks => list(&hit.lacks),
        FieldName::Complete => plain(hit.complete),
        FieldName::Explanation => explanation(hit),
        FieldName::Sentence => text(sentence(hit)),
        FieldName::Context => text(&hit.text),
        FieldName::WordsFound => list(&words_found(hit)),
        FieldName::Remark => text(""),
    }
}

/// The sentence that says most of it; nothing where nobody looked for it.
pub(super) fn sentence(hit: &Hit) -> &str {
    hit.text.get(hit.sentence.clone()).unwrap_or("")
}

/// The matches of the passage as they stand there, each once, in order.
pub(super) fn words_found(hit: &Hit) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in hit.marks.iter().filter_map(|mark| hit.text.get(mark.clone())) {
        if !found.iter().any(|known| known.to_lowercase() == word.to_lowercase()) {
            found.push(word.to_owned());
        }
    }
    found
}

/// The snippet of the passage; the whole passage where the range does not fit the text.
pub(super) fn snippet(hit: &Hit) -> &str {
    hit.text.get(hit.snippet.clone()).unwrap_or(&hit.text)
}

fn text(value: &str) -> Cell<'_> {
    Cell::Text(Cow::Borrowed(value))
}

fn optional(value: &Option<String>) -> Cell<'_> {
    text(value.as_deref().unwrap_or(""))
}

fn list(values: &[String]) -> Cell<'static> {
    Cell::Text(Cow::Owned(values.join(", ")))
}

fn plain(value: impl Display) -> Cell<'static> {
    Cell::Plain(value.to_string())
}

/// Ranges as `12..18 40..52`. No spreadsheet takes that for a date, as it would take `1-12`.
fn ranges(ranges: &[Range<usize>]) -> Cell<'static> {
    let shown: Vec<String> = ranges.iter().map(|range| format!("{}..{}", range.start, range.end)).collect();
    Cell::Plain(shown.join(" "))
}

/// The explanation as JSON, because it is a tree.
fn explanation(hit: &Hit) -> Cell<'static> {
    let json = hit.explanation.as_ref().and_then(|explanation| serde_json::to_string(explanation).ok());
    Cell::Text(Cow::Owned(json.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    fn check(field: FieldName, expected: &str) {
        let hit = &sample::hits()[0];
        let got = match cell(field, hit) {
            Cell::Text(text) => text.into_owned(),
            Cell::Plain(text) => text,
            Cell::Decimal(number) => number.to_string(),
        };
        assert_eq!(got, expected, "{field}");
    }

    #[test]
    fn cells() {
        check(FieldName::Rank, "1");
        check(FieldName::Date, "2025-10-28");
        check(FieldName::Author, "");
        check(FieldName::Marks, "17..22 33..39");
        check(FieldName::Missing, "");
        check(FieldName::Snippet, "Le contrôle des puces pèse sur NVIDIA.");
    }

    #[test]
    fn a_snippet_that_does_not_fit_is_the_passage() {
        let hit = Hit { text: "é".to_owned(), snippet: 1..9, ..Hit::default() };
        assert_eq!(snippet(&hit), "é");
    }
}
