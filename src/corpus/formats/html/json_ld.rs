//! JSON-LD: the metadata of the article in the `application/ld+json` scripts of a page.
//!
//! Scripts are often broken: control characters and HTML entities are repaired, other errors drop the script. Size is
//! limited here, depth by the parser.

use dom_query::Document;
use serde_json::{Map, Value};

use crate::text::decode::clean;

/// The longest script in bytes. A longer one describes no article.
const MAX_BYTES: usize = 1024 * 1024;
/// The most nodes that are read.
const MAX_NODES: usize = 2_000;

/// The metadata in linked data, as declared.
#[derive(Debug, Default, PartialEq)]
pub(super) struct LinkedData {
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) author: Option<String>,
    pub(super) source: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
}

/// Reads the scripts in order. Nodes of articles have precedence over nodes of pages.
pub(super) fn read(tree: &Document) -> LinkedData {
    let scripts = tree.select("script[type=\"application/ld+json\"]");
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(&script.text())).collect();
    let nodes = values.iter().flat_map(nodes).collect::<Vec<_>>();
    let (articles, pages): (Vec<_>, Vec<_>) = nodes
        .into_iter()
        .filter(|node| is_text(node))
        .partition(|node| !is_type(node, |kind| kind.contains("Page")));
    let mut data = LinkedData::default();
    articles.iter().chain(&pages).for_each(|node| note(node, &mut data));
    data
}

fn parse(script: &str) -> Option<Value> {
    if script.len() > MAX_BYTES {
        return None;
    }
    let text = clean(script).replace('\n', " ");
    let text = text.trim().trim_end_matches(';');
    let unescaped = || text.replace("&quot;", "\"").replace("&#34;", "\"").replace("&amp;", "&");
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&unescaped())).ok()
}

/// The objects of a value: itself, the items of lists and of `@graph`.
fn nodes(value: &Value) -> Vec<&Map<String, Value>> {
    let mut found = Vec::new();
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop().filter(|_| found.len() < MAX_NODES) {
        match value {
            Value::Array(list) => waiting.extend(list.iter().rev()),
            Value::Object(node) => {
                found.push(node);
                waiting.extend(node.get("@graph"));
                waiting.extend(node.get("mainEntity"));
            }
            _ => {}
        }
    }
    found
}

fn is_text(node: &Map<String, Value>) -> bool {
    is_type(node, |kind| ["Article", "Posting", "Report", "WebPage"].iter().any(|end| kind.ends_with(end)))
}

fn is_type(node: &Map<String, Value>, is: impl Fn(&str) -> bool) -> bool {
    match node.get("@type") {
        Some(Value::String(kind)) => is(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is),
        _ => false,
    }
}

fn note(node: &Map<String, Value>, data: &mut LinkedData) {
    let first = |known: &mut Option<String>, key: &str| {
        *known = known.take().or_else(|| node.get(key).and_then(names));
    };
    first(&mut data.title, "headline");
    first(&mut data.date, "datePublished");
    first(&mut data.author, "author");
    first(&mut data.source, "publisher");
    first(&mut data.url, "url");
    first(&mut data.url, "mainEntityOfPage");
    first(&mut data.language, "inLanguage");
}

/// A string, the name (or address) of an object, or the names in a list.
fn names(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Object(object) => return object.get("name").or_else(|| object.get("@id")).and_then(names),
        Value::Array(list) => list.iter().filter_map(names).collect::<Vec<_>>().join(", "),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(script: &str, title: &str, author: &str) {
        let data = read(&Document::from(format!("<script type=\"application/ld+json\">{script}</script>")));
        let got = (data.title.unwrap_or_default(), data.author.unwrap_or_default());
        assert_eq!(got, (title.to_owned(), author.to_owned()), "{script}");
    }

    #[test]
    fn graphs_lists_and_broken_scripts() {
        check(r#"{"@type":"NewsArticle","headline":"A","author":[{"name":"B"},"C"]}"#, "A", "B, C");
        check(
            r#"{"@graph":[{"@type":"WebPage","headline":"X"},{"@type":["Article"],"headline":"A"}]}"#,
            "A",
            "",
        );
        check("{\"@type\":\"NewsArticle\",\"headline\":\"A\nB\"};", "A B", "");
        check("{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;A&quot;}", "A", "");
        check(r#"{"@type":"Organization","name":"X"}"#, "", "");
        check(&"[".repeat(50_000), "", "");
    }
}
