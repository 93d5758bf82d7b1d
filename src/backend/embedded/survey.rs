//! All articles of an index looked at: those that match are counted, the best of them kept. Where that is much work
//! it is shared among threads, each of which takes neighbouring windows.

use std::ops::Range;
use std::{panic, thread};

use tantivy::DocId;

use super::board::Board;
use super::error::{Error, Result};
use super::mapping::Fields;
use super::part::{Ends, Part};
use super::ranking::{Candidate, Ranking};
use super::sieve::Sieve;
use super::window::WINDOW;
use crate::backend::Control;
use crate::backend::plan::{Order, Plan};
use crate::backend::ranking::Scorer;

/// Sums of the same numbers in another order may differ by this factor.
const ROUNDING: f32 = 1.0001;
/// How many postings, as [`Sieve::cost`] counts them, are worth a thread: with a fifth of it the median of a thousand
/// queries got worse by threads that cost more than they did. Tests share small work too.
const WORTH_A_THREAD: u64 = if cfg!(test) { 1_000 } else { 100_000 };

/// What a survey goes by.
#[derive(Clone, Copy)]
pub(super) struct Survey<'a, 'p> {
    pub(super) parts: &'a [Part],
    pub(super) fields: &'a Fields,
    pub(super) scorer: &'a Scorer<'p>,
    pub(super) plan: &'a Plan,
    /// In which order articles are, and how many, the first, are kept; all where that is not said.
    pub(super) order: Order,
    pub(super) limit: Option<usize>,
    pub(super) control: &'a Control,
}

/// What was seen.
pub(super) struct Seen<'a> {
    /// How many articles match.
    pub(super) articles: u64,
    /// The best of them, each with the score of its article.
    pub(super) best: Ranking<'a>,
}

/// Windows of one part.
struct Stretch {
    part: usize,
    windows: Range<usize>,
}

impl<'a> Survey<'a, '_> {
    /// Goes through everything; `sieves` has one for each part, before its first window.
    pub(super) fn go(self, sieves: &mut [Sieve<'a>]) -> Result<Seen<'a>> {
        let cost = sieves.iter().map(Sieve::cost).sum::<u64>();
        let threads =
            usize::try_from(cost / WORTH_A_THREAD).unwrap_or(usize::MAX).clamp(1, self.control.threads());
        let windows: Vec<usize> = self.parts.iter().map(Part::windows).collect();
        let mut rest = shares(&windows, threads).into_iter();
        let first = rest.next().unwrap_or_default();
        thread::scope(|scope| {
            let rest = rest.map(|share| scope.spawn(move || self.look_apart(&share)));
            let rest: Vec<_> = rest.collect();
            let (mut seen, mut board) = (self.nothing_seen(), Board::default());
            for Stretch { part, windows } in first {
                self.look(part, windows, &mut sieves[part], &mut board, &mut seen)?;
            }
            for other in rest {
                let other = other.join().unwrap_or_else(|panic| panic::resume_unwind(panic))?;
                seen.articles += other.articles;
                seen.best.take_in(other.best);
            }
            Ok(seen)
        })
    }

    fn nothing_seen(self) -> Seen<'a> {
        Seen { articles: 0, best: Ranking::new(self.parts, self.order, self.limit) }
    }

    /// Goes through a share with sieves of its own.
    fn look_apart(self, share: &[Stretch]) -> Result<Seen<'a>> {
        let (mut seen, mut board) = (self.nothing_seen(), Board::default());
        for Stretch { part, windows } in share {
            let mut sieve = Sieve::open(self.plan, &self.parts[*part], self.fields)?;
            self.look(*part, windows.clone(), &mut sieve, &mut board, &mut seen)?;
        }
        Ok(seen)
    }

    /// Goes through windows of one part.
    fn look(
        self,
        number: usize,
        windows: Range<usize>,
        sieve: &mut Sieve<'_>,
        board: &mut Board,
        seen: &mut Seen<'_>,
    ) -> Result<()> {
        let (scorer, part) = (self.scorer, &self.parts[number]);
        let (mut ends, mut places) = (Ends::new(part), Vec::new());
        for window in windows {
            self.control.check().map_err(Error::Stopped)?;
            let found = sieve.matches(window, board)?;
            if found == 0 {
                continue;
            }
            seen.articles += found as u64;
            let scored = sieve.score(scorer, board)?;
            places.clear();
            scored.each(|place| {
                if !seen.best.is_out(board.scored(place) * ROUNDING) {
                    places.push(place);
                }
            });
            let days = part.days(window);
            for &place in &places {
                let most = board.scored(place);
                if seen.best.is_out(most * ROUNDING) {
                    continue;
                }
                let score = sieve.weigh(scorer, board, (place, most), &mut ends)?;
                let (article, part) = ((window * WINDOW + place) as DocId, number as u32);
                seen.best.push(Candidate {
                    score,
                    day: days[place],
                    part,
                    article,
                    passage: 0,
                    concept_set: 0,
                });
            }
        }
        Ok(())
    }
}

/// All windows of parts that have `windows`, in at most `count` runs of about the same length.
fn shares(windows: &[usize], count: usize) -> Vec<Vec<Stretch>> {
    let all: usize = windows.iter().sum();
    let length = all.div_ceil(count).max(1);
    (0..all).step_by(length).map(|from| stretches(windows, from..from + length)).collect()
}

/// The windows whose numbers, counted through all parts, are in `wanted`.
fn stretches(windows: &[usize], wanted: Range<usize>) -> Vec<Stretch> {
    let mut before = 0;
    let stretches = windows.iter().enumerate().map(|(part, &count)| {
        let place = |number: usize| number.clamp(before, before + count) - before;
        let windows = place(wanted.start)..place(wanted.end);
        before += count;
        Stretch { part, windows }
    });
    stretches.filter(|stretch| !stretch.windows.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_window_is_in_one_share() {
        let check = |windows: &[usize], count: usize, expected: &[&[(usize, Range<usize>)]]| {
            let shares = shares(windows, count);
            let shares: Vec<Vec<_>> = shares
                .into_iter()
                .map(|share| share.into_iter().map(|s| (s.part, s.windows)).collect())
                .collect();
            assert_eq!(shares, expected, "{windows:?} in {count}");
        };
        check(&[], 2, &[]);
        check(&[3, 0, 2], 1, &[&[(0, 0..3), (2, 0..2)]]);
        check(&[3, 0, 2], 2, &[&[(0, 0..3)], &[(2, 0..2)]]);
        check(&[1, 4], 2, &[&[(0, 0..1), (1, 0..2)], &[(1, 2..4)]]);
        check(&[1], 4, &[&[(0, 0..1)]]);
    }
}
