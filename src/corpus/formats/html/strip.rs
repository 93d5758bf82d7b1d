//! Stripping: removes what is beside the article from the tree, by the words of its class and id, its role, and what it holds.
//!
//! The words are in `beside.txt`. An element that holds the headline, or most of the page's prose, is never removed.

use std::sync::LazyLock;

use dom_query::NodeRef;

use super::measures::{Measure, Measures};

static BESIDE: LazyLock<Beside> = LazyLock::new(|| Beside::new(include_str!("beside.txt")));

/// Roles of elements that hold no article.
const ROLES: &[&str] = &[
    "navigation",
    "banner",
    "contentinfo",
    "complementary",
    "search",
    "dialog",
    "alertdialog",
    "toolbar",
    "menu",
];
/// Words with which a box asks for a subscription.
const ASKING: &[&str] = &["abonn", "connect", "offre", "inscri", "essai", "subscri", "log in", "sign in"];
/// The most text of a box that asks for an address or a subscription, in bytes.
const MAX_BOX: usize = 600;

/// The lists of `beside.txt`.
struct Beside {
    whole: Vec<&'static str>,
    starts: Vec<&'static str>,
    asking: Vec<&'static str>,
}

impl Beside {
    fn new(list: &'static str) -> Self {
        let words = |mark: &'static str| {
            let rest = list.lines().filter_map(move |line| line.strip_prefix(mark));
            rest.filter_map(|line| line.split_whitespace().next()).collect()
        };
        Beside { whole: words("= "), starts: words("^ "), asking: words("? ") }
    }
}

/// Removes menus, side columns, related articles, sharing buttons, comments, forms and consent boxes.
pub(super) fn remove_sidebars(body: &NodeRef<'_>, headline: Option<&NodeRef<'_>>) {
    let measures = Measures::of(body);
    let whole = measures.get(body);
    let above: Vec<_> =
        headline.iter().flat_map(|node| node.ancestors_it(None)).map(|node| node.id).collect();
    let mut waiting: Vec<NodeRef<'_>> = body.element_children();
    while let Some(node) = waiting.pop() {
        let size = measures.get(&node);
        let holds = above.contains(&node.id) || headline.is_some_and(|headline| headline.id == node.id);
        // With a headline outside, comments may be longer than the article. Of all else the longest is the article.
        let most = if headline.is_some() && is_comments(&node) { 9 } else { 5 };
        let is_most = size.prose * 10 > whole.prose * most;
        let is_beside = || is_unseen(&node) || is_beside(&node) || is_asking(&node, size);
        match !holds && (node.has_name("nav") || !is_most && is_beside()) {
            true => node.remove_from_parent(),
            false => waiting.extend(node.element_children()),
        }
    }
}

/// Whether an element is the caption of a picture, and not of a table.
pub(super) fn is_caption(node: &NodeRef<'_>) -> bool {
    let of_table = |figure: NodeRef<'_>| figure.descendants_it().any(|below| below.has_name("table"));
    node.has_name("figcaption") && !node.parent().is_some_and(of_table)
}

fn is_unseen(node: &NodeRef<'_>) -> bool {
    let says = |name: &str, value: &str| node.attr(name).is_some_and(|found| found.trim() == value);
    let style = node.attr("style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
    node.has_attr("hidden")
        || says("aria-hidden", "true")
        || style.contains("display:none")
        || node.attr("class").is_some_and(|class| class.split_whitespace().any(|word| word == "hidden"))
}

fn is_beside(node: &NodeRef<'_>) -> bool {
    let Some(name) = node.node_name() else { return false };
    match name.as_ref() {
        "article" | "main" | "body" | "h1" | "table" | "tbody" | "tr" | "td" => return false,
        "aside" | "dialog" => return true,
        "footer" | "header" => {
            // An article's own header holds its standfirst, and its footer a note.
            let within = |above: NodeRef<'_>| above.has_name("article") || above.has_name("main");
            return !node.ancestors_it(None).any(within) || has_word(node);
        }
        _ => {}
    }
    node.attr("role").is_some_and(|role| ROLES.contains(&role.trim())) || has_word(node)
}

fn is_comments(node: &NodeRef<'_>) -> bool {
    names(node).iter().any(|word| word.starts_with("comment"))
}

fn has_word(node: &NodeRef<'_>) -> bool {
    let names = names(node);
    // The foot of an article has notes and the author, the foot of a page has neither.
    let of_article = names.iter().any(|word| ["article", "entry", "post", "story"].contains(&word.as_str()));
    names.iter().filter(|word| !(of_article && *word == "footer")).any(|word| {
        let single = word.strip_suffix('s').unwrap_or(word);
        BESIDE.whole.iter().any(|known| *known == word || *known == single)
            || BESIDE.starts.iter().any(|start| word.starts_with(start))
    })
}

/// Whether a small box asks the reader for an address or a subscription.
fn is_asking(node: &NodeRef<'_>, size: Measure) -> bool {
    if size.text > MAX_BOX {
        return false;
    }
    if node.has_name("form") {
        return true;
    }
    let named = names(node).iter().any(|word| BESIDE.asking.iter().any(|start| word.starts_with(start)));
    let asks = || {
        let text = node.text().to_lowercase();
        ASKING.iter().any(|word| text.contains(word))
    };
    (node.has_name("div") || node.has_name("section"))
        && (named && asks() || size.text > 0 && size.inputs > 0)
}

/// The words of an element's class, id and own name in lower case: of `relatedArticles` « related » and « articles ».
fn names(node: &NodeRef<'_>) -> Vec<String> {
    let mut words = Vec::new();
    // The name of an element of an own vocabulary says as much: `amp-ad`.
    let own = node.node_name().filter(|name| name.contains('-'));
    for name in [node.attr("class"), node.attr("id"), own].into_iter().flatten() {
        let mut word = String::new();
        let mut before = ' ';
        for c in name.chars().chain([' ']) {
            let is_border = !c.is_alphanumeric() || c.is_uppercase() && before.is_lowercase();
            if is_border && !word.is_empty() {
                words.push(std::mem::take(&mut word));
            }
            if c.is_alphanumeric() {
                word.extend(c.to_lowercase());
            }
            before = c;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::formats::html::blocks;
    use dom_query::Document;

    fn check(html: &str, expected: &str) {
        let tree = Document::from(html);
        let headline = tree.select("h1").nodes().first().copied();
        remove_sidebars(&tree.body().unwrap(), headline.as_ref());
        assert_eq!(blocks::text(&blocks::of(&tree.body().unwrap())), expected, "{html}");
    }

    #[test]
    fn rails_go_and_the_article_stays() {
        let story = "<p>Une longue histoire de puces et de droits.</p>";
        let kept = "Une longue histoire de puces et de droits.";
        check(&format!("{story}<div class='share-bar'>Partager</div><aside>x</aside>"), kept);
        check(&format!("<div class='paywall'>{story}</div><div id=relatedArticles>x</div>"), kept);
        check(&format!("<nav>menu</nav><header>tête</header>{story}<p hidden>x</p>"), kept);
        check(&format!("<div class=banner><h1>A</h1></div>{story}"), &format!("A\n\n{kept}"));
        check(&format!("<form>{}</form>", story.repeat(20)), &[kept; 20].join("\n\n"));
        check(
            &format!("<h1>A</h1>{story}<div><b>La lettre</b><form><input></form></div>"),
            &format!("A\n\n{kept}"),
        );
        let comments = "<p>Une réponse bien plus longue que l’histoire.</p>".repeat(4);
        check(&format!("<h1>A</h1>{story}<div class=comments>{comments}</div>"), &format!("A\n\n{kept}"));
    }

    #[test]
    fn the_list_is_sorted_without_doubles() {
        let lines: Vec<&str> = include_str!("beside.txt").lines().filter(|l| !l.starts_with('#')).collect();
        assert!(lines.is_sorted_by(|a, b| a < b), "{lines:?}");
    }
}
