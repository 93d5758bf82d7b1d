//! The hits of the last answer, kept for `vigie show 3`: one small file for each index, in the folder of the user's state.
//!
//! The file is a convenience. A search that cannot write it says nothing; `show` then says that there is none.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::model::SearchResponse;
use crate::session::Session;

/// What `show` needs of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LastAnswer {
    /// The state of the index that answered.
    state: String,
    /// The query as typed.
    pub(super) query: String,
    hits: Vec<ShownHit>,
}

/// A hit as it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ShownHit {
    rank: usize,
    /// The identifier of the article.
    pub(super) id: String,
    /// The number of the passage, from 1.
    pub(super) passage: u32,
}

impl LastAnswer {
    /// What an answer shows.
    fn of(response: &SearchResponse, state: String) -> Self {
        let shown = response.hits.iter();
        let hits = shown.map(|hit| ShownHit { rank: hit.rank, id: hit.id.clone(), passage: hit.passage });
        LastAnswer { state, query: response.query.typed.clone(), hits: hits.collect() }
    }

    /// The last answer from the index of the session; `None` where there is none.
    pub(super) fn read(session: &Session) -> Option<LastAnswer> {
        serde_json::from_slice(&fs::read(file(session)?).ok()?).ok()
    }

    /// Whether the index is still the one that answered.
    pub(super) fn is_current(&self, session: &Session) -> bool {
        session.state().is_ok_and(|state| state == self.state)
    }

    /// The hit with this rank.
    pub(super) fn hit(&self, rank: usize) -> Option<&ShownHit> {
        self.hits.iter().find(|hit| hit.rank == rank)
    }

    /// The first and the last rank.
    pub(super) fn ranks(&self) -> Option<(usize, usize)> {
        Some((self.hits.first()?.rank, self.hits.last()?.rank))
    }
}

/// Keeps an answer with hits. The answer stands on the screen already, so nothing is said where it cannot be kept.
pub(super) fn keep(session: &Session, response: &SearchResponse) {
    let Some(file) = file(session).filter(|_| !response.hits.is_empty()) else { return };
    if let Ok(state) = session.state() {
        let _ = write(&file, &LastAnswer::of(response, state));
    }
}

/// Writes under another name first: a second search may be reading.
fn write(file: &Path, answer: &LastAnswer) -> io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(file))?;
    let temporary = file.with_extension(format!("{}.tmp", std::process::id()));
    fs::write(&temporary, serde_json::to_vec(answer)?)?;
    fs::rename(&temporary, file)
}

fn file(session: &Session) -> Option<PathBuf> {
    let index = session.index_folder().as_os_str().as_encoded_bytes();
    let name = blake3::hash(index).to_hex();
    Some(folder(|name| std::env::var_os(name))?.join(format!("answer-{}.json", &name[..16])))
}

/// The folder of the user's state (XDG Base Directory Specification 0.8), with a folder for this program in it.
fn folder(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let absolute = |name| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = absolute("XDG_STATE_HOME").or_else(|| Some(absolute("HOME")?.join(".local/state")));
    Some(state?.join("vigie"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(variables: &[(&str, &str)], expected: Option<&str>) {
        let variable = |name: &str| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value))
        };
        assert_eq!(folder(variable), expected.map(PathBuf::from));
    }

    #[test]
    fn state_lies_where_the_user_wants_it() {
        check(&[("HOME", "/home/a")], Some("/home/a/.local/state/vigie"));
        check(&[("HOME", "/home/a"), ("XDG_STATE_HOME", "/state")], Some("/state/vigie"));
        check(&[("HOME", "/home/a"), ("XDG_STATE_HOME", "state")], Some("/home/a/.local/state/vigie"));
        check(&[], None);
    }
}
