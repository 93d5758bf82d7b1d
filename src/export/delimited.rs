//! Hits as CSV (RFC 4180, line breaks kept) and TSV (a hit is one line): a header row, then a row for each hit.
//!
//! The `csv` crate separates, quotes and ends. This file decides what stands in the cells: words never become formulas
//! (`guard`), and numbers are never guarded.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{QuoteStyle, WriterBuilder};

use super::cell::{Cell, cell};
use super::field::FieldName;
use super::guard::guard;
use super::shape::Rows;
use crate::model::Hit;

/// The buffer for one row, in bytes. A longer row is written in several parts.
const ROW: usize = 1 << 11;

/// A table with these columns.
pub(super) struct Delimited {
    fields: Vec<FieldName>,
    dialect: Dialect,
    /// The heading of a column.
    heading: fn(FieldName) -> &'static str,
}

/// How cells are separated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dialect {
    /// Commas, UTF-8 without a byte order mark.
    Csv,
    /// What a spreadsheet in a French locale opens: the byte order mark tells the encoding, and `;` separates because
    /// the comma is the decimal sign.
    Excel,
    /// Tabs between cells, none within.
    Tsv,
}

impl Dialect {
    fn separator(self) -> char {
        match self {
            Dialect::Csv => ',',
            Dialect::Excel => ';',
            Dialect::Tsv => '\t',
        }
    }

    fn writer(self, out: &mut dyn Write) -> csv::Writer<&mut dyn Write> {
        let quotes = if self == Dialect::Tsv { QuoteStyle::Never } else { QuoteStyle::Necessary };
        let mut builder = WriterBuilder::new();
        builder.delimiter(self.separator() as u8).quote_style(quotes).buffer_capacity(ROW).from_writer(out)
    }
}

impl Delimited {
    /// Comma-separated values for programs.
    pub(super) fn csv(fields: Vec<FieldName>) -> Self {
        Delimited { fields, dialect: Dialect::Csv, heading: FieldName::name }
    }

    /// Comma-separated values for a spreadsheet in a French locale.
    pub(super) fn excel(fields: Vec<FieldName>) -> Self {
        Delimited { fields, dialect: Dialect::Excel, heading: FieldName::name }
    }

    /// Tab-separated values.
    pub(super) fn tsv(fields: Vec<FieldName>) -> Self {
        Delimited { fields, dialect: Dialect::Tsv, heading: FieldName::name }
    }

    /// The same table with other headings than the names of the fields, if there are any.
    pub(super) fn headed(self, heading: Option<fn(FieldName) -> &'static str>) -> Self {
        Delimited { heading: heading.unwrap_or(self.heading), ..self }
    }

    /// The text of a cell, before the `csv` crate quotes it.
    pub(super) fn show<'h>(&self, cell: Cell<'h>) -> Cow<'h, str> {
        match cell {
            Cell::Text(text) if self.dialect == Dialect::Tsv => guarded(one_line(text)),
            Cell::Text(text) => guarded(printable(text)),
            Cell::Plain(text) => text.into(),
            Cell::Decimal(number) if !number.is_finite() => "".into(),
            Cell::Decimal(number) if self.dialect == Dialect::Excel => {
                number.to_string().replace('.', ",").into()
            }
            Cell::Decimal(number) => number.to_string().into(),
        }
    }

    /// Writes one row.
    pub(super) fn line<'h>(
        &self,
        cells: impl Iterator<Item = Cow<'h, str>>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut writer = self.dialect.writer(out);
        for cell in cells {
            match self.dialect {
                Dialect::Tsv => writer.write_field(quoted_at_start(cell).as_bytes())?,
                Dialect::Csv | Dialect::Excel => writer.write_field(cell.as_bytes())?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
        writer.flush()
    }
}

impl Rows for Delimited {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.dialect == Dialect::Excel {
            out.write_all("\u{FEFF}".as_bytes())?;
        }
        self.line(self.fields.iter().map(|field| (self.heading)(*field).into()), out)
    }

    fn row(&self, hit: &Hit, out: &mut dyn Write) -> io::Result<()> {
        self.line(self.fields.iter().map(|&field| self.show(cell(field, hit))), out)
    }
}

/// The text as [`guard`] changes it; a text that it leaves alone is not copied.
fn guarded(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => guard(text),
        Cow::Owned(text) => guard(&text).into_owned().into(),
    }
}

/// The text with spaces for control characters other than tabs and line breaks: spreadsheets refuse them, and a terminal that
/// shows the file obeys them.
fn printable(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if !text.contains(is_control) {
        return text;
    }
    text.chars().map(|c| if is_control(c) { ' ' } else { c }).collect()
}

/// The text with spaces for tabs, for line breaks and for what some readers take for a line break.
fn one_line(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(is_break) {
        return text;
    }
    text.chars().map(|c| if is_break(c) { ' ' } else { c }).collect()
}

/// A cell of TSV that begins with a quote, quoted. Readers of TSV take no other quote for a sign, so `cut` and `awk` see
/// all other cells as they are. The `csv` crate has no rule of this kind.
fn quoted_at_start(cell: Cow<'_, str>) -> Cow<'_, str> {
    if cell.starts_with('"') { format!("\"{}\"", cell.replace('"', "\"\"")).into() } else { cell }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::sample;

    fn check(table: Delimited, text: &str, expected: &str) {
        let mut out = Vec::new();
        let hit = Hit { text: text.to_owned(), score: 1.5, ..Hit::default() };
        table.row(&hit, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), format!("{expected}\n"), "{text:?}");
    }

    fn fields() -> Vec<FieldName> {
        vec![FieldName::Text, FieldName::Score]
    }

    #[test]
    fn cells() {
        check(Delimited::csv(fields()), "a, b", "\"a, b\",1.5");
        check(Delimited::csv(fields()), "a\nb", "\"a\nb\",1.5");
        check(Delimited::csv(fields()), "dit \"oui\"", "\"dit \"\"oui\"\"\",1.5");
        check(Delimited::csv(fields()), "=1", "'=1,1.5");
        check(Delimited::csv(fields()), "a\u{1b}[31m\u{9c}b\tc", "a [31m b\tc,1.5");
        check(Delimited::excel(fields()), "a, b", "a, b;1,5");
        check(Delimited::tsv(fields()), "a\tb\r\nc\u{2028}d", "a b  c d\t1.5");
        check(Delimited::tsv(fields()), "dit \"oui\"", "dit \"oui\"\t1.5");
        check(Delimited::tsv(fields()), "\"oui\" dit-il", "\"\"\"oui\"\" dit-il\"\t1.5");
        check(Delimited::tsv(vec![FieldName::Text]), "", "\"\"");
    }

    #[test]
    fn numbers_are_never_guarded() {
        let (table, mut out) = (Delimited::csv(vec![FieldName::Score]), Vec::new());
        table.row(&Hit { score: -2.5, ..Hit::default() }, &mut out).unwrap();
        assert_eq!(out, b"-2.5\n");
    }

    /// The rows of `hits` as the `csv` crate reads them, beside the cells that were to be written.
    fn read_back(table: Delimited, hits: &[Hit]) -> (Vec<Vec<String>>, Vec<Vec<String>>, usize) {
        let mut out = Vec::new();
        table.head(&mut out).unwrap();
        hits.iter().for_each(|hit| table.row(hit, &mut out).unwrap());
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.delimiter(table.dialect.separator() as u8).from_reader(&out[..]);
        let got = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let cells = |hit| table.fields.iter().map(|&f| table.show(cell(f, hit)).into_owned()).collect();
        (got, hits.iter().map(cells).collect(), String::from_utf8_lossy(&out).lines().count())
    }

    proptest! {
        #[test]
        fn every_row_parses_back(
            hits in prop::collection::vec(sample::any_hit(), 0..4),
            fields in prop::sample::subsequence(FieldName::ALL.to_vec(), 1..=FieldName::ALL.len()),
        ) {
            for table in [Delimited::csv, Delimited::excel, Delimited::tsv] {
                let (got, expected, _) = read_back(table(fields.clone()), &hits);
                prop_assert_eq!(got, expected);
            }
        }

        #[test]
        fn a_hit_is_one_line_of_tsv(hits in prop::collection::vec(sample::any_hit(), 0..4)) {
            let (got, _, lines) = read_back(Delimited::tsv(FieldName::ALL.to_vec()), &hits);
            prop_assert_eq!(lines, hits.len() + 1);
            let is_raw = |cell: &String| cell.contains(['\t', '\n', '\r', '\u{2028}']);
            prop_assert!(!got.iter().flatten().any(is_raw));
        }
    }
}
