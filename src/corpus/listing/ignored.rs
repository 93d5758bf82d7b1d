//! `.vigieignore` files in; whether a path is ignored out. The lines mean what they mean to git.
//!
//! Folders above the root of the corpus are not read. A line that cannot be read is reported and skipped.

use std::fs;
use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::corpus::plain;
use crate::model::{Problem, Stage};

/// The name of the file, which may be in any folder of the corpus.
const FILE_NAME: &str = ".vigieignore";
/// The longest list in bytes. A longer file is no list that a person keeps.
const MAX_BYTES: u64 = 1024 * 1024;

/// The lists that apply to the current folder, outermost first, each with the depth of its folder.
#[derive(Default)]
pub(super) struct Ignored(Vec<(usize, Gitignore)>);

impl Ignored {
    /// Whether `path` is ignored. The innermost list that names it decides.
    pub(super) fn matches(&mut self, path: &Path, depth: usize, is_folder: bool) -> bool {
        self.leave(depth);
        let verdicts = self.0.iter().rev().map(|(_, list)| list.matched(path, is_folder));
        let verdict = verdicts.into_iter().find(|verdict| !verdict.is_none());
        matches!(verdict, Some(Match::Ignore(_)))
    }

    /// Reads the list of a folder, if it has one. Returns the problems of the list.
    pub(super) fn enter(&mut self, folder: &Path, depth: usize, name: &str) -> Vec<Problem> {
        self.leave(depth);
        let file = folder.join(FILE_NAME);
        let Ok(about) = fs::metadata(&file) else { return Vec::new() };
        let name = if depth == 0 { FILE_NAME.to_owned() } else { format!("{name}/{FILE_NAME}") };
        let warn = |reason: &str| vec![Problem::warning(&name, Stage::Walk, reason)];
        if !about.is_file() || about.len() > MAX_BYTES {
            return warn("not used: not a list of names");
        }
        match fs::read_to_string(&file) {
            Ok(lines) => self.push(folder, depth, &name, &lines),
            Err(error) => warn(&format!("not used: {}", plain(&error))),
        }
    }

    fn push(&mut self, folder: &Path, depth: usize, name: &str, lines: &str) -> Vec<Problem> {
        let mut builder = GitignoreBuilder::new(folder);
        let mut problems = Vec::new();
        let bad = |n: usize, error: &ignore::Error| {
            Problem::warning(name, Stage::Walk, format!("line not used: {error}")).at_line(n as u64 + 1)
        };
        for (n, line) in lines.trim_start_matches('\u{feff}').lines().enumerate() {
            problems.extend(builder.add_line(None, line).err().map(|error| bad(n, &error)));
        }
        match builder.build() {
            Ok(list) => self.0.push((depth, list)),
            Err(error) => problems.push(Problem::warning(name, Stage::Walk, format!("not used: {error}"))),
        }
        problems
    }

    /// Drops the lists of folders at `depth` and below, which the walk has left.
    fn leave(&mut self, depth: usize) {
        while self.0.last().is_some_and(|(of, _)| *of >= depth) {
            self.0.pop();
        }
    }
}
