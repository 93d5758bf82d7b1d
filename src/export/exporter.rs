//! The front door: options and hits in, bytes in any writer out.
//!
//! It builds a row, writes it and forgets it; it opens no file, and flushes at the end only. Where there are many hits,
//! others build the rows ([`Drafter`]), several at a time.

use std::io::{self, Write};
use std::sync::Arc;

use super::delimited::Delimited;
use super::field::FieldName;
use super::format::Format;
use super::jsonl::Jsonl;
use super::markdown::Markdown;
use super::shape::{Rows, Shape};
use super::trec::Trec;
use crate::model::{Detail, Hit, Understood};

/// What to write, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The format.
    pub format: Format,
    /// JSON lines, CSV and TSV: the columns, in order; `None` for [`FieldName::ALL`] in JSON lines and
    /// [`FieldName::COLUMNS`] elsewhere. The other formats do not look at it ([`Format::takes_fields`]).
    pub fields: Option<Vec<FieldName>>,
    /// TREC: passages (`id#p3`) instead of articles.
    pub passages: bool,
    /// TREC: the last column, the name of the run.
    pub run_tag: String,
    /// TREC: the first column, the number or name of the query.
    pub topic: String,
    /// Markdown: whether matches are in bold.
    pub marks: bool,
    /// CSV: as a spreadsheet in a French locale opens it by a double click, that is with a byte order
    /// mark, `;` between cells and a decimal comma.
    pub excel: bool,
}

/// Writes hits in one format.
pub struct Exporter<W: Write> {
    writer: W,
    way: Way,
    row: String,
    rows: u64,
}

/// How rows are made.
enum Way {
    /// Each by itself.
    Apart(Arc<dyn Rows>),
    /// One after the other.
    InTurn(Box<dyn Shape + Send>),
}

/// Does with a hit what can be done without those before it.
#[derive(Clone)]
pub struct Drafter(Option<Arc<dyn Rows>>);

/// A hit that a [`Drafter`] has done with.
pub struct Draft(Drafted);

enum Drafted {
    Row(String),
    Hit(Box<Hit>),
}

impl Drafter {
    /// The draft of a hit.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn draft(&self, hit: Hit) -> io::Result<Draft> {
        let Some(rows) = &self.0 else { return Ok(Draft(Drafted::Hit(Box::new(hit)))) };
        let mut row = String::with_capacity(hit.text.len() + hit.snippet.len() + ROOM);
        rows.row(&hit, &mut row)?;
        Ok(Draft(Drafted::Row(row)))
    }
}

/// As much as most rows have besides the text and the snippet.
const ROOM: usize = 1 << 10;

impl Options {
    /// What `format` looks like when nobody says otherwise.
    pub fn new(format: Format) -> Self {
        Options {
            format,
            fields: None,
            passages: false,
            run_tag: "vigie".to_owned(),
            topic: "1".to_owned(),
            marks: true,
            excel: false,
        }
    }

    /// How much of each hit has to be worked out: what is not written need not be.
    pub fn detail(&self) -> Detail {
        match self.format {
            Format::Trec => Detail::Name,
            Format::Markdown if self.marks => Detail::Marks,
            Format::Markdown => Detail::Text,
            Format::Jsonl | Format::Csv | Format::Tsv => {
                self.columns().iter().map(|field| field.detail()).max().unwrap_or(Detail::Name)
            }
        }
    }

    fn columns(&self) -> &[FieldName] {
        match (&self.fields, self.format) {
            (Some(fields), _) => fields,
            (None, Format::Jsonl) => &FieldName::ALL,
            (None, _) => &FieldName::COLUMNS,
        }
    }

    fn way(self, query: &Understood) -> Way {
        let fields = self.columns().to_vec();
        match self.format {
            Format::Jsonl => Way::Apart(Arc::new(Jsonl::new(fields))),
            Format::Csv if self.excel => Way::Apart(Arc::new(Delimited::excel(fields))),
            Format::Csv => Way::Apart(Arc::new(Delimited::csv(fields))),
            Format::Tsv => Way::Apart(Arc::new(Delimited::tsv(fields))),
            Format::Trec => Way::InTurn(Box::new(Trec::new(&self.topic, &self.run_tag, self.passages))),
            Format::Markdown => Way::InTurn(Box::new(Markdown::new(query, self.marks))),
        }
    }
}

impl<W: Write> Exporter<W> {
    /// Writes what stands before the first hit of `query`. Each row is one write: wrap a file in a
    /// [`BufWriter`](std::io::BufWriter).
    ///
    /// # Errors
    /// When the writer refuses.
    pub fn new(writer: W, options: Options, query: &Understood) -> io::Result<Self> {
        let mut exporter = Exporter { writer, way: options.way(query), row: String::new(), rows: 0 };
        match &exporter.way {
            Way::Apart(rows) => rows.head(&mut exporter.row),
            Way::InTurn(shape) => shape.head(&mut exporter.row),
        }
        exporter.send()?;
        Ok(exporter)
    }

    /// Writes one hit. Hits are written in the order in which they come.
    ///
    /// # Errors
    /// When the writer refuses; a closed pipe is [`io::ErrorKind::BrokenPipe`].
    pub fn write(&mut self, hit: &Hit) -> io::Result<()> {
        match &mut self.way {
            Way::Apart(rows) => rows.row(hit, &mut self.row)?,
            Way::InTurn(shape) => shape.row(hit, &mut self.row)?,
        }
        self.rows += u64::from(!self.row.is_empty());
        self.send()
    }

    /// Who drafts hits for this exporter, on any thread.
    pub fn drafter(&self) -> Drafter {
        match &self.way {
            Way::Apart(rows) => Drafter(Some(Arc::clone(rows))),
            Way::InTurn(_) => Drafter(None),
        }
    }

    /// Writes a hit that this exporter's [`Drafter`] has done with.
    ///
    /// # Errors
    /// As [`Exporter::write`].
    pub fn write_draft(&mut self, Draft(draft): Draft) -> io::Result<()> {
        match draft {
            Drafted::Hit(hit) => self.write(&hit),
            Drafted::Row(row) => {
                self.rows += 1;
                self.writer.write_all(row.as_bytes())
            }
        }
    }

    /// How many rows were written: as many as hits, but in a TREC run of articles as many as articles.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes what stands after the last hit, flushes, and gives the writer back.
    ///
    /// # Errors
    /// When the writer refuses.
    pub fn finish(mut self) -> io::Result<W> {
        if let Way::InTurn(shape) = &self.way {
            shape.foot(self.rows, &mut self.row);
        }
        self.send()?;
        self.writer.flush()?;
        Ok(self.writer)
    }

    fn send(&mut self) -> io::Result<()> {
        let sent = self.writer.write_all(self.row.as_bytes());
        self.row.clear();
        sent
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;

    const PAGE: &str = include_str!("../../docs/EXPORTS.md");

    /// The sample hits in a format: how many rows, which text.
    fn check(options: Options, rows: u64) -> String {
        let format = options.format;
        let mut exporter = Exporter::new(Vec::new(), options.clone(), &sample::query()).unwrap();
        for hit in sample::hits() {
            exporter.write(&hit).unwrap();
        }
        assert_eq!(exporter.rows(), rows, "{format}");
        let written = String::from_utf8(exporter.finish().unwrap()).unwrap();
        assert_eq!(by_drafts(options), (rows, written.clone()), "{format}");
        written
    }

    /// The same by way of drafts, all made before the first is written.
    fn by_drafts(options: Options) -> (u64, String) {
        let mut exporter = Exporter::new(Vec::new(), options, &sample::query()).unwrap();
        let drafter = exporter.drafter();
        let drafts: Vec<Draft> = sample::hits().into_iter().map(|hit| drafter.draft(hit).unwrap()).collect();
        drafts.into_iter().for_each(|draft| exporter.write_draft(draft).unwrap());
        (exporter.rows(), String::from_utf8(exporter.finish().unwrap()).unwrap())
    }

    #[test]
    fn every_format() {
        let jsonl = Options::new(Format::Jsonl);
        insta::assert_snapshot!("jsonl", check(jsonl.clone(), 3));
        let fields = Some(vec![FieldName::Rank, FieldName::Title, FieldName::Date, FieldName::Snippet]);
        insta::assert_snapshot!("jsonl_fields", check(Options { fields, ..jsonl }, 3));
        let csv = Options::new(Format::Csv);
        insta::assert_snapshot!("csv", check(csv.clone(), 3));
        insta::assert_snapshot!("csv_excel", check(Options { excel: true, ..csv.clone() }, 3));
        let fields = Some(FieldName::ALL.to_vec());
        insta::assert_snapshot!("csv_all", check(Options { fields, ..csv }, 3));
        insta::assert_snapshot!("tsv", check(Options::new(Format::Tsv), 3));
        let trec = Options::new(Format::Trec);
        insta::assert_snapshot!("trec", check(trec.clone(), 2));
        insta::assert_snapshot!("trec_passages", check(Options { passages: true, ..trec }, 3));
        let markdown = Options::new(Format::Markdown);
        insta::assert_snapshot!("markdown", check(markdown.clone(), 3));
        insta::assert_snapshot!("markdown_without_marks", check(Options { marks: false, ..markdown }, 3));
    }

    #[test]
    fn the_page_shows_what_is_written() {
        for format in Format::ALL {
            let shown = check(Options::new(format), if format == Format::Trec { 2 } else { 3 });
            assert!(PAGE.contains(&shown), "docs/EXPORTS.md lacks the example of {format}:\n{shown}");
            assert!(PAGE.contains(&format!("| `{format}` |")), "docs/EXPORTS.md lacks {format}");
        }
        for field in FieldName::ALL {
            assert!(PAGE.contains(&format!("| `{field}` |")), "docs/EXPORTS.md lacks `{field}`");
        }
    }

    #[test]
    fn no_hits_are_an_empty_but_whole_file() {
        for (format, expected) in [(Format::Jsonl, ""), (Format::Trec, ""), (Format::Tsv, "rank\tid\t")] {
            let exporter = Exporter::new(Vec::new(), Options::new(format), &sample::query()).unwrap();
            let text = String::from_utf8(exporter.finish().unwrap()).unwrap();
            assert!(text.starts_with(expected) && text.lines().count() <= 1, "{format}: {text}");
        }
    }
}
