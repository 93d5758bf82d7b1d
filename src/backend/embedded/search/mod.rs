//! A plan to ordered hits, in two phases.
//!
//! The first phase goes through all articles by term frequencies: those that match are counted, the best by the score
//! of the whole article are kept. The second phase reads these closely, by positions: each passage is scored, and how
//! near the words of the query stand to each other.

mod accumulator;
mod collector;
mod counts_by;
mod days_by;
mod first_phase;
mod matcher_docs;
mod matcher_spans;
mod phrase;
mod second_phase;
mod segment_search;
mod term_docs;
mod top_docs;
mod words_of;

use tantivy::DocId;

use super::error::Result;
use super::schema::Fields;
use super::segment::Segment;
use crate::backend::plan::{Node, Plan};
use crate::backend::ranking::{ArticleMatches, Scorer};
use crate::backend::{Control, DayCounts, Facet, FacetCounts, Found, Wanted};
use crate::model::PassageCounts;
use collector::{Count, Tally, TopArticles};
use counts_by::CountsBy;
use days_by::DaysBy;
use second_phase::{RankedPassages, SecondPhase, read_article};
use segment_search::SegmentSearch;
use top_docs::TopDocs;

/// What a search works on.
#[derive(Clone, Copy)]
pub(super) struct Searched<'a> {
    pub(super) segments: &'a [Segment],
    pub(super) fields: &'a Fields,
    pub(super) plan: &'a Plan,
    pub(super) control: &'a Control,
}

impl<'a> Searched<'a> {
    /// The hits of the plan.
    pub(super) fn hits(self, scorer: &Scorer<'_>, wanted: &Wanted) -> Result<Found> {
        let Searched { segments, plan, control, .. } = self;
        let read_closely = plan.weights.read_closely;
        // A page needs the articles that are read closely, those of its hits, and those whose passages are counted.
        let kept = wanted.limit.map(|limit| limit.max(read_closely).max(wanted.counted));
        let mut searches = self.open()?;
        let collector =
            || (Count::default(), TopArticles { scorer, top: TopDocs::new(segments, wanted.order, kept) });
        let (Count(articles), TopArticles { top, .. }) = self.collect(&mut searches, collector)?;
        let best = top.finish()?;
        let is_complete = articles == best.len() as u64;
        let second_phase = SecondPhase { segments, scorer, wanted, control, read_closely };
        let RankedPassages { top, ways, counts } = second_phase.run(best, &searches)?;
        let hits = top.finish()?.into_iter();
        let hits = hits.map(|hit| (hit.address(), hit.score, ways.get(hit.matched)));
        Ok(Found::new(articles, PassageCounts { is_exact: is_complete, ..counts }, hits))
    }

    /// How many articles satisfy each condition.
    pub(super) fn tally(self, conditions: &[Node]) -> Result<Vec<u64>> {
        let mut searches = self.open()?;
        Ok(self.collect(&mut searches, || Tally::new(conditions))?.counts)
    }

    /// How many articles match, by each facet.
    pub(super) fn counts(self, facets: &[Facet]) -> Result<Vec<FacetCounts>> {
        let mut searches = self.open()?;
        Ok(self.collect(&mut searches, || CountsBy::new(facets))?.finish())
    }

    /// The articles that match, by day.
    pub(super) fn days(self, by: Option<Facet>) -> Result<Vec<DayCounts>> {
        let mut searches = self.open()?;
        Ok(self.collect(&mut searches, || DaysBy::new(by))?.finish())
    }

    /// The matches in one article.
    pub(super) fn article(
        self,
        segment: &'a Segment,
        doc: DocId,
        scorer: &Scorer<'_>,
    ) -> Result<ArticleMatches> {
        let mut matches = ArticleMatches::default();
        let mut spans = SegmentSearch::open(self.plan, segment, self.fields)?.spans()?;
        read_article(&mut matches, segment, doc, &mut spans, scorer);
        Ok(matches)
    }
}
