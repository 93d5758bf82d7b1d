//! The guard: refuses markup of which building a tree would take too long. It also resolves entities.
//!
//! The tree builder takes quadratic time in the depth of nesting and in the attributes of a tag, and has no limits. The
//! guard scans the tags in linear time first. On broken markup it may count too many open elements, on ordinary pages it
//! counts right: `<p>`, `<li>` and `<td>`, which the next one closes, are not counted.

use std::collections::HashMap;

use html5gum::{StartTag, State, Token, Tokenizer};

/// The most attributes of a tag.
const MAX_ATTRIBUTES: usize = 1_000;

/// Elements without an end tag.
const VOID: &[&[u8]] = &[
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param",
    b"source", b"track", b"wbr",
];
/// Elements that the parser closes by itself, so that their depth is bounded.
const LOOSE: &[&[u8]] = &[
    b"p",
    b"option",
    b"optgroup",
    b"dt",
    b"dd",
    b"html",
    b"head",
    b"body",
    b"thead",
    b"tbody",
    b"tfoot",
    b"colgroup",
    b"li",
    b"tr",
    b"td",
    b"th",
    b"a",
    b"nobr",
    b"button",
    b"caption",
];
/// Elements that end `<svg>` or `<math>`. As in a page, `<div/>` does not close itself there.
const BREAKOUT: &[&[u8]] = &[
    b"b",
    b"big",
    b"blockquote",
    b"center",
    b"code",
    b"div",
    b"dl",
    b"em",
    b"h1",
    b"h2",
    b"h3",
    b"h4",
    b"h5",
    b"h6",
    b"i",
    b"menu",
    b"ol",
    b"p",
    b"pre",
    b"ruby",
    b"s",
    b"small",
    b"span",
    b"strong",
    b"strike",
    b"sub",
    b"sup",
    b"table",
    b"tt",
    b"u",
    b"ul",
    b"var",
];

/// Refuses markup that is nested deeper than `max_depth`, or has a tag with more than [`MAX_ATTRIBUTES`].
pub(super) fn check(html: &str, max_depth: usize) -> Result<(), String> {
    let mut scan = Scan::default();
    let mut tokens = Tokenizer::new(html);
    while let Some(Ok(token)) = tokens.next() {
        match token {
            Token::StartTag(tag) => {
                scan.open(&tag);
                if tag.attributes.len() > MAX_ATTRIBUTES {
                    return Err(format!("a tag with more than {MAX_ATTRIBUTES} attributes"));
                }
                if let Some(state) = scan.raw_text(&tag.name) {
                    tokens.set_state(state);
                }
            }
            Token::EndTag(tag) => scan.close(&tag.name),
            _ => {}
        }
        if scan.depth > max_depth {
            return Err(format!("elements nested deeper than {max_depth}"));
        }
    }
    Ok(())
}

/// A text without tags, with its entities resolved.
pub(super) fn characters(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    for Ok(token) in Tokenizer::new(text) {
        if let Token::String(piece) = token {
            out.extend_from_slice(&piece);
        }
    }
    crate::text::decode::clean(&String::from_utf8_lossy(&out))
}

#[derive(Default)]
struct Scan {
    depth: usize,
    /// The number of open elements of each name. An end tag without a start tag closes nothing.
    open: HashMap<Vec<u8>, u32>,
    /// Open `<svg>` and `<math>`, inside which other rules hold.
    foreign: u32,
}

impl Scan {
    fn open(&mut self, tag: &StartTag<()>) {
        let name: &[u8] = &tag.name;
        let begins_drawing = matches!(name, b"svg" | b"math");
        let in_drawing = self.foreign > 0;
        let closed = tag.self_closing && (begins_drawing || in_drawing && !BREAKOUT.contains(&name));
        let free = !in_drawing && (VOID.contains(&name) || LOOSE.contains(&name));
        if closed || free {
            return;
        }
        self.foreign += u32::from(begins_drawing);
        self.depth += 1;
        *self.open.entry(name.to_vec()).or_default() += 1;
    }

    fn close(&mut self, name: &[u8]) {
        let Some(open) = self.open.get_mut(name).filter(|open| **open > 0) else { return };
        *open -= 1;
        self.depth -= 1;
        if matches!(name, b"svg" | b"math") {
            self.foreign = self.foreign.saturating_sub(1);
        }
    }

    /// The state of the tokenizer after some tags, whose content is no markup unless they are in `<svg>` or `<math>`.
    fn raw_text(&self, name: &[u8]) -> Option<State> {
        if self.foreign > 0 {
            return None;
        }
        html5gum::naive_next_state(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check_depth(html: &str, expected: bool) {
        assert_eq!(check(html, 512).is_ok(), expected, "{}", &html[..html.len().min(60)]);
    }

    #[test]
    fn ordinary_pages_pass() {
        check_depth(&"<p>a<br><img src=x><li>b<td>c<a href=x>".repeat(2_000), true);
        check_depth(&"</div></b>".repeat(2_000), true);
        check_depth(&"<svg><path/><g><path/></g></svg>".repeat(2_000), true);
        check_depth(&format!("<script>{}</script>", "if (a<b) document.write('<div>');".repeat(2_000)), true);
        check_depth(&"<div>".repeat(500), true);
    }

    #[test]
    fn bombs_are_refused() {
        for bomb in ["<ul><li>", "<div/>", "<b><i>", "<table><tr><td>", "<svg>", "<span><div></span>"] {
            check_depth(&bomb.repeat(60_000), false);
        }
        check_depth(&format!("<svg>{}", "<a>".repeat(2_000)), false);
        check_depth(&format!("<svg><style>{}", "<g>".repeat(2_000)), false);
        check_depth(&format!("<p {}>", (0..2_000).map(|n| format!("a{n} ")).collect::<String>()), false);
    }

    proptest! {
        #[test]
        fn nothing_panics(html in "[<>/a-c!\\[\\]=\"'& -]{0,120}") {
            let _ = (check(&html, 8), characters(&html));
        }
    }
}
