//! The session: a front end opens it once and asks it any number of times.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::error::SessionError;
use super::reload::{Live, State, on_one_state};
use crate::analysis::Chain;
use crate::backend::{EngineKind, IndexFolder};
use crate::indexing::{self, Behind, Options, Progress, Report};
use crate::model::{Date, Note, today};
use crate::query::{self, Parsed};
use crate::reading::{FileLimits, ReaderCommand};
use crate::search::{Engine, MarkedArticle, Request};
use crate::settings::Settings;
use crate::thesaurus::Thesaurus;

/// An index with its corpora, the French chain and the thesaurus, as the settings name them.
///
/// Threads may share a session. It loads the chain when it is opened, the thesaurus and the index with the first
/// engine. Other settings need another session, and so does another thesaurus file.
///
/// ```
/// use std::fs;
/// use std::time::{Duration, Instant};
///
/// use vigie::backend::Control;
/// use vigie::session::{Session, understood};
/// use vigie::settings::{Given, resolve};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let project = tempfile::tempdir()?;
/// fs::create_dir(project.path().join("corpus"))?;
/// fs::write(project.path().join("corpus/a.txt"), "La Chine limite l’exportation de terres rares.")?;
///
/// let session = Session::open(&resolve(project.path(), Given::default())?);
/// session.build_missing(&())?; // `()` reports no progress
///
/// let request = session.request("exportations chinoises OU terres rares");
/// let parsed = understood(&request.query, false)?;
/// let control = Control { deadline: Some(Instant::now() + Duration::from_secs(10)), ..Control::default() };
/// let response = session.engine()?.with_control(control).search(&request, &parsed)?;
/// assert_eq!(response.articles, 1);
/// assert_eq!(response.hits[0].id, "a.txt");
/// # Ok(())
/// # }
/// ```
pub struct Session {
    pub(super) settings: Settings,
    pub(super) home: IndexFolder,
    pub(super) chain: Arc<Chain>,
    /// The engine of a new index.
    engine: EngineKind,
    /// How a process that reads files is started; `None` if this process reads them.
    reader: Option<ReaderCommand>,
    thesaurus: OnceLock<Arc<Thesaurus>>,
    live: Live,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// The most files of an index that a search lists to learn whether the index is behind. A listing of 10,000 files took .22 s
/// in a development build; half of them should stay unnoticed.
const MOST_LISTED: usize = 5_000;

/// Parses a query to search for. The diagnostics that do not refuse it are in the result.
///
/// # Errors
/// [`SessionError::NotUnderstood`]: a part that changes the answer cannot be parsed. With `is_strict` also a part that
/// is ignored, or that may mean something else.
pub fn understood(query: &str, is_strict: bool) -> Result<Parsed, SessionError> {
    understood_on(query, is_strict, today())
}

/// As [`understood`], with the day that relative dates count from.
///
/// # Errors
/// As [`understood`].
pub fn understood_on(query: &str, is_strict: bool, today: Date) -> Result<Parsed, SessionError> {
    let parsed = query::parse_on(query, today);
    let refusals: Vec<_> = parsed.refusals(is_strict).cloned().collect();
    if refusals.is_empty() {
        Ok(parsed)
    } else {
        Err(SessionError::NotUnderstood { query: query.to_owned(), refusals })
    }
}

/// What a run of the indexer is asked for, beside bringing the index up to date.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Run {
    /// Every file is read again, into a new index that replaces the old one.
    pub rebuild: bool,
    /// The articles of files that are no longer there are removed, however many they are.
    pub remove_missing: bool,
    /// Files that were refused are read again, though they have not changed.
    pub retry: bool,
}

impl Session {
    /// A session with these settings. There need not be an index yet.
    pub fn open(settings: &Settings) -> Self {
        Session {
            settings: settings.clone(),
            home: IndexFolder::at(&settings.index),
            chain: Arc::new(Chain::french()),
            engine: EngineKind::default(),
            reader: None,
            thesaurus: OnceLock::new(),
            live: Live::default(),
        }
    }

    /// The same session with an engine for new indexes. An existing index keeps its engine.
    #[must_use]
    pub fn with_engine(self, engine: EngineKind) -> Self {
        Session { engine, ..self }
    }

    /// The same session, whose runs read files in processes of their own: `program`, started with
    /// [`ARGUMENT`](crate::reading::ARGUMENT), must call [`serve`](crate::reading::serve). A file that crashes, hangs or
    /// swells its reader costs itself only. Without this, files are read in this process.
    #[must_use]
    pub fn with_reader(self, program: PathBuf) -> Self {
        let FileLimits { seconds, memory } = FileLimits::default();
        let limits = FileLimits {
            seconds: self.settings.file_seconds.unwrap_or(seconds),
            memory: self.settings.file_memory.unwrap_or(memory).max(FileLimits::LEAST_MEMORY),
        };
        Session { reader: Some(ReaderCommand { program, limits }), ..self }
    }

    /// A request for `query` with the `limit` and `per_article` of the settings, and defaults for the rest.
    pub fn request(&self, query: impl Into<String>) -> Request {
        let Settings { limit, per_article, .. } = self.settings;
        Request { limit, per_article, ..Request::new(query) }
    }

    /// An engine on the last committed state of the index. The session reads two small files to learn whether a newer
    /// state exists, and opens that. Engines returned earlier keep their state, even when its files are removed.
    ///
    /// # Errors
    /// There is no index, this program cannot read it, or the thesaurus file is not valid. [`Session::last_engine`]
    /// still returns the engine of an earlier state.
    pub fn engine(&self) -> Result<Engine, SessionError> {
        self.live.newest(&self.home, self.chain.fingerprint(), |reader| {
            Ok(Engine::new(reader.into(), self.chain.clone()).with_thesaurus(self.thesaurus()?))
        })
    }

    /// The engine that was opened last, without a look at the index. `None` before the first.
    pub fn last_engine(&self) -> Option<Engine> {
        self.live.last()
    }

    /// The folder of the index. It need not exist.
    pub fn index_folder(&self) -> &Path {
        self.home.folder()
    }

    /// The identity of the last committed state of the index: another text after each change.
    ///
    /// # Errors
    /// As [`Session::engine`].
    pub fn state(&self) -> Result<String, SessionError> {
        Live::identity(&self.home, self.chain.fingerprint())
    }

    /// The article with the identifier `id`, with the matches of `query` marked.
    ///
    /// # Errors
    /// As [`Session::engine`]; or the index has no such article, or the engine cannot read it.
    pub fn article(&self, id: &str, query: Option<&Parsed>) -> Result<MarkedArticle, SessionError> {
        Ok(self.engine()?.article(id, query)?)
    }

    /// Builds a missing index, if a corpus is known and the settings allow it. `None` where nothing was built.
    ///
    /// # Errors
    /// As [`Session::index`].
    pub fn build_missing(&self, progress: &dyn Progress) -> Result<Option<Report>, SessionError> {
        let Settings { may_build, corpora, .. } = &self.settings;
        if self.home.is_built() || !may_build || corpora.is_empty() {
            return Ok(None);
        }
        self.index(corpora, Run::default(), progress).map(Some)
    }

    /// The corpora to index, absolute. With `are_named` (the caller named them) those of the settings; else those of
    /// the index, or those of the settings where there is no index.
    ///
    /// # Errors
    /// [`SessionError::NoCorpus`].
    pub fn corpora(&self, are_named: bool) -> Result<Vec<PathBuf>, SessionError> {
        // An index that cannot be read names no corpora. The run reports what is wrong with it, or rebuilds it.
        let recorded = || self.home.descriptor().ok().map(|descriptor| descriptor.corpora);
        let corpora = match recorded().filter(|_| !are_named) {
            Some(paths) => {
                let absolute = paths.iter().map(|path| self.home.folder().join(path));
                absolute.map(|path| path.canonicalize().unwrap_or(path)).collect()
            }
            None => self.settings.corpora.clone(),
        };
        if corpora.is_empty() { Err(SessionError::NoCorpus) } else { Ok(corpora) }
    }

    /// Brings the index up to date with `corpora` (each a folder or a file, absolute), and reports to `progress`.
    ///
    /// # Errors
    /// A corpus does not exist, or the index cannot be read or written. The index is then as before.
    pub fn index(
        &self,
        corpora: &[PathBuf],
        run: Run,
        progress: &dyn Progress,
    ) -> Result<Report, SessionError> {
        Ok(indexing::index(&self.home, corpora, &self.chain, &self.options(run), progress)?)
    }

    /// The report of [`Session::index`], without writing anything.
    ///
    /// # Errors
    /// As [`Session::index`].
    pub fn dry_run(&self, corpora: &[PathBuf], run: Run) -> Result<Report, SessionError> {
        Ok(indexing::dry_run(&self.home, corpora, &self.chain, &self.options(run))?)
    }

    fn options(&self, Run { rebuild, remove_missing, retry }: Run) -> Options {
        let Settings { jobs, memory, .. } = self.settings;
        Options {
            jobs,
            memory,
            rebuild,
            remove_missing,
            engine: self.engine,
            save_every: Options::SAVE_EVERY,
            retry,
            follow: self.settings.follow,
            limits: self.settings.limits.clone(),
            rules: self.settings.rules.clone(),
            reader: self.reader.clone(),
        }
    }

    /// The notes that the index is behind its corpora, and that a part of them could not be read, from a listing of them.
    /// None where the index has more than 5,000 files, or where the corpora cannot be read.
    pub fn behind(&self) -> Vec<Note> {
        let Behind { added, changed, removed, unread } = self.compared().unwrap_or_default();
        let behind = (added + changed + removed > 0).then_some(Note::Behind { added, changed, removed });
        behind.into_iter().chain((unread > 0).then_some(Note::NotRead { files: unread })).collect()
    }

    fn compared(&self) -> Option<Behind> {
        let corpora = self
            .corpora(false)
            .ok()
            .filter(|corpora| corpora.iter().all(|path| matches!(path.try_exists(), Ok(true))))?;
        let found = on_one_state(&self.home, self.chain.fingerprint(), |State { folder, reader, .. }| {
            Ok(indexing::behind(
                self.home.folder(),
                folder,
                &**reader,
                &corpora,
                self.settings.follow,
                MOST_LISTED,
            )?)
        });
        found.ok().flatten()
    }

    /// The thesaurus: the built-in one, with the project's file added.
    pub(super) fn thesaurus(&self) -> Result<Arc<Thesaurus>, SessionError> {
        if let Some(known) = self.thesaurus.get() {
            return Ok(known.clone());
        }
        let read = Arc::new(self.read_thesaurus()?);
        Ok(self.thesaurus.get_or_init(|| read).clone())
    }

    fn read_thesaurus(&self) -> Result<Thesaurus, SessionError> {
        let built_in = Thesaurus::built_in();
        let Some(path) = &self.settings.thesaurus else { return Ok(built_in) };
        let text = fs::read_to_string(path).map_err(|error| SessionError::ThesaurusUnreadable {
            path: path.clone(),
            reason: error.to_string(),
        })?;
        Ok(built_in.with_file(&path.display().to_string(), &text, &self.chain)?)
    }
}
