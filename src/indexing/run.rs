//! One run of the indexer, from the listing to the commit.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use super::manifest::{ArticleRecord, FileRecord, Manifest};
use super::pipeline::{self, Event, Text};
use super::plan::{Plan, plan};
use super::report::{Counts, Progress, Report};
use crate::analysis::Chain;
use crate::backend::embedded::{Reader, Writer};
use crate::backend::{BackendError, Descriptor, Home, HomeError, Totals, Write};
use crate::corpus::{Entry, Limits};
use crate::model::{Article, Kind, Problem, Stage};
use crate::schema::FORMAT;

/// How a run goes about its work.
#[derive(Debug, Clone)]
pub struct Options {
    /// Threads that parse and analyse.
    pub jobs: usize,
    /// Memory for words that are not yet on disk, in bytes.
    pub memory: usize,
    /// Whether everything is read again, into a new index that takes the old one's place when whole.
    pub rebuild: bool,
    /// What is refused for its size or depth.
    pub limits: Limits,
}

/// Why a run could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum IndexingError {
    /// The index folder cannot be used.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The engine could not read or write.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// No such corpus.
    #[error("there is no corpus in `{}`\nhint: name a folder or file that is there", .0.display())]
    NoCorpus(PathBuf),
    /// The index was built from another corpus.
    #[error("the index in `{}` was built from {old}, not from {new}\nhint: `--index DIR` makes another index, `--rebuild` replaces this one", folder.display())]
    OtherCorpus {
        /// The folder of the index.
        folder: PathBuf,
        /// What it was built from.
        old: String,
        /// What was asked for.
        new: String,
    },
    /// What was indexed before is not known.
    #[error("the index in `{}` is damaged: the list of what was indexed: {reason}\nhint: `vigie index --rebuild` makes it again from the corpus", folder.display())]
    Manifest {
        /// The folder of the index.
        folder: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl IndexingError {
    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            IndexingError::Home(error) => error.kind(),
            IndexingError::Backend(error) => error.kind(),
            IndexingError::NoCorpus(_) => Kind::Missing,
            IndexingError::OtherCorpus { .. } => Kind::User,
            IndexingError::Manifest { .. } => Kind::Data,
        }
    }
}

/// The index as a run finds it.
struct Before {
    generation: Option<String>,
    manifest: Manifest,
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
    let started = jiff::Timestamp::now().as_nanosecond() as i64;
    let known = if options.rebuild { &Manifest::default() } else { &before.manifest };
    let plan = plan(corpora, known, |files| progress.listing(files));
    let is_new = before.generation.is_none() || options.rebuild;
    if !is_new && is_settled(&plan, &before.manifest) {
        progress.done();
        return Ok(unchanged_report(plan, &before.manifest));
    }
    let generation = match (&before.generation, is_new) {
        (Some(name), false) => name.clone(),
        _ => home.new_generation(&lock)?,
    };
    let folder = home.generation(&generation);
    let writer = Writer::open(&folder, options.jobs, options.memory)?;
    let report = Run::new(writer, &plan, &folder, started).go(plan, chain, options, progress)?;
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
    report.names.extend(plan.gone.keys().map(|name| (name.clone(), "removed")));
    report.names.sort();
    let count = |what: &str| report.names.iter().filter(|(_, is)| *is == what).count() as u64;
    let (added, changed, removed) = (count("added"), count("changed"), count("removed"));
    let unchanged = plan.unchanged.values().filter(|file| !file.articles.is_empty()).count() as u64;
    report.problems = known.problems();
    report.problems.extend(plan.problems);
    let failed = report.failures().count() as u64;
    report.files = Counts { added, changed, removed, unchanged, failed, moved: 0 };
    report.skipped = plan.skipped;
    report.totals = known.totals();
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
    match corpora.iter().find(|corpus| !corpus.try_exists().unwrap_or(false)) {
        Some(missing) => Err(IndexingError::NoCorpus(missing.clone())),
        None => Ok(()),
    }
}

fn before(home: &Home, corpora: &[PathBuf], chain: &Chain, rebuild: bool) -> Result<Before, IndexingError> {
    let nothing = || Before { generation: None, manifest: Manifest::default() };
    let descriptor = match home.readable(chain.fingerprint()) {
        Ok(descriptor) => descriptor,
        Err(HomeError::Missing(_)) => return Ok(nothing()),
        Err(error @ (HomeError::NotAnIndex { .. } | HomeError::Io { .. })) => return Err(error.into()),
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
    Ok(Before { generation: Some(descriptor.generation), manifest })
}

fn listed(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("`{}`", path.display())).collect::<Vec<_>>().join(", ")
}

/// A corpus beside the index is named from it, so that the two can be moved together.
fn relative_to(index: &Path, corpus: &Path) -> PathBuf {
    let near = index.parent().and_then(|parent| corpus.strip_prefix(parent).ok());
    near.map_or_else(|| corpus.to_owned(), |rest| Path::new("..").join(rest))
}

/// Whether nothing has to be read or written: not even the times of files have changed.
fn is_settled(plan: &Plan, before: &Manifest) -> bool {
    plan.read.is_empty() && plan.gone.is_empty() && plan.unchanged == before.files
}

fn unchanged_report(plan: Plan, before: &Manifest) -> Report {
    let mut problems = before.problems();
    problems.extend(plan.problems);
    problems.sort();
    let unchanged = plan.unchanged.values().filter(|file| !file.articles.is_empty()).count() as u64;
    let mut report = Report { problems, skipped: plan.skipped, totals: before.totals(), ..Report::default() };
    report.files = Counts { unchanged, failed: report.failures().count() as u64, ..Counts::default() };
    report
}

/// The state of a run while files are read.
struct Run<'r> {
    writer: Writer,
    folder: &'r Path,
    after: Manifest,
    /// Identifiers in use, each with its file.
    ids: HashMap<String, String>,
    /// Articles in the index, with their fingerprints, whose files are read again in this run.
    stale: HashMap<String, u64>,
    /// Hashes of files that are gone, with their names: a new file of that content has moved.
    gone: BTreeMap<String, Vec<String>>,
    counts: Counts,
    /// What is known so far of the file that is being read.
    open: OpenFile,
}

#[derive(Default)]
struct OpenFile {
    articles: Vec<ArticleRecord>,
    problems: Vec<Problem>,
}

impl<'r> Run<'r> {
    fn new(writer: Writer, plan: &Plan, folder: &'r Path, started: i64) -> Self {
        let mut gone: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, record) in &plan.gone {
            gone.entry(record.hash.clone()).or_default().push(name.clone());
        }
        let after = Manifest { started, files: plan.unchanged.clone() };
        let ids = after.ids();
        let unchanged = after.files.values().filter(|file| !file.articles.is_empty()).count() as u64;
        let counts = Counts { unchanged, ..Counts::default() };
        let read_again = plan.read.iter().filter_map(|(_, record)| record.as_ref());
        let stale =
            read_again.flat_map(|file| &file.articles).map(|article| (article.id.clone(), article.hash));
        Run { writer, folder, ids, stale: stale.collect(), gone, counts, open: OpenFile::default(), after }
    }

    fn go(
        mut self,
        plan: Plan,
        chain: &Chain,
        options: &Options,
        progress: &dyn Progress,
    ) -> Result<Report, IndexingError> {
        self.remove_gone(&plan)?;
        let files: Vec<&Entry> = plan.read.iter().map(|(entry, _)| entry).collect();
        progress.reading(files.len() as u64, files.iter().map(|entry| entry.size).sum());
        pipeline::run(&files, &options.limits, chain, options.jobs, |event| match event {
            Event::Article(file, text) => self.article(&plan.read[file].0, *text),
            Event::Problem(problem) => {
                self.open.problems.push(problem);
                Ok(())
            }
            Event::End(file, end) => {
                let (entry, record) = &plan.read[file];
                self.end_of_file(entry, record.as_ref(), end)?;
                progress.file_done(entry.size);
                Ok(())
            }
        })?;
        progress.committing();
        self.finish(plan)
    }

    fn remove_gone(&mut self, plan: &Plan) -> Result<(), BackendError> {
        let articles = plan.gone.values().flat_map(|file| &file.articles);
        articles.into_iter().try_for_each(|article| self.writer.remove(&article.id))
    }

    /// One text: left alone where it is as before, else put in the place of what had its identifier.
    fn article(&mut self, entry: &Entry, text: Text) -> Result<(), IndexingError> {
        let Text { declared_id, ordinal, hash, mut prepared } = text;
        prepared.article.path.clone_from(&entry.name);
        let id = self.identify(entry, declared_id, ordinal);
        let passages = prepared.passages.len() as u64;
        let record = ArticleRecord { id: id.clone(), hash, words: prepared.words(), passages };
        let before = self.stale.remove(&id);
        if before != Some(hash) {
            if before.is_some() {
                self.writer.remove(&id)?;
            }
            prepared.article.id.clone_from(&id);
            self.writer.add(prepared)?;
        }
        self.ids.insert(id, entry.name.clone());
        self.open.articles.push(record);
        Ok(())
    }

    /// The identifier that a text declares, unless it is taken: then the path's, and a warning.
    fn identify(&mut self, entry: &Entry, declared: Option<String>, ordinal: Option<u32>) -> String {
        let by_path = ordinal.map_or_else(|| entry.name.clone(), |n| format!("{}#{n}", entry.name));
        let declared = declared.map(shortened);
        let wanted = declared.clone().unwrap_or_else(|| by_path.clone());
        let Some(holder) = self.ids.get(&wanted) else { return wanted };
        let free = self.free(&by_path);
        let reason =
            format!("the id `{wanted}` is already that of an article in `{holder}`; indexed as `{free}`");
        let warning = Problem::warning(&entry.name, Stage::Identify, reason);
        self.open.problems.push(match ordinal {
            Some(line) => warning.at_line(u64::from(line)),
            None => warning,
        });
        free
    }

    fn free(&self, wanted: &str) -> String {
        let numbered = (2..).map(|n| format!("{wanted}~{n}"));
        let mut candidates = std::iter::once(wanted.to_owned()).chain(numbered);
        candidates.find(|id| !self.ids.contains_key(id)).unwrap_or_else(|| wanted.to_owned())
    }

    fn end_of_file(
        &mut self,
        entry: &Entry,
        record: Option<&FileRecord>,
        end: Result<crate::corpus::Reading, Problem>,
    ) -> Result<(), BackendError> {
        let OpenFile { articles, mut problems } = std::mem::take(&mut self.open);
        for article in record.into_iter().flat_map(|record| &record.articles) {
            if self.stale.remove(&article.id).is_some() {
                self.writer.remove(&article.id)?;
            }
        }
        let hash = match end {
            Ok(reading) => reading.hash.to_hex().to_string(),
            Err(problem) => {
                problems.push(problem);
                String::new()
            }
        };
        for problem in &mut problems {
            problem.path.clone_from(&entry.name);
        }
        self.count(record, &articles, &hash);
        let record = FileRecord { size: entry.size, modified: entry.modified, hash, articles, problems };
        self.after.files.insert(entry.name.clone(), record);
        Ok(())
    }

    fn count(&mut self, record: Option<&FileRecord>, articles: &[ArticleRecord], hash: &str) {
        let had_articles = record.is_some_and(|record| !record.articles.is_empty());
        let came_from = self.gone.get_mut(hash).and_then(Vec::pop);
        let count = match (articles.is_empty(), had_articles, came_from) {
            (true, true, _) => &mut self.counts.removed,
            (true, false, _) => return,
            (false, true, _) => &mut self.counts.changed,
            (false, false, Some(_)) => &mut self.counts.moved,
            (false, false, None) => &mut self.counts.added,
        };
        *count += 1;
    }

    fn finish(mut self, plan: Plan) -> Result<Report, IndexingError> {
        self.counts.removed += self.gone.values().map(|names| names.len() as u64).sum::<u64>();
        let totals: Totals = self.after.totals();
        let folder = self.folder;
        let note = self
            .after
            .write(folder)
            .map_err(|error| BackendError::from_io(folder, error.kind(), error.to_string()))?;
        self.writer.commit(totals, &note)?;
        Manifest::remove_others(folder, &note);
        self.writer.finish()?;
        let mut problems = self.after.problems();
        problems.extend(plan.problems);
        problems.sort();
        let mut report =
            Report { files: self.counts, totals, problems, skipped: plan.skipped, names: Vec::new() };
        report.files.failed = report.failures().count() as u64;
        Ok(report)
    }
}

/// A very long identifier is cut and made unique by its hash, so that every engine can hold it.
fn shortened(id: String) -> String {
    if id.len() <= Article::MAX_ID_BYTES {
        return id;
    }
    let cut = (0..=64).rev().find(|&at| id.is_char_boundary(at)).unwrap_or(0);
    format!("{}…{}", &id[..cut], &blake3::hash(id.as_bytes()).to_hex()[..16])
}
