//! One article read against matchers: where in its text, its title and its other fields each of them matches.

use std::ops::Range;

use super::highlight::Highlighter;
use super::snippet;
use super::weights::WEIGHTS;
use crate::analysis::Analyzer;
use crate::backend::plan::{Concept, Matcher, Node, Plan, Role};
use crate::model::{Article, Nearest};
use crate::passage;
use crate::schema::Zone;

/// An article, cut into what a match lies within: its passages, then its title and its other fields.
pub(super) struct Reading<'a> {
    analyzer: Analyzer<'a>,
    parts: Vec<Part<'a>>,
}

/// A passage or a field of an article.
struct Part<'a> {
    zone: Zone,
    text: &'a str,
    /// The number of the passage, from 1.
    passage: Option<u32>,
}

/// The matches in each part of an article, in the order of its parts: byte ranges.
pub(super) type Matches = Vec<Vec<Range<usize>>>;

impl<'a> Reading<'a> {
    pub(super) fn new(article: &'a Article, analyzer: Analyzer<'a>) -> Self {
        let passages = (1..).zip(passage::cut(&article.text)).map(|(number, passage)| Part {
            zone: Zone::Body,
            text: &article.text[passage.range],
            passage: Some(number),
        });
        let metadata = &article.metadata;
        let fields = [
            (Zone::Title, &metadata.title),
            (Zone::Source, &metadata.source),
            (Zone::Author, &metadata.author),
            (Zone::Language, &metadata.language),
        ];
        let fields = fields
            .into_iter()
            .filter_map(|(zone, text)| text.as_deref().map(|text| Part { zone, text, passage: None }));
        Reading { analyzer, parts: passages.chain(fields).collect() }
    }

    /// The number of its parts.
    pub(super) fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether the part at this place is a passage.
    pub(super) fn is_passage(&self, place: usize) -> bool {
        self.parts[place].passage.is_some()
    }

    /// What any of `matchers` matches. A matcher matches in its zone.
    pub(super) fn matches(&mut self, matchers: &[Matcher]) -> Matches {
        let concept =
            Concept { label: String::new(), matchers: matchers.to_vec(), role: Role::Topic, boost: 1.0 };
        let mut highlighter = Highlighter::new(&Plan::new(Node::Every, vec![concept], WEIGHTS));
        let Reading { analyzer, parts } = self;
        parts.iter().map(|part| highlighter.find(part.zone, part.text, analyzer)).collect()
    }

    /// A part to show, with marks. `None` where it is neither a passage nor the title.
    pub(super) fn shown(&self, place: usize, mut marks: Vec<Range<usize>>) -> Option<Nearest> {
        let Part { zone, text, passage } = self.parts.get(place).filter(|part| part.zone.is_prose())?;
        debug_assert!(passage.is_some() || *zone == Zone::Title, "only these are prose");
        let start = text.len() - text.trim_start().len();
        let text = text.trim().to_owned();
        marks.iter_mut().for_each(|mark| *mark = mark.start - start..mark.end - start);
        marks.sort_by_key(|mark| (mark.start, mark.end));
        marks.dedup_by(|next, mark| {
            next.start < mark.end && {
                mark.end = mark.end.max(next.end);
                true
            }
        });
        let snippet = snippet::window(&text, &marks);
        Some(Nearest { passage: *passage, text, marks, snippet })
    }
}
