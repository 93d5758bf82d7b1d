//! A matcher over the articles of one part of the index: which of them match and how much, a window at a time.

use tantivy::DocId;

use super::error::Result;
use super::list::List;
use super::mapping::Fields;
use super::part::{Ends, Part};
use super::reading::Reading;
use super::window::{Set, Spare, Tally, WINDOW};
use crate::backend::plan::{Matcher, Term};
use crate::schema::Zone;

/// As many postings are read in the time that it takes to look at the positions in one article.
const CHECKED: u64 = 10;

/// Goes through the windows of a part, never backwards.
pub(super) struct Track<'p> {
    pub(super) zone: Zone,
    matcher: &'p Matcher,
    lists: Lists<'p>,
    shape: Shape,
    /// Whether everything that the matcher asks for is looked for: what adds nothing to matches is not.
    pub(super) is_complete: bool,
    /// Reads where being there is not yet a match; opened when it is first needed.
    checking: Option<Reading<'p>>,
}

/// The postings of each term of a matcher.
struct Lists<'p>(Vec<List<'p>>);

/// Which terms an article must have at all to match, whatever their positions.
struct Shape {
    /// Any one of these lists is enough.
    plain: Vec<usize>,
    /// Any one of these is, where the positions are right too.
    strict: Vec<Strict>,
}

/// What must be there together: a phrase, a proximity, words of one passage.
struct Strict {
    /// The rarest comes first: where it is not, the others need not be looked for.
    parts: Vec<Shape>,
    /// Whether each match takes one of every part; else the matches of the parts count by themselves.
    is_joint: bool,
}

impl<'p> Track<'p> {
    /// Opens the postings of every term of `matcher`.
    pub(super) fn open(matcher: &'p Matcher, part: &Part, fields: &Fields) -> Result<Self> {
        let mut opening = Opening { part, fields, lists: Lists(Vec::new()), is_complete: true };
        let shape = opening.shape(matcher)?;
        let Opening { lists, is_complete, .. } = opening;
        Ok(Track { zone: matcher.zone(), matcher, lists, shape, is_complete, checking: None })
    }

    /// What filling all windows costs: about how many postings are read.
    pub(super) fn cost(&self) -> u64 {
        self.lists.cost(&self.shape)
    }

    /// Whether the amounts that [`Track::fill`] gives are what the matches count in every article, and not only a
    /// bound: of matches that share words the best counts, and that takes positions to see. Where they are not, the
    /// tally is still sure of articles that have one term only. It does not depend on which terms this part has, so
    /// that an article scores the same in any part.
    pub(super) fn is_exact(&self) -> bool {
        // What is weighed is added up match by match, as a close reader does: a product is rounded otherwise.
        let is_plain = |terms: &[Term]| matches!(terms, [only] if only.weight == 1.0);
        match self.matcher {
            Matcher::Terms { terms, .. } => is_plain(terms),
            Matcher::Sequence { slots, .. } => {
                slots.len() > 1 || slots.iter().all(|slot| is_plain(&slot.terms))
            }
            Matcher::Near { .. } | Matcher::Together(_) => true,
            Matcher::Either(_) => false,
        }
    }

    /// Adds the articles of a window that match to `tally`, with the most that their matches count. Articles that
    /// are not in `within` may be passed over.
    pub(super) fn fill(
        &mut self,
        part: &Part,
        window: usize,
        within: &Set,
        tally: &mut Tally,
        spare: &mut Spare,
    ) -> Result<()> {
        let start = (window * WINDOW) as DocId;
        self.lists.fill_plain(&self.shape, start, within, tally);
        if self.shape.strict.is_empty() {
            return Ok(());
        }
        // All at once, since reading does not go back.
        let mut found = spare.take();
        self.lists.fill_strict(&self.shape, start, within, &mut found, spare);
        found.keep(within);
        if !found.set().is_empty() {
            let checking = match &mut self.checking {
                Some(checking) => checking,
                none => none.insert(self.lists.reading(self.zone, self.matcher)?),
            };
            check(&found, part, start, checking, tally);
        }
        spare.put_back(found);
        Ok(())
    }

    /// Reads articles closely, from the first on.
    pub(super) fn reading(&self) -> Result<Reading<'p>> {
        self.lists.reading(self.zone, self.matcher)
    }
}

/// Adds those of `found` to `tally` whose positions are right. What is there already needs no second look.
fn check(found: &Tally, part: &Part, start: DocId, checking: &mut Reading<'_>, tally: &mut Tally) {
    let mut ends = Ends::new(part);
    found.set().each(|place| {
        if tally.set().has(place) {
            return tally.add(place, found.get(place));
        }
        let article = start + place as DocId;
        let weight = checking.weight(article, &mut ends);
        if weight > 0.0 {
            tally.add(place, weight);
        }
    });
}

/// Opens postings while a matcher is taken apart.
struct Opening<'a, 'p> {
    part: &'a Part,
    fields: &'a Fields,
    lists: Lists<'p>,
    is_complete: bool,
}

impl<'p> Opening<'_, 'p> {
    fn shape(&mut self, matcher: &'p Matcher) -> Result<Shape> {
        Ok(match matcher {
            Matcher::Terms { zone, terms } => self.any_of(*zone, terms)?,
            Matcher::Sequence { zone, slots, .. } => match slots.as_slice() {
                [only] => self.any_of(*zone, &only.terms)?,
                slots => {
                    let parts = slots.iter().map(|slot| self.any_of(*zone, &slot.terms));
                    let parts = parts.collect::<Result<_>>()?;
                    self.strict(parts, true)
                }
            },
            Matcher::Near { left, right, .. } => {
                let sides = vec![self.shape(left)?, self.shape(right)?];
                self.strict(sides, true)
            }
            Matcher::Together(parts) => {
                let parts = self.shapes(parts)?;
                self.strict(parts, false)
            }
            Matcher::Either(parts) => {
                let (plain, strict) = self.shapes(parts)?.into_iter().map(|s| (s.plain, s.strict)).unzip();
                let (plain, strict): (Vec<Vec<_>>, Vec<Vec<_>>) = (plain, strict);
                let (plain, mut strict): (_, Vec<Strict>) =
                    (plain.concat(), strict.into_iter().flatten().collect());
                let all = strict.len();
                strict.retain(|strict| !self.lists.cover(&plain, strict));
                self.is_complete &= strict.len() == all;
                Shape { strict, plain }
            }
        })
    }

    fn shapes(&mut self, parts: &'p [Matcher]) -> Result<Vec<Shape>> {
        parts.iter().map(|part| self.shape(part)).collect()
    }

    fn strict(&self, mut parts: Vec<Shape>, is_joint: bool) -> Shape {
        parts.sort_by_cached_key(|part| self.lists.cost(part));
        Shape { plain: Vec::new(), strict: vec![Strict { parts, is_joint }] }
    }

    fn any_of(&mut self, zone: Zone, terms: &'p [Term]) -> Result<Shape> {
        let first = self.lists.0.len();
        self.lists.0.extend(List::open(self.part, self.fields, zone, terms)?);
        Ok(Shape { plain: (first..self.lists.0.len()).collect(), strict: Vec::new() })
    }
}

impl<'p> Lists<'p> {
    /// Whether each match of `strict` takes a word that is a match by itself, as « faire appel » does where « appel »
    /// is enough: it adds nothing then, neither articles nor weight.
    fn cover(&self, plain: &[usize], strict: &Strict) -> bool {
        let is_plain = |number: &usize| {
            let Term { form, text, weight } = self.0[*number].term;
            let mut others = plain.iter().map(|&other| self.0[other].term);
            others.any(|other| (&other.form, &other.text) == (form, text) && other.weight >= *weight)
        };
        let is_covered = |part: &Shape| part.strict.is_empty() && part.plain.iter().all(is_plain);
        strict.is_joint && strict.parts.iter().any(is_covered)
    }

    fn cost(&self, shape: &Shape) -> u64 {
        let plain: u64 = shape.plain.iter().map(|&number| u64::from(self.0[number].len())).sum();
        let least = |strict: &Strict| strict.parts.iter().map(|part| self.cost(part)).min().unwrap_or(0);
        plain + CHECKED * shape.strict.iter().map(least).sum::<u64>()
    }

    fn fill_plain(&mut self, shape: &Shape, start: DocId, within: &Set, tally: &mut Tally) {
        for &number in &shape.plain {
            self.0[number].fill(start, within, tally);
        }
    }

    fn fill_strict(
        &mut self,
        shape: &Shape,
        start: DocId,
        within: &Set,
        tally: &mut Tally,
        spare: &mut Spare,
    ) {
        for strict in &shape.strict {
            let found = self.found(strict, start, within, spare);
            found.set().each(|place| tally.add(place, found.get(place)));
            spare.put_back(found);
        }
    }

    /// The articles that have every part. Matches that share no word cannot take more of a part than there is.
    fn found(&mut self, strict: &Strict, start: DocId, within: &Set, spare: &mut Spare) -> Tally {
        let mut all = spare.take();
        let Some((first, rest)) = strict.parts.split_first() else { return all };
        self.fill_plain(first, start, within, &mut all);
        self.fill_strict(first, start, within, &mut all, spare);
        for part in rest {
            if all.set().is_empty() {
                break;
            }
            let mut more = spare.take();
            self.fill_plain(part, start, all.set(), &mut more);
            self.fill_strict(part, start, all.set(), &mut more, spare);
            all.keep(more.set());
            let both = all.set().clone();
            both.each(|place| match strict.is_joint {
                true => all.limit(place, more.get(place)),
                false => all.add(place, more.get(place)),
            });
            spare.put_back(more);
        }
        all
    }

    fn reading(&self, zone: Zone, matcher: &'p Matcher) -> Result<Reading<'p>> {
        let lists: Result<Vec<_>> = self.0.iter().map(|list| Ok((list.term, list.positions()?))).collect();
        Ok(Reading::new(zone, matcher, lists?.into_iter()))
    }
}
