//! A document as a reader hands it over, and the article it becomes once it has an identifier.

use serde::{Deserialize, Serialize};

use super::Date;

/// What is known of a text besides the text itself. A field is `None` when nothing said it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The headline, on one line, without mark-up.
    pub title: Option<String>,
    /// The day of publication.
    pub date: Option<Date>,
    /// The paper, site or desk that published it.
    pub source: Option<String>,
    /// Who signed it; several names are separated by `, `.
    pub author: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The language as an ISO 639-1 code (`fr`, `en`).
    pub language: Option<String>,
}

/// One text as it was read from the corpus, before it has an identifier.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The identifier that the text itself declares (an `id` key), if it declares one.
    pub declared_id: Option<String>,
    /// The file, relative to the corpus, with `/` between folders.
    pub path: String,
    /// The place of the text in a file that holds several, from 1; `None` in a file that holds one.
    pub ordinal: Option<u32>,
    /// Title, date, source, author, URL, language.
    pub metadata: Metadata,
    /// The encoding that the bytes were decoded from (`utf-8`, `windows-1252`, …).
    pub encoding: String,
    /// The body: paragraphs separated by line feeds, no carriage returns, no NUL. The title is not
    /// repeated in it.
    pub text: String,
}

impl Document {
    /// The identifier of a text that declares none: its path, and `#n` in a file that holds several.
    pub fn path_id(&self) -> String {
        match self.ordinal {
            Some(n) => format!("{}#{n}", self.path),
            None => self.path.clone(),
        }
    }
}

/// A document that has its identifier: what the index holds and what every output names.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Unique in an index; at most [`Article::MAX_ID_BYTES`] bytes.
    pub id: String,
    /// The file, relative to the corpus.
    pub path: String,
    /// Title, date, source, author, URL, language.
    pub metadata: Metadata,
    /// The encoding that the bytes were decoded from.
    pub encoding: String,
    /// The whole body.
    pub text: String,
}

impl Article {
    /// The longest identifier that is kept as it is; a longer one is cut and made unique by a hash.
    pub const MAX_ID_BYTES: usize = 512;
}
