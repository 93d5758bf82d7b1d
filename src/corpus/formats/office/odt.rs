//! OpenDocument texts and slide shows, as LibreOffice writes them.

use std::io::BufRead;

use quick_xml::events::BytesStart;

use super::package::Package;
use super::xml::{Piece, attribute, each};
use super::{BETWEEN_CELLS, Block, Properties, damaged, document};
use crate::corpus::formats::container::is_zip;
use crate::corpus::formats::reader::{About, Reader, Refused, Sign};
use crate::corpus::input::whole;
use crate::corpus::sink::Sink;
use crate::model::Stage;

/// The reader of OpenDocument texts.
pub(in crate::corpus::formats) struct Odt;

/// The reader of OpenDocument slide shows.
pub(in crate::corpus::formats) struct Odp;

/// The most spaces that one mark stands for.
const MOST_SPACES: usize = 64;

impl Reader for Odt {
    fn about(&self) -> About {
        About {
            name: "ODT",
            en: "an OpenDocument text, with its properties",
            fr: "un texte OpenDocument, avec ses propriétés",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["odt", "ott"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        if is_zip(start) { Sign::Likely } else { Sign::None }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        read("ODT", input, output)
    }
}

impl Reader for Odp {
    fn about(&self) -> About {
        About {
            name: "ODP",
            en: "the text and the notes of an OpenDocument slide show",
            fr: "le texte et les notes d'un diaporama OpenDocument",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["odp", "otp"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        if is_zip(start) { Sign::Likely } else { Sign::None }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        read("ODP", input, output)
    }
}

/// Reads a document of the format with this name.
fn read(format: &'static str, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
    let most = output.limits.max_document_bytes;
    let bytes = whole(input, most).map_err(|reason| Refused(Stage::Read, reason))?;
    let mut package = Package::open(&bytes, format, most)?;
    let content = package.part("content.xml")?;
    let mut body = Body::default();
    each(&content, |piece| body.take(piece)).map_err(|said| damaged(format, said))?;
    let mut properties = Properties::default();
    if let Some(meta) = package.optional("meta.xml")? {
        let mut name = String::new();
        // What the properties say before they are damaged is kept.
        let _ = each(&meta, |piece| property(piece, &mut name, &mut properties));
    }
    output.document(document(body.end(), &properties));
    Ok(())
}

fn property(piece: Piece<'_>, name: &mut String, properties: &mut Properties) {
    match piece {
        Piece::Open(element, _) => element.clone_into(name),
        Piece::Close(_) => name.clear(),
        Piece::Text(text) => {
            let field = match name.as_str() {
                "dc:title" => &mut properties.title,
                "meta:initial-creator" => &mut properties.author,
                "meta:creation-date" => &mut properties.created,
                "dc:date" => &mut properties.saved,
                "dc:language" => &mut properties.language,
                _ => return,
            };
            field.get_or_insert_default().push_str(text);
        }
    }
}

/// The body of a text so far.
#[derive(Default)]
struct Body {
    blocks: Vec<Block>,
    text: String,
    is_heading: bool,
    /// How many elements around the current place are left out.
    skipped: usize,
    is_in_body: bool,
    /// How many cells, and how many notes, are around the current place: their paragraphs are parts of another one.
    cells: usize,
    notes: usize,
}

impl Body {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Open(name, _) if self.skipped > 0 || is_left_out(name) => self.skipped += 1,
            Piece::Open(name, tag) => self.open(name, tag),
            Piece::Close(_) if self.skipped > 0 => self.skipped -= 1,
            Piece::Close(name) => self.close(name),
            Piece::Text(text) if self.skipped == 0 && self.is_in_body => {
                self.text.push_str(&text.replace(['\n', '\r'], " "))
            }
            Piece::Text(_) => {}
        }
    }

    fn open(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "office:body" => self.is_in_body = true,
            "text:h" if self.cells + self.notes == 0 => {
                self.paragraph();
                self.is_heading = true;
            }
            "text:note-body" => {
                self.text.push_str(" [");
                self.notes += 1;
            }
            "table:table-cell" => {
                if self.cells == 0 && !self.text.trim().is_empty() {
                    self.text.push_str(BETWEEN_CELLS);
                }
                self.cells += 1;
            }
            "text:s" => {
                let count = attribute(tag, "text:c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.text.push_str(&" ".repeat(MOST_SPACES.min(count)));
            }
            "text:tab" => self.text.push(' '),
            "text:line-break" => self.text.push('\n'),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "office:body" => self.is_in_body = false,
            "text:p" | "text:h" if self.cells + self.notes > 0 => self.text.push(' '),
            "text:p" | "text:h" | "table:table-row" if self.cells == 0 => self.paragraph(),
            "text:note-body" => {
                self.notes = self.notes.saturating_sub(1);
                self.text.truncate(self.text.trim_end().len());
                self.text.push(']');
            }
            "table:table-cell" => {
                self.cells = self.cells.saturating_sub(1);
                self.text.truncate(self.text.trim_end().len());
            }
            _ => {}
        }
    }

    fn paragraph(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.blocks.push(Block { text, is_heading: std::mem::take(&mut self.is_heading) });
    }

    fn end(mut self) -> Vec<Block> {
        self.paragraph();
        self.blocks
    }
}

/// Comments, deletions, numbers of notes, forms, and the descriptions of pictures.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "office:annotation"
            | "text:tracked-changes"
            | "text:note-citation"
            | "office:forms"
            | "text:ruby-text"
            | "svg:desc"
            | "svg:title"
    )
}
