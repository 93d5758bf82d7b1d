//! Identifiers: a text declares one, or has that of its path. No two articles have the same.
//!
//! Whether an identifier is in use the engine is asked, so that not all identifiers are read.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::diff::Diff;
use super::pipeline::Place;
use super::record::ArticleRecord;
use crate::backend::{BackendError, Search};
use crate::model::{Article, Problem, Reason, Stage};

/// The identifiers in use.
pub(super) struct Identifiers<'m> {
    /// The reader of the index; `None` for a new one.
    reader: Option<Box<dyn Search>>,
    /// The articles of the index whose files are read again or gone, by identifier.
    superseded: FxHashMap<&'m str, Superseded<'m>>,
    /// The identifiers given in this run, each with its file.
    given: FxHashMap<String, Rc<str>>,
}

/// An article of the index that stays only if its file still has it.
struct Superseded<'m> {
    record: ArticleRecord<'m>,
    /// Whether the article was found again, or removed.
    is_settled: bool,
}

impl<'m> Identifiers<'m> {
    /// The identifiers of the index. Those of files that `diff` names may be given again.
    pub(super) fn new(reader: Option<Box<dyn Search>>, diff: &Diff<'m>) -> postcard::Result<Self> {
        let mut superseded = FxHashMap::default();
        for file in diff.superseded() {
            let articles = file.articles.unpack()?.into_iter();
            superseded.extend(articles.map(|record| (record.id, Superseded { record, is_settled: false })));
        }
        Ok(Identifiers { reader, superseded, given: FxHashMap::default() })
    }

    /// The fingerprints of the articles that may be found again.
    pub(super) fn unsettled_hashes(&self) -> FxHashSet<u64> {
        let unsettled = self.superseded.values().filter(|article| !article.is_settled);
        unsettled.map(|article| article.record.hash).collect()
    }

    /// Settles the article of the index with this identifier, if its file is read again and it is not settled yet.
    pub(super) fn settle(&mut self, id: &str) -> Option<ArticleRecord<'m>> {
        let superseded = self.superseded.get_mut(id).filter(|article| !article.is_settled)?;
        superseded.is_settled = true;
        Some(superseded.record)
    }

    /// The identifier of a text: the declared one or, if that is taken, the one of the path, with a warning.
    pub(super) fn identify(
        &self,
        file: &str,
        declared: Option<String>,
        place: Place,
    ) -> Result<(String, Option<Problem>), BackendError> {
        let Place { path_id: by_path, member, ordinal } = place;
        let by_path = shortened(by_path);
        let wanted = declared.map_or_else(|| by_path.clone(), shortened);
        let Some(holder) = self.holder(&wanted)? else { return Ok((wanted, None)) };
        let free = self.free(by_path)?;
        let reason =
            Reason::IdTaken { id: wanted.into(), holder: (*holder).into(), given: free.as_str().into() };
        let warning = Problem::warning(file, Stage::Identify, reason).in_member(member.as_deref());
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

    /// The file of the article with this identifier, of this run or of the index.
    fn holder(&self, id: &str) -> Result<Option<Rc<str>>, BackendError> {
        if let Some(file) = self.given.get(id) {
            return Ok(Some(file.clone()));
        }
        match &self.reader {
            Some(reader) if !self.superseded.contains_key(id) => {
                Ok(reader.article(id)?.map(|article| article.path.into()))
            }
            _ => Ok(None),
        }
    }

    /// Gives the identifier to an article of `file`.
    pub(super) fn give(&mut self, id: String, file: &str) {
        self.given.insert(id, file.into());
    }

    /// Closes the reader. Some systems cannot remove files that are open.
    pub(super) fn close(&mut self) {
        self.reader = None;
    }
}

/// The identifier, cut and made unique by its hash if it is very long, so that every engine can store it.
fn shortened(id: String) -> String {
    if id.len() <= Article::MAX_ID_BYTES {
        return id;
    }
    let cut = (0..=64).rev().find(|&at| id.is_char_boundary(at)).unwrap_or(0);
    format!("{}…{}", &id[..cut], &blake3::hash(id.as_bytes()).to_hex()[..16])
}
