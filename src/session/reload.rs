//! Reloading: the open state of the index, and how a newer one replaces it.
//!
//! `vigie.json` and the engine's last commit identify a state. Both are small files; the session reads them before each
//! search and opens the engine again only where they differ. An engine that a caller has keeps the state that it was
//! opened on.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError, RwLock};

use super::error::SessionError;
use crate::backend::{Commit, Descriptor, IndexFolder, Search, last_commit, open_reader};
use crate::search::Engine;

/// The last state that was opened; `None` before the first.
#[derive(Default)]
pub(super) struct Live {
    open: RwLock<Option<Open>>,
    /// The thread that opens a newer state holds it, so one thread opens it.
    turn: Mutex<()>,
}

struct Open {
    version: Version,
    engine: Engine,
}

/// The identity of a state.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Version {
    descriptor: Descriptor,
    commit: Commit,
}

impl Live {
    /// The engine of the last state that was opened.
    pub(super) fn last(&self) -> Option<Engine> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().map(|open| open.engine.clone())
    }

    /// The engine of the current state. Where that is not the open one, `engine` makes an engine from its reader.
    ///
    /// # Errors
    /// The current state cannot be opened. The open one stays.
    pub(super) fn newest(
        &self,
        home: &IndexFolder,
        chain: &str,
        engine: impl FnOnce(Box<dyn Search>) -> Result<Engine, SessionError>,
    ) -> Result<Engine, SessionError> {
        if let Some(engine) = self.at(&Version::of(home, chain)?) {
            return Ok(engine);
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let version = Version::of(home, chain)?;
        if let Some(engine) = self.at(&version) {
            // Another thread opened it meanwhile.
            return Ok(engine);
        }
        let (version, reader) = open(home, chain, version)?;
        let engine = engine(reader)?;
        let open = Open { version, engine: engine.clone() };
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = Some(open);
        Ok(engine)
    }

    /// The identity of the current state, which need not be open.
    ///
    /// # Errors
    /// The current state cannot be read.
    pub(super) fn identity(home: &IndexFolder, chain: &str) -> Result<String, SessionError> {
        let Version { descriptor, commit } = Version::of(home, chain)?;
        Ok(format!("{} {commit}", descriptor.generation))
    }

    fn at(&self, version: &Version) -> Option<Engine> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.as_ref().filter(|open| open.version == *version).map(|open| open.engine.clone())
    }
}

impl Version {
    fn of(home: &IndexFolder, chain: &str) -> Result<Self, SessionError> {
        let mut descriptor = home.readable(chain)?;
        loop {
            match last_commit(descriptor.engine, &home.generation(&descriptor.generation)) {
                Ok(commit) => return Ok(Version { descriptor, commit }),
                Err(error) => descriptor = changed(&descriptor, home.readable(chain)?, error)?,
            }
        }
    }
}

/// A committed state with its files. A writer may remove them at any time.
pub(super) struct State {
    pub(super) descriptor: Descriptor,
    /// The folder of the generation.
    pub(super) folder: PathBuf,
    pub(super) reader: Box<dyn Search>,
}

/// What `work` makes of the current state. Where a writer has replaced that meanwhile, a failure may be due to files that
/// are gone: `work` then gets the newer state.
///
/// # Errors
/// The current state cannot be opened, or `work` fails on it.
pub(super) fn on_one_state<T>(
    home: &IndexFolder,
    chain: &str,
    work: impl Fn(&State) -> Result<T, SessionError>,
) -> Result<T, SessionError> {
    let mut version = Version::of(home, chain)?;
    loop {
        let (opened, reader) = open(home, chain, version)?;
        let descriptor = opened.descriptor.clone();
        let folder = home.generation(&descriptor.generation);
        match work(&State { descriptor, folder, reader }) {
            Ok(found) => return Ok(found),
            Err(error) => version = changed(&opened, Version::of(home, chain)?, error)?,
        }
    }
}

/// Opens a state, or a newer one: a writer may have removed the files of this one meanwhile.
fn open(
    home: &IndexFolder,
    chain: &str,
    mut version: Version,
) -> Result<(Version, Box<dyn Search>), SessionError> {
    loop {
        let Descriptor { engine, generation, .. } = &version.descriptor;
        match open_reader(*engine, &home.generation(generation)) {
            Ok(reader) => return Ok((version, reader)),
            Err(error) => version = changed(&version, Version::of(home, chain)?, error)?,
        }
    }
}

/// `now`, where it differs from `before`: reading failed because of the change, so the caller tries again. Else
/// `error`.
fn changed<T: PartialEq>(before: &T, now: T, error: impl Into<SessionError>) -> Result<T, SessionError> {
    if now == *before { Err(error.into()) } else { Ok(now) }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fs;
    use std::sync::Arc;

    use super::*;
    use crate::analysis::Chain;
    use crate::session::{Run, Session};
    use crate::settings::{Given, resolve};

    #[test]
    fn a_state_is_opened_once() {
        let project = tempfile::tempdir().unwrap();
        fs::create_dir(project.path().join("corpus")).unwrap();
        let settings = resolve(project.path(), Given::default()).unwrap();
        let session = Session::open(&settings);
        let live = Live::default();
        let home = IndexFolder::at(&settings.index);
        let chain = Arc::new(Chain::french());
        let opened = Cell::new(0);
        let check = |text: Option<&str>, expected| {
            text.iter().for_each(|text| fs::write(project.path().join("corpus/a.txt"), text).unwrap());
            session.index(&settings.corpora, Run::default(), &()).unwrap();
            for _ in 0..3 {
                let engine = live.newest(&home, chain.fingerprint(), |reader| {
                    opened.set(opened.get() + 1);
                    Ok(Engine::new(reader.into(), chain.clone()))
                });
                engine.map(drop).unwrap();
            }
            assert_eq!(opened.get(), expected, "{text:?}");
        };
        check(Some("Des puces."), 1);
        check(None, 1);
        check(Some("D’autres puces."), 2);
    }
}
