//! Blocks: a tree in; the lines that a reader sees out. Each paragraph, heading, list item and table cell is a block.
//!
//! Words of neighbouring blocks are never joined. All blocks are kept: `strip` works before on the tree, `boilerplate`
//! afterwards on the blocks. The tree is walked without recursion.

use dom_query::{NodeData, NodeRef};

use crate::text::decode::clean;

/// A line or a paragraph of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) text: String,
    pub(super) kind: Kind,
    /// The number of bytes of the text in links.
    pub(super) linked: usize,
    /// Whether an empty line stands before the block.
    pub(super) set_off: bool,
}

/// The kind of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Heading,
    Item,
    Other,
}

impl Block {
    /// The number of bytes of the text outside links.
    pub(super) fn unlinked(&self) -> usize {
        self.text.len().saturating_sub(self.linked)
    }
}

/// All blocks below `root`.
pub(super) fn of(root: &NodeRef<'_>) -> Vec<Block> {
    without(root, |_| false)
}

/// The blocks below `root`, without the elements for which `left_out` is true.
pub(super) fn without<'a>(root: &NodeRef<'a>, left_out: impl Fn(&NodeRef<'a>) -> bool) -> Vec<Block> {
    let mut page = Page::default();
    let mut steps = vec![Step::Open(*root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Open(node) if page.open(&node, &left_out) => {
                steps.push(Step::Close(node));
                steps.extend(node.children_it(true).map(Step::Open));
            }
            Step::Open(_) => {}
            Step::Close(node) => page.close(&node),
        }
    }
    page.end(true);
    page.blocks
}

/// The text of the blocks.
pub(super) fn text(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        if !text.is_empty() {
            text.push_str(if block.set_off { "\n\n" } else { "\n" });
        }
        text.push_str(&block.text);
    }
    text
}

enum Step<'a> {
    Open(NodeRef<'a>),
    Close(NodeRef<'a>),
}

/// What an element does to the lines.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Role {
    Block,
    Heading,
    Item,
    Line,
    Pre,
    Link,
    Inline,
    Unseen,
}

fn role(name: &str) -> Role {
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Role::Heading,
        "p" | "div" | "section" | "article" | "main" | "header" | "footer" | "aside" | "nav"
        | "blockquote" | "ul" | "ol" | "dl" | "table" | "figure" | "figcaption" | "address" | "hr"
        | "form" | "fieldset" | "details" | "summary" | "body" | "html" | "center" | "hgroup" | "menu" => {
            Role::Block
        }
        "li" => Role::Item,
        "tr" | "td" | "th" | "dt" | "dd" | "br" | "caption" | "legend" | "option" => Role::Line,
        "pre" => Role::Pre,
        "a" => Role::Link,
        "script" | "style" | "noscript" | "template" | "head" | "svg" | "iframe" | "object" | "video"
        | "audio" | "select" | "textarea" | "button" | "canvas" => Role::Unseen,
        _ => Role::Inline,
    }
}

/// The blocks so far, and the state of the walk. The counters are numbers of open elements.
#[derive(Default)]
struct Page {
    blocks: Vec<Block>,
    line: String,
    linked: usize,
    set_off: bool,
    /// Whether an element began or ended since the last text.
    at_border: bool,
    headings: u32,
    items: u32,
    pres: u32,
    links: u32,
    /// Elements of the other roles.
    others: u32,
}

impl Page {
    /// Opens a node. Returns whether its children are to be visited.
    fn open<'a>(&mut self, node: &NodeRef<'a>, left_out: impl Fn(&NodeRef<'a>) -> bool) -> bool {
        if node.is_text() {
            node.query(|data| {
                if let NodeData::Text { contents } = &data.data {
                    self.push(contents.as_ref());
                }
            });
            return false;
        }
        if !node.is_element() {
            return node.is_document() || node.is_fragment();
        }
        let role = role_of(node);
        let seen = role != Role::Unseen && !left_out(node);
        if seen {
            self.begin(role);
        }
        seen
    }

    fn begin(&mut self, role: Role) {
        self.line_break(role);
        *self.count(role) += 1;
    }

    fn close(&mut self, node: &NodeRef<'_>) {
        if node.is_element() {
            let role = role_of(node);
            self.line_break(role);
            let count = self.count(role);
            *count = count.saturating_sub(1);
        }
    }

    fn line_break(&mut self, role: Role) {
        self.at_border = true;
        match role {
            Role::Block | Role::Heading | Role::Pre => self.end(true),
            Role::Item | Role::Line => self.end(false),
            Role::Link | Role::Inline | Role::Unseen => {}
        }
    }

    /// The number of open elements of a role.
    fn count(&mut self, role: Role) -> &mut u32 {
        match role {
            Role::Heading => &mut self.headings,
            Role::Item => &mut self.items,
            Role::Pre => &mut self.pres,
            Role::Link => &mut self.links,
            Role::Block | Role::Line | Role::Inline | Role::Unseen => &mut self.others,
        }
    }

    fn push(&mut self, text: &str) {
        let before = self.line.len();
        if std::mem::take(&mut self.at_border) && self.pres == 0 && are_glued(&self.line, text) {
            self.line.push(' ');
        }
        if self.pres > 0 {
            self.line.push_str(text);
        } else {
            // ASCII white space is collapsed. A no-break space belongs to the text.
            for c in text.chars() {
                match c.is_ascii_whitespace() {
                    false => self.line.push(c),
                    true if self.line.is_empty() || self.line.ends_with(' ') => {}
                    true => self.line.push(' '),
                }
            }
        }
        if self.links > 0 {
            self.linked += self.line.len() - before;
        }
    }

    /// Ends the line. No empty line is put between the paragraphs of a list item.
    fn end(&mut self, set_off: bool) {
        let line = clean(&std::mem::take(&mut self.line));
        let linked = std::mem::take(&mut self.linked);
        let text = if self.pres > 0 { line.trim_matches('\n').trim_end() } else { line.trim() };
        if !text.trim().is_empty() {
            let text = text.to_owned();
            self.blocks.push(Block { text, kind: self.kind(), linked, set_off: self.set_off });
            self.set_off = false;
        }
        self.set_off |= set_off && self.items == 0;
    }

    fn kind(&self) -> Kind {
        match (self.headings > 0, self.items > 0) {
            (true, _) => Kind::Heading,
            (_, true) => Kind::Item,
            _ => Kind::Other,
        }
    }
}

/// Whether a sentence ends where an element does and the next one begins at once: styles set them apart.
fn are_glued(line: &str, text: &str) -> bool {
    let ends = line.ends_with(|c: char| c.is_lowercase() || ".!?…".contains(c)) && line.contains(' ');
    let mut next = text.chars();
    ends && next.next().is_some_and(char::is_uppercase) && next.next().is_some_and(char::is_lowercase)
}

/// The role of an element. An anchor, or a link to a place of the same page, is no link.
pub(super) fn role_of(node: &NodeRef<'_>) -> Role {
    let role = node.qual_name_ref().map_or(Role::Inline, |name| role(&name.local));
    let leads_away = || node.attr("href").is_some_and(|href| !href.trim().starts_with('#'));
    if role == Role::Link && !leads_away() { Role::Inline } else { role }
}
