//! Two queries as one plan: which articles match the one, the other, or both.

use crate::backend::plan::{Concept, Node, Plan, Role};

/// Two plans with all their concepts, those of the first before those of the second.
pub(super) struct Pair {
    /// A plan that either query matches.
    pub(super) either: Plan,
    first: Node,
    second: Node,
}

/// Which articles of two queries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    OnlyFirst,
    Both,
    OnlySecond,
}

impl Pair {
    /// Both plans as one; `None` where they have too many concepts together. What only ranks is left out of the second.
    pub(super) fn new(first: &Plan, second: &Plan) -> Option<Pair> {
        let there = |plan: &Plan| -> Vec<Concept> {
            plan.concepts.iter().take_while(|concept| concept.role != Role::Related).cloned().collect()
        };
        let mut concepts = there(first);
        let condition = moved(&second.articles, concepts.len());
        concepts.extend(there(second));
        let articles = Node::Any(vec![first.articles.clone(), condition.clone()]);
        let fits = concepts.len() <= Plan::MAX_CONCEPTS;
        fits.then(|| Pair {
            either: Plan::new(articles, concepts, first.weights),
            first: first.articles.clone(),
            second: condition,
        })
    }

    /// The condition of a part.
    pub(super) fn condition(&self, part: Part) -> Node {
        let (first, second) = (self.first.clone(), self.second.clone());
        let not = |node| Node::Not(Box::new(node));
        Node::All(match part {
            Part::OnlyFirst => vec![first, not(second)],
            Part::Both => vec![first, second],
            Part::OnlySecond => vec![not(first), second],
        })
    }

    /// The plan of a part.
    pub(super) fn plan(&self, part: Part) -> Plan {
        let articles = self.condition(part);
        Plan { whole: Node::Every, articles, ..self.either.clone() }
    }
}

/// The condition on concepts whose numbers begin at `first`.
fn moved(node: &Node, first: usize) -> Node {
    let all = |parts: &[Node]| parts.iter().map(|part| moved(part, first)).collect();
    match node {
        Node::Concept(number) => Node::Concept(number + first),
        Node::All(parts) => Node::All(all(parts)),
        Node::Any(parts) => Node::Any(all(parts)),
        Node::Not(part) => Node::Not(Box::new(moved(part, first))),
        Node::Enough { parts, least } => {
            let parts = parts.iter().map(|(part, weight)| (moved(part, first), *weight)).collect();
            Node::Enough { parts, least: *least }
        }
        Node::Every | Node::Nothing | Node::Dates(_) | Node::Undated => node.clone(),
    }
}
