//! A tree of XML: a text in, its elements out, as far as they can be read.
//!
//! No document type is read, so entities are those of HTML and nothing is fetched. Damage is forgiven: a bare `&` is a character,
//! elements that a cut file leaves open end with it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::model::Reason;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// The name in lower case, with its prefix.
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Node>,
}

/// What stands within an element.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

/// A parsed text.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    /// `None` if there is no element.
    pub(super) root: Option<Element>,
    /// What the parser met where the text is damaged.
    pub(super) damage: Option<String>,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The elements directly below.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of a name directly below.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// All elements below, in their order, with this one.
    pub(super) fn all(&self) -> Vec<&Element> {
        let mut found = Vec::new();
        let mut waiting = vec![self];
        while let Some(element) = waiting.pop() {
            found.push(element);
            let start = waiting.len();
            waiting.extend(element.elements());
            waiting[start..].reverse();
        }
        found
    }

    /// The text of all below.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.add_text(&mut text);
        text
    }

    fn add_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.add_text(out),
            }
        }
    }

    fn push(&mut self, text: &str) {
        match self.children.last_mut() {
            Some(Node::Text(last)) => last.push_str(text),
            _ => self.children.push(Node::Text(text.to_owned())),
        }
    }
}

/// Parses a text. Refuses one that is nested deeper than `max_depth`.
pub(super) fn parse(text: &str, max_depth: usize) -> Result<Parsed, Reason> {
    let text = literal(text);
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    let mut open = Open::default();
    let damage = loop {
        match reader.read_event() {
            Ok(Event::Eof) => {
                break (open.path.len() > 1).then(|| "the file ends within an element".to_owned());
            }
            Ok(Event::Start(start)) => open.start(&start),
            Ok(Event::Empty(start)) => {
                open.start(&start);
                open.end(None);
            }
            Ok(Event::End(end)) => open.end(Some(&end.name().0.to_lowercase())),
            Ok(Event::Text(text)) => open.text(&text),
            Ok(Event::CData(text)) => open.text(&text),
            Ok(Event::GeneralRef(name)) => open.text(&entity(&name)),
            Ok(_) => {}
            Err(error) => break Some(error.to_string()),
        }
        if open.path.len() > max_depth {
            return Err(Reason::ElementsTooDeep { most: max_depth });
        }
    };
    Ok(Parsed { root: open.finish(), damage })
}

/// The open elements, and the root once it is closed.
#[derive(Default)]
struct Open {
    path: Vec<Element>,
    root: Option<Element>,
}

impl Open {
    fn start(&mut self, start: &BytesStart<'_>) {
        let mut attributes = start.html_attributes();
        let attributes = attributes
            .with_checks(false)
            .flatten()
            .map(|attribute| {
                let value = html_escape::decode_html_entities(&attribute.value).into_owned();
                (attribute.key.0.to_lowercase(), value)
            })
            .collect();
        self.path.push(Element { name: start.name().0.to_lowercase(), attributes, children: Vec::new() });
    }

    /// Ends the innermost element of the name, and those within it. An end without a start ends nothing.
    fn end(&mut self, name: Option<&str>) {
        let at = match name {
            Some(name) => self.path.iter().rposition(|element| element.name == name),
            None => self.path.len().checked_sub(1),
        };
        while at.is_some_and(|at| self.path.len() > at) {
            let Some(element) = self.path.pop() else { return };
            match self.path.last_mut() {
                Some(parent) => parent.children.push(Node::Element(element)),
                // Of several roots the first counts.
                None => self.root = self.root.take().or(Some(element)),
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(element) = self.path.last_mut() {
            element.push(text);
        }
    }

    fn finish(mut self) -> Option<Element> {
        while !self.path.is_empty() {
            self.end(None);
        }
        self.root
    }
}

/// What an entity stands for; one that is not known stays as it is.
fn entity(name: &str) -> String {
    html_escape::decode_html_entities(&format!("&{name};")).into_owned()
}

/// The text with each `<` that begins no markup written as an entity.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.trim_start();
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        if rest[at..].starts_with("<![CDATA[") {
            // What stands there is no markup.
            let end = rest[at..].find("]]>").map_or(rest.len(), |end| at + end + 3);
            out.push_str(&rest[at..end]);
            rest = &rest[end..];
            continue;
        }
        let opens = rest[at + 1..].starts_with(|c: char| c.is_alphabetic() || "/!?_".contains(c));
        out.push_str(if opens { "<" } else { "&lt;" });
        rest = &rest[at + 1..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &str) {
        fn show(element: &Element) -> String {
            let within = element.children.iter().map(|node| match node {
                Node::Text(text) => text.clone(),
                Node::Element(element) => show(element),
            });
            format!("{}({})", element.name, within.collect::<String>())
        }
        let parsed = parse(text, 20).unwrap_or_default();
        let damage = if parsed.damage.is_some() { "!" } else { "" };
        assert_eq!(parsed.root.as_ref().map(show).unwrap_or_default() + damage, expected, "{text}");
    }

    #[test]
    fn damage_is_forgiven() {
        check(
            "<?xml version='1.0'?>\n<a x='1'><b>R & D &eacute;&lt;&#233;&xx;</b><c/></a>",
            "a(b(R & D é<é&xx;)c())",
        );
        check("<a><b>un<c>deux", "a(b(unc(deux)))!");
        check("<a><b>un</c></b>5 < 6</a>", "a(b(un)5 < 6)");
        check("<a><![CDATA[<p>5 < 6</p>]]></a>", "a(<p>5 < 6</p>)");
        check("rien", "");
    }

    #[test]
    fn bombs_and_depth() {
        check(
            "<!DOCTYPE a [<!ENTITY b \"xxx\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]><a>&b;&c;</a>",
            "a(&b;&c;)",
        );
        assert!(matches!(parse(&"<a>".repeat(100_000), 512), Err(Reason::ElementsTooDeep { most: 512 })));
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[<>/!?a-c&;#x\\[\\]\"'= -]{0,80}") {
            let _ = parse(&text, 20);
        }

        #[test]
        fn words_stay(words in prop::collection::vec("[a-zé&]{1,6}", 1..8)) {
            let text = words.join(" ");
            prop_assert_eq!(parse(&format!("<a>{text}</a>"), 9).unwrap_or_default().root.map(|root| root.text()), Some(text));
        }
    }
}
