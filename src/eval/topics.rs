//! A file of topics goes in; queries with identifiers come out, in the order of the file.
//!
//! There are two formats: `id<TAB>query`, one topic a line, and the SGML of TREC, where the title is the query. A file of
//! SGML begins with `<`. Queries are not changed.

use std::collections::BTreeSet;
use std::path::Path;

use html_escape::decode_html_entities;

use super::error::{BadLine, EvalError, Fault, Shape};
use super::source::{Source, cited};

/// A topic: an information need, as a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Topic {
    /// The identifier under which judgements and runs name it.
    pub id: String,
    /// The query.
    pub query: String,
    /// What sort of topic it is, where the file says so: `# kind: …` stands before the topics of a kind.
    pub kind: Option<String>,
}

/// Reads a file of topics.
///
/// # Errors
/// When it cannot be read, or when a topic lacks its identifier or its query or stands there twice.
pub fn open_topics(path: &Path) -> Result<Vec<Topic>, EvalError> {
    parse(&Source::open(path)?)
}

fn parse(source: &Source) -> Result<Vec<Topic>, EvalError> {
    if source.text.trim_start().starts_with('<') { records(source) } else { lines(source) }
}

/// `id<TAB>query`; lines that begin with `#` are comments, of which `# kind: …` is the kind of the topics below; cells
/// after the second are notes.
fn lines(source: &Source) -> Result<Vec<Topic>, EvalError> {
    let mut topics = Topics::default();
    source.each_line(Shape::Topic, |_, line| {
        if let Some(comment) = line.strip_prefix('#') {
            topics.kind = comment
                .trim()
                .strip_prefix("kind:")
                .map(|kind| kind.trim().to_owned())
                .or(topics.kind.take());
            return Ok(());
        }
        let mut cells = line.split('\t').map(str::trim);
        match (cells.next(), cells.next()) {
            (Some(id), Some(query)) => topics.add(id, query),
            _ => Err(Fault::NoTab { line: cited(line) }),
        }
    })?;
    Ok(topics.list)
}

/// `<top> <num> Number: 301 <title> Title words </top>`; other tags are passed over. Any tag that ends in
/// `title` is a title: the French topics of CLEF have `<FR-title>`.
fn records(source: &Source) -> Result<Vec<Topic>, EvalError> {
    let (mut topics, mut bad) = (Topics::default(), Vec::new());
    for record in tags(&source.text).chunk_by(|_, next| next.name != "top") {
        let first = &record[0];
        let find =
            |is_it: fn(&str) -> bool| record.iter().find(|tag| is_it(&tag.name)).map(|tag| tag.content);
        let id = without(&words(find(|name| name == "num").unwrap_or_default()), "number:");
        let query = without(&words(find(|name| name.ends_with("title")).unwrap_or_default()), "topic:");
        let added = match first.name == "top" {
            true => topics.add(&id, &decode_html_entities(&query)),
            false => Err(Fault::OutsideTopic { tag: cited(&first.name) }),
        };
        bad.extend(added.err().map(|fault| BadLine { number: first.line, fault }));
    }
    source.refuse(bad, Shape::TopicRecord)?;
    Ok(topics.list)
}

/// The topics so far.
#[derive(Default)]
struct Topics {
    list: Vec<Topic>,
    seen: BTreeSet<String>,
    /// The kind of the topics that follow.
    kind: Option<String>,
}

impl Topics {
    fn add(&mut self, id: &str, query: &str) -> Result<(), Fault> {
        match (id, query) {
            ("", _) => Err(Fault::NoIdentifier),
            (_, "") => Err(Fault::NoQuery { topic: cited(id) }),
            _ if !self.seen.insert(id.to_owned()) => Err(Fault::TopicTwice { topic: cited(id) }),
            _ => {
                self.list.push(Topic { id: id.to_owned(), query: query.to_owned(), kind: self.kind.clone() });
                Ok(())
            }
        }
    }
}

/// An opening tag with the text up to the next tag.
struct Tag<'a> {
    /// In lower case, without attributes.
    name: String,
    content: &'a str,
    line: usize,
}

fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut line = 1;
    let mut rest = text;
    while let Some(at) = tag_at(rest) {
        line += rest[..at].matches('\n').count();
        let inside = &rest[at + 1..];
        let (head, after) = inside.split_once('>').unwrap_or((inside, ""));
        let content = &after[..tag_at(after).unwrap_or(after.len())];
        if !head.starts_with('/') {
            let name = head.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
            tags.push(Tag { name, content, line });
        }
        line += head.matches('\n').count();
        rest = after;
    }
    tags
}

/// Where the next tag begins; `<` before anything but a name or `/` is text.
fn tag_at(text: &str) -> Option<usize> {
    let is_tag = |at: usize| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    text.match_indices('<').map(|(at, _)| at).find(|&at| is_tag(at))
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without a label in front of it.
fn without(text: &str, label: &str) -> String {
    let head = text.get(..label.len()).filter(|head| head.eq_ignore_ascii_case(label));
    head.map_or(text, |head| text[head.len()..].trim_start()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let topics = parse(&Source::of(text)).unwrap();
        let found: Vec<_> = topics.iter().map(|topic| (topic.id.as_str(), topic.query.as_str())).collect();
        assert_eq!(found, expected, "{text}");
    }

    fn check_refused(text: &str, number: usize, fault: Fault) {
        let Err(EvalError::Lines { lines, .. }) = parse(&Source::of(text)) else { panic!("{text}") };
        assert_eq!(lines[0], BadLine { number, fault });
    }

    #[test]
    fn a_query_a_line() {
        check(
            "# sujets\nt1\tpuces Chine\r\n\nt2\t\"part de marché\"\tphrase\n",
            &[("t1", "puces Chine"), ("t2", "\"part de marché\"")],
        );
        check("", &[]);
    }

    #[test]
    fn topics_of_trec() {
        let trec =
            "<top>\n<num> Number: 301\n<title> Restrictions\n  à l'export\n<desc> Description:\nx</top>\n";
        let clef = "<top lang=\"fr\"><num>C141</num><FR-title>R&amp;D : 5 < 7</FR-title></top>";
        check(&[trec, clef].concat(), &[("301", "Restrictions à l'export"), ("C141", "R&D : 5 < 7")]);
    }

    #[test]
    fn topics_that_lack_something_are_named() {
        let topic = |id: &str| id.to_owned();
        check_refused("t1 puces\nt1\ta", 1, Fault::NoTab { line: "t1 puces".to_owned() });
        check_refused("t1\ta\nt1\tb", 2, Fault::TopicTwice { topic: topic("t1") });
        check_refused("\tpuces", 1, Fault::NoIdentifier);
        check_refused("t1\t", 1, Fault::NoQuery { topic: topic("t1") });
        let records = "<top><num>1<title>a</top>\n\n<top><num>2</top>";
        check_refused(records, 3, Fault::NoQuery { topic: topic("2") });
        check_refused("<title>a", 1, Fault::OutsideTopic { tag: "title".to_owned() });
    }
}
