//! `vigie export`: every hit, to a file that appears when it is whole, or down a pipe.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::args::{ExportArgs, Global};
use super::asked::{engine, parse, request, tell};
use super::exit::{Failure, Outcome};
use super::search::counted;
use crate::export::{Exporter, Format, FormatName, UnknownFormat, parse_fields};
use crate::search::{Request, Stream};
use crate::session::Session;

pub(super) fn run(args: &ExportArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let format = format(args)?;
    let request = Request { detail: format.detail(), ..request(session, &args.asked, args.matching) };
    let parsed = parse(&request.query, args.asked.strict, global)?;
    let stream = engine(session, global)?.stream(&request, &parsed)?;
    stream.notes.iter().for_each(|note| tell(note, global));
    let (articles, passages) = (stream.articles, stream.passages);
    let name = args.output.display().to_string();
    let rows = if name == "-" {
        write(stream, format, io::stdout().lock(), "standard output")?.1
    } else if is_special(&args.output) {
        let file = File::options().write(true).open(&args.output);
        let file = file.map_err(|error| Failure::writing(&format!("`{name}`"), &error))?;
        write(stream, format, file, &format!("`{name}`"))?.1
    } else {
        let target = Target::create(&args.output)?;
        let (file, rows) = write(stream, format, target.open()?, &format!("`{name}`"))?;
        target.publish(&file)?;
        rows
    };
    let place = if name == "-" { String::new() } else { format!(" to {name}") };
    let (articles, passages) =
        (counted(articles, "article", "articles"), counted(passages, "passage", "passages"));
    tell(&format!("{} written{place}: {passages} of {articles} match", counted(rows, "row", "rows")), global);
    Ok(if rows == 0 { Outcome::Nothing } else { Outcome::Done })
}

/// The format with the options that the flags give.
fn format(args: &ExportArgs) -> Result<Format, Failure> {
    let name = name(args)?;
    let fields = args
        .fields
        .as_deref()
        .map(parse_fields)
        .transpose()
        .map_err(|error| Failure::user(error.to_string()))?;
    if fields.is_some() && !name.takes_fields() {
        return Err(Failure::user(format!(
            "`--fields` has no meaning in {name}\nhint: it chooses the columns of jsonl, csv and tsv"
        )));
    }
    let format = match Format::new(name) {
        Format::Csv { fields, .. } => Format::Csv { fields, excel: args.excel },
        Format::Trec { .. } => {
            Format::Trec { topic: args.topic.clone(), tag: args.tag.clone(), passages: args.passages }
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
    if let Some(name) = &args.format {
        return name.parse().map_err(|error: UnknownFormat| Failure::user(error.to_string()));
    }
    let extension = args.output.extension().and_then(|extension| extension.to_str()).unwrap_or("");
    FormatName::from_extension(extension).ok_or_else(|| {
        let known: Vec<&str> = FormatName::ALL.iter().map(|format| format.name()).collect();
        let (known, file) = (known.join(", "), args.output.display());
        Failure::user(format!("`{file}` does not tell the format\nhint: name it with `--format`: {known}"))
    })
}

/// Writes every hit; gives the writer back, and how many rows were written.
fn write<W: Write>(stream: Stream, format: Format, out: W, target: &str) -> Result<(W, u64), Failure> {
    let failed = |error: io::Error| Failure::writing(target, &error);
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

/// Whether there is something under this name that is no plain file (a pipe, a device, a link to one): it is
/// written to, never replaced.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// A file that takes its name when it is whole. What is not published is removed.
struct Target {
    path: PathBuf,
    temporary: PathBuf,
}

impl Target {
    /// Chooses a name beside the final one, so that the one can become the other.
    fn create(path: &Path) -> Result<Self, Failure> {
        if path.is_dir() {
            return Err(Failure::user(format!("`{}` is a folder\nhint: name a file in it", path.display())));
        }
        // A link stays a link: what it leads to is replaced.
        let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        Ok(Target { path: path.to_owned(), temporary })
    }

    fn open(&self) -> Result<File, Failure> {
        File::create(&self.temporary).map_err(|error| self.failed(&error))
    }

    fn publish(&self, file: &File) -> Result<(), Failure> {
        let done = file.sync_all().and_then(|()| fs::rename(&self.temporary, &self.path));
        done.map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::writing(&format!("`{}`", self.path.display()), error)
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        // After publishing there is nothing under this name any more.
        let _ = fs::remove_file(&self.temporary);
    }
}
