//! The fetch phase: the addresses of hits to what a reader sees of them, text, marks and snippet.

use std::ops::Range;
use std::sync::Arc;

use super::highlight::Highlighter;
use super::plan::Planned;
use super::request::Request;
use super::snippet;
use crate::analysis::{Analyzer, Chain};
use crate::backend::{self, Address, BackendError, Control, Matched, Search, StoredPassage};
use crate::model::{Detail, Hit};
use crate::schema::Zone;

/// The shared state of the threads that fetch the hits of one request.
pub(super) struct FetchPhase {
    backend: Arc<dyn Search>,
    chain: Arc<Chain>,
    planned: Planned,
    highlighter: Highlighter,
    is_explained: bool,
    detail: Detail,
    /// What of the query is where, by the number of the way in which a hit matches.
    labels: Vec<Labels>,
    pub(super) control: Control,
}

/// What of the query an article and a passage have, as typed.
struct Labels {
    missing: Vec<String>,
    has: Vec<String>,
    lacks: Vec<String>,
    says: bool,
}

impl Labels {
    fn of(planned: &Planned, way: &Matched) -> Self {
        let Matched { article, passage, says } = *way;
        let missing = planned.labels(article, false);
        Labels { missing, has: planned.labels(passage, true), lacks: planned.labels(passage, false), says }
    }
}

/// Fetches hits on one thread: it has that thread's buffers.
pub(super) struct Fetcher<'a> {
    phase: &'a FetchPhase,
    highlighter: Highlighter,
    analyzer: Analyzer<'a>,
}

/// An item with the rank of its hit, from 1.
pub(super) struct Ranked<T> {
    pub(super) rank: usize,
    pub(super) item: T,
}

impl FetchPhase {
    pub(super) fn new(
        backend: Arc<dyn Search>,
        chain: Arc<Chain>,
        planned: Planned,
        request: &Request,
        matched: &[Matched],
        control: Control,
    ) -> Self {
        FetchPhase {
            labels: matched.iter().map(|way| Labels::of(&planned, way)).collect(),
            highlighter: Highlighter::new(&planned.plan),
            is_explained: request.explain,
            detail: request.detail,
            backend,
            chain,
            planned,
            control,
        }
    }

    /// The hits of a page; the first has the rank `first`.
    pub(super) fn page(&self, first: usize, hits: &[backend::Hit]) -> Result<Vec<Hit>, BackendError> {
        // `zip` starts with the hits, so the range never counts past the last rank, where it could overflow.
        let ranked: Vec<Ranked<&backend::Hit>> =
            hits.iter().zip(first..).map(|(hit, rank)| Ranked { rank, item: hit }).collect();
        self.fetcher().fetch(&ranked)
    }

    /// A fetcher for one thread.
    pub(super) fn fetcher(&self) -> Fetcher<'_> {
        Fetcher { phase: self, highlighter: self.highlighter.clone(), analyzer: self.chain.analyzer() }
    }
}

impl Fetcher<'_> {
    /// Fetches hits, in the given order. The order of the store is the fastest to read.
    ///
    /// # Errors
    /// The backend cannot read its data, or the search is stopped.
    pub(super) fn fetch(&mut self, hits: &[Ranked<&backend::Hit>]) -> Result<Vec<Hit>, BackendError> {
        self.phase.control.check()?;
        if self.phase.detail == Detail::Name {
            return self.named(hits);
        }
        let addresses: Vec<Address> = hits.iter().map(|ranked| ranked.item.address).collect();
        let passages = self.phase.backend.passages(&addresses)?;
        hits.iter().zip(passages).map(|(ranked, stored)| self.shown(ranked, stored)).collect()
    }

    /// Hits of [`Detail::Name`]: identifier, passage number and score, without the text.
    fn named(&self, hits: &[Ranked<&backend::Hit>]) -> Result<Vec<Hit>, BackendError> {
        let addresses: Vec<Address> = hits.iter().map(|ranked| ranked.item.address).collect();
        let ids = self.phase.backend.ids(&addresses)?;
        let named = hits.iter().zip(ids).map(|(&Ranked { rank, item: hit }, id)| {
            let passage = hit.address.passage() + 1;
            Hit { rank, id, passage, score: hit.score, ..Hit::default() }
        });
        Ok(named.collect())
    }

    /// A hit with the text of its passage and, for [`Detail::Marks`], its marks.
    fn shown(
        &mut self,
        &Ranked { rank, item: hit }: &Ranked<&backend::Hit>,
        stored: StoredPassage,
    ) -> Result<Hit, BackendError> {
        self.phase.control.check()?;
        let stored = trimmed(stored);
        let marked = match self.phase.detail {
            Detail::Marks => self.marked(&stored),
            Detail::Name | Detail::Text => Hit::default(),
        };
        let FetchPhase { backend, planned, .. } = self.phase;
        let explanation = self.phase.is_explained.then(|| backend.explain(&planned.plan, hit)).transpose()?;
        let labels = &self.phase.labels[hit.matched as usize];
        Ok(Hit {
            rank,
            id: stored.id,
            path: stored.path,
            metadata: stored.metadata,
            passage: stored.number,
            passages: stored.passages,
            range: stored.range,
            page: stored.page,
            text: stored.text,
            score: hit.score,
            missing: labels.missing.clone(),
            has: labels.has.clone(),
            lacks: labels.lacks.clone(),
            complete: labels.says,
            explanation,
            ..marked
        })
    }

    /// The matches in a passage and in the title of its article, and the part of the passage to show.
    fn marked(&mut self, stored: &StoredPassage) -> Hit {
        let marks = self.marks(Zone::Body, &stored.text);
        let title_marks = stored.metadata.title.as_deref().map(|title| self.marks(Zone::Title, title));
        let snippet = snippet::window(&stored.text, &marks);
        let sentence = snippet::best_sentence(&stored.text, &marks);
        Hit { marks, title_marks: title_marks.unwrap_or_default(), snippet, sentence, ..Hit::default() }
    }

    fn marks(&mut self, zone: Zone, text: &str) -> Vec<Range<usize>> {
        self.highlighter.find(zone, text, &mut self.analyzer)
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
