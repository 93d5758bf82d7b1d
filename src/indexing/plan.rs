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
    /// Files that are as they were, with what is known of each (their times may be new).
    pub(super) unchanged: BTreeMap<String, FileRecord>,
    /// Files that are no longer there.
    pub(super) gone: BTreeMap<String, FileRecord>,
    /// What could not be listed.
    pub(super) problems: Vec<Problem>,
    /// Files of formats that are not read, by extension.
    pub(super) skipped: BTreeMap<String, u64>,
}

/// Lists the corpora and compares them with `before`.
pub(super) fn plan(corpora: &[PathBuf], before: &Manifest, mut seen: impl FnMut(u64)) -> Plan {
    let mut plan = Plan::default();
    let mut known = before.files.clone();
    let prefixes = prefixes(corpora);
    for (corpus, prefix) in corpora.iter().zip(prefixes) {
        let mut walk = corpus::walk(corpus);
        for (count, listed) in walk.by_ref().enumerate() {
            seen(count as u64 + 1);
            match listed {
                Ok(entry) => {
                    let entry = Entry { name: prefix.clone() + &entry.name, ..entry };
                    let record = known.remove(&entry.name);
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
    fn sort_in(&mut self, entry: Entry, record: Option<FileRecord>, started: i64) {
        match record {
            Some(record) if is_unchanged(&entry, &record, started) => {
                let record = FileRecord { size: entry.size, modified: entry.modified, ..record };
                self.unchanged.insert(entry.name, record);
            }
            record => self.read.push((entry, record)),
        }
    }

    /// Files that were not met are gone, unless they lie where nothing could be listed.
    fn settle(&mut self, not_met: BTreeMap<String, FileRecord>) {
        let failed = |problem: &&Problem| problem.severity == Severity::Failed;
        let closed: BTreeSet<String> = self.problems.iter().filter(failed).map(|p| p.path.clone()).collect();
        let is_hidden = |name: &str| {
            closed.contains("")
                || closed.iter().any(|path| name == path || name.starts_with(&format!("{path}/")))
        };
        for (name, record) in not_met {
            let place = if is_hidden(&name) { &mut self.unchanged } else { &mut self.gone };
            place.insert(name, record);
        }
    }
}

/// Same size and time are enough, unless the time is too near to the last run to be trusted; then, and
/// where only the time differs, the content decides. A file that could not be read is tried again.
fn is_unchanged(entry: &Entry, record: &FileRecord, started: i64) -> bool {
    if record.hash.is_empty() || entry.size != record.size {
        return false;
    }
    let is_trusted = entry.modified < started - CLOCK_DOUBT_NS;
    let same_time = entry.modified == record.modified;
    (same_time && is_trusted) || corpus::hash(entry).is_ok_and(|hash| hash.to_hex().as_str() == record.hash)
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
