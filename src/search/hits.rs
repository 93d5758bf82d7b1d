//! Places of hits to what is shown of them: text, marks, snippet.

use std::sync::Arc;

use super::marker::Marker;
use super::plan::Planned;
use super::request::Request;
use super::snippet;
use crate::analysis::{Analyzer, Chain};
use crate::backend::{self, Address, BackendError, ConceptSet, Control, Search, StoredPassage};
use crate::model::{Detail, Hit};
use crate::schema::Zone;

/// Turns the places of hits into what is shown of them.
pub(super) struct HitMaker {
    backend: Arc<dyn Search>,
    chain: Arc<Chain>,
    planned: Planned,
    marker: Marker,
    is_explained: bool,
    detail: Detail,
    /// For each set of concepts that articles of hits have: what of the query it lacks.
    missing: Vec<Vec<String>>,
    pub(super) control: Control,
}

/// One who makes hits, with the words that it has met.
pub(super) struct Worker<'a> {
    maker: &'a HitMaker,
    marker: Marker,
    analyzer: Analyzer<'a>,
}

/// A hit with its rank.
pub(super) type Ranked<'h> = (usize, &'h backend::Hit);

impl HitMaker {
    pub(super) fn new(
        backend: Arc<dyn Search>,
        chain: Arc<Chain>,
        planned: Planned,
        request: &Request,
        concept_sets: &[ConceptSet],
        control: Control,
    ) -> Self {
        let missing = concept_sets.iter().map(|set| planned.missing(*set)).collect();
        let marker = Marker::new(&planned.plan);
        let (is_explained, detail) = (request.explain, request.detail);
        HitMaker { backend, chain, planned, marker, is_explained, detail, missing, control }
    }

    /// The hits of a page, whose first has the rank `first`.
    pub(super) fn make(&self, first: usize, hits: &[backend::Hit]) -> Result<Vec<Hit>, BackendError> {
        // The hits go first: past the last of them no rank is counted, which may be one too many for a number.
        let ranked: Vec<Ranked<'_>> = hits.iter().zip(first..).map(|(hit, rank)| (rank, hit)).collect();
        self.worker().make(&ranked)
    }

    /// A worker for one thread.
    pub(super) fn worker(&self) -> Worker<'_> {
        Worker { maker: self, marker: self.marker.clone(), analyzer: self.chain.analyzer() }
    }
}

impl Worker<'_> {
    /// Makes hits, which are read fastest in the order in which they are stored.
    ///
    /// # Errors
    /// When the backend cannot read its data, or the search has to stop.
    pub(super) fn make(&mut self, hits: &[Ranked<'_>]) -> Result<Vec<Hit>, BackendError> {
        self.maker.control.check()?;
        if self.maker.detail == Detail::Name {
            return self.named(hits);
        }
        let addresses: Vec<Address> = hits.iter().map(|(_, hit)| hit.address).collect();
        let passages = self.maker.backend.passages(&addresses)?;
        let shown = hits.iter().zip(passages);
        shown.map(|(hit, stored)| self.shown(hit, stored)).collect()
    }

    fn named(&self, hits: &[Ranked<'_>]) -> Result<Vec<Hit>, BackendError> {
        let addresses: Vec<Address> = hits.iter().map(|(_, hit)| hit.address).collect();
        let ids = hits.iter().zip(self.maker.backend.ids(&addresses)?);
        let named = ids.map(|(&(rank, hit), id)| {
            let passage = hit.address.passage() + 1;
            Hit { rank, id, passage, score: hit.score, ..Hit::default() }
        });
        Ok(named.collect())
    }

    fn shown(&mut self, &(rank, hit): &Ranked<'_>, stored: StoredPassage) -> Result<Hit, BackendError> {
        self.maker.control.check()?;
        let stored = trimmed(stored);
        let marked = match self.maker.detail {
            Detail::Marks => self.marked(&stored),
            Detail::Name | Detail::Text => Hit::default(),
        };
        let HitMaker { backend, planned, .. } = self.maker;
        let explanation = self.maker.is_explained.then(|| backend.explain(&planned.plan, hit)).transpose()?;
        Ok(Hit {
            rank,
            id: stored.id,
            path: stored.path,
            metadata: stored.metadata,
            passage: stored.number,
            passages: stored.passages,
            range: stored.range,
            text: stored.text,
            score: hit.score,
            missing: self.maker.missing[hit.concept_set as usize].clone(),
            explanation,
            ..marked
        })
    }

    /// What matches in a passage and in the title of its article, and which part of the passage to show.
    fn marked(&mut self, stored: &StoredPassage) -> Hit {
        let marks = self.marks(Zone::Body, &stored.text);
        let title_marks = stored.metadata.title.as_deref().map(|title| self.marks(Zone::Title, title));
        let snippet = snippet::window(&stored.text, &marks);
        Hit { marks, title_marks: title_marks.unwrap_or_default(), snippet, ..Hit::default() }
    }

    fn marks(&mut self, zone: Zone, text: &str) -> Vec<std::ops::Range<usize>> {
        self.marker.find(zone, text, &mut self.analyzer)
    }
}

/// The passage without the white space around it, which belongs to no sentence.
fn trimmed(mut stored: StoredPassage) -> StoredPassage {
    let leading = stored.text.len() - stored.text.trim_start().len();
    stored.text.truncate(stored.text.trim_end().len());
    stored.text.drain(..leading.min(stored.text.len()));
    stored.range.start += leading as u64;
    stored.range.end = stored.range.start + stored.text.len() as u64;
    stored
}
