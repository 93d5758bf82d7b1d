//! Word documents, new and old, and slide shows, by the crate `undoc`.

use std::io::BufRead;

use undoc::Error;
use undoc::model::{Block as Part, Cell, Document, Metadata, Paragraph, RevisionType, Table};

use super::{BETWEEN_CELLS, Block, Properties, damaged, document};
use crate::corpus::formats::container::{is_compound, is_zip};
use crate::corpus::formats::reader::{About, Reader, Refused, Sign, parsed};
use crate::corpus::input::whole;
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage};

/// The reader of Word documents since 2007.
pub(in crate::corpus::formats) struct Docx;
/// The reader of Word documents before 2007.
pub(in crate::corpus::formats) struct Doc;
/// The reader of slide shows.
pub(in crate::corpus::formats) struct Pptx;

/// Tables nested deeper than this are no tables of a text.
const DEEPEST: usize = 16;

impl Reader for Docx {
    fn about(&self) -> About {
        About {
            name: "DOCX",
            en: "a Word document, with its notes and properties",
            fr: "un document Word, avec ses notes et propriétés",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["docx", "docm", "dotx"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        if is_zip(start) { Sign::Likely } else { Sign::None }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        read("DOCX", input, output)
    }
}

impl Reader for Doc {
    fn about(&self) -> About {
        About { name: "DOC", en: "a Word document of before 2007", fr: "un document Word d'avant 2007" }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["doc", "dot"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        if is_compound(start) { Sign::Likely } else { Sign::None }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        read("DOC", input, output)
    }
}

impl Reader for Pptx {
    fn about(&self) -> About {
        About {
            name: "PPTX",
            en: "the text and the notes of a slide show",
            fr: "le texte et les notes d'un diaporama",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pptx", "ppsx"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        if is_zip(start) { Sign::Likely } else { Sign::None }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        read("PPTX", input, output)
    }
}

fn read(format: &str, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
    let most = output.limits.max_document_bytes;
    let bytes = whole(input, most).map_err(|reason| Refused(Stage::Read, reason))?;
    let parsed = parsed(format, || undoc::parse_bytes(&bytes))?.map_err(|error| match error {
        Error::Encrypted => Refused(Stage::Parse, Reason::Encrypted),
        error => damaged(format, error),
    })?;
    output.document(document(blocks(&parsed), &properties(parsed.metadata)));
    Ok(())
}

fn properties(metadata: Metadata) -> Properties {
    let Metadata { title, author, created, modified: saved, .. } = metadata;
    Properties { title, author, created, saved, language: None }
}

fn blocks(document: &Document) -> Vec<Block> {
    let mut blocks = Vec::new();
    for section in &document.sections {
        for part in &section.content {
            match part {
                Part::Paragraph(paragraph) => blocks.push(Block {
                    text: text(paragraph),
                    is_heading: paragraph.is_heading() || is_title(paragraph),
                }),
                Part::Table(table) => rows(table, 0, &mut blocks),
                Part::Note { content, .. } => blocks.push(plain(format!("[{}]", joined(content)))),
                Part::PageBreak | Part::SectionBreak | Part::Image { .. } => {}
            }
        }
        blocks.extend(section.notes.iter().flatten().map(|paragraph| plain(text(paragraph))));
    }
    blocks
}

fn plain(text: String) -> Block {
    Block { text, is_heading: false }
}

fn is_title(paragraph: &Paragraph) -> bool {
    paragraph
        .style_name
        .as_deref()
        .is_some_and(|name| ["title", "titre"].contains(&name.to_lowercase().as_str()))
}

/// The text of a paragraph without what was deleted from it.
fn text(paragraph: &Paragraph) -> String {
    let mut text = String::new();
    for run in paragraph.runs.iter().filter(|run| run.revision != RevisionType::Deleted) {
        text.push_str(&run.text);
        if run.line_break || run.page_break {
            text.push('\n');
        }
    }
    text
}

fn joined(paragraphs: &[Paragraph]) -> String {
    paragraphs.iter().map(text).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// The rows of a table, and after each row those of the tables in it.
fn rows(table: &Table, depth: usize, blocks: &mut Vec<Block>) {
    for row in &table.rows {
        let cells = row.cells.iter().map(|cell: &Cell| joined(&cell.content)).filter(|text| !text.is_empty());
        blocks.push(plain(cells.collect::<Vec<_>>().join(BETWEEN_CELLS)));
        if depth < DEEPEST {
            row.cells
                .iter()
                .flat_map(|cell| &cell.nested_tables)
                .for_each(|table| rows(table, depth + 1, blocks));
        }
    }
}
