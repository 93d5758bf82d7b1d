//! The region of the article: the element that holds the headline and the body.
//!
//! It grows from the headline upwards. The headline often stands in a box of its own, with the standfirst; the box around it then
//! has the body. A side column is not reached, since it adds little to an article that is whole.

use dom_query::NodeRef;

use super::measures::{Measure, Measures};

/// An article of this many paragraphs may be whole.
const WHOLE_PARAGRAPHS: usize = 3;
/// A short article may have a side column of this many times its prose.
const MORE_PROSE: usize = 2;
/// The most prose of a side column beside a short article, in bytes.
const MAX_COLUMN: usize = 1_500;
/// Words of the class of a box that holds the head of an article and not its body.
const HEADS: &[&str] = &[
    "head", "title", "titre", "intro", "hero", "cover", "top", "chapo", "banner", "heading", "lead", "meta",
];
/// Selectors of what pages themselves name the body of the article.
const BODIES: &str = "[itemprop~=\"articleBody\"], [class*=\"article-body\"], [class*=\"article__body\"], \
    [class*=\"articleBody\"], [class*=\"article-content\"], [class*=\"article__content\"], [class*=\"entry-content\"], \
    [class*=\"post-content\"]";

/// The element that holds the article with this headline.
pub(super) fn around<'a>(headline: &NodeRef<'a>, body: &NodeRef<'a>, measures: &Measures) -> NodeRef<'a> {
    let named = named_body(body, measures);
    let above: Vec<NodeRef<'a>> =
        headline.ancestors_it(None).take_while(|above| above.id != body.id).collect();
    // What the page itself calls the article or its body is not left out.
    let stated =
        above.iter().position(|above| above.has_name("article") && measures.get(above).paragraphs > 0);
    let holds_named = above.iter().position(|above| named.is_some_and(|named| holds(above, &named)));
    let first = stated.max(holds_named).unwrap_or(0);
    let last = above.iter().position(|above| is_main(above) && measures.get(above).paragraphs > 0);
    let up_to = &above[..last.map_or(above.len(), |last| last + 1)];
    let is_enough = |n: usize| {
        let (around, next) = (up_to[n], up_to.get(n + 1).unwrap_or(body));
        let is_article = stated == Some(n);
        let whole = || is_whole(measures.get(&around), measures.get(next)) && !has_peers(&around, measures);
        !is_head(&around) && (is_article || whole())
    };
    let found = (first..up_to.len()).find(|n| is_enough(*n));
    let outermost = || last.map_or(*body, |last| above[last]);
    found.map_or_else(outermost, |n| up_to[n])
}

fn is_main(node: &NodeRef<'_>) -> bool {
    node.has_name("main") || node.attr("role").is_some_and(|role| role.as_ref() == "main")
}

/// The element with most of the prose, of a page without a headline.
pub(super) fn densest<'a>(body: &NodeRef<'a>, measures: &Measures) -> NodeRef<'a> {
    let mut region = *body;
    loop {
        let all = measures.get(&region).prose;
        let most = |child: &NodeRef<'a>| measures.get(child).prose * 10 >= all * 8;
        match region
            .element_children()
            .into_iter()
            .find(|child| all > 0 && most(child) && !child.has_name("p"))
        {
            Some(child) => region = child,
            None => return region,
        }
    }
}

/// Whether an element is whole: the one around it adds no more than a side column would.
fn is_whole(here: Measure, around: Measure) -> bool {
    let more = around.prose.saturating_sub(here.prose);
    let is_column = more < MAX_COLUMN && more < here.prose * MORE_PROSE || more * 2 < here.prose;
    here.paragraphs >= WHOLE_PARAGRAPHS && is_column
}

/// Whether an element is one of several of its kind with prose, such as the chapters of a page.
fn has_peers(node: &NodeRef<'_>, measures: &Measures) -> bool {
    let kind = |node: &NodeRef<'_>| (node.node_name(), node.attr("class"));
    let own = kind(node);
    let is_peer =
        |other: &NodeRef<'_>| other.id != node.id && kind(other) == own && measures.get(other).paragraphs > 0;
    own.1.is_some() && node.parent().is_some_and(|parent| parent.element_children().iter().any(is_peer))
}

fn is_head(node: &NodeRef<'_>) -> bool {
    let class = node.attr("class").unwrap_or_default().to_ascii_lowercase();
    node.has_name("header") || node.has_name("hgroup") || {
        let mut words = class.split(|c: char| !c.is_alphanumeric());
        words.any(|word| HEADS.contains(&word))
    }
}

/// The largest element that the page names the body of an article.
fn named_body<'a>(body: &NodeRef<'a>, measures: &Measures) -> Option<NodeRef<'a>> {
    let named = dom_query::Selection::from(*body).select(BODIES);
    named
        .nodes()
        .iter()
        .copied()
        .max_by_key(|node| measures.get(node).prose)
        .filter(|node| measures.get(node).prose > 0)
}

fn holds(above: &NodeRef<'_>, node: &NodeRef<'_>) -> bool {
    above.id == node.id || node.ancestors_it(None).any(|each| each.id == above.id)
}
