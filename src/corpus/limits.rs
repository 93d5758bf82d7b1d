//! Limits: what is refused for its size or depth. A format with limits of its own has a struct of its own here.

use serde::{Deserialize, Serialize};

const MEBIBYTE: u64 = 1024 * 1024;

/// The limits of all formats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// The longest document in bytes, after decompression. A longer file of one document is refused.
    pub max_document_bytes: u64,
    /// The longest line in bytes, in a file of one document a line.
    pub max_line_bytes: u64,
    /// The most that the texts of one file may take in bytes, with their metadata. A file of one text a line has no such
    /// limit.
    pub max_texts_bytes: u64,
    /// The limits of web pages.
    pub html: HtmlLimits,
    /// The limits of archives.
    pub archive: ArchiveLimits,
}

/// The limits of archives: zip and tar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveLimits {
    /// The largest zip archive in bytes, which is held in memory.
    pub max_bytes: u64,
    /// The most that an archive may unpack to in bytes, with the archives in it.
    pub max_unpacked_bytes: u64,
    /// How many times its packed size a member may have, above a mebibyte.
    pub max_ratio: u64,
    /// The most archives around a file.
    pub max_depth: usize,
    /// The most members, with those of the archives in it.
    pub max_members: usize,
}

/// The limits of web pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HtmlLimits {
    /// The longest page in bytes.
    pub max_bytes: u64,
    /// The greatest depth of nested elements. Building a tree takes quadratic time in the depth.
    pub max_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            max_document_bytes: 64 * MEBIBYTE,
            max_line_bytes: 64 * MEBIBYTE,
            max_texts_bytes: 256 * MEBIBYTE,
            html: HtmlLimits::default(),
            archive: ArchiveLimits::default(),
        }
    }
}

impl Default for HtmlLimits {
    fn default() -> Self {
        HtmlLimits { max_bytes: 16 * MEBIBYTE, max_depth: 512 }
    }
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        ArchiveLimits {
            max_bytes: 256 * MEBIBYTE,
            max_unpacked_bytes: 1024 * MEBIBYTE,
            max_ratio: 200,
            max_depth: 3,
            max_members: 20_000,
        }
    }
}
