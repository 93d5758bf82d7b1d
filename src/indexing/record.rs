//! Records of the manifest: what was indexed of a file and of its articles. Records are views into serialised bytes.
//!
//! A run deserialises the record of every file, but the records of articles only for files that have changed.

use postcard::{from_bytes, take_from_bytes, to_extend, to_stdvec};
use serde::{Deserialize, Serialize};

use crate::backend::{Prepared, Totals};
use crate::model::Problem;

/// The record of one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord<'p> {
    /// The size in bytes.
    pub(super) size: u64,
    /// The time of the last change, in nanoseconds since 1970.
    pub(super) modified: i64,
    /// The BLAKE3 hash of the bytes; `None` if they could not be read.
    #[serde(borrow)]
    pub(super) hash: Option<&'p [u8]>,
    /// The articles in order.
    #[serde(borrow)]
    pub(super) articles: Articles<'p>,
    /// Whether the last run did not see the file, or could not read it: its articles are those of an earlier run.
    pub(super) is_unseen: bool,
    /// The problems of the file: rare, and kept as the JSON that programs get, which needs no schema.
    #[serde(with = "as_json")]
    pub(super) problems: Vec<Problem>,
}

impl<'p> FileRecord<'p> {
    pub(super) fn unpack(packed: &'p [u8]) -> postcard::Result<Self> {
        from_bytes(packed)
    }

    pub(super) fn pack(&self) -> postcard::Result<Vec<u8>> {
        to_stdvec(self)
    }
}

/// The articles of a file, serialised, and their total size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Articles<'p> {
    pub(super) totals: Totals,
    #[serde(with = "serde_bytes")]
    packed: &'p [u8],
}

impl<'p> Articles<'p> {
    pub(super) fn is_empty(&self) -> bool {
        self.totals.articles == 0
    }

    /// The articles in order.
    pub(super) fn unpack(&self) -> postcard::Result<Vec<ArticleRecord<'p>>> {
        let mut rest = self.packed;
        let mut articles = Vec::new();
        while !rest.is_empty() {
            let (article, others) = take_from_bytes(rest)?;
            articles.push(article);
            rest = others;
        }
        Ok(articles)
    }
}

/// The articles of a file that is being read.
#[derive(Debug, Default)]
pub(super) struct ArticleList {
    totals: Totals,
    packed: Vec<u8>,
}

impl ArticleList {
    pub(super) fn push(&mut self, article: &ArticleRecord<'_>) -> postcard::Result<()> {
        self.packed = to_extend(article, std::mem::take(&mut self.packed))?;
        self.totals = sum(self.totals, article.totals());
        Ok(())
    }

    pub(super) fn view(&self) -> Articles<'_> {
        Articles { totals: self.totals, packed: &self.packed }
    }
}

/// The record of one article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ArticleRecord<'p> {
    /// The identifier.
    pub(super) id: &'p str,
    /// The fingerprint of all that is indexed and stored of the article.
    pub(super) hash: u64,
    words: u64,
    title_words: u64,
    passages: u64,
}

impl<'p> ArticleRecord<'p> {
    /// The record of a prepared article with identifier `id` and fingerprint `hash`.
    pub(super) fn of(prepared: &Prepared, id: &'p str, hash: u64) -> Self {
        ArticleRecord {
            id,
            hash,
            words: prepared.words(),
            title_words: u64::from(prepared.title_words),
            passages: prepared.passages.len() as u64,
        }
    }

    fn totals(&self) -> Totals {
        let ArticleRecord { words, title_words, passages, .. } = *self;
        Totals { articles: 1, passages, words, title_words }
    }
}

/// A record of an article for tests.
#[cfg(test)]
pub(super) fn sample_article(id: &str) -> ArticleRecord<'_> {
    ArticleRecord { id, hash: 1, words: 1, title_words: 0, passages: 1 }
}

/// The sum of two sizes. Those of records that nobody wrote may be of any size.
pub(super) fn sum(a: Totals, b: Totals) -> Totals {
    Totals {
        articles: a.articles.saturating_add(b.articles),
        passages: a.passages.saturating_add(b.passages),
        words: a.words.saturating_add(b.words),
        title_words: a.title_words.saturating_add(b.title_words),
    }
}

/// Problems as one text; nothing where there are none.
mod as_json {
    use serde::{Deserialize, Deserializer, Serializer, de, ser};

    use crate::model::Problem;

    pub(super) fn serialize<S: Serializer>(problems: &[Problem], serializer: S) -> Result<S::Ok, S::Error> {
        let text = match problems {
            [] => String::new(),
            problems => serde_json::to_string(problems).map_err(ser::Error::custom)?,
        };
        serializer.serialize_str(&text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Problem>, D::Error> {
        match <&str>::deserialize(deserializer)? {
            "" => Ok(Vec::new()),
            text => serde_json::from_str(text).map_err(de::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_end_at_the_largest_number() {
        let check = |a, b, expected| {
            let totals = |words| Totals { words, ..Totals::default() };
            assert_eq!(sum(totals(a), totals(b)), totals(expected));
        };
        check(1, 2, 3);
        check(u64::MAX, 1, u64::MAX);
    }
}
