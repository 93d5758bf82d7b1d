//! Checksums: whether the files of a commit are what was written. Each file of a segment ends with the checksum of what
//! stands before it; the name of a dictionary is its hash.
//!
//! A writer checks every file before it changes anything, since a merge copies what it reads, damage included, under a new
//! checksum. At 7 GB a second that is 40 ms of the processor for the 300 MB of 100,000 articles. A reader checks the columns and
//! the terms only, a twentieth of the index, and small files: damage in columns and terms gives other answers, and damage in most
//! others is noticed when they are read.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use tantivy::directory::ManagedDirectory;
use tantivy::directory::error::OpenReadError;
use tantivy::index::{SegmentComponent, SegmentMeta};
use tantivy::{Directory, HasLen, Index};

use super::commit::Payload;
use super::error::{Error, Result};
use super::store::dictionary;

/// The files of every segment.
const ALL: [SegmentComponent; 6] = [
    SegmentComponent::Postings,
    SegmentComponent::Positions,
    SegmentComponent::Terms,
    SegmentComponent::FastFields,
    SegmentComponent::FieldNorms,
    SegmentComponent::Store,
];

/// Readers check every file of at most so many bytes: that takes half a millisecond.
const SMALL: usize = 4 << 20;

/// The files that readers check, whatever their size.
const CHECKED_BY_READERS: [SegmentComponent; 3] =
    [SegmentComponent::Terms, SegmentComponent::FastFields, SegmentComponent::Delete];

/// Refuses an index of which any file is missing or not as it was written.
///
/// # Errors
/// [`Error::DamagedFiles`] with all of them, or a file cannot be read.
pub(super) fn check_all(index: &Index, folder: &Path) -> Result<()> {
    let meta = index.load_metas()?;
    let files: Vec<PathBuf> = meta.segments.iter().flat_map(files).map(|(file, _)| file).collect();
    let is_whole = |file: &PathBuf| is_whole(index.directory(), file);
    let whole: Vec<bool> = files.par_iter().map(is_whole).collect::<Result<_>>()?;
    let mut damaged: Vec<PathBuf> = files.into_iter().zip(whole).filter_map(damaged).collect();
    damaged.extend(dictionary::damaged(folder, Payload::of(&meta)?.dictionary.as_deref()));
    refuse(damaged)
}

/// Refuses a segment of which a file is missing, or a file that decides what is found is not as it was written.
///
/// # Errors
/// As [`check_all`].
pub(super) fn check_for_reading(index: &Index, segment: &SegmentMeta) -> Result<()> {
    let directory = index.directory();
    let is_sound = |(file, component): (PathBuf, SegmentComponent)| {
        let is_sound = directory.exists(&file)?
            && (!is_checked_by_readers(directory, &file, &component) || is_whole(directory, &file)?);
        Ok((file, is_sound))
    };
    let checked: Vec<(PathBuf, bool)> = files(segment).into_iter().map(is_sound).collect::<Result<_>>()?;
    refuse(checked.into_iter().filter_map(damaged).collect())
}

fn is_checked_by_readers(directory: &ManagedDirectory, file: &Path, component: &SegmentComponent) -> bool {
    // Opening a file reads its end only; one that has no sound end is looked at as a whole.
    let length = || directory.open_read(file).map_or(0, |content| content.len());
    CHECKED_BY_READERS.contains(component) || length() <= SMALL
}

/// The file, unless it is sound.
fn damaged((file, is_sound): (PathBuf, bool)) -> Option<PathBuf> {
    (!is_sound).then_some(file)
}

fn refuse(mut damaged: Vec<PathBuf>) -> Result<()> {
    damaged.sort();
    if damaged.is_empty() { Ok(()) } else { Err(Error::DamagedFiles(damaged)) }
}

/// The files of a segment, by their names in the folder of the index.
pub(super) fn files(segment: &SegmentMeta) -> Vec<(PathBuf, SegmentComponent)> {
    let removals = segment.has_deletes().then_some(SegmentComponent::Delete);
    let components = ALL.into_iter().chain(removals);
    components.map(|component| (segment.relative_path(component.clone()), component)).collect()
}

fn is_whole(directory: &ManagedDirectory, file: &Path) -> Result<bool> {
    match directory.validate_checksum(file) {
        Ok(is_whole) => Ok(is_whole),
        Err(OpenReadError::FileDoesNotExist(_)) => Ok(false),
        // A file that is cut has no checksum at its end.
        Err(OpenReadError::IoError { io_error, .. })
            if matches!(
                io_error.kind(),
                ErrorKind::UnexpectedEof | ErrorKind::InvalidData | ErrorKind::Other
            ) =>
        {
            Ok(false)
        }
        Err(OpenReadError::IncompatibleIndex(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
