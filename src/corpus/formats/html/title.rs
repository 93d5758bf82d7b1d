//! The title of a page's article, without the name of the site.
//!
//! A heading that readers see is preferred to the title that the page declares, since readers quote the heading. A heading
//! that is only the name of the site is no title.

use dom_query::{Document, NodeRef};

use super::blocks::Block;
use crate::corpus::metadata;
use crate::model::Origin;

/// The longest title, in characters.
const MAX_CHARS: usize = 300;
/// The most nodes below an element that shows a title.
const MAX_NODES: usize = 12;
/// The number of blocks at the start of the text in which the title is looked for.
const HEAD_BLOCKS: usize = 20;
/// A block above the title is part of the text only if it is as long as a sentence, in bytes.
const MIN_PROSE: usize = 60;

/// The declared titles of the article, and the name of the site.
pub(super) struct Names<'a> {
    pub(super) meta: Option<&'a str>,
    pub(super) linked: Option<&'a str>,
    pub(super) site: Option<&'a str>,
}

/// The article's title, and what says it.
pub(super) fn find(tree: &Document, names: &Names<'_>) -> Option<(String, Origin)> {
    let page = tree.select("head title").first().text();
    let called: Vec<String> =
        [names.linked, names.meta, Some(&page)].into_iter().flatten().map(folded).collect();
    let site = names.site.map(folded).unwrap_or_default();
    let is_title = |heading: &str| !folded(heading).is_empty() && folded(heading) != site;
    let all = |selector: &str| -> Vec<String> {
        let headings = tree.select(selector);
        headings
            .iter()
            .filter_map(|h| metadata::line(without_permalink(&h.text())))
            .filter(|h| is_title(h))
            .collect()
    };
    let headings = all("h1");
    let is_called = |heading: &&String| called.iter().any(|name| agree(&folded(heading), name));
    let confirmed =
        headings.iter().filter(is_called).max_by_key(|h| h.chars().count().min(MAX_CHARS)).cloned();
    // Where the `<h1>` is the name of the paper, the headline is an `<h2>`.
    let second = || all("h2").iter().find(is_called).cloned();
    let confirmed = confirmed.or_else(second);
    let inside = || all("article h1, main h1").into_iter().next();
    let only = || headings.first().filter(|_| headings.len() == 1).cloned();
    let by = |name: Option<&str>, origin: Origin| Some((without_site(name?, names.site)?, origin));
    let stated = || match names.meta {
        Some(_) => by(names.meta, Origin::MetaElement),
        None => by(names.linked, Origin::LinkedData),
    };
    let shown = confirmed.or_else(inside).or_else(only).map(|heading| (heading, Origin::Page));
    let found = shown.or_else(stated).or_else(|| by(Some(&page), Origin::MetaElement));
    found.filter(|(title, _)| title.chars().count() <= MAX_CHARS)
}

/// The element that shows the title.
pub(super) fn element<'a>(tree: &'a Document, title: &str) -> Option<NodeRef<'a>> {
    let title = folded(title);
    let all = |selector: &str| tree.select(selector).nodes().to_vec();
    let shows = |node: &NodeRef<'a>| folded(&node.text()) == title;
    let short = |node: &NodeRef<'a>| node.descendants_it().take(MAX_NODES + 1).count() <= MAX_NODES;
    let marked = || all("h1").into_iter().chain(all("h2, h3")).find(shows);
    // Old pages set the title in bold letters.
    let bold = || all("b, strong, font, p, div, td").into_iter().filter(short).find(shows);
    let near = || all("h1").into_iter().find(|node| agree(&folded(&node.text()), &title));
    let only = || Some(all("h1")).filter(|found| found.len() == 1).map(|found| found[0]);
    marked().or_else(bold).or_else(near).or_else(only)
}

/// Removes the block that repeats the title, and the section names and dates above it.
pub(super) fn without(blocks: Vec<Block>, title: Option<&str>) -> Vec<Block> {
    let title = title.map(folded).unwrap_or_default();
    let at = blocks.iter().take(HEAD_BLOCKS).position(|block| folded(&block.text) == title);
    let Some(at) = at.filter(|_| blocks.len() > 1) else { return blocks };
    let is_kept = |n: usize, block: &Block| n > at || n < at && block.unlinked() >= MIN_PROSE;
    blocks.into_iter().enumerate().filter(|(n, block)| is_kept(*n, block)).map(|(_, block)| block).collect()
}

/// A heading without the sign that links to it.
fn without_permalink(heading: &str) -> &str {
    heading.trim_end().trim_end_matches(['¶', '🔗'])
}

/// Whether one title contains the other and they differ by the name of a site or section at most.
fn agree(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && long.contains(short) && short.len() * 2 >= long.len()
}

/// The title without « - Nom du site ».
fn without_site(name: &str, site: Option<&str>) -> Option<String> {
    let name = metadata::line(name)?;
    let cut = [" - ", " | ", " – ", " — "].iter().filter_map(|mark| name.rsplit_once(mark));
    let is_site = |tail: &str| site.is_some_and(|site| folded(tail) == folded(site));
    let known = cut.clone().find(|(_, tail)| is_site(tail));
    // If the page does not name its site, the last short part after a bar or dash is the name.
    let guessed = || cut.clone().find(|(head, tail)| site.is_none() && tail.len() * 2 < head.len());
    let kept = known.or_else(guessed).map_or(name.as_str(), |(head, _)| head);
    metadata::line(kept)
}

/// The letters and digits in lower case, so that different quotes and spaces compare equal.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let names = Names { meta: None, linked: None, site: Some("Le Site") };
        let title = find(&Document::from(html), &names).map(|(title, _)| title);
        assert_eq!(title.unwrap_or_default(), expected, "{html}");
    }

    #[test]
    fn the_heading_that_is_seen() {
        check("<title>Un « titre » - Le Site</title><h1>Le Site</h1><h1>Un “titre”</h1>", "Un “titre”");
        check("<title>Un titre | Le Site</title><h1>Le Site</h1>", "Un titre");
        check("<title>Rien</title><h1>A</h1><h1>B</h1><article><h1>C</h1></article>", "C");
        check("<p>rien", "");
    }
}
