//! The walk: a folder in; its readable files out, in the byte order of their names. What cannot be read is a [`Problem`] and
//! never ends the walk.
//!
//! Hidden names, names that a `.vigieignore` lists and indexes are left out; files that hold no text by their kind are counted. No file is
//! opened but `.vigieignore` and `vigie.json`. No link is followed out of the corpus, and none to a folder that is walked
//! under another name.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, VecDeque};
use std::ffi::OsStr;
use std::fs::FileType;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::ignored::Ignored;
use super::index_folder::is_index;
use super::linked::{Folders, Named};
use crate::corpus::formats::{is_left_out, kind};
use crate::corpus::plain;
use crate::model::{Problem, Reason, Special, Stage};

/// The name of a file with rules.
const RULES: &str = "vigie.toml";

/// A file of the corpus.
pub(in crate::corpus) struct FoundFile {
    /// The path to open.
    pub(super) path: PathBuf,
    /// The name in the corpus.
    pub(in crate::corpus) name: String,
}

/// What is no file of articles.
pub(super) struct LeftOut {
    /// The number of files that hold no text by their kind, by extension in lower case.
    pub(super) skipped: BTreeMap<String, u64>,
    /// The names of files and folders that could not be listed, `""` for the root.
    pub(super) unlisted: Vec<String>,
    /// The files with rules, each with the name of its folder and `/`.
    pub(super) rules: Vec<(String, PathBuf)>,
}

/// Walks the files below `root`, or `root` itself if it is a file, without the folder `index`. With `follow` links that lead out
/// of it are followed.
pub(in crate::corpus) fn walk(root: &Path, index: Option<&Path>, follow: bool) -> Walk {
    Walk {
        entries: WalkDir::new(root).follow_links(true).sort_by(by_name).into_iter(),
        root: root.to_owned(),
        real_root: root.canonicalize().unwrap_or_else(|_| root.to_owned()),
        index: index.map(|folder| folder.canonicalize().unwrap_or_else(|_| folder.to_owned())),
        folders: Vec::new(),
        linked: Folders::Unlinked,
        ignored: Ignored::default(),
        pending: VecDeque::new(),
        skipped: BTreeMap::new(),
        unlisted: Vec::new(),
        rules: Vec::new(),
        follow,
    }
}

/// An iterator over the files of a corpus.
pub(in crate::corpus) struct Walk {
    entries: walkdir::IntoIter,
    root: PathBuf,
    real_root: PathBuf,
    /// The folder of the index that is made of the corpus.
    index: Option<PathBuf>,
    /// The names of the folders around the current entry, each with `/` after it, outermost first.
    folders: Vec<String>,
    linked: Folders,
    ignored: Ignored,
    pending: VecDeque<Problem>,
    skipped: BTreeMap<String, u64>,
    unlisted: Vec<String>,
    rules: Vec<(String, PathBuf)>,
    /// Whether links that lead out of the corpus are followed.
    follow: bool,
}

impl Walk {
    /// What is no file of articles.
    pub(super) fn into_left_out(self) -> LeftOut {
        LeftOut { skipped: self.skipped, unlisted: self.unlisted, rules: self.rules }
    }

    /// The file or problem of `entry`, if it is one.
    fn visit(&mut self, entry: DirEntry) -> Option<Result<FoundFile, Problem>> {
        let part = entry.file_name();
        if self.is_left_out(&entry, part) {
            self.skip_folder(&entry);
            return None;
        }
        let name = self.name_of(&entry, part);
        if entry.file_type().is_file() && is_left_out(&name) {
            if let Some(folder) =
                name.strip_suffix(RULES).filter(|folder| folder.is_empty() || folder.ends_with('/'))
            {
                self.rules.push((folder.to_owned(), entry.into_path()));
            }
            return None;
        }
        if entry.path_is_symlink() && entry.depth() > 0 && !self.follow && self.leads_outside(&entry) {
            // What was read when links were followed is not gone.
            self.unlisted.push(name.clone());
            self.skip_folder(&entry);
            return Some(Err(Problem::warning(name, Stage::Walk, Reason::LinkOutside)));
        }
        match entry.file_type() {
            kind if kind.is_dir() && self.is_own_index(&entry) => self.entries.skip_current_dir(),
            kind if kind.is_dir() && is_index(entry.path()) => {
                self.entries.skip_current_dir();
                return Some(Err(Problem::warning(name, Stage::Walk, Reason::Index)));
            }
            kind if kind.is_dir() => return self.folder(&entry, name).map(Err),
            kind if kind.is_file() && is_manifest(&name) => {
                return Some(Err(Problem::warning(name, Stage::Walk, Reason::HitList)));
            }
            kind if kind.is_file() => return self.file(entry, name).map(Ok),
            kind => {
                let reason = Reason::Special { kind: special(kind) };
                return Some(Err(Problem::warning(name, Stage::Walk, reason)));
            }
        }
        None
    }

    /// Enters a folder, unless it is walked under another name.
    fn folder(&mut self, entry: &DirEntry, name: String) -> Option<Problem> {
        let depth = entry.depth();
        let is_link = entry.path_is_symlink() && depth > 0;
        if is_link && matches!(self.linked, Folders::Unlinked) {
            let named = named_without_links(&self.root, self.index.as_deref(), self.follow);
            self.linked = Folders::Known { named, below: None };
        }
        if let Folders::Collecting(named) = &mut self.linked {
            if is_link {
                self.entries.skip_current_dir();
                return None;
            }
            let inner = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
            named.name(self.real_root.join(inner), &name);
        } else if (self.linked.is_below_link(depth) || is_link)
            && let Some(other) = self.linked.known(entry.path(), depth, &name)
        {
            self.entries.skip_current_dir();
            return Some(Problem::warning(name, Stage::Walk, Reason::SameFolder { other }));
        }
        self.enter(entry, &name);
        None
    }

    fn enter(&mut self, entry: &DirEntry, name: &str) {
        self.folders.truncate(entry.depth());
        self.folders.push(if entry.depth() == 0 { String::new() } else { format!("{name}/") });
        self.pending.extend(self.ignored.enter(entry.path(), entry.depth(), name));
    }

    fn file(&mut self, entry: DirEntry, name: String) -> Option<FoundFile> {
        if let Some(kind) = kind(&name) {
            *self.skipped.entry(kind).or_default() += 1;
            return None;
        }
        Some(FoundFile { path: entry.into_path(), name })
    }

    fn is_left_out(&mut self, entry: &DirEntry, part: &OsStr) -> bool {
        let hidden = part.as_encoded_bytes().starts_with(b".");
        let below = entry.depth() > 0;
        below && (hidden || self.ignored.matches(entry.path(), entry.depth(), entry.file_type().is_dir()))
    }

    /// Whether this is the folder of the index that is made of the corpus. Its name is compared first: few folders have
    /// it, and finding out where a folder really lies is slow.
    fn is_own_index(&self, entry: &DirEntry) -> bool {
        let Some(index) = &self.index else { return false };
        let may_be =
            entry.path_is_symlink() || entry.depth() == 0 || index.file_name() == Some(entry.file_name());
        may_be && entry.path().canonicalize().is_ok_and(|folder| folder == *index)
    }

    fn leads_outside(&self, entry: &DirEntry) -> bool {
        entry.path().canonicalize().map_or(true, |target| !target.starts_with(&self.real_root))
    }

    fn skip_folder(&mut self, entry: &DirEntry) {
        if entry.file_type().is_dir() {
            self.entries.skip_current_dir();
        }
    }

    fn name_of(&self, entry: &DirEntry, part: &OsStr) -> String {
        let folder = entry.depth().checked_sub(1).and_then(|depth| self.folders.get(depth));
        folder.map_or_else(|| self.name(entry.path()), |folder| [folder, &*escaped_part(part)].concat())
    }

    fn name(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        match relative.as_os_str().is_empty() {
            false => escaped(relative),
            true => path.file_name().map_or_else(|| escaped(path), |name| escaped(Path::new(name))),
        }
    }

    /// The problem of an error. What could not be listed is noted.
    fn problem(&mut self, error: &walkdir::Error) -> Problem {
        let path = match error.path() {
            Some(path) => path.to_owned(),
            None => self.root.join(self.folder_of(error.depth())),
        };
        let name = self.name(&path);
        if error.loop_ancestor().is_some() {
            return Problem::warning(name, Stage::Walk, Reason::LinkLoop);
        }
        let dangling = error.path().is_some_and(|path| path.is_symlink());
        let reason = match error.io_error() {
            Some(_) if dangling => Reason::LinkNowhere,
            Some(error) => plain(error),
            None => Reason::System { said: error.to_string() },
        };
        self.unlisted.push(if path == self.root { String::new() } else { name.clone() });
        Problem::failed(name, Stage::Walk, reason)
    }

    /// The name of the folder whose entries lie at `depth`. Where the listing of a folder breaks off, the error has no path.
    fn folder_of(&self, depth: usize) -> &str {
        let folder = depth.checked_sub(1).and_then(|above| self.folders.get(above));
        folder.map_or("", |folder| folder.trim_end_matches('/'))
    }
}

/// The folders that are met without links to folders.
fn named_without_links(root: &Path, index: Option<&Path>, follow: bool) -> Named {
    let mut walk = Walk { linked: Folders::Collecting(Named::default()), ..walk(root, index, follow) };
    walk.by_ref().for_each(drop);
    match walk.linked {
        Folders::Collecting(named) => named,
        Folders::Unlinked | Folders::Known { .. } => Named::default(),
    }
}

impl Iterator for Walk {
    type Item = Result<FoundFile, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(problem) = self.pending.pop_front() {
                return Some(Err(problem));
            }
            let found = match self.entries.next()? {
                Ok(entry) => self.visit(entry),
                Err(error) => Some(Err(self.problem(&error))),
            };
            if found.is_some() {
                return found;
            }
        }
    }
}

/// Whether a file of this name says how a list of hits was made.
fn is_manifest(name: &str) -> bool {
    name.ends_with(".vigie.json")
}

/// The order of two entries of one folder. A folder sorts as if its name ended with `/`, so that full names come in byte
/// order. The entries share their folder, so comparing whole paths compares their names.
fn by_name(a: &DirEntry, b: &DirEntry) -> Ordering {
    let one = path_bytes(a);
    let other = path_bytes(b);
    if a.file_type().is_dir() || b.file_type().is_dir() {
        let slash = |entry: &DirEntry| entry.file_type().is_dir().then_some(&b'/');
        return one.iter().chain(slash(a)).cmp(other.iter().chain(slash(b)));
    }
    one.cmp(other)
}

fn path_bytes(entry: &DirEntry) -> &[u8] {
    entry.path().as_os_str().as_encoded_bytes()
}

/// The path with `/` between folders. Bytes that are not UTF-8 are written `\xE9`, and so is the backslash of a name that
/// has such letters itself: no two files have one name.
fn escaped(path: &Path) -> String {
    path.components().map(|part| escaped_part(part.as_os_str())).collect::<Vec<_>>().join("/")
}

fn escaped_part(part: &OsStr) -> Cow<'_, str> {
    if let Some(part) = part.to_str() {
        let looks_escaped = part.contains("\\x");
        return if looks_escaped { part.replace("\\x", "\\x5Cx").into() } else { part.into() };
    }
    let odd = |bytes: &[u8]| bytes.iter().map(|b| format!("\\x{b:02X}")).collect::<String>();
    let chunks = part.as_encoded_bytes().utf8_chunks();
    chunks.map(|chunk| chunk.valid().replace("\\x", "\\x5Cx") + &odd(chunk.invalid())).collect()
}

#[cfg(unix)]
fn special(kind: FileType) -> Special {
    use std::os::unix::fs::FileTypeExt;
    match () {
        () if kind.is_fifo() => Special::Pipe,
        () if kind.is_socket() => Special::Socket,
        () if kind.is_block_device() || kind.is_char_device() => Special::Device,
        () => Special::Other,
    }
}

#[cfg(not(unix))]
fn special(_: FileType) -> Special {
    Special::Other
}
