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

/// The limits that `vigie.toml` sets, sizes in MiB. What is `None` keeps its default.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct LimitsFile {
    /// [`Limits::max_document_bytes`].
    pub document: Option<u64>,
    /// [`Limits::max_line_bytes`].
    pub line: Option<u64>,
    /// [`Limits::max_texts_bytes`].
    pub texts: Option<u64>,
    /// [`HtmlLimits::max_bytes`].
    pub page: Option<u64>,
    /// [`HtmlLimits::max_depth`].
    pub page_depth: Option<usize>,
    /// [`ArchiveLimits::max_bytes`].
    pub archive: Option<u64>,
    /// [`ArchiveLimits::max_unpacked_bytes`].
    pub archive_unpacked: Option<u64>,
    /// [`ArchiveLimits::max_ratio`].
    pub archive_ratio: Option<u64>,
    /// [`ArchiveLimits::max_depth`].
    pub archive_depth: Option<usize>,
    /// [`ArchiveLimits::max_members`].
    pub archive_members: Option<usize>,
}

impl From<LimitsFile> for Limits {
    fn from(file: LimitsFile) -> Self {
        let Limits { max_document_bytes, max_line_bytes, max_texts_bytes, html, archive } = Limits::default();
        let bytes = |mib: Option<u64>, default: u64| mib.map_or(default, |mib| mib.saturating_mul(MEBIBYTE));
        Limits {
            max_document_bytes: bytes(file.document, max_document_bytes),
            max_line_bytes: bytes(file.line, max_line_bytes),
            max_texts_bytes: bytes(file.texts, max_texts_bytes),
            html: HtmlLimits {
                max_bytes: bytes(file.page, html.max_bytes),
                max_depth: file.page_depth.unwrap_or(html.max_depth),
            },
            archive: ArchiveLimits {
                max_bytes: bytes(file.archive, archive.max_bytes),
                max_unpacked_bytes: bytes(file.archive_unpacked, archive.max_unpacked_bytes),
                max_ratio: file.archive_ratio.unwrap_or(archive.max_ratio),
                max_depth: file.archive_depth.unwrap_or(archive.max_depth),
                max_members: file.archive_members.unwrap_or(archive.max_members),
            },
        }
    }
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
