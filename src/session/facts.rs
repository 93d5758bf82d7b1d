//! The facts of an index that a list is made from: how much was searched, and the fingerprints that tell whether it is
//! still the same.

use std::hash::{DefaultHasher, Hash, Hasher};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::error::SessionError;
use super::filters;
use super::front::Session;
use super::reload::{State, on_one_state};
use crate::indexing;
use crate::search::Engine;

/// What was searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexFacts {
    /// How many articles.
    pub searched: u64,
    /// How many of them have no date.
    pub undated: u64,
    /// How many files of the corpus are not in the index, or not whole.
    pub not_read: u64,
    /// The fingerprint of the chain that analyses texts and queries.
    pub chain: String,
    /// The fingerprint of the thesaurus.
    pub thesaurus: String,
    /// The fingerprint of all articles, whatever their order: sixteen hexadecimal digits of BLAKE3.
    pub corpus: String,
}

/// The fingerprints of the articles of an index, by identifier: 16 bytes for each.
#[derive(Debug, Clone, Default)]
pub struct Articles(FxHashMap<u64, u64>);

impl Articles {
    /// The fingerprint of an article; `None` where there is no such article.
    pub fn hash(&self, id: &str) -> Option<u64> {
        self.0.get(&short(id)).copied()
    }
}

impl FromIterator<(String, u64)> for Articles {
    fn from_iter<T: IntoIterator<Item = (String, u64)>>(articles: T) -> Self {
        Articles(articles.into_iter().map(|(id, hash)| (short(&id), hash)).collect())
    }
}

/// An identifier in 64 bits. That two of a million articles share one has a chance of 1 in 37 million.
fn short(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}

impl Session {
    /// An engine with the facts of its index, all of one state.
    ///
    /// # Errors
    /// As [`Session::engine`].
    pub fn engine_with_facts(&self) -> Result<(Engine, IndexFacts, Articles), SessionError> {
        loop {
            let state = self.state()?;
            let engine = self.engine()?;
            let (facts, articles) = self.facts(&engine)?;
            // Otherwise the index was updated meanwhile.
            if self.state()? == state {
                return Ok((engine, facts, articles));
            }
        }
    }

    fn facts(&self, engine: &Engine) -> Result<(IndexFacts, Articles), SessionError> {
        let chain = self.chain.fingerprint();
        let (searched, not_read, hashes) =
            on_one_state(&self.home, chain, |State { folder, reader, .. }| {
                let manifest = indexing::open_manifest(folder, &**reader)?;
                Ok((reader.totals().articles, manifest.files_not_read(), manifest.article_hashes()))
            })?;
        let facts = IndexFacts {
            searched,
            undated: filters::count_undated(engine)?,
            not_read,
            chain: chain.to_owned(),
            thesaurus: self.thesaurus()?.fingerprint(),
            corpus: fingerprint(hashes.iter().map(|(_, hash)| *hash).collect()),
        };
        Ok((facts, hashes.into_iter().collect()))
    }
}

fn fingerprint(mut hashes: Vec<u64>) -> String {
    hashes.sort_unstable();
    let mut all = blake3::Hasher::new();
    for hash in hashes {
        all.update(&hash.to_le_bytes());
    }
    all.finalize().to_hex()[..16].to_owned()
}
