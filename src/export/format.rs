//! The formats with their options.

use super::field::FieldName;
use super::format_name::FormatName;
use super::reference::Style;
use crate::model::Detail;

/// A format, and how hits are written in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Format {
    /// One JSON object a line.
    Jsonl {
        /// The keys, in order.
        fields: Vec<FieldName>,
    },
    /// Comma-separated values.
    Csv {
        /// The columns, in order.
        fields: Vec<FieldName>,
        /// Whether the headings are words of the reader's language, not the names of the fields.
        headings: bool,
        /// Whether the file is for a double click in a French locale: with a byte order mark, `;` between cells and a
        /// decimal comma.
        excel: bool,
    },
    /// Tab-separated values.
    Tsv {
        /// The columns, in order.
        fields: Vec<FieldName>,
        /// As for CSV.
        headings: bool,
    },
    /// A TREC run.
    Trec {
        /// The first column: the number or name of the query.
        topic: String,
        /// The last column: the name of the run.
        tag: String,
        /// Whether lines name passages (`id#p3`) instead of articles.
        passages: bool,
    },
    /// A workbook of Office Open XML.
    Xlsx {
        /// The columns, in order.
        fields: Vec<FieldName>,
    },
    /// A note in Markdown.
    Markdown {
        /// Whether matches are in bold.
        marks: bool,
    },
    /// A page.
    Html,
    /// A bibliography.
    Bibliography(Style),
    /// A corpus for TXM.
    Txm,
    /// A corpus for IRaMuTeQ.
    Iramuteq,
    /// What a template makes of the list.
    Template {
        /// The template.
        source: String,
        /// Whether what it makes is HTML, so that values are escaped.
        is_html: bool,
    },
}

impl Format {
    /// The format with its default options.
    pub fn new(name: FormatName) -> Self {
        match name {
            FormatName::Jsonl => Format::Jsonl { fields: FieldName::in_json() },
            FormatName::Csv => {
                Format::Csv { fields: FieldName::COLUMNS.to_vec(), headings: false, excel: false }
            }
            FormatName::Tsv => Format::Tsv { fields: FieldName::COLUMNS.to_vec(), headings: false },
            FormatName::Xlsx => Format::Xlsx { fields: FieldName::READABLE.to_vec() },
            FormatName::Trec => {
                Format::Trec { topic: "1".to_owned(), tag: "vigie".to_owned(), passages: false }
            }
            FormatName::Markdown => Format::Markdown { marks: true },
            FormatName::Html => Format::Html,
            FormatName::Bibtex => Format::Bibliography(Style::Bibtex),
            FormatName::Ris => Format::Bibliography(Style::Ris),
            FormatName::Csl => Format::Bibliography(Style::Csl),
            FormatName::Txm => Format::Txm,
            FormatName::Iramuteq => Format::Iramuteq,
            FormatName::Template => Format::Template { source: String::new(), is_html: false },
        }
    }

    /// The same format with these columns. A format without columns stays as it is ([`FormatName::takes_fields`]).
    pub fn with_fields(mut self, chosen: Vec<FieldName>) -> Self {
        if let Format::Jsonl { fields }
        | Format::Csv { fields, .. }
        | Format::Tsv { fields, .. }
        | Format::Xlsx { fields } = &mut self
        {
            *fields = chosen;
        }
        self
    }

    /// How much of each hit the search has to work out for this format.
    pub fn detail(&self) -> Detail {
        match self {
            Format::Trec { .. } => Detail::Name,
            Format::Markdown { marks: true } => Detail::Marks,
            Format::Markdown { marks: false } => Detail::Text,
            // Matches are in bold there.
            Format::Xlsx { .. } | Format::Html | Format::Template { .. } => Detail::Marks,
            Format::Bibliography(_) | Format::Txm | Format::Iramuteq => Detail::Text,
            Format::Jsonl { fields } | Format::Csv { fields, .. } | Format::Tsv { fields, .. } => {
                fields.iter().map(|field| field.detail()).max().unwrap_or(Detail::Name)
            }
        }
    }
}
