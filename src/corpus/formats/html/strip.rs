//! Stripping: removes what is beside the article from the tree, before the extractor runs.
//!
//! Elements are removed by the words of their class and id, unless they hold the article. Extractors lose a standfirst
//! outside the body: it is read first and put back afterwards.

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};

use super::blocks::{self, Block, Kind};

/// Words of a class or id that mark a sidebar. The plural counts too.
const SIDEBARS: &[&str] = &[
    "share",
    "sharing",
    "partage",
    "comment",
    "commentaire",
    "banner",
    "cookie",
    "consent",
    "newsletter",
    "paywall",
    "related",
    "ad",
    "advert",
    "advertisement",
    "pub",
    "publicite",
    "sponsor",
    "sponsored",
    "promo",
    "abo",
    "abonnement",
];
/// Prefixes of such words: `relatedArticles`, `cookiebar`.
const SIDEBAR_PREFIXES: &[&str] = &["related", "newsletter", "paywall", "cookie", "consent"];
/// Selectors of standfirsts, the most reliable first.
const STANDFIRSTS: &[&str] = &[
    "[class*=\"chapo\"]",
    "[class*=\"chapeau\"]",
    "[class*=\"standfirst\"]",
    ".article__desc",
    "[class*=\"article-lead\"]",
    "[class*=\"article__lead\"]",
    "p[itemprop=\"description\"]",
    "h2[itemprop=\"description\"]",
];
/// The length of a standfirst, in characters.
const STANDFIRST_CHARS: std::ops::RangeInclusive<usize> = 40..=1_200;

/// Removes menus, side columns, related articles, sharing buttons, comments and consent boxes.
pub(super) fn remove_sidebars(tree: &Document) {
    let Some(body) = tree.body() else { return };
    let sizes = sizes(&body);
    let size = |node: &NodeRef<'_>| sizes.get(&node.id).copied().unwrap_or_default();
    let whole = size(&body);
    let mut waiting: Vec<NodeRef<'_>> = body.element_children();
    while let Some(node) = waiting.pop() {
        // An element with more than half of the words holds the article, whatever its class.
        let beside = size(&node).text * 2 <= whole.text && !size(&node).has_title;
        match node.has_name("nav") || is_sidebar(&node) && beside {
            true => node.remove_from_parent(),
            false => waiting.extend(node.element_children()),
        }
    }
}

/// The text of the standfirst, if the page marks one.
pub(super) fn standfirst(tree: &Document) -> Option<String> {
    let text = |selector: &&str| blocks::text(&blocks::of(tree.select(selector).nodes().first()?)).into();
    STANDFIRSTS
        .iter()
        .filter_map(text)
        .find(|standfirst: &String| STANDFIRST_CHARS.contains(&standfirst.chars().count()))
}

/// Puts the standfirst before an extract that lacks it.
pub(super) fn with_standfirst(mut blocks: Vec<Block>, standfirst: Option<String>) -> Vec<Block> {
    let Some(standfirst) = standfirst.filter(|_| !blocks.is_empty()) else { return blocks };
    let start: String = standfirst.chars().take(40).collect();
    if !blocks.iter().any(|block| block.text.contains(start.trim())) {
        blocks.insert(0, Block { text: standfirst, kind: Kind::Other, linked: 0, set_off: true });
        blocks[1].set_off = true;
    }
    blocks
}

/// The blocks of the whole page without navigation, hidden parts and forms.
pub(super) fn body(tree: &Document) -> Vec<Block> {
    tree.body().map(|body| blocks::without(&body, is_navigation)).unwrap_or_default()
}

/// Whether an element is the caption of a picture, and not of a table.
pub(super) fn is_caption(node: &NodeRef<'_>) -> bool {
    let of_table = |figure: NodeRef<'_>| figure.descendants_it().any(|below| below.has_name("table"));
    node.has_name("figcaption") && !node.parent().is_some_and(of_table)
}

fn is_navigation(node: &NodeRef<'_>) -> bool {
    let Some(name) = node.node_name() else { return false };
    match name.as_ref() {
        "nav" | "aside" | "form" | "footer" | "dialog" => true,
        // An article's own header holds its title and standfirst.
        "header" => !node.ancestors_it(None).any(|above| above.has_name("article") || above.has_name("main")),
        _ => {
            node.has_attr("hidden")
                || node.attr("aria-hidden").is_some_and(|hidden| hidden.as_ref() == "true")
        }
    }
}

fn is_sidebar(node: &NodeRef<'_>) -> bool {
    if node.has_name("article") || node.has_name("main") {
        return false;
    }
    let names = [node.attr("class"), node.attr("id")];
    node.has_name("aside")
        || names.iter().flatten().any(|names| words(names).any(|word| is_sidebar_word(&word)))
}

fn words(names: &str) -> impl Iterator<Item = String> {
    names.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn is_sidebar_word(word: &str) -> bool {
    let single = word.strip_suffix('s').unwrap_or(word);
    SIDEBARS.contains(&word)
        || SIDEBARS.contains(&single)
        || SIDEBAR_PREFIXES.iter().any(|start| word.starts_with(start))
}

/// The content of an element.
#[derive(Default, Clone, Copy)]
struct Size {
    /// The length of the text in bytes.
    text: usize,
    has_title: bool,
}

/// The size of every element, summed from the leaves up in one pass.
fn sizes(body: &NodeRef<'_>) -> HashMap<NodeId, Size> {
    let mut sizes: HashMap<NodeId, Size> = HashMap::new();
    let nodes: Vec<NodeRef<'_>> = body.descendants();
    for node in nodes.iter().rev() {
        let mut own = sizes.get(&node.id).copied().unwrap_or_default();
        own.text += if node.is_text() { node.text().trim().len() } else { 0 };
        own.has_title |= node.has_name("h1");
        sizes.insert(node.id, own);
        if let Some(parent) = node.parent() {
            let above = sizes.entry(parent.id).or_default();
            above.text += own.text;
            above.has_title |= own.has_title;
        }
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let tree = Document::from(html);
        remove_sidebars(&tree);
        assert_eq!(blocks::text(&body(&tree)), expected, "{html}");
    }

    #[test]
    fn rails_go_and_the_article_stays() {
        let story = "<p>Une longue histoire de puces et de droits.</p>";
        let kept = "Une longue histoire de puces et de droits.";
        check(&format!("{story}<div class='share-bar'>Partager</div><aside>x</aside>"), kept);
        check(&format!("<div class='paywall'>{story}</div><div id=relatedArticles>x</div>"), kept);
        check(&format!("<nav>menu</nav><header>tête</header>{story}<p hidden>x</p>"), kept);
        check(&format!("<div class=recommended>a</div>{story}"), &format!("a\n\n{kept}"));
        check(&format!("<div class=banner><h1>A</h1></div>{story}"), &format!("A\n\n{kept}"));
    }
}
