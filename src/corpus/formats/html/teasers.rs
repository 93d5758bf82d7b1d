//! Teasers: pointers to other articles, in boxes between the paragraphs and within them.
//!
//! A teaser is known by its heading, which is a link, or by what it says: « lire aussi ». An article's own headings are no links.

use dom_query::{NodeId, NodeRef};

use super::blocks::{self, Role};
use super::boilerplate;
use super::measures::{Measure, Measures};

/// The most text of a teaser, in bytes.
const MAX_CARD: usize = 700;
/// The fewest paragraphs of a page beside its teasers.
const MIN_PARAGRAPHS: usize = 2;
/// The most text beside the link of a pointer within a paragraph, in bytes.
const MAX_LEAD: usize = 40;

/// Removes the teasers below `body`. Without a headline the page may be one of many articles: none is a teaser.
pub(super) fn remove(body: &NodeRef<'_>, headline: Option<&NodeRef<'_>>) {
    let Some(headline) = headline else { return };
    let measures = Measures::of(body);
    let mut kept: Vec<NodeId> = headline.ancestors_it(None).map(|node| node.id).collect();
    kept.push(headline.id);
    let nodes = || body.descendants_it();
    let mut found: Vec<NodeRef<'_>> = nodes().filter_map(|node| pointer(&node, &measures)).collect();
    let cards: Vec<NodeRef<'_>> = nodes().filter_map(|node| card(&node, &measures, &kept)).collect();
    // A page of little more than linked headings and what they lead to is an index: these are its text.
    let pointed: usize = cards.iter().map(|node| measures.get(node).paragraphs).sum();
    if measures.get(body).paragraphs >= pointed + MIN_PARAGRAPHS {
        found.extend(cards);
    }
    for node in found {
        // A space stays, so that the words around are not glued.
        node.insert_before(&node.tree.new_text(" "));
        node.remove_from_parent();
    }
}

fn is_linked(size: Measure) -> bool {
    size.text > 0 && size.linked * 10 >= size.text * 9
}

/// The box of a linked heading: the largest that is still small and has only links to one place or two.
fn card<'a>(node: &NodeRef<'a>, measures: &Measures, kept: &[NodeId]) -> Option<NodeRef<'a>> {
    let own = measures.get(node);
    let role = blocks::role_of(node);
    let points = role == Role::Heading || role == Role::Link && own.headings > 0;
    if !points || !is_linked(own) || kept.contains(&node.id) {
        return None;
    }
    let mut card = *node;
    for above in node.ancestors_it(None) {
        let size = measures.get(&above);
        if kept.contains(&above.id)
            || size.text > MAX_CARD
            || size.links > own.links + 2
            || has_more(size, own)
        {
            break;
        }
        card = above;
    }
    // A heading above a text of its own is a link to this very text, as in a list of whole articles.
    let beside = card.parent().map_or(0, |above| measures.get(&above).prose);
    let is_alone = card.id == node.id && beside > MAX_CARD && !kept.contains(&card.parent()?.id);
    (!is_alone).then_some(card)
}

/// Whether `above` has a heading or paragraphs of its own beside the link: two paragraphs are no teaser.
fn has_more(above: Measure, own: Measure) -> bool {
    above.headings > own.headings || above.ps > own.ps + 1
}

/// « Lire aussi » and a link, within a paragraph: the inline element that holds both.
fn pointer<'a>(link: &NodeRef<'a>, measures: &Measures) -> Option<NodeRef<'a>> {
    if blocks::role_of(link) != Role::Link || !is_linked(measures.get(link)) {
        return None;
    }
    let mut found = *link;
    for above in link.ancestors_it(None) {
        let size = measures.get(&above);
        let is_inline = blocks::role_of(&above) == Role::Inline;
        if !is_inline || size.text - size.linked > MAX_LEAD || size.links > 1 {
            break;
        }
        found = above;
    }
    boilerplate::is_pointer(&found.text()).then_some(found)
}
