//! Web archives (WARC): the pages that a crawler has saved, each as the file that it was.
//!
//! A record begins with a head and says its length; where that is wrong, the next line that begins a record counts. Answers that
//! are pages or documents are read, also those that a crawler has taken out of their answers; all others are counted by kind.
//! ISO 28500 describes the format.

use std::io::{self, BufRead, Read};

use super::http::{self, Answer};
use super::{Members, Stop};
use crate::corpus::formats::reader::{About, Reader, Refused, Sign};
use crate::corpus::input::damaged;
use crate::corpus::limits::Limits;
use crate::corpus::metadata;
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage};

/// The reader of web archives.
pub(in crate::corpus::formats) struct Warc;

/// How a record begins.
const MAGIC: &[u8] = b"WARC/";
/// The longest head of a record in bytes, and the longest line between two of them that is not one.
const LONGEST_HEAD: u64 = 64 << 10;

impl Reader for Warc {
    fn about(&self) -> About {
        About {
            name: "WARC",
            en: "each page and document of a web archive, as a file by itself",
            fr: "chaque page et document d'une archive du web, comme un fichier à part",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["warc"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        if start.starts_with(MAGIC) { Sign::Sure } else { Sign::None }
    }

    fn is_binary(&self) -> bool {
        true
    }

    fn largest(&self, limits: &Limits) -> u64 {
        limits.archive.max_unpacked_bytes
    }

    fn read(&self, mut input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let mut members = Members::of(output)?;
        let mut records = 0;
        loop {
            let head = match head(&mut input) {
                Ok(Some(head)) => head,
                Ok(None) => break,
                Err(error) => {
                    members.output.fail(Stage::Read, None, damaged(&error));
                    break;
                }
            };
            records += 1;
            let mut body = Read::take(&mut input, head.length);
            let went_on = record(&head, &mut body, &mut members);
            // What nobody wanted of the record is passed over.
            let rest = io::copy(&mut body, &mut io::sink());
            if went_on.is_err() {
                break;
            }
            if rest.is_err() || body.limit() > 0 {
                members.output.fail(Stage::Read, None, Reason::PackedCut);
                break;
            }
        }
        if records == 0 {
            members.output.warn(Stage::Parse, None, Reason::NoArticle);
        }
        members.end();
        Ok(())
    }
}

/// What the head of a record says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Head {
    kind: String,
    address: String,
    content_type: String,
    length: u64,
}

/// The head of the next record. Lines before it belong to none. `None` at the end.
fn head(input: &mut impl BufRead) -> io::Result<Option<Head>> {
    let mut line = Vec::new();
    loop {
        line.clear();
        if input.take(LONGEST_HEAD).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.starts_with(MAGIC) {
            break;
        }
    }
    let mut head = Head::default();
    let mut read = 0;
    loop {
        line.clear();
        read += input.take(LONGEST_HEAD).read_until(b'\n', &mut line)? as u64;
        let text = String::from_utf8_lossy(&line);
        if text.trim().is_empty() || read > LONGEST_HEAD {
            return Ok(Some(head));
        }
        let Some((name, value)) = text.split_once(':') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => head.kind = value.to_lowercase(),
            // Some crawlers set it in angle brackets.
            "warc-target-uri" => head.address = value.trim_matches(['<', '>']).to_owned(),
            "content-type" => head.content_type = value.to_lowercase(),
            "content-length" => head.length = value.parse().unwrap_or(0),
            _ => {}
        }
    }
}

/// Reads the page or document of a record, if it has one.
fn record(head: &Head, body: &mut dyn Read, members: &mut Members<'_, '_>) -> Result<(), Stop> {
    let most = members.output.limits.html.max_bytes.max(members.output.limits.max_document_bytes);
    let is_answer = head.kind == "response" && head.content_type.contains("application/http");
    let answer = match head.kind.as_str() {
        "response" if is_answer => http::answer(body, most),
        "response" | "resource" | "conversion" => http::plain(body, &head.content_type, most),
        _ => return Ok(()),
    };
    match answer {
        Ok(Answer::Page { content_type, bytes }) => page(head, &content_type, &bytes, members),
        Ok(Answer::Other { kind }) => {
            members.leave_out(kind);
            Ok(())
        }
        Err(reason) => {
            members.refuse(&name(&head.address, ""), reason);
            Ok(())
        }
    }
}

fn page(head: &Head, content_type: &str, bytes: &[u8], members: &mut Members<'_, '_>) -> Result<(), Stop> {
    let name = name(&head.address, content_type);
    match members.wants(&name)? {
        true => members.read_at(&name, &mut &bytes[..], metadata::url(&head.address)),
        false => Ok(()),
    }
}

/// The name of a page as that of a file: its host and path, with the extension of a page if it has none.
fn name(address: &str, content_type: &str) -> String {
    let path = address.split_once("://").map_or(address, |(_, path)| path);
    let path = path.split(['#']).next().unwrap_or_default();
    let path = path.strip_prefix("www.").unwrap_or(path).trim_end_matches('/');
    let parts = path.split('/').filter(|part| !part.is_empty() && !part.chars().all(|c| c == '.'));
    let path = parts.map(|part| part.trim_start_matches('.')).collect::<Vec<_>>().join("/");
    let last = path.rsplit('/').next().unwrap_or_default();
    let is_page = content_type.contains("html");
    match is_page && path.contains('/') && (last.ends_with(".html") || last.ends_with(".htm")) {
        false if is_page => path + ".html",
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::tests::items_of;
    use crate::model::Document;
    use proptest::prelude::*;

    fn record(kind: &str, address: &str, content_type: &str, body: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {content_type}\r\n\
             Content-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    }

    fn response(address: &str, head: &str, body: &str) -> String {
        record(
            "response",
            address,
            "application/http; msgtype=response",
            &format!("HTTP/1.1 {head}\r\n\r\n{body}"),
        )
    }

    fn items(bytes: &[u8]) -> Vec<String> {
        let show = |found: Document| {
            let id = found.path_id();
            let m = found.metadata;
            let fields = [Some(id), m.title, m.source, m.url, Some(found.text)];
            fields.into_iter().flatten().collect::<Vec<_>>().join(" | ")
        };
        items_of("a.warc", bytes, &Limits::default(), show)
    }

    fn check(archive: &str, expected: &[&str]) {
        assert_eq!(items(archive.as_bytes()), expected, "{archive}");
    }

    const PAGE: &str = "<html><title>Puces</title><body><h1>Puces</h1><p>NVIDIA vend ses puces en Chine depuis des années, dit-elle.</p></body></html>";

    #[test]
    fn pages_are_articles() {
        let info = record("warcinfo", "", "application/warc-fields", "software: x");
        let page = response("https://www.lemonde.fr/eco/puces", "200 OK\r\nContent-Type: text/html", PAGE);
        let text = "NVIDIA vend ses puces en Chine depuis des années, dit-elle.";
        let id = "a.warc/lemonde.fr/eco/puces.html";
        let url = "https://www.lemonde.fr/eco/puces";
        check(&(info + &page), &[&format!("{id} | Puces | lemonde.fr | {url} | {text}")]);
    }

    #[test]
    fn bodies_are_unpacked() {
        let chunked = "5\r\n<html\r\n3\r\n><p\r\n28\r\n>NVIDIA vend ses puces en Chine, dit-on.\r\n0\r\n\r\n";
        let head = "200 OK\r\ncontent-type: text/html\r\ntransfer-encoding: chunked";
        let page = response("https://a.example/x.html", head, chunked);
        check(
            &page,
            &[
                "a.warc/a.example/x.html | a.example | https://a.example/x.html | NVIDIA vend ses puces en Chine, dit-on.",
            ],
        );
    }

    #[test]
    fn other_records_are_counted() {
        let picture = response("https://a.example/x.png", "200 OK\r\nContent-Type: image/png", "…");
        let gone = response("https://a.example/y", "404 Not Found\r\nContent-Type: text/html", PAGE);
        check(&(picture + &gone), &["a.warc: read: members_left_out: {\"404\":1,\"image/png\":1}"]);
    }

    #[test]
    fn a_wrong_length_costs_its_record() {
        let broken = response("https://a.example/x", "200 OK\r\nContent-Type: image/png", "…")
            .replace("Content-Length", "X");
        let page = response("https://a.example/z.html", "200 OK\r\nContent-Type: text/html", PAGE);
        assert_eq!(items((broken + &page).as_bytes()).len(), 2);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "(WARC/1.0\r\n|WARC-Type: response\r\n|Content-Type: application/http\r\n|Content-Length: [0-9]{1,20}\r\n|HTTP/1.1 200 OK\r\n|\r\n|é| ){0,20}") {
            let _ = items(text.as_bytes());
        }
    }
}
