//! A plan on one segment, block by block: which articles match, and what each scores as a whole.

use tantivy::DocId;

use super::accumulator::{Accumulator, AccumulatorPool};
use super::matcher_docs::MatcherDocs;
use super::matcher_spans::MatcherSpans;
use crate::backend::Plan;
use crate::backend::embedded::bitset::{BLOCK, BitSet};
use crate::backend::embedded::error::Result;
use crate::backend::embedded::schema::{Fields, day_number};
use crate::backend::embedded::segment::Segment;
use crate::backend::plan::{Matcher, Node};
use crate::backend::ranking::{Counts, Scorer};
use crate::model::DateRange;
use crate::schema::Zone;

/// A plan on one segment. Blocks are read in ascending order.
pub(super) struct SegmentSearch<'a> {
    pub(super) segment: &'a Segment,
    concepts: Vec<ConceptSearch<'a>>,
    /// The conditions that must all hold, the cheapest first: the articles that it leaves are the candidates of the
    /// next one.
    conditions: Vec<&'a Node>,
    block: usize,
    /// The articles of the block that may still match.
    candidates: BitSet,
    /// The score of each article of the block, or an upper bound of it.
    scores: Vec<f32>,
}

/// A concept of the plan on one segment.
struct ConceptSearch<'a> {
    matchers: Vec<MatcherDocs<'a>>,
    /// Whether the concept adds to scores.
    scores: bool,
    /// The matches in the block, once they were looked for.
    found: Option<FoundMatches>,
    /// Counts the matches of single articles where the accumulators hold bounds; opened when first needed.
    spans: Option<Vec<MatcherSpans<'a>>>,
}

/// What the matches of a concept count in the articles of a block.
struct FoundMatches {
    text: Accumulator,
    title: Accumulator,
}

impl<'a> SegmentSearch<'a> {
    /// Opens the postings of every concept, before the first block.
    pub(super) fn open(plan: &'a Plan, segment: &'a Segment, fields: &Fields) -> Result<Self> {
        let mut concepts = Vec::with_capacity(plan.concepts.len());
        for concept in &plan.concepts {
            let open = |matcher: &'a Matcher| MatcherDocs::open(matcher, segment, fields);
            let matchers = concept.matchers.iter().map(open).collect::<Result<_>>()?;
            concepts.push(ConceptSearch {
                matchers,
                scores: concept.role.scores(),
                found: None,
                spans: None,
            });
        }
        let mut conditions: Vec<&Node> = match &plan.articles {
            Node::All(parts) => parts.iter().collect(),
            node => vec![node],
        };
        conditions.sort_by_cached_key(|node| cost(node, &concepts));
        Ok(SegmentSearch {
            segment,
            concepts,
            conditions,
            block: 0,
            candidates: BitSet::none(),
            scores: Vec::new(),
        })
    }

    /// The cost of all blocks, in postings.
    pub(super) fn cost(&self) -> u64 {
        self.concepts.iter().map(ConceptSearch::cost).sum()
    }

    /// Goes on to a block, and finds the articles that match.
    pub(super) fn move_to(&mut self, block: usize, pool: &mut AccumulatorPool) -> Result<()> {
        self.clear(pool);
        self.block = block;
        self.candidates = self.segment.alive(block);
        for number in 0..self.conditions.len() {
            let node = self.conditions[number];
            let found = self.evaluate(node, pool)?;
            self.candidates.intersect(&found);
            if self.candidates.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// Gives the accumulators of the block back.
    pub(super) fn clear(&mut self, pool: &mut AccumulatorPool) {
        for FoundMatches { text, title } in
            self.concepts.iter_mut().filter_map(|concept| concept.found.take())
        {
            pool.put_back(text);
            pool.put_back(title);
        }
    }

    /// The number of the block.
    pub(super) fn block(&self) -> usize {
        self.block
    }

    /// The articles of the block that match.
    pub(super) fn matches(&self) -> &BitSet {
        &self.candidates
    }

    /// The candidates that satisfy `node`; articles that are no candidates may be among them.
    fn evaluate(&mut self, node: &Node, pool: &mut AccumulatorPool) -> Result<BitSet> {
        Ok(match node {
            Node::Every => self.candidates.clone(),
            Node::Nothing => BitSet::none(),
            Node::Concept(number) => {
                self.fill(*number, pool)?;
                self.concepts[*number].docs()
            }
            Node::Dates(range) => self.dated(range),
            Node::Undated => self.undated(),
            Node::Enough { parts, least } => self.enough(parts, *least, pool)?,
            Node::All(parts) => {
                let mut all = self.candidates.clone();
                for part in parts {
                    all.intersect(&self.evaluate(part, pool)?);
                }
                all
            }
            Node::Any(parts) => {
                let mut any = BitSet::none();
                for part in parts {
                    any.union(&self.evaluate(part, pool)?);
                }
                any
            }
            Node::Not(part) => {
                let mut without = self.candidates.clone();
                without.subtract(&self.evaluate(part, pool)?);
                without
            }
        })
    }

    fn dated(&self, range: &DateRange) -> BitSet {
        let since = day_number(range.since).max(1);
        let until = range.until.map_or(u64::MAX, |day| day_number(Some(day)));
        let days = self.segment.days(self.block);
        let mut dated = BitSet::none();
        for offset in
            self.candidates.iter().filter(|&offset| (since..=until).contains(&u64::from(days[offset])))
        {
            dated.insert(offset);
        }
        dated
    }

    fn undated(&self) -> BitSet {
        let days = self.segment.days(self.block);
        let mut undated = BitSet::none();
        self.candidates
            .iter()
            .filter(|&offset| days[offset] == 0)
            .for_each(|offset| _ = undated.insert(offset));
        undated
    }

    /// The candidates in which parts of the weight `least` hold. The sums run in the order of the parts.
    fn enough(&mut self, parts: &[(Node, f32)], least: f32, pool: &mut AccumulatorPool) -> Result<BitSet> {
        let mut sums = vec![0.0; BLOCK];
        for (part, weight) in parts {
            let mut found = self.evaluate(part, pool)?;
            found.intersect(&self.candidates);
            found.iter().for_each(|offset| sums[offset] += weight);
        }
        let mut enough = BitSet::none();
        self.candidates
            .iter()
            .filter(|&offset| sums[offset] >= least)
            .for_each(|offset| _ = enough.insert(offset));
        Ok(enough)
    }

    /// The matching articles of the block that also satisfy `node`.
    pub(super) fn matching(&mut self, node: &Node, pool: &mut AccumulatorPool) -> Result<BitSet> {
        let mut found = self.evaluate(node, pool)?;
        found.intersect(&self.candidates);
        Ok(found)
    }

    /// Finds the matches of a concept in the candidates. There may be fewer candidates later; that does no harm.
    fn fill(&mut self, number: usize, pool: &mut AccumulatorPool) -> Result<()> {
        self.concepts[number].fill(self.segment, self.block, &self.candidates, pool)
    }

    /// Scores the matching articles of the block. [`SegmentSearch::bound`] and [`SegmentSearch::score`] tell the result.
    pub(super) fn score_matches(&mut self, scorer: &Scorer<'_>, pool: &mut AccumulatorPool) -> Result<()> {
        for number in 0..self.concepts.len() {
            if self.concepts[number].scores {
                self.fill(number, pool)?;
            }
        }
        let lengths = self.segment.lengths(self.block);
        self.scores.resize(BLOCK, 0.0);
        self.candidates.iter().for_each(|offset| self.scores[offset] = 0.0);
        for unit in scorer.units() {
            let mut docs = BitSet::none();
            unit.concepts().for_each(|number| docs.union(&self.concepts[number].docs()));
            docs.intersect(&self.candidates);
            for offset in docs.iter() {
                let of = |number: usize| {
                    scorer.article(number, self.concepts[number].counts(offset), lengths[offset])
                };
                self.scores[offset] += unit.score(of);
            }
        }
        Ok(())
    }

    /// An upper bound of the score of a matching article.
    pub(super) fn bound(&self, offset: usize) -> f32 {
        self.scores[offset]
    }

    /// The score of a matching article. Articles are asked for in ascending order.
    pub(super) fn score(&mut self, scorer: &Scorer<'_>, offset: usize) -> Result<f32> {
        if self.concepts.iter().all(|concept| !concept.scores || concept.is_exact(offset)) {
            return Ok(self.scores[offset]);
        }
        let doc = (self.block * BLOCK + offset) as DocId;
        let length = self.segment.length(doc);
        let mut scores = vec![0.0; self.concepts.len()];
        for (number, concept) in self.concepts.iter_mut().enumerate().filter(|(_, concept)| concept.scores) {
            let counts = match concept.is_exact(offset) {
                true => concept.counts(offset),
                false => concept.exact_counts(self.segment, doc)?,
            };
            if !counts.are_none() {
                scores[number] = scorer.article(number, counts, length);
            }
        }
        Ok(scorer.units().iter().fold(0.0, |sum, unit| sum + unit.score(|number| scores[number])))
    }

    /// The spans of each matcher of each concept, before the first article.
    pub(super) fn spans(&self) -> Result<Vec<Vec<MatcherSpans<'a>>>> {
        self.concepts.iter().map(ConceptSearch::spans).collect()
    }
}

impl<'a> ConceptSearch<'a> {
    fn cost(&self) -> u64 {
        self.matchers.iter().map(MatcherDocs::cost).sum()
    }

    fn fill(
        &mut self,
        segment: &Segment,
        block: usize,
        candidates: &BitSet,
        pool: &mut AccumulatorPool,
    ) -> Result<()> {
        if self.found.is_some() {
            return Ok(());
        }
        let mut found = FoundMatches { text: pool.take(), title: pool.take() };
        for matcher in &mut self.matchers {
            matcher.fill(segment, block, candidates, found.of_mut(matcher.zone), pool)?;
        }
        self.found = Some(found);
        Ok(())
    }

    /// The articles that have the concept, in any zone.
    fn docs(&self) -> BitSet {
        let Some(FoundMatches { text, title }) = &self.found else { return BitSet::none() };
        let mut docs = text.docs().clone();
        docs.union(title.docs());
        docs
    }

    fn counts(&self, offset: usize) -> Counts {
        let Some(FoundMatches { text, title }) = &self.found else { return Counts::default() };
        Counts { text: text.get(offset), title: title.get(offset) }
    }

    /// Whether [`ConceptSearch::counts`] is exact for an article, and not an upper bound.
    fn is_exact(&self, offset: usize) -> bool {
        let Some(found) = &self.found else { return true };
        self.matchers.iter().all(|matcher| {
            matcher.is_exact() || matcher.is_complete && found.of(matcher.zone).is_exact(offset)
        })
    }

    /// What the matches in an article count, by positions.
    fn exact_counts(&mut self, segment: &Segment, doc: DocId) -> Result<Counts> {
        if self.spans.is_none() {
            self.spans = Some(self.spans()?);
        }
        let mut counts = Counts::default();
        for spans in self.spans.iter_mut().flatten() {
            let weight = spans.weight(doc, || segment.passage_ends(doc));
            counts.add(spans.zone, weight);
        }
        Ok(counts)
    }

    fn spans(&self) -> Result<Vec<MatcherSpans<'a>>> {
        self.matchers.iter().map(MatcherDocs::spans).collect()
    }
}

impl FoundMatches {
    fn of(&self, zone: Zone) -> &Accumulator {
        if zone == Zone::Title { &self.title } else { &self.text }
    }

    fn of_mut(&mut self, zone: Zone) -> &mut Accumulator {
        if zone == Zone::Title { &mut self.title } else { &mut self.text }
    }
}

/// The cost of a condition, in postings.
fn cost(node: &Node, concepts: &[ConceptSearch<'_>]) -> u64 {
    match node {
        Node::Every | Node::Nothing => 0,
        Node::Dates(_) | Node::Undated => BLOCK as u64,
        Node::Enough { parts, .. } => parts.iter().map(|(part, _)| cost(part, concepts)).sum(),
        Node::Concept(number) => concepts[*number].cost(),
        Node::All(parts) | Node::Any(parts) => parts.iter().map(|part| cost(part, concepts)).sum(),
        Node::Not(part) => cost(part, concepts),
    }
}
