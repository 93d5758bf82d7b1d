//! Settings: defaults, then the file `vigie.toml`, then the caller's values (environment and flags). A later value
//! replaces an earlier one.
//!
//! The room also finds the project: the nearest folder, from the working folder upwards, that holds `vigie.toml`, an
//! index or a corpus.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::corpus::{Field, Limits, LimitsFile, Names, Rules, RulesFile, Texts};
use crate::model::Kind;

const FILE: &str = "vigie.toml";

/// The settings of one place: the file, or the environment and flags. `None` means that the place does not set the
/// value.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Given {
    /// The folder of the index.
    pub index: Option<PathBuf>,
    /// The folders or files of the corpus.
    pub corpus: Option<OneOrMany>,
    /// A thesaurus file, added to the built-in thesaurus.
    pub thesaurus: Option<PathBuf>,
    /// Threads for indexing.
    pub jobs: Option<usize>,
    /// Memory for indexing, in MiB.
    pub memory: Option<usize>,
    /// The time of the processor for reading one file, in seconds.
    pub file_seconds: Option<u64>,
    /// The memory for reading one file, in MiB.
    pub file_memory: Option<u64>,
    /// Whether links that lead out of the corpus are followed.
    pub follow: Option<bool>,
    /// What is refused for its size or depth.
    pub limits: Option<LimitsFile>,
    /// What texts do not say themselves, for all corpora.
    pub texts: Option<Texts>,
    /// One name for each source, and its other names.
    pub sources: Option<BTreeMap<String, Names>>,
    /// The keys of JSON and the headings of tables that have a field.
    pub keys: Option<BTreeMap<Field, Names>>,
    /// Hits on a page.
    pub limit: Option<usize>,
    /// The most hits of one article on a page; 0 means all.
    pub per_article: Option<usize>,
}

/// One path, or a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One path.
    One(PathBuf),
    /// Several paths.
    Many(Vec<PathBuf>),
}

/// The resolved settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The folder of the index, absolute.
    pub index: PathBuf,
    /// The folders or files of the corpus, absolute; empty where no corpus is known.
    pub corpora: Vec<PathBuf>,
    /// Whether a search may build a missing index from `corpora`. It may not where the caller names an index but no
    /// corpus: the two need not belong together.
    pub may_build: bool,
    /// A thesaurus file, absolute, added to the built-in thesaurus.
    pub thesaurus: Option<PathBuf>,
    /// Threads for indexing, at least 1.
    pub jobs: usize,
    /// Memory for indexing, in bytes.
    pub memory: usize,
    /// The time of the processor for reading one file, in seconds, at least 1; `None` for the default.
    pub file_seconds: Option<u64>,
    /// The memory for reading one file, in bytes; `None` for the default.
    pub file_memory: Option<u64>,
    /// Whether links that lead out of the corpus are followed.
    pub follow: bool,
    /// What is refused for its size or depth.
    pub limits: Limits,
    /// The rules about the texts of all corpora.
    pub rules: Rules,
    /// Hits on a page, at least 1.
    pub limit: usize,
    /// The most hits of one article on a page; `None` means all.
    pub per_article: Option<usize>,
}

/// Why settings cannot be resolved.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's message.
        reason: String,
    },
    /// The file is not valid.
    #[error("`{}` is not understood: {reason}", path.display())]
    NotUnderstood {
        /// The file.
        path: PathBuf,
        /// The fault, with its line.
        reason: String,
    },
}

impl SettingsError {
    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            SettingsError::Unreadable { .. } => Kind::System,
            SettingsError::NotUnderstood { .. } => Kind::User,
        }
    }
}

/// The default memory for indexing, in MiB.
const MEMORY_MIB: usize = 128;

/// The settings for the working folder `here`. `given` comes from environment and flags; relative paths in it start at
/// `here`, those in `vigie.toml` at the project.
///
/// # Errors
/// The project's `vigie.toml` cannot be read, or is not valid.
pub fn resolve(here: &Path, given: Given) -> Result<Settings, SettingsError> {
    let project = project(here);
    let may_build = given.corpus.is_some() || given.index.is_none();
    let file = match &project {
        Some(folder) => read(&folder.join(FILE))?,
        None => Given::default(),
    };
    let project = project.unwrap_or_else(|| here.to_owned());
    let rules = RulesFile {
        texts: file.texts.unwrap_or_default(),
        sources: file.sources.unwrap_or_default(),
        keys: file.keys.unwrap_or_default(),
    };
    let index = given.index.map(|path| here.join(path)).or_else(|| file.index.map(|path| project.join(path)));
    let corpora = given
        .corpus
        .map(|paths| paths.under(here))
        .or_else(|| file.corpus.map(|paths| paths.under(&project)));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let per_article = given.per_article.or(file.per_article).unwrap_or(2);
    Ok(Settings {
        index: tidy(&index.unwrap_or_else(|| project.join("index"))),
        corpora: corpora.unwrap_or_else(|| default_corpus(&project)),
        may_build,
        thesaurus: given
            .thesaurus
            .map(|path| here.join(path))
            .or_else(|| file.thesaurus.map(|path| project.join(path))),
        jobs: given.jobs.or(file.jobs).unwrap_or(cores).max(1),
        memory: given.memory.or(file.memory).unwrap_or(MEMORY_MIB).max(1) << 20,
        file_seconds: given.file_seconds.or(file.file_seconds).map(|seconds| seconds.max(1)),
        file_memory: given.file_memory.or(file.file_memory).map(|mib| mib.saturating_mul(1 << 20)),
        follow: given.follow.or(file.follow).unwrap_or(false),
        limits: file.limits.unwrap_or_default().into(),
        rules: Rules::of(rules),
        limit: given.limit.or(file.limit).unwrap_or(10).max(1),
        per_article: (per_article > 0).then_some(per_article),
    })
}

impl OneOrMany {
    fn under(self, base: &Path) -> Vec<PathBuf> {
        let paths = match self {
            OneOrMany::One(path) => vec![path],
            OneOrMany::Many(paths) => paths,
        };
        paths.iter().map(|path| tidy(&base.join(path))).collect()
    }
}

/// The project: the nearest folder, from `here` upwards, with a `vigie.toml`, an index or a corpus.
fn project(here: &Path) -> Option<PathBuf> {
    let marks = |folder: &Path| {
        folder.join(FILE).is_file()
            || folder.join("index/vigie.json").is_file()
            || folder.join("corpus").is_dir()
    };
    here.ancestors().find(|folder| marks(folder)).map(Path::to_owned)
}

fn default_corpus(project: &Path) -> Vec<PathBuf> {
    let corpus = project.join("corpus");
    if corpus.is_dir() { vec![corpus] } else { Vec::new() }
}

/// The path without `.` and `..`, and with links resolved, where it exists; else without `.` only.
fn tidy(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.components().collect())
}

fn read(path: &Path) -> Result<Given, SettingsError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Given::default()),
        Err(error) => {
            return Err(SettingsError::Unreadable { path: path.to_owned(), reason: error.to_string() });
        }
    };
    let understood = toml::from_str(&text);
    understood.map_err(|error| {
        let reason = error.to_string().trim_end().to_owned();
        SettingsError::NotUnderstood { path: path.to_owned(), reason }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Resolves the settings of a project whose `vigie.toml` is `toml`, from its folder `sub`, with a limit from a
    /// flag.
    fn check(toml: &str, limit: Option<usize>, expected: Option<(&str, usize)>) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        fs::create_dir(root.join("sub")).unwrap();
        fs::write(root.join(FILE), toml).unwrap();
        let got = resolve(&root.join("sub"), Given { limit, ..Given::default() });
        let got = got.ok().map(|settings| (settings.index, settings.limit));
        assert_eq!(got, expected.map(|(index, limit)| (root.join(index), limit)), "{toml}");
    }

    #[test]
    fn flags_win_over_the_file_and_the_file_over_defaults() {
        check("", None, Some(("index", 10)));
        check("limit = 5\nindex = \"idx\"", None, Some(("idx", 5)));
        check("limit = 5", Some(3), Some(("index", 3)));
        check("limit = \"many\"", None, None);
        check("limits = 5", None, None);
    }
}
