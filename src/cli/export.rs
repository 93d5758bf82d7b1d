//! `vigie export`: writes all hits to a file, which appears when it is complete, or to a pipe.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::args::{ExportArgs, Global};
use super::asked::{Asking, build_missing, tell, tell_notes};
use super::exit::{Failure, Outcome};
use super::export_format::{format, name};
use super::new_file::NewFile;
use super::record::{Hashed, Record, beside};
use super::remake;
use super::save::{self, is_special};
use super::today::today;
use crate::export::{Exporter, Format, FormatName, Limits, List};
use crate::model::Hit;
use crate::provenance::{FORMAT, Key, Listed, Manifest};
use crate::search::{Engine, Request, SearchError, Stream};
use crate::session::{Articles, IndexFacts, Session};
use crate::wording::{export_done, how, limits_met, list_labels};

pub(super) fn run(args: &ExportArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let (name, format) = (name(args)?, format(args)?);
    let mut asking = Asking::new(session, &args.asked, args.matching)?;
    let per_article = if name.lists_articles() { Some(1) } else { asking.request.per_article };
    asking.request = Request { detail: format.detail(), per_article, ..asking.request };
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
    let whole = name.takes_whole_texts().then_some(engine);
    let work = Work { stream, format, manifest, articles, whole, global };
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
    /// For the whole texts of articles, where the format has them.
    whole: Option<Engine>,
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
        // First the list: an error names the file that was asked for.
        let file = Hashed::new(target.open()?);
        let mut record = if is_within { Record::inside() } else { Record::beside(path)? };
        let (file, done) = self.write(file, Some(path), &mut record)?;
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
        let Work { stream, format, manifest, articles, whole, global } = self;
        let (query, how) = (stream.query.clone(), how(global.lang, &manifest));
        let list = List { query: &query, how: &how, labels: list_labels(global.lang) };
        let mut exporter = Exporter::new(BufWriter::new(out), format, &list).map_err(failed)?;
        record.begin(&manifest, &mut |line| exporter.keep(line)).map_err(failed)?;
        let drafter = exporter.drafter();
        let key = |hit: &_| key(0, hit, &articles);
        stream.each(
            |hit| -> Result<_, SearchError> {
                let key = key(&hit);
                Ok((key, drafter.draft(whole_text(whole.as_ref(), hit)?)))
            },
            |made| {
                let (key, draft) = made?;
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

/// The hit, with the whole text of its article where an engine is given.
fn whole_text(engine: Option<&Engine>, hit: Hit) -> Result<Hit, SearchError> {
    let Some(engine) = engine else { return Ok(hit) };
    let article = engine.article(&hit.id, None)?.article;
    Ok(Hit { text: article.text, ..hit })
}

/// The key of a hit of a query.
pub(super) fn key(query: u32, hit: &Hit, articles: &Articles) -> Key {
    Key::of(query, hit, articles.hash(&hit.id).unwrap_or_default())
}

/// Refuses to replace a file: it may hold the notes of whoever read the last list.
fn refuse_loss(args: &ExportArgs) -> Result<(), Failure> {
    let path = &args.output;
    if args.force || path.as_os_str() == "-" || is_special(path) {
        return Ok(());
    }
    save::refuse_loss(path, args.force)?;
    match name(args)? {
        // Its manifest is a sheet of it.
        FormatName::Xlsx => Ok(()),
        _ => save::refuse_loss(&beside(path), args.force),
    }
}
