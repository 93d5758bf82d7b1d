//! The names of the formats: a word or a file's extension goes in, a [`FormatName`] comes out.
//!
//! This file has the names of the formats; a file for each format writes it.

use std::fmt;
use std::str::FromStr;

/// A format by its name. [`Format`](super::Format) has the options too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FormatName {
    /// One JSON object a line: everything, unaltered. For programs.
    Jsonl,
    /// Comma-separated values. For spreadsheets.
    Csv,
    /// Tab-separated values, one line a hit. For `cut`, `awk`, R, and for pasting into a spreadsheet.
    Tsv,
    /// A workbook: typed cells, links, matches in bold. For Excel and LibreOffice.
    Xlsx,
    /// A TREC run: `topic Q0 docid rank score tag`. For `trec_eval` and the like.
    Trec,
    /// A note with titles, quotations and references. For people.
    Markdown,
    /// A page to read, print and send on.
    Html,
    /// A bibliography for LaTeX and reference managers, an entry an article.
    Bibtex,
    /// A bibliography for reference managers, an entry an article.
    Ris,
    /// A bibliography for programs of the Citation Style Language, an entry an article.
    Csl,
    /// A corpus for TXM, a whole article a text.
    Txm,
    /// A corpus for IRaMuTeQ, a whole article a text.
    Iramuteq,
    /// What a template of the reader makes of the list. It has no name to ask for.
    Template,
}

/// Why a word is not a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an export format")]
pub struct UnknownFormat(pub String);

impl FormatName {
    /// All formats, in the order in which help lists them.
    pub const ALL: [FormatName; 12] = [
        FormatName::Jsonl,
        FormatName::Csv,
        FormatName::Tsv,
        FormatName::Xlsx,
        FormatName::Trec,
        FormatName::Markdown,
        FormatName::Html,
        FormatName::Bibtex,
        FormatName::Ris,
        FormatName::Csl,
        FormatName::Txm,
        FormatName::Iramuteq,
    ];

    /// The name on the command line, which is the usual extension of a file too.
    pub fn name(self) -> &'static str {
        match self {
            FormatName::Jsonl => "jsonl",
            FormatName::Csv => "csv",
            FormatName::Tsv => "tsv",
            FormatName::Xlsx => "xlsx",
            FormatName::Trec => "trec",
            FormatName::Markdown => "md",
            FormatName::Html => "html",
            FormatName::Bibtex => "bib",
            FormatName::Ris => "ris",
            FormatName::Csl => "csl",
            FormatName::Txm => "txm",
            FormatName::Iramuteq => "iramuteq",
            FormatName::Template => "template",
        }
    }

    /// The format of a file whose extension, without the point, is `extension`.
    pub fn from_extension(extension: &str) -> Option<FormatName> {
        match extension.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Some(FormatName::Jsonl),
            "csv" => Some(FormatName::Csv),
            "tsv" | "tab" => Some(FormatName::Tsv),
            "xlsx" => Some(FormatName::Xlsx),
            "trec" | "run" => Some(FormatName::Trec),
            "md" | "markdown" => Some(FormatName::Markdown),
            "html" | "htm" => Some(FormatName::Html),
            "bib" | "bibtex" => Some(FormatName::Bibtex),
            "ris" => Some(FormatName::Ris),
            "csl" => Some(FormatName::Csl),
            "txm" | "zip" => Some(FormatName::Txm),
            "iramuteq" => Some(FormatName::Iramuteq),
            _ => None,
        }
    }

    /// Whether a row stands for an article, not for a passage.
    pub fn lists_articles(self) -> bool {
        matches!(self, FormatName::Bibtex | FormatName::Ris | FormatName::Csl) || self.takes_whole_texts()
    }

    /// Whether a row has the whole text of its article.
    pub fn takes_whole_texts(self) -> bool {
        matches!(self, FormatName::Txm | FormatName::Iramuteq)
    }

    /// Whether the columns can be chosen.
    pub fn takes_fields(self) -> bool {
        matches!(self, FormatName::Jsonl | FormatName::Csv | FormatName::Tsv | FormatName::Xlsx)
    }
}

impl fmt::Display for FormatName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for FormatName {
    type Err = UnknownFormat;

    /// Reads a name or an extension, in capitals or not.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        FormatName::from_extension(text.trim()).ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: Option<FormatName>) {
        assert_eq!(input.parse::<FormatName>().ok(), expected, "{input}");
    }

    #[test]
    fn names_and_extensions() {
        for format in FormatName::ALL {
            check(format.name(), Some(format));
            check(&format.name().to_uppercase(), Some(format));
        }
        check("ndjson", Some(FormatName::Jsonl));
        check("markdown", Some(FormatName::Markdown));
        check("run", Some(FormatName::Trec));
        check("txt", None);
        check("", None);
    }
}
