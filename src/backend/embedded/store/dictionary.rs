//! The dictionary of an index on disk: a file of its own, named by the commit, with the hash of its content in its
//! name. It is written before the first commit that names it, and never changes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::codec::Dictionary;
use crate::backend::embedded::error::{Error, Result};
use crate::backend::write_atomically;

/// The end of the names.
pub(in crate::backend::embedded) const SUFFIX: &str = ".dict";

/// The name of the file for a dictionary.
pub(in crate::backend::embedded) fn name(dictionary: &[u8]) -> String {
    format!("{}{SUFFIX}", &blake3::hash(dictionary).to_hex()[..32])
}

/// Writes a dictionary under its name.
pub(in crate::backend::embedded) fn write(folder: &Path, dictionary: &[u8]) -> io::Result<()> {
    write_atomically(&folder.join(name(dictionary)), dictionary)
}

/// The dictionary of that name; an empty one for none. One that is not what it was is damage.
pub(in crate::backend::embedded) fn read(folder: &Path, named: Option<&str>) -> Result<Dictionary> {
    let Some(named) = named else { return Ok(Dictionary::new()) };
    match fs::read(folder.join(named)) {
        Ok(content) if name(&content) == named => Ok(content),
        Ok(_) => Err(Error::DamagedFiles(vec![named.into()])),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(Error::DamagedFiles(vec![named.into()])),
        Err(error) => Err(error.into()),
    }
}

/// The file of that name, where it is not what it was.
pub(in crate::backend::embedded) fn damaged(folder: &Path, named: Option<&str>) -> Option<PathBuf> {
    named.filter(|_| read(folder, named).is_err()).map(PathBuf::from)
}

/// Removes what a run that was killed before its commit has left.
pub(in crate::backend::embedded) fn remove_others(folder: &Path, named: Option<&str>) -> io::Result<()> {
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
        let check = |named: Option<&str>, expected: Option<&[u8]>| {
            let found = read(folder.path(), named);
            assert_eq!(damaged(folder.path(), named).is_some(), expected.is_none());
            match (found, expected) {
                (Ok(found), Some(content)) => assert_eq!(found, content),
                (Err(Error::DamagedFiles(files)), None) => assert_eq!(files, [Path::new(named.unwrap())]),
                (found, expected) => panic!("{found:?}, expected {expected:?}"),
            }
        };
        check(None, Some(b""));
        [&b"one"[..], b"other"].into_iter().for_each(|content| write(folder.path(), content).unwrap());
        let one = name(b"one");
        remove_others(folder.path(), Some(&one)).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        check(Some(&one), Some(b"one"));
        fs::write(folder.path().join(&one), b"two").unwrap();
        check(Some(&one), None);
        fs::remove_file(folder.path().join(&one)).unwrap();
        check(Some(&one), None);
    }
}
