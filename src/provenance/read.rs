//! Reads a manifest: from its own file, or from the hidden sheet of a workbook.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use serde::Deserialize;

use super::manifest::{FORMAT, FileFacts, Key, Manifest};
use crate::export::RECORD;

/// A manifest with its hits.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// How the list was made.
    pub manifest: Manifest,
    /// Its hits, in order.
    pub hits: Vec<Key>,
    /// The file that it is for; `None` in a workbook, which cannot hold its own hash.
    pub file: Option<FileFacts>,
}

/// Why bytes are not a manifest.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// They are not a manifest at all.
    #[error("this is no manifest: {0}")]
    NotOne(String),
    /// A newer program wrote it.
    #[error("a manifest of format {found}; this program reads {FORMAT}")]
    Newer {
        /// The number of its format.
        found: u64,
    },
    /// Its hits are not those that were written.
    #[error("the hits of the manifest were changed after it was written")]
    Changed,
}

#[derive(Deserialize)]
struct Whole {
    #[serde(flatten)]
    manifest: Manifest,
    hits: Vec<(u32, String, u32, String, String)>,
    list: String,
    file: Option<FileFacts>,
}

/// Reads the bytes of a manifest, or those of a workbook with one.
///
/// # Errors
/// [`ManifestError`].
pub fn read(bytes: &[u8]) -> Result<Recorded, ManifestError> {
    let text = match bytes.starts_with(b"PK") {
        true => sheet(bytes)?,
        false => String::from_utf8_lossy(bytes).into_owned(),
    };
    let value: serde_json::Value = serde_json::from_str(&text).map_err(not_one)?;
    match value.get("vigie_manifest").and_then(serde_json::Value::as_u64) {
        Some(found) if found > u64::from(FORMAT) => return Err(ManifestError::Newer { found }),
        _ => {}
    }
    let Whole { manifest, hits, list, file } = serde_json::from_value(value).map_err(not_one)?;
    let key = |(query, id, passage, article, text)| Key { query, id, passage, article, text };
    let hits: Vec<Key> = hits.into_iter().map(key).collect();
    if hash(&hits).map_err(not_one)? != list {
        return Err(ManifestError::Changed);
    }
    Ok(Recorded { manifest, hits, file })
}

fn hash(hits: &[Key]) -> serde_json::Result<String> {
    let mut hash = blake3::Hasher::new();
    for hit in hits {
        hash.update(hit.line()?.as_bytes()).update(b"\n");
    }
    Ok(hash.finalize().to_hex().to_string())
}

fn not_one(error: impl std::fmt::Display) -> ManifestError {
    ManifestError::NotOne(error.to_string())
}

/// The text of the hidden sheet: a line is the cells of a row together.
fn sheet(bytes: &[u8]) -> Result<String, ManifestError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(not_one)?;
    let range = book.worksheet_range(RECORD).map_err(not_one)?;
    let cell = |cell: &Data| match cell {
        Data::String(text) => text.clone(),
        _ => String::new(),
    };
    Ok(range.rows().map(|row| row.iter().map(cell).collect::<String>() + "\n").collect())
}
