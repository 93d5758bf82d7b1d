//! The second phase of a search: the best articles are read closely, by positions. Their passages become hits.

use rustc_hash::FxHashMap;
use tantivy::DocId;

use super::matcher_spans::MatcherSpans;
use super::segment_search::SegmentSearch;
use super::top_docs::{ScoredDoc, TopDocs};
use crate::backend::embedded::error::{Error, Result};
use crate::backend::embedded::segment::Segment;
use crate::backend::plan::Order;
use crate::backend::ranking::{ArticleMatches, PassageHit, Scorer};
use crate::backend::{Control, Matched, Wanted};
use crate::model::PassageCounts;

/// Reads articles and ranks their passages.
pub(super) struct SecondPhase<'a> {
    pub(super) segments: &'a [Segment],
    pub(super) scorer: &'a Scorer<'a>,
    pub(super) wanted: &'a Wanted,
    pub(super) control: &'a Control,
    /// The number of articles, the best ones, whose hits get what the passage and nearness add to the score of the
    /// article. All scores of the others are lower, so no hit of theirs comes before one that was read.
    pub(super) read_closely: usize,
}

/// The ranked passages.
pub(super) struct RankedPassages<'a> {
    pub(super) top: TopDocs<'a>,
    pub(super) ways: Ways,
    pub(super) counts: PassageCounts,
}

/// The different ways in which passages match, numbered. There are few ways and many hits.
#[derive(Default)]
pub(super) struct Ways {
    ways: Vec<Matched>,
    numbers: FxHashMap<Matched, u32>,
}

impl Ways {
    fn number(&mut self, way: Matched) -> u32 {
        *self.numbers.entry(way).or_insert_with(|| {
            self.ways.push(way);
            self.ways.len() as u32 - 1
        })
    }

    pub(super) fn get(&self, number: u32) -> Matched {
        self.ways[number as usize]
    }
}

impl<'a> SecondPhase<'a> {
    /// Reads articles, the best first, and ranks their passages. `searches` has one search per segment.
    pub(super) fn run(
        &self,
        best: Vec<ScoredDoc>,
        searches: &[SegmentSearch<'_>],
    ) -> Result<RankedPassages<'a>> {
        let top = TopDocs::new(self.segments, self.wanted.order, self.wanted.limit);
        let mut ranked = RankedPassages { top, ways: Ways::default(), counts: PassageCounts::default() };
        let mut articles: Vec<(usize, ScoredDoc)> = best.into_iter().enumerate().collect();
        // Postings are read in the order in which they are stored.
        articles.sort_unstable_by_key(|(_, article)| (article.segment, article.doc));
        let mut matches = ArticleMatches::default();
        for of_segment in articles.chunk_by(|(_, a), (_, b)| a.segment == b.segment) {
            let number = of_segment[0].1.segment as usize;
            let mut spans = searches[number].spans()?;
            for &(rank, article) in of_segment {
                self.control.check().map_err(Error::Stopped)?;
                read_article(&mut matches, &self.segments[number], article.doc, &mut spans, self.scorer);
                let is_close = self.wanted.order != Order::Relevance || rank < self.read_closely;
                self.rank(article, &matches, is_close, &mut ranked)?;
            }
        }
        Ok(ranked)
    }

    /// Ranks the passages of one article.
    fn rank(
        &self,
        article: ScoredDoc,
        matches: &ArticleMatches,
        is_close: bool,
        ranked: &mut RankedPassages<'a>,
    ) -> Result<()> {
        let mut hits = self.scorer.hits(matches, self.wanted.passages, &mut ranked.counts);
        keep_best(&mut hits, self.wanted.per_article);
        let closeness = if is_close { self.scorer.closeness(matches) } else { 0.0 };
        for PassageHit { passage, score, matched, .. } in hits {
            let more = if is_close { score + closeness } else { 0.0 };
            let matched = ranked.ways.number(matched);
            ranked.top.push(ScoredDoc { score: article.score + more, passage, matched, ..article })?;
        }
        Ok(())
    }
}

/// Reads the matches of every concept in one article.
pub(super) fn read_article(
    matches: &mut ArticleMatches,
    segment: &Segment,
    doc: DocId,
    concepts: &mut [Vec<MatcherSpans<'_>>],
    scorer: &Scorer<'_>,
) {
    let ends = segment.passage_ends(doc);
    matches.begin(segment.length(doc), &ends, concepts.len());
    for (concept, matchers) in concepts.iter_mut().enumerate() {
        let scores = scorer.scores(concept);
        for matcher in matchers {
            for found in matcher.read(doc, &ends) {
                match scores {
                    true => matches.add(concept, matcher.zone, found.passage, found.weight, &found.spans),
                    false => matches.note(concept),
                }
            }
        }
    }
}

/// Keeps the best hits of one article. Of equals, the earlier ones stay.
fn keep_best(hits: &mut Vec<PassageHit>, limit: Option<usize>) {
    if let Some(limit) = limit.filter(|&limit| limit < hits.len()) {
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
        hits.truncate(limit);
    }
}
