//! What a run that was killed has left in the folder of an index: segments that no commit names, dictionaries, and files under
//! temporary names. The caller holds the lock of the index, so no other run writes.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use tantivy::{Index, SegmentMeta};

use super::commit::Payload;
use super::directory::{IndexDirectory, META};
use super::error::Result;
use super::integrity;
use super::store::dictionary;

/// The length of a segment's name, which is a UUID in hexadecimal digits.
const NAME: usize = 32;

/// Removes them. A file that cannot be removed is left to the next run.
///
/// # Errors
/// What the last commit names cannot be read: then nothing is removed.
pub(super) fn remove(folder: &Path) -> Result<()> {
    let index = Index::open(IndexDirectory::open(folder)?)?;
    let meta = index.load_metas()?;
    let dictionary = Payload::of(&meta)?.dictionary;
    let segments: HashSet<PathBuf> = meta.segments.iter().flat_map(files).collect();
    for entry in fs::read_dir(folder)?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if is_of_segment(&name) && !segments.contains(Path::new(&name)) || is_temporary(&name) {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(dictionary::remove_others(folder, dictionary.as_deref())?)
}

fn files(segment: &SegmentMeta) -> impl Iterator<Item = PathBuf> {
    integrity::files(segment).into_iter().map(|(file, _)| file)
}

fn is_of_segment(name: &str) -> bool {
    let (segment, ending) = name.split_once('.').unwrap_or_default();
    let is_uuid = segment.len() == NAME && segment.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_uuid && !ending.ends_with(dictionary::SUFFIX.trim_start_matches('.'))
}

fn is_temporary(name: &str) -> bool {
    name == format!(".{META}.tmp")
        || name == "..managed.json.tmp"
        || name.starts_with('.') && name.ends_with(".dict.tmp")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, expected: (bool, bool)) {
        assert_eq!((is_of_segment(name), is_temporary(name)), expected, "{name}");
    }

    #[test]
    fn only_files_of_runs_are_leftovers() {
        check("0123456789abcdef0123456789abcdef.store", (true, false));
        check("0123456789abcdef0123456789abcdef.store.temp", (true, false));
        check("0123456789abcdef0123456789abcdef.17.del", (true, false));
        // Dictionaries have a rule of their own.
        check("0123456789abcdef0123456789abcdef.dict", (false, false));
        check(".0123456789abcdef0123456789abcdef.dict.tmp", (false, true));
        check(".meta.json.tmp", (false, true));
        check("meta.json", (false, false));
        check("manifest-17", (false, false));
        check("notes.txt", (false, false));
    }
}
