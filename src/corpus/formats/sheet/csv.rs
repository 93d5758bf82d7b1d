//! Tables as text: values between commas, semicolons, tabs or bars.

use std::io::BufRead;

use csv::{ReaderBuilder, StringRecord};

use super::Columns;
use super::columns::column;
use crate::corpus::formats::reader::{About, Reader, Refused, decoding_warnings, text_bytes};
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage};
use crate::text::decode::{Decoded, decode};

/// The reader of tables as text.
pub(in crate::corpus::formats) struct Csv;

/// What may stand between values, the likeliest first.
const SEPARATORS: &[u8] = b",;\t|";

impl Reader for Csv {
    fn about(&self) -> About {
        About {
            name: "CSV",
            en: "one text a row; the headings say which column is which",
            fr: "un texte par ligne ; les intitulés disent le rôle des colonnes",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let bytes = text_bytes(input, output.limits.max_document_bytes)?;
        let decoded = decode(&bytes, None);
        let text = with_tabs(&bytes, &decoded);
        drop(bytes);
        for (stage, reason) in decoding_warnings(&decoded) {
            output.warn(stage, None, reason);
        }
        let (declared, table) = declared_separator(text.as_deref().unwrap_or(&decoded.text));
        let separator = declared.unwrap_or_else(|| separator(table));
        let mut rows = ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .has_headers(true)
            .from_reader(table.as_bytes());
        let headings = rows.headers().map(cells).map_err(|error| unreadable(&error))?;
        let columns = Columns::of(&headings, output).map_err(|reason| Refused(Stage::Parse, reason))?;
        for (at, row) in rows.records().enumerate() {
            match row {
                Ok(row) => {
                    let line = row.position().map_or(0, csv::Position::line);
                    columns.send(&cells(&row), [at as u64 + 1, line], decoded.encoding, output);
                }
                Err(error) => {
                    let Refused(stage, reason) = unreadable(&error);
                    output.fail(stage, error.position().map(csv::Position::line), reason);
                }
            }
        }
        Ok(())
    }
}

/// The decoded text with its tabs, if it has any: a decoded text has spaces in their place.
fn with_tabs(bytes: &[u8], decoded: &Decoded) -> Option<String> {
    if !bytes.contains(&b'\t') {
        return None;
    }
    if decoded.encoding.starts_with("utf-16") {
        let encoding = encoding_rs::Encoding::for_label(decoded.encoding.as_bytes())?;
        return Some(encoding.decode(bytes).0.into_owned());
    }
    let pieces = bytes.split(|byte| *byte == b'\t').map(|piece| decode(piece, Some(decoded.encoding)).text);
    Some(pieces.collect::<Vec<_>>().join("\t"))
}

fn cells(row: &StringRecord) -> Vec<String> {
    row.iter().map(str::to_owned).collect()
}

fn unreadable(error: &csv::Error) -> Refused {
    Refused(Stage::Parse, Reason::Damaged { format: "CSV".to_owned(), said: error.to_string() })
}

/// The separator that the first line names for Excel (`sep=;`), and the table after it.
fn declared_separator(text: &str) -> (Option<u8>, &str) {
    let text = text.trim_start_matches('\u{feff}');
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end().strip_prefix("sep=").map(str::as_bytes) {
        Some([separator]) => (Some(*separator), rest),
        _ => (None, text),
    }
}

/// The separator with which most headings are known; then that with most columns.
fn separator(table: &str) -> u8 {
    let score = |separator: u8| {
        let mut rows = ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(table.as_bytes());
        let headings = rows.headers().map(cells).unwrap_or_default();
        (headings.iter().filter(|heading| column(heading).is_some()).count(), headings.len())
    };
    let mut best = SEPARATORS[0];
    for &separator in SEPARATORS {
        if score(separator) > score(best) {
            best = separator;
        }
    }
    best
}
