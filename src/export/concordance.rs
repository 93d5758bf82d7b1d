//! The lines of a concordance as CSV, TSV or JSON, one use after the other.

use std::io::{self, Write};

use super::cell::Cell;
use super::delimited::Delimited;
use crate::model::Use;

/// The columns of a table of uses.
const COLUMNS: [&str; 11] =
    ["id", "date", "source", "title", "author", "url", "passage", "start", "left", "match", "right"];

/// The format of a file of uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseFormat {
    /// Comma-separated values.
    Csv,
    /// Tab-separated values, a use a line.
    Tsv,
    /// JSON, a use a line.
    Jsonl,
}

/// Writes uses as they come. It holds one at a time.
pub struct UseWriter<'w> {
    /// `None` is JSON.
    table: Option<Delimited>,
    out: &'w mut dyn Write,
}

impl<'w> UseWriter<'w> {
    /// Begins a file.
    ///
    /// # Errors
    /// The writer fails.
    pub fn new(format: UseFormat, out: &'w mut dyn Write) -> io::Result<Self> {
        let table = match format {
            UseFormat::Csv => Some(Delimited::csv(Vec::new())),
            UseFormat::Tsv => Some(Delimited::tsv(Vec::new())),
            UseFormat::Jsonl => None,
        };
        if let Some(table) = &table {
            table.line(COLUMNS.into_iter().map(Into::into), out)?;
        }
        Ok(UseWriter { table, out })
    }

    /// Writes a use.
    ///
    /// # Errors
    /// The writer fails.
    pub fn write(&mut self, one: &Use) -> io::Result<()> {
        match &self.table {
            Some(table) => table.line(cells(one).into_iter().map(|cell| table.show(cell)), self.out),
            None => {
                serde_json::to_writer(&mut *self.out, one)?;
                self.out.write_all(b"\n")
            }
        }
    }
}

fn cells(one: &Use) -> [Cell<'_>; 11] {
    let Use { id, metadata, passage, start, left, form, right } = one;
    let text = |text: &'_ str| Cell::Text(text.to_owned().into());
    let optional = |value: &Option<String>| Cell::Text(value.clone().unwrap_or_default().into());
    let date = metadata.date.map(|date| date.to_string()).unwrap_or_default();
    [
        text(id),
        Cell::Plain(date),
        optional(&metadata.source),
        optional(&metadata.title),
        optional(&metadata.author),
        optional(&metadata.url),
        Cell::Plain(passage.to_string()),
        Cell::Plain(start.to_string()),
        text(left),
        text(form),
        text(right),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Metadata;

    fn check(format: UseFormat, expected: &[&str]) {
        let metadata = Metadata { title: Some("=1".to_owned()), ..Metadata::default() };
        let [id, left, form, right] = ["a", "dit \"la\",", "part", "de\u{a0}marché"].map(str::to_owned);
        let one = Use { id, metadata, passage: 2, start: 40, left, form, right };
        let mut out = Vec::new();
        UseWriter::new(format, &mut out).unwrap().write(&one).unwrap();
        assert_eq!(String::from_utf8(out).unwrap().lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn uses_are_lines() {
        let head = COLUMNS.join(",");
        check(UseFormat::Csv, &[&head, "a,,,'=1,,,2,40,\"dit \"\"la\"\",\",part,de\u{a0}marché"]);
        let head = COLUMNS.join("\t");
        check(UseFormat::Tsv, &[&head, "a\t\t\t'=1\t\t\t2\t40\tdit \"la\",\tpart\tde\u{a0}marché"]);
        let json =
            r#"{"id":"a","title":"=1","date":null,"source":null,"author":null,"url":null,"language":null,"#
                .to_owned()
                + "\"passage\":2,\"start\":40,\"left\":\"dit \\\"la\\\",\",\"form\":\"part\",\"right\":\"de\u{a0}marché\"}";
        check(UseFormat::Jsonl, &[&json]);
    }
}
