//! A document as a reader finds it, and the article that it becomes with its identifier.

use serde::{Deserialize, Serialize};

use super::{Date, Origins, Pages};

/// The metadata of a text. A field is `None` if it is unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The headline, on one line, without markup.
    pub title: Option<String>,
    /// The day of publication.
    pub date: Option<Date>,
    /// The newspaper, site or agency that published the text.
    pub source: Option<String>,
    /// The author. Several names are separated by `, `.
    pub author: Option<String>,
    /// The address of publication.
    pub url: Option<String>,
    /// The language as an ISO 639-1 code (`fr`, `en`).
    pub language: Option<String>,
}

/// One text of the corpus, before it has an identifier.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The identifier that the text declares, such as an `id` key.
    pub declared_id: Option<String>,
    /// The file, relative to the corpus, with `/` between folders.
    pub path: String,
    /// The file within an archive, with `/` between folders and after an archive in the archive; `None` outside archives.
    pub member: Option<String>,
    /// The number of the text in a file or a member of several texts, from 1; `None` in one of one text.
    pub ordinal: Option<u32>,
    /// Title, date, source, author, URL, language.
    pub metadata: Metadata,
    /// What says the metadata.
    pub origins: Origins,
    /// The encoding of the file (`utf-8`, `windows-1252`, …).
    pub encoding: String,
    /// The body. Paragraphs are separated by line feeds; there are no carriage returns and no NUL. The title is not
    /// repeated.
    pub text: String,
    /// Where the pages of the text begin.
    pub pages: Pages,
}

impl Document {
    /// The identifier of a text that declares none: its path, with its member of an archive (`lot.zip/rapports/note.txt`),
    /// and `#n` in a file of several texts.
    pub fn path_id(&self) -> String {
        let member = self.member.iter().map(|member| format!("/{member}"));
        let ordinal = self.ordinal.iter().map(|n| format!("#{n}"));
        member.chain(ordinal).fold(self.path.clone(), |id, part| id + &part)
    }
}

/// A document with its identifier. The index holds articles, and every output names them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// The identifier, which is unique in an index, of at most [`Article::MAX_ID_BYTES`] bytes.
    pub id: String,
    /// The file, relative to the corpus.
    pub path: String,
    /// Title, date, source, author, URL, language.
    pub metadata: Metadata,
    /// What says the metadata.
    pub origins: Origins,
    /// The encoding of the file.
    pub encoding: String,
    /// The body.
    pub text: String,
    /// Where the pages of the text begin.
    #[serde(default, skip_serializing_if = "Pages::is_empty")]
    pub pages: Pages,
}

impl Article {
    /// The longest identifier in bytes. A longer one is cut and made unique by a hash.
    pub const MAX_ID_BYTES: usize = 512;
}
