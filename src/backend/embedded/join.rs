//! Conditions on whole articles over cursors on passages: a walk through the articles that match.
//!
//! One function says it all: [`Join::next`] gives the first matching article at or after another. It
//! never goes backwards, so each posting list is read once.

use tantivy::{DocId, TERMINATED};

use super::cursor::{Cursor, leapfrog};
use super::mapping::{Fields, day_number};
use super::part::Part;
use crate::backend::Plan;
use crate::backend::plan::{Matcher, Node};
use crate::model::DateRange;
use crate::schema::Zone;

/// Where a concept matches: zone, passage, and the words at which matches start, ascending.
pub(super) type Places = Vec<(Zone, DocId, Vec<u32>)>;

/// A plan over one part of the index.
///
/// Two sets of cursors walk through it, for none can go back: one finds the articles that match, and may run
/// ahead where the conditions leap over articles; the other counts in those articles that may be among the best.
#[derive(Clone)]
pub(super) struct Join<'a> {
    pub(super) part: &'a Part,
    /// For each concept of the plan, its cursors with the zone that each looks in.
    pub(super) finding: Cursors<'a>,
    /// The same.
    pub(super) counting: Cursors<'a>,
}

pub(super) type Cursors<'a> = Vec<Vec<(Zone, Cursor<'a>)>>;

impl<'a> Join<'a> {
    /// Opens the cursors of every concept.
    pub(super) fn open(plan: &'a Plan, part: &'a Part, fields: &Fields) -> tantivy::Result<Self> {
        let cursor = |matcher| Ok((Matcher::zone(matcher), Cursor::open(matcher, &part.reader, fields)?));
        let cursors: tantivy::Result<Cursors<'a>> =
            plan.concepts.iter().map(|concept| concept.matchers.iter().map(cursor).collect()).collect();
        let finding = cursors?;
        Ok(Join { part, counting: finding.clone(), finding })
    }

    /// The first article at or after the one that starts at `from` that `node` holds for, or
    /// [`TERMINATED`]. Removed articles are passed over.
    pub(super) fn next(&mut self, node: &Node, from: DocId) -> DocId {
        let mut article = self.seek(node, from);
        while article != TERMINATED && !self.part.is_alive(article) {
            article = self.seek(node, self.part.end_of(article));
        }
        article
    }

    fn seek(&mut self, node: &Node, from: DocId) -> DocId {
        if from >= self.part.end() {
            return TERMINATED;
        }
        match node {
            Node::Every => self.part.next_alive(from),
            Node::Nothing => TERMINATED,
            Node::Concept(number) => self.seek_concept(*number, from),
            Node::Dates(range) => self.seek_dates(range, from),
            Node::Any(parts) => parts.iter().map(|part| self.seek(part, from)).min().unwrap_or(TERMINATED),
            Node::All(parts) => leapfrog(parts, from, |part, at| self.seek(part, at)),
            Node::Not(part) => self.seek_without(part, from),
        }
    }

    fn seek_concept(&mut self, number: usize, from: DocId) -> DocId {
        let found = self.finding[number].iter_mut().map(|(_, cursor)| cursor.seek(from)).min();
        match found {
            Some(doc) if doc != TERMINATED => self.part.start_of(doc),
            _ => TERMINATED,
        }
    }

    fn seek_dates(&self, range: &DateRange, from: DocId) -> DocId {
        let since = day_number(range.since).max(1);
        let until = range.until.map_or(u64::MAX, |day| day_number(Some(day)));
        let mut article = from;
        while article < self.part.end() {
            if (since..=until).contains(&self.part.day_of(article)) {
                return article;
            }
            article = self.part.end_of(article);
        }
        TERMINATED
    }

    fn seek_without(&mut self, excluded: &Node, from: DocId) -> DocId {
        let mut article = self.part.next_alive(from);
        while article != TERMINATED && self.holds(excluded, article) {
            article = self.part.next_alive(self.part.end_of(article));
        }
        article
    }

    /// Whether `node` holds for an article. No cursor is moved past it further than to its own next match, so
    /// that another part of the plan may still ask the same concept for the articles that follow.
    fn holds(&mut self, node: &Node, article: DocId) -> bool {
        match node {
            Node::Every => true,
            Node::Nothing => false,
            Node::Concept(number) => self.has(*number, article),
            Node::Dates(range) => self.seek_dates(range, article) == article,
            Node::Any(parts) => parts.iter().any(|part| self.holds(part, article)),
            Node::All(parts) => parts.iter().all(|part| self.holds(part, article)),
            Node::Not(part) => !self.holds(part, article),
        }
    }

    /// Where a concept matches in an article.
    pub(super) fn places(&mut self, number: usize, article: DocId) -> Places {
        let end = self.part.end_of(article);
        let mut places = Vec::new();
        for (zone, cursor) in &mut self.counting[number] {
            let mut doc = cursor.seek(article);
            while doc < end {
                places.push((*zone, doc, cursor.starts()));
                doc = cursor.seek(doc + 1);
            }
        }
        places
    }

    /// Whether a concept matches anywhere in an article.
    pub(super) fn has(&mut self, number: usize, article: DocId) -> bool {
        self.seek_concept(number, article) == article
    }
}

/// Whether the cursors that find articles may stand behind the first match in the article that they found: an
/// alternative of several conditions leaps to where all of them hold, while another holds before.
pub(super) fn may_run_ahead(node: &Node) -> bool {
    match node {
        Node::Any(parts) => {
            parts.iter().any(|part| matches!(part, Node::All(_) | Node::Not(_)) || may_run_ahead(part))
        }
        Node::All(parts) => parts.iter().any(may_run_ahead),
        // What is excluded is asked of one article after another.
        Node::Not(_) | Node::Every | Node::Nothing | Node::Concept(_) | Node::Dates(_) => false,
    }
}
