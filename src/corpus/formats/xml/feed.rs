//! Feeds: RSS, RDF and Atom, an article for each entry.
//!
//! Of an entry the full text is read, else its summary, with a warning. The paper is that of the entry, else that of the feed.

use super::tree::{Element, Node};
use crate::corpus::extracted::Extracted;
use crate::corpus::formats::html;
use crate::corpus::metadata;
use crate::model::{Metadata, Reason, Stage};

const ENTRIES: &[&str] = &["item", "entry", "atom:entry"];
const CONTENT: &[&str] = &["content:encoded", "content", "atom:content", "xhtml:body", "body"];
const SUMMARY: &[&str] = &["description", "summary", "atom:summary", "itunes:summary"];
const DATES: &[&str] = &[
    "pubdate",
    "published",
    "atom:published",
    "dc:date",
    "dcterms:issued",
    "dcterms:created",
    "issued",
    "date",
    "updated",
    "modified",
];
const AUTHORS: &[&str] = &["dc:creator", "author", "atom:author", "itunes:author"];
/// A description of at least so many bytes is the text.
const FULL_TEXT: usize = 1_200;

/// The articles of a feed; `None` if the document is none.
pub(super) fn articles(root: &Element, max_depth: usize) -> Option<Vec<Extracted>> {
    let is_feed = ["rss", "rdf:rdf", "feed", "atom:feed", "channel"].contains(&root.name.as_str());
    let channel = root.child("channel").unwrap_or(root);
    let feed =
        Feed { paper: name(channel), language: value(channel, &["language", "dc:language"]), max_depth };
    let entries = root.all().into_iter().filter(|element| ENTRIES.contains(&element.name.as_str()));
    is_feed.then(|| entries.map(|entry| feed.article(entry)).collect())
}

/// What a feed says of all its articles.
struct Feed {
    paper: Option<String>,
    language: Option<String>,
    max_depth: usize,
}

impl Feed {
    fn article(&self, entry: &Element) -> Extracted {
        let mut found = Extracted { metadata: self.metadata(entry), ..Extracted::default() };
        match DATES.iter().find_map(|name| value(entry, &[name])).as_deref().map(metadata::date) {
            Some(Ok(day)) => found.metadata.date = Some(day),
            Some(Err(reason)) => found.warnings.push((Stage::Parse, reason)),
            None => {}
        }
        let (text, is_whole) = match self.prose(entry, CONTENT) {
            Some(text) => (text, true),
            None => self.prose(entry, SUMMARY).map(|text| (text, false)).unwrap_or_default(),
        };
        if !is_whole && !text.is_empty() && text.len() < FULL_TEXT {
            found.warnings.push((Stage::Parse, Reason::SummaryOnly));
        }
        found.text = text;
        found
    }

    fn metadata(&self, entry: &Element) -> Metadata {
        let title = value(entry, &["title", "atom:title", "media:title"]);
        let paper = entry.child("source").or_else(|| entry.child("atom:source"));
        let paper = paper.and_then(|source| name(source).or_else(|| metadata::line(&source.text())));
        Metadata {
            title: title.map(|title| html::inline(&title)),
            source: paper.or_else(|| self.paper.clone()),
            author: author(entry),
            url: link(entry),
            language: self.language.as_deref().and_then(metadata::language),
            ..Metadata::default()
        }
    }

    /// The text of the first of the elements that has some. Markup within it is escaped, or stands there as elements.
    fn prose(&self, entry: &Element, names: &[&str]) -> Option<String> {
        names.iter().filter_map(|name| entry.child(name)).find_map(|element| {
            let marked = markup(element);
            let text = html::fragment_or_text(&marked, self.max_depth).unwrap_or(marked);
            Some(text.trim().to_owned()).filter(|text| !text.is_empty())
        })
    }
}

/// The text of an element, with the elements in it written as tags.
fn markup(element: &Element) -> String {
    let within = element.children.iter().map(|node| match node {
        Node::Text(text) if element.elements().next().is_some() => {
            html_escape::encode_text(text).into_owned()
        }
        Node::Text(text) => text.clone(),
        Node::Element(inner) => {
            let name = inner.name.rsplit(':').next().unwrap_or_default();
            format!("<{name}>{}</{name}>", markup(inner))
        }
    });
    within.collect()
}

/// The name of a feed.
fn name(feed: &Element) -> Option<String> {
    value(feed, &["title", "atom:title"]).and_then(|name| metadata::line(&html::inline(&name)))
}

fn value(element: &Element, names: &[&str]) -> Option<String> {
    names.iter().filter_map(|name| element.child(name)).find_map(|child| metadata::line(&child.text()))
}

/// The names of authors: `<author><name>…`, `<dc:creator>`, « redaction@c.example (Anne Roche) ».
fn author(entry: &Element) -> Option<String> {
    let of_element = |element: &Element| {
        let text = element.child("name").or_else(|| element.child("atom:name")).unwrap_or(element).text();
        let bracketed = text.contains('@').then(|| text.split_once('(')?.1.split(')').next());
        let name = bracketed.flatten().unwrap_or(&text);
        metadata::author(&html::inline(name)).filter(|name| !name.contains('@'))
    };
    AUTHORS.iter().find_map(|name| {
        let names: Vec<String> =
            entry.elements().filter(|element| element.name == *name).filter_map(of_element).collect();
        (!names.is_empty()).then(|| names.join(", "))
    })
}

/// The address: a link, or an identifier that is one.
fn link(entry: &Element) -> Option<String> {
    let is_page = |link: &&Element| link.attribute("rel").is_none_or(|rel| rel == "alternate");
    let of_link = |link: &Element| metadata::url(link.attribute("href").unwrap_or(&link.text()));
    let named = |name: &str| {
        entry.elements().filter(|element| element.name == name).filter(is_page).find_map(of_link)
    };
    ["feedburner:origlink", "link", "atom:link", "guid", "id"].iter().find_map(|name| named(name))
}

#[cfg(test)]
mod tests {
    use super::super::tree::parse;
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let shown = |found: Extracted| {
            let m = found.metadata;
            let fields =
                [m.title, m.date.map(|day| day.to_string()), m.source, m.author, m.url, Some(found.text)];
            let warned = found.warnings.iter().map(|(_, reason)| format!("{reason:?}"));
            fields.into_iter().flatten().chain(warned).collect::<Vec<_>>().join(" | ")
        };
        let root = parse(text, 512).unwrap_or_default().root.unwrap_or_default();
        let found = articles(&root, 512).unwrap_or_default();
        assert_eq!(found.into_iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn rss() {
        check(
            "<rss><channel><title>Le Courrier</title><item><title>L&#8217;accord &amp;amp; R & D</title><link>https://c.example/a</link>\
             <pubDate>Thu, 13 Mar 2025 23:30:00 GMT</pubDate><dc:creator>Anne Roche</dc:creator><description>Court.</description>\
             <content:encoded><![CDATA[<p>Un.</p><p>Deux.</p>]]></content:encoded></item>\
             <item><title>Vote</title><guid>https://c.example/b</guid><author>r@c.example (Luc Morel)</author>\
             <description>&lt;p&gt;Court.&lt;/p&gt;</description></item></channel>",
            &[
                "L’accord & R & D | 2025-03-14 | Le Courrier | Anne Roche | https://c.example/a | Un.\n\nDeux.",
                "Vote | Le Courrier | Luc Morel | https://c.example/b | Court. | SummaryOnly",
            ],
        );
    }

    #[test]
    fn atom_and_rdf() {
        check(
            "<feed><title type='html'>F</title><entry><title>T</title><link rel='self' href='https://x.example/s'/>\
             <link href='https://x.example/a'/><published>2025-03-13T10:00:00+01:00</published><author><name>A B</name></author>\
             <author><name>C D</name></author><content type='xhtml'><div><p>Un &lt; deux.</p><p>Trois.</p></div></content></entry></feed>",
            &["T | 2025-03-13 | F | A B, C D | https://x.example/a | Un < deux.\n\nTrois."],
        );
        check(
            "<rdf:RDF><channel><title>F</title></channel><item><title>T</title><dc:date>2025-03-13</dc:date><description>D</description></item></rdf:RDF>",
            &["T | 2025-03-13 | F | D | SummaryOnly"],
        );
        check("<rss><channel><item><title>T</title><description>Cut", &["T | Cut | SummaryOnly"]);
        check("<autre><item>x</item></autre>", &[]);
    }
}
