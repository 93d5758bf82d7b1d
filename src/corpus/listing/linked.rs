//! Folders that links lead to: each is walked once, under one name.
//!
//! A link to a folder of the corpus doubles it, and links that lead to links double that again: some dozens of them would be
//! walked for ever. A folder that is met without links keeps its own name. One that is met by links only, such as a hidden
//! one, has the name of the first.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The folders that have a name in the corpus, by where they really lie.
#[derive(Default)]
pub(super) struct Named(HashMap<PathBuf, String>);

impl Named {
    /// Names a folder that really lies at `place`, unless it has a name already: that one is the result.
    pub(super) fn name(&mut self, place: PathBuf, name: &str) -> Option<&str> {
        let mut is_new = false;
        let known = self.0.entry(place).or_insert_with(|| {
            is_new = true;
            name.to_owned()
        });
        (!is_new).then_some(known)
    }
}

/// What is known of the folders of a walk.
pub(super) enum Folders {
    /// No link to a folder was met. Nothing needs to be known.
    Unlinked,
    /// A walk that follows no such link, to name the folders that are met without.
    Collecting(Named),
    /// The folders that are met without links, and those that were met by links so far.
    Known {
        named: Named,
        /// The depth of the link below which the walk is now.
        below: Option<usize>,
    },
}

impl Folders {
    /// Whether the walk, at a folder of this depth, is below a link that it follows.
    pub(super) fn is_below_link(&mut self, depth: usize) -> bool {
        let Folders::Known { below, .. } = self else { return false };
        *below = below.filter(|link| depth > *link);
        below.is_some()
    }

    /// The name that a folder has already, which was met by a link or below one. Without a name it has this one from now on.
    pub(super) fn known(&mut self, folder: &Path, depth: usize, name: &str) -> Option<String> {
        let Folders::Known { named, below } = self else { return None };
        // Where a folder lies that cannot be told, walking it says why.
        let place = folder.canonicalize().ok()?;
        let known = named.name(place, name).map(str::to_owned);
        if known.is_none() {
            below.get_or_insert(depth);
        }
        known
    }
}
