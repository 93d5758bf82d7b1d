//! `vigie export`: writes all hits to a file, which appears when it is complete, or to a pipe.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::args::{ExportArgs, Global};
use super::asked::{Asking, build_missing, tell, tell_notes};
use super::exit::{Failure, Outcome};
use super::new_file::NewFile;
use super::record::{Hashed, Record, beside};
use super::remake;
use super::today::today;
use crate::export::{Exporter, Format, FormatName, Limits, List, parse_fields};
use crate::provenance::{FORMAT, Key, Listed, Manifest};
use crate::search::{Request, Stream};
use crate::session::{Articles, IndexFacts, Session};
use crate::wording::{Complaint, export_done, how, limits_met, list_labels};

pub(super) fn run(args: &ExportArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let format = format(args)?;
    let mut asking = Asking::new(session, &args.asked, args.matching)?;
    asking.request = Request { detail: format.detail(), ..asking.request };
    build_missing(session, global)?;
    let (engine, facts, articles) = session.engine_with_facts()?;
    asking.tell_remarks(global);
    let stream = engine.stream(&asking.request, &asking.parsed)?;
    refuse_loss(args)?;
    tell_notes(&stream.notes, global);
    let mut notes = asking.notes(session, &engine, stream.articles)?;
    tell_notes(&notes, global);
    notes.splice(..0, stream.notes.iter().cloned());
    let listed = Listed { notes, ..listed(&stream, &asking.request) };
    let manifest = manifest(args, global, listed, facts)?;
    let counts = [stream.passages.hits, stream.articles];
    let work = Work { stream, format, manifest, articles, global };
    let name = args.output.display().to_string();
    let Done { rows, limits } = work.write_to(&args.output)?;
    let place = (name != "-").then_some(name.as_str());
    limits_met(global.lang, limits).iter().for_each(|line| tell(line, global));
    tell(&export_done(global.lang, rows, place, counts), global);
    Ok(if rows == 0 { Outcome::Nothing } else { Outcome::Done })
}

/// One query of the manifest.
fn listed(stream: &Stream, request: &Request) -> Listed {
    let query = &stream.query;
    Listed {
        name: None,
        request: request.clone(),
        canonical: query.canonical.clone(),
        concepts: query.concepts.clone(),
        left_out: query.left_out.clone(),
        notes: Vec::new(),
        articles: stream.articles,
        passages: stream.passages,
    }
}

fn manifest(
    args: &ExportArgs,
    global: &Global,
    listed: Listed,
    index: IndexFacts,
) -> Result<Manifest, Failure> {
    Ok(Manifest {
        vigie_manifest: FORMAT,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made: super::today::now(),
        today: today(),
        command: remake::command(args, &listed.request, global),
        format: name(args)?.to_string(),
        queries: vec![listed],
        index,
    })
}

/// A list that is ready to be written.
struct Work<'g> {
    stream: Stream,
    format: Format,
    manifest: Manifest,
    articles: Articles,
    global: &'g Global,
}

/// What was written.
#[derive(Clone, Copy)]
struct Done {
    rows: u64,
    limits: Limits,
}

impl Work<'_> {
    /// Writes the list to a file with its manifest, or to a pipe.
    fn write_to(self, path: &Path) -> Result<Done, Failure> {
        let is_within = matches!(self.format, Format::Xlsx { .. });
        let in_pipe = || if is_within { Record::inside() } else { Record::nowhere() };
        if path.as_os_str() == "-" {
            return Ok(self.write(io::stdout().lock(), None, &mut in_pipe())?.1);
        }
        if is_special(path) {
            let file = File::options().write(true).open(path);
            let file = file.map_err(|error| Failure::writing(path, &error))?;
            return Ok(self.write(file, Some(path), &mut in_pipe())?.1);
        }
        let target = NewFile::create(path)?;
        let mut record = if is_within { Record::inside() } else { Record::beside(path)? };
        let (file, done) = self.write(Hashed::new(target.open()?), Some(path), &mut record)?;
        // The manifest comes first: no list is ever without one.
        record.publish(&file.facts(path))?;
        target.publish(&file.inner)?;
        Ok(done)
    }

    /// Writes all hits, and their keys to `record`. Returns the writer.
    fn write<W: Write>(
        self,
        out: W,
        target: Option<&Path>,
        record: &mut Record,
    ) -> Result<(W, Done), Failure> {
        let failed = |error: io::Error| Failure::unwritable(target, &error);
        let Work { stream, format, manifest, articles, global } = self;
        let (query, how) = (stream.query.clone(), how(global.lang, &manifest));
        let list = List { query: &query, how: &how, labels: list_labels(global.lang) };
        let mut exporter = Exporter::new(BufWriter::new(out), format, &list).map_err(failed)?;
        record.begin(&manifest, &mut |line| exporter.keep(line)).map_err(failed)?;
        let drafter = exporter.drafter();
        let key = |hit: &_| key(0, hit, &articles);
        stream.each(
            |hit| (key(&hit), drafter.draft(hit)),
            |(key, draft)| {
                let written = draft.and_then(|draft| exporter.write_draft(draft));
                written.and_then(|()| record.hit(&key, &mut |line| exporter.keep(line))).map_err(failed)
            },
        )?;
        record.end_inside(&mut |line| exporter.keep(line)).map_err(failed)?;
        let done = Done { rows: exporter.rows(), limits: exporter.limits() };
        let buffer = exporter.finish().map_err(failed)?;
        let out = buffer.into_inner().map_err(|error| failed(error.into_error()))?;
        Ok((out, done))
    }
}

/// The key of a hit of a query.
pub(super) fn key(query: u32, hit: &crate::model::Hit, articles: &Articles) -> Key {
    Key::of(query, hit, articles.hash(&hit.id).unwrap_or_default())
}

/// Refuses to replace a file: it may hold the notes of whoever read the last list.
fn refuse_loss(args: &ExportArgs) -> Result<(), Failure> {
    let path = &args.output;
    if args.force || path.as_os_str() == "-" || is_special(path) {
        return Ok(());
    }
    let is_within = name(args)? == FormatName::Xlsx;
    let written = [Some(path.clone()), (!is_within).then(|| beside(path))];
    let is_lost =
        |path: &std::path::PathBuf| fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() > 0);
    match written.into_iter().flatten().find(is_lost) {
        Some(path) => Err(Complaint::FileExists { path }.into()),
        None => Ok(()),
    }
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
        format @ (Format::Jsonl { .. } | Format::Tsv { .. } | Format::Xlsx { .. }) => format,
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

/// Whether the path is a pipe, a device, or a link to one. The export writes to it and never replaces it.
fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}
