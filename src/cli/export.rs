//! `vigie export`: writes all hits to a file, which appears when it is complete, or to a pipe.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::args::{ExportArgs, Global};
use super::asked::{Asking, engine, tell, tell_notes};
use super::exit::{Failure, Outcome};
use super::new_file::NewFile;
use crate::export::{Exporter, Format, FormatName, parse_fields};
use crate::search::{Request, Stream};
use crate::session::Session;
use crate::wording::{Complaint, export_done};

pub(super) fn run(args: &ExportArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let format = format(args)?;
    let mut asking = Asking::new(session, &args.asked, args.matching)?;
    asking.request = Request { detail: format.detail(), ..asking.request };
    let engine = engine(session, global)?;
    asking.tell_remarks(global);
    let stream = engine.stream(&asking.request, &asking.parsed)?;
    refuse_loss(args)?;
    tell_notes(&stream.notes, global);
    tell_notes(&asking.notes(session, &engine, stream.articles)?, global);
    let counts = [stream.passages.hits, stream.articles];
    let name = args.output.display().to_string();
    let rows = if name == "-" {
        write(stream, format, io::stdout().lock(), None)?.1
    } else if is_special(&args.output) {
        let file = File::options().write(true).open(&args.output);
        let file = file.map_err(|error| Failure::writing(&args.output, &error))?;
        write(stream, format, file, Some(&args.output))?.1
    } else {
        let target = NewFile::create(&args.output)?;
        let (file, rows) = write(stream, format, target.open()?, Some(&args.output))?;
        target.publish(&file)?;
        rows
    };
    let place = (name != "-").then_some(name.as_str());
    tell(&export_done(global.lang, rows, place, counts), global);
    Ok(if rows == 0 { Outcome::Nothing } else { Outcome::Done })
}

/// Refuses to replace a file: it may hold the notes of whoever read the last list.
fn refuse_loss(args: &ExportArgs) -> Result<(), Failure> {
    let path = &args.output;
    let is_lost = fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() > 0);
    if is_lost && !args.force && path.as_os_str() != "-" {
        return Err(Complaint::FileExists { path: path.clone() }.into());
    }
    Ok(())
}

/// Refuses the options that say nothing about this format.
fn refuse_meaningless(args: &ExportArgs, format: FormatName) -> Result<(), Failure> {
    let given = [
        ("--excel", args.excel, FormatName::Csv),
        ("--no-marks", args.no_marks, FormatName::Markdown),
        ("--passages", args.passages, FormatName::Trec),
        ("--topic", args.topic.is_some(), FormatName::Trec),
        ("--tag", args.tag.is_some(), FormatName::Trec),
    ];
    match given.into_iter().find(|(_, is_given, of)| *is_given && *of != format) {
        Some((option, ..)) => Err(Complaint::Meaningless { option, format }.into()),
        None => Ok(()),
    }
}

/// The format, with the options from the flags.
fn format(args: &ExportArgs) -> Result<Format, Failure> {
    let name = name(args)?;
    refuse_meaningless(args, name)?;
    let fields = args.fields.as_deref().map(parse_fields).transpose()?;
    if fields.is_some() && !name.takes_fields() {
        return Err(Complaint::FixedFields { format: name }.into());
    }
    let format = match Format::new(name) {
        Format::Csv { fields, .. } => Format::Csv { fields, excel: args.excel },
        Format::Trec { .. } => {
            let topic = args.topic.clone().unwrap_or_else(|| "1".to_owned());
            let tag = args.tag.clone().unwrap_or_else(|| "vigie".to_owned());
            Format::Trec { topic, tag, passages: args.passages }
        }
        Format::Markdown { .. } => Format::Markdown { marks: !args.no_marks },
        format @ (Format::Jsonl { .. } | Format::Tsv { .. }) => format,
    };
    Ok(match fields {
        Some(fields) => format.with_fields(fields),
        None => format,
    })
}

fn name(args: &ExportArgs) -> Result<FormatName, Failure> {
    if let Some(name) = args.format {
        return Ok(name);
    }
    let extension = args.output.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    let untold = || Complaint::FormatUntold { file: args.output.clone() };
    Ok(FormatName::from_extension(extension).ok_or_else(untold)?)
}

/// Writes all hits. Returns the writer and the number of rows.
fn write<W: Write>(
    stream: Stream,
    format: Format,
    out: W,
    target: Option<&Path>,
) -> Result<(W, u64), Failure> {
    let failed = |error: io::Error| Failure::unwritable(target, &error);
    let mut exporter = Exporter::new(BufWriter::new(out), format, &stream.query).map_err(failed)?;
    let drafter = exporter.drafter();
    stream.each(
        |hit| drafter.draft(hit),
        |draft| draft.and_then(|draft| exporter.write_draft(draft)).map_err(failed),
    )?;
    let rows = exporter.rows();
    let buffer = exporter.finish().map_err(failed)?;
    let out = buffer.into_inner().map_err(|error| failed(error.into_error()))?;
    Ok((out, rows))
}

/// Whether the path is a pipe, a device, or a link to one. The export writes to it and never replaces it.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}
