//! The keyword of a concordance: the part of a query whose uses are listed, in the articles that match all of it.

use super::plan::{Planned, Topic};
use crate::backend::plan::{Concept, Node, Plan, Role};
use crate::backend::{BackendError, Control, Search};

/// What is listed.
pub(super) struct Keyword {
    /// As typed.
    pub(super) label: String,
    /// Its concepts.
    pub(super) concepts: Vec<Concept>,
}

/// The topic of a query that is listed where nobody names another: the first phrase or group, which says most; else the
/// first word or name. `None` where the query has filters only.
pub(super) fn first_topic(planned: &Planned) -> Option<&Topic> {
    let there = || planned.topics.iter().filter(|topic| !topic.is_left_out);
    there().find(|topic| !topic.is_plain).or_else(|| there().next()).or_else(|| planned.topics.first())
}

/// The keyword of some topics of a plan. Of a name of several words that some article has as a name, these uses are
/// listed and not those of its single words.
pub(super) fn keyword(
    planned: &Planned,
    topics: &[&Topic],
    backend: &dyn Search,
    control: &Control,
) -> Result<Keyword, BackendError> {
    let plan = &planned.plan;
    let mut numbers = Vec::new();
    topics.iter().for_each(|topic| wanted(&topic.node, &mut numbers));
    for group in &plan.groups {
        if !numbers.contains(&group.name) {
            continue;
        }
        let is_there = backend.tally(plan, &[Node::Concept(group.name)], control)?.first() > Some(&0);
        numbers.retain(|number| if is_there { !group.words.contains(number) } else { *number != group.name });
    }
    let labels: Vec<&str> = topics.iter().map(|topic| topic.label.as_str()).collect();
    let concepts = numbers.into_iter().map(|number| plan.concepts[number].clone()).collect();
    Ok(Keyword { label: labels.join(" "), concepts })
}

/// The concepts that a condition asks for; those that it excludes are none of them.
fn wanted(node: &Node, numbers: &mut Vec<usize>) {
    match node {
        Node::Concept(number) => numbers.push(*number),
        Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| wanted(part, numbers)),
        Node::Enough { parts, .. } => parts.iter().for_each(|(part, _)| wanted(part, numbers)),
        Node::Every | Node::Nothing | Node::Not(_) | Node::Dates(_) | Node::Undated => {}
    }
}

/// The plan for the same articles in which only the keyword is a topic: its passages are hits, and it is marked.
pub(super) fn listing(plan: &Plan, keyword: Keyword) -> Plan {
    // Related concepts come last and are in no condition; an order by date needs no scores.
    let there = plan.concepts.iter().take_while(|concept| concept.role != Role::Related);
    let filters = there.map(|concept| Concept { role: Role::Filter, ..concept.clone() });
    let topics = keyword.concepts.into_iter().map(|concept| Concept { role: Role::Topic, ..concept });
    let concepts = filters.chain(topics).take(Plan::MAX_CONCEPTS).collect();
    Plan { whole: Node::Every, concepts, groups: Vec::new(), ..plan.clone() }
}
