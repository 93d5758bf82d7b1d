//! A text in, its identifier out: what it declares, or its path, as long as no other article has it.
//!
//! What is in the index already the engine knows, so that not all its identifiers are read to give one.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::plan::Plan;
use super::record::ArticleRecord;
use crate::backend::{BackendError, Search};
use crate::model::{Article, Problem, Reason, Stage};

/// The identifiers in use.
pub(super) struct Identifiers<'m> {
    /// What the index holds; `None` where it is new.
    reader: Option<Box<dyn Search>>,
    /// Articles that it holds whose files are read again in this run, or are gone.
    struck: FxHashMap<&'m str, Struck<'m>>,
    /// Those of this run, each with its file.
    given: FxHashMap<String, Rc<str>>,
}

/// An article in the index that stays there only if its file still has it.
struct Struck<'m> {
    record: ArticleRecord<'m>,
    /// Whether it was met again, or removed.
    is_settled: bool,
}

impl<'m> Identifiers<'m> {
    /// Those in the index, of which `plan` gives some free.
    pub(super) fn new(reader: Option<Box<dyn Search>>, plan: &Plan<'m>) -> postcard::Result<Self> {
        let mut struck = FxHashMap::default();
        for file in plan.struck() {
            let articles = file.articles.unpack()?.into_iter();
            struck.extend(articles.map(|record| (record.id, Struck { record, is_settled: false })));
        }
        Ok(Identifiers { reader, struck, given: FxHashMap::default() })
    }

    /// Fingerprints of the articles that may be met again.
    pub(super) fn unsettled_hashes(&self) -> FxHashSet<u64> {
        let unsettled = self.struck.values().filter(|article| !article.is_settled);
        unsettled.map(|article| article.record.hash).collect()
    }

    /// The article in the index that had this identifier, if its file is read again and it was not met yet.
    pub(super) fn settle(&mut self, id: &str) -> Option<ArticleRecord<'m>> {
        let struck = self.struck.get_mut(id).filter(|article| !article.is_settled)?;
        struck.is_settled = true;
        Some(struck.record)
    }

    /// The identifier that a text declares, unless it is taken: then the path's, and a warning.
    pub(super) fn identify(
        &self,
        file: &str,
        declared: Option<String>,
        ordinal: Option<u32>,
    ) -> Result<(String, Option<Problem>), BackendError> {
        let by_path = ordinal.map_or_else(|| file.to_owned(), |n| format!("{file}#{n}"));
        let wanted = declared.map_or_else(|| by_path.clone(), shortened);
        let Some(holder) = self.holder(&wanted)? else { return Ok((wanted, None)) };
        let free = self.free(by_path)?;
        let reason = Reason::IdTaken { id: wanted, holder: holder.to_string(), given: free.clone() };
        let warning = Problem::warning(file, Stage::Identify, reason);
        let warning = match ordinal {
            Some(line) => warning.at_line(u64::from(line)),
            None => warning,
        };
        Ok((free, Some(warning)))
    }

    fn free(&self, wanted: String) -> Result<String, BackendError> {
        let mut candidate = wanted.clone();
        let mut number = 1;
        while self.holder(&candidate)?.is_some() {
            number += 1;
            candidate = format!("{wanted}~{number}");
        }
        Ok(candidate)
    }

    /// The file of the article that has this identifier: one of this run, or one that stays in the index.
    fn holder(&self, id: &str) -> Result<Option<Rc<str>>, BackendError> {
        if let Some(file) = self.given.get(id) {
            return Ok(Some(file.clone()));
        }
        match &self.reader {
            Some(reader) if !self.struck.contains_key(id) => {
                Ok(reader.article(id)?.map(|article| article.path.into()))
            }
            _ => Ok(None),
        }
    }

    /// Notes that an article of `file` has the identifier.
    pub(super) fn give(&mut self, id: String, file: &str) {
        self.given.insert(id, file.into());
    }

    /// Lets go of the files of the index: while they are read, not every system would remove them.
    pub(super) fn close(&mut self) {
        self.reader = None;
    }
}

/// A very long identifier is cut and made unique by its hash, so that every engine can hold it.
fn shortened(id: String) -> String {
    if id.len() <= Article::MAX_ID_BYTES {
        return id;
    }
    let cut = (0..=64).rev().find(|&at| id.is_char_boundary(at)).unwrap_or(0);
    format!("{}…{}", &id[..cut], &blake3::hash(id.as_bytes()).to_hex()[..16])
}
