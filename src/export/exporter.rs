//! The entrance of the room: a format and hits go in, bytes come out in any writer.
//!
//! An [`Exporter`] holds one row at a time. It opens no file and flushes at the end only. A [`Drafter`] formats hits
//! ahead on other threads, where the format allows it.

use std::io::{self, Write};
use std::sync::Arc;

use super::delimited::Delimited;
use super::format::Format;
use super::html::Html;
use super::iramuteq::Iramuteq;
use super::jsonl::Jsonl;
use super::limits::Limits;
use super::list::List;
use super::markdown::Markdown;
use super::reference::Bibliography;
use super::shape::{Rows, Shape};
use super::template::Template;
use super::trec::Trec;
use super::txm::Txm;
use super::xlsx::Xlsx;
use crate::model::Hit;

/// Writes hits in one format.
pub struct Exporter<W: Write> {
    writer: W,
    way: Way,
    rows: u64,
}

/// A format, by how it makes rows.
enum Way {
    /// Rows do not depend on each other.
    Apart(Arc<dyn Rows>),
    /// Rows depend on the rows before them.
    InTurn(Box<dyn Shape + Send>),
}

/// Formats hits ahead, as far as their format allows. Clones work on several threads at once.
#[derive(Clone)]
pub struct Drafter(Option<Arc<dyn Rows>>);

/// A hit from a [`Drafter`], for its exporter to write.
pub struct Draft(Drafted);

enum Drafted {
    Row(Vec<u8>),
    Hit(Box<Hit>),
}

impl Drafter {
    /// The draft of a hit.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn draft(&self, hit: Hit) -> io::Result<Draft> {
        let Some(rows) = &self.0 else { return Ok(Draft(Drafted::Hit(Box::new(hit)))) };
        let mut row = Vec::with_capacity(hit.text.len() + hit.snippet.len() + ROOM);
        rows.row(&hit, &mut row)?;
        Ok(Draft(Drafted::Row(row)))
    }
}

/// Bytes to reserve for a row besides its text and snippet: few rows have more.
const ROOM: usize = 1 << 10;

impl Way {
    fn of(format: Format, list: &List<'_>) -> io::Result<Self> {
        Ok(match format {
            Format::Jsonl { fields } => Way::Apart(Arc::new(Jsonl::new(fields))),
            Format::Csv { fields, headings, excel } => {
                let table = if excel { Delimited::excel(fields) } else { Delimited::csv(fields) };
                Way::Apart(Arc::new(table.headed(headings.then_some(list.labels.heading))))
            }
            Format::Tsv { fields, headings } => {
                let table = Delimited::tsv(fields).headed(headings.then_some(list.labels.heading));
                Way::Apart(Arc::new(table))
            }
            Format::Trec { topic, tag, passages } => Way::InTurn(Box::new(Trec::new(&topic, &tag, passages))),
            Format::Xlsx { fields } => Way::InTurn(Box::new(Xlsx::new(fields, list)?)),
            Format::Markdown { marks } => Way::InTurn(Box::new(Markdown::new(list.query, marks))),
            Format::Html => Way::InTurn(Box::new(Html::new(list))),
            Format::Bibliography(style) => Way::InTurn(Box::new(Bibliography::new(style))),
            Format::Txm => Way::InTurn(Box::new(Txm::new()?)),
            Format::Iramuteq => Way::Apart(Arc::new(Iramuteq)),
            Format::Template { source, is_html } => {
                Way::InTurn(Box::new(Template::new(source, is_html, list)?))
            }
        })
    }
}

impl<W: Write> Exporter<W> {
    /// Writes what stands before the first hit of `list`. A row is several small writes: wrap a file in a
    /// [`BufWriter`](std::io::BufWriter).
    ///
    /// # Errors
    /// When the writer refuses.
    pub fn new(mut writer: W, format: Format, list: &List<'_>) -> io::Result<Self> {
        let mut way = Way::of(format, list)?;
        match &mut way {
            Way::Apart(rows) => rows.head(&mut writer)?,
            Way::InTurn(shape) => shape.head(&mut writer)?,
        }
        Ok(Exporter { writer, way, rows: 0 })
    }

    /// Writes one hit. Hits are written in the order in which they come.
    ///
    /// # Errors
    /// When the writer refuses; a closed pipe is [`io::ErrorKind::BrokenPipe`].
    pub fn write(&mut self, hit: &Hit) -> io::Result<()> {
        let has_row = match &mut self.way {
            Way::Apart(rows) => rows.row(hit, &mut self.writer).map(|()| true)?,
            Way::InTurn(shape) => shape.row(hit, &mut self.writer)?,
        };
        self.rows += u64::from(has_row);
        Ok(())
    }

    /// A drafter for the hits of this exporter, for any thread.
    pub fn drafter(&self) -> Drafter {
        match &self.way {
            Way::Apart(rows) => Drafter(Some(Arc::clone(rows))),
            Way::InTurn(_) => Drafter(None),
        }
    }

    /// Writes a hit from this exporter's [`Drafter`].
    ///
    /// # Errors
    /// As [`Exporter::write`].
    pub fn write_draft(&mut self, Draft(draft): Draft) -> io::Result<()> {
        match draft {
            Drafted::Hit(hit) => self.write(&hit),
            Drafted::Row(row) => {
                self.rows += 1;
                self.writer.write_all(&row)
            }
        }
    }

    /// Keeps a line of the manifest of the list in the file itself. Only a workbook does so.
    ///
    /// # Errors
    /// As [`Exporter::write`].
    pub fn keep(&mut self, line: &str) -> io::Result<()> {
        match &mut self.way {
            Way::Apart(_) => Ok(()),
            Way::InTurn(shape) => shape.keep(line),
        }
    }

    /// The limits of the format that were met so far.
    pub fn limits(&self) -> Limits {
        match &self.way {
            Way::Apart(_) => Limits::default(),
            Way::InTurn(shape) => shape.limits(),
        }
    }

    /// The number of rows written: one for each hit, in a TREC run of articles one for each article.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes what stands after the last hit, flushes, and gives the writer back.
    ///
    /// # Errors
    /// When the writer refuses.
    pub fn finish(mut self) -> io::Result<W> {
        if let Way::InTurn(shape) = &mut self.way {
            shape.foot(self.rows, &mut self.writer)?;
        }
        self.writer.flush()?;
        Ok(self.writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::field::FieldName;
    use crate::export::format_name::FormatName;
    use crate::export::sample;

    const PAGE: &str = include_str!("../../docs/EXPORTS.md");

    /// The sample hits in a format: how many rows, which text.
    fn check(format: Format, rows: u64) -> String {
        let mut exporter = Exporter::new(Vec::new(), format.clone(), &sample::list()).unwrap();
        for hit in sample::hits() {
            exporter.write(&hit).unwrap();
        }
        assert_eq!(exporter.rows(), rows, "{format:?}");
        let written = String::from_utf8(exporter.finish().unwrap()).unwrap();
        assert_eq!(by_drafts(format), (rows, written.clone()));
        written
    }

    /// The same by way of drafts, all made before the first is written.
    fn by_drafts(format: Format) -> (u64, String) {
        let mut exporter = Exporter::new(Vec::new(), format, &sample::list()).unwrap();
        let drafter = exporter.drafter();
        let drafts: Vec<Draft> = sample::hits().into_iter().map(|hit| drafter.draft(hit).unwrap()).collect();
        drafts.into_iter().for_each(|draft| exporter.write_draft(draft).unwrap());
        (exporter.rows(), String::from_utf8(exporter.finish().unwrap()).unwrap())
    }

    #[test]
    fn every_format() {
        let jsonl = Format::new(FormatName::Jsonl);
        insta::assert_snapshot!("jsonl", check(jsonl.clone(), 3));
        let fields = vec![FieldName::Rank, FieldName::Title, FieldName::Date, FieldName::Snippet];
        insta::assert_snapshot!("jsonl_fields", check(jsonl.with_fields(fields), 3));
        let csv = Format::new(FormatName::Csv);
        insta::assert_snapshot!("csv", check(csv.clone(), 3));
        let excel = Format::Csv { fields: FieldName::COLUMNS.to_vec(), headings: false, excel: true };
        insta::assert_snapshot!("csv_excel", check(excel, 3));
        insta::assert_snapshot!("csv_all", check(csv.with_fields(FieldName::in_json()), 3));
        insta::assert_snapshot!("tsv", check(Format::new(FormatName::Tsv), 3));
        insta::assert_snapshot!("trec", check(Format::new(FormatName::Trec), 2));
        let passages = Format::Trec { topic: "1".to_owned(), tag: "vigie".to_owned(), passages: true };
        insta::assert_snapshot!("trec_passages", check(passages, 3));
        insta::assert_snapshot!("markdown", check(Format::new(FormatName::Markdown), 3));
        insta::assert_snapshot!("markdown_without_marks", check(Format::Markdown { marks: false }, 3));
    }

    #[test]
    fn the_page_shows_what_is_written() {
        let shown_here =
            [FormatName::Jsonl, FormatName::Csv, FormatName::Tsv, FormatName::Trec, FormatName::Markdown];
        for name in shown_here {
            let shown = check(Format::new(name), if name == FormatName::Trec { 2 } else { 3 });
            assert!(PAGE.contains(&shown), "docs/EXPORTS.md lacks the example of {name}:\n{shown}");
        }
        for name in FormatName::ALL {
            assert!(PAGE.contains(&format!("| `{name}` |")), "docs/EXPORTS.md lacks {name}");
        }
        for field in FieldName::ALL {
            assert!(PAGE.contains(&format!("| `{field}` |")), "docs/EXPORTS.md lacks `{field}`");
        }
    }

    #[test]
    fn no_hits_are_an_empty_but_whole_file() {
        let expected = [(FormatName::Jsonl, ""), (FormatName::Trec, ""), (FormatName::Tsv, "rank\tid\t")];
        for (format, expected) in expected {
            let exporter = Exporter::new(Vec::new(), Format::new(format), &sample::list()).unwrap();
            let text = String::from_utf8(exporter.finish().unwrap()).unwrap();
            assert!(text.starts_with(expected) && text.lines().count() <= 1, "{format}: {text}");
        }
    }
}
