//! What a commit says of itself: tantivy keeps it as the payload of its own commit, so both hold or neither does.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::IndexMeta;

use super::directory::META;
use super::error::{Error, Result};
use crate::backend::{BackendError, Totals};

/// A digest of what was committed last in `folder`.
pub(in crate::backend) fn last_commit(folder: &Path) -> std::result::Result<String, BackendError> {
    match fs::read(folder.join(META)) {
        Ok(content) => Ok(blake3::hash(&content).to_hex().to_string()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(BackendError::Damaged { path: folder.to_owned(), reason: format!("`{META}` is missing") })
        }
        Err(error) => Err(BackendError::from_io(folder, error.kind(), format!("`{META}`: {error}"))),
    }
}

/// The payload of a commit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payload {
    pub(super) totals: Totals,
    /// The caller's note.
    pub(super) note: String,
    /// The file name of the dictionary that texts are compressed with.
    pub(super) dictionary: Option<String>,
    /// How many removals there were since the index was made.
    pub(super) opstamp: u64,
}

impl Payload {
    /// What the last commit says; the default before the first one.
    ///
    /// # Errors
    /// [`Error::Damaged`] where the payload cannot be read: without it, later removals would take the wrong articles.
    pub(super) fn of(meta: &IndexMeta) -> Result<Self> {
        let Some(text) = &meta.payload else { return Ok(Payload::default()) };
        serde_json::from_str(text)
            .map_err(|error| Error::damaged(format!("`meta.json`: its payload: {error}")))
    }

    /// The payload as text.
    pub(super) fn encode(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::Io(error.into()))
    }
}

#[cfg(test)]
mod tests {
    use tantivy::Index;
    use tantivy::schema::Schema;

    use super::*;

    fn check(payload: Option<&str>, expected: std::result::Result<Payload, &str>) {
        let index = Index::create_in_ram(Schema::builder().build());
        let meta = IndexMeta { payload: payload.map(str::to_owned), ..index.load_metas().unwrap() };
        match (Payload::of(&meta), expected) {
            (Ok(found), Ok(expected)) => assert_eq!(found, expected),
            (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{error}"),
            (found, expected) => panic!("{found:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn a_payload_is_read_whole_or_is_damage() {
        let payload = Payload { note: "manifest-1".to_owned(), opstamp: 7, ..Payload::default() };
        check(None, Ok(Payload::default()));
        check(Some(&payload.encode().unwrap()), Ok(payload));
        check(Some("{}"), Err("payload"));
        check(Some("gibberish"), Err("payload"));
    }
}
