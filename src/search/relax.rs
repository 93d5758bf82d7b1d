//! Relaxing a query: its topics say what an article should be about, the rest narrows the answer. A relaxed query asks
//! for any one topic.

use crate::backend::plan::{Concept, Node, Role};

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
fn is_topic(node: &Node, concepts: &[Concept]) -> bool {
    match node {
        Node::Concept(number) => concepts[*number].role == Role::Topic,
        Node::Any(parts) | Node::All(parts) => parts.iter().any(|part| is_topic(part, concepts)),
        Node::Every | Node::Nothing | Node::Not(_) | Node::Dates(_) => false,
    }
}

/// The query with any one of its topics in place of all of them. The filters stay. `None` for a query with fewer than
/// two topics.
pub(super) fn relaxed(query: &Node, concepts: &[Concept]) -> Option<Node> {
    let Node::All(parts) = query else { return None };
    let (topics, rest): (Vec<Node>, Vec<Node>) =
        parts.iter().cloned().partition(|part| is_topic(part, concepts));
    (topics.len() > 1).then(|| all_of([vec![Node::Any(topics)], rest].concat()))
}

/// The query with each of `more` as an alternative to its topics. The filters stay.
pub(super) fn widened(query: Node, concepts: &[Concept], more: impl Iterator<Item = Node>) -> Node {
    let parts = if let Node::All(parts) = query { parts } else { vec![query] };
    let (topics, rest): (Vec<Node>, Vec<Node>) = parts.into_iter().partition(|part| is_topic(part, concepts));
    let any = Node::Any(std::iter::once(all_of(topics)).chain(more).collect());
    all_of([vec![any], rest].concat())
}

/// The concepts that an article should have: numbers in the plan. A concept among alternatives is not one of them.
pub(super) fn expected(query: &Node, concepts: &[Concept]) -> Vec<usize> {
    match query {
        Node::Concept(number) if concepts[*number].role == Role::Topic => vec![*number],
        Node::All(parts) => parts.iter().flat_map(|part| expected(part, concepts)).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Concepts 0 to 2 are topics, 3 is a source.
    fn check(query: Node, any: Option<Node>, missed: &[usize]) {
        let concept = |role| Concept { label: String::new(), matchers: Vec::new(), role, boost: 1.0 };
        let concepts: Vec<Concept> =
            [Role::Topic, Role::Topic, Role::Topic, Role::Filter].map(concept).into();
        assert_eq!(relaxed(&query, &concepts), any);
        assert_eq!(expected(&query, &concepts), missed);
    }

    #[test]
    fn any_topic_is_enough_but_what_narrows_still_does() {
        let of = Node::Concept;
        let not = |node| Node::Not(Box::new(node));
        check(of(0), None, &[0]);
        check(Node::All(vec![of(0), of(3)]), None, &[0]);
        let topics = Node::Any(vec![of(0), of(1)]);
        check(Node::All(vec![of(0), of(1)]), Some(topics.clone()), &[0, 1]);
        let narrowed = Node::All(vec![topics, of(3), not(of(2))]);
        check(Node::All(vec![of(0), of(3), of(1), not(of(2))]), Some(narrowed), &[0, 1]);
        // Alternatives are one topic together: none of them is expected by itself.
        let either = Node::Any(vec![of(1), of(2)]);
        check(Node::All(vec![of(0), either.clone()]), Some(Node::Any(vec![of(0), either])), &[0]);
    }
}
