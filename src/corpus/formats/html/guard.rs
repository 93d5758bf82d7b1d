//! The guard: refuses markup of which building a tree would take too long.
//!
//! The tree builder takes quadratic time in the depth of nesting and in the attributes of a tag, and has no limits. The
//! guard scans the tags in linear time first. On broken markup it may count too many open elements, on ordinary pages it
//! counts right: `<p>`, `<li>` and `<td>`, which the next one closes, are not counted.

use std::collections::HashMap;

use super::tags::{Kind, Start, Tags};
use crate::model::Reason;

/// The most attributes of a tag.
const MAX_ATTRIBUTES: usize = 1_000;

/// Elements without an end tag.
pub(super) const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];
/// Elements that the parser closes by itself, so that their depth is bounded.
const LOOSE: &[&str] = &[
    "p", "option", "optgroup", "dt", "dd", "html", "head", "body", "thead", "tbody", "tfoot", "colgroup",
    "li", "tr", "td", "th", "a", "nobr", "button", "caption",
];
/// Elements that end `<svg>` or `<math>`. As in a page, `<div/>` does not close itself there.
const BREAKOUT: &[&str] = &[
    "",
    "big",
    "blockquote",
    "center",
    "code",
    "div",
    "dl",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "menu",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strong",
    "strike",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
];

/// Elements whose content is no markup, unless they stand in `<svg>` or `<math>`.
pub(super) const RAW_TEXT: &[&str] =
    &["title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext"];

/// Refuses markup that is nested deeper than `max_depth`, or has a tag with more than [`MAX_ATTRIBUTES`].
pub(super) fn check(html: &str, max_depth: usize) -> Result<(), Reason> {
    let mut scan = Scan::default();
    let mut tags = Tags::new(html);
    while let Some(piece) = tags.next() {
        match piece.kind {
            Kind::Start(tag) => {
                scan.open(&tag);
                if tag.attributes > MAX_ATTRIBUTES {
                    return Err(Reason::TooManyAttributes { most: MAX_ATTRIBUTES });
                }
                if scan.foreign == 0 && RAW_TEXT.contains(&tag.name.as_str()) {
                    tags.skip_to_end_of(&tag.name);
                }
            }
            Kind::End { name, .. } => scan.close(&name),
            Kind::Comment { .. } | Kind::Unfinished => {}
        }
        if scan.depth > max_depth {
            return Err(Reason::ElementsTooDeep { most: max_depth });
        }
    }
    Ok(())
}

#[derive(Default)]
struct Scan {
    depth: usize,
    /// The number of open elements of each name. An end tag without a start tag closes nothing.
    open: HashMap<String, u32>,
    /// Open `<svg>` and `<math>`, inside which other rules hold.
    foreign: u32,
}

impl Scan {
    fn open(&mut self, tag: &Start) {
        let name = tag.name.as_str();
        let begins_drawing = matches!(name, "svg" | "math");
        let in_drawing = self.foreign > 0;
        let closed = tag.self_closing && (begins_drawing || in_drawing && !BREAKOUT.contains(&name));
        let free = !in_drawing && (VOID.contains(&name) || LOOSE.contains(&name));
        if closed || free {
            return;
        }
        self.foreign += u32::from(begins_drawing);
        self.depth += 1;
        *self.open.entry(name.to_owned()).or_default() += 1;
    }

    fn close(&mut self, name: &str) {
        let Some(open) = self.open.get_mut(name).filter(|open| **open > 0) else { return };
        *open -= 1;
        self.depth -= 1;
        if matches!(name, "svg" | "math") {
            self.foreign = self.foreign.saturating_sub(1);
        }
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
        check_depth(&format!("<p {}>", "a=\"x\" ".repeat(5_663)), false);
        check_depth(
            &format!("<html {}>", (0..200_000).map(|n| format!("xmlns:n{n}='u' ")).collect::<String>()),
            false,
        );
        check_depth(&format!("<p {}>", (0..2_000).map(|n| format!("a{n} ")).collect::<String>()), false);
    }

    proptest! {
        #[test]
        fn nothing_panics(html in "[<>/a-c!\\[\\]=\"'& -]{0,120}") {
            let _ = check(&html, 8);
        }
    }
}
