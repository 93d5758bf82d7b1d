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
pub(super) struct Cursor<'p> {
    matcher: &'p Matcher,
    lists: Lists<'p>,
    shape: Shape,
    needs_positions: bool,
    doc: Option<DocId>,
}

/// The postings of each term of a matcher.
struct Lists<'p>(Vec<List<'p>>);

struct List<'p> {
    zone: Zone,
    term: &'p Term,
    postings: SegmentPostings,
}

/// Which terms a passage must have at all, whatever their positions.
enum Shape {
    All(Vec<Shape>),
    Any(Vec<Shape>),
    List(usize),
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
            (Matcher::Terms { .. }, [only]) => only.postings.term_freq() as f32 * only.term.weight,
            _ => total_weight(&self.spans_at(doc)),
        }
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
                Shape::All(slots.collect::<tantivy::Result<_>>()?)
            }
            Matcher::Near { left, right, .. } => {
                Shape::All(vec![self.shape(left, reader, fields)?, self.shape(right, reader, fields)?])
            }
            Matcher::Together(parts) => Shape::All(self.shapes(parts, reader, fields)?),
            Matcher::Either(parts) => Shape::Any(self.shapes(parts, reader, fields)?),
        })
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
        Ok(Shape::Any(lists))
    }

    fn seek(&mut self, shape: &Shape, target: DocId) -> DocId {
        match shape {
            Shape::List(number) => {
                let postings = &mut self.0[*number].postings;
                if postings.doc() < target { postings.seek(target) } else { postings.doc() }
            }
            Shape::Any(parts) => parts.iter().map(|part| self.seek(part, target)).min().unwrap_or(TERMINATED),
            Shape::All(parts) => leapfrog(parts, target, |part, at| self.seek(part, at)),
        }
    }

    fn positions(&mut self, doc: DocId, zone: Zone, term: &Term, out: &mut Vec<u32>) {
        let here = |list: &&mut List| list.zone == zone && std::ptr::eq(list.term, term);
        if let Some(list) = self.0.iter_mut().find(here).filter(|list| list.postings.doc() == doc) {
            list.postings.append_positions_with_offset(0, out);
        }
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
