//! PDF, by the crate `unpdf`: the text in reading order, without what repeats on every page.
//!
//! `running` takes out running heads, `repair` mends what the layout tore apart, and `pages` makes one text of the pages.

mod pages;
mod repair;
mod running;

use std::io::BufRead;

use unpdf::render::{CleanupPreset, RenderOptions, to_text};
use unpdf::{Document, Error, Metadata, Page, ParseOptions};

use super::office;
use super::reader::{About, Reader, Refused, Sign, parsed};
use crate::corpus::extracted::Extracted;
use crate::corpus::input::whole;
use crate::corpus::metadata;
use crate::corpus::sink::Sink;
use crate::model::{Origin, Reason, Stage};

/// The reader of PDF.
pub(super) struct Pdf;

/// A page with fewer characters has no text to speak of.
const LEAST_CHARS: usize = 20;
/// How far from its beginning the mark of a file may stand.
const MAGIC_WITHIN: usize = 1024;
/// How far from its end the mark that ends it may stand.
const END_WITHIN: usize = 4096;

impl Reader for Pdf {
    fn about(&self) -> About {
        About {
            name: "PDF",
            en: "the text of a PDF, without running heads; a scan without text is named",
            fr: "le texte d'un PDF, sans titres courants ; un scan sans texte est signalé",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["pdf"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        let head = &start[..start.len().min(MAGIC_WITHIN)];
        match head.windows(5).position(|window| window == b"%PDF-") {
            Some(0) => Sign::Sure,
            Some(_) => Sign::Likely,
            None => Sign::None,
        }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let most = output.limits.max_document_bytes;
        let bytes = whole(input, most).map_err(|reason| Refused(Stage::Read, reason))?;
        // Without threads of its own, and without pictures, which nobody looks at.
        let options = ParseOptions::new().sequential().with_resources(false);
        let parse = || unpdf::parse_bytes_with_options(&bytes, options);
        let mut document = parsed("PDF", parse)?.map_err(refused)?;
        let is_cut = is_cut(&bytes);
        drop(bytes);
        let (blank, all) = (blank_pages(&document), document.pages.len());
        if blank == all {
            return Err(Refused(Stage::Parse, Reason::Scanned { pages: all }));
        }
        running::remove(&mut document.pages);
        let mut found = described(&document.metadata);
        (found.text, found.pages) = pages::joined(&parsed("PDF", || texts(document))?.map_err(refused)?);
        if is_cut {
            found.warnings.push((Stage::Parse, Reason::CutShort));
        }
        if blank > 0 {
            found.warnings.push((Stage::Parse, Reason::PagesWithoutText { pages: blank, of: all }));
        }
        output.document(found);
        Ok(())
    }
}

/// Whether the mark is missing that ends a file. What stands before it can be read nevertheless.
fn is_cut(bytes: &[u8]) -> bool {
    let end = &bytes[bytes.len().saturating_sub(END_WITHIN)..];
    !end.windows(5).any(|window| window == b"%%EOF")
}

/// The number of pages that show a picture and have no text to speak of; of all pages if there is none with text.
fn blank_pages(document: &Document) -> usize {
    let has_text =
        |page: &Page| page.plain_text().chars().filter(|c| c.is_alphanumeric()).nth(LEAST_CHARS).is_some();
    let without: Vec<&Page> = document.pages.iter().filter(|page| !has_text(page)).collect();
    let pictures = || without.iter().filter(|page| page.image_op_count > 0).count();
    let has_any = document.pages.iter().any(|page| page.plain_text().chars().any(char::is_alphanumeric));
    if has_any { pictures().min(document.pages.len() - 1) } else { document.pages.len() }
}

/// The text of each page.
fn texts(mut document: Document) -> Result<Vec<String>, Error> {
    let options = RenderOptions::default().with_cleanup_preset(CleanupPreset::Standard);
    let pages = std::mem::take(&mut document.pages);
    let alone = pages.into_iter().map(|page| {
        document.pages = vec![page];
        to_text(&document, &options)
    });
    alone.collect()
}

fn described(about: &Metadata) -> Extracted {
    let mut found = Extracted { encoding: "utf-8", ..Extracted::default() };
    found.metadata.title = about.title.as_deref().and_then(office::title);
    found.metadata.author = about.author.as_deref().and_then(office::author);
    let day = about.created.map(|moment| moment.format("%Y-%m-%d").to_string());
    found.say(Origin::Properties);
    found.made_on = day.and_then(|day| metadata::date(&day).ok());
    found
}

fn refused(error: Error) -> Refused {
    let reason = match error {
        Error::Encrypted | Error::InvalidPassword => Reason::Encrypted,
        error => {
            let said = error.to_string().lines().next().unwrap_or_default().chars().take(200).collect();
            Reason::Damaged { format: "PDF".to_owned(), said }
        }
    };
    Refused(Stage::Parse, reason)
}

#[cfg(test)]
mod tests;
