//! Atomic writes: after a power cut, too, a file has its old content or its new one.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes `content` to a temporary file and renames that to `path`.
///
/// The temporary name depends on `path` alone, so the next run overwrites the leftover of a killed run.
///
/// # Errors
/// The operating system refuses. The old file is unchanged.
pub(crate) fn write_atomically(path: &Path, content: &[u8]) -> io::Result<()> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("file");
    let temporary = path.with_file_name(format!(".{name}.tmp"));
    let mut file = File::create(&temporary)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Makes a rename in the folder durable.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
