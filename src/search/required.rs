//! What an article must have of a query: all of it, or enough of it.
//!
//! One rule, told in `query/GRAMMAR.md`: up to [`EACH_WORD_UP_TO`] words each is asked for. Of more words, and of a question,
//! an article must have the share [`ENOUGH`] of their weight. Words that no article has are left out. Where no article
//! has enough, those that have nearly the most are enough.

use super::plan::Topic;
use super::request::{Match, Request};
use super::weights::{EACH_WORD_UP_TO, ENOUGH, OF_THE_MOST};
use crate::backend::plan::{Concept, Node, Role};
use crate::model::Note;

/// The conditions of a query, without its filters.
pub(super) struct Required {
    /// On articles, as the request asks.
    pub(super) articles: Node,
    /// On passages that say it.
    pub(super) whole: Node,
    /// Any topic is enough; `None` where that asks for the same as `articles`.
    pub(super) any: Option<Node>,
    /// What the reader should know of it.
    pub(super) notes: Vec<Note>,
}

/// The steps in which the most that an article has is looked for: hundredths of the weight.
const STEPS: usize = 100;

impl Required {
    /// The conditions for `topics`. `tally` counts the articles that satisfy each of some conditions.
    pub(super) fn of<E>(
        topics: &[Topic],
        request: &Request,
        tally: impl Fn(&[Node]) -> Result<Vec<u64>, E>,
    ) -> Result<Required, E> {
        if request.matching == Match::All {
            let whole = all_of(topics.iter().map(|topic| topic.node.clone()).collect());
            return Ok(Required { articles: whole.clone(), whole, any: None, notes: Vec::new() });
        }
        let (left_out, used): (Vec<&Topic>, Vec<&Topic>) = topics.iter().partition(|topic| topic.is_left_out);
        let mut notes = Vec::new();
        if !left_out.is_empty() {
            notes.push(Note::Nowhere { words: left_out.iter().map(|topic| topic.label.clone()).collect() });
        }
        let words = used.iter().filter(|topic| topic.is_plain).count();
        let is_question = request.query.trim_end().ends_with('?');
        let mut share = if is_question || words > EACH_WORD_UP_TO { ENOUGH } else { 1.0 };
        if words > 1
            && request.matching == Match::Auto
            && let Some(most) = most_of(&used, share, tally)?
        {
            share = most * OF_THE_MOST;
        }
        if share < 1.0 && words > 1 {
            notes.push(Note::Enough { percent: (share * 100.0).round() as u32 });
        }
        let whole = enough(&used, share);
        let any = Node::Any(used.iter().map(|topic| topic.node.clone()).collect());
        let any = Some(any).filter(|_| used.len() > 1);
        Ok(match request.matching {
            Match::Any => {
                Required { articles: any.unwrap_or_else(|| whole.clone()), whole, any: None, notes }
            }
            Match::Auto | Match::All => Required { articles: whole.clone(), whole, any, notes },
        })
    }
}

/// Marks the topics that no article has, unless all are so, or the query is to be had to the letter.
pub(super) fn leave_out(topics: &mut [Topic], matching: Match) {
    let is_loose = matching != Match::All && topics.iter().any(|topic| topic.articles > 0);
    topics.iter_mut().for_each(|topic| topic.is_left_out = is_loose && topic.articles == 0);
}

/// The greatest share of the weight of `topics` that an article has. `None` where some article has `share`.
fn most_of<E>(
    topics: &[&Topic],
    share: f32,
    tally: impl Fn(&[Node]) -> Result<Vec<u64>, E>,
) -> Result<Option<f32>, E> {
    if tally(&[enough(topics, share)])?[0] > 0 {
        return Ok(None);
    }
    let steps: Vec<f32> = (1..STEPS).map(|step| step as f32 / STEPS as f32).collect();
    let counts = tally(&steps.iter().map(|step| enough(topics, *step)).collect::<Vec<_>>())?;
    Ok(counts.iter().rposition(|count| *count > 0).map(|place| steps[place]))
}

/// All topics that are no plain words, and plain words of this share of their weight.
fn enough(topics: &[&Topic], share: f32) -> Node {
    let nodes = |plain: bool| {
        topics.iter().filter(move |topic| topic.is_plain == plain).map(|topic| topic.node.clone())
    };
    if share >= 1.0 {
        return all_of(topics.iter().map(|topic| topic.node.clone()).collect());
    }
    let parts: Vec<(Node, f32)> = topics
        .iter()
        .filter(|topic| topic.is_plain)
        .map(|topic| (topic.node.clone(), topic.weight))
        .collect();
    let total: f32 = parts.iter().map(|(_, weight)| weight).sum();
    all_of(nodes(false).chain([Node::Enough { parts, least: share * total * 0.9999 }]).collect())
}

/// The weight of a word that this share of the articles here has, and that share of the press at large.
pub(super) fn weight(here: f32, in_the_press: f32, articles: f32) -> f32 {
    let idf = |share: f32, all: f32| (1.0 + (1.0 - share + 0.5 / all) / (share + 0.5 / all)).ln();
    (idf(here, articles.max(1.0)) * idf(in_the_press, 1000.0)).sqrt()
}

/// The conjunction of `nodes`, without needless levels.
pub(super) fn all_of(mut nodes: Vec<Node>) -> Node {
    if nodes.len() > 1 {
        nodes.retain(|node| *node != Node::Every);
    }
    match nodes.len() {
        0 => Node::Every,
        1 => nodes.remove(0),
        _ => Node::All(nodes),
    }
}

/// Whether a part of the query is a topic, rather than a filter.
pub(super) fn is_topic(node: &Node, concepts: &[Concept]) -> bool {
    match node {
        Node::Concept(number) => concepts[*number].role == Role::Topic,
        Node::Any(parts) | Node::All(parts) => parts.iter().any(|part| is_topic(part, concepts)),
        Node::Enough { parts, .. } => parts.iter().any(|(part, _)| is_topic(part, concepts)),
        Node::Every | Node::Nothing | Node::Not(_) | Node::Dates(_) | Node::Undated => false,
    }
}

/// The query with each of `more` as an alternative to its topics. The filters stay.
pub(super) fn widened(query: Node, concepts: &[Concept], more: impl Iterator<Item = Node>) -> Node {
    let parts = if let Node::All(parts) = query { parts } else { vec![query] };
    let (topics, rest): (Vec<Node>, Vec<Node>) = parts.into_iter().partition(|part| is_topic(part, concepts));
    let any = Node::Any(std::iter::once(all_of(topics)).chain(more).collect());
    all_of([vec![any], rest].concat())
}
