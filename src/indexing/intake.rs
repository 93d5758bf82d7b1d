//! What comes out of the pipeline, taken into the index: records kept, files counted.

use std::collections::HashMap;
use std::path::Path;

use super::error::IndexingError;
use super::identifiers::Identifiers;
use super::manifest::{self, Manifest, Summary};
use super::options::Options;
use super::pipeline::{self, Event, Source, Text};
use super::plan::Plan;
use super::prepare::Preparer;
use super::record::{ArticleList, ArticleRecord, FileRecord};
use super::report::{Counts, Progress, Report};
use crate::analysis::Chain;
use crate::backend::{BackendError, Change, Search, Totals, Write};
use crate::corpus::{Entry, Reading};
use crate::model::Problem;

/// The index that a run brings up to date.
pub(super) struct Target<'r> {
    pub(super) folder: &'r Path,
    pub(super) writer: Box<dyn Write>,
    /// What it holds so far; `None` where it is new.
    pub(super) reader: Option<Box<dyn Search>>,
}

/// The state of a run while files are read.
pub(super) struct Intake<'r, 'm> {
    folder: &'r Path,
    writer: Box<dyn Write>,
    /// What the writer has not been given yet.
    changes: Changes,
    after: Manifest,
    /// Whether `after` says anything that the index does not.
    is_changed: bool,
    ids: Identifiers<'m>,
    /// Hashes of files that are gone, and how many: a new file of that content has moved.
    gone: HashMap<Vec<u8>, u64>,
    counts: Counts,
    /// What is known so far of the file that is being read.
    open: OpenFile,
}

/// Changes on their way to the writer.
#[derive(Default)]
struct Changes {
    waiting: Vec<Change>,
    /// About how many bytes of text they hold.
    bytes: usize,
}

impl Changes {
    /// Engines work best with some dozens of changes at once.
    const ENOUGH: usize = 64;
    /// So few bytes wait, beside what one article has, that they count nothing against the memory of a run.
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

impl<'r, 'm> Intake<'r, 'm> {
    /// Starts from what stays of `before` as it is in `plan`.
    pub(super) fn new(
        target: Target<'r>,
        plan: &Plan<'m>,
        before: &'m Manifest,
        started: i64,
    ) -> Result<Self, IndexingError> {
        let Target { folder, writer, reader } = target;
        let is_new = reader.is_none();
        let damaged = |error| IndexingError::manifest(folder, &error);
        let mut gone: HashMap<_, u64> = HashMap::new();
        for (_, record) in &plan.gone {
            *gone.entry(record.hash.unwrap_or_default().to_vec()).or_default() += 1;
        }
        Ok(Intake {
            is_changed: is_new || !plan.gone.is_empty() || !plan.touched.is_empty(),
            after: plan.kept(before, started).map_err(damaged)?,
            ids: Identifiers::new(reader, plan).map_err(damaged)?,
            folder,
            writer,
            changes: Changes::default(),
            gone,
            counts: Counts::default(),
            open: OpenFile::default(),
        })
    }

    /// Reads what there is to read and commits.
    pub(super) fn go(
        mut self,
        plan: Plan<'m>,
        chain: &Chain,
        options: &Options,
        progress: &dyn Progress,
    ) -> Result<Report, IndexingError> {
        self.remove_gone(&plan)?;
        let files: Vec<&Entry> = plan.read.iter().map(|(entry, _)| entry).collect();
        progress.reading(files.len() as u64, files.iter().map(|entry| entry.size).sum());
        let known = self.ids.unsettled_hashes();
        let source = Source { files: &files, limits: &options.limits, known: &known };
        let new_preparer = || Preparer::new(chain, self.writer.encoder());
        let preparers = (0..options.jobs.max(1)).map(|_| new_preparer()).collect();
        let mut preparer = new_preparer();
        pipeline::run(&source, preparers, |event| match event {
            Event::Article(file, text) => self.article(&plan.read[file].0, *text, &mut preparer),
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

    /// Notes a change; hands all of them over where they are many or large.
    fn change(&mut self, change: Change) -> Result<(), BackendError> {
        self.changes.push(change);
        if self.changes.are_enough() { self.writer.apply(self.changes.take()) } else { Ok(()) }
    }

    fn remove_gone(&mut self, plan: &Plan<'m>) -> Result<(), IndexingError> {
        plan.gone.iter().try_for_each(|(_, file)| self.remove_unsettled(file))
    }

    /// Removes the articles of a file that were not met again.
    fn remove_unsettled(&mut self, file: &FileRecord<'m>) -> Result<(), IndexingError> {
        for article in self.packed(file.articles.unpack())? {
            if self.ids.settle(article.id).is_some() {
                self.change(Change::Remove { id: article.id.to_owned() })?;
            }
        }
        Ok(())
    }

    /// One text: left alone where it is as before, else put in the place of what had its identifier.
    fn article(
        &mut self,
        entry: &Entry,
        text: Text,
        preparer: &mut Preparer<'_>,
    ) -> Result<(), IndexingError> {
        let Text { declared_id, ordinal, hash, content } = text;
        let (id, warning) = self.ids.identify(&entry.name, declared_id, ordinal)?;
        self.open.problems.extend(warning);
        let record = match self.ids.settle(&id) {
            Some(before) if before.hash == hash => before,
            before => {
                if before.is_some() {
                    self.change(Change::Remove { id: id.clone() })?;
                }
                let article = content.prepared(preparer);
                let record = ArticleRecord::of(&article, &id, hash);
                self.change(Change::Add { id: id.clone(), article })?;
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
        end: Result<Reading, Problem>,
    ) -> Result<(), IndexingError> {
        record.map_or(Ok(()), |record| self.remove_unsettled(record))?;
        let OpenFile { articles, mut problems } = std::mem::take(&mut self.open);
        let (reading, failure) = end.map_or_else(|problem| (None, Some(problem)), |read| (Some(read), None));
        problems.extend(failure);
        for problem in &mut problems {
            problem.path.clone_from(&entry.name);
        }
        let hash = reading.as_ref().map(|reading| reading.hash.as_bytes().as_slice());
        let Entry { size, modified, .. } = *entry;
        let now = FileRecord { size, modified, hash, articles: articles.view(), problems };
        self.count(record, &now);
        self.is_changed |= record != Some(&now);
        let noted = self.after.put(&entry.name, &now);
        self.packed(noted)
    }

    fn count(&mut self, record: Option<&FileRecord<'_>>, now: &FileRecord<'_>) {
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

    fn commit(&mut self, totals: Totals) -> Result<(), BackendError> {
        let folder = self.folder;
        self.writer.apply(self.changes.take())?;
        // Files that are still read could not be removed everywhere.
        self.ids.close();
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

    fn finish(mut self, plan: Plan<'m>) -> Result<Report, IndexingError> {
        self.counts.removed += self.gone.values().sum::<u64>();
        let Summary { with_articles, totals, mut problems, .. } = self.after.summary();
        self.counts.unchanged = with_articles - self.counts.added - self.counts.changed - self.counts.moved;
        // A file that cannot be read is tried in every run; that alone is no reason to write.
        if self.is_changed {
            self.commit(totals)?;
        }
        self.writer.finish()?;
        problems.extend(plan.problems);
        problems.sort();
        let mut report =
            Report { files: self.counts, totals, problems, skipped: plan.skipped, names: Vec::new() };
        report.files.failed = report.failures().count() as u64;
        Ok(report)
    }
}
