//! The articles of one segment that match a matcher, with what the matches count, block by block.
//!
//! Term frequencies decide most matchers. Positions are read only where a match depends on them.

use tantivy::DocId;

use super::accumulator::{Accumulator, AccumulatorPool};
use super::matcher_spans::MatcherSpans;
use super::term_docs::TermDocs;
use crate::backend::embedded::bitset::{BLOCK, BitSet};
use crate::backend::embedded::error::Result;
use crate::backend::embedded::schema::Fields;
use crate::backend::embedded::segment::{Segment, TermPostings};
use crate::backend::plan::{Matcher, Term};
use crate::schema::Zone;

/// Reading the positions of one article takes as long as scanning this many postings.
const POSTINGS_PER_CHECK: u64 = 10;

/// A matcher on one segment. Blocks are read in ascending order.
pub(super) struct MatcherDocs<'p> {
    pub(super) zone: Zone,
    matcher: &'p Matcher,
    terms: Terms<'p>,
    links: Vec<Link<'p>>,
    required: Required,
    /// Whether `required` covers the whole matcher: alternatives that add no match are left out.
    pub(super) is_complete: bool,
    /// Decides where the presence of terms is not yet a match; opened when first needed.
    spans: Option<MatcherSpans<'p>>,
}

/// The postings of the terms of a matcher, in its order; terms that no article has are left out.
struct Terms<'p>(Vec<TermDocs<'p>>);

/// A term that may stand between words of a name. Only its positions are read, and only where they decide.
struct Link<'p> {
    term: &'p Term,
    postings: TermPostings,
}

/// The terms that an article needs to match, whatever their positions. Terms are indexes into [`Terms`].
struct Required {
    /// Any one of these terms is a match.
    any_term: Vec<usize>,
    /// Any one of these conjunctions is a match where positions allow it.
    conjunctions: Vec<Conjunction>,
}

/// Parts that a match needs together: a phrase, a proximity, words of one passage.
struct Conjunction {
    /// The rarest part comes first.
    parts: Vec<Required>,
    /// Whether each match takes one match of every part. Otherwise the matches of all parts count.
    is_joint: bool,
}

impl<'p> MatcherDocs<'p> {
    /// Opens the postings of every term of `matcher`.
    pub(super) fn open(matcher: &'p Matcher, segment: &Segment, fields: &Fields) -> Result<Self> {
        let mut compiler =
            Compiler { segment, fields, terms: Terms(Vec::new()), links: Vec::new(), is_complete: true };
        let required = compiler.required(matcher)?;
        let Compiler { terms, links, is_complete, .. } = compiler;
        Ok(MatcherDocs { zone: matcher.zone(), matcher, terms, links, required, is_complete, spans: None })
    }

    /// The cost of all blocks, in postings.
    pub(super) fn cost(&self) -> u64 {
        self.terms.cost(&self.required)
    }

    /// Whether the sums of [`MatcherDocs::fill`] are exact in every article. Otherwise they are upper bounds, because of
    /// matches that share words only the best counts, and that takes positions to see; they are still exact for
    /// articles that have one of the terms only. The answer does not depend on which terms this segment has, so an
    /// article scores the same in any segment.
    pub(super) fn is_exact(&self) -> bool {
        // A product of frequency and weight rounds otherwise than the sum of weights that the second phase makes.
        let is_plain = |terms: &[Term]| matches!(terms, [only] if only.weight == 1.0);
        match self.matcher {
            Matcher::Terms { terms, .. } => is_plain(terms),
            Matcher::Sequence { slots, .. } => {
                slots.len() > 1 || slots.iter().all(|slot| is_plain(&slot.terms))
            }
            Matcher::Linked { .. } | Matcher::Near { .. } | Matcher::Together(_) => true,
            Matcher::Either(_) | Matcher::Outside { .. } => false,
        }
    }

    /// Adds what the matches count, or an upper bound of it, to `sums` for each matching article of a block. Articles
    /// outside of `candidates` may be left out.
    pub(super) fn fill(
        &mut self,
        segment: &Segment,
        block: usize,
        candidates: &BitSet,
        sums: &mut Accumulator,
        pool: &mut AccumulatorPool,
    ) -> Result<()> {
        let start = (block * BLOCK) as DocId;
        self.terms.fill_terms(&self.required, start, candidates, sums);
        if self.required.conjunctions.is_empty() {
            return Ok(());
        }
        // All conjunctions come before the first check, since the cursors do not go back.
        let mut possible = pool.take();
        self.terms.fill_conjunctions(&self.required, start, candidates, &mut possible, pool);
        possible.retain(candidates);
        if !possible.docs().is_empty() {
            self.check(segment, start, &possible, sums)?;
        }
        pool.put_back(possible);
        Ok(())
    }

    /// Adds those of `possible` to `sums` whose positions match. An article that is in `sums` already needs no check.
    fn check(
        &mut self,
        segment: &Segment,
        start: DocId,
        possible: &Accumulator,
        sums: &mut Accumulator,
    ) -> Result<()> {
        if self.spans.is_none() {
            self.spans = Some(self.spans()?);
        }
        let Some(spans) = &mut self.spans else { return Ok(()) };
        for offset in possible.docs().iter() {
            if sums.docs().contains(offset) {
                sums.add(offset, possible.get(offset));
                continue;
            }
            let doc = start + offset as DocId;
            let weight = spans.weight(doc, || segment.passage_ends(doc));
            if weight > 0.0 {
                sums.add(offset, weight);
            }
        }
        Ok(())
    }

    /// The positions of the matcher's terms, before the first article.
    pub(super) fn spans(&self) -> Result<MatcherSpans<'p>> {
        let mut terms = Vec::with_capacity(self.terms.0.len() + self.links.len());
        for docs in &self.terms.0 {
            terms.push((docs.term, docs.positions()?));
        }
        for link in &self.links {
            terms.push((link.term, link.postings.positions()?));
        }
        Ok(MatcherSpans::new(self.zone, self.matcher, terms.into_iter()))
    }
}

/// Opens postings while it takes a matcher apart.
struct Compiler<'a, 'p> {
    segment: &'a Segment,
    fields: &'a Fields,
    terms: Terms<'p>,
    links: Vec<Link<'p>>,
    is_complete: bool,
}

impl<'p> Compiler<'_, 'p> {
    fn required(&mut self, matcher: &'p Matcher) -> Result<Required> {
        Ok(match matcher {
            Matcher::Terms { zone, terms } => self.any_of(*zone, terms)?,
            Matcher::Sequence { zone, slots, .. } => match slots.as_slice() {
                [only] => self.any_of(*zone, &only.terms)?,
                slots => {
                    let parts = slots.iter().map(|slot| self.any_of(*zone, &slot.terms));
                    let parts = parts.collect::<Result<_>>()?;
                    self.conjunction(parts, true)
                }
            },
            Matcher::Linked { zone, words, links } => {
                let parts = words.iter().map(|word| self.any_of(*zone, &word.terms));
                let parts = parts.collect::<Result<_>>()?;
                self.open_links(*zone, links)?;
                self.conjunction(parts, true)
            }
            Matcher::Near { left, right, .. } => {
                let sides = vec![self.required(left)?, self.required(right)?];
                self.conjunction(sides, true)
            }
            Matcher::Together(parts) => {
                let parts = self.all(parts)?;
                self.conjunction(parts, false)
            }
            Matcher::Either(parts) => {
                let parts = self.all(parts)?;
                self.either(parts)
            }
            Matcher::Outside { matcher, longer } => {
                let matcher = self.required(matcher)?;
                // Only its positions are asked for.
                let is_complete = self.is_complete;
                self.required(longer)?;
                self.is_complete = is_complete;
                self.conjunction(vec![matcher], true)
            }
        })
    }

    fn all(&mut self, matchers: &'p [Matcher]) -> Result<Vec<Required>> {
        matchers.iter().map(|matcher| self.required(matcher)).collect()
    }

    fn any_of(&mut self, zone: Zone, terms: &'p [Term]) -> Result<Required> {
        let first = self.terms.0.len();
        for term in terms {
            self.terms.0.extend(TermDocs::open(self.segment, self.fields, zone, term)?);
        }
        Ok(Required { any_term: (first..self.terms.0.len()).collect(), conjunctions: Vec::new() })
    }

    /// Opens a list of links once, however many names have it.
    fn open_links(&mut self, zone: Zone, links: &'p [Term]) -> Result<()> {
        for term in links {
            if self.links.iter().any(|open| std::ptr::eq(open.term, term)) {
                continue;
            }
            let postings = TermPostings::open(self.segment, self.fields, zone, term)?;
            self.links.extend(postings.map(|postings| Link { term, postings }));
        }
        Ok(())
    }

    fn conjunction(&self, mut parts: Vec<Required>, is_joint: bool) -> Required {
        parts.sort_by_cached_key(|part| self.terms.cost(part));
        Required { any_term: Vec::new(), conjunctions: vec![Conjunction { parts, is_joint }] }
    }

    fn either(&mut self, parts: Vec<Required>) -> Required {
        let mut either = Required { any_term: Vec::new(), conjunctions: Vec::new() };
        for Required { any_term, conjunctions } in parts {
            either.any_term.extend(any_term);
            either.conjunctions.extend(conjunctions);
        }
        let Required { any_term, conjunctions } = &mut either;
        let count = conjunctions.len();
        conjunctions.retain(|conjunction| !self.terms.implies(conjunction, any_term));
        self.is_complete &= conjunctions.len() == count;
        either
    }
}

impl Terms<'_> {
    /// Whether each match of `conjunction` takes a word that is a match by itself, as « faire appel » does where « appel »
    /// is enough. Then it adds neither articles nor weight.
    fn implies(&self, conjunction: &Conjunction, any_term: &[usize]) -> bool {
        let is_enough = |number: &usize| {
            let Term { form, text, weight } = self.0[*number].term;
            let mut others = any_term.iter().map(|&other| self.0[other].term);
            others.any(|other| (&other.form, &other.text) == (form, text) && other.weight >= *weight)
        };
        let is_implied =
            |part: &Required| part.conjunctions.is_empty() && part.any_term.iter().all(is_enough);
        conjunction.is_joint && conjunction.parts.iter().any(is_implied)
    }

    fn cost(&self, required: &Required) -> u64 {
        let terms: u64 = required.any_term.iter().map(|&number| u64::from(self.0[number].doc_freq())).sum();
        let rarest = |c: &Conjunction| c.parts.iter().map(|part| self.cost(part)).min().unwrap_or(0);
        terms + POSTINGS_PER_CHECK * required.conjunctions.iter().map(rarest).sum::<u64>()
    }

    fn fill_terms(&mut self, required: &Required, start: DocId, candidates: &BitSet, sums: &mut Accumulator) {
        for &number in &required.any_term {
            self.0[number].fill(start, candidates, sums);
        }
    }

    fn fill_conjunctions(
        &mut self,
        required: &Required,
        start: DocId,
        candidates: &BitSet,
        sums: &mut Accumulator,
        pool: &mut AccumulatorPool,
    ) {
        for conjunction in &required.conjunctions {
            let found = self.conjoined(conjunction, start, candidates, pool);
            for offset in found.docs().iter() {
                sums.add(offset, found.get(offset));
            }
            pool.put_back(found);
        }
    }

    /// The articles that have every part, with an upper bound of what the matches count: matches that share no word
    /// take no more of a part than there is.
    fn conjoined(
        &mut self,
        conjunction: &Conjunction,
        start: DocId,
        candidates: &BitSet,
        pool: &mut AccumulatorPool,
    ) -> Accumulator {
        let mut all = pool.take();
        let Some((first, rest)) = conjunction.parts.split_first() else { return all };
        self.fill_terms(first, start, candidates, &mut all);
        self.fill_conjunctions(first, start, candidates, &mut all, pool);
        for part in rest {
            if all.docs().is_empty() {
                break;
            }
            let mut more = pool.take();
            self.fill_terms(part, start, all.docs(), &mut more);
            self.fill_conjunctions(part, start, all.docs(), &mut more, pool);
            all.retain(more.docs());
            for offset in all.docs().clone().iter() {
                match conjunction.is_joint {
                    true => all.cap(offset, more.get(offset)),
                    false => all.add(offset, more.get(offset)),
                }
            }
            pool.put_back(more);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::embedded::sample::Sample;
    use crate::backend::plan::Slot;
    use crate::schema::Form;

    fn terms(words: &str) -> Vec<Term> {
        let term = |text: &str| Term { form: Form::Exact, text: text.to_owned(), weight: 1.0 };
        words.split('|').map(term).collect()
    }

    fn any(words: &str) -> Matcher {
        Matcher::Terms { zone: Zone::Body, terms: terms(words) }
    }

    fn phrase(words: &str) -> Matcher {
        let slots = (0..).zip(words.split(' ')).map(|(offset, words)| Slot { offset, terms: terms(words) });
        Matcher::Sequence { zone: Zone::Body, slots: slots.collect(), slop: 0 }
    }

    /// The articles that match with what the matches count at most; and whether all of the matcher was looked for.
    fn check(matcher: &Matcher, expected: &str, is_complete: bool) {
        let texts = ["a b a", "b a", "a c", "c", "b c a b"];
        let Sample { fields, segments, .. } = &Sample::new(&texts, &[]);
        let mut docs = MatcherDocs::open(matcher, &segments[0], fields).unwrap();
        let mut sums = Accumulator::new();
        let candidates = BitSet::first(texts.len());
        docs.fill(&segments[0], 0, &candidates, &mut sums, &mut AccumulatorPool::default()).unwrap();
        let found: Vec<String> =
            sums.docs().iter().map(|offset| format!("{offset}:{}", sums.get(offset))).collect();
        assert_eq!((found.join(" ").as_str(), docs.is_complete), (expected, is_complete), "{matcher:?}");
    }

    #[test]
    fn articles_match_by_terms_and_where_need_be_by_positions() {
        check(&any("a"), "0:2 1:1 2:1 4:1", true);
        check(&any("a|c"), "0:2 1:1 2:2 3:1 4:2", true);
        check(&phrase("a b"), "0:1 4:1", true);
        check(&phrase("b a"), "0:1 1:1", true);
        check(&phrase("a x"), "", true);
        check(&Matcher::Together(vec![any("b"), any("c")]), "4:3", true);
        check(
            &Matcher::Near { left: Box::new(any("c")), right: Box::new(any("b")), distance: 1 },
            "4:1",
            true,
        );
        check(&Matcher::Either(vec![phrase("a b"), phrase("c a")]), "0:1 4:1", true);
    }

    #[test]
    fn a_phrase_with_a_word_that_is_enough_is_not_looked_for() {
        check(&Matcher::Either(vec![any("a"), phrase("b a")]), "0:2 1:1 2:1 4:1", false);
        check(&Matcher::Either(vec![any("c"), phrase("b a")]), "0:1 1:1 2:1 3:1 4:2", true);
    }
}
