//! Electronic books: each chapter is a text, under the title of the book and its own heading.

use std::io::BufRead;

use super::package::Package;
use super::xml::{Piece, attribute, each};
use super::{Properties, author, damaged};
use crate::corpus::extracted::Extracted;
use crate::corpus::formats::container::is_zip;
use crate::corpus::formats::html;
use crate::corpus::formats::reader::{About, Reader, Refused, Sign};
use crate::corpus::input::whole;
use crate::corpus::metadata;
use crate::corpus::sink::Sink;
use crate::model::Stage;

/// The reader of electronic books.
pub(in crate::corpus::formats) struct Epub;

impl Reader for Epub {
    fn about(&self) -> About {
        About {
            name: "EPUB",
            en: "each chapter of a book, in its order",
            fr: "chaque chapitre d'un livre, dans l'ordre",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["epub"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        if is_zip(start) { Sign::Likely } else { Sign::None }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let most = output.limits.max_document_bytes;
        let bytes = whole(input, most).map_err(|reason| Refused(Stage::Read, reason))?;
        let mut package = Package::open(&bytes, "EPUB", output.limits.html.max_bytes)?;
        let book = Book::of(&mut package)?;
        let mut ordinal = 0;
        for (at, chapter) in book.chapters.iter().enumerate() {
            let line = Some(at as u64 + 1);
            let page = match package.part(chapter) {
                Ok(page) => page,
                Err(Refused(stage, reason)) => {
                    output.fail(stage, line, reason);
                    continue;
                }
            };
            match html::fragment(without_head(&page), output.limits.html.max_depth) {
                // A cover has none.
                Ok(text) if text.trim().is_empty() => {}
                Ok(text) => {
                    ordinal += 1;
                    output.document(Extracted { ordinal: Some(ordinal), line, ..book.chapter(&page, text) });
                }
                Err(reason) => output.fail(Stage::Parse, line, reason),
            }
        }
        match ordinal {
            0 => Err(Refused(Stage::Parse, crate::model::Reason::NoText)),
            _ => Ok(()),
        }
    }
}

/// What the package says of the book.
struct Book {
    properties: Properties,
    /// The names of the parts that are its chapters, in order.
    chapters: Vec<String>,
}

impl Book {
    fn of(package: &mut Package<'_>) -> Result<Self, Refused> {
        let container = package.part("META-INF/container.xml")?;
        let mut root = None;
        let taken = each(&container, |piece| {
            if let Piece::Open("rootfile", tag) = piece {
                root = root.take().or_else(|| attribute(tag, "full-path"));
            }
        });
        taken.map_err(|said| damaged("EPUB", said))?;
        let root = root.ok_or_else(|| damaged("EPUB", "no rootfile"))?;
        let mut list = List::default();
        each(&package.part(&root)?, |piece| list.take(piece)).map_err(|said| damaged("EPUB", said))?;
        let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
        let chapters = list.spine.iter().filter_map(|id| {
            let (_, href) = list.items.iter().find(|(item, _)| item == id)?;
            Some(resolved(folder, href))
        });
        Ok(Book { chapters: chapters.collect(), properties: list.properties })
    }

    /// The text of a chapter: its title is that of the book and its own.
    fn chapter(&self, page: &str, text: String) -> Extracted {
        let Properties { title, author: authors, created, language, .. } = &self.properties;
        let book = title.as_deref().and_then(metadata::line);
        let heading = heading(page).filter(|heading| Some(heading) != book.as_ref());
        let titles: Vec<String> = book.into_iter().chain(heading).collect();
        // A title at the head of the text is not repeated.
        let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
        let is_title = titles.iter().any(|title| metadata::same_name(title, first));
        let text = if is_title && !rest.trim().is_empty() { rest.trim_start().to_owned() } else { text };
        let mut found = Extracted { encoding: "utf-8", text, ..Extracted::default() };
        found.metadata.title = metadata::line(&titles.join(" – "));
        found.metadata.author = authors.as_deref().and_then(author);
        found.metadata.language = language.as_deref().and_then(metadata::language);
        found.metadata.date = created.as_deref().and_then(|day| metadata::date(day).ok());
        found
    }
}

/// The manifest and the spine of a book.
#[derive(Default)]
struct List {
    properties: Properties,
    /// Identifiers and addresses.
    items: Vec<(String, String)>,
    spine: Vec<String>,
    element: String,
}

impl List {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Open(name, tag) => {
                let local = name.rsplit(':').next().unwrap_or(name);
                local.clone_into(&mut self.element);
                match local {
                    "item" => self.items.extend(attribute(tag, "id").zip(attribute(tag, "href"))),
                    "itemref" => self.spine.extend(attribute(tag, "idref")),
                    "creator" => self.properties.author.iter_mut().for_each(|names| names.push_str(", ")),
                    _ => {}
                }
            }
            Piece::Close(_) => self.element.clear(),
            Piece::Text(text) => {
                let field = match self.element.as_str() {
                    "title" => &mut self.properties.title,
                    "creator" => &mut self.properties.author,
                    "date" => &mut self.properties.created,
                    "language" => &mut self.properties.language,
                    _ => return,
                };
                field.get_or_insert_default().push_str(text);
            }
        }
    }
}

/// The name of the part at an address that is relative to a folder.
fn resolved(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or(href);
    let href = percent_encoding::percent_decode_str(href).decode_utf8_lossy();
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A page from its body on.
fn without_head(page: &str) -> &str {
    page.find("<body").map_or(page, |at| &page[at..])
}

/// The first heading of a page.
fn heading(page: &str) -> Option<String> {
    let (mut text, mut depth) = (None::<String>, 0);
    let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3");
    // What stands before a fault is enough.
    let _ = each(page, |piece| match piece {
        Piece::Open(name, _) if is_heading(name) && text.is_none() => {
            text = Some(String::new());
            depth = 1;
        }
        Piece::Close(name) if is_heading(name) => depth = 0,
        Piece::Text(part) if depth > 0 => text.iter_mut().for_each(|text| text.push_str(part)),
        _ => {}
    });
    text.as_deref().and_then(metadata::line)
}
