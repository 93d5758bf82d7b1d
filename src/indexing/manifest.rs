//! What was indexed: each file with its fingerprint and its articles. Kept beside the engine's files,
//! under a name that the engine's commit gives, so that one commit decides both.
//!
//! A run that changes little writes little: what is different from an earlier manifest, its base, which is kept
//! as long as it is named. On disk a manifest is a BLAKE3 hash and what it is the hash of, in the postcard format.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::backend::embedded::write_atomically;
use crate::backend::{Prepared, Totals};
use crate::model::Problem;

/// How many times smaller than the whole the differences must be to be worth a file of their own.
const WORTH_A_BASE: usize = 8;
/// The bytes of the hash.
const HASH: usize = blake3::OUT_LEN;

/// The files of a corpus as they were indexed.
#[derive(Debug, Clone, Default)]
pub struct Manifest {
    /// When the run began, in nanoseconds since 1970: a file changed about then is looked at again.
    pub(super) started: i64,
    files: BTreeMap<String, FileRecord>,
    /// The name of the file that holds all of this but what has changed since.
    base: Option<String>,
    /// The names of the files that are not as in the base.
    changed: BTreeSet<String>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    /// Its size in bytes.
    pub(super) size: u64,
    /// When it was changed last, in nanoseconds since 1970.
    pub(super) modified: i64,
    /// BLAKE3 of its bytes; `None` where they could not be read.
    pub(super) hash: Option<[u8; HASH]>,
    /// Its articles in order.
    pub(super) articles: Vec<ArticleRecord>,
    /// What went wrong with it.
    pub(super) problems: Vec<Problem>,
}

/// One article of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ArticleRecord {
    /// Its identifier.
    pub(super) id: String,
    /// A fingerprint of everything that is indexed of it.
    pub(super) hash: u64,
    /// Its words.
    pub(super) words: u64,
    /// The words of its title.
    pub(super) title_words: u64,
    /// Its passages.
    pub(super) passages: u64,
}

impl ArticleRecord {
    /// What there is to note of an article whose fingerprint is `hash`.
    pub(super) fn of(prepared: &Prepared, hash: u64) -> Self {
        ArticleRecord {
            id: prepared.article.id.clone(),
            hash,
            words: prepared.words(),
            title_words: u64::from(prepared.title_words),
            passages: prepared.passages.len() as u64,
        }
    }
}

/// A manifest on disk: all records, or, with a base, those that are not as there (`None`: no longer there).
#[derive(Serialize, Deserialize)]
struct Stored<Name, Record> {
    started: i64,
    base: Option<String>,
    files: Vec<(Name, Option<Record>)>,
}

impl Manifest {
    /// Reads the manifest that a commit names.
    ///
    /// # Errors
    /// When the file is missing, cannot be read or is not a manifest.
    pub(super) fn read(folder: &Path, name: &str) -> io::Result<Manifest> {
        let stored = load(folder, name)?;
        let Some(base) = stored.base else {
            return Ok(Manifest {
                started: stored.started,
                files: present(stored.files).collect(),
                base: Some(name.to_owned()),
                changed: BTreeSet::new(),
            });
        };
        let mut files: BTreeMap<String, FileRecord> = present(load(folder, &base)?.files).collect();
        let mut changed = BTreeSet::new();
        for (name, record) in stored.files {
            match record {
                Some(record) => files.insert(name.clone(), record),
                None => files.remove(&name),
            };
            changed.insert(name);
        }
        Ok(Manifest { started: stored.started, files, base: Some(base), changed })
    }

    /// Writes the manifest under a new name, which is given back; where it is worth it, only what its base
    /// does not say.
    pub(super) fn write(&mut self, folder: &Path) -> io::Result<String> {
        let name = format!("manifest-{}", self.started);
        if self.changed.len() * WORTH_A_BASE > self.files.len() {
            self.base = None;
        }
        let files = match self.base {
            Some(_) => self.changed.iter().map(|name| (name, self.files.get(name))).collect(),
            None => self.files.iter().map(|(name, record)| (name, Some(record))).collect(),
        };
        let content = postcard::to_stdvec(&Stored { started: self.started, base: self.base.clone(), files })
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let hash = blake3::hash(&content);
        write_atomically(&folder.join(&name), &[hash.as_bytes(), content.as_slice()].concat())?;
        Ok(name)
    }

    /// Removes every manifest from `folder` but this one, which has the name `current`, and its base, also those
    /// that a killed run had begun; what cannot be removed is left to the next run.
    pub(super) fn remove_others(&self, folder: &Path, current: &str) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_manifest = name.trim_start_matches('.').starts_with("manifest-");
            if is_manifest && name != current && Some(&name) != self.base.as_ref() {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    /// How many files it names.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether it names no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files in order of name.
    pub(super) fn files(&self) -> impl Iterator<Item = (&String, &FileRecord)> {
        self.files.iter()
    }

    /// Takes a file up, in the place of one of that name.
    pub(super) fn put(&mut self, name: &str, record: FileRecord) {
        self.changed.insert(name.to_owned());
        self.files.insert(name.to_owned(), record);
    }

    /// Strikes a file out.
    pub(super) fn remove(&mut self, name: &str) {
        if self.files.remove(name).is_some() {
            self.changed.insert(name.to_owned());
        }
    }

    /// Notes that a file has another time and is otherwise as it was.
    pub(super) fn touch(&mut self, name: &str, modified: i64) {
        if let Some(record) = self.files.get_mut(name) {
            record.modified = modified;
            self.changed.insert(name.to_owned());
        }
    }

    /// How many files gave articles.
    pub(super) fn with_articles(&self) -> u64 {
        self.files.values().filter(|file| !file.articles.is_empty()).count() as u64
    }

    /// Sizes of everything in it.
    pub(super) fn totals(&self) -> Totals {
        let articles = self.files.values().flat_map(|file| &file.articles);
        articles.fold(Totals::default(), |sum, article| Totals {
            articles: sum.articles + 1,
            passages: sum.passages + article.passages,
            words: sum.words + article.words,
            title_words: sum.title_words + article.title_words,
        })
    }

    /// All problems, in order of path.
    pub(super) fn problems(&self) -> Vec<Problem> {
        self.files.values().flat_map(|file| file.problems.iter().cloned()).collect()
    }
}

fn load(folder: &Path, name: &str) -> io::Result<Stored<String, FileRecord>> {
    let bytes = fs::read(folder.join(name))?;
    let damaged = |reason: String| io::Error::new(io::ErrorKind::InvalidData, format!("`{name}`: {reason}"));
    let (hash, content) =
        bytes.split_at_checked(HASH).ok_or_else(|| damaged("it is too short".to_owned()))?;
    if blake3::hash(content).as_bytes() != hash {
        return Err(damaged("it is not as it was written".to_owned()));
    }
    postcard::from_bytes(content).map_err(|error| damaged(error.to_string()))
}

fn present(files: Vec<(String, Option<FileRecord>)>) -> impl Iterator<Item = (String, FileRecord)> {
    files.into_iter().filter_map(|(name, record)| Some((name, record?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record(size: u64) -> FileRecord {
        FileRecord { size, modified: 7, hash: Some([1; HASH]), articles: Vec::new(), problems: Vec::new() }
    }

    /// Runs of changes (`None` removes), each written and read again, leave what a plain map holds.
    fn check(runs: &[Vec<(u8, Option<u64>)>]) {
        let folder = tempfile::tempdir().unwrap();
        let (mut manifest, mut expected) = (Manifest::default(), BTreeMap::new());
        for (started, changes) in runs.iter().enumerate() {
            for (file, size) in changes {
                let name = format!("f{file}");
                match size {
                    Some(size) => {
                        manifest.put(&name, record(*size));
                        expected.insert(name, record(*size));
                    }
                    None => {
                        manifest.remove(&name);
                        expected.remove(&name);
                    }
                }
            }
            manifest.started = started as i64;
            let name = manifest.write(folder.path()).unwrap();
            manifest.remove_others(folder.path(), &name);
            manifest = Manifest::read(folder.path(), &name).unwrap();
            assert_eq!(manifest.files, expected);
            assert_eq!(manifest.started, started as i64);
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
        (0..1000).for_each(|file| manifest.put(&format!("f{file}"), record(1)));
        let whole = manifest.write(folder.path()).unwrap();
        let mut manifest = Manifest::read(folder.path(), &whole).unwrap();
        manifest.started = 1;
        manifest.touch("f7", 8);
        let change = manifest.write(folder.path()).unwrap();
        let size = |name: &str| fs::metadata(folder.path().join(name)).unwrap().len();
        assert!(size(&change) * 100 < size(&whole), "{} and {}", size(&change), size(&whole));
    }

    #[test]
    fn a_flipped_byte_is_noticed() {
        let folder = tempfile::tempdir().unwrap();
        let mut manifest = Manifest::default();
        manifest.put("a.txt", record(1));
        let name = manifest.write(folder.path()).unwrap();
        let path = folder.path().join(&name);
        let mut bytes = fs::read(&path).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        fs::write(&path, bytes).unwrap();
        let error = Manifest::read(folder.path(), &name).unwrap_err().to_string();
        assert!(error.contains("not as it was written"), "{error}");
    }
}
