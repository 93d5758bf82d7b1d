//! Hits as a workbook: a sheet with a row for each hit, a sheet that says how the list was made, and a hidden sheet with
//! the manifest, line by line.
//!
//! Rows go to a temporary file as they come, so memory stays flat. Text is always a string: no cell becomes a formula.
//! The limits are those of the format (*Excel specifications and limits*): a sheet has 1,048,576 rows and 65,530 links, a
//! cell 32,767 UTF-16 units, a link 2,080. A list beyond them goes on in a further sheet, and [`Limits`] counts the rest.

mod sheet;
#[cfg(test)]
mod tests;
mod text;

use std::io::{self, Seek, Write};

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::field::FieldName;
use super::limits::Limits;
use super::list::{Labels, List};
use super::shape::Shape;
use crate::model::Hit;
use sheet::{Looks, Sheet};
use text::{cut, lines, parts, printable};

/// The rows of a sheet, its head included.
const MOST_ROWS: u32 = 1_048_576;
/// The width of the texts that say how a list was made, in characters.
const HOW_WIDTH: f64 = 100.0;
/// The name of the hidden sheet with the manifest.
pub const RECORD: &str = "vigie";

/// A workbook that is being written.
pub(super) struct Xlsx {
    workbook: Workbook,
    fields: Vec<FieldName>,
    labels: Labels,
    how: Vec<(String, String)>,
    looks: Looks,
    /// The sheets of passages; the last one is being written.
    sheets: Vec<Sheet>,
    record: Sheet,
    limits: Limits,
}

impl Xlsx {
    pub(super) fn new(fields: Vec<FieldName>, list: &List<'_>) -> io::Result<Self> {
        let mut workbook = Workbook::new();
        let mut record = new_sheet(&mut workbook)?;
        record.sheet.set_name(RECORD).map_err(failed)?.set_very_hidden(true);
        let List { how, labels, .. } = *list;
        let (how, looks, limits) = (how.to_vec(), Looks::new(), Limits::default());
        Ok(Xlsx { workbook, fields, labels, how, looks, sheets: Vec::new(), record, limits })
    }

    /// Begins a sheet of passages where there is none with room for a row.
    fn sheet(&mut self) -> io::Result<()> {
        if self.sheets.last().is_none_or(|last| last.row >= MOST_ROWS) {
            let mut new = new_sheet(&mut self.workbook)?;
            self.open(&mut new).map_err(failed)?;
            self.limits.more_sheets = self.sheets.len() as u64;
            self.sheets.push(new);
        }
        Ok(())
    }

    /// Names a sheet of passages and writes its head.
    fn open(&self, new: &mut Sheet) -> Result<(), XlsxError> {
        let name = self.labels.passages;
        let name = if self.sheets.is_empty() {
            name.to_owned()
        } else {
            format!("{name} {}", self.sheets.len() + 1)
        };
        new.sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        new.sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        for (column, field) in (0..).zip(&self.fields) {
            new.sheet.set_column_width(column, width(*field))?;
            new.sheet.write_string_with_format(0, column, (self.labels.heading)(*field), &self.looks.head)?;
        }
        new.row = 1;
        Ok(())
    }

    /// The sheet that says how the list was made.
    fn how(&self) -> Result<Worksheet, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(self.labels.how)?.set_column_width(0, 28)?.set_column_width(1, HOW_WIDTH)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        for (row, (label, text)) in (0..).zip(&self.how) {
            sheet.write_string_with_format(row, 0, printable(label), &self.looks.label)?;
            let text = cut(&printable(text)).0;
            sheet.set_row_height(row, height(lines(&text, HOW_WIDTH)))?;
            sheet.write_string_with_format(row, 1, text, &self.looks.text)?;
        }
        Ok(sheet)
    }

    /// All sheets, in the order of their tabs.
    fn assemble(&mut self) -> Result<Workbook, XlsxError> {
        let mut workbook = std::mem::take(&mut self.workbook);
        let how = self.how()?;
        let last = self.fields.len().saturating_sub(1) as u16;
        for mut sheet in self.sheets.drain(..) {
            sheet.sheet.autofilter(0, 0, sheet.row.saturating_sub(1), last)?;
            workbook.push_worksheet(sheet.sheet);
        }
        workbook.push_worksheet(how);
        workbook.push_worksheet(std::mem::take(&mut self.record.sheet));
        Ok(workbook)
    }
}

impl Shape for Xlsx {
    fn head(&mut self, _: &mut dyn Write) -> io::Result<()> {
        self.sheet()
    }

    fn row(&mut self, hit: &Hit, _: &mut dyn Write) -> io::Result<bool> {
        // A row does not begin in one sheet and end in the next.
        self.sheet()?;
        let Xlsx { sheets, fields, looks, limits, .. } = self;
        let Some(sheet) = sheets.last_mut() else { return Ok(false) };
        for (column, field) in (0..).zip(fields.iter()) {
            sheet.write(column, *field, hit, looks, limits).map_err(failed)?;
        }
        let lines = fields.iter().map(|field| sheet::height(*field, hit, width(*field)));
        sheet.sheet.set_row_height(sheet.row, height(lines.max().unwrap_or(1))).map_err(failed)?;
        sheet.row += 1;
        Ok(true)
    }

    /// A line longer than a cell goes on in the next cell of its row.
    fn keep(&mut self, line: &str) -> io::Result<()> {
        let Sheet { sheet, row, .. } = &mut self.record;
        for (column, part) in (0..).zip(parts(line)) {
            sheet.write_string(*row, column, part).map_err(failed)?;
        }
        *row += 1;
        Ok(())
    }

    fn limits(&self) -> Limits {
        self.limits
    }

    /// The crate seeks in what it writes, and a pipe cannot: the workbook passes through a temporary file.
    fn foot(&mut self, _: u64, out: &mut dyn Write) -> io::Result<()> {
        let mut workbook = self.assemble().map_err(failed)?;
        let mut file = tempfile::tempfile()?;
        workbook.save_to_writer(&mut file).map_err(failed)?;
        file.rewind()?;
        io::copy(&mut file, out).map(drop)
    }
}

fn new_sheet(workbook: &mut Workbook) -> io::Result<Sheet> {
    let sheet = workbook.new_worksheet_with_constant_memory().map_err(failed)?;
    Ok(Sheet { sheet, row: 0, links: 0 })
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        error => io::Error::other(error),
    }
}

/// The height of a row of so many lines, in points. Programs differ in whether they find it themselves. No row is higher
/// than 409 points.
fn height(lines: usize) -> f64 {
    (lines as f64 * 14.5 + 1.0).min(409.0)
}

/// The width of a column, in characters.
fn width(field: FieldName) -> f64 {
    match field {
        FieldName::Context | FieldName::Text | FieldName::Explanation => 64.0,
        FieldName::Sentence | FieldName::Snippet => 48.0,
        FieldName::Title => 32.0,
        FieldName::Id | FieldName::Path | FieldName::Url | FieldName::Remark => 24.0,
        FieldName::Source | FieldName::Author | FieldName::WordsFound => 18.0,
        FieldName::Lacks | FieldName::Has | FieldName::Missing => 16.0,
        FieldName::Date => 11.0,
        _ => 7.0,
    }
}
