//! How far an index is behind its corpora, at the cost of a listing: names, sizes and times are compared, not contents.
//!
//! A search asks it each time. A file that was replaced within the tick of a clock, with the same size, escapes it; a run of
//! the indexer finds it.

use std::path::{Path, PathBuf};

use super::diff::list;
use super::error::IndexingError;
use super::record::FileRecord;
use super::run::open_manifest;
use crate::backend::Search;
use crate::corpus::{self, Entry, ListOptions};
use crate::model::{Problem, Severity};

/// The most files whose content is compared, since their time differs and their size does not. The others count as changed.
const MOST_COMPARED: usize = 16;

/// The files of the corpora that are not in the index as they are now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Behind {
    /// New files.
    pub added: u64,
    /// Files with another size, or another time and content.
    pub changed: u64,
    /// Files that are no longer there, without those that a run has kept.
    pub removed: u64,
    /// Files that were not read, or of which a part was not.
    pub unread: u64,
}

/// Compares the generation in `folder`, of the index in `index`, with its corpora, of which links out are followed or not.
/// `None` where it has more than `most`
/// files.
///
/// # Errors
/// The index cannot be read.
pub fn behind(
    index: &Path,
    folder: &Path,
    reader: &dyn Search,
    corpora: &[PathBuf],
    follow: bool,
    most: usize,
) -> Result<Option<Behind>, IndexingError> {
    let manifest = open_manifest(folder, reader)?;
    if manifest.len() > most {
        return Ok(None);
    }
    let listing = list(corpora, index, ListOptions { threads: 1, follow }, &mut |_| {});
    let is_failed = |problem: &Problem| problem.severity == Severity::Failed;
    let unlisted = listing.problems.iter().filter(|problem| is_failed(problem)).count();
    let unread = manifest.files().filter(|(_, record)| record.problems.iter().any(is_failed)).count();
    let mut behind = Behind { unread: (unlisted + unread) as u64, ..Behind::default() };
    if unlisted > 0 {
        // Files of a folder that cannot be listed are not gone.
        return Ok(Some(behind));
    }
    let mut compared = 0;
    let mut known = manifest.files().peekable();
    for entry in &listing.entries {
        while let Some((_, record)) = known.next_if(|(name, _)| **name < *entry.name) {
            behind.removed += u64::from(!record.is_unseen);
        }
        match known.next_if(|(name, _)| **name == *entry.name) {
            None => behind.added += 1,
            Some((_, record)) => {
                behind.changed += u64::from(record.is_unseen || is_changed(entry, &record, &mut compared));
            }
        }
    }
    behind.removed += known.filter(|(_, record)| !record.is_unseen).count() as u64;
    Ok(Some(behind))
}

fn is_changed(entry: &Entry, record: &FileRecord<'_>, compared: &mut usize) -> bool {
    if entry.size != record.size {
        return true;
    }
    if entry.modified == record.modified {
        return false;
    }
    *compared += 1;
    let is_same = |hash: &[u8]| corpus::hash(entry).is_ok_and(|now| now.as_bytes() == hash);
    *compared > MOST_COMPARED || !record.hash.is_some_and(is_same)
}
