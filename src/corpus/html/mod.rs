//! A web page in; the article without the menus, and what the page says of it, out.
//!
//! `guard` refuses what no tree can be built of, `about` reads the metadata off the tree, `strip` takes away
//! what is no article, the extractor finds the article, `blocks` writes it down as lines. A page in which no
//! article stands out is kept whole, and said to be.

mod about;
mod blocks;
mod boilerplate;
mod charset;
mod guard;
mod json_ld;
mod strip;
mod title;

use std::io::BufRead;

use dom_query::Document;
use dom_smoothie::{Config, Readability};

use self::blocks::Block;
use super::metadata;
use super::output::{Found, Output};
use super::reader::{Reader, Refused, doubts, text_bytes};
use crate::model::{Reason, Stage, Unit};
use crate::text::decode::decode;

/// Saved web pages.
pub(super) struct Html;

/// More elements than this, and no article is looked for.
const MAX_ELEMENTS: usize = 200_000;
/// An extract shorter than this is the best of several bad ones.
const SURE_BYTES: usize = 500;

impl Reader for Html {
    fn read(&self, input: &mut dyn BufRead, output: &mut Output<'_>) -> Result<(), Refused> {
        let bytes = text_bytes(input, output.limits.max_html_bytes)?;
        page(&bytes, output)
    }
}

/// Reads the bytes of a page.
pub(super) fn page(bytes: &[u8], output: &mut Output<'_>) -> Result<(), Refused> {
    let limits = output.limits;
    if bytes.len() as u64 > limits.max_html_bytes {
        let reason = Reason::TooLarge { unit: Unit::Page, most: limits.max_html_bytes };
        return Err(Refused(Stage::Read, reason));
    }
    let decoded = decode(bytes, charset::declared(bytes).as_deref());
    guard::check(&decoded.text, limits.max_html_depth).map_err(|reason| Refused(Stage::Parse, reason))?;
    let mut found = article(&decoded.text);
    found.encoding = decoded.encoding;
    found.warnings.extend(doubts(&decoded));
    output.document(found);
    Ok(())
}

/// Whether the bytes begin like a page, whatever the file is called.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    start.starts_with("<!doctype html") || start.starts_with("<html")
}

/// The text of a piece of mark-up, nothing of it left out.
pub(super) fn fragment(html: &str, max_depth: usize) -> Result<String, Reason> {
    guard::check(html, max_depth)?;
    let tree = Document::fragment(html);
    Ok(blocks::text(&blocks::of(&tree.root())))
}

/// The words of a title in which tags or entities may stand.
pub(super) fn inline(text: &str) -> String {
    match looks_marked_up(text) {
        true => fragment(text, 64).map_or_else(|_| text.to_owned(), |text| text.replace('\n', " ")),
        false => unescaped(text),
    }
}

/// Whether `text` has tags that would be read as words.
pub(super) fn looks_marked_up(text: &str) -> bool {
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

/// Entities to characters, in a text without tags.
pub(super) fn unescaped(text: &str) -> String {
    match text.contains('&') && text.contains(';') && !text.contains('<') {
        true => guard::characters(text),
        false => text.to_owned(),
    }
}

fn article(html: &str) -> Found {
    let tree = Document::from(html);
    let mut found = Found { metadata: about::read(&tree), ..Found::default() };
    strip::rails(&tree);
    let lead = strip::lead(&tree);
    let body = strip::body(&tree);
    let extract = extract(tree, lead);
    let blocks = match is_enough(&extract, &body) {
        true => extract,
        false => {
            found.warnings.push((Stage::Parse, Reason::WholePage));
            body
        }
    };
    let blocks = title::without(blocks, found.metadata.title.as_deref());
    let blocks = about::read_head(blocks, &mut found.metadata);
    found.text = blocks::text(&blocks);
    found.metadata.title = found.metadata.title.take().and_then(|title| metadata::line(&title));
    found
}

/// The article's blocks, without the prompts that stand between its paragraphs.
fn extract(tree: Document, lead: Option<String>) -> Vec<Block> {
    let config = Config { max_elements_to_parse: MAX_ELEMENTS, disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(tree, None, Some(config)).and_then(|mut reader| reader.parse());
    let Ok(article) = article else { return Vec::new() };
    let content = Document::fragment(article.content);
    let blocks = boilerplate::removed(blocks::without(&content.root(), strip::is_caption));
    strip::with_lead(blocks, lead)
}

/// A quarter of the page's prose: less, and the extractor took a side column for the article. Of a short
/// extract, which the extractor itself is not sure of, it must be the better half.
fn is_enough(extract: &[Block], body: &[Block]) -> bool {
    let prose = |blocks: &[Block]| blocks.iter().map(Block::unlinked).sum::<usize>();
    let (extract, body) = (prose(extract), prose(body));
    let share = if extract < SURE_BYTES { 60 } else { 25 };
    (extract > 0 && extract * 100 >= body * share) || body == 0
}

#[cfg(test)]
mod tests;
