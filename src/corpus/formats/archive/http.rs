//! Answers of web servers, as web archives keep them: the head says what the body is, and how it was packed.

use std::io::{BufReader, Read};

use flate2::bufread::{MultiGzDecoder, ZlibDecoder};

use crate::corpus::input::whole;
use crate::model::Reason;

/// The most lines of a head.
const MOST_HEADERS: usize = 128;
/// The kinds of content that are pages or documents.
const READ: &[&str] = &[
    "text/html",
    "application/xhtml+xml",
    "application/pdf",
    "text/plain",
    "application/msword",
    "application/rtf",
    "application/epub+zip",
    "application/rss+xml",
    "application/atom+xml",
    "application/vnd.openxmlformats-officedocument",
    "application/vnd.oasis.opendocument",
];

/// What an answer holds.
pub(super) enum Answer {
    /// A page or a document, unpacked.
    Page {
        /// Its kind, as declared.
        content_type: String,
        bytes: Vec<u8>,
    },
    /// Something else: its kind, or the number of the error that the server gave.
    Other { kind: String },
}

/// Reads an answer of at most `most` bytes. The error is why it cannot be read.
pub(super) fn answer(body: &mut dyn Read, most: u64) -> Result<Answer, Reason> {
    let bytes = whole(&mut BufReader::new(body), most)?;
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let length = match response.parse(&bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        _ => return Err(Reason::PackedDamaged),
    };
    let header = |name: &str| {
        let found = response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        found.map(|header| String::from_utf8_lossy(header.value).to_lowercase()).unwrap_or_default()
    };
    let content_type = header("content-type");
    match response.code {
        Some(200..=299) => {}
        code => return Ok(Answer::Other { kind: code.map_or("?".to_owned(), |code| code.to_string()) }),
    }
    if !is_read(&content_type) {
        return Ok(Answer::Other { kind: kind(&content_type) });
    }
    let body = &bytes[length..];
    // Some crawlers keep the head of a body that they have put together.
    let joined = header("transfer-encoding").contains("chunked").then(|| unchunked(body)).flatten();
    let bytes = unpacked(joined.as_deref().unwrap_or(body), &header("content-encoding"), most)?;
    Ok(Answer::Page { content_type, bytes })
}

/// A body without a head, of a declared kind.
pub(super) fn plain(body: &mut dyn Read, content_type: &str, most: u64) -> Result<Answer, Reason> {
    if !is_read(content_type) {
        return Ok(Answer::Other { kind: kind(content_type) });
    }
    let bytes = whole(&mut BufReader::new(body), most)?;
    Ok(Answer::Page { content_type: content_type.to_owned(), bytes })
}

fn is_read(content_type: &str) -> bool {
    READ.iter().any(|kind| content_type.starts_with(kind))
}

/// The kind without its parameters.
fn kind(content_type: &str) -> String {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    if kind.is_empty() { "?".to_owned() } else { kind.to_owned() }
}

/// The body put together from its chunks; `None` if it has none, and for those before a damaged one.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    while let Ok(httparse::Status::Complete((start, length))) = httparse::parse_chunk_size(rest) {
        let chunk = rest.get(start..)?;
        let length = usize::try_from(length).ok()?;
        if length == 0 {
            return Some(out);
        }
        out.extend_from_slice(&chunk[..length.min(chunk.len())]);
        rest = chunk.get(length + 2..).unwrap_or_default();
    }
    (!out.is_empty()).then_some(out)
}

/// The body unpacked, to at most `most` bytes.
fn unpacked(body: &[u8], encoding: &str, most: u64) -> Result<Vec<u8>, Reason> {
    match encoding.trim() {
        "" | "identity" => Ok(body.to_owned()),
        // Some crawlers have unpacked it, and kept the head.
        "gzip" | "x-gzip" if !body.starts_with(b"\x1f\x8b") => Ok(body.to_owned()),
        "gzip" | "x-gzip" => whole(&mut BufReader::new(MultiGzDecoder::new(body)), most),
        "deflate" => whole(&mut BufReader::new(ZlibDecoder::new(body)), most),
        said => Err(Reason::UnknownPacking { said: said.to_owned() }),
    }
}
