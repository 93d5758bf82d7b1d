//! Pages exported from Factiva: a `div` of the class `article` for each article, as running text or as a table of codes.

use dom_query::{Document, NodeRef};

use super::factiva_text::{Head, is_words};
use super::notices;
use crate::corpus::extracted::Extracted;
use crate::corpus::formats::html::text_of;
use crate::corpus::metadata;
use crate::model::Metadata;

/// The articles of the page; `None` if it is no such export, or an article of it lacks its title, date or source.
pub(super) fn articles(tree: &Document) -> Option<Vec<Extracted>> {
    let all = tree.select("div.article");
    let is_ours =
        |node: &&NodeRef<'_>| node.attr("class").is_some_and(|class| class.split(' ').any(is_language_class));
    let found: Option<Vec<Extracted>> =
        all.nodes().iter().filter(is_ours).map(|node| coded(node).or_else(|| running(node))).collect();
    found.filter(|found| !found.is_empty())
}

/// `frArticle`, `enArticle`.
fn is_language_class(class: &str) -> bool {
    class.strip_suffix("Article").is_some_and(|code| code.len() == 2)
}

/// An article whose rows begin with a code.
fn coded(node: &NodeRef<'_>) -> Option<Extracted> {
    let mut head = Head::default();
    let mut text = Vec::new();
    let rows: Vec<NodeRef<'_>> = node.find(&["tr"]);
    for row in rows {
        let cells = row.element_children();
        let [code, value] = &cells[..] else { continue };
        match code.text().trim() {
            "LP" | "TD" => text.push(text_of(value)),
            code => head.set(code, &value.text()),
        }
    }
    let text = notices::without(&text.join("\n\n"));
    (!text.is_empty()).then_some(())?;
    Some(Extracted { metadata: head.finish()?, text, ..Extracted::default() })
}

/// An article whose head is a run of lines: words, date, source.
fn running(node: &NodeRef<'_>) -> Option<Extracted> {
    let below: Vec<NodeRef<'_>> = node.descendants();
    let has = |node: &NodeRef<'_>, end: &str| {
        node.attr("class")
            .is_some_and(|class| class.split(' ').any(|class| class.to_lowercase().ends_with(end)))
    };
    let title =
        below.iter().find(|node| has(node, "headline")).and_then(|node| metadata::line(&node.text()))?;
    let paragraphs: Vec<String> = below
        .iter()
        .filter(|node| has(node, "articleparagraph"))
        .map(text_of)
        .filter(|text| !text.is_empty())
        .collect();
    let is_line = |node: &&NodeRef<'_>| node.has_name("div") && node.element_children().is_empty();
    let lines: Vec<String> =
        below.iter().filter(is_line).filter_map(|node| metadata::line(&node.text())).collect();
    let at = lines.iter().position(|line| is_words(line))?;
    let mut head = Head::running(lines.iter().map(String::as_str).skip(at + 1));
    head.author = lines[..at].last().filter(|line| **line != title).and_then(|line| metadata::author(line));
    let metadata = Metadata { title: Some(title), ..head.metadata()? };
    (!paragraphs.is_empty()).then(|| Extracted {
        metadata,
        text: paragraphs.join("\n\n"),
        ..Extracted::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &[&str]) {
        let shown = |found: Extracted| {
            let m = found.metadata;
            let fields = [m.title, m.date.map(|day| day.to_string()), m.source, m.author, Some(found.text)];
            fields.into_iter().flatten().collect::<Vec<_>>().join(" | ")
        };
        let found = articles(&Document::from(html)).unwrap_or_default();
        assert_eq!(found.into_iter().map(shown).collect::<Vec<_>>(), expected, "{html}");
    }

    #[test]
    fn running_and_coded() {
        check(
            "<div class='article frArticle'><div id='hd'><span class='frHeadline'>Le blé</span></div><div>Par Anne Roche</div>\
             <div>1 234 mots</div><div>13 mars 2025</div><div>06:00</div><div>La Gazette</div><div>GAZ</div><div>Français</div>\
             <p class='articleParagraph frarticleParagraph'>Un.</p><p class='articleParagraph'>Deux.</p></div>",
            &["Le blé | 2025-03-13 | La Gazette | Anne Roche | Un.\n\nDeux."],
        );
        check(
            "<div class='article enArticle'><table><tr><td><b>HD</b></td><td>Blé</td></tr><tr><td>PD</td><td>14 mars 2025</td></tr>\
             <tr><td>SN</td><td>La Gazette</td></tr><tr><td>LP</td><td><p>Un.</p></td></tr><tr><td>TD</td><td><p>Deux.</p></td></tr></table></div>",
            &["Blé | 2025-03-14 | La Gazette | Un.\n\nDeux."],
        );
        check("<div class='article'><p>Un.</p></div>", &[]);
        check("<div class='article frArticle'><p>Un.</p></div>", &[]);
    }
}
