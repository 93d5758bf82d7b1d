//! Office documents: paragraphs in; a text with its headline out, and the properties of the document as its metadata.

mod docx;
mod epub;
mod odt;
mod package;
mod rtf;
mod xml;

use super::html;
use super::reader::Refused;
use crate::corpus::extracted::Extracted;
use crate::corpus::metadata;
use crate::model::{Date, Origin, Reason, Stage};
pub(super) use docx::{Doc, Docx, Pptx};
pub(super) use epub::Epub;
pub(super) use odt::{Odp, Odt};
pub(super) use rtf::Rtf;

/// A paragraph, a heading or a row of a table.
#[derive(Debug, Default, PartialEq, Eq)]
struct Block {
    text: String,
    is_heading: bool,
}

/// What a document says of itself.
#[derive(Debug, Default)]
struct Properties {
    title: Option<String>,
    author: Option<String>,
    /// When it was made, in ISO 8601.
    created: Option<String>,
    /// When it was saved last, in ISO 8601.
    saved: Option<String>,
    language: Option<String>,
}

/// Between the cells of a row.
const BETWEEN_CELLS: &str = " | ";

/// The text of the blocks. Its headline is the title of the properties, or a heading at its head, and is not repeated.
fn document(blocks: Vec<Block>, properties: &Properties) -> Extracted {
    let mut found = Extracted { encoding: "utf-8", ..Extracted::default() };
    let mut blocks: Vec<Block> = blocks
        .into_iter()
        .map(|block| Block { text: crate::text::decode::clean(&block.text).trim().to_owned(), ..block })
        .filter(|block| !block.text.is_empty())
        .collect();
    let first = blocks.first().filter(|first| first.is_heading).and_then(|first| metadata::line(&first.text));
    found.metadata.title = properties.title.as_deref().and_then(title);
    found.metadata.author = properties.author.as_deref().and_then(author);
    found.metadata.language = properties.language.as_deref().and_then(metadata::language);
    found.say(Origin::Properties);
    found.metadata.title = found.metadata.title.take().or(first);
    found.say(Origin::FirstLines);
    let is_title = |block: &Block| metadata::line(&block.text) == found.metadata.title;
    if blocks.len() > 1 && blocks.first().is_some_and(is_title) {
        blocks.remove(0);
    }
    found.made_on = made_on(properties);
    found.text = blocks.into_iter().map(|block| block.text).collect::<Vec<_>>().join("\n\n");
    found
}

/// The day of a document: that on which it was saved, if it was begun not long before. A document that was begun long before
/// is one that was written over, or one that was changed later: nobody can tell.
fn made_on(properties: &Properties) -> Option<Date> {
    /// In days.
    const LONGEST: i32 = 31;
    /// The day of the template of a library that many programs use.
    const TEMPLATE: Date = Date::constant(2013, 12, 23);
    let day =
        |declared: &Option<String>| declared.as_deref().and_then(|declared| metadata::date(declared).ok());
    let (created, saved) = (day(&properties.created), day(&properties.saved));
    let made = match (created, saved) {
        (Some(created), Some(saved)) => {
            let days = (saved - created).get_days();
            Some(saved).filter(|_| (0..=LONGEST).contains(&days))
        }
        (created, saved) => created.or(saved),
    };
    made.filter(|day| *day != TEMPLATE)
}

/// A title that somebody wrote. Programs put in names of files and of templates.
pub(super) fn title(declared: &str) -> Option<String> {
    const MADE_UP: &[&str] = &[
        "microsoft word",
        "document",
        "sans titre",
        "untitled",
        "titre",
        "title",
        "présentation powerpoint",
        "powerpoint presentation",
        "diapositive 1",
        "slide 1",
    ];
    const ENDINGS: &[&str] =
        &[".doc", ".docx", ".odt", ".rtf", ".pdf", ".indd", ".qxd", ".tex", ".ppt", ".pptx", ".dvi"];
    let title = metadata::line(&html::unescaped(declared))?;
    let lower = title.to_lowercase();
    let stem = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let is_made_up = MADE_UP.contains(&stem)
        || lower.starts_with("microsoft word - ")
        || ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || !title.chars().any(char::is_alphabetic);
    (!is_made_up).then_some(title)
}

/// An author who is a person. Programs put in the name of an account.
pub(super) fn author(declared: &str) -> Option<String> {
    const ACCOUNTS: &[&str] = &[
        "user",
        "utilisateur",
        "admin",
        "administrateur",
        "administrator",
        "microsoft office user",
        "utilisateur microsoft office",
        "utilisateur de microsoft office",
        "utilisateur windows",
        "windows user",
        "python-docx",
        "unknown",
        "inconnu",
        "anonymous",
        "(anonymous)",
        "owner",
        "pc",
    ];
    let names = metadata::author(&declared.replace(';', ", "))?;
    (!ACCOUNTS.contains(&names.to_lowercase().as_str())).then_some(names)
}

/// The reason of a document that its reader cannot take apart.
fn damaged(format: &str, said: impl ToString) -> Refused {
    let said = said.to_string().lines().next().unwrap_or_default().chars().take(200).collect();
    Refused(Stage::Parse, Reason::Damaged { format: format.to_owned(), said })
}

#[cfg(test)]
mod tests;
