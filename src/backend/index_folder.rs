//! The folder of an index: which state of it counts, who writes to it, whether this program may read it.
//!
//! ```text
//! index/vigie.json    what counts: format, chain, generation, corpora; replaced atomically
//! index/g1/           one generation: the engine's files and the manifest of what was indexed
//! index/.lock         held by whoever writes; says who
//! ```
//!
//! A rebuild writes a new generation and then replaces `vigie.json`: readers see the old index or the
//! new one.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::EngineKind;
use super::atomic::write_atomically;
use crate::model::Kind;
use crate::schema::FORMAT;

const DESCRIPTOR: &str = "vigie.json";
const LOCK: &str = ".lock";

/// An index folder, which may not be there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexFolder {
    folder: PathBuf,
}

/// What `vigie.json` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Descriptor {
    /// The number of the format, [`FORMAT`].
    pub format: u32,
    /// The engine that keeps it.
    #[serde(default)]
    pub engine: EngineKind,
    /// The fingerprint of the chain that made the words.
    pub chain: String,
    /// The folder, within the index, that holds the state that counts.
    pub generation: String,
    /// The corpora, relative to the folder of the index where they stand near it.
    pub corpora: Vec<PathBuf>,
}

/// Who writes to an index, as the lock says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The number of its process.
    pub process: u32,
    /// Since when.
    pub since: String,
}

impl Holder {
    /// Reads what [`sign`] wrote.
    fn of(signature: &str) -> Option<Holder> {
        let (process, since) = signature.trim().strip_prefix("process ")?.split_once(", since ")?;
        Some(Holder { process: process.parse().ok()?, since: since.to_owned() })
    }
}

/// Why an index folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum IndexFolderError {
    /// Nothing is there.
    #[error("no index in `{}`", .0.display())]
    Missing(PathBuf),
    /// A file is there.
    #[error("`{}` is a file, not the folder of an index", .0.display())]
    IsFile(PathBuf),
    /// Something else is there.
    #[error("`{}` is not an index: it holds `{found}`, and no `{DESCRIPTOR}`", folder.display())]
    NotAnIndex {
        /// The folder.
        folder: PathBuf,
        /// Something that was found in it.
        found: String,
    },
    /// The descriptor cannot be understood.
    #[error("damaged index `{}`: `{DESCRIPTOR}`: {reason}", folder.display())]
    Damaged {
        /// The folder.
        folder: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Another program version wrote it in another format.
    #[error("index `{}` has format {found}, not {ours}", folder.display())]
    OtherFormat {
        /// The folder.
        folder: PathBuf,
        /// Its format.
        found: u32,
        /// The format that this program reads.
        ours: u32,
    },
    /// Its words were made by other rules than this program's.
    #[error("index `{}` was made by chain {found}, not {ours}", folder.display())]
    OtherChain {
        /// The folder.
        folder: PathBuf,
        /// The fingerprint of its chain.
        found: String,
        /// The fingerprint of ours.
        ours: String,
    },
    /// Somebody writes to it.
    #[error("index `{}` is locked", folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
        /// Who, unless it has not signed yet.
        holder: Option<Holder>,
    },
    /// The operating system refused.
    #[error("index folder `{}`: {reason}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
}

impl IndexFolderError {
    /// Whose fault it is.
    pub fn kind(&self) -> Kind {
        match self {
            IndexFolderError::Missing(_) => Kind::Missing,
            IndexFolderError::NotAnIndex { .. } | IndexFolderError::IsFile(_) => Kind::User,
            IndexFolderError::Damaged { .. }
            | IndexFolderError::OtherFormat { .. }
            | IndexFolderError::OtherChain { .. } => Kind::Data,
            IndexFolderError::Locked { .. } | IndexFolderError::Io { .. } => Kind::System,
        }
    }
}

/// The right to write to an index; given back when dropped, also by a kill.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

impl IndexFolder {
    /// The index in `folder`.
    pub fn at(folder: &Path) -> Self {
        IndexFolder { folder: folder.to_owned() }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether there is an index, readable or not.
    pub fn is_built(&self) -> bool {
        self.folder.join(DESCRIPTOR).is_file()
    }

    /// What the index says of itself; it is not yet checked whether this program can read it.
    ///
    /// # Errors
    /// [`IndexFolderError::Missing`], [`IndexFolderError::NotAnIndex`], [`IndexFolderError::Damaged`] or [`IndexFolderError::Io`].
    pub fn descriptor(&self) -> Result<Descriptor, IndexFolderError> {
        let path = self.folder.join(DESCRIPTOR);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Err(self.absence());
            }
            Err(error) => return Err(io_error(&path, &error)),
        };
        let damaged = |error: serde_json::Error| IndexFolderError::Damaged {
            folder: self.folder.clone(),
            reason: error.to_string(),
        };
        serde_json::from_str(&text).map_err(damaged)
    }

    /// The descriptor of an index that this program, with this chain, can read.
    ///
    /// # Errors
    /// As [`IndexFolder::descriptor`], and [`IndexFolderError::OtherFormat`], [`IndexFolderError::OtherChain`].
    pub fn readable(&self, chain: &str) -> Result<Descriptor, IndexFolderError> {
        let descriptor = self.descriptor()?;
        let folder = || self.folder.clone();
        if descriptor.format != FORMAT {
            return Err(IndexFolderError::OtherFormat {
                folder: folder(),
                found: descriptor.format,
                ours: FORMAT,
            });
        }
        if descriptor.chain != chain {
            return Err(IndexFolderError::OtherChain {
                folder: folder(),
                found: descriptor.chain,
                ours: chain.to_owned(),
            });
        }
        Ok(descriptor)
    }

    /// What a folder without a descriptor is: nothing yet, or something else. A page for readers and
    /// what an interrupted first run left do not count.
    fn absence(&self) -> IndexFolderError {
        if self.folder.is_file() {
            return IndexFolderError::IsFile(self.folder.clone());
        }
        let ours = |name: &str| name == "README.md" || name.starts_with('.') || is_generation(name);
        let names = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
        let foreign = names.filter(|name| !ours(name)).min();
        match foreign {
            Some(found) => IndexFolderError::NotAnIndex { folder: self.folder.clone(), found },
            None => IndexFolderError::Missing(self.folder.clone()),
        }
    }

    /// Makes the folder where it is not there, and takes the right to write.
    ///
    /// # Errors
    /// [`IndexFolderError::Locked`] while another process holds it, [`IndexFolderError::NotAnIndex`], [`IndexFolderError::Io`].
    pub fn lock(&self) -> Result<Lock, IndexFolderError> {
        if let Err(error @ (IndexFolderError::NotAnIndex { .. } | IndexFolderError::IsFile(_))) =
            self.descriptor()
        {
            return Err(error);
        }
        fs::create_dir_all(&self.folder).map_err(|error| io_error(&self.folder, &error))?;
        let path = self.folder.join(LOCK);
        let opened = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = opened.map_err(|error| io_error(&path, &error))?;
        match file.try_lock() {
            Ok(()) => sign(&mut file).map_err(|error| io_error(&path, &error))?,
            Err(TryLockError::WouldBlock) => return Err(self.locked_by(&mut file)),
            Err(TryLockError::Error(error)) => return Err(io_error(&path, &error)),
        }
        Ok(Lock { file })
    }

    fn locked_by(&self, file: &mut File) -> IndexFolderError {
        let mut signature = String::new();
        // A holder that has not signed yet is still a holder.
        let _ = file.read_to_string(&mut signature);
        IndexFolderError::Locked { folder: self.folder.clone(), holder: Holder::of(&signature) }
    }

    /// The folder of a generation.
    pub fn generation(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Makes the folder of a new generation. The lock shows that no other process does the same.
    ///
    /// # Errors
    /// [`IndexFolderError::Io`].
    pub fn new_generation(&self, _lock: &Lock) -> Result<String, IndexFolderError> {
        let taken = self.generations();
        let number = taken.iter().filter_map(|name| name[1..].parse::<u64>().ok()).max().unwrap_or(0) + 1;
        let name = format!("g{number}");
        let path = self.generation(&name);
        fs::create_dir(&path).map_err(|error| io_error(&path, &error))?;
        Ok(name)
    }

    /// Makes `descriptor` the state that counts and removes every other generation.
    ///
    /// # Errors
    /// [`IndexFolderError::Io`]; the state before still counts.
    pub fn publish(&self, lock: &Lock, descriptor: &Descriptor) -> Result<(), IndexFolderError> {
        let path = self.folder.join(DESCRIPTOR);
        let unwritable =
            |error: serde_json::Error| IndexFolderError::Io { path: path.clone(), reason: error.to_string() };
        let text = serde_json::to_string_pretty(descriptor).map_err(unwritable)? + "\n";
        write_atomically(&path, text.as_bytes()).map_err(|error| io_error(&path, &error))?;
        self.remove_others(lock, Some(&descriptor.generation));
        Ok(())
    }

    /// Removes the generations that do not count: leftovers of runs that were killed. A folder that
    /// cannot be removed now is removed by the next run.
    pub fn remove_others(&self, _lock: &Lock, current: Option<&str>) {
        for name in self.generations() {
            if Some(name.as_str()) != current {
                let _ = fs::remove_dir_all(self.generation(&name));
            }
        }
    }

    fn generations(&self) -> Vec<String> {
        let names = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        names
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| is_generation(name))
            .collect()
    }
}

fn is_generation(name: &str) -> bool {
    name.strip_prefix('g').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Writes into the lock who holds it.
fn sign(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    let now = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S UTC");
    writeln!(file, "process {}, since {now}", std::process::id())
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The next holder overwrites the signature; an empty one only makes the file tidy.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

fn io_error(path: &Path, error: &io::Error) -> IndexFolderError {
    IndexFolderError::Io { path: path.to_owned(), reason: error.to_string() }
}
