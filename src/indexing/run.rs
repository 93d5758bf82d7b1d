//! One run of the indexer, from the listing to the commit.

use std::io;
use std::path::{Path, PathBuf};

use super::error::IndexingError;
use super::intake::Intake;
use super::manifest::Manifest;
use super::options::Options;
use super::plan::{Plan, plan};
use super::report::{Counts, Progress, Report};
use crate::analysis::Chain;
use crate::backend::embedded::{Reader, Writer};
use crate::backend::{Descriptor, Home, HomeError};
use crate::schema::FORMAT;

/// The index as a run finds it.
struct Before {
    generation: Option<String>,
    manifest: Manifest,
    /// The name of the manifest's file.
    note: String,
}

/// Brings the index in `home` up to date with `corpora` (each a folder or a file, absolute).
///
/// # Errors
/// When a corpus is not there, or the index cannot be read or written; the index is then as before.
pub fn index(
    home: &Home,
    corpora: &[PathBuf],
    chain: &Chain,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Report, IndexingError> {
    check_corpora(corpora)?;
    let lock = home.lock()?;
    let before = before(home, corpora, chain, options.rebuild)?;
    home.remove_others(&lock, before.generation.as_deref());
    if let Some(current) = before.generation.as_ref().filter(|_| !options.rebuild) {
        before.manifest.remove_others(&home.generation(current), &before.note);
    }
    let started = jiff::Timestamp::now().as_nanosecond() as i64;
    let known = if options.rebuild { Manifest::default() } else { before.manifest };
    let plan = plan(corpora, &known, |files| progress.listing(files));
    let is_new = before.generation.is_none() || options.rebuild;
    if !is_new && plan.is_settled() {
        progress.done();
        return Ok(unchanged_report(plan, &known));
    }
    let generation = match (&before.generation, is_new) {
        (Some(name), false) => name.clone(),
        _ => home.new_generation(&lock)?,
    };
    let folder = home.generation(&generation);
    let written =
        Writer::open(&folder, options.jobs, options.memory).map_err(IndexingError::from).and_then(|writer| {
            Intake::new(writer, &plan, &folder, plan.kept(known, started), is_new)
                .go(plan, chain, options, progress)
        });
    if written.is_err() && is_new {
        // Half an index would only fill the disk.
        home.remove_others(&lock, before.generation.as_deref());
    }
    let report = written?;
    if is_new {
        let corpora = corpora.iter().map(|corpus| relative_to(home.folder(), corpus)).collect();
        let chain = chain.fingerprint().to_owned();
        home.publish(&lock, &Descriptor { format: FORMAT, chain, generation, corpora })?;
    }
    progress.done();
    Ok(report)
}

/// What [`index`] would do, without writing anything: new files are counted, not read.
///
/// # Errors
/// As [`index`].
pub fn dry_run(
    home: &Home,
    corpora: &[PathBuf],
    chain: &Chain,
    rebuild: bool,
) -> Result<Report, IndexingError> {
    check_corpora(corpora)?;
    let before = before(home, corpora, chain, rebuild)?;
    let known = if rebuild { Manifest::default() } else { before.manifest };
    let plan = plan(corpora, &known, |_| {});
    let mut report = Report::default();
    for (entry, record) in &plan.read {
        let what = if record.is_some() { "changed" } else { "added" };
        report.names.push((entry.name.clone(), what));
    }
    report.names.extend(plan.gone.iter().map(|(name, _)| (name.clone(), "removed")));
    report.names.sort();
    let count = |what: &str| report.names.iter().filter(|(_, is)| *is == what).count() as u64;
    let (added, changed, removed) = (count("added"), count("changed"), count("removed"));
    report.problems = known.problems();
    report.totals = known.totals();
    let started = known.started;
    let unchanged = plan.kept(known, started).with_articles();
    report.problems.extend(plan.problems);
    let failed = report.failures().count() as u64;
    report.files = Counts { added, changed, removed, unchanged, failed, moved: 0 };
    report.skipped = plan.skipped;
    Ok(report)
}

/// The list of what an index holds.
///
/// # Errors
/// When the index cannot be read.
pub fn open_manifest(folder: &Path, reader: &Reader) -> Result<Manifest, IndexingError> {
    let failed =
        |error: io::Error| IndexingError::Manifest { folder: folder.to_owned(), reason: error.to_string() };
    Manifest::read(folder, reader.note()).map_err(failed)
}

fn check_corpora(corpora: &[PathBuf]) -> Result<(), IndexingError> {
    if let Some(missing) = corpora.iter().find(|corpus| !corpus.try_exists().unwrap_or(false)) {
        return Err(IndexingError::NoCorpus(missing.clone()));
    }
    match corpora.iter().find(|corpus| corpus.to_str().is_none()) {
        Some(unspeakable) => Err(IndexingError::CorpusName(unspeakable.clone())),
        None => Ok(()),
    }
}

fn before(home: &Home, corpora: &[PathBuf], chain: &Chain, rebuild: bool) -> Result<Before, IndexingError> {
    let nothing = || Before { generation: None, manifest: Manifest::default(), note: String::new() };
    let descriptor = match home.readable(chain.fingerprint()) {
        Ok(descriptor) => descriptor,
        Err(HomeError::Missing(_)) => return Ok(nothing()),
        Err(error @ (HomeError::NotAnIndex { .. } | HomeError::IsFile(_) | HomeError::Io { .. })) => {
            return Err(error.into());
        }
        // Whatever is wrong with the old index, the new one will not have it.
        Err(_) if rebuild => {
            return Ok(Before { generation: home.descriptor().ok().map(|d| d.generation), ..nothing() });
        }
        Err(error) => return Err(error.into()),
    };
    if rebuild {
        return Ok(Before { generation: Some(descriptor.generation), ..nothing() });
    }
    let wanted: Vec<PathBuf> = corpora.iter().map(|corpus| relative_to(home.folder(), corpus)).collect();
    if wanted != descriptor.corpora {
        let (old, new) = (listed(&descriptor.corpora), listed(&wanted));
        return Err(IndexingError::OtherCorpus { folder: home.folder().to_owned(), old, new });
    }
    let folder = home.generation(&descriptor.generation);
    let reader = Reader::open(&folder)?;
    let manifest = open_manifest(&folder, &reader)?;
    Ok(Before { generation: Some(descriptor.generation), manifest, note: reader.note().to_owned() })
}

fn listed(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(", ")
}

/// A corpus beside the index is named from it, so that the two can be moved together.
fn relative_to(index: &Path, corpus: &Path) -> PathBuf {
    let near = index.parent().and_then(|parent| corpus.strip_prefix(parent).ok());
    near.map_or_else(|| corpus.to_owned(), |rest| Path::new("..").join(rest))
}

fn unchanged_report(plan: Plan, before: &Manifest) -> Report {
    let mut problems = before.problems();
    problems.extend(plan.problems);
    problems.sort();
    let unchanged = before.with_articles();
    let mut report = Report { problems, skipped: plan.skipped, totals: before.totals(), ..Report::default() };
    report.files = Counts { unchanged, failed: report.failures().count() as u64, ..Counts::default() };
    report
}
