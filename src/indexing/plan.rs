//! The corpus as it is against the corpus as it was indexed: what is to be read, what is to be removed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::manifest::{FileRecord, Manifest};
use crate::corpus::{self, Entry};
use crate::model::{Problem, Severity};

/// A file that was changed less than this before it was listed may be changed again without its time
/// showing it; its content decides.
const CLOCK_DOUBT_NS: i64 = 2_000_000_000;

/// What there is to do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// Files to read, in order of name, with what was known of each.
    pub(super) read: Vec<(Entry, Option<FileRecord>)>,
    /// Files that are as they were but for the time that is noted of them, with their times.
    pub(super) touched: Vec<(String, i64)>,
    /// Files that are no longer there.
    pub(super) gone: Vec<(String, FileRecord)>,
    /// What could not be listed.
    pub(super) problems: Vec<Problem>,
    /// Files of formats that are not read, by extension.
    pub(super) skipped: BTreeMap<String, u64>,
}

/// Lists the corpora and compares them with `before`.
pub(super) fn plan(corpora: &[PathBuf], before: &Manifest, mut seen: impl FnMut(u64)) -> Plan {
    let mut plan = Plan::default();
    let mut known = Known::new(before);
    let prefixes = prefixes(corpora);
    for (corpus, prefix) in corpora.iter().zip(prefixes) {
        let mut walk = corpus::walk(corpus);
        for (count, listed) in walk.by_ref().enumerate() {
            seen(count as u64 + 1);
            match listed {
                Ok(entry) => {
                    let entry = Entry { name: prefix.clone() + &entry.name, ..entry };
                    let record = known.meet(&entry.name);
                    plan.sort_in(entry, record, before.started);
                }
                Err(problem) => {
                    plan.problems.push(Problem { path: prefix.clone() + &problem.path, ..problem })
                }
            }
        }
        for (extension, count) in walk.skipped() {
            *plan.skipped.entry(extension.clone()).or_default() += count;
        }
    }
    plan.settle(known);
    plan.read.sort_by(|a, b| a.0.name.cmp(&b.0.name));
    plan
}

impl Plan {
    /// Whether nothing has to be read or written: not even the times of files have changed.
    pub(super) fn is_settled(&self) -> bool {
        self.read.is_empty() && self.gone.is_empty() && self.touched.is_empty()
    }

    /// The manifest of the files that stay as they are, for a run that began at `started`.
    pub(super) fn kept(&self, mut before: Manifest, started: i64) -> Manifest {
        before.started = started;
        self.read.iter().for_each(|(entry, _)| before.remove(&entry.name));
        self.gone.iter().for_each(|(name, _)| before.remove(name));
        self.touched.iter().for_each(|(name, modified)| before.touch(name, *modified));
        before
    }

    fn sort_in(&mut self, entry: Entry, record: Option<&FileRecord>, started: i64) {
        match record {
            Some(record) if is_unchanged(&entry, record, started) => {
                if entry.modified != record.modified {
                    self.touched.push((entry.name, entry.modified));
                }
            }
            record => self.read.push((entry, record.cloned())),
        }
    }

    /// Files that were not met are gone, unless they lie where nothing could be listed.
    fn settle(&mut self, known: Known<'_>) {
        let failed = |problem: &&Problem| problem.severity == Severity::Failed;
        let closed: BTreeSet<String> = self.problems.iter().filter(failed).map(|p| p.path.clone()).collect();
        let is_hidden = |name: &str| {
            closed.contains("")
                || closed.iter().any(|path| name == path || name.starts_with(&format!("{path}/")))
        };
        let not_met = known.not_met().filter(|(name, _)| !is_hidden(name));
        self.gone = not_met.map(|(name, record)| (name.to_owned(), record.clone())).collect();
    }
}

/// The files as they were indexed, met in about the order of their names: mostly the next one is asked for.
struct Known<'m> {
    files: Vec<(&'m str, &'m FileRecord)>,
    met: Vec<bool>,
    next: usize,
}

impl<'m> Known<'m> {
    fn new(before: &'m Manifest) -> Self {
        let files: Vec<_> = before.files().map(|(name, record)| (name.as_str(), record)).collect();
        Known { met: vec![false; files.len()], files, next: 0 }
    }

    fn meet(&mut self, name: &str) -> Option<&'m FileRecord> {
        let is_next = self.files.get(self.next).is_some_and(|(next, _)| *next == name);
        let place = match is_next {
            true => self.next,
            false => self.files.binary_search_by_key(&name, |(name, _)| name).ok()?,
        };
        self.met[place] = true;
        self.next = place + 1;
        Some(self.files[place].1)
    }

    fn not_met(&self) -> impl Iterator<Item = (&'m str, &'m FileRecord)> {
        self.files.iter().zip(&self.met).filter(|(_, met)| !**met).map(|(file, _)| *file)
    }
}

/// Same size and time are enough, unless the time is too near to the last run to be trusted; then, and
/// where only the time differs, the content decides. A file that could not be read is tried again.
fn is_unchanged(entry: &Entry, record: &FileRecord, started: i64) -> bool {
    let Some(hash) = record.hash.filter(|_| entry.size == record.size) else { return false };
    let is_trusted = entry.modified < started - CLOCK_DOUBT_NS;
    let same_time = entry.modified == record.modified;
    (same_time && is_trusted) || corpus::hash(entry).is_ok_and(|now| *now.as_bytes() == hash)
}

/// What stands before the names of each corpus: nothing where there is one, else its own name.
pub(super) fn prefixes(corpora: &[PathBuf]) -> Vec<String> {
    if corpora.len() < 2 {
        return vec![String::new(); corpora.len()];
    }
    let mut taken = BTreeSet::new();
    let name =
        |path: &PathBuf| path.file_name().map_or("corpus".into(), |name| name.to_string_lossy().into_owned());
    let mut free = |base: String| {
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        std::iter::once(base.clone()).chain(numbered).find(|name| taken.insert(name.clone())).unwrap_or(base)
    };
    corpora.iter().map(|path| free(name(path)) + "/").collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(corpora: &[&str], expected: &[&str]) {
        let paths: Vec<PathBuf> = corpora.iter().map(PathBuf::from).collect();
        assert_eq!(prefixes(&paths), expected);
    }

    #[test]
    fn several_corpora_have_their_names_before_their_files() {
        check(&["a"], &[""]);
        check(&["x/a", "y/b"], &["a/", "b/"]);
        check(&["x/a", "y/a"], &["a/", "a-2/"]);
    }
}
