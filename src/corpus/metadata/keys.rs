//! Keys and values, from JSON or front matter, to metadata and text.
//!
//! The tables are the data: they list the names that programs and people use. Of several names for one thing the first in its
//! table that has a usable value wins. Case, accents and signs within a name are ignored, so `datePublication`,
//! `date_publication` and « Date de publication » meet their entry; a point in an entry leads into an object. Other keys
//! are ignored.

use serde_json::{Map, Value};

use crate::corpus::extracted::Extracted;
use crate::corpus::metadata;
use crate::model::Stage;

const ID: &[&str] = &["id", "docid", "articleid", "uuid"];
const TITLE: &[&str] =
    &["title", "titre", "headline", "articletitle", "titrearticle", "webtitle", "ogtitle", "intitule"];
const TEXT: &[&str] = &[
    "text",
    "texte",
    "body",
    "content",
    "contents",
    "contenu",
    "article",
    // schema.org, news-please, Fundus, JSON Feed.
    "articlebody",
    "maintext",
    "plaintext",
    "contenttext",
    "contenthtml",
    "fulltext",
    "bodytext",
    "bodyhtml",
    "articletext",
    "articlecontent",
    "contentencoded",
    "textcontent",
    "texteintegral",
    "textecomplet",
    "corps",
    "corpsarticle",
    "corpsdutexte",
    "story",
    "storytext",
    "paragraphs",
    "paragraphes",
    "rawtext",
];
/// What stands for a text that is not there.
const SUMMARY: &[&str] = &[
    "description",
    "summary",
    "resume",
    "chapo",
    "chapeau",
    "abstract",
    "excerpt",
    "extrait",
    "standfirst",
    "leadparagraph",
    "trailtext",
    "snippet",
];
const DATE: &[&str] = &[
    "date",
    "published",
    "publishedat",
    "datepublished",
    "pubdate",
    "datepublication",
    "datedepublication",
    // news-please, newspaper and Media Cloud, Fundus, Guardian, GDELT.
    "datepublish",
    "publishdate",
    "publishingdate",
    "webpublicationdate",
    "seendate",
    "publicationdate",
    "publishedtime",
    "publishedon",
    "firstpublishedat",
    "dateparution",
    "datedeparution",
    "parution",
    "dategmt",
    "created",
    "createdat",
    "datecreated",
    "datecreation",
    "jour",
    // A day of revision is better than none.
    "updated",
    "updatedat",
    "datemodified",
    "modified",
    "lastmod",
];
const SOURCE: &[&str] = &[
    "source",
    "publisher",
    "site",
    "journal",
    "media",
    "medianame",
    "sourcename",
    "sitename",
    "ogsitename",
    "newspaper",
    "publication",
    "publicationname",
    "outlet",
    "revue",
    "nomjournal",
    "titrejournal",
    "nomdujournal",
    "ispartof",
    "website",
    "html.sourceinfo.publisher",
    "sourcehostname",
    "hostname",
    "sourcedomain",
    "domain",
    "mediaurl",
    "sourceurl",
    "sourceid",
];
const AUTHOR: &[&str] = &[
    "author",
    "auteur",
    "authors",
    "auteurs",
    "autrice",
    "autrices",
    "byline",
    "authorname",
    "nomauteur",
    "creator",
    "dccreator",
    "signature",
    "journaliste",
    "journalistes",
    "journalist",
    "redacteur",
    "redactrice",
    "writer",
    "embedded.author",
    "yoastheadjson.author",
];
const URL: &[&str] = &[
    "url",
    "link",
    "lien",
    "permalink",
    "permalien",
    "adresse",
    "weburl",
    "articleurl",
    "canonicalurl",
    "canonical",
    "html.respondedurl",
    "html.requestedurl",
    "mainentityofpage",
    "externalurl",
    // JSON Feed: an address is often the identifier.
    "id",
    "guid",
];
const LANGUAGE: &[&str] =
    &["lang", "language", "langue", "inlanguage", "languagecode", "metalang", "contentlanguage", "locale"];

/// Keys, in lower case, whose object describes the article that holds it: of Elasticsearch, JSON:API, the Guardian, data sets.
const WITHIN: &[&str] =
    &["_source", "attributes", "fields", "article", "document", "post", "metadata", "meta"];
/// Keys of an object that stand for all of it: `{"rendered": …}`, `{"name": …}`.
const INNER: &[&str] = &[
    "rendered", "name", "main", "original", "@value", "#text", "_text", "$t", "value", "title", "@id", "url",
];
/// Keys of an object that are the parts of a text, in their order (Fundus).
const PARTS: &[&str] = &["rendered", "plaintext", "summary", "headline", "text", "paragraphs", "sections"];
/// What programs write where there is no value.
const NOTHING: &[&str] = &["", "none", "null", "nan", "undefined", "n/a"];

/// The values of an object by folded key. Of two keys that are folded alike only the last wins, as of two equal keys.
pub(in crate::corpus) struct Keys(Map<String, Value>);

impl Keys {
    pub(in crate::corpus) fn new(object: Map<String, Value>) -> Self {
        let mut keys = Keys(Map::new());
        keys.add(object);
        keys
    }

    /// Adds the keys of an object, and below them those of the objects within it that describe the same article.
    fn add(&mut self, object: Map<String, Value>) {
        let mut within = Vec::new();
        let mut own = Map::new();
        for (key, value) in object {
            match value {
                Value::Object(inner) if WITHIN.contains(&key.to_lowercase().as_str()) => within.push(inner),
                Value::Null => {}
                value => {
                    own.insert(folded(&key), value);
                }
            }
        }
        for (key, value) in own {
            self.0.entry(key).or_insert(value);
        }
        within.into_iter().for_each(|inner| self.add(inner));
    }

    /// Fills `found` from the keys, except for the text.
    pub(in crate::corpus) fn describe(&self, found: &mut Extracted) {
        found.id = self.find(ID, metadata::line);
        let fields = &mut found.metadata;
        fields.title = self.find(TITLE, metadata::line);
        // In the output of one tool the source is the address of the article.
        fields.url = self.find(URL, metadata::url).or_else(|| self.find(&["source"], metadata::page_url));
        let name = |value: &str| metadata::line(value).filter(|name| metadata::url(name).is_none());
        fields.source = self
            .find(SOURCE, name)
            .or_else(|| self.find(SOURCE, |value| metadata::host(&metadata::url(value)?)));
        fields.author = self.find(AUTHOR, metadata::author);
        fields.language = self.find(LANGUAGE, metadata::language);
        let days: Vec<_> = self.values(DATE).map(|day| metadata::date(&day)).collect();
        match (days.iter().find_map(|day| day.clone().ok()), days.into_iter().next()) {
            (Some(day), _) => fields.date = Some(day),
            (None, Some(Err(warning))) => found.warnings.push((Stage::Parse, warning)),
            _ => {}
        }
    }

    /// The text. The paragraphs of a list are joined.
    pub(in crate::corpus) fn text(&self) -> Option<String> {
        self.at(TEXT).find_map(prose)
    }

    /// The summary, for an article whose text is not there.
    pub(in crate::corpus) fn summary(&self) -> Option<String> {
        self.at(SUMMARY).find_map(prose)
    }

    fn find<T>(&self, names: &[&str], read: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.values(names).find_map(|value| read(&value))
    }

    /// The values of names, as text, in the order of the table.
    fn values<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = String> + 'a {
        let is_said = |value: &String| !NOTHING.contains(&value.trim().to_lowercase().as_str());
        self.at(names).filter_map(named).filter(is_said)
    }

    fn at<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a Value> {
        names.iter().filter_map(|name| self.0.get(*name).or_else(|| self.below(name)))
    }

    /// The value at a path of keys, such as `html.source`.
    fn below(&self, path: &str) -> Option<&Value> {
        let (first, rest) = path.split_once('.')?;
        rest.split('.').try_fold(self.0.get(first)?, |value, name| {
            let mut keys = value.as_object()?.iter();
            keys.find(|(key, _)| folded(key) == name).map(|(_, value)| value)
        })
    }
}

/// A name of a key without case, accents and signs.
pub(in crate::corpus) fn folded(key: &str) -> String {
    if key.bytes().all(|b| b.is_ascii_lowercase()) {
        return key.to_owned();
    }
    let plain = |c: char| match c {
        'é' | 'è' | 'ê' => 'e',
        'à' | 'â' => 'a',
        'ô' => 'o',
        'û' => 'u',
        'ç' => 'c',
        other => other,
    };
    let letters = key.chars().flat_map(char::to_lowercase).map(plain);
    letters.filter(|c| c.is_alphanumeric()).collect()
}

/// The text of a string, a number, an object that names something, or a list of these.
fn named(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => return INNER.iter().find_map(|key| named(object.get(*key)?)),
        Value::Array(list) => list.iter().filter_map(named).collect::<Vec<_>>().join(", "),
        Value::Null | Value::Bool(_) => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

/// The prose of a string, an object of parts, or a list of these.
fn prose(value: &Value) -> Option<String> {
    let joined = |parts: Vec<String>| parts.join("\n\n");
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => joined(PARTS.iter().filter_map(|key| prose(object.get(*key)?)).collect()),
        Value::Array(list) => joined(list.iter().filter_map(prose).collect()),
        Value::Null | Value::Bool(_) => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(object: Value, expected: &str) {
        let Value::Object(object) = object else { unreachable!() };
        let (keys, mut found) = (Keys::new(object), Extracted::default());
        keys.describe(&mut found);
        let m = found.metadata;
        let fields =
            [m.title, m.date.map(|day| day.to_string()), m.source, m.author, m.url, m.language, keys.text()];
        assert_eq!(fields.into_iter().flatten().collect::<Vec<_>>().join(" | "), expected);
    }

    #[test]
    fn names_of_keys_are_folded() {
        check(
            serde_json::json!({"Titre": "A", "Date de publication": "12 mars 2024", "Média": "B"}),
            "A | 2024-03-12 | B",
        );
        check(serde_json::json!({"TITLE": "A", "title": "B"}), "B");
    }

    #[test]
    fn a_value_that_says_nothing_gives_way() {
        check(serde_json::json!({"author": 5, "_embedded": {"author": [{"name": "A B"}]}}), "A B");
        check(
            serde_json::json!({"date": "None", "published": "2024-03-12", "source": {"id": null, "name": "C"}}),
            "2024-03-12 | C",
        );
        check(serde_json::json!({"source": "https://c.example/", "publisher": null}), "c.example");
        check(
            serde_json::json!({"source": "https://c.example/a", "hostname": "c.example"}),
            "c.example | https://c.example/a",
        );
    }

    #[test]
    fn objects_within_describe_the_article_too() {
        check(serde_json::json!({"text": "T", "metadata": {"title": "A", "text": "no"}}), "A | T");
        check(serde_json::json!({"_id": 1, "_source": {"title": "A", "source": "B"}}), "A | B");
        let body = serde_json::json!({"summary": ["S"], "sections": [{"headline": ["H"], "paragraphs": ["P", "Q"]}]});
        check(serde_json::json!({"body": body}), "S\n\nH\n\nP\n\nQ");
    }
}
