//! Articles as entries of a bibliography: BibTeX, RIS, CSL-JSON. A hit is an entry, so the list has one hit an article.

mod bibtex;
mod csl;
mod ris;

use std::collections::HashSet;
use std::io::{self, Write};

use super::escape::is_web_address;
use super::shape::Shape;
use crate::model::{Hit, Metadata};

/// A format of bibliographies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// BibTeX, with the fields of BibLaTeX that programs read.
    Bibtex,
    /// RIS (Research Information Systems).
    Ris,
    /// The JSON of the Citation Style Language.
    Csl,
}

/// What is known of an article, as a bibliography has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference<'a> {
    key: String,
    metadata: &'a Metadata,
}

impl<'a> Reference<'a> {
    /// The reference to an article under the key of its identifier.
    pub fn of(id: &str, metadata: &'a Metadata) -> Self {
        Reference { key: key(id), metadata }
    }

    /// The entry in a style, with a line feed behind it.
    pub fn entry(&self, style: Style) -> String {
        match style {
            Style::Bibtex => bibtex::entry(self),
            Style::Ris => ris::entry(self),
            Style::Csl => csl::entry(self).to_string() + "\n",
        }
    }

    /// The title on one line.
    fn title(&self) -> Option<String> {
        line(self.metadata.title.as_deref())
    }

    /// The paper, on one line.
    fn source(&self) -> Option<String> {
        line(self.metadata.source.as_deref())
    }

    /// The authors: several names are separated by commas.
    fn authors(&self) -> Vec<String> {
        let names = self.metadata.author.as_deref().unwrap_or("").split(',');
        names.filter_map(|name| line(Some(name))).collect()
    }

    /// The address, where it is one of the web.
    fn url(&self) -> Option<String> {
        line(self.metadata.url.as_deref()).filter(|url| is_web_address(url))
    }

    fn language(&self) -> Option<String> {
        line(self.metadata.language.as_deref())
    }
}

/// The text on one line, without control characters; nothing where that leaves nothing.
fn line(text: Option<&str>) -> Option<String> {
    let is_gap = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let words: Vec<&str> = text?.split(is_gap).filter(|word| !word.is_empty()).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The identifier as a key: letters, digits and `-` of ASCII, which every program takes.
fn key(id: &str) -> String {
    let plain: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "article".to_owned() } else { parts.join("-") }
}

/// A bibliography that is being written. It remembers the keys: no two entries have the same.
pub(super) struct Bibliography {
    style: Style,
    keys: HashSet<String>,
}

impl Bibliography {
    pub(super) fn new(style: Style) -> Self {
        Bibliography { style, keys: HashSet::new() }
    }

    /// The key, with a number behind it where another entry has it.
    fn free(&mut self, key: String) -> String {
        let further = (2..).map(|number| format!("{key}-{number}"));
        let mut keys = std::iter::once(key.clone()).chain(further);
        let free = keys.find(|key| !self.keys.contains(key)).unwrap_or(key);
        self.keys.insert(free.clone());
        free
    }
}

impl Shape for Bibliography {
    fn head(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.style == Style::Csl { out.write_all(b"[") } else { Ok(()) }
    }

    fn row(&mut self, hit: &Hit, out: &mut dyn Write) -> io::Result<bool> {
        let reference = Reference::of(&hit.id, &hit.metadata);
        let is_first = self.keys.is_empty();
        let reference = Reference { key: self.free(reference.key.clone()), ..reference };
        let between = match self.style {
            Style::Csl if is_first => "\n",
            Style::Csl => ",\n",
            Style::Bibtex | Style::Ris if is_first => "",
            Style::Bibtex => "\n",
            Style::Ris => "\r\n",
        };
        let entry = reference.entry(self.style);
        let entry = if self.style == Style::Csl { entry.trim_end() } else { &entry };
        write!(out, "{between}{entry}")?;
        Ok(true)
    }

    fn foot(&mut self, _: u64, out: &mut dyn Write) -> io::Result<()> {
        if self.style == Style::Csl { out.write_all(b"\n]\n") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests;
