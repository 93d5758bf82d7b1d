//! The session itself: what a front end opens once, and asks as often as it likes.

use std::fmt;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::error::SessionError;
use super::reload::Live;
use crate::analysis::Chain;
use crate::backend::{EngineKind, IndexFolder};
use crate::corpus::Limits;
use crate::indexing::{self, Options, Progress, Report};
use crate::query::{self, Parsed};
use crate::search::{Engine, MarkedArticle, Request};
use crate::settings::Settings;
use crate::thesaurus::Thesaurus;

/// An index with its corpora, the French chain, names and concepts, as settings name them.
///
/// Many threads may ask it at once. It reads what it needs when it is first asked for: the chain at once, the
/// thesaurus and the index with the first engine. Another thesaurus file or other settings ask for another session.
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
/// session.build_missing(&())?; // `()` hears of no progress
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
    thesaurus: OnceLock<Arc<Thesaurus>>,
    live: Live,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Reads a query that is to be answered. What there is to say about it comes with it.
///
/// # Errors
/// [`SessionError::NotUnderstood`] where a part that changes what is found cannot be read; with `is_strict`, where any
/// part was ignored or may mean something else.
pub fn understood(query: &str, is_strict: bool) -> Result<Parsed, SessionError> {
    let parsed = query::parse(query);
    let refusals: Vec<_> = parsed.refusals(is_strict).cloned().collect();
    if refusals.is_empty() {
        Ok(parsed)
    } else {
        Err(SessionError::NotUnderstood { query: query.to_owned(), refusals })
    }
}

impl Session {
    /// A session with these settings. There need not be an index yet.
    pub fn open(settings: &Settings) -> Self {
        Session {
            settings: settings.clone(),
            home: IndexFolder::at(&settings.index),
            chain: Arc::new(Chain::french()),
            engine: EngineKind::default(),
            thesaurus: OnceLock::new(),
            live: Live::default(),
        }
    }

    /// The same session, whose new indexes have that engine. An index that is there keeps its own.
    #[must_use]
    pub fn with_engine(self, engine: EngineKind) -> Self {
        Session { engine, ..self }
    }

    /// The request for `query` where nothing else is said: with the page and the hits of one article of the settings.
    pub fn request(&self, query: impl Into<String>) -> Request {
        let Settings { limit, per_article, .. } = self.settings;
        Request { limit, per_article, ..Request::new(query) }
    }

    /// An engine on the last committed state of the index. Where that is the one that was given before, two small files
    /// are read; else it is opened, while the engines that were given go on with the state that they began with, also
    /// where its files are removed.
    ///
    /// # Errors
    /// When there is no index, this program cannot read it, or the thesaurus is not understood. Where an earlier state
    /// is open, [`Session::last_engine`] still gives that.
    pub fn engine(&self) -> Result<Engine, SessionError> {
        self.live.newest(&self.home, self.chain.fingerprint(), |reader| {
            Ok(Engine::new(reader.into(), self.chain.clone()).with_thesaurus(self.thesaurus()?))
        })
    }

    /// The engine that was opened last, without a look at the index; `None` where none was.
    pub fn last_engine(&self) -> Option<Engine> {
        self.live.last()
    }

    /// A whole article, with what matches `query` in it.
    ///
    /// # Errors
    /// As [`Session::engine`]; when there is no such article or the engine cannot read it.
    pub fn article(&self, id: &str, query: Option<&Parsed>) -> Result<MarkedArticle, SessionError> {
        Ok(self.engine()?.article(id, query)?)
    }

    /// Builds the index where there is none, a corpus is known, and the settings allow it; gives what was done.
    ///
    /// # Errors
    /// As [`Session::index`].
    pub fn build_missing(&self, progress: &dyn Progress) -> Result<Option<Report>, SessionError> {
        let Settings { may_build, corpora, .. } = &self.settings;
        if self.home.is_built() || !may_build || corpora.is_empty() {
            return Ok(None);
        }
        self.index(corpora, false, progress).map(Some)
    }

    /// The corpora to index, absolute: those of the settings where the caller named them (`are_named`), else those of
    /// the index, else those of the settings.
    ///
    /// # Errors
    /// [`SessionError::NoCorpus`].
    pub fn corpora(&self, are_named: bool) -> Result<Vec<PathBuf>, SessionError> {
        // An index that cannot be read names no corpora; a run says what is wrong with it, or makes it anew.
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

    /// Brings the index up to date with `corpora` (each a folder or a file, absolute); with `rebuild`, everything is
    /// read again. `progress` hears how it goes.
    ///
    /// # Errors
    /// When a corpus is not there, or the index cannot be read or written; the index is then as before.
    pub fn index(
        &self,
        corpora: &[PathBuf],
        rebuild: bool,
        progress: &dyn Progress,
    ) -> Result<Report, SessionError> {
        let Settings { jobs, memory, .. } = self.settings;
        let options = Options { jobs, memory, rebuild, engine: self.engine, limits: Limits::default() };
        Ok(indexing::index(&self.home, corpora, &self.chain, &options, progress)?)
    }

    /// What [`Session::index`] would do, without writing anything.
    ///
    /// # Errors
    /// As [`Session::index`].
    pub fn dry_run(&self, corpora: &[PathBuf], rebuild: bool) -> Result<Report, SessionError> {
        Ok(indexing::dry_run(&self.home, corpora, &self.chain, rebuild)?)
    }

    /// Names and concepts: those of the program, and those of the project where it has some.
    fn thesaurus(&self) -> Result<Arc<Thesaurus>, SessionError> {
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
