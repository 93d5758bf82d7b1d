//! What is noted of a file and of its articles: views into packed bytes, of which a run unpacks what it looks at.
//!
//! A record of a file is unpacked for every file in every run, its articles only where the file has changed.

use postcard::{from_bytes, take_from_bytes, to_extend, to_stdvec};
use serde::{Deserialize, Serialize, Serializer};

use crate::backend::{Prepared, Totals};
use crate::model::Problem;

/// One file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord<'p> {
    /// Its size in bytes.
    pub(super) size: u64,
    /// When it was changed last, in nanoseconds since 1970.
    pub(super) modified: i64,
    /// BLAKE3 of its bytes; `None` where they could not be read.
    #[serde(borrow)]
    pub(super) hash: Option<&'p [u8]>,
    /// Its articles in order.
    #[serde(borrow)]
    pub(super) articles: Articles<'p>,
    /// What went wrong with it: rare, and kept as the JSON that programs get, which says by itself what it holds.
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

/// The articles of a file: their sizes together, and each of them packed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Articles<'p> {
    pub(super) totals: Totals,
    #[serde(serialize_with = "as_bytes")]
    packed: &'p [u8],
}

impl<'p> Articles<'p> {
    pub(super) fn is_empty(&self) -> bool {
        self.totals.articles == 0
    }

    /// All of them, in order.
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

/// Articles of a file that is being read.
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

/// One article of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ArticleRecord<'p> {
    /// Its identifier.
    pub(super) id: &'p str,
    /// A fingerprint of everything that is indexed of it.
    pub(super) hash: u64,
    words: u64,
    title_words: u64,
    passages: u64,
}

impl<'p> ArticleRecord<'p> {
    /// What there is to note of an article whose fingerprint is `hash`.
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

/// The sizes of two things together.
pub(super) fn sum(a: Totals, b: Totals) -> Totals {
    Totals {
        articles: a.articles + b.articles,
        passages: a.passages + b.passages,
        words: a.words + b.words,
        title_words: a.title_words + b.title_words,
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

/// In one piece, not byte by byte; what is read again is the same.
pub(super) fn as_bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}
