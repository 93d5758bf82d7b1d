//! Files that a run does not see: which of them keep their articles.
//!
//! A folder that cannot be listed, or a drive that is not mounted, is no reason to remove articles. A file is gone where
//! its folder was listed without it, and few are gone at once; the others are kept, and marked in the manifest.

use std::collections::{HashMap, HashSet};

use super::diff::Diff;
use super::record::FileRecord;
use super::report::Missing;
use crate::corpus;

/// A run removes at most one of this many files without being asked to.
const MOST_REMOVED: u64 = 10;

impl<'m> Diff<'m> {
    /// Keeps the files below what could not be listed (`""` is all): they may still exist.
    pub(super) fn keep_unlisted(&mut self, unlisted: &[String]) {
        let is_below = |name: &str, path: &String| {
            path.is_empty()
                || name
                    .strip_prefix(path.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.keep(|name, _| unlisted.iter().any(|path| is_below(name, path)));
    }

    /// Keeps the files that are gone where they are more than a tenth of the `all` files with articles, or all of them. The
    /// one file that a reader has removed goes, and so does a file that has moved.
    pub(super) fn keep_many(&mut self, all: u64) {
        let is_much = |files: u64| files * MOST_REMOVED > all && (files > 1 || files == all);
        let with_articles = |gone: &[(&str, FileRecord<'_>)]| {
            gone.iter().filter(|(_, record)| !record.articles.is_empty()).count() as u64
        };
        if !is_much(with_articles(&self.gone)) {
            return;
        }
        let moved = self.moved();
        let has_moved = |name: &str| moved.contains(name);
        let missing =
            self.gone.iter().filter(|(name, record)| !record.articles.is_empty() && !has_moved(name));
        let missing = missing.count() as u64;
        if is_much(missing) {
            self.missing = Some(Missing { files: missing, of: all });
            self.keep(|name, _| !has_moved(name));
        }
    }

    /// The names of gone files whose content has another name now.
    fn moved(&self) -> HashSet<&'m str> {
        let sizes: HashSet<u64> = self.gone.iter().map(|(_, record)| record.size).collect();
        let new = self.read.iter().filter(|(entry, record)| record.is_none() && sizes.contains(&entry.size));
        let mut now: HashMap<Vec<u8>, u64> = HashMap::new();
        for hash in new.filter_map(|(entry, _)| corpus::hash(entry).ok()) {
            *now.entry(hash.as_bytes().to_vec()).or_default() += 1;
        }
        let mut take = |record: &FileRecord<'_>| {
            let left = now.get_mut(record.hash.unwrap_or_default()).filter(|left| **left > 0);
            left.map(|left| *left -= 1).is_some()
        };
        self.gone.iter().filter(|(_, record)| take(record)).map(|(name, _)| *name).collect()
    }

    /// Keeps the articles of gone files, and marks the files as not seen.
    fn keep(&mut self, is_kept: impl Fn(&str, &FileRecord<'m>) -> bool) {
        let (kept, gone): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.gone).into_iter().partition(|(name, record)| is_kept(name, record));
        self.gone = gone;
        let newly = kept.into_iter().filter(|(_, record)| !record.is_unseen);
        self.touched
            .extend(newly.map(|(name, record)| (name.to_owned(), FileRecord { is_unseen: true, ..record })));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indexing::record::ArticleList;

    /// A record of a file with an article, or without.
    fn with_record(has_articles: bool, check: impl FnOnce(FileRecord<'_>)) {
        let mut articles = ArticleList::default();
        if has_articles {
            articles.push(&crate::indexing::record::sample_article("a")).unwrap();
        }
        check(FileRecord {
            size: 1,
            hash: Some(&[7; 32]),
            articles: articles.view(),
            ..FileRecord::default()
        });
    }

    /// Of `all` files `gone` are gone; `expected` of them are kept.
    fn check(all: u64, gone: usize, expected: usize) {
        with_record(true, |record| {
            let names: Vec<String> = (0..gone).map(|number| format!("f{number}")).collect();
            let gone = names.iter().map(|name| (name.as_str(), record.clone())).collect();
            let mut diff = Diff { gone, ..Diff::default() };
            diff.keep_many(all);
            assert_eq!(diff.touched.len(), expected, "{gone:?} of {all}", gone = names.len());
            assert_eq!(diff.missing.is_some(), expected > 0);
            assert!(diff.touched.iter().all(|(_, record)| record.is_unseen));
        });
    }

    #[test]
    fn more_than_a_tenth_stays() {
        check(100, 10, 0);
        check(100, 11, 11);
        check(3, 1, 0);
        check(3, 2, 2);
        check(1, 1, 1);
        check(0, 0, 0);
    }

    /// Of `gone`, `expected` are kept when `unlisted` could not be listed.
    fn check_unlisted(unlisted: &str, gone: &[&str], expected: &[&str]) {
        with_record(true, |record| {
            let gone = gone.iter().map(|name| (*name, record.clone())).collect();
            let mut diff = Diff { gone, ..Diff::default() };
            diff.keep_unlisted(&[unlisted.to_owned()]);
            let kept: Vec<&str> = diff.touched.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(kept, expected, "{unlisted}");
        });
    }

    #[test]
    fn what_lies_below_a_closed_folder_stays() {
        check_unlisted("a", &["a", "a/b.txt", "ab.txt", "c/a/d.txt"], &["a", "a/b.txt"]);
        check_unlisted("", &["a", "b/c"], &["a", "b/c"]);
    }
}
