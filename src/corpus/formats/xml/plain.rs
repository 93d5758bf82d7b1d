//! Other XML as text: an element that has text of its own is a paragraph, with what stands in it; all else is structure.

use super::tree::{Element, Node};
use crate::corpus::extracted::Extracted;
use crate::corpus::metadata;
use crate::model::Metadata;

/// In order of precedence.
const TITLES: &[&str] = &["hl1", "headline", "titre", "title"];
const DATES: &[&str] = &["date", "pubdate", "datepublication", "date.issue", "story.date", "datecreated"];
const AUTHORS: &[&str] = &["author", "auteur", "byline", "creator", "dc:creator"];
const SOURCES: &[&str] = &["source", "publisher", "journal", "publication"];
/// Elements that end a line within a paragraph.
const LINE_ENDS: &[&str] = &["lb", "br"];

/// A document of unknown elements, with what they are named after.
pub(super) fn article(root: &Element) -> Extracted {
    let all = root.all();
    let named = |name: &str| {
        all.iter().filter(|element| element.name == name).find_map(|e| metadata::line(&e.text()))
    };
    let first = |names: &[&str]| names.iter().find_map(|name| named(name));
    let days = all.iter().filter(|element| DATES.contains(&element.name.as_str())).filter_map(|element| {
        let stated = ["when", "norm", "value"].iter().find_map(|name| element.attribute(name));
        metadata::date(stated.unwrap_or(&element.text())).ok()
    });
    let metadata = Metadata {
        title: first(TITLES),
        date: days.into_iter().next(),
        source: first(SOURCES),
        author: first(AUTHORS).and_then(|name| metadata::author(&name)),
        ..Metadata::default()
    };
    let mut paragraphs = Vec::new();
    collect(root, &mut paragraphs);
    // The title is not repeated.
    if let Some(at) = paragraphs
        .iter()
        .position(|line| Some(line) == metadata.title.as_ref())
        .filter(|_| paragraphs.len() > 1)
    {
        paragraphs.remove(at);
    }
    Extracted { text: paragraphs.join("\n\n"), metadata, ..Extracted::default() }
}

/// The paragraphs of an element, with empty lines between them.
pub(super) fn text(element: &Element) -> String {
    let mut paragraphs = Vec::new();
    collect(element, &mut paragraphs);
    paragraphs.join("\n\n")
}

fn collect(element: &Element, paragraphs: &mut Vec<String>) {
    let has_text = |node: &Node| matches!(node, Node::Text(text) if !text.trim().is_empty());
    if element.children.iter().any(has_text) {
        let mut lines = vec![String::new()];
        add_lines(element, &mut lines);
        let lines: Vec<String> = lines.iter().filter_map(|line| metadata::line(line)).collect();
        paragraphs.push(lines.join("\n"));
        return;
    }
    element.elements().for_each(|child| collect(child, paragraphs));
}

fn add_lines(element: &Element, lines: &mut Vec<String>) {
    for node in &element.children {
        match node {
            Node::Element(inner) if LINE_ENDS.contains(&inner.name.as_str()) => lines.push(String::new()),
            Node::Element(inner) => add_lines(inner, lines),
            Node::Text(text) => lines.last_mut().into_iter().for_each(|line| line.push_str(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;
    use super::*;

    fn check(xml: &str, expected: &str) {
        let found = article(&parse(xml, 512).unwrap_or_default().root.unwrap_or_default());
        let m = found.metadata;
        let fields = [m.title, m.date.map(|day| day.to_string()), m.source, m.author, Some(found.text)];
        assert_eq!(fields.into_iter().flatten().collect::<Vec<_>>().join(" | "), expected, "{xml}");
    }

    #[test]
    fn paragraphs_are_told_from_structure() {
        check(
            "<a>\n <b>Un <i>mot</i>, deux<br/>trois</b>\n <c><d>Quatre</d></c></a>",
            "Un mot, deux\ntrois\n\nQuatre",
        );
        check(
            "<art><titre>T</titre><auteur>Par A B</auteur><date when='2025-03-13'>jeudi</date><p>Un.</p></art>",
            "T | 2025-03-13 | A B | Par A B\n\njeudi\n\nUn.",
        );
    }
}
