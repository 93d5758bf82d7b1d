//! The format of an export, from the flags. An option that says nothing about the format is refused.

use std::fs;
use std::path::Path;

use super::args::ExportArgs;
use super::exit::Failure;
use crate::export::{FieldName, Format, FormatName, check_template, parse_fields};
use crate::wording::Complaint;

/// The name of the format: by the flags, or by the extension of the file.
pub(super) fn name(args: &ExportArgs) -> Result<FormatName, Failure> {
    if args.template.is_some() {
        return Ok(FormatName::Template);
    }
    if let Some(name) = args.format {
        return Ok(name);
    }
    let extension = args.output.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    let untold = || Complaint::FormatUntold { file: args.output.clone() };
    Ok(FormatName::from_extension(extension).ok_or_else(untold)?)
}

/// The format, with the options from the flags.
pub(super) fn format(args: &ExportArgs) -> Result<Format, Failure> {
    let name = name(args)?;
    refuse_meaningless(args, name)?;
    let fields = args.fields.as_deref().map(parse_fields).transpose()?;
    if fields.is_some() && !name.takes_fields() {
        return Err(Complaint::FixedFields { format: name }.into());
    }
    let format = match Format::new(name) {
        Format::Csv { fields, .. } => Format::Csv { fields, headings: args.headings, excel: args.excel },
        Format::Tsv { fields, .. } => Format::Tsv { fields, headings: args.headings },
        Format::Trec { .. } => {
            let topic = args.topic.clone().unwrap_or_else(|| "1".to_owned());
            let tag = args.tag.clone().unwrap_or_else(|| "vigie".to_owned());
            Format::Trec { topic, tag, passages: args.passages }
        }
        Format::Markdown { .. } => Format::Markdown { marks: !args.no_marks },
        Format::Template { .. } => template(args.template.as_deref())?,
        format => format,
    };
    Ok(match fields {
        Some(fields) => format.with_fields(fields),
        // Headings in words are for people, and so are the columns then.
        None if args.headings => format.with_fields(FieldName::READABLE.to_vec()),
        None => format,
    })
}

/// The template of a file. What it makes is HTML if its name says so: `note.html`, `note.html.j2`.
fn template(path: Option<&Path>) -> Result<Format, Failure> {
    let path = path.unwrap_or(Path::new(""));
    let unreadable = |said: String| Complaint::Unreadable { path: path.to_owned(), said };
    let source = fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    check_template(&source).map_err(|said| Complaint::BadTemplate { path: path.to_owned(), said })?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_html =
        [".html", ".htm", ".xml", ".html.j2", ".xml.j2", ".html.jinja"].iter().any(|end| name.ends_with(end));
    Ok(Format::Template { source, is_html })
}

/// Refuses the options that say nothing about this format.
fn refuse_meaningless(args: &ExportArgs, format: FormatName) -> Result<(), Failure> {
    let is_table = matches!(format, FormatName::Csv | FormatName::Tsv);
    let given = [
        ("--headings", args.headings, is_table),
        ("--excel", args.excel, format == FormatName::Csv),
        ("--no-marks", args.no_marks, format == FormatName::Markdown),
        ("--passages", args.passages, format == FormatName::Trec),
        ("--topic", args.topic.is_some(), format == FormatName::Trec),
        ("--tag", args.tag.is_some(), format == FormatName::Trec),
        ("--per-article", args.asked.per_article.is_some(), !format.lists_articles()),
        ("--all-passages", args.asked.all_passages, !format.lists_articles()),
    ];
    match given.into_iter().find(|(_, is_given, has_meaning)| *is_given && !has_meaning) {
        Some((option, ..)) => Err(Complaint::Meaningless { option, format }.into()),
        None => Ok(()),
    }
}
