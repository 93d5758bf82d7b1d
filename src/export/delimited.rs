//! Hits as CSV (RFC 4180, line breaks kept) and TSV (a hit is one line): a header row, then a row a hit.
//!
//! Words never become formulas (`guard`), numbers are never touched. A row is never buffered by a library:
//! what is written here is what the `csv` crate reads back.

use std::borrow::Cow;
use std::io;

use super::cell::{Cell, cell};
use super::field::FieldName;
use super::guard::guard;
use super::shape::Rows;
use crate::model::Hit;

/// A table with these columns.
pub(super) struct Delimited {
    fields: Vec<FieldName>,
    separator: char,
    has_mark: bool,
}

impl Delimited {
    /// What programs read: commas, UTF-8 without a byte order mark.
    pub(super) fn csv(fields: Vec<FieldName>) -> Self {
        Delimited { fields, separator: ',', has_mark: false }
    }

    /// What a spreadsheet in a French locale opens: the mark tells it the encoding, and as the comma is
    /// its decimal sign, its separator is `;`.
    pub(super) fn excel(fields: Vec<FieldName>) -> Self {
        Delimited { fields, separator: ';', has_mark: true }
    }

    /// Tabs between cells, none within.
    pub(super) fn tsv(fields: Vec<FieldName>) -> Self {
        Delimited { fields, separator: '\t', has_mark: false }
    }

    fn show<'h>(&self, cell: Cell<'h>) -> Cow<'h, str> {
        match cell {
            Cell::Text(text) if self.separator == '\t' => guarded(one_line(text)),
            Cell::Text(text) => guarded(text),
            Cell::Plain(text) => text.into(),
            Cell::Decimal(number) => self.decimal(number).into(),
        }
    }

    fn decimal(&self, number: f32) -> String {
        match (number.is_finite(), self.separator) {
            (false, _) => String::new(),
            (true, ';') => number.to_string().replace('.', ","),
            (true, _) => number.to_string(),
        }
    }

    fn line<'h>(&self, cells: impl Iterator<Item = Cow<'h, str>>, out: &mut String) {
        for (place, cell) in cells.enumerate() {
            if place > 0 {
                out.push(self.separator);
            }
            // An empty line would be skipped as no row at all.
            if self.has_to_be_quoted(&cell) || (cell.is_empty() && self.fields.len() == 1) {
                out.extend(["\"", &cell.replace('"', "\"\""), "\""]);
            } else {
                out.push_str(&cell);
            }
        }
        out.push('\n');
    }

    /// In TSV only a quote that opens a cell is special to the programs that read it, so that all other
    /// cells are for `cut` and `awk` what they are.
    fn has_to_be_quoted(&self, cell: &str) -> bool {
        match self.separator {
            '\t' => cell.starts_with('"'),
            _ => cell.contains([self.separator, '"', '\n', '\r']) || cell.trim() != cell,
        }
    }
}

impl Rows for Delimited {
    fn head(&self, out: &mut String) {
        if self.has_mark {
            out.push('\u{FEFF}');
        }
        self.line(self.fields.iter().map(|field| field.name().into()), out);
    }

    fn row(&self, hit: &Hit, out: &mut String) -> io::Result<()> {
        self.line(self.fields.iter().map(|&field| self.show(cell(field, hit))), out);
        Ok(())
    }
}

/// As [`guard`] has it; what is not touched is not copied.
fn guarded(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => guard(text),
        Cow::Owned(text) => guard(&text).into_owned().into(),
    }
}

/// Tabs, line breaks and what some readers take for one become spaces.
fn one_line(text: Cow<'_, str>) -> Cow<'_, str> {
    let is_break = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    if !text.contains(is_break) {
        return text;
    }
    text.chars().map(|c| if is_break(c) { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::sample;

    fn check(table: Delimited, text: &str, expected: &str) {
        let mut out = String::new();
        let hit = Hit { text: text.to_owned(), score: 1.5, ..Hit::default() };
        table.row(&hit, &mut out).unwrap();
        assert_eq!(out, format!("{expected}\n"), "{text:?}");
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
        check(Delimited::excel(fields()), "a, b", "a, b;1,5");
        check(Delimited::tsv(fields()), "a\tb\r\nc\u{2028}d", "a b  c d\t1.5");
        check(Delimited::tsv(fields()), "dit \"oui\"", "dit \"oui\"\t1.5");
        check(Delimited::tsv(fields()), "\"oui\" dit-il", "\"\"\"oui\"\" dit-il\"\t1.5");
        check(Delimited::tsv(vec![FieldName::Text]), "", "\"\"");
    }

    #[test]
    fn numbers_are_never_guarded() {
        let (table, mut out) = (Delimited::csv(vec![FieldName::Score]), String::new());
        table.row(&Hit { score: -2.5, ..Hit::default() }, &mut out).unwrap();
        assert_eq!(out, "-2.5\n");
    }

    /// The rows of `hits` as the `csv` crate reads them, beside the cells that were to be written.
    fn read_back(table: Delimited, hits: &[Hit]) -> (Vec<Vec<String>>, Vec<Vec<String>>, usize) {
        let mut out = String::new();
        table.head(&mut out);
        hits.iter().for_each(|hit| table.row(hit, &mut out).unwrap());
        let mut reader = csv::ReaderBuilder::new();
        let mut reader = reader.delimiter(table.separator as u8).from_reader(out.as_bytes());
        let got = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let cells = |hit| table.fields.iter().map(|&f| table.show(cell(f, hit)).into_owned()).collect();
        (got, hits.iter().map(cells).collect(), out.lines().count())
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
