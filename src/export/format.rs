//! The formats by name: a word or a file's extension to a [`Format`].
//!
//! It knows what the formats are called, never how they are written.

use std::fmt;
use std::str::FromStr;

/// How hits are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One JSON object a line: everything, unaltered. For programs.
    Jsonl,
    /// Comma-separated values. For spreadsheets.
    Csv,
    /// Tab-separated values, one line a hit. For `cut`, `awk`, R, and for pasting into a spreadsheet.
    Tsv,
    /// A TREC run: `topic Q0 docid rank score tag`. For `trec_eval` and the like.
    Trec,
    /// A note with titles, quotations and references. For people.
    Markdown,
}

/// Why a word is not a format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an export format")]
pub struct UnknownFormat(pub String);

impl Format {
    /// All formats, in the order in which help lists them.
    pub const ALL: [Format; 5] = [Format::Jsonl, Format::Csv, Format::Tsv, Format::Trec, Format::Markdown];

    /// The name on the command line, which is the usual extension of a file too.
    pub fn name(self) -> &'static str {
        match self {
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Trec => "trec",
            Format::Markdown => "md",
        }
    }

    /// The format of a file whose extension, without the point, is `extension`.
    pub fn from_extension(extension: &str) -> Option<Format> {
        match extension.to_ascii_lowercase().as_str() {
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "csv" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            "trec" | "run" => Some(Format::Trec),
            "md" | "markdown" => Some(Format::Markdown),
            _ => None,
        }
    }

    /// Whether the columns can be chosen ([`Options::fields`](super::Options::fields)).
    pub fn takes_fields(self) -> bool {
        matches!(self, Format::Jsonl | Format::Csv | Format::Tsv)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = UnknownFormat;

    /// Reads a name or an extension, in capitals or not.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Format::from_extension(text.trim()).ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: Option<Format>) {
        assert_eq!(input.parse::<Format>().ok(), expected, "{input}");
    }

    #[test]
    fn names_and_extensions() {
        for format in Format::ALL {
            check(format.name(), Some(format));
            check(&format.name().to_uppercase(), Some(format));
        }
        check("ndjson", Some(Format::Jsonl));
        check("markdown", Some(Format::Markdown));
        check("run", Some(Format::Trec));
        check("txt", None);
        check("", None);
    }
}
