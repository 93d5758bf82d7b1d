//! A run of the indexer, from the listing to the commit.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::apply::{Applier, Target};
use super::diff::{Diff, diff};
use super::error::IndexingError;
use super::manifest::{self, Manifest, Summary};
use super::options::Options;
use super::report::{Change, Counts, Progress, Report};
use crate::analysis::Chain;
use crate::backend::{
    Descriptor, EngineKind, IndexFolder, IndexFolderError, Search, WriterOptions, open_reader, open_writer,
};
use crate::schema::FORMAT;

/// The index before the run.
#[derive(Default)]
struct Before {
    generation: Option<String>,
    /// The engine of the index, if it is brought up to date.
    engine: Option<EngineKind>,
    manifest: Manifest,
    /// The reader; `None` if there is no index, or it is replaced.
    reader: Option<Box<dyn Search>>,
}

/// Brings the index in `home` up to date with `corpora` (each a folder or a file, absolute).
///
/// # Errors
/// If a corpus does not exist, or the index cannot be read or written. The index is then as before.
pub fn index(
    home: &IndexFolder,
    corpora: &[PathBuf],
    chain: &Chain,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Report, IndexingError> {
    check_corpora(corpora)?;
    let lock = home.lock()?;
    let Before { generation: current, engine, manifest: known, reader } =
        before(home, corpora, chain, options.rebuild)?;
    let engine = engine.unwrap_or(options.engine);
    home.remove_others(&lock, current.as_deref());
    if let (Some(current), Some(reader)) = (&current, &reader) {
        let names = [Some(reader.note().to_owned()), known.base()];
        manifest::remove_others(&home.generation(current), &names.into_iter().flatten().collect::<Vec<_>>());
    }
    let started = jiff::Timestamp::now().as_nanosecond() as i64;
    check_nothing_is_missing(home, corpora, options)?;
    let diff = diff(corpora, home.folder(), &known, options, |files| progress.listing(files));
    let is_new = reader.is_none();
    if !is_new && diff.is_empty() {
        progress.done();
        return Ok(unchanged_report(diff, &known));
    }
    let generation = match &current {
        Some(name) if !is_new => name.clone(),
        _ => home.new_generation(&lock)?,
    };
    let folder = home.generation(&generation);
    let memory = options.memory.max(Options::LEAST_MEMORY);
    let writer_options = WriterOptions { memory, jobs: options.jobs };
    let opened = open_writer(engine, &folder, writer_options).map_err(IndexingError::from);
    let written = opened.and_then(|writer| {
        let target = Target { folder: &folder, writer, reader };
        Applier::new(target, &diff, &known, started)?.run(diff, chain, options, progress)
    });
    if written.is_err() && is_new {
        // An unfinished index only takes space.
        home.remove_others(&lock, current.as_deref());
    }
    let report = written?;
    if is_new {
        let corpora = recorded(home, corpora);
        let chain = chain.fingerprint().to_owned();
        home.publish(&lock, &Descriptor { format: FORMAT, engine, chain, generation, corpora })?;
    }
    progress.done();
    Ok(report)
}

/// What [`index`] would do. Nothing is written; new files are counted and not read.
///
/// # Errors
/// As [`index`].
pub fn dry_run(
    home: &IndexFolder,
    corpora: &[PathBuf],
    chain: &Chain,
    options: &Options,
) -> Result<Report, IndexingError> {
    check_corpora(corpora)?;
    let known = before(home, corpora, chain, options.rebuild)?.manifest;
    let diff = diff(corpora, home.folder(), &known, options, |_| {});
    let mut names: Vec<(String, Change)> = Vec::new();
    for (entry, record) in &diff.read {
        names.push((entry.name.clone(), if record.is_some() { Change::Changed } else { Change::Added }));
    }
    names.extend(diff.gone.iter().map(|(name, _)| ((*name).to_owned(), Change::Removed)));
    names.sort();
    let count = |what| names.iter().filter(|(_, is)| *is == what).count() as u64;
    let added = count(Change::Added);
    let changed = count(Change::Changed);
    let removed = count(Change::Removed);
    let superseded = diff.superseded().filter(|file| !file.articles.is_empty()).count() as u64;
    let kept = diff.kept(&known, known.started);
    let kept = kept.map_err(|error| IndexingError::manifest(home.folder(), &error))?;
    let unseen = kept.summary().unseen;
    let Summary { with_articles, totals, mut problems, .. } = known.summary();
    problems.extend(diff.problems);
    let (missing, skipped) = (diff.missing, diff.skipped);
    let mut report = Report { missing, totals, problems, names, skipped, ..Report::default() };
    let failed = report.failures().count() as u64;
    let unchanged = with_articles - superseded;
    report.files = Counts { added, changed, removed, unchanged, failed, moved: 0, unseen };
    Ok(report)
}

/// Reads the manifest of an index.
///
/// # Errors
/// If the index cannot be read.
pub fn open_manifest(folder: &Path, reader: &dyn Search) -> Result<Manifest, IndexingError> {
    Manifest::read(folder, reader.note()).map_err(|error| IndexingError::manifest(folder, &error))
}

fn check_corpora(corpora: &[PathBuf]) -> Result<(), IndexingError> {
    for corpus in corpora {
        match fs::metadata(corpus) {
            Ok(_) => {}
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Err(IndexingError::NoCorpus(corpus.clone()));
            }
            Err(error) => {
                let (path, reason) = (corpus.clone(), error.to_string());
                return Err(IndexingError::CorpusUnreadable { path, reason });
            }
        }
    }
    match corpora.iter().find(|corpus| corpus.to_str().is_none()) {
        Some(unspeakable) => Err(IndexingError::CorpusName(unspeakable.clone())),
        None => Ok(()),
    }
}

/// Refuses to rebuild an index without files that are missing from the corpora: a rebuild has nothing of them. An index that
/// cannot be read is replaced whatever it held.
fn check_nothing_is_missing(
    home: &IndexFolder,
    corpora: &[PathBuf],
    options: &Options,
) -> Result<(), IndexingError> {
    let Ok(descriptor) = home.descriptor() else { return Ok(()) };
    if !options.rebuild || options.remove_missing || !is_of(&descriptor, home, corpora) {
        return Ok(());
    }
    let folder = home.generation(&descriptor.generation);
    let Ok(reader) = open_reader(descriptor.engine, &folder) else { return Ok(()) };
    let Ok(manifest) = open_manifest(&folder, &*reader) else { return Ok(()) };
    match diff(corpora, home.folder(), &manifest, options, |_| {}).missing {
        Some(missing) => Err(IndexingError::Missing(missing)),
        None => Ok(()),
    }
}

fn before(
    home: &IndexFolder,
    corpora: &[PathBuf],
    chain: &Chain,
    rebuild: bool,
) -> Result<Before, IndexingError> {
    let descriptor = match home.readable(chain.fingerprint()) {
        Ok(descriptor) => descriptor,
        Err(IndexFolderError::Missing(_)) => return Ok(Before::default()),
        Err(
            error @ (IndexFolderError::NotAnIndex { .. }
            | IndexFolderError::IsFile(_)
            | IndexFolderError::Io { .. }),
        ) => {
            return Err(error.into());
        }
        // A rebuild replaces the index, so its faults do not matter.
        Err(_) if rebuild => {
            return Ok(Before {
                generation: home.descriptor().ok().map(|d| d.generation),
                ..Before::default()
            });
        }
        Err(error) => return Err(error.into()),
    };
    if rebuild {
        return Ok(Before { generation: Some(descriptor.generation), ..Before::default() });
    }
    if !is_of(&descriptor, home, corpora) {
        let old = listed(&descriptor.corpora);
        let new = listed(&recorded(home, corpora));
        return Err(IndexingError::OtherCorpus { folder: home.folder().to_owned(), old, new });
    }
    let folder = home.generation(&descriptor.generation);
    let reader = open_reader(descriptor.engine, &folder)?;
    let manifest = open_manifest(&folder, &*reader)?;
    let generation = Some(descriptor.generation);
    Ok(Before { generation, engine: Some(descriptor.engine), manifest, reader: Some(reader) })
}

/// Whether an index is of these corpora.
fn is_of(descriptor: &Descriptor, home: &IndexFolder, corpora: &[PathBuf]) -> bool {
    descriptor.corpora == recorded(home, corpora)
}

/// The corpora as an index records them.
fn recorded(home: &IndexFolder, corpora: &[PathBuf]) -> Vec<PathBuf> {
    corpora.iter().map(|corpus| relative_to(home.folder(), corpus)).collect()
}

fn listed(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(", ")
}

/// The path of a corpus. If it is beside the index the path is relative to the index, so that both can be moved.
fn relative_to(index: &Path, corpus: &Path) -> PathBuf {
    let near = index.parent().and_then(|parent| corpus.strip_prefix(parent).ok());
    near.map_or_else(|| corpus.to_owned(), |rest| Path::new("..").join(rest))
}

fn unchanged_report(diff: Diff<'_>, before: &Manifest) -> Report {
    let Summary { with_articles: unchanged, unseen, totals, mut problems, .. } = before.summary();
    problems.extend(diff.problems);
    problems.sort();
    let mut report =
        Report { problems, missing: diff.missing, skipped: diff.skipped, totals, ..Report::default() };
    let failed = report.failures().count() as u64;
    report.files = Counts { unchanged, failed, unseen, ..Counts::default() };
    report
}
