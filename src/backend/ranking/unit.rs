//! The units of the ranking: what adds to a score, in the order of the query.

use crate::backend::ConceptSet;
use crate::backend::plan::{Plan, Role};

/// A unit: one concept, or a name with the words that it was typed with ([`crate::backend::plan::Group`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::backend) struct Unit {
    /// The concepts whose scores add up.
    pub(in crate::backend) words: Vec<usize>,
    /// The concept whose score counts instead, where it is greater.
    pub(in crate::backend) name: Option<usize>,
    /// Whether feedback or a near name added it: it stands near nothing.
    pub(super) is_related: bool,
}

impl Unit {
    /// The units of a plan. A group stands at the place of its name.
    pub(super) fn of(plan: &Plan) -> Vec<Unit> {
        let in_group = |number: usize| plan.groups.iter().any(|group| group.words.contains(&number));
        let scoring = plan.concepts.iter().enumerate().filter(|(_, concept)| concept.role.scores());
        let units = scoring.filter(|(number, _)| !in_group(*number)).map(|(number, concept)| {
            let is_related = concept.role == Role::Related;
            match plan.groups.iter().find(|group| group.name == number) {
                Some(group) => Unit { words: group.words.clone(), name: Some(number), is_related },
                None => Unit { words: vec![number], name: None, is_related },
            }
        });
        units.collect()
    }

    /// All concepts of the unit.
    pub(in crate::backend) fn concepts(&self) -> impl Iterator<Item = usize> + '_ {
        self.name.into_iter().chain(self.words.iter().copied())
    }

    /// Whether concepts that are in a passage are the unit: its name, or all of its words.
    pub(super) fn is_in(&self, passage: ConceptSet) -> bool {
        self.name.is_some_and(|name| passage.has(name)) || self.words.iter().all(|&word| passage.has(word))
    }

    /// The score of the unit, from those of its concepts.
    #[inline]
    pub(in crate::backend) fn score(&self, mut of: impl FnMut(usize) -> f32) -> f32 {
        let words = self.words.iter().fold(0.0, |sum, &word| sum + of(word));
        self.name.map_or(words, |name| of(name).max(words))
    }

    /// The pairs of concepts that should stand near each other within the unit.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.words.windows(2).map(|pair| (pair[0], pair[1]))
    }

    /// The pairs of concepts of which the nearest counts between this unit and the next one.
    pub(super) fn pairs_with<'a>(&'a self, next: &'a Unit) -> impl Iterator<Item = (usize, usize)> + 'a {
        let lasts = self.name.into_iter().chain(self.words.last().copied());
        let firsts = move || next.name.into_iter().chain(next.words.first().copied());
        lasts.flat_map(move |last| firsts().map(move |first| (last, first)))
    }
}
