//! Web pages: the article without the menus, and the metadata of the page.
//!
//! `mend` ends what its writer ended, and `guard` refuses pages of which no tree can be built. `page_metadata` reads the metadata
//! from the tree. `strip` and `teasers` remove what is beside the article, `region` finds it around its headline, `boilerplate`
//! drops prompts, and `blocks` writes lines. A page in which no article stands out is kept whole, with a warning; `share` warns
//! where little was kept.

mod page_metadata;
mod blocks;
mod boilerplate;
mod charset;
mod guard;
mod json_ld;
mod measures;
mod mend;
mod region;
mod share;
mod strip;
mod tags;
mod teasers;
mod title;

use std::io::BufRead;

use dom_query::{Document, NodeRef};

use super::press;
use super::reader::{About, Reader, Refused, Sign, decoding_warnings, text_bytes};
use crate::corpus::metadata;
use crate::corpus::{extracted::Extracted, sink::Sink};
use crate::model::{Reason, Stage, Unit};
use crate::text::decode::{Decoded, clean, decode};
use blocks::Block;
use measures::Measures;

/// The reader of saved web pages.
pub(super) struct Html;

impl Reader for Html {
    fn about(&self) -> About {
        About {
            name: "HTML",
            en: "the article of a saved web page, without its menus",
            fr: "l'article d'une page web enregistrée, sans ses menus",
        }
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["html", "htm", "xhtml"]
    }

    fn sign(&self, start: &[u8]) -> Sign {
        if is_page(start) { Sign::Likely } else { Sign::None }
    }

    fn read(&self, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
        let bytes = text_bytes(input, output.limits.html.max_bytes)?;
        page(&bytes, output)
    }
}

/// What pages of hits have which this program exports.
const OF_HIT_LISTS: &str = "meta[name=vigie][content=hit-list]";

/// Reads the bytes of a page.
pub(super) fn page(bytes: &[u8], output: &mut Sink<'_>) -> Result<(), Refused> {
    let limits = output.limits;
    if bytes.len() as u64 > limits.html.max_bytes {
        let reason = Reason::TooLarge { unit: Unit::Page, most: limits.html.max_bytes };
        return Err(Refused(Stage::Read, reason));
    }
    let decoded = decode(bytes, charset::declared(bytes).as_deref());
    decoded_page(&decoded, output)
}

/// Reads the characters of a page.
pub(super) fn decoded_page(decoded: &Decoded, output: &mut Sink<'_>) -> Result<(), Refused> {
    let limits = output.limits;
    let text = mend::closed(&decoded.text);
    guard::check(&text, limits.html.max_depth).map_err(|reason| Refused(Stage::Parse, reason))?;
    let tree = Document::from(text.as_ref());
    if tree.select(OF_HIT_LISTS).exists() {
        return Err(Refused(Stage::Parse, Reason::HitList));
    }
    let warnings = decoding_warnings(decoded);
    if let Some(articles) = press::of_page(&tree) {
        warnings.into_iter().for_each(|(stage, reason)| output.warn(stage, None, reason));
        articles
            .into_iter()
            .for_each(|found| output.document(Extracted { encoding: decoded.encoding, ..found }));
        return Ok(());
    }
    let mut found = article(&tree);
    found.encoding = decoded.encoding;
    found.warnings.extend(warnings.into_iter().chain(press::doubt(&text)));
    output.document(found);
    Ok(())
}

/// The encoding that a page or a document declares.
pub(super) fn declared_charset(bytes: &[u8]) -> Option<String> {
    charset::declared(bytes)
}

/// The whole text that a page shows.
pub(super) fn whole_text(html: &str, max_depth: usize) -> Result<String, Reason> {
    let html = mend::closed(html);
    guard::check(&html, max_depth)?;
    Ok(Document::from(html.as_ref()).body().map(|body| text_of(&body)).unwrap_or_default())
}

/// The text of an element.
pub(super) fn text_of(node: &NodeRef<'_>) -> String {
    blocks::text(&blocks::of(node))
}

/// Whether the bytes begin like a web page.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

/// The whole text of a fragment of markup. A tag that is only mentioned is part of the text.
pub(super) fn fragment(html: &str, max_depth: usize) -> Result<String, Reason> {
    let html = mend::literal(html);
    guard::check(&html, max_depth)?;
    let tree = Document::fragment(html.as_ref());
    Ok(blocks::text(&blocks::of(&tree.root())))
}

/// The text of what may be a fragment of markup. What has no tag keeps its lines.
pub(super) fn fragment_or_text(text: &str, max_depth: usize) -> Result<String, Reason> {
    match looks_marked_up(&mend::literal(text)) {
        true => fragment(text, max_depth),
        false => Ok(unescaped(text)),
    }
}

/// A title without tags and entities.
pub(super) fn inline(text: &str) -> String {
    fragment_or_text(text, 64).map_or_else(|_| text.to_owned(), |text| text.replace('\n', " "))
}

/// Whether `text` has HTML tags.
fn looks_marked_up(text: &str) -> bool {
    text.match_indices('<').any(|(at, _)| {
        let rest = text[at + 1..].trim_start_matches('/');
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest[end..].starts_with(['>', ' ', '/', '\n']) && is_tag(&rest[..end].to_ascii_lowercase())
    })
}

fn is_tag(name: &str) -> bool {
    const TAGS: &str = "a article b blockquote body br div em figure h1 h2 h3 h4 html i img li ol p script section span \
        strong sub sup table ul";
    TAGS.split_whitespace().any(|tag| tag == name)
}

/// A text without tags, with its entities resolved.
pub(super) fn unescaped(text: &str) -> String {
    match text.contains('&') && text.contains(';') {
        // Without a tag the tree is one piece of text.
        true => clean(&Document::fragment(text.replace('<', "&lt;")).text()),
        false => text.to_owned(),
    }
}

fn article(tree: &Document) -> Extracted {
    let mut found = page_metadata::read(tree);
    let Some(body) = tree.body() else { return found };
    let seen = Measures::of(&body).get(&body).prose;
    let headline = found.metadata.title.as_deref().and_then(|title| title::element(tree, title));
    strip::remove_sidebars(&body, headline.as_ref());
    teasers::remove(&body, headline.as_ref());
    let blocks = main_text(&body, headline.as_ref(), &mut found);
    let blocks = page_metadata::read_head(blocks, &mut found);
    let blocks = title::without(blocks, found.metadata.title.as_deref());
    found.warnings.extend(share::warning(&blocks, seen).map(|reason| (Stage::Parse, reason)));
    found.text = blocks::text(&blocks);
    found.metadata.title = found.metadata.title.take().and_then(|title| metadata::line(&title));
    found
}

/// The blocks of the article. If no article stands out, all blocks of the page with a warning.
fn main_text(body: &NodeRef<'_>, headline: Option<&NodeRef<'_>>, found: &mut Extracted) -> Vec<Block> {
    let measures = Measures::of(body);
    let region = match headline {
        Some(headline) => region::around(headline, body, &measures),
        None => region::densest(body, &measures),
    };
    let extract = boilerplate::removed(blocks::without(&region, strip::is_caption));
    let whole = blocks::of(body);
    let stands_out = headline.is_some() || share::is_prose(&extract);
    let is_kept = stands_out && share::is_enough(&extract, &whole, headline.is_some());
    if is_kept || whole.is_empty() {
        return extract;
    }
    found.warnings.push((Stage::Parse, Reason::WholePage));
    whole
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod press_tests;
