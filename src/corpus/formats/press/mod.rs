//! Exports of press databases: many articles in one file, each with its own title, date, source and author.
//!
//! Detection is strict, since articles under a false date are worse than none. A file that looks like an export, but whose
//! articles cannot be told apart, is read as one text with a warning.

mod europresse;
mod factiva_page;
mod factiva_text;
mod notices;

use dom_query::Document;

use crate::corpus::extracted::Extracted;
use crate::model::{Reason, Stage};

/// The articles of a saved page, if it is an export.
pub(super) fn of_page(tree: &Document) -> Option<Vec<Extracted>> {
    europresse::articles(tree).or_else(|| factiva_page::articles(tree)).map(numbered)
}

/// The articles of a plain text, if it is an export.
pub(super) fn of_text(text: &str) -> Option<Vec<Extracted>> {
    factiva_text::articles(text).map(numbered)
}

/// A warning for a page or text that looks like an export and is read as something else.
pub(super) fn doubt(text: &str) -> Option<(Stage, Reason)> {
    let looks = ["DocPublicationName", "docOcurrContainer"].iter().all(|name| text.contains(name))
        || factiva_text::identifiers(text) > 1;
    looks.then_some((Stage::Parse, Reason::ExportUnread))
}

fn numbered(mut found: Vec<Extracted>) -> Vec<Extracted> {
    for (number, article) in (1..).zip(&mut found) {
        article.ordinal = Some(number);
        article.line = Some(number.into());
    }
    found
}
