//! Why an article does not match: the condition of the plan is followed down to the clauses that fail.

use super::filters::filters;
use super::plan::{Planned, Topic};
use super::reading::{Matches, Reading};
use super::request::Request;
use crate::analysis::Analyzer;
use crate::backend::plan::{Matcher, Node, Role};
use crate::model::{Article, Clause, Date, DateRange, Filter, Nearest, Weighed};

/// An article before the plan of a request.
pub(super) struct Case<'a> {
    planned: &'a Planned,
    date: Option<Date>,
    filters: Vec<(Filter, &'a Node)>,
    reading: Reading<'a>,
    /// The matches of each concept; none for one that only ranks.
    found: Vec<Matches>,
}

impl<'a> Case<'a> {
    pub(super) fn new(
        planned: &'a Planned,
        request: &Request,
        article: &'a Article,
        analyzer: Analyzer<'a>,
    ) -> Self {
        let mut reading = Reading::new(article, analyzer);
        let concepts = planned.plan.concepts.iter();
        let found = concepts.map(|concept| match concept.role {
            Role::Topic | Role::Filter => reading.matches(&concept.matchers),
            Role::Related => Vec::new(),
        });
        let found = found.collect();
        let (date, filters) = (article.metadata.date, filters(planned, request));
        Case { planned, date, filters, reading, found }
    }

    /// Whether the article satisfies a condition.
    pub(super) fn holds(&self, node: &Node) -> bool {
        self.holds_with(node, &|number| self.found[number].iter().any(|marks| !marks.is_empty()))
    }

    fn holds_with(&self, node: &Node, has: &dyn Fn(usize) -> bool) -> bool {
        let is_dated = |range: Option<&DateRange>| match (range, self.date) {
            (Some(range), Some(date)) => range.contains(date),
            (Some(_), None) => false,
            (None, date) => date.is_none(),
        };
        node.holds(has, &is_dated)
    }

    /// The clauses that fail, in the order of the query.
    pub(super) fn clauses(&mut self) -> Vec<Clause> {
        let planned = self.planned;
        let mut clauses = Vec::new();
        self.follow(&planned.plan.articles, &mut clauses);
        clauses
    }

    fn follow(&mut self, node: &Node, clauses: &mut Vec<Clause>) {
        if self.holds(node) {
            return;
        }
        let planned = self.planned;
        if let Some(topic) = planned.topics.iter().find(|topic| topic.node == *node) {
            clauses.push(self.topic(topic));
        } else if let Some((filter, node)) = self.filters.iter().find(|(_, filter)| *filter == node).cloned()
        {
            clauses.push(self.filter(filter, node));
        } else {
            match node {
                Node::All(parts) => parts.iter().for_each(|part| self.follow(part, clauses)),
                Node::Enough { parts, least } => clauses.push(self.light(parts, *least)),
                _ => clauses.push(self.none_of()),
            }
        }
    }

    /// A topic that the article lacks. Of a phrase it may have the words.
    fn topic(&mut self, topic: &Topic) -> Clause {
        let (typed, articles) = (topic.label.clone(), topic.articles);
        if let Node::Concept(number) = &topic.node
            && let Some((words, found, nearest)) = self.apart(*number)
        {
            return Clause::Apart { typed, words, found, articles, nearest };
        }
        let concepts =
            numbers(&topic.node).into_iter().filter_map(|number| self.planned.concepts.get(number));
        let found = concepts.flat_map(|concept| &concept.also).filter(|other| other.articles != Some(0));
        let also = found.map(|other| other.name.clone()).collect();
        Clause::Lacks { typed, also, articles }
    }

    /// The number of words of a concept, how many of them stand in the passage with the most, and that passage. `None`
    /// for a concept of one word, and where the article has none of the words.
    fn apart(&mut self, concept: usize) -> Option<(usize, usize, Nearest)> {
        let matchers = &self.planned.plan.concepts[concept].matchers;
        let words: Vec<Vec<Matcher>> = words(matchers);
        if words.len() < 2 {
            return None;
        }
        let found: Vec<Matches> = words.iter().map(|word| self.reading.matches(word)).collect();
        let count = |place: usize| found.iter().filter(|matches| !matches[place].is_empty()).count();
        let room =
            |place: usize| room(found.iter().map(|matches| &matches[place][..]).filter(|m| !m.is_empty()));
        let places = 0..self.reading.len();
        let best = places.max_by_key(|place| {
            (count(*place), std::cmp::Reverse(room(*place)), std::cmp::Reverse(*place))
        })?;
        let marks = found.iter().flat_map(|matches| matches[best].clone()).collect();
        let nearest = self.reading.shown(best, marks).filter(|_| count(best) > 0)?;
        Some((words.len(), count(best), nearest))
    }

    fn light(&self, parts: &[(Node, f32)], least: f32) -> Clause {
        let total: f32 = parts.iter().map(|(_, weight)| weight).sum();
        let percent = |weight: f32| (100.0 * weight / total).round() as u32;
        let (has, lacks): (Vec<_>, Vec<_>) = parts.iter().partition(|(node, _)| self.holds(node));
        let label = |node: &Node| self.planned.topics.iter().find(|topic| topic.node == *node);
        let weighed = |parts: &[&(Node, f32)]| {
            let weighed = parts.iter().filter_map(|(node, weight)| {
                Some(Weighed { typed: label(node)?.label.clone(), percent: percent(*weight) })
            });
            weighed.collect::<Vec<_>>()
        };
        let sum = has.iter().map(|(_, weight)| weight).sum();
        Clause::Light {
            has: weighed(&has),
            lacks: weighed(&lacks),
            percent: percent(sum),
            least: percent(least),
        }
    }

    fn none_of(&self) -> Clause {
        Clause::NoneOf { typed: self.planned.topics.iter().map(|topic| topic.label.clone()).collect() }
    }

    fn filter(&self, by: Filter, node: &Node) -> Clause {
        let at = match node {
            Node::Not(excluded) => self.place(&numbers(excluded)),
            _ => None,
        };
        let date = self.date.filter(|_| is_of_dates(node));
        Clause::Filtered { by, date, at }
    }

    /// The first passage, or the title, in which one of these concepts matches.
    fn place(&self, concepts: &[usize]) -> Option<Nearest> {
        let marks_at = |place: usize| -> Vec<_> {
            concepts
                .iter()
                .flat_map(|&number| self.found[number].get(place).cloned().unwrap_or_default())
                .collect()
        };
        let place = (0..self.reading.len()).find(|place| !marks_at(*place).is_empty())?;
        self.reading.shown(place, marks_at(place))
    }

    /// The passage, or the title, with the most topics; of equals a passage, then that with the greatest weight of them,
    /// then the first. `None` where there is a single topic, or none.
    pub(super) fn nearest(&self) -> Option<Nearest> {
        let topics = &self.planned.topics;
        let score = |place: usize| {
            let is_here =
                |number: usize| self.found[number].get(place).is_some_and(|marks| !marks.is_empty());
            let here = topics.iter().filter(|topic| self.holds_with(&topic.node, &is_here));
            here.fold((0_usize, 0.0_f32), |(count, weight), topic| (count + 1, weight + topic.weight))
        };
        let order = |a: &usize, b: &usize| {
            let ((count_a, weight_a), (count_b, weight_b)) = (score(*a), score(*b));
            let passages = self.reading.is_passage(*a).cmp(&self.reading.is_passage(*b));
            count_a.cmp(&count_b).then(passages).then(weight_a.total_cmp(&weight_b)).then(b.cmp(a))
        };
        let best = (0..self.reading.len()).max_by(order).filter(|best| score(*best).0 > 0)?;
        let numbers = topics.iter().flat_map(|topic| numbers(&topic.node));
        let marks = numbers.flat_map(|number| self.found[number].get(best).cloned().unwrap_or_default());
        self.reading.shown(best, marks.collect()).filter(|_| topics.len() > 1)
    }
}

/// The concepts that a condition names.
fn numbers(node: &Node) -> Vec<usize> {
    match node {
        Node::Concept(number) => vec![*number],
        Node::All(parts) | Node::Any(parts) => parts.iter().flat_map(numbers).collect(),
        Node::Not(part) => numbers(part),
        Node::Enough { parts, .. } => parts.iter().flat_map(|(part, _)| numbers(part)).collect(),
        Node::Every | Node::Nothing | Node::Dates(_) | Node::Undated => Vec::new(),
    }
}

fn is_of_dates(node: &Node) -> bool {
    match node {
        Node::Dates(_) | Node::Undated => true,
        Node::All(parts) | Node::Any(parts) => parts.iter().any(is_of_dates),
        Node::Not(part) => is_of_dates(part),
        _ => false,
    }
}

/// The words of a concept as typed, one by one; each in all zones of the concept.
fn words(matchers: &[Matcher]) -> Vec<Vec<Matcher>> {
    let by_zone: Vec<Vec<Matcher>> = matchers.iter().map(of_matcher).collect();
    let count = by_zone.iter().map(Vec::len).max().unwrap_or_default();
    let word = |place: usize| by_zone.iter().filter_map(|words| words.get(place).cloned()).collect();
    (0..count).map(word).collect()
}

fn of_matcher(matcher: &Matcher) -> Vec<Matcher> {
    match matcher {
        Matcher::Terms { .. } => vec![matcher.clone()],
        Matcher::Sequence { zone, slots, .. } => {
            slots.iter().map(|slot| Matcher::Terms { zone: *zone, terms: slot.terms.clone() }).collect()
        }
        Matcher::Linked { zone, words, .. } => {
            words.iter().map(|word| Matcher::Terms { zone: *zone, terms: word.terms.clone() }).collect()
        }
        Matcher::Near { left, right, .. } => vec![(**left).clone(), (**right).clone()],
        Matcher::Together(parts) => parts.clone(),
        // The first is as typed.
        Matcher::Either(parts) => parts.first().map(of_matcher).unwrap_or_default(),
        Matcher::Outside { matcher, .. } => of_matcher(matcher),
    }
}

/// The fewest bytes that hold a match of each word.
fn room<'m>(words: impl Iterator<Item = &'m [std::ops::Range<usize>]> + Clone) -> usize {
    let starts = words.clone().flatten().map(|mark| mark.start);
    let from = |start: usize| {
        let ends =
            words.clone().map(|marks| marks.iter().find(|mark| mark.start >= start).map(|mark| mark.end));
        ends.collect::<Option<Vec<usize>>>()?.into_iter().max().map(|end| end - start)
    };
    starts.filter_map(from).min().unwrap_or_default()
}
