//! A file that a command writes beside its screen: it appears when it is complete, and replaces nothing unasked.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use super::exit::Failure;
use super::new_file::NewFile;
use crate::wording::Complaint;

/// Which of some extensions a file has.
///
/// # Errors
/// It has none of them.
pub(super) fn kind(path: &Path, known: &'static [&'static str]) -> Result<&'static str, Failure> {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let found = known.iter().find(|name| name.eq_ignore_ascii_case(extension));
    found.copied().ok_or_else(|| Complaint::FileKind { file: path.to_owned(), known }.into())
}

/// Refuses a file that exists and is not empty: it may hold somebody's notes.
pub(super) fn refuse_loss(path: &Path, is_forced: bool) -> Result<(), Failure> {
    let is_lost = fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() > 0);
    if is_lost && !is_forced {
        return Err(Complaint::FileExists { path: path.to_owned() }.into());
    }
    Ok(())
}

/// Whether the path is a pipe, a device, or a link to one: it is written to as it is, and never replaced.
pub(super) fn is_special(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| !about.is_file() && !about.is_dir())
}

/// Writes a file. A pipe or a device is written to as it is.
pub(super) fn save<T>(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<T, Failure>,
) -> Result<T, Failure> {
    if is_special(path) {
        let file = File::options().write(true).open(path);
        let file = file.map_err(|error| Failure::writing(path, &error))?;
        return filled(path, file, write).map(|(_, value)| value);
    }
    let target = NewFile::create(path)?;
    let (file, value) = filled(path, target.open()?, write)?;
    target.publish(&file)?;
    Ok(value)
}

fn filled<T>(
    path: &Path,
    file: File,
    write: impl FnOnce(&mut dyn Write) -> Result<T, Failure>,
) -> Result<(File, T), Failure> {
    let mut out = BufWriter::new(file);
    let value = write(&mut out)?;
    let file = out.into_inner().map_err(|error| Failure::writing(path, error.error()))?;
    Ok((file, value))
}
