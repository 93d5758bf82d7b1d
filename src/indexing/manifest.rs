//! What was indexed: each file with its fingerprint and its articles. Kept beside the engine's files,
//! under a name that the engine's commit gives, so that one commit decides both.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::backend::Totals;
use crate::model::Problem;

/// The files of a corpus as they were indexed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// When the run began, in nanoseconds since 1970: a file changed about then is looked at again.
    pub started: i64,
    /// The files by name, relative to the corpus.
    pub files: BTreeMap<String, FileRecord>,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Its size in bytes.
    #[serde(rename = "s")]
    pub size: u64,
    /// When it was changed last, in nanoseconds since 1970.
    #[serde(rename = "m")]
    pub modified: i64,
    /// BLAKE3 of its bytes, in hexadecimal; empty where they could not be read.
    #[serde(rename = "h")]
    pub hash: String,
    /// Its articles in order.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<ArticleRecord>,
    /// What went wrong with it.
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

/// One article of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleRecord {
    /// Its identifier.
    #[serde(rename = "i")]
    pub id: String,
    /// A fingerprint of everything that is indexed of it.
    #[serde(rename = "h")]
    pub hash: u64,
    /// Its words.
    #[serde(rename = "w")]
    pub words: u64,
    /// The words of its title.
    #[serde(rename = "t")]
    pub title_words: u64,
    /// Its passages.
    #[serde(rename = "n")]
    pub passages: u64,
}

impl Manifest {
    /// Reads the manifest that a commit names.
    ///
    /// # Errors
    /// When the file is missing, cannot be read or is not a manifest.
    pub(super) fn read(folder: &Path, name: &str) -> io::Result<Manifest> {
        let bytes = fs::read(folder.join(name))?;
        serde_json::from_slice(&bytes).map_err(io::Error::from)
    }

    /// Writes the manifest under a new name, which is given back.
    pub(super) fn write(&self, folder: &Path) -> io::Result<String> {
        let name = format!("manifest-{}.json", self.started);
        let bytes = serde_json::to_vec(self)?;
        crate::backend::embedded::write_atomically(&folder.join(&name), &bytes)?;
        Ok(name)
    }

    /// Removes every manifest but `current`, also those that a killed run had begun; what cannot be removed is left to the next run.
    pub(super) fn remove_others(folder: &Path, current: &str) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_manifest = name.trim_start_matches('.').starts_with("manifest-");
            if is_manifest && name != current {
                let _ = fs::remove_file(entry.path());
            }
        }
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

    /// The identifiers in use, with the file of each.
    pub(super) fn ids(&self) -> HashMap<String, String> {
        let articles =
            self.files.iter().flat_map(|(name, file)| file.articles.iter().map(move |a| (name, a)));
        articles.map(|(name, article)| (article.id.clone(), name.clone())).collect()
    }
}
