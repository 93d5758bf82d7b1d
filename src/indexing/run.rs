//! A run of the indexer, from the listing to the commit.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::apply::{Applier, OnSaved, Target};
use super::diff::{Diff, diff};
use super::error::IndexingError;
use super::manifest::{self, Manifest, Summary};
use super::options::Options;
use super::report::{Change, Counts, Progress, Report};
use crate::analysis::Chain;
use crate::backend::{
    BackendError, Descriptor, EngineKind, IndexFolder, IndexFolderError, Lock, Search, open_reader,
    open_writer, remove_leftovers,
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
    /// Whether readers see the index. The run that makes it may have been killed.
    is_published: bool,
}

impl Before {
    /// Removes other generations and other manifests: the leftovers of runs that were killed.
    fn tidy(&self, home: &IndexFolder, lock: &Lock) {
        home.remove_others(lock, self.generation.as_deref());
        if let (Some(current), Some(reader)) = (&self.generation, &self.reader) {
            let names = [Some(reader.note().to_owned()), self.manifest.base()];
            let names: Vec<String> = names.into_iter().flatten().collect();
            manifest::remove_others(&home.generation(current), &names);
        }
    }
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
    let before = before(home, corpora, chain, options.rebuild)?;
    before.tidy(home, &lock);
    let Before { generation: current, engine, manifest: known, reader, is_published } = before;
    let engine = engine.unwrap_or(options.engine);
    let started = jiff::Timestamp::now().as_nanosecond() as i64;
    check_nothing_is_missing(home, corpora, options)?;
    let diff = diff(corpora, home.folder(), &known, options, |files| progress.listing(files));
    if let Some(current) = current.as_ref().filter(|_| is_published && diff.is_empty()) {
        remove_leftovers(engine, &home.generation(current))?;
        progress.done();
        return Ok(unchanged_report(diff, &known));
    }
    let generation = match &current {
        Some(name) if reader.is_some() => name.clone(),
        _ => home.new_generation(&lock)?,
    };
    let folder = home.generation(&generation);
    let (corpora, chain_used) = (recorded(home, corpora), chain.fingerprint().to_owned());
    let descriptor = Descriptor { format: FORMAT, engine, chain: chain_used, generation, corpora };
    let save = || home.save_unfinished(&lock, &descriptor);
    // A rebuild reads every file: it does not go on with what another one has read.
    let may_save = !is_published && !options.rebuild;
    let opened = open_writer(engine, &folder, options.of_writer()).map_err(IndexingError::from);
    let written = opened.and_then(|writer| {
        let on_saved = may_save.then_some(&save as OnSaved<'_>);
        let target = Target { folder: &folder, writer, reader, on_saved };
        Applier::new(target, &diff, &known, started)?.run(diff, chain, options, progress)
    });
    if written.is_err() && !is_published {
        // An index of which nothing was saved only takes space.
        let saved = home.unfinished(chain.fingerprint()).map(|saved| saved.generation);
        home.remove_others(&lock, current.or(saved).as_deref());
    }
    let report = written?;
    if !is_published {
        home.publish(&lock, &descriptor)?;
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
    Manifest::read(folder, reader.note()).map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::InvalidData | ErrorKind::UnexpectedEof => {
            IndexingError::manifest(folder, &error)
        }
        kind => BackendError::from_io(folder, kind, format!("`{}`: {error}", reader.note())).into(),
    })
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
        Err(IndexFolderError::Missing(_)) if rebuild => return Ok(Before::default()),
        Err(IndexFolderError::Missing(_)) => return Ok(unfinished(home, corpora, chain).unwrap_or_default()),
        Err(
            error @ (IndexFolderError::NotAnIndex { .. }
            | IndexFolderError::IsFile(_)
            | IndexFolderError::Io { .. }),
        ) => {
            return Err(error.into());
        }
        // A rebuild replaces the index, so its faults do not matter.
        Err(_) if rebuild => {
            let generation = home.descriptor().ok().map(|descriptor| descriptor.generation);
            return Ok(Before { generation, ..Before::default() });
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
    let engine = Some(descriptor.engine);
    Ok(Before { generation, engine, manifest, reader: Some(reader), is_published: true })
}

/// What a run that was killed has saved of an index that it made. `None` if nothing, or nothing to go on with.
fn unfinished(home: &IndexFolder, corpora: &[PathBuf], chain: &Chain) -> Option<Before> {
    let saved = home.unfinished(chain.fingerprint()).filter(|saved| is_of(saved, home, corpora))?;
    let folder = home.generation(&saved.generation);
    let reader = open_reader(saved.engine, &folder).ok()?;
    let manifest = open_manifest(&folder, &*reader).ok()?;
    let (generation, engine) = (Some(saved.generation), Some(saved.engine));
    Some(Before { generation, engine, manifest, reader: Some(reader), is_published: false })
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

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::time::Duration;

    use super::*;
    use crate::backend::EngineKind;
    use crate::corpus::{Limits, Rules};

    /// Ends the run, as a kill would, after so many files.
    struct Kill(Cell<u64>);

    impl Progress for Kill {
        fn listing(&self, _: u64) {}
        fn reading(&self, _: u64, _: u64) {}
        fn committing(&self) {}
        fn done(&self) {}
        fn file_done(&self, _: u64) {
            assert!(self.0.get() > 0, "killed");
            self.0.set(self.0.get() - 1);
        }
    }

    fn options(engine: EngineKind) -> Options {
        Options {
            jobs: 1,
            memory: 0,
            rebuild: false,
            remove_missing: false,
            retry: false,
            follow: false,
            engine,
            save_every: Duration::ZERO,
            limits: Limits::default(),
            rules: Rules::none(),
            reader: None,
        }
    }

    /// A first run of ten files is killed after each of `kills` files; then `change` is made. The last run says
    /// `expected`: files added, changed, unchanged.
    fn check(engine: EngineKind, kills: &[u64], change: fn(&Path), expected: [u64; 3]) {
        let folder = tempfile::tempdir().unwrap();
        let corpus = folder.path().join("corpus");
        fs::create_dir(&corpus).unwrap();
        (0..10).for_each(|n| fs::write(corpus.join(format!("{n}.txt")), format!("Texte {n}.")).unwrap());
        let home = IndexFolder::at(&folder.path().join("index"));
        let (chain, options) = (Chain::french(), options(engine));
        let run = |progress: &dyn Progress, options: &Options| {
            index(&home, std::slice::from_ref(&corpus), &chain, options, progress)
        };
        for files in kills {
            let killed = catch_unwind(AssertUnwindSafe(|| run(&Kill(Cell::new(*files)), &options)));
            assert!(killed.is_err() && !home.is_built());
        }
        change(&corpus);
        let report = run(&(), &options).unwrap();
        let Counts { added, changed, unchanged, .. } = report.files;
        assert_eq!([added, changed, unchanged], expected, "{engine:?} {kills:?}");
        let again = run(&(), &options).unwrap();
        assert_eq!((again.files.unchanged, again.totals), (report.totals.articles, report.totals));
        let descriptor = home.readable(chain.fingerprint()).unwrap();
        let generation = home.generation(&descriptor.generation);
        let reader = open_reader(descriptor.engine, &generation).unwrap();
        assert_eq!(reader.totals(), report.totals);
        assert!(
            !generation.join("vigie.json").try_exists().unwrap()
                && home.unfinished(chain.fingerprint()).is_none()
        );
        let manifests = fs::read_dir(&generation).unwrap().flatten();
        let manifests = manifests.filter(|file| file.file_name().to_string_lossy().starts_with("manifest"));
        assert!(manifests.count() <= 2, "one manifest and its base");
    }

    #[test]
    fn a_first_run_that_was_killed_goes_on() {
        let nothing: fn(&Path) = |_| {};
        for engine in [EngineKind::Embedded, EngineKind::Reference] {
            check(engine, &[], nothing, [10, 0, 0]);
            check(engine, &[0], nothing, [10, 0, 0]);
            // The file at which the run is killed is read again.
            check(engine, &[4], nothing, [6, 0, 4]);
            check(engine, &[4, 3, 2], nothing, [1, 0, 9]);
            let change: fn(&Path) = |corpus| fs::write(corpus.join("1.txt"), "Un autre texte.").unwrap();
            check(engine, &[4], change, [6, 1, 3]);
            let remove: fn(&Path) = |corpus| fs::remove_file(corpus.join("9.txt")).unwrap();
            check(engine, &[9], remove, [0, 0, 9]);
        }
    }
}
