//! XML: feeds, TEI and other documents as text.
//!
//! `tree` parses, `feed` and `tei` know their elements, `plain` writes the text of any other document.

mod feed;
mod plain;
mod tei;
mod tree;

use std::io::BufRead;

use super::html;
use super::reader::{About, Reader, Refused, Sign, decoding_warnings, text_bytes};
use crate::corpus::{extracted::Extracted, sink::Sink};
use crate::model::{Reason, Stage};
use crate::text::decode::decode;
use tree::Element;

/// The reader of XML.
pub(super) struct Xml;

impl Reader for Xml {
    fn about(&self) -> About {
        About {
            name: "XML",
            en: "feeds (RSS, RDF, Atom: an article for each entry), TEI, and other XML as its text",
            fr: "flux (RSS, RDF, Atom : un article par entrée), TEI, et tout autre XML comme son texte",
        }
    }

    fn sign(&self, start: &[u8]) -> Sign {
        let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
        let is_xml =
            [&b"<?xml "[..], b"<rss ", b"<feed ", b"<TEI "].iter().any(|sign| start.starts_with(sign));
        if is_xml { Sign::Likely } else { Sign::None }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xml", "rss", "atom", "rdf", "tei"]
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let bytes = text_bytes(input, output.limits.max_document_bytes)?;
        let decoded = decode(&bytes, html::declared_charset(&bytes).as_deref());
        let parsed = tree::parse(&decoded.text, output.limits.html.max_depth)
            .map_err(|reason| Refused(Stage::Parse, reason))?;
        let Some(root) = parsed.root else { return Err(Refused(Stage::Parse, Reason::NotXml)) };
        if root.name == "html" {
            return html::page(&bytes, output);
        }
        let warnings = decoding_warnings(&decoded).into_iter();
        let damage = parsed.damage.map(|said| (Stage::Parse, Reason::DamagedXml { said }));
        warnings.chain(damage).for_each(|(stage, reason)| output.warn(stage, None, reason));
        let found = articles(&root, output.limits.html.max_depth);
        if found.is_empty() {
            output.warn(Stage::Parse, None, Reason::NoArticle);
        }
        found
            .into_iter()
            .for_each(|found| output.document(Extracted { encoding: decoded.encoding, ..found }));
        Ok(())
    }
}

/// The articles of a document, numbered if it is a kind that holds several.
fn articles(root: &Element, max_depth: usize) -> Vec<Extracted> {
    let several = feed::articles(root, max_depth).or_else(|| tei::corpus(root));
    let Some(mut several) = several else {
        return vec![tei::article(root).unwrap_or_else(|| plain::article(root))];
    };
    for (number, found) in (1..).zip(&mut several) {
        found.ordinal = Some(number);
        found.line = Some(number.into());
    }
    several
}
