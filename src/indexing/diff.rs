//! The difference between the corpus and the manifest: which files to read, and which to remove.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::manifest::Manifest;
use super::options::Options;
use super::record::FileRecord;
use super::report::Missing;
use super::rules;
use crate::corpus::{self, Entry, ListOptions, Listing, ReadOptions};
use crate::model::{Problem, Severity};

/// If a file was changed less than this before a run, a second change may not show in its time: its content is compared.
/// In nanoseconds.
const CLOCK_DOUBT_NS: i64 = 2_000_000_000;

/// What a run has to do.
#[derive(Debug, Default)]
pub(super) struct Diff<'m> {
    /// The corpora.
    pub(super) corpora: Corpora,
    /// The files to read, in order of name, each with its record if it has one.
    pub(super) read: Vec<(Entry, Option<FileRecord<'m>>)>,
    /// Files whose articles stay, with their new records: only their time has changed, or they are not seen, or seen again.
    pub(super) touched: Vec<(String, FileRecord<'m>)>,
    /// Files that no longer exist, with their records.
    pub(super) gone: Vec<(&'m str, FileRecord<'m>)>,
    /// Files that are gone and kept, since they are many.
    pub(super) missing: Option<Missing>,
    /// What readers are told.
    pub(super) reading: ReadOptions,
    /// The problems of the listing.
    pub(super) problems: Vec<Problem>,
    /// The number of files without a reader, by extension.
    pub(super) skipped: BTreeMap<String, u64>,
}

/// Lists the corpora, without the folder `index`, and merges the list with `before`. Both are in the order of names. A file
/// that was refused under narrower limits is read again, and every file where limits or rules have changed; [`super::unseen`] says
/// which files are gone.
pub(super) fn diff<'m>(
    corpora: &[PathBuf],
    index: &Path,
    before: &'m Manifest,
    options: &Options,
    mut seen: impl FnMut(u64),
) -> Diff<'m> {
    let mut listing = list(corpora, index, options.listing(), &mut seen);
    let rules = rules::gather(&options.rules, &mut listing);
    let Listing { entries, problems, skipped, unlisted, .. } = listing;
    let reading = ReadOptions { limits: options.limits.clone(), rules };
    let is_read_otherwise = reading.fingerprint() != before.reading;
    let mut diff = Diff { corpora: Corpora::of(corpora), reading, problems, skipped, ..Diff::default() };
    let mut known = before.files().peekable();
    for entry in entries {
        while let Some(gone) = known.next_if(|(name, _)| **name < *entry.name) {
            diff.gone.push(gone);
        }
        let record = known.next_if(|(name, _)| **name == *entry.name).map(|(_, record)| record);
        let is_asked =
            is_read_otherwise || record.as_ref().is_some_and(|record| may_succeed(record, options));
        diff.add(entry, record, before.started, is_asked);
    }
    diff.gone.extend(known);
    diff.keep_unlisted(&unlisted);
    if !options.remove_missing && !diff.gone.is_empty() {
        diff.keep_many(before.summary().with_articles);
    }
    diff
}

/// The files of all corpora, in the order of their names. A file of a corpus that lies within another is one of the inner
/// corpus only.
pub(super) fn list(
    corpora: &[PathBuf],
    index: &Path,
    options: ListOptions,
    seen: &mut impl FnMut(u64),
) -> Listing {
    let mut all = Listing::default();
    for (number, (corpus, prefix)) in corpora.iter().zip(prefixes(corpora)).enumerate() {
        let mut listing = corpus::list(corpus, Some(index), options, &mut *seen);
        if !prefix.is_empty() {
            listing.entries.iter_mut().for_each(|entry| entry.name.insert_str(0, &prefix));
            listing.problems.iter_mut().for_each(|problem| problem.path.insert_str(0, &prefix));
            listing.rules.iter_mut().for_each(|(folder, _)| folder.insert_str(0, &prefix));
            for name in &mut listing.unlisted {
                *name = format!("{prefix}{name}").trim_end_matches('/').to_owned();
            }
        }
        listing.entries.retain(|entry| is_of_corpus(corpora, number, &entry.path));
        all.entries.append(&mut listing.entries);
        all.problems.append(&mut listing.problems);
        all.unlisted.append(&mut listing.unlisted);
        all.rules.append(&mut listing.rules);
        for (extension, count) in listing.skipped {
            *all.skipped.entry(extension).or_default() += count;
        }
    }
    // The names are usually sorted already.
    all.entries.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Whether a file of the corpus `number` is its own: no corpus within it has the file too, and none before it is the same.
fn is_of_corpus(corpora: &[PathBuf], number: usize, file: &Path) -> bool {
    let is_other = |(other, path): (usize, &PathBuf)| match *path == corpora[number] {
        true => other < number,
        false => path.starts_with(&corpora[number]) && file.starts_with(path),
    };
    !corpora.iter().enumerate().any(is_other)
}

impl<'m> Diff<'m> {
    /// Whether there is nothing to read or write. Not even the times of files have changed.
    pub(super) fn is_empty(&self) -> bool {
        self.read.is_empty() && self.gone.is_empty() && self.touched.is_empty()
    }

    /// The records of files that are read again or gone.
    pub(super) fn superseded(&self) -> impl Iterator<Item = &FileRecord<'m>> {
        let read_again = self.read.iter().filter_map(|(_, record)| record.as_ref());
        read_again.chain(self.gone.iter().map(|(_, record)| record))
    }

    /// The manifest without the files that are read again or gone, for a run that began at `started`.
    pub(super) fn kept(&self, before: &Manifest, started: i64) -> postcard::Result<Manifest> {
        let mut kept = before.clone();
        (kept.started, kept.reading) = (started, self.reading.fingerprint());
        let read_again = self.read.iter().filter(|(_, record)| record.is_some());
        read_again.for_each(|(entry, _)| kept.remove(&entry.name));
        self.gone.iter().for_each(|(name, _)| kept.remove(name));
        self.touched.iter().try_for_each(|(name, record)| kept.put(name, record))?;
        Ok(kept)
    }

    /// Adds a file of the corpus, given its record, and whether it is read again even if it is unchanged.
    fn add(&mut self, entry: Entry, record: Option<FileRecord<'m>>, started: i64, is_asked: bool) {
        match record {
            Some(record) if !is_asked && is_unchanged(&entry, &record, started) => {
                if entry.modified != record.modified || record.is_unseen {
                    let seen = FileRecord { modified: entry.modified, is_unseen: false, ..record };
                    self.touched.push((entry.name, seen));
                }
            }
            record => self.read.push((entry, record)),
        }
    }
}

/// Whether a file, or a part of it, was refused and is to be tried again: its limits are wider now, or the caller says so.
fn may_succeed(record: &FileRecord<'_>, options: &Options) -> bool {
    let limits = options.reader.as_ref().map(|reader| reader.limits);
    let is_wider = |problem: &Problem| limits.is_some_and(|limits| limits.may_allow(&problem.reason));
    let is_asked = |problem: &Problem| options.retry && problem.severity == Severity::Failed;
    record.problems.iter().any(|problem| is_wider(problem) || is_asked(problem))
}

/// Whether a file has not changed. The same size and time are enough, unless the time is too close to the last run. Then,
/// or if only the time differs, the hash decides. A file without a hash could not be read, and is read again.
fn is_unchanged(entry: &Entry, record: &FileRecord<'_>, started: i64) -> bool {
    let Some(hash) = record.hash.filter(|_| entry.size == record.size) else { return false };
    let is_trusted = entry.modified < started - CLOCK_DOUBT_NS;
    let same_time = entry.modified == record.modified;
    (same_time && is_trusted) || corpus::hash(entry).is_ok_and(|now| now.as_bytes() == hash)
}

/// The corpora of an index, with their names.
#[derive(Debug, Clone, Default)]
pub(super) struct Corpora(Vec<Corpus>);

#[derive(Debug, Clone)]
struct Corpus {
    name: String,
    /// The prefix of the names of its files.
    prefix: String,
}

impl Corpora {
    fn of(paths: &[PathBuf]) -> Self {
        let corpus = |(path, prefix): (&PathBuf, String)| {
            let name =
                if prefix.is_empty() { folder_name(path) } else { prefix.trim_end_matches('/').to_owned() };
            Corpus { name, prefix }
        };
        Corpora(paths.iter().zip(prefixes(paths)).map(corpus).collect())
    }

    /// The name of the corpus that has a file.
    pub(super) fn name_of(&self, file: &str) -> Option<String> {
        let corpus = self.0.iter().find(|corpus| file.starts_with(&corpus.prefix));
        corpus.map(|corpus| corpus.name.clone())
    }
}

fn folder_name(path: &Path) -> String {
    path.file_name().map_or("corpus".into(), |name| name.to_string_lossy().into_owned())
}

/// The names that the file at `path`, absolute, has in these corpora: none where it lies outside of them.
pub fn names_in(corpora: &[PathBuf], path: &Path) -> Vec<String> {
    let name = |(corpus, prefix): (&PathBuf, String)| {
        let parts = path.strip_prefix(corpus).ok()?.components();
        let parts: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
        let is_corpus = parts.is_empty();
        Some(prefix + &if is_corpus { folder_name(path) } else { parts.join("/") })
    };
    corpora.iter().zip(prefixes(corpora)).filter_map(name).collect()
}

/// The prefix of the file names of each corpus: nothing if there is one corpus, else the name of the corpus and `/`.
pub(super) fn prefixes(corpora: &[PathBuf]) -> Vec<String> {
    if corpora.len() < 2 {
        return vec![String::new(); corpora.len()];
    }
    let mut taken = BTreeSet::new();
    let mut free = |base: String| {
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        std::iter::once(base.clone()).chain(numbered).find(|name| taken.insert(name.clone())).unwrap_or(base)
    };
    corpora.iter().map(|path| free(folder_name(path)) + "/").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(corpora: &[&str], expected: &[&str]) {
        let paths: Vec<PathBuf> = corpora.iter().map(PathBuf::from).collect();
        assert_eq!(prefixes(&paths), expected);
    }

    fn check_name(corpora: &[&str], file: &str, expected: Option<&str>) {
        let paths: Vec<PathBuf> = corpora.iter().map(PathBuf::from).collect();
        assert_eq!(Corpora::of(&paths).name_of(file).as_deref(), expected, "{file}");
    }

    #[test]
    fn files_tell_their_corpus() {
        check_name(&["a/presse"], "2025/x.txt", Some("presse"));
        check_name(&["a/presse", "b/notes", "c/presse"], "notes/x.txt", Some("notes"));
        check_name(&["a/presse", "b/notes", "c/presse"], "presse-2/x.txt", Some("presse-2"));
        check_name(&[], "x.txt", None);
    }

    #[test]
    fn several_corpora_have_their_names_before_their_files() {
        check(&["a"], &[""]);
        check(&["x/a", "y/b"], &["a/", "b/"]);
        check(&["x/a", "y/a"], &["a/", "a-2/"]);
    }
}
