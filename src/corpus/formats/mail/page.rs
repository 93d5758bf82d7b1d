//! MHTML: a web page that a browser has saved as a message, with its pictures.
//!
//! The day and the subject of the message are those of the saving: what the page says counts.

use std::io::BufRead;

use mail_parser::{MimeHeaders, PartType};

use super::message;
use crate::corpus::formats::html;
use crate::corpus::formats::reader::{About, Reader, Refused, Sign};
use crate::corpus::input::whole;
use crate::corpus::metadata;
use crate::corpus::sink::Sink;
use crate::model::{Reason, Stage};
use crate::text::decode::decode;

/// The reader of saved pages with their pictures.
pub(in crate::corpus::formats) struct Mhtml;

/// How far into a message its own headers may reach.
const HEAD: usize = 2048;
/// The header with which Chrome, Edge and Opera name the address of the page.
const ADDRESS: &str = "Snapshot-Content-Location";

impl Reader for Mhtml {
    fn about(&self) -> About {
        About {
            name: "MHTML",
            en: "a page that a browser saved with its pictures, as a web page",
            fr: "une page qu'un navigateur a enregistrée avec ses images, comme une page web",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["mhtml", "mht"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        let head = String::from_utf8_lossy(&start[..start.len().min(HEAD)]).to_lowercase();
        let is_saved = head.starts_with("from: <saved by") || head.contains("\nsnapshot-content-location:");
        if is_saved { Sign::Sure } else { Sign::None }
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let most = output.limits.max_document_bytes;
        let bytes = whole(input, most).map_err(|reason| Refused(Stage::Read, reason))?;
        let message = message::parsed(&bytes).map_err(|reason| Refused(Stage::Parse, reason))?;
        let page = message.parts.iter().find_map(|part| match &part.body {
            PartType::Html(page) => Some((part, page)),
            _ => None,
        });
        let (part, page) = page.ok_or(Refused(Stage::Parse, Reason::NoText))?;
        let address = message.header_raw(ADDRESS).or(part.content_location()).and_then(metadata::url);
        // Its characters are decoded already: what the page says of its encoding no longer holds.
        let mut decoded = decode(page.as_bytes(), Some("utf-8"));
        decoded.encoding = "mime";
        output.address = address;
        html::decoded_page(&decoded, output)
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::limits::Limits;
    use crate::corpus::tests::items_of;
    use crate::model::Document;

    fn check(name: &str, message: &str, expected: &[&str]) {
        let show = |found: Document| {
            let m = found.metadata;
            let fields = [m.title, m.date.map(|day| day.to_string()), m.source, m.url, Some(found.text)];
            fields.into_iter().flatten().collect::<Vec<_>>().join(" | ")
        };
        let got = items_of(name, message.replace('\n', "\r\n").as_bytes(), &Limits::default(), show);
        assert_eq!(got, expected, "{message}");
    }

    #[test]
    fn the_page_counts_and_not_its_saving() {
        let head = "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/eco/puces\nSubject: x\n\
            Date: Thu, 13 Mar 2025 23:30:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=b\n\n";
        let page = "<html><meta charset=3Diso-8859-1><h1>D=C3=A9bat</h1><p>NVIDIA vend ses puces en Chine depuis des ann=C3=A9es, dit-elle.</p>";
        let part = format!(
            "--b\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\nContent-Location: https://a.example/eco/puces\n\n{page}\n"
        );
        let picture = "--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n--b--\n";
        let text = "Débat | a.example | https://a.example/eco/puces | NVIDIA vend ses puces en Chine depuis des années, dit-elle.";
        let message = format!("{head}{part}{picture}");
        check("a.mhtml", &message, &[text]);
        check("a.txt", &message, &["a.txt: parse: read_as: MHTML", text]);
        check("a.mht", &format!("{head}--b--"), &["a.mht: parse: no_text"]);
    }
}
