//! Applying: the events of the pipeline become changes of the index, records of the manifest and counts.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use super::diff::{Corpora, Diff};
use super::error::IndexingError;
use super::ids::Identifiers;
use super::manifest::{self, Manifest, Summary};
use super::options::Options;
use super::pipeline::{self, Event, Source, Text};
use super::prepare::Preparer;
use super::record::{ArticleList, ArticleRecord, FileRecord};
use super::report::{Counts, Progress, Report};
use crate::analysis::Chain;
use crate::backend::{BackendError, Change, IndexFolderError, Search, Totals, Write};
use crate::corpus::Entry;
use crate::model::Problem;

/// The index that a run brings up to date.
pub(super) struct Target<'r> {
    pub(super) folder: &'r Path,
    pub(super) writer: Box<dyn Write>,
    /// The reader of the index; `None` for a new one.
    pub(super) reader: Option<Box<dyn Search>>,
    /// Called after each save; `None` where the run saves nothing before its end.
    pub(super) on_saved: Option<OnSaved<'r>>,
}

/// Records that what a run has done so far is saved.
pub(super) type OnSaved<'r> = &'r dyn Fn() -> Result<(), IndexFolderError>;

/// The state of a run while files are read.
pub(super) struct Applier<'r, 'm> {
    folder: &'r Path,
    writer: Box<dyn Write>,
    /// The changes that the writer has not been given yet.
    changes: Changes,
    corpora: Corpora,
    after: Manifest,
    /// Whether `after` differs from the manifest of the index.
    is_changed: bool,
    ids: Identifiers<'m>,
    /// The number of files that are gone, by hash. A new file with such a hash has moved.
    gone: HashMap<Vec<u8>, u64>,
    counts: Counts,
    /// The file that is being read.
    open: OpenFile,
    on_saved: Option<OnSaved<'r>>,
    saved: Instant,
}

/// A batch of changes for the writer.
#[derive(Default)]
struct Changes {
    waiting: Vec<Change>,
    /// The length of their texts in bytes.
    bytes: usize,
}

impl Changes {
    /// The number of changes of a full batch. Engines work best with some dozens at once.
    const ENOUGH: usize = 64;
    /// The number of bytes of a full batch, which is small beside the memory of a run.
    const ENOUGH_BYTES: usize = 1 << 20;

    fn push(&mut self, change: Change) {
        if let Change::Add { article, .. } = &change {
            self.bytes += article.passages.last().map_or(0, |passage| passage.range.end);
        }
        self.waiting.push(change);
    }

    fn are_enough(&self) -> bool {
        self.waiting.len() >= Self::ENOUGH || self.bytes >= Self::ENOUGH_BYTES
    }

    fn take(&mut self) -> Vec<Change> {
        self.bytes = 0;
        std::mem::take(&mut self.waiting)
    }
}

#[derive(Default)]
struct OpenFile {
    articles: ArticleList,
    problems: Vec<Problem>,
}

impl<'r, 'm> Applier<'r, 'm> {
    /// Begins a run. The files of `before` that `diff` does not name stay as they are.
    pub(super) fn new(
        target: Target<'r>,
        diff: &Diff<'m>,
        before: &'m Manifest,
        started: i64,
    ) -> Result<Self, IndexingError> {
        let Target { folder, writer, reader, on_saved } = target;
        let is_new = reader.is_none();
        let damaged = |error| IndexingError::manifest(folder, &error);
        let mut gone: HashMap<_, u64> = HashMap::new();
        for (_, record) in &diff.gone {
            *gone.entry(record.hash.unwrap_or_default().to_vec()).or_default() += 1;
        }
        Ok(Applier {
            is_changed: is_new
                || diff.reading.fingerprint() != before.reading
                || !diff.gone.is_empty()
                || !diff.touched.is_empty(),
            after: diff.kept(before, started).map_err(damaged)?,
            ids: Identifiers::new(reader, diff).map_err(damaged)?,
            folder,
            writer,
            changes: Changes::default(),
            corpora: diff.corpora.clone(),
            gone,
            counts: Counts::default(),
            open: OpenFile::default(),
            // Articles of a file that is yet to be read again are in the index, and in no list until then.
            on_saved: on_saved.filter(|_| diff.superseded().next().is_none()),
            saved: Instant::now(),
        })
    }

    /// Reads the files of `diff` and commits.
    pub(super) fn run(
        mut self,
        diff: Diff<'m>,
        chain: &Chain,
        options: &Options,
        progress: &dyn Progress,
    ) -> Result<Report, IndexingError> {
        self.remove_gone(&diff)?;
        let files: Vec<&Entry> = diff.read.iter().map(|(entry, _)| entry).collect();
        progress.reading(files.len() as u64, files.iter().map(|entry| entry.size).sum());
        let known = self.ids.unsettled_hashes();
        let source =
            Source { files: &files, options: &diff.reading, reader: options.reader.as_ref(), known: &known };
        let new_preparer = || Preparer::new(chain, self.writer.encoder());
        let preparers = (0..options.jobs.max(1)).map(|_| new_preparer()).collect();
        let mut preparer = new_preparer();
        pipeline::run(&source, preparers, |event| match event {
            Event::Article(file, text) => self.article(&diff.read[file].0, *text, &mut preparer),
            Event::Problem(problem) => {
                self.open.problems.push(problem);
                Ok(())
            }
            Event::End(file, end) => {
                let (entry, record) = &diff.read[file];
                self.end_of_file(entry, record.as_ref(), end)?;
                progress.file_done(entry.size);
                self.save(options.save_every)
            }
            Event::Stop(error) => Err(IndexingError::Reader(error.to_string())),
        })?;
        progress.committing();
        self.finish(diff)
    }

    /// Adds a change to the batch. A full batch goes to the writer.
    fn change(&mut self, change: Change) -> Result<(), BackendError> {
        self.changes.push(change);
        if self.changes.are_enough() { self.writer.apply(self.changes.take()) } else { Ok(()) }
    }

    fn remove_gone(&mut self, diff: &Diff<'m>) -> Result<(), IndexingError> {
        diff.gone.iter().try_for_each(|(_, file)| self.remove_unsettled(file))
    }

    /// Removes the articles of a file that were not found again.
    fn remove_unsettled(&mut self, file: &FileRecord<'m>) -> Result<(), IndexingError> {
        for article in self.packed(file.articles.unpack())? {
            if self.ids.settle(article.id).is_some() {
                self.change(Change::Remove { id: article.id.to_owned() })?;
            }
        }
        Ok(())
    }

    /// Keeps the articles of a file that were not found again.
    fn keep_unsettled(&mut self, entry: &Entry, file: &FileRecord<'m>) -> Result<(), IndexingError> {
        for article in self.packed(file.articles.unpack())? {
            if self.ids.settle(article.id).is_some() {
                let noted = self.open.articles.push(&article);
                self.packed(noted)?;
                self.ids.give(article.id.to_owned(), &entry.name);
            }
        }
        Ok(())
    }

    /// Indexes a text. If the index has it, nothing changes; else it replaces the article with its identifier.
    fn article(
        &mut self,
        entry: &Entry,
        text: Text,
        preparer: &mut Preparer<'_>,
    ) -> Result<(), IndexingError> {
        let Text { declared_id, place, hash, content } = text;
        let (id, warning) = self.ids.identify(&entry.name, declared_id, place)?;
        self.open.problems.extend(warning);
        let record = match self.ids.settle(&id) {
            Some(before) if before.hash == hash => before,
            before => {
                if before.is_some() {
                    self.change(Change::Remove { id: id.clone() })?;
                }
                let mut article = content.prepared(preparer);
                article.labels.corpus = self.corpora.name_of(&entry.name);
                let record = ArticleRecord::of(&article, &id, hash);
                self.change(Change::Add { id: id.clone(), article: Box::new(article) })?;
                record
            }
        };
        let noted = self.open.articles.push(&record);
        self.packed(noted)?;
        self.ids.give(id, &entry.name);
        Ok(())
    }

    fn end_of_file(
        &mut self,
        entry: &Entry,
        record: Option<&FileRecord<'m>>,
        end: Result<blake3::Hash, Problem>,
    ) -> Result<(), IndexingError> {
        // What could not be read has not gone: the articles of an earlier run stay.
        let is_unseen = end.is_err() && record.is_some_and(|record| !record.articles.is_empty());
        if let Some(record) = record {
            match is_unseen {
                true => self.keep_unsettled(entry, record)?,
                false => self.remove_unsettled(record)?,
            }
        }
        let OpenFile { articles, mut problems } = std::mem::take(&mut self.open);
        let hash = match end {
            Ok(hash) => Some(hash),
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        for problem in &mut problems {
            problem.path.clone_from(&entry.name);
        }
        let hash = hash.as_ref().map(|hash| hash.as_bytes().as_slice());
        let Entry { size, modified, .. } = *entry;
        let now = FileRecord { size, modified, hash, articles: articles.view(), is_unseen, problems };
        self.count(record, &now);
        self.is_changed |= record != Some(&now);
        let noted = self.after.put(&entry.name, &now);
        self.packed(noted)
    }

    /// Counts a file by its outcome.
    fn count(&mut self, record: Option<&FileRecord<'_>>, now: &FileRecord<'_>) {
        if now.is_unseen {
            return;
        }
        let had_articles = record.is_some_and(|record| !record.articles.is_empty());
        let from = self.gone.get_mut(now.hash.unwrap_or_default()).filter(|count| **count > 0);
        let has_moved = from.map(|count| *count -= 1).is_some();
        let count = match (now.articles.is_empty(), had_articles, has_moved) {
            (true, true, _) => &mut self.counts.removed,
            (true, false, _) => return,
            (false, true, _) => &mut self.counts.changed,
            (false, false, true) => &mut self.counts.moved,
            (false, false, false) => &mut self.counts.added,
        };
        *count += 1;
    }

    /// Commits the files that were read so far, where a run may and the last commit was so long ago.
    fn save(&mut self, every: Duration) -> Result<(), IndexingError> {
        let Some(on_saved) = self.on_saved.filter(|_| self.saved.elapsed() >= every) else { return Ok(()) };
        self.commit(self.after.summary().totals)?;
        on_saved()?;
        self.is_changed = false;
        self.saved = Instant::now();
        Ok(())
    }

    fn commit(&mut self, totals: Totals) -> Result<(), BackendError> {
        let folder = self.folder;
        self.writer.apply(self.changes.take())?;
        let written = self.after.write(folder);
        let names =
            written.map_err(|error| BackendError::from_io(folder, error.kind(), error.to_string()))?;
        self.writer.commit(totals, &names[0])?;
        manifest::remove_others(folder, &names);
        Ok(())
    }

    fn packed<T>(&self, result: postcard::Result<T>) -> Result<T, IndexingError> {
        result.map_err(|error| IndexingError::manifest(self.folder, &error))
    }

    fn finish(mut self, diff: Diff<'m>) -> Result<Report, IndexingError> {
        self.counts.removed += self.gone.values().sum::<u64>();
        let Summary { with_articles, unseen, totals, mut problems, .. } = self.after.summary();
        self.counts.unseen = unseen;
        self.counts.unchanged = with_articles - self.counts.added - self.counts.changed - self.counts.moved;
        // An unreadable file is tried again in every run. That alone is no reason to commit.
        if self.is_changed {
            // Some systems cannot remove files that are open.
            self.ids.close();
            self.commit(totals)?;
        }
        self.writer.finish()?;
        problems.extend(diff.problems);
        problems.sort();
        let mut report = Report {
            files: self.counts,
            missing: diff.missing,
            totals,
            problems,
            skipped: diff.skipped,
            names: Vec::new(),
        };
        report.files.failed = report.failures().count() as u64;
        Ok(report)
    }
}
