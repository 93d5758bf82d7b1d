//! Measures: how much text, prose and linked text is below each element, summed from the leaves up in one pass.

use std::collections::HashMap;

use dom_query::{NodeData, NodeId, NodeRef};

use super::blocks::{self, Role};

/// A piece of text of fewer bytes is prose only if it ends like a sentence.
const MIN_PROSE: usize = 40;

/// What is below an element, in bytes.
#[derive(Default, Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Measure {
    /// The text that readers see.
    pub(super) text: usize,
    /// The text in links to other pages.
    pub(super) linked: usize,
    /// The text that is neither linked nor a heading and looks like sentences.
    pub(super) prose: usize,
    /// The number of elements that have prose of their own.
    pub(super) paragraphs: usize,
    /// The number of links to other pages that have text.
    pub(super) links: usize,
    /// The number of headings.
    pub(super) headings: usize,
    /// The number of `<p>` that have text.
    pub(super) ps: usize,
    /// The number of fields to type in.
    pub(super) inputs: usize,
}

/// The measures of all elements of a page.
pub(super) struct Measures(HashMap<NodeId, Measure>);

impl Measures {
    pub(super) fn of(body: &NodeRef<'_>) -> Self {
        let mut all: HashMap<NodeId, Measure> = HashMap::new();
        for node in body.descendants().iter().rev() {
            let own = completed(node, all.get(&node.id).copied().unwrap_or_default());
            all.insert(node.id, own);
            if let Some(parent) = node.parent() {
                add(all.entry(parent.id).or_default(), own, node.is_text() && own.prose > 0);
            }
        }
        Measures(all)
    }

    pub(super) fn get(&self, node: &NodeRef<'_>) -> Measure {
        self.0.get(&node.id).copied().unwrap_or_default()
    }
}

/// The measure of a node whose children are summed up.
fn completed(node: &NodeRef<'_>, below: Measure) -> Measure {
    if let Some(text) = text_of(node) {
        let prose = if is_prose(&text) { text.len() } else { 0 };
        return Measure { text: text.len(), prose, ..Measure::default() };
    }
    match blocks::role_of(node) {
        Role::Unseen => Measure::default(),
        Role::Heading => Measure { prose: 0, paragraphs: 0, headings: below.headings + 1, ..below },
        Role::Link => Measure {
            linked: below.text,
            prose: 0,
            paragraphs: 0,
            links: usize::from(below.text > 0),
            ..below
        },
        // A paragraph in pieces, with words in italics or links, is one.
        Role::Block if node.has_name("p") => {
            let paragraphs = below.paragraphs.min(1);
            Measure { paragraphs, ps: below.ps + usize::from(below.text > 0), ..below }
        }
        _ if node.has_name("input") => Measure { inputs: 1, ..below },
        _ => below,
    }
}

fn add(above: &mut Measure, own: Measure, is_own_prose: bool) {
    above.text += own.text;
    above.linked += own.linked;
    above.prose += own.prose;
    above.links += own.links;
    above.headings += own.headings;
    above.ps += own.ps;
    above.inputs += own.inputs;
    above.paragraphs += own.paragraphs + usize::from(is_own_prose);
}

fn text_of(node: &NodeRef<'_>) -> Option<String> {
    node.query(|data| match &data.data {
        NodeData::Text { contents } => Some(contents.trim().to_owned()),
        _ => None,
    })?
}

/// Whether a piece of text is long enough for a sentence, or ends like one.
pub(super) fn is_prose(text: &str) -> bool {
    text.len() >= MIN_PROSE || text.contains(' ') && text.ends_with(['.', '!', '?', '»', '…', ';'])
}
