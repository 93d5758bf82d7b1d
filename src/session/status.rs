//! The status of an index: its size, damaged files, and the changes of the corpus since the last run.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::error::SessionError;
use super::front::{Run, Session};
use super::reload::{State, on_one_state};
use super::{alike, filters};
use crate::backend::{Descriptor, Totals, check, open_reader};
use crate::indexing::{self, Counts, IndexingError, Report};
use crate::model::{Date, DateRange, Detail, SourceCount};
use crate::query::Parsed;
use crate::search::{Engine, Order, Request};

/// The status of an index.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The folder of the index.
    pub index: PathBuf,
    /// The folders and files that it was built from, absolute.
    pub corpora: Vec<PathBuf>,
    /// The number of the format.
    pub format: u32,
    /// The fingerprint of the chain that analysed the texts.
    pub chain: String,
    /// The size of its files, in bytes.
    pub bytes: u64,
    /// How many files of the corpora are in it.
    pub files: usize,
    /// How many articles, passages and words are in it.
    pub holds: Totals,
    /// The sources, with their numbers of articles, those with the most first.
    pub sources: Vec<SourceCount>,
    /// Groups of sources that may be one under several names.
    pub alike: Vec<Vec<String>>,
    /// The first and the last day of publication; no days where no article has a date.
    pub dates: DateRange,
    /// How many articles have no date.
    pub undated: u64,
    /// The counts of a run of the indexer now; `None` where the corpus does not exist.
    pub to_do: Option<Counts>,
    /// Whether every file was compared with its checksum. None is damaged then: that is an error.
    #[serde(rename = "checked")]
    pub is_checked: bool,
    /// The report of a run now; `None` where the corpus does not exist.
    #[serde(skip)]
    pub report: Option<Report>,
}

impl Session {
    /// The status of the index. With `checks_files`, the engine compares every file with its checksum.
    ///
    /// # Errors
    /// The index cannot be read, or cannot be compared with a corpus that exists.
    pub fn status(&self, checks_files: bool) -> Result<Status, SessionError> {
        if checks_files {
            // Before anything is opened: that would name the first damaged file only.
            self.check_files()?;
        }
        let status = on_one_state(&self.home, self.chain.fingerprint(), |state| self.status_of(state))?;
        Ok(Status { is_checked: checks_files, ..status })
    }

    fn check_files(&self) -> Result<(), SessionError> {
        let Descriptor { engine, generation, .. } = self.home.readable(self.chain.fingerprint())?;
        let checked = check(engine, &self.home.generation(&generation));
        // Where the files were replaced meanwhile, opening the index is what tells.
        match checked {
            Err(error) if self.home.readable(self.chain.fingerprint())?.generation == generation => {
                Err(error.into())
            }
            _ => Ok(()),
        }
    }

    fn status_of(&self, State { descriptor, folder, reader }: &State) -> Result<Status, SessionError> {
        let Descriptor { engine, format, chain, .. } = descriptor;
        let engine = Engine::new(open_reader(*engine, folder)?.into(), self.chain.clone());
        let manifest = indexing::open_manifest(folder, &**reader)?;
        let corpora = self.corpora(false)?;
        let report = match self.dry_run(&corpora, Run::default()) {
            Ok(report) => Some(report),
            Err(SessionError::Indexing(IndexingError::NoCorpus(_))) => None,
            Err(error) => return Err(error),
        };
        let sources = filters::sources(&engine)?;
        Ok(Status {
            index: self.settings.index.clone(),
            corpora,
            format: *format,
            chain: chain.clone(),
            bytes: size(folder),
            files: manifest.len(),
            holds: reader.totals(),
            alike: alike::groups(&sources),
            sources,
            dates: DateRange { since: day(&engine, Order::Oldest)?, until: day(&engine, Order::Newest)? },
            undated: filters::count_undated(&engine)?,
            to_do: report.as_ref().map(|report| report.files),
            is_checked: false,
            report,
        })
    }
}

/// The day of the first article in this order that has one.
fn day(engine: &Engine, order: Order) -> Result<Option<Date>, SessionError> {
    let request = Request { order, limit: 1, detail: Detail::Text, ..Request::new("") };
    let parsed = Parsed { ast: filters::any_date(), diagnostics: Vec::new() };
    let found = engine.search(&request, &parsed)?;
    Ok(found.hits.first().and_then(|hit| hit.metadata.date))
}

/// The size of the files in a folder, in bytes. A file that cannot be read counts as 0.
fn size(folder: &Path) -> u64 {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum()
}
