//! A matcher over the postings of one tantivy segment (a part of its index): which passages match, and
//! where in them. What a phrase is, is left to `spans`.

use std::io;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED};

use super::mapping::Fields;
use crate::backend::plan::{Matcher, Term};
use crate::backend::spans::{Span, spans, total_weight};
use crate::schema::Zone;

/// Walks through the passages that match; never backwards.
#[derive(Clone)]
pub(super) struct Cursor<'p> {
    matcher: &'p Matcher,
    lists: Lists<'p>,
    shape: Shape,
    needs_positions: bool,
    doc: Option<DocId>,
}

/// The postings of each term of a matcher.
#[derive(Clone)]
struct Lists<'p>(Vec<List<'p>>);

#[derive(Clone)]
struct List<'p> {
    zone: Zone,
    term: &'p Term,
    postings: SegmentPostings,
}

/// Which terms a passage must have at all, whatever their positions.
#[derive(Clone)]
enum Shape {
    List(usize),
    Any(Vec<Shape>),
    /// Each match takes one of every part. The rarest part comes first: it leads.
    All(Vec<Shape>),
    /// Every part is there, and its matches count by themselves.
    Together(Vec<Shape>),
}

impl<'p> Cursor<'p> {
    /// Opens the postings of every term of `matcher`.
    pub(super) fn open(
        matcher: &'p Matcher,
        reader: &SegmentReader,
        fields: &Fields,
    ) -> tantivy::Result<Self> {
        let mut lists = Lists(Vec::new());
        let shape = lists.shape(matcher, reader, fields)?;
        Ok(Cursor { matcher, lists, shape, needs_positions: needs_positions(matcher), doc: None })
    }

    /// The first matching passage at or after `target`.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if let Some(doc) = self.doc.filter(|&doc| doc >= target) {
            return doc;
        }
        let mut doc = self.lists.seek(&self.shape, target);
        while doc != TERMINATED && self.needs_positions && self.spans_at(doc).is_empty() {
            doc = self.lists.seek(&self.shape, doc + 1);
        }
        self.doc = Some(doc);
        doc
    }

    /// How much the passage at which the cursor stands matches: the weighed number of matches.
    pub(super) fn frequency(&mut self) -> f32 {
        let Some(doc) = self.doc else { return 0.0 };
        match (self.matcher, self.lists.0.as_slice()) {
            (Matcher::Terms { .. }, [only]) => only.most_at(doc),
            _ => total_weight(&self.spans_at(doc)),
        }
    }

    /// The most that [`Cursor::frequency`] can be here, wherever in the passage the terms stand.
    pub(super) fn most(&self) -> f32 {
        self.doc.map_or(0.0, |doc| self.lists.most(&self.shape, doc))
    }

    /// The words at which matches start in the passage where the cursor stands.
    pub(super) fn starts(&mut self) -> Vec<u32> {
        let Some(doc) = self.doc else { return Vec::new() };
        self.spans_at(doc).iter().map(|span| span.start).collect()
    }

    fn spans_at(&mut self, doc: DocId) -> Vec<Span> {
        let lists = &mut self.lists;
        spans(self.matcher, &mut |zone: Zone, term: &Term, out: &mut Vec<u32>| {
            lists.positions(doc, zone, term, out)
        })
    }
}

/// Whether the terms being there is not yet a match.
fn needs_positions(matcher: &Matcher) -> bool {
    match matcher {
        Matcher::Terms { .. } => false,
        Matcher::Sequence { slots, .. } => slots.len() > 1,
        Matcher::Near { .. } => true,
        Matcher::Together(parts) | Matcher::Either(parts) => parts.iter().any(needs_positions),
    }
}

impl<'p> Lists<'p> {
    fn shape(
        &mut self,
        matcher: &'p Matcher,
        reader: &SegmentReader,
        fields: &Fields,
    ) -> tantivy::Result<Shape> {
        Ok(match matcher {
            Matcher::Terms { zone, terms } => self.any_of(*zone, terms, reader, fields)?,
            Matcher::Sequence { zone, slots, .. } => {
                let slots = slots.iter().map(|slot| self.any_of(*zone, &slot.terms, reader, fields));
                let slots = slots.collect::<tantivy::Result<_>>()?;
                Shape::All(self.rarest_first(slots))
            }
            Matcher::Near { left, right, .. } => {
                let sides = vec![self.shape(left, reader, fields)?, self.shape(right, reader, fields)?];
                Shape::All(self.rarest_first(sides))
            }
            Matcher::Together(parts) => {
                let parts = self.shapes(parts, reader, fields)?;
                Shape::Together(self.rarest_first(parts))
            }
            Matcher::Either(parts) => Shape::any(self.shapes(parts, reader, fields)?),
        })
    }

    fn rarest_first(&self, mut parts: Vec<Shape>) -> Vec<Shape> {
        parts.sort_by_cached_key(|part| self.commonness(part));
        parts
    }

    /// In how many passages a part may stand at most.
    fn commonness(&self, shape: &Shape) -> u64 {
        match shape {
            Shape::List(number) => u64::from(self.0[*number].postings.doc_freq()),
            Shape::Any(parts) => parts.iter().map(|part| self.commonness(part)).sum(),
            Shape::All(parts) | Shape::Together(parts) => {
                parts.iter().map(|part| self.commonness(part)).min().unwrap_or(0)
            }
        }
    }

    fn shapes(
        &mut self,
        parts: &'p [Matcher],
        reader: &SegmentReader,
        fields: &Fields,
    ) -> tantivy::Result<Vec<Shape>> {
        parts.iter().map(|part| self.shape(part, reader, fields)).collect()
    }

    fn any_of(
        &mut self,
        zone: Zone,
        terms: &'p [Term],
        reader: &SegmentReader,
        fields: &Fields,
    ) -> tantivy::Result<Shape> {
        let mut lists = Vec::new();
        for term in terms {
            if let Some(postings) = open(reader, fields, zone, term)? {
                lists.push(Shape::List(self.0.len()));
                self.0.push(List { zone, term, postings });
            }
        }
        Ok(Shape::any(lists))
    }

    fn seek(&mut self, shape: &Shape, target: DocId) -> DocId {
        match shape {
            Shape::List(number) => {
                let postings = &mut self.0[*number].postings;
                if postings.doc() < target { postings.seek(target) } else { postings.doc() }
            }
            Shape::Any(parts) => parts.iter().map(|part| self.seek(part, target)).min().unwrap_or(TERMINATED),
            Shape::All(parts) | Shape::Together(parts) => {
                leapfrog(parts, target, |part, at| self.seek(part, at))
            }
        }
    }

    /// Matches that share no word cannot take more of a part than there is of it.
    fn most(&self, shape: &Shape, doc: DocId) -> f32 {
        match shape {
            Shape::List(number) => self.0[*number].most_at(doc),
            Shape::Any(parts) | Shape::Together(parts) => parts.iter().map(|part| self.most(part, doc)).sum(),
            Shape::All(parts) => parts.iter().map(|part| self.most(part, doc)).fold(f32::INFINITY, f32::min),
        }
    }

    fn positions(&mut self, doc: DocId, zone: Zone, term: &Term, out: &mut Vec<u32>) {
        let here = |list: &&mut List| list.zone == zone && std::ptr::eq(list.term, term);
        if let Some(list) = self.0.iter_mut().find(here).filter(|list| list.postings.doc() == doc) {
            list.postings.append_positions_with_offset(0, out);
        }
    }
}

impl Shape {
    /// Any of `parts`; a single one is itself.
    fn any(mut parts: Vec<Shape>) -> Shape {
        if parts.len() == 1 { parts.remove(0) } else { Shape::Any(parts) }
    }
}

impl List<'_> {
    /// How much the term counts in a passage if every one of its words does.
    fn most_at(&self, doc: DocId) -> f32 {
        if self.postings.doc() == doc { self.postings.term_freq() as f32 * self.term.weight } else { 0.0 }
    }
}

/// The first place, from `from` on, where all of `parts` stand: each in turn is moved up to the furthest, until
/// none is ahead. No parts stand nowhere.
pub(super) fn leapfrog<P>(parts: &[P], from: DocId, mut seek: impl FnMut(&P, DocId) -> DocId) -> DocId {
    let mut candidate = from;
    'candidates: while candidate != TERMINATED && !parts.is_empty() {
        for part in parts {
            let place = seek(part, candidate);
            if place > candidate {
                candidate = place;
                continue 'candidates;
            }
        }
        return candidate;
    }
    TERMINATED
}

/// The postings of a term, or `None` where the segment does not have it.
pub(super) fn open(
    reader: &SegmentReader,
    fields: &Fields,
    zone: Zone,
    term: &Term,
) -> tantivy::Result<Option<SegmentPostings>> {
    let field = fields.words_of(zone, term.form);
    let inverted = reader.inverted_index(field)?;
    let term = tantivy::Term::from_field_text(field, &term.text);
    let postings: io::Result<_> = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions);
    Ok(postings?)
}

/// In how many passages a term stands, removed ones among them.
pub(super) fn frequency(
    reader: &SegmentReader,
    fields: &Fields,
    zone: Zone,
    term: &Term,
) -> tantivy::Result<u32> {
    let field = fields.words_of(zone, term.form);
    Ok(reader.inverted_index(field)?.doc_freq(&tantivy::Term::from_field_text(field, &term.text))?)
}
