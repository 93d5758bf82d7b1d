//! A stretch of neighbouring articles, looked at together: which of them match is a set of bits, so that
//! conditions are operations on sets, and counting is counting bits.

use tantivy::DocId;

/// How many articles a window has: its sets and amounts stay in the processor's first caches.
pub(super) const WINDOW: usize = 4096;

const WORDS: usize = WINDOW / 64;

/// Some of the articles of a window, by their places in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Set([u64; WORDS]);

impl Set {
    /// No article.
    pub(super) fn none() -> Self {
        Set([0; WORDS])
    }

    /// The first `count` articles of the window.
    pub(super) fn first(count: usize) -> Self {
        let mut set = Set::none();
        for (number, word) in set.0.iter_mut().enumerate() {
            let left = count.saturating_sub(number * 64);
            *word = if left >= 64 { u64::MAX } else { (1 << left) - 1 };
        }
        set
    }

    /// Adds an article; whether it was not there.
    #[inline]
    pub(super) fn insert(&mut self, place: usize) -> bool {
        let (word, bit) = (&mut self.0[place / 64 % WORDS], 1 << (place % 64));
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// Takes an article out.
    pub(super) fn remove(&mut self, place: usize) {
        self.0[place / 64 % WORDS] &= !(1 << (place % 64));
    }

    #[inline]
    pub(super) fn has(&self, place: usize) -> bool {
        self.0[place / 64 % WORDS] & 1 << (place % 64) != 0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Keeps what `other` has too.
    pub(super) fn keep(&mut self, other: &Set) {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= other);
    }

    /// Adds what `other` has.
    pub(super) fn add(&mut self, other: &Set) {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word |= other);
    }

    /// Takes out what `other` has.
    pub(super) fn drop(&mut self, other: &Set) {
        self.0.iter_mut().zip(other.0).for_each(|(word, other)| *word &= !other);
    }

    /// The places in the set, ascending.
    #[inline]
    pub(super) fn each(&self, mut visit: impl FnMut(usize)) {
        for (number, &word) in self.0.iter().enumerate() {
            let mut rest = word;
            while rest != 0 {
                visit(number * 64 + rest.trailing_zeros() as usize);
                rest &= rest - 1;
            }
        }
    }
}

/// How much each article of a window has of something.
#[derive(Clone)]
pub(super) struct Tally {
    set: Set,
    /// What articles outside of `set` have is left over from before.
    amounts: Box<[f32]>,
}

impl Tally {
    /// No article has anything.
    pub(super) fn new() -> Self {
        Tally { set: Set::none(), amounts: vec![0.0; WINDOW].into() }
    }

    pub(super) fn clear(&mut self) {
        self.set = Set::none();
    }

    /// The articles that have something.
    pub(super) fn set(&self) -> &Set {
        &self.set
    }

    /// Adds to what an article has.
    #[inline]
    pub(super) fn add(&mut self, place: usize, amount: f32) {
        let sum = if self.set.insert(place) { 0.0 } else { self.amounts[place % WINDOW] };
        self.amounts[place % WINDOW] = sum + amount;
    }

    /// Leaves an article with at most `amount`, where it has anything.
    pub(super) fn limit(&mut self, place: usize, amount: f32) {
        self.amounts[place] = self.amounts[place].min(amount);
    }

    /// Keeps the articles that `set` has too.
    pub(super) fn keep(&mut self, set: &Set) {
        self.set.keep(set);
    }

    /// What an article of the set has.
    #[inline]
    pub(super) fn amount(&self, place: usize) -> f32 {
        self.amounts[place % WINDOW]
    }

    /// What any article has.
    #[inline]
    pub(super) fn get(&self, place: usize) -> f32 {
        if self.set.has(place) { self.amounts[place % WINDOW] } else { 0.0 }
    }
}

/// The number of the window in which an article stands, and its place there.
pub(super) fn place(article: DocId) -> (usize, usize) {
    (article as usize / WINDOW, article as usize % WINDOW)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn set(places: &BTreeSet<usize>) -> Set {
        let mut set = Set::none();
        places.iter().for_each(|&place| assert!(set.insert(place)));
        set
    }

    fn check(set: &Set, expected: impl IntoIterator<Item = usize>) {
        let expected: Vec<usize> = expected.into_iter().collect();
        let mut places = Vec::new();
        set.each(|place| places.push(place));
        assert_eq!(places, expected);
        assert_eq!((set.len(), set.is_empty()), (expected.len(), expected.is_empty()));
    }

    proptest! {
        #[test]
        fn sets_are_sets(
            a in prop::collection::btree_set(0..WINDOW, 0..200),
            b in prop::collection::btree_set(0..WINDOW, 0..200),
            count in 0..=WINDOW,
        ) {
            let with = |change: fn(&mut Set, &Set)| { let mut result = set(&a); change(&mut result, &set(&b)); result };
            check(&with(Set::add), a.union(&b).copied());
            check(&with(Set::keep), a.intersection(&b).copied());
            check(&with(Set::drop), a.difference(&b).copied());
            check(&Set::first(count), 0..count);
            prop_assert!(a.iter().all(|&place| set(&a).has(place)) && !set(&a).insert(*a.first().unwrap_or(&0)) || a.is_empty());
        }
    }

    #[test]
    fn amounts_add_up_and_are_forgotten() {
        let mut tally = Tally::new();
        [(7, 1.0), (4095, 2.0), (7, 0.5)].into_iter().for_each(|(place, amount)| tally.add(place, amount));
        tally.limit(4095, 0.5);
        assert_eq!((tally.get(7), tally.get(4095), tally.get(8)), (1.5, 0.5, 0.0));
        tally.clear();
        tally.add(7, 1.0);
        assert_eq!((tally.get(7), tally.get(4095)), (1.0, 0.0));
    }
}
