//! A file that gets its name when it is complete. However the program ends, a kill included, nothing else is left behind.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::exit::Failure;
use crate::wording::Complaint;

/// A file that is being written. Dropping one that was not published removes it.
pub(super) struct NewFile {
    path: PathBuf,
    /// The name until it is published. Where the system has files without names, it has this one for a moment only.
    temporary: PathBuf,
}

impl NewFile {
    /// Chooses a temporary name in the same folder, so that a rename can publish the file.
    pub(super) fn create(path: &Path) -> Result<Self, Failure> {
        if path.is_dir() {
            return Err(Complaint::IsFolder { path: path.to_owned() }.into());
        }
        // A link stays a link: its target is replaced.
        let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let temporary = path.with_file_name(temporary_name(path, std::process::id()));
        Ok(NewFile { path: path.to_owned(), temporary })
    }

    /// Opens the file.
    pub(super) fn open(&self) -> Result<File, Failure> {
        remove_leftovers(&self.path);
        let file = match nameless(folder(&self.path)) {
            Some(file) => Ok(file),
            None => File::create(&self.temporary),
        };
        file.map_err(|error| self.failed(&error))
    }

    /// Gives the file its name, and with it replaces a file that had it.
    pub(super) fn publish(&self, file: &File) -> Result<(), Failure> {
        let done = file.sync_all().and_then(|()| name(file, &self.temporary));
        let done = done.and_then(|()| fs::rename(&self.temporary, &self.path));
        done.and_then(|()| File::open(folder(&self.path))?.sync_all()).map_err(|error| self.failed(&error))
    }

    fn failed(&self, error: &io::Error) -> Failure {
        Failure::writing(&self.path, error)
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // A published file has no temporary name any more; removing fails then.
        let _ = fs::remove_file(&self.temporary);
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn temporary_name(path: &Path, process: u32) -> String {
    let name = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    format!(".{name}.{process}.tmp")
}

/// Removes what processes that were killed have left of files of this name: where files cannot be without a name.
fn remove_leftovers(path: &Path) {
    for entry in fs::read_dir(folder(path)).into_iter().flatten().flatten() {
        let found = entry.file_name().to_string_lossy().into_owned();
        let process = found.strip_suffix(".tmp").and_then(|found| found.rsplit('.').next()?.parse().ok());
        if process.is_some_and(|process| found == temporary_name(path, process) && !is_running(process)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_running(process: u32) -> bool {
    let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    // A process of somebody else cannot be asked, but it is there.
    process.is_some_and(|process| {
        !matches!(rustix::process::test_kill_process(process), Err(rustix::io::Errno::SRCH))
    })
}

/// A file without a name in a folder, which the system removes with the last process that has it; `None` where the file
/// system has none.
#[cfg(target_os = "linux")]
fn nameless(folder: &Path) -> Option<File> {
    use std::os::unix::fs::OpenOptionsExt;
    // It is named by way of this folder.
    Path::new("/proc/self/fd").try_exists().ok().filter(|is_there| *is_there)?;
    File::options().write(true).custom_flags(libc::O_TMPFILE).mode(0o666).open(folder).ok()
}

#[cfg(not(target_os = "linux"))]
fn nameless(_: &Path) -> Option<File> {
    None
}

/// Gives a file without a name one. A file that has one keeps it.
#[cfg(target_os = "linux")]
fn name(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd;
    use std::os::unix::fs::MetadataExt;
    if file.metadata()?.nlink() > 0 {
        return Ok(());
    }
    let link = format!("/proc/self/fd/{}", file.as_raw_fd());
    Ok(linkat(CWD, link, CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(not(target_os = "linux"))]
fn name(_: &File, _: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// The names in a folder where `hits.csv` was written by `work`, after `before` was there.
    fn check(before: &[&str], work: fn(&NewFile), expected: &[&str]) {
        let folder = tempfile::tempdir().unwrap();
        before.iter().for_each(|name| fs::write(folder.path().join(name), "before").unwrap());
        work(&NewFile::create(&folder.path().join("hits.csv")).unwrap_or_else(|_| unreachable!()));
        let entries = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let shown = |path: PathBuf| {
            format!("{}: {}", path.file_name().unwrap().to_string_lossy(), fs::read_to_string(&path).unwrap())
        };
        let mut found: Vec<String> = entries.map(shown).collect();
        found.sort();
        assert_eq!(found, expected);
    }

    fn write(new: &NewFile) -> File {
        let Ok(mut file) = new.open() else { unreachable!("a temporary folder can be written to") };
        file.write_all(b"after").unwrap();
        file
    }

    #[test]
    fn a_file_is_there_when_it_is_complete() {
        let publish: fn(&NewFile) = |new| assert!(new.publish(&write(new)).is_ok());
        check(&[], publish, &["hits.csv: after"]);
        check(&["hits.csv", "other"], publish, &["hits.csv: after", "other: before"]);
        check(&["hits.csv"], |new| drop(write(new)), &["hits.csv: before"]);
        // The program is killed: nothing is dropped.
        check(&["hits.csv"], |new| std::mem::forget(write(new)), &["hits.csv: before"]);
    }

    #[test]
    fn leftovers_go_and_files_of_running_programs_stay() {
        // Linux gives no process a number above 4,194,304.
        let own = format!(".hits.csv.{}.tmp", std::os::unix::process::parent_id());
        let before = [".hits.csv.99999999.tmp", ".hits.csv.tmp", ".other.99999999.tmp", &own];
        let mut expected = [
            ".hits.csv.tmp: before".to_owned(),
            ".other.99999999.tmp: before".to_owned(),
            format!("{own}: before"),
            "hits.csv: after".to_owned(),
        ];
        expected.sort();
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(&before, |new| assert!(new.publish(&write(new)).is_ok()), &expected);
    }
}
