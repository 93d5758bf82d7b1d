//! The dictionary of an index on disk: a file of its own, named by the commit, with the hash of its content in its
//! name. It is written before the first commit that names it, and never changes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::directory::write_atomically;
use super::packing::Dictionary;

const SUFFIX: &str = ".dict";

/// The name of the file for a dictionary.
pub(super) fn name(dictionary: &[u8]) -> String {
    format!("{}{SUFFIX}", &blake3::hash(dictionary).to_hex()[..32])
}

/// Writes a dictionary under its name.
pub(super) fn write(folder: &Path, dictionary: &[u8]) -> io::Result<()> {
    write_atomically(&folder.join(name(dictionary)), dictionary)
}

/// The dictionary of that name; an empty one for none.
pub(super) fn read(folder: &Path, name: Option<&str>) -> io::Result<Dictionary> {
    name.map_or_else(|| Ok(Dictionary::new()), |name| fs::read(folder.join(name)))
}

/// The file of that name, where it is not what it was.
pub(super) fn damaged(folder: &Path, named: Option<&str>) -> Option<PathBuf> {
    let is_whole = |named: &&str| fs::read(folder.join(named)).is_ok_and(|content| name(&content) == *named);
    named.filter(|named| !is_whole(named)).map(PathBuf::from)
}

/// Removes what a run that was killed before its commit has left.
pub(super) fn remove_others(folder: &Path, named: Option<&str>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let file = entry.file_name();
        if file.to_str().is_some_and(|file| file.ends_with(SUFFIX) && Some(file) != named) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stays_and_damage_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let check = |named: Option<&str>, content: &[u8], is_damaged: bool| {
            assert_eq!(damaged(folder.path(), named).is_some(), is_damaged);
            assert_eq!(read(folder.path(), named).unwrap(), content);
        };
        check(None, b"", false);
        [&b"one"[..], b"other"].into_iter().for_each(|content| write(folder.path(), content).unwrap());
        let one = name(b"one");
        remove_others(folder.path(), Some(&one)).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        check(Some(&one), b"one", false);
        fs::write(folder.path().join(&one), b"two").unwrap();
        check(Some(&one), b"two", true);
    }
}
