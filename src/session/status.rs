//! What is in an index, whether it is whole, whether it says what the corpus says.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::error::SessionError;
use super::front::Session;
use crate::backend::{Totals, open_reader};
use crate::indexing::{self, Counts, IndexingError, Report};

/// What there is to say of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The folder of the index.
    pub index: PathBuf,
    /// The folders and files that it was built from, absolute.
    pub corpora: Vec<PathBuf>,
    /// The number of its format.
    pub format: u32,
    /// The fingerprint of the chain that made its words.
    pub chain: String,
    /// The size of its files, in bytes.
    pub bytes: u64,
    /// How many files of the corpora it knows.
    pub files: usize,
    /// What it holds.
    pub holds: Totals,
    /// What a run of the indexer would do now; `None` where the corpus is not there.
    pub to_do: Option<Counts>,
    /// Damaged files, where they were looked for.
    pub damaged: Option<Vec<String>>,
    /// The folder of the state that counts.
    #[serde(skip)]
    pub generation: PathBuf,
    /// All of what a run would do; `None` where the corpus is not there.
    #[serde(skip)]
    pub report: Option<Report>,
}

impl Session {
    /// What is in the index, and whether it is up to date. With `checks_files`, every file is read and compared with
    /// its checksum.
    ///
    /// # Errors
    /// When the index cannot be read, or cannot be compared with a corpus that is there.
    pub fn status(&self, checks_files: bool) -> Result<Status, SessionError> {
        let descriptor = self.home.readable(self.chain.fingerprint())?;
        let generation = self.home.generation(&descriptor.generation);
        let reader = open_reader(descriptor.engine, &generation)?;
        let manifest = indexing::open_manifest(&generation, &*reader)?;
        let corpora = self.corpora(false)?;
        let report = match self.dry_run(&corpora, false) {
            Ok(report) => Some(report),
            Err(SessionError::Indexing(IndexingError::NoCorpus(_))) => None,
            Err(error) => return Err(error),
        };
        Ok(Status {
            index: self.settings.index.clone(),
            corpora,
            format: descriptor.format,
            chain: descriptor.chain,
            bytes: size(&generation),
            files: manifest.len(),
            holds: reader.totals(),
            to_do: report.as_ref().map(|report| report.files),
            damaged: checks_files.then(|| reader.damages()).transpose()?,
            generation,
            report,
        })
    }
}

/// Bytes of the files in a folder; what cannot be read does not count.
fn size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum()
}
