//! The contents of a manifest, as values.

use serde::{Deserialize, Serialize};

use crate::model::{Concept, Date, Hit, Note, PassageCounts};
use crate::search::Request;
use crate::session::IndexFacts;

/// The number of the format of manifests.
pub const FORMAT: u32 = 1;

/// How a list was made. The hits follow it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`]. The name of the key tells what the file is.
    pub vigie_manifest: u32,
    /// The version of the program.
    pub version: String,
    /// When, RFC 3339.
    pub made: String,
    /// The day that relative dates of the query count from.
    pub today: Date,
    /// The command that makes the list again, quoted for a POSIX shell.
    pub command: String,
    /// The name of the format.
    pub format: String,
    /// The queries, in the order of their hits.
    pub queries: Vec<Listed>,
    /// The index that answered.
    pub index: IndexFacts,
}

/// One query of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// Its name, where the list has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Query as typed, filters, order.
    pub request: Request,
    /// The query in canonical form.
    pub canonical: String,
    /// What was looked for, with the other names and their numbers of articles.
    pub concepts: Vec<Concept>,
    /// Words that were left out because nearly every text has them.
    pub left_out: Vec<String>,
    /// What the searcher should know.
    pub notes: Vec<Note>,
    /// How many articles match.
    pub articles: u64,
    /// How many passages match, and how.
    pub passages: PassageCounts,
}

/// The name of a hit: which passage of which text of an article. As JSON a list: query,
/// identifier, passage, fingerprint of the article, fingerprint of the passage.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Key {
    /// The place of its query in [`Manifest::queries`], from 0.
    pub query: u32,
    /// The identifier of the article.
    pub id: String,
    /// The number of the passage, from 1.
    pub passage: u32,
    /// The fingerprint of the article with its identifier, sixteen hexadecimal digits.
    pub article: String,
    /// The fingerprint of the text of the passage: the first sixteen digits of its BLAKE3. Empty where the text was not read.
    pub text: String,
}

/// The file that a manifest is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// Its name, without folders.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The BLAKE3 hash of its bytes.
    pub blake3: String,
}

impl Key {
    /// The key of a hit of a query; `article` is the fingerprint of its article.
    pub fn of(query: u32, hit: &Hit, article: u64) -> Self {
        let text = match hit.text.as_str() {
            "" => String::new(),
            text => blake3::hash(text.as_bytes()).to_hex()[..16].to_owned(),
        };
        Key { query, id: hit.id.clone(), passage: hit.passage, article: format!("{article:016x}"), text }
    }

    /// The key as a line of JSON.
    ///
    /// # Errors
    /// Never: a key can be serialised.
    pub(super) fn line(&self) -> serde_json::Result<String> {
        serde_json::to_string(&(self.query, &self.id, self.passage, &self.article, &self.text))
    }

    /// Which passage of which article, whatever its text.
    pub(super) fn place(&self) -> (u32, &str, u32) {
        (self.query, &self.id, self.passage)
    }
}
