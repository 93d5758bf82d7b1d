//! Why a run could not do its work, said with the path and what to do.

use std::path::{Path, PathBuf};

use crate::backend::{BackendError, HomeError};
use crate::model::Kind;

/// Why a run could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum IndexingError {
    /// The index folder cannot be used.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The engine could not read or write.
    #[error(transparent)]
    Backend(#[from] BackendError),
    /// No such corpus.
    #[error("there is no corpus in `{}`\nhint: name a folder or file that is there", .0.display())]
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
    #[error("the name of the corpus `{}` is not UTF-8\nhint: rename the folder, or give its parent", .0.display())]
    CorpusName(PathBuf),
    /// The index was built from another corpus.
    #[error("the index in `{}` was built from {old}, not from {new}\nhint: `--index DIR` makes another index, `--rebuild` replaces this one", folder.display())]
    OtherCorpus {
        /// The folder of the index.
        folder: PathBuf,
        /// What it was built from.
        old: String,
        /// What was asked for.
        new: String,
    },
    /// What was indexed before is not known.
    #[error("the index in `{}` is damaged: the list of what was indexed: {reason}\nhint: `vigie index --rebuild` makes it again from the corpus", folder.display())]
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
            IndexingError::Home(error) => error.kind(),
            IndexingError::Backend(error) => error.kind(),
            IndexingError::NoCorpus(_) => Kind::Missing,
            IndexingError::CorpusUnreadable { .. } => Kind::System,
            IndexingError::OtherCorpus { .. } | IndexingError::CorpusName(_) => Kind::User,
            IndexingError::Manifest { .. } => Kind::Data,
        }
    }
}
