//! A topic goes in; its hits come out. The query is parsed and searched as by `vigie search`.

use super::remarks::Note;
use super::topics::Topic;
use crate::model::{Detail, Hit, SearchResponse};
use crate::query::{self, Diagnostic, Parsed, Severity};
use crate::search::{Engine, Match, Passages, Request, SearchError};

/// How topics are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How much of a query an article must satisfy.
    pub matching: Match,
    /// The most hits of a topic.
    pub depth: usize,
    /// Whether hits are passages (`id#p3`) instead of articles, each at its best passage.
    pub passages: bool,
    /// Whether what is found is the whole set of articles that match, and not the best of all that have a part.
    pub set: bool,
    /// Whether names and concepts stand for all their names.
    pub expand: bool,
    /// Whether the words that the best passages share count as well.
    pub feedback: bool,
}

/// What was found for a topic.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// The answer; `None` where the query cannot be searched.
    pub response: Option<SearchResponse>,
    /// The names of the hits as judgements have them, best first.
    pub found: Vec<String>,
    /// What there is to say about the query.
    pub notes: Vec<Note>,
}

/// Searches one topic. A query that `vigie search` refuses finds nothing, which its note says.
///
/// # Errors
/// When the backend cannot read its data.
pub fn answer(engine: &Engine, topic: &Topic, options: &Options) -> Result<Answer, SearchError> {
    let parsed = query::parse(&topic.query);
    let remarks = parsed.diagnostics.iter().filter(|remark| remark.severity >= Severity::Warning);
    let note = |Diagnostic { severity, remark, .. }: &Diagnostic| Note::Query {
        topic: topic.id.clone(),
        severity: *severity,
        remark: remark.clone(),
    };
    let notes: Vec<Note> = remarks.map(note).collect();
    if parsed.refusals(false).next().is_some() {
        return Ok(Answer { notes, ..Answer::default() });
    }
    if options.set {
        return set(engine, &request(topic, options), &parsed, notes);
    }
    match engine.search(&request(topic, options), &parsed) {
        Ok(response) => {
            let found = response.hits.iter().map(|hit| name(hit, options.passages)).collect();
            Ok(Answer { response: Some(response), found, notes })
        }
        Err(SearchError::Empty) => {
            let note = Note::Nothing { topic: topic.id.clone(), query: topic.query.clone() };
            Ok(Answer { notes: [notes, vec![note]].concat(), ..Answer::default() })
        }
        Err(error) => Err(error),
    }
}

/// The whole set of articles that match, as `vigie export` writes it.
fn set(engine: &Engine, request: &Request, parsed: &Parsed, notes: Vec<Note>) -> Result<Answer, SearchError> {
    let stream = match engine.stream(request, parsed) {
        Ok(stream) => stream,
        Err(SearchError::Empty) => return Ok(Answer { notes, ..Answer::default() }),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    stream.each(
        |hit| hit.id,
        |id| {
            found.push(id);
            Ok::<(), SearchError>(())
        },
    )?;
    Ok(Answer { response: None, found, notes })
}

fn request(topic: &Topic, options: &Options) -> Request {
    Request {
        matching: options.matching,
        expand: options.expand,
        feedback: options.feedback,
        limit: options.depth,
        per_article: (!options.passages).then_some(1),
        passages: if options.passages { Passages::All } else { Passages::Saying },
        detail: Detail::Name,
        ..Request::new(&topic.query)
    }
}

fn name(hit: &Hit, is_passage: bool) -> String {
    if is_passage { format!("{}#p{}", hit.id, hit.passage) } else { hit.id.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(passages: bool, per_article: Option<usize>, expected: &str) {
        let options =
            Options { matching: Match::Any, depth: 100, passages, set: false, expand: true, feedback: false };
        let topic = Topic { id: "1".to_owned(), query: "puces".to_owned(), kind: None };
        let request = request(&topic, &options);
        assert_eq!((request.limit, request.per_article, request.page), (100, per_article, 1));
        let hit = Hit { id: "a b.txt".to_owned(), passage: 3, ..Hit::default() };
        assert_eq!(name(&hit, passages), expected);
    }

    #[test]
    fn articles_or_passages() {
        check(false, Some(1), "a b.txt");
        check(true, None, "a b.txt#p3");
    }
}
