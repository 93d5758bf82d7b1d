//! The manifest: the files that were indexed, with their hashes and articles. It lies beside the engine's files. The commit
//! of the engine names it, so that one commit decides on both.
//!
//! A run that changes little writes little: the difference from an earlier manifest, its base, which is kept as long as it is
//! named. In memory a manifest is the bytes of its base and the changes since. Records are deserialised on access.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::iter::from_fn;
use std::path::Path;
use std::sync::Arc;

mod file;

use crate::backend::Totals;
use crate::indexing::record::{ArticleRecord, FileRecord, sum};
use crate::model::{Problem, Severity};
use file::{Layer, Line};

/// Changes are written as a difference if they are this many times smaller than the base.
const WORTH_A_BASE: usize = 8;

/// The files of a corpus as they were indexed.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// The start of the run, in nanoseconds since 1970. Files that changed close to it are compared by content.
    pub(in crate::indexing) started: i64,
    /// The fingerprint of what readers were told.
    pub(in crate::indexing) reading: u64,
    /// The base, with the files that have not changed since.
    base: Option<Arc<Layer>>,
    /// The records of files that differ from the base, serialised. An empty record means that the file is gone.
    changed: BTreeMap<String, Vec<u8>>,
}

/// An article of the index, and the file that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleName {
    /// The name of the file in the corpus.
    pub file: String,
    /// The identifier of the article.
    pub id: String,
}

/// Totals of all files of a manifest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::indexing) struct Summary {
    /// The number of files.
    pub(in crate::indexing) files: usize,
    /// The number of files with articles.
    pub(in crate::indexing) with_articles: u64,
    /// The number of files with articles that the last run did not see.
    pub(in crate::indexing) unseen: u64,
    /// The total size of the articles.
    pub(in crate::indexing) totals: Totals,
    /// All problems, in order of path.
    pub(in crate::indexing) problems: Vec<Problem>,
}

impl Manifest {
    /// Reads the manifest that a commit names.
    ///
    /// # Errors
    /// If the file is missing, cannot be read, or is not a manifest.
    pub(in crate::indexing) fn read(folder: &Path, name: &str) -> io::Result<Manifest> {
        let top = Layer::read(folder, name)?;
        let (started, reading) = (top.started, top.reading);
        let Some(base) = &top.base else {
            return Ok(Manifest { started, reading, base: Some(Arc::new(top)), changed: BTreeMap::new() });
        };
        let base = Some(Arc::new(Layer::read(folder, base)?));
        let changed = top.lines().map(|line| (line.name.to_owned(), line.record.to_vec())).collect();
        Ok(Manifest { started, reading, base, changed })
    }

    /// Writes the manifest under a new name, as a difference from its base if that is small. Returns the names of its
    /// files, its own first.
    pub(in crate::indexing) fn write(&self, folder: &Path) -> io::Result<Vec<String>> {
        let name = self.free_name(folder);
        let size: usize = self.changed.iter().map(|(name, record)| name.len() + record.len()).sum();
        let base = self.base.as_ref().filter(|base| size * WORTH_A_BASE <= base.len());
        let Some(base) = base else {
            Layer::write(folder, &name, (self.started, self.reading), None, self.lines())?;
            return Ok(vec![name]);
        };
        let lines = self.changed.iter().map(|(name, record)| Line { name, record });
        Layer::write(folder, &name, (self.started, self.reading), Some(&base.name), lines)?;
        Ok(vec![name, base.name.clone()])
    }

    /// A name that no file has: a run that makes an index writes several.
    fn free_name(&self, folder: &Path) -> String {
        let first = format!("manifest-{}", self.started);
        let further = (2..).map(|number| format!("{first}-{number}"));
        let mut names = std::iter::once(first.clone()).chain(further);
        names.find(|name| matches!(folder.join(name).try_exists(), Ok(false))).unwrap_or(first)
    }

    /// The name of the base, if there is one.
    pub(in crate::indexing) fn base(&self) -> Option<String> {
        self.base.as_ref().map(|base| base.name.clone())
    }

    /// The number of files.
    pub fn len(&self) -> usize {
        self.lines().count()
    }

    /// Whether there are no files.
    pub fn is_empty(&self) -> bool {
        self.lines().next().is_none()
    }

    /// The articles of all files, in the order of the files.
    pub fn articles(&self) -> Vec<ArticleName> {
        let of_file = |(file, record): (&str, FileRecord<'_>)| {
            let articles = record.articles.unpack().unwrap_or_default();
            let name =
                |article: ArticleRecord<'_>| ArticleName { file: file.to_owned(), id: article.id.to_owned() };
            articles.into_iter().map(name).collect::<Vec<_>>()
        };
        self.files().flat_map(of_file).collect()
    }

    /// The articles of all files: identifier, and fingerprint of all that is indexed and stored of it.
    pub fn article_hashes(&self) -> Vec<(String, u64)> {
        let mut found = Vec::new();
        for (_, record) in self.files() {
            let articles = record.articles.unpack().unwrap_or_default();
            found.extend(articles.into_iter().map(|article| (article.id.to_owned(), article.hash)));
        }
        found
    }

    /// How many files have something that is not in the index.
    pub fn files_not_read(&self) -> u64 {
        let is_failed = |problem: &Problem| problem.severity == Severity::Failed;
        self.files().filter(|(_, record)| record.problems.iter().any(is_failed)).count() as u64
    }

    /// The files in order of name.
    pub(in crate::indexing) fn files(&self) -> impl Iterator<Item = (&str, FileRecord<'_>)> {
        // Every record was checked when the layer was read, or was serialised here.
        self.lines().filter_map(|line| Some((line.name, FileRecord::unpack(line.record).ok()?)))
    }

    /// Sets the record of a file.
    pub(in crate::indexing) fn put(&mut self, name: &str, record: &FileRecord<'_>) -> postcard::Result<()> {
        self.changed.insert(name.to_owned(), record.pack()?);
        Ok(())
    }

    /// Removes a file.
    pub(in crate::indexing) fn remove(&mut self, name: &str) {
        self.changed.insert(name.to_owned(), Vec::new());
    }

    /// The totals of all files.
    pub(in crate::indexing) fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for (_, file) in self.files() {
            summary.files += 1;
            summary.with_articles += u64::from(!file.articles.is_empty());
            summary.unseen += u64::from(file.is_unseen && !file.articles.is_empty());
            summary.totals = sum(summary.totals, file.articles.totals);
            summary.problems.extend(file.problems);
        }
        summary
    }

    /// Merges base and changes by name. A change replaces the line of the base.
    fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let mut base = self.base.iter().flat_map(|base| base.lines()).peekable();
        let mut changed = self.changed.iter().peekable();
        from_fn(move || {
            loop {
                let order = match (base.peek(), changed.peek()) {
                    (Some(line), Some((name, _))) => line.name.cmp(name),
                    (Some(_), None) => return base.next(),
                    (None, _) => std::cmp::Ordering::Greater,
                };
                if order.is_lt() {
                    return base.next();
                }
                base.next_if(|_| order.is_eq());
                let (name, record) = changed.next()?;
                if !record.is_empty() {
                    return Some(Line { name, record });
                }
            }
        })
    }
}

/// Reads `bytes` as a manifest whose hash is right, for tests with hostile bytes.
#[cfg(fuzzing)]
pub fn fuzz_manifest(bytes: &[u8]) {
    if let Ok(layer) = Layer::of("fuzz", bytes.to_vec()) {
        let manifest = Manifest { base: Some(Arc::new(layer)), ..Manifest::default() };
        manifest.summary();
        manifest.articles();
    }
}

/// Removes all manifest files from `folder` except `current`, also unfinished ones of a killed run. A file that cannot be
/// removed is left to the next run.
pub(in crate::indexing) fn remove_others(folder: &Path, current: &[String]) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_manifest = name.trim_start_matches('.').starts_with("manifest-");
        if is_manifest && !current.contains(&name) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(size: u64) -> FileRecord<'static> {
        FileRecord { size, modified: 7, hash: Some(&[1; 32]), ..FileRecord::default() }
    }

    /// Runs of changes (`None` removes), each written and read again, leave what a plain map holds.
    fn check(runs: &[Vec<(u8, Option<u64>)>]) {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::default();
        let mut expected = BTreeMap::new();
        for (started, changes) in runs.iter().enumerate() {
            for (file, size) in changes {
                let name = format!("f{file}");
                match size {
                    Some(size) => {
                        manifest.put(&name, &record(*size)).unwrap();
                        expected.insert(name, record(*size));
                    }
                    None => {
                        manifest.remove(&name);
                        expected.remove(&name);
                    }
                }
            }
            (manifest.started, manifest.reading) = (started as i64, started as u64 * 2);
            let names = manifest.write(folder.path()).unwrap();
            remove_others(folder.path(), &names);
            manifest = Manifest::read(folder.path(), &names[0]).unwrap();
            let expected: Vec<_> = expected.iter().map(|(name, record)| (&**name, record.clone())).collect();
            assert_eq!(manifest.files().collect::<Vec<_>>(), expected);
            assert_eq!((manifest.started, manifest.reading), (started as i64, started as u64 * 2));
            assert!(fs::read_dir(folder.path()).unwrap().count() <= 2, "one manifest and its base");
        }
    }

    proptest! {
        // Every case syncs several files to disk.
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn what_was_put_is_read_again(
            runs in prop::collection::vec(prop::collection::vec((0u8..40, prop::option::of(0u64..9)), 0..12), 1..6)
        ) {
            let first = (0..40).map(|file| (file, Some(1))).collect();
            check(&[vec![first], runs].concat());
        }
    }

    #[test]
    fn a_small_change_is_a_small_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::default();
        (0..1000).for_each(|file| manifest.put(&format!("f{file}"), &record(1)).unwrap());
        let whole = manifest.write(folder.path()).unwrap().remove(0);
        let mut manifest = Manifest::read(folder.path(), &whole).unwrap();
        manifest.started = 1;
        manifest.put("f7", &record(8)).unwrap();
        let change = manifest.write(folder.path()).unwrap().remove(0);
        let size = |name: &str| fs::metadata(folder.path().join(name)).unwrap().len();
        assert!(size(&change) * 100 < size(&whole), "{} and {}", size(&change), size(&whole));
    }

    #[test]
    fn a_flipped_byte_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::default();
        manifest.put("a.txt", &record(1)).unwrap();
        let name = manifest.write(folder.path()).unwrap().remove(0);
        let path = folder.path().join(&name);
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
        let error = Manifest::read(folder.path(), &name).unwrap_err().to_string();
        assert!(error.contains("not as it was written"), "{error}");
    }
}
