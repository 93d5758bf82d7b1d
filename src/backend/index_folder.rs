//! The folder of an index: its current generation, its writer, and whether this program can read it.
//!
//! ```text
//! index/vigie.json    the descriptor: format, chain, generation, corpora; replaced atomically
//! index/g1/           one generation: the engine's files and the manifest of what was indexed; while the first run
//!                     makes it, a descriptor of its own
//! index/.lock         the writer holds it; it names the writer
//! ```
//!
//! A rebuild writes a new generation and then replaces `vigie.json`: readers see the old index or the new one.

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

/// An index folder. It may not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexFolder {
    folder: PathBuf,
}

/// The content of `vigie.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Descriptor {
    /// The number of the format, [`FORMAT`].
    pub format: u32,
    /// The engine of the index.
    #[serde(default)]
    pub engine: EngineKind,
    /// The fingerprint of the chain that analysed the texts.
    pub chain: String,
    /// The name of the current generation: a folder within the index.
    pub generation: String,
    /// The corpora; the path is relative to the folder of the index where the corpus is near it.
    pub corpora: Vec<PathBuf>,
}

/// The writer of an index, from its lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// The number of its process.
    pub process: u32,
    /// When it took the lock, in UTC.
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
    /// There is no index.
    #[error("no index in `{}`", .0.display())]
    Missing(PathBuf),
    /// The path is a file.
    #[error("`{}` is a file, not the folder of an index", .0.display())]
    IsFile(PathBuf),
    /// The folder holds something else.
    #[error("`{}` is not an index: it holds `{found}`, and no `{DESCRIPTOR}`", folder.display())]
    NotAnIndex {
        /// The folder.
        folder: PathBuf,
        /// A name in the folder.
        found: String,
    },
    /// The descriptor cannot be parsed.
    #[error("damaged index `{}`: `{DESCRIPTOR}`: {reason}", folder.display())]
    Damaged {
        /// The folder.
        folder: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Another version of the program wrote the index in another format.
    #[error("index `{}` has format {found}, not {ours}", folder.display())]
    OtherFormat {
        /// The folder.
        folder: PathBuf,
        /// Its format.
        found: u32,
        /// The format that this program reads.
        ours: u32,
    },
    /// The index was analysed by another chain than this program's.
    #[error("index `{}` was made by chain {found}, not {ours}", folder.display())]
    OtherChain {
        /// The folder.
        folder: PathBuf,
        /// The fingerprint of its chain.
        found: String,
        /// The fingerprint of this program's chain.
        ours: String,
    },
    /// Another process writes to the index.
    #[error("index `{}` is locked", folder.display())]
    Locked {
        /// The folder.
        folder: PathBuf,
        /// The writer; `None` where it has not signed the lock yet.
        holder: Option<Holder>,
    },
    /// The operating system refused.
    #[error("index folder `{}`: {reason}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's message.
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

/// The lock of an index. Dropping it releases it; the system does so when the process is killed.
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

    /// Whether the folder holds an index, readable or not.
    pub fn is_built(&self) -> bool {
        self.folder.join(DESCRIPTOR).is_file()
    }

    /// The descriptor of the index. Whether this program can read the index is not checked: see
    /// [`IndexFolder::readable`].
    ///
    /// # Errors
    /// [`IndexFolderError::Missing`], [`IndexFolderError::NotAnIndex`], [`IndexFolderError::Damaged`] or
    /// [`IndexFolderError::Io`].
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

    /// The descriptor of the index, if this program can read it with the chain of fingerprint `chain`.
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

    /// The error for a folder without a descriptor: it is empty, or it holds something else. A README and the leftovers
    /// of an interrupted first run count as empty.
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

    /// Creates the folder if it does not exist, and takes the lock.
    ///
    /// # Errors
    /// [`IndexFolderError::Locked`] while another process holds it, [`IndexFolderError::NotAnIndex`],
    /// [`IndexFolderError::Io`].
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
        // The writer may not have signed yet: the lock is held all the same.
        let _ = file.read_to_string(&mut signature);
        IndexFolderError::Locked { folder: self.folder.clone(), holder: Holder::of(&signature) }
    }

    /// The folder of a generation.
    pub fn generation(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Creates the folder of a new generation and returns its name. The lock keeps other processes from doing the same.
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

    /// The descriptor of an index that was being made when its run ended: what it has of the corpora is committed. `None`
    /// where there is none that this program can go on with.
    pub fn unfinished(&self, chain: &str) -> Option<Descriptor> {
        let draft = |name: String| {
            let text = fs::read_to_string(self.generation(&name).join(DESCRIPTOR)).ok()?;
            let descriptor: Descriptor = serde_json::from_str(&text).ok()?;
            let is_ours = descriptor.format == FORMAT && descriptor.chain == chain;
            (is_ours && descriptor.generation == name).then_some(descriptor)
        };
        self.generations().into_iter().find_map(draft)
    }

    /// Records that the index of `descriptor` is being made, for [`IndexFolder::unfinished`].
    ///
    /// # Errors
    /// [`IndexFolderError::Io`].
    pub fn save_unfinished(&self, _lock: &Lock, descriptor: &Descriptor) -> Result<(), IndexFolderError> {
        write_descriptor(&self.generation(&descriptor.generation).join(DESCRIPTOR), descriptor)
    }

    /// Makes `descriptor` the current one and removes all other generations.
    ///
    /// # Errors
    /// [`IndexFolderError::Io`]; the old descriptor is still current.
    pub fn publish(&self, lock: &Lock, descriptor: &Descriptor) -> Result<(), IndexFolderError> {
        write_descriptor(&self.folder.join(DESCRIPTOR), descriptor)?;
        // It is no longer being made.
        let _ = fs::remove_file(self.generation(&descriptor.generation).join(DESCRIPTOR));
        self.remove_others(lock, Some(&descriptor.generation));
        Ok(())
    }

    /// Removes all generations but the current one, and what a kill left of a new descriptor. The next run removes what
    /// cannot be removed now.
    pub fn remove_others(&self, _lock: &Lock, current: Option<&str>) {
        for name in self.generations() {
            if Some(name.as_str()) != current {
                let _ = fs::remove_dir_all(self.generation(&name));
            }
        }
        let _ = fs::remove_file(self.folder.join(format!(".{DESCRIPTOR}.tmp")));
    }

    fn generations(&self) -> Vec<String> {
        let names = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        names
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| is_generation(name))
            .collect()
    }
}

fn write_descriptor(path: &Path, descriptor: &Descriptor) -> Result<(), IndexFolderError> {
    let unwritable =
        |error: serde_json::Error| IndexFolderError::Io { path: path.to_owned(), reason: error.to_string() };
    let text = serde_json::to_string_pretty(descriptor).map_err(unwritable)? + "\n";
    write_atomically(path, text.as_bytes()).map_err(|error| io_error(path, &error))
}

fn is_generation(name: &str) -> bool {
    name.strip_prefix('g').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Writes the process and the time into the lock file.
fn sign(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    let now = jiff::Timestamp::now().strftime("%Y-%m-%d %H:%M:%S UTC");
    writeln!(file, "process {}, since {now}", std::process::id())
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The next writer overwrites the signature; clearing it only keeps the file tidy.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

fn io_error(path: &Path, error: &io::Error) -> IndexFolderError {
    IndexFolderError::Io { path: path.to_owned(), reason: error.to_string() }
}
