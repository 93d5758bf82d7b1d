//! The cells of a sheet: a field of a hit to a number, a day, a link or a text with bold matches.

use std::ops::Range;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatUnderline, Url, Worksheet, XlsxError};

use super::text::{cut, lines, printable, runs};
use crate::export::cell::{Cell, cell};
use crate::export::escape::is_web_address;
use crate::export::field::FieldName;
use crate::export::limits::Limits;
use crate::model::Hit;

/// The links of a sheet.
const MOST_LINKS: u32 = 65_530;

/// A sheet that is being written.
pub(super) struct Sheet {
    pub(super) sheet: Worksheet,
    /// The next row.
    pub(super) row: u32,
    pub(super) links: u32,
}

/// How cells look.
pub(super) struct Looks {
    pub(super) head: Format,
    pub(super) text: Format,
    pub(super) number: Format,
    pub(super) day: Format,
    pub(super) link: Format,
    pub(super) plain: Format,
    pub(super) bold: Format,
    pub(super) label: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        Looks {
            head: Format::new().set_bold().set_text_wrap().set_background_color("#DDE6EE"),
            text: top.clone().set_text_wrap(),
            number: top.clone().set_align(FormatAlign::Center),
            day: top.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            link: top
                .clone()
                .set_text_wrap()
                .set_font_color("#0B5394")
                .set_underline(FormatUnderline::Single),
            plain: Format::new(),
            bold: Format::new().set_bold(),
            label: top.set_bold(),
        }
    }
}

impl Sheet {
    /// Writes the cell of a field into the next row.
    pub(super) fn write(
        &mut self,
        column: u16,
        field: FieldName,
        hit: &Hit,
        looks: &Looks,
        limits: &mut Limits,
    ) -> Result<(), XlsxError> {
        let (sheet, row) = (&mut self.sheet, self.row);
        match field {
            FieldName::Title | FieldName::Url => return self.link(column, field, hit, looks, limits),
            FieldName::Rank => sheet.write_number_with_format(row, column, hit.rank as f64, &looks.number)?,
            FieldName::Passage => sheet.write_number_with_format(row, column, hit.passage, &looks.number)?,
            FieldName::Passages => {
                sheet.write_number_with_format(row, column, hit.passages, &looks.number)?
            }
            FieldName::Start => {
                sheet.write_number_with_format(row, column, hit.range.start as f64, &looks.number)?
            }
            FieldName::End => {
                sheet.write_number_with_format(row, column, hit.range.end as f64, &looks.number)?
            }
            FieldName::Score if hit.score.is_finite() => {
                sheet.write_number_with_format(row, column, hit.score, &looks.number)?
            }
            FieldName::Complete => {
                sheet.write_boolean_with_format(row, column, hit.complete, &looks.number)?
            }
            FieldName::Date => return self.day(column, hit, looks),
            field => {
                let (range, text) = passage(field, hit);
                return self.text(column, &text, &marks_within(hit, range), looks, limits);
            }
        };
        Ok(())
    }

    /// A day as the number that it is in a spreadsheet. Its calendar begins in 1900: an earlier day is text.
    fn day(&mut self, column: u16, hit: &Hit, looks: &Looks) -> Result<(), XlsxError> {
        let Some(day) = hit.metadata.date else { return Ok(()) };
        let (year, month, number) = (day.year(), day.month(), day.day());
        match ExcelDateTime::from_ymd(year.unsigned_abs(), month.unsigned_abs(), number.unsigned_abs()) {
            Ok(date) if year >= 1900 => {
                self.sheet.write_datetime_with_format(self.row, column, &date, &looks.day)?
            }
            _ => self.sheet.write_string_with_format(self.row, column, day.to_string(), &looks.text)?,
        };
        Ok(())
    }

    /// A title or an address, with the link to the page. What is no address of the web stays plain.
    fn link(
        &mut self,
        column: u16,
        field: FieldName,
        hit: &Hit,
        looks: &Looks,
        limits: &mut Limits,
    ) -> Result<(), XlsxError> {
        let metadata = &hit.metadata;
        let title =
            if field == FieldName::Title { metadata.title.as_deref() } else { metadata.url.as_deref() };
        let text = cut(&printable(title.unwrap_or(""))).0;
        let target = metadata.url.as_deref().map(str::trim).filter(|url| is_web_address(url));
        let Some(target) = target.filter(|_| !text.trim().is_empty()) else {
            return self.text(column, &text, &[], looks, limits);
        };
        let url = Url::new(printable(target).replace(' ', "%20")).set_text(&text);
        if self.links < MOST_LINKS
            && self.sheet.write_url_with_format(self.row, column, url, &looks.link).is_ok()
        {
            self.links += 1;
            return Ok(());
        }
        limits.plain_links += 1;
        self.text(column, &text, &[], looks, limits)
    }

    /// A text with `marks` in bold.
    fn text(
        &mut self,
        column: u16,
        text: &str,
        marks: &[Range<usize>],
        looks: &Looks,
        limits: &mut Limits,
    ) -> Result<(), XlsxError> {
        let (text, is_cut) = cut(text);
        limits.cut_cells += u64::from(is_cut);
        let runs = runs(&text, marks);
        let shown: Vec<String> = runs.iter().map(|(_, run)| printable(run)).collect();
        if shown.len() < 2 {
            self.sheet.write_string_with_format(self.row, column, shown.concat(), &looks.text)?;
            return Ok(());
        }
        let looks_of = |is_bold: bool| if is_bold { &looks.bold } else { &looks.plain };
        let parts: Vec<(&Format, &str)> =
            runs.iter().zip(&shown).map(|((is_bold, _), run)| (looks_of(*is_bold), run.as_str())).collect();
        self.sheet.write_rich_string_with_format(self.row, column, &parts, &looks.text)?;
        Ok(())
    }
}

/// The text of a field, and which part of the passage it is, if it is one.
fn passage(field: FieldName, hit: &Hit) -> (Option<Range<usize>>, String) {
    let range = match field {
        FieldName::Text | FieldName::Context => Some(0..hit.text.len()),
        FieldName::Sentence => Some(hit.sentence.clone()),
        FieldName::Snippet => Some(hit.snippet.clone()),
        _ => None,
    };
    match range.clone().and_then(|range| hit.text.get(range)) {
        Some(text) => (range, text.to_owned()),
        None => match cell(field, hit) {
            Cell::Text(text) => (None, text.into_owned()),
            Cell::Plain(text) => (None, text),
            Cell::Decimal(_) => (None, String::new()),
        },
    }
}

/// The marks of the passage within a part of it, counted from its start.
fn marks_within(hit: &Hit, range: Option<Range<usize>>) -> Vec<Range<usize>> {
    let Some(range) = range else { return Vec::new() };
    let inside = hit.marks.iter().filter(|mark| range.start <= mark.start && mark.end <= range.end);
    inside.map(|mark| mark.start - range.start..mark.end - range.start).collect()
}

/// How many lines a cell takes in a column of a width, if its text wraps.
pub(super) fn height(field: FieldName, hit: &Hit, width: f64) -> usize {
    let count = |text: &str| lines(text, width);
    let metadata = &hit.metadata;
    match field {
        FieldName::Text | FieldName::Context => count(&hit.text),
        FieldName::Sentence => hit.text.get(hit.sentence.clone()).map_or(0, count),
        FieldName::Snippet => hit.text.get(hit.snippet.clone()).map_or(0, count),
        FieldName::Title => metadata.title.as_deref().map_or(0, count),
        FieldName::Source => metadata.source.as_deref().map_or(0, count),
        FieldName::Id => count(&hit.id),
        _ => 0,
    }
}
