//! The filters of a plan by the names that a reader knows them by, and conditions without one of their parts.

use super::plan::Planned;
use super::request::Request;
use super::required::all_of;
use crate::backend::plan::Node;
use crate::model::{DateRange, Filter};
use crate::query::Ast;

/// The filters of a plan, each with its condition: those within the query, then those beside it.
pub(super) fn filters<'p>(planned: &'p Planned, request: &Request) -> Vec<(Filter, &'p Node)> {
    let dates = Some(request.dates).filter(|dates| *dates != DateRange::default());
    let source = request.source.clone().map(|typed| Filter::Source { typed });
    let beside: Vec<Filter> = dates.map(|dates| Filter::Period { dates }).into_iter().chain(source).collect();
    // The planner puts these last.
    let (inside, outside) = planned.filters.split_at(planned.filters.len().saturating_sub(beside.len()));
    let inside = inside.iter().filter_map(|node| Some((inner(node, planned)?, node)));
    inside.chain(beside.into_iter().zip(outside)).collect()
}

/// A filter within the query. `None` where it is none: a query without words matches nothing.
fn inner(node: &Node, planned: &Planned) -> Option<Filter> {
    match node {
        Node::Every | Node::Nothing => None,
        Node::Not(excluded) => Some(Filter::Excluded { typed: typed(excluded, planned) }),
        other => Some(Filter::Field { typed: typed(other, planned) }),
    }
}

/// A condition as it was typed, about.
fn typed(node: &Node, planned: &Planned) -> String {
    match node {
        Node::Dates(range) => Ast::Date(*range).to_string(),
        Node::Concept(number) => planned.concepts.get(*number).map_or_else(String::new, |concept| {
            let field = concept.field.as_ref().map(|field| format!("{field}:")).unwrap_or_default();
            format!("{field}{}", concept.label)
        }),
        Node::Not(part) => typed(part, planned),
        Node::All(parts) | Node::Any(parts) => {
            let parts = parts.iter().map(|part| typed(part, planned)).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(", ")
        }
        Node::Enough { parts, .. } => typed(&Node::Any(parts.iter().map(|p| p.0.clone()).collect()), planned),
        Node::Every | Node::Nothing | Node::Undated => String::new(),
    }
}

/// `node` without the conditions `parts`. Of the parts that should weigh enough, the others must weigh the same share.
pub(super) fn without(node: &Node, parts: &[&Node]) -> Node {
    match node {
        node if parts.contains(&node) => Node::Every,
        Node::All(inner) => all_of(inner.iter().map(|part| without(part, parts)).collect()),
        Node::Enough { parts: inner, least } => {
            let rest: Vec<_> = inner.iter().filter(|(part, _)| !parts.contains(&part)).cloned().collect();
            let weight = |parts: &[(Node, f32)]| parts.iter().map(|(_, weight)| weight).sum::<f32>();
            let least = least * weight(&rest) / weight(inner);
            if rest.is_empty() { Node::Every } else { Node::Enough { parts: rest, least } }
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(node: Node, parts: &[usize], expected: Node) {
        let parts: Vec<Node> = parts.iter().map(|number| Node::Concept(*number)).collect();
        assert_eq!(without(&node, &parts.iter().collect::<Vec<_>>()), expected, "{node:?}");
    }

    #[test]
    fn a_condition_without_some_of_its_parts() {
        let [a, b, c] = [0, 1, 2].map(Node::Concept);
        let both = Node::All(vec![a.clone(), b.clone()]);
        check(both.clone(), &[1], a.clone());
        check(both.clone(), &[2], both.clone());
        check(both.clone(), &[0, 1], Node::Every);
        check(Node::All(vec![both, c.clone()]), &[2], Node::All(vec![a.clone(), b.clone()]));
        let either = Node::Any(vec![a.clone(), b.clone()]);
        check(either.clone(), &[0], either);
        let enough = |parts: &[(&Node, f32)], least| Node::Enough {
            parts: parts.iter().map(|(node, weight)| ((*node).clone(), *weight)).collect(),
            least,
        };
        check(enough(&[(&a, 1.0), (&b, 3.0)], 2.0), &[0], enough(&[(&b, 3.0)], 1.5));
    }
}
