//! The `application/ld+json` scripts of a page in, what they say of the article out.
//!
//! They are often broken: control characters and HTML entities are mended, the rest is left aside. Their size
//! is held to a limit, their depth by the parser.

use dom_query::Document;
use serde_json::{Map, Value};

use crate::text::decode::clean;

/// A script longer than this describes no article.
const MAX_BYTES: usize = 1024 * 1024;
/// More nodes than this are not looked at.
const MAX_NODES: usize = 2_000;

/// What the page's linked data says, unparsed.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Said {
    pub(super) title: Option<String>,
    pub(super) date: Option<String>,
    pub(super) author: Option<String>,
    pub(super) source: Option<String>,
    pub(super) url: Option<String>,
    pub(super) language: Option<String>,
}

/// Reads the scripts in order; nodes that are articles speak before nodes that are pages.
pub(super) fn read(tree: &Document) -> Said {
    let scripts = tree.select("script[type=\"application/ld+json\"]");
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(&script.text())).collect();
    let nodes = values.iter().flat_map(nodes).collect::<Vec<_>>();
    let (articles, pages): (Vec<_>, Vec<_>) = nodes
        .into_iter()
        .filter(|node| is_text(node))
        .partition(|node| !is_type(node, |kind| kind.contains("Page")));
    let mut said = Said::default();
    articles.iter().chain(&pages).for_each(|node| note(node, &mut said));
    said
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
    let (mut found, mut waiting) = (Vec::new(), vec![value]);
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

fn note(node: &Map<String, Value>, said: &mut Said) {
    let first = |known: &mut Option<String>, key: &str| {
        *known = known.take().or_else(|| node.get(key).and_then(names));
    };
    first(&mut said.title, "headline");
    first(&mut said.date, "datePublished");
    first(&mut said.author, "author");
    first(&mut said.source, "publisher");
    first(&mut said.url, "url");
    first(&mut said.url, "mainEntityOfPage");
    first(&mut said.language, "inLanguage");
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
        let said = read(&Document::from(format!("<script type=\"application/ld+json\">{script}</script>")));
        let got = (said.title.unwrap_or_default(), said.author.unwrap_or_default());
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
