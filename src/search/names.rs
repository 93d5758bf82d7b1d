//! How many articles have each name that a query was opened to: what found the articles, and what is nowhere.

use crate::backend::plan::{Concept, Matcher, Node, Plan, Role};
use crate::backend::{BackendError, Control, Search};
use crate::model::{self, CountedName};
use crate::schema::Zone;

use super::weights::WEIGHTS;

/// The names of one concept of a query, as matchers of the text.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Names {
    /// The words as typed, where they were opened.
    pub(super) typed: Option<Matcher>,
    /// The names that find articles: each with its matcher.
    pub(super) also: Vec<(String, Matcher)>,
    /// The names that only rank.
    pub(super) near: Vec<(String, Matcher)>,
    /// Longer names that mean something else. A name within one of them is not met.
    pub(super) longer: Option<Matcher>,
}

impl Names {
    /// The matches of any of `names` that are not part of a longer name. `None` where there is no name.
    pub(super) fn outside_longer(&self, mut names: Vec<Matcher>) -> Option<Matcher> {
        let matcher = if names.len() > 1 { Matcher::Either(names) } else { names.pop()? };
        Some(match &self.longer {
            Some(longer) => Matcher::Outside { matcher: Box::new(matcher), longer: Box::new(longer.clone()) },
            None => matcher,
        })
    }

    /// The words as typed, where they were opened, then each name.
    fn matchers(&self) -> impl Iterator<Item = Matcher> {
        let others = self.also.iter().chain(&self.near);
        let others = others.filter_map(|(_, matcher)| self.outside_longer(vec![matcher.clone()]));
        self.typed.iter().cloned().chain(others)
    }
}

/// Fills in the numbers of articles of the names of `concepts`; `names` has those of each concept.
pub(super) fn count(
    concepts: &mut [model::Concept],
    names: &[Names],
    backend: &dyn Search,
    control: &Control,
) -> Result<(), BackendError> {
    let matchers: Vec<Matcher> = names.iter().flat_map(Names::matchers).collect();
    let mut counts = Vec::with_capacity(matchers.len());
    for some in matchers.chunks(Plan::MAX_CONCEPTS) {
        let concept = |matcher: &Matcher| Concept {
            label: String::new(),
            matchers: [Zone::Body, Zone::Title].map(|zone| matcher.clone().in_zone(zone)).into(),
            role: Role::Filter,
            boost: 1.0,
        };
        let plan = Plan::new(Node::Every, some.iter().map(concept).collect(), WEIGHTS);
        let each: Vec<Node> = (0..some.len()).map(Node::Concept).collect();
        counts.extend(backend.tally(&plan, &each, control)?);
    }
    let mut counts = counts.into_iter();
    for (concept, names) in concepts.iter_mut().zip(names) {
        concept.articles = names.typed.as_ref().and_then(|_| counts.next());
        let all = concept.also.iter_mut().chain(&mut concept.near);
        all.for_each(|name| name.articles = counts.next());
        let most_first = |name: &CountedName| std::cmp::Reverse(name.articles);
        concept.also.sort_by_key(most_first);
        concept.near.sort_by_key(most_first);
    }
    Ok(())
}

/// Names that nobody has counted yet.
pub(super) fn uncounted(names: &[(String, Matcher)]) -> Vec<CountedName> {
    names.iter().map(|(name, _)| CountedName { name: name.clone(), articles: None }).collect()
}
