//! What comes out of the pipeline, taken into the index: identifiers given, records kept, files counted.

use std::collections::HashMap;
use std::path::Path;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::error::IndexingError;
use super::manifest::{ArticleRecord, FileRecord, Manifest};
use super::options::Options;
use super::pipeline::{self, Event, Source, Text};
use super::plan::Plan;
use super::report::{Counts, Progress, Report};
use crate::analysis::{Analyzer, Chain};
use crate::backend::embedded::Writer;
use crate::backend::{BackendError, Totals, Write};
use crate::corpus::{Entry, Reading};
use crate::model::{Article, Problem, Stage};

/// The state of a run while files are read.
pub(super) struct Intake<'r> {
    writer: Writer,
    folder: &'r Path,
    after: Manifest,
    /// Whether `after` says anything that the index does not.
    is_changed: bool,
    /// Identifiers in use, each with its file.
    ids: FxHashMap<String, Rc<str>>,
    /// Articles in the index whose files are read again in this run.
    stale: FxHashMap<String, ArticleRecord>,
    /// Hashes of files that are gone, with their names: a new file of that content has moved.
    gone: HashMap<Option<[u8; blake3::OUT_LEN]>, Vec<String>>,
    counts: Counts,
    /// What is known so far of the file that is being read.
    open: OpenFile,
}

#[derive(Default)]
struct OpenFile {
    articles: Vec<ArticleRecord>,
    problems: Vec<Problem>,
}

impl<'r> Intake<'r> {
    /// Starts from the manifest of what stays as it is in `plan`.
    pub(super) fn new(writer: Writer, plan: &Plan, folder: &'r Path, kept: Manifest, is_new: bool) -> Self {
        let mut gone: HashMap<_, Vec<String>> = HashMap::new();
        for (name, record) in &plan.gone {
            gone.entry(record.hash).or_default().push(name.clone());
        }
        let ids = kept.files().flat_map(|(name, file)| {
            let name: Rc<str> = name.as_str().into();
            file.articles.iter().map(move |article| (article.id.clone(), name.clone()))
        });
        let read_again = plan.read.iter().filter_map(|(_, record)| record.as_ref());
        let stale = read_again.flat_map(|file| &file.articles);
        Intake {
            writer,
            folder,
            is_changed: is_new || !plan.gone.is_empty() || !plan.touched.is_empty(),
            ids: ids.collect(),
            stale: stale.map(|article| (article.id.clone(), article.clone())).collect(),
            gone,
            counts: Counts { unchanged: kept.with_articles(), ..Counts::default() },
            open: OpenFile::default(),
            after: kept,
        }
    }

    /// Reads what there is to read and commits.
    pub(super) fn go(
        mut self,
        plan: Plan,
        chain: &Chain,
        options: &Options,
        progress: &dyn Progress,
    ) -> Result<Report, IndexingError> {
        self.remove_gone(&plan)?;
        let files: Vec<&Entry> = plan.read.iter().map(|(entry, _)| entry).collect();
        progress.reading(files.len() as u64, files.iter().map(|entry| entry.size).sum());
        let known = self.stale.values().map(|article| article.hash).collect();
        let source = Source { files: &files, limits: &options.limits, chain, known: &known };
        let mut analyzer = chain.analyzer();
        pipeline::run(&source, options.jobs, |event| match event {
            Event::Article(file, text) => self.article(&plan.read[file].0, *text, &mut analyzer),
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
        let articles = plan.gone.iter().flat_map(|(_, file)| &file.articles);
        articles.into_iter().try_for_each(|article| self.writer.remove(&article.id))
    }

    /// One text: left alone where it is as before, else put in the place of what had its identifier.
    fn article(
        &mut self,
        entry: &Entry,
        text: Text,
        analyzer: &mut Analyzer<'_>,
    ) -> Result<(), IndexingError> {
        let Text { declared_id, ordinal, hash, content } = text;
        let id = self.identify(entry, declared_id, ordinal);
        let record = match self.stale.remove(&id) {
            Some(before) if before.hash == hash => before,
            before => {
                if before.is_some() {
                    self.writer.remove(&id)?;
                }
                let mut prepared = content.prepared(analyzer);
                prepared.article.path.clone_from(&entry.name);
                prepared.article.id.clone_from(&id);
                let record = ArticleRecord::of(&prepared, hash);
                self.writer.add(prepared)?;
                record
            }
        };
        self.ids.insert(id, entry.name.as_str().into());
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
        end: Result<Reading, Problem>,
    ) -> Result<(), BackendError> {
        let OpenFile { articles, mut problems } = std::mem::take(&mut self.open);
        for article in record.into_iter().flat_map(|record| &record.articles) {
            if self.stale.remove(&article.id).is_some() {
                self.writer.remove(&article.id)?;
            }
        }
        let hash = match end {
            Ok(reading) => Some(*reading.hash.as_bytes()),
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        for problem in &mut problems {
            problem.path.clone_from(&entry.name);
        }
        let now = FileRecord { size: entry.size, modified: entry.modified, hash, articles, problems };
        self.count(record, &now);
        self.is_changed |= record != Some(&now);
        self.after.put(&entry.name, now);
        Ok(())
    }

    fn count(&mut self, record: Option<&FileRecord>, now: &FileRecord) {
        let had_articles = record.is_some_and(|record| !record.articles.is_empty());
        let came_from = self.gone.get_mut(&now.hash).and_then(Vec::pop);
        let count = match (now.articles.is_empty(), had_articles, came_from) {
            (true, true, _) => &mut self.counts.removed,
            (true, false, _) => return,
            (false, true, _) => &mut self.counts.changed,
            (false, false, Some(_)) => &mut self.counts.moved,
            (false, false, None) => &mut self.counts.added,
        };
        *count += 1;
    }

    fn commit(&mut self, totals: Totals) -> Result<(), BackendError> {
        let folder = self.folder;
        let written = self.after.write(folder);
        let note = written.map_err(|error| BackendError::from_io(folder, error.kind(), error.to_string()))?;
        self.writer.commit(totals, &note)?;
        self.after.remove_others(folder, &note);
        Ok(())
    }

    fn finish(mut self, plan: Plan) -> Result<Report, IndexingError> {
        self.counts.removed += self.gone.values().map(|names| names.len() as u64).sum::<u64>();
        let totals: Totals = self.after.totals();
        // A file that cannot be read is tried in every run; that alone is no reason to write.
        if self.is_changed {
            self.commit(totals)?;
        }
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
