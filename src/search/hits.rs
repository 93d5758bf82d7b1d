//! Places of hits to what is shown of them: text, marks, snippet.

use std::sync::Arc;

use super::marker::Marker;
use super::plan::Planned;
use super::request::{Match, Request};
use super::snippet;
use crate::analysis::{Analyzer, Chain};
use crate::backend::{self, Address, BackendError, Search, StoredPassage};
use crate::model::{Detail, Hit};
use crate::schema::Zone;

/// Turns the places of hits into what is shown of them.
#[derive(Clone)]
pub(super) struct HitMaker<'a> {
    backend: &'a dyn Search,
    chain: &'a Chain,
    planned: Arc<Planned>,
    marker: Marker,
    is_explained: bool,
    detail: Detail,
    /// Whether articles may lack something of the query, so that it has to be looked up.
    may_lack: bool,
}

/// One who makes hits, with the words that it has met.
pub(super) struct Worker<'a> {
    maker: HitMaker<'a>,
    analyzer: Analyzer<'a>,
}

/// A hit with its rank.
pub(super) type Ranked<'h> = (usize, &'h backend::Hit);

impl<'a> HitMaker<'a> {
    pub(super) fn new(
        backend: &'a dyn Search,
        chain: &'a Chain,
        planned: Planned,
        request: &Request,
    ) -> Self {
        let may_lack = request.matching != Match::All && planned.wanted.len() > 1;
        let marker = Marker::new(&planned.plan);
        let (is_explained, detail) = (request.explain, request.detail);
        HitMaker { backend, chain, planned: Arc::new(planned), marker, is_explained, detail, may_lack }
    }

    /// The hits of a page, whose first has the rank `first`.
    pub(super) fn make(self, first: usize, hits: &[backend::Hit]) -> Result<Vec<Hit>, BackendError> {
        let ranked: Vec<Ranked<'_>> = (first..).zip(hits).collect();
        self.worker().make(&ranked)
    }

    pub(super) fn worker(self) -> Worker<'a> {
        Worker { analyzer: self.chain.analyzer(), maker: self }
    }
}

impl Worker<'_> {
    /// Makes hits, which are read fastest in the order in which they are stored.
    pub(super) fn make(&mut self, hits: &[Ranked<'_>]) -> Result<Vec<Hit>, BackendError> {
        if self.maker.detail == Detail::Name {
            return self.named(hits);
        }
        let addresses: Vec<Address> = hits.iter().map(|(_, hit)| hit.address).collect();
        let passages = self.maker.backend.passages(&addresses)?;
        let missing = self.missing(&addresses)?;
        let shown = hits.iter().zip(passages).zip(missing);
        shown.map(|((hit, stored), missing)| self.shown(hit, stored, missing)).collect()
    }

    fn named(&self, hits: &[Ranked<'_>]) -> Result<Vec<Hit>, BackendError> {
        let addresses: Vec<Address> = hits.iter().map(|(_, hit)| hit.address).collect();
        let names = hits.iter().zip(self.maker.backend.names(&addresses)?);
        let named = names.map(|(&(rank, hit), (id, passage))| {
            let score = hit.score;
            Hit { rank, id, passage, score, ..Hit::default() }
        });
        Ok(named.collect())
    }

    fn shown(
        &mut self,
        &(rank, hit): &Ranked<'_>,
        stored: StoredPassage,
        missing: Vec<String>,
    ) -> Result<Hit, BackendError> {
        let stored = trimmed(stored);
        let marked = match self.maker.detail {
            Detail::Marks => self.marked(&stored),
            Detail::Name | Detail::Text => Hit::default(),
        };
        let HitMaker { backend, planned, .. } = &self.maker;
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
            missing,
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
        self.maker.marker.find(zone, text, &mut self.analyzer)
    }

    /// What of the query the article of each hit lacks.
    fn missing(&self, addresses: &[Address]) -> Result<Vec<Vec<String>>, BackendError> {
        if !self.maker.may_lack {
            return Ok(vec![Vec::new(); addresses.len()]);
        }
        let Planned { plan, wanted, .. } = &*self.maker.planned;
        let label = |number: &usize| plan.concepts[*number].label.clone();
        let lacking = |has: Vec<bool>| wanted.iter().filter(|&&number| !has[number]).map(label).collect();
        Ok(self.maker.backend.concepts(plan, addresses)?.into_iter().map(lacking).collect())
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
