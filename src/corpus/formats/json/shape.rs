//! Shapes: a JSON value in, the objects that are articles out, whatever the program that wrote it put around them.
//!
//! An object with a text is an article. One without, that has a list of objects under a usual name, is the answer of a service,
//! a feed or a graph of linked data.

use serde_json::{Map, Value, json};

use crate::corpus::metadata::keys::{Keys, folded};

/// The names of lists of articles, folded.
const LISTS: &[&str] = &[
    "articles",
    "items",
    "results",
    "stories",
    "docs",
    "documents",
    "posts",
    "entries",
    "hits",
    "matches",
    "news",
    "data",
    "response",
    "records",
    "graph",
    "corpus",
    "textes",
    "depeches",
];
/// How deep lists are looked for, as in `{"response": {"docs": […]}}`.
const MAX_DEPTH: usize = 4;

/// The articles of a value. What is no object stays, to be refused by its place.
pub(super) fn articles(value: Value) -> Vec<Value> {
    match value {
        Value::Array(list) => list.into_iter().flat_map(one_or_many).collect(),
        one => one_or_many(one),
    }
}

/// Whether the value holds articles, and is none itself.
pub(super) fn is_list(value: &Value) -> bool {
    value.is_array() || value.as_object().and_then(list_in).is_some()
}

fn one_or_many(value: Value) -> Vec<Value> {
    let list = match &value {
        Value::Object(object) => list_in(object).map(|list| within(object, list)),
        _ => None,
    };
    list.unwrap_or_else(|| vec![value])
}

/// The list of articles in an object that is none.
fn list_in(object: &Map<String, Value>) -> Option<&Vec<Value>> {
    // Most objects have no list: only where there is one are the keys read.
    list_below(object, MAX_DEPTH).filter(|_| Keys::new(object.clone()).text().is_none())
}

fn list_below(object: &Map<String, Value>, depth: usize) -> Option<&Vec<Value>> {
    let at = |name: &&str| object.iter().find(|(key, _)| folded(key) == **name).map(|(_, value)| value);
    LISTS.iter().filter_map(at).find_map(|value| match value {
        Value::Array(list) if list.iter().all(Value::is_object) => Some(list),
        Value::Object(inner) if depth > 0 => list_below(inner, depth - 1),
        _ => None,
    })
}

/// The articles of a list, with what the object around it says of all.
fn within(around: &Map<String, Value>, list: &[Value]) -> Vec<Value> {
    if around.contains_key("@graph") {
        return graph(list);
    }
    let feed = feed(around);
    let described = |item: &Value| {
        let mut item = item.clone();
        if let Value::Object(keys) = &mut item {
            feed.iter().for_each(|(key, value)| {
                keys.entry(*key).or_insert_with(|| (*value).clone());
            });
        }
        item
    };
    list.iter().map(described).collect()
}

/// What a feed says of its articles: its title is their source.
fn feed(around: &Map<String, Value>) -> Vec<(&'static str, &Value)> {
    let is_json_feed =
        around.get("version").and_then(Value::as_str).is_some_and(|name| name.contains("jsonfeed.org"));
    let feed = match around.get("feed") {
        Some(Value::Object(feed)) => feed,
        _ if is_json_feed => around,
        _ => return Vec::new(),
    };
    [("source", "title"), ("language", "language")]
        .into_iter()
        .filter_map(|(key, name)| Some((key, feed.get(name)?)))
        .collect()
}

/// The articles of a graph of linked data, with the names of the persons that they refer to.
fn graph(nodes: &[Value]) -> Vec<Value> {
    let is_article = |node: &&Value| match &node["@type"] {
        Value::Array(kinds) => kinds.iter().any(is_kind_of_article),
        kind => is_kind_of_article(kind),
    };
    let name_of = |id: &Value| {
        nodes.iter().find(|node| !id.is_null() && node["@id"] == *id).map(|node| node["name"].clone())
    };
    let resolved = |node: &Value| {
        let mut node = node.clone();
        for key in ["author", "publisher"] {
            if let Some(name) = node.get(key).and_then(|value| name_of(&value["@id"])) {
                node[key] = json!({ "name": name });
            }
        }
        node
    };
    nodes.iter().filter(is_article).map(resolved).collect()
}

fn is_kind_of_article(kind: &Value) -> bool {
    kind.as_str().is_some_and(|kind| ["Article", "Posting", "Report"].iter().any(|end| kind.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: Value, expected: &[&str]) {
        let shown = |item: Value| {
            let Value::Object(object) = item else { return item.to_string() };
            let (keys, mut found) = (Keys::new(object), crate::corpus::extracted::Extracted::default());
            keys.describe(&mut found);
            let fields = [keys.text(), found.metadata.source, found.metadata.author];
            fields.into_iter().flatten().collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(articles(value).into_iter().map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn lists_of_services() {
        check(json!({"status": "ok", "articles": [{"text": "A"}, {"text": "B"}]}), &["A", "B"]);
        check(json!({"response": {"docs": [{"text": "A"}]}}), &["A"]);
        check(json!({"hits": {"total": 1, "hits": [{"_source": {"text": "A"}}]}}), &["A"]);
        check(json!([{"articles": [{"text": "A"}]}, 3]), &["A", "3"]);
        check(json!({"text": "A", "articles": [{"text": "B"}]}), &["A"]);
        check(json!({"status": "ok", "articles": []}), &[]);
    }

    #[test]
    fn feeds_and_graphs_say_more() {
        let feed = json!({"version": "https://jsonfeed.org/version/1.1", "title": "F", "items": [{"content_html": "A"}]});
        check(feed, &["A | F"]);
        let graph = json!({"@graph": [
            {"@type": "Person", "@id": "#a", "name": "N"}, {"@type": "NewsArticle", "articleBody": "A", "author": {"@id": "#a"}},
        ]});
        check(graph, &["A | N"]);
    }
}
