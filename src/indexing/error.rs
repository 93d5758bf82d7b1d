//! Why a run could not do its work, with the path. `wording` has the sentences, and what to do.

use std::path::{Path, PathBuf};

use super::report::Missing;
use crate::backend::{BackendError, IndexFolderError};
use crate::model::Kind;

/// Why a run could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum IndexingError {
    /// The index folder cannot be used.
    #[error(transparent)]
    IndexFolder(#[from] IndexFolderError),
    /// The engine could not read or write.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// No such corpus.
    #[error("no corpus `{}`", .0.display())]
    NoCorpus(PathBuf),
    /// Whether there is a corpus cannot be told.
    #[error("cannot read the corpus `{}`: {reason}", path.display())]
    CorpusUnreadable {
        /// The corpus.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The index could not record the name of the corpus.
    #[error("corpus `{}`: its name is not UTF-8", .0.display())]
    CorpusName(PathBuf),
    /// The index was built from another corpus.
    #[error("index `{}` is of another corpus", folder.display())]
    OtherCorpus {
        /// The folder of the index.
        folder: PathBuf,
        /// What it was built from.
        old: String,
        /// What was asked for.
        new: String,
    },
    /// A rebuild would lose the articles of many files that are no longer there.
    #[error("{} of {} files are missing", .0.files, .0.of)]
    Missing(Missing),
    /// The process that reads files cannot be started: what the system said.
    #[error("cannot start the process that reads files: {0}")]
    Reader(String),
    /// What was indexed before is not known.
    #[error("damaged index `{}`: manifest: {reason}", folder.display())]
    Manifest {
        /// The folder of the index.
        folder: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl IndexingError {
    /// The list of what the index in `folder` holds is not what it should be.
    pub(super) fn manifest(folder: &Path, reason: &dyn std::fmt::Display) -> Self {
        IndexingError::Manifest { folder: folder.to_owned(), reason: reason.to_string() }
    }

    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            IndexingError::IndexFolder(error) => error.kind(),
            IndexingError::Backend(error) => error.kind(),
            IndexingError::NoCorpus(_) => Kind::Missing,
            IndexingError::CorpusUnreadable { .. } | IndexingError::Reader(_) => Kind::System,
            IndexingError::OtherCorpus { .. } | IndexingError::CorpusName(_) | IndexingError::Missing(_) => {
                Kind::User
            }
            IndexingError::Manifest { .. } => Kind::Data,
        }
    }
}
