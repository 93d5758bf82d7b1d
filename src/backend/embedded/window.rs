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

    /// Takes all articles out.
    pub(super) fn clear(&mut self) {
        self.0.fill(0);
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
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    /// Adds what `other` has.
    pub(super) fn add(&mut self, other: &Set) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// Takes out what `other` has.
    pub(super) fn drop(&mut self, other: &Set) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= !other);
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
    /// The articles of which it is not sure that they have no less.
    unsure: Set,
    /// What articles outside of `set` have is left over from before.
    amounts: Box<[f32; WINDOW]>,
}

impl Tally {
    /// No article has anything.
    pub(super) fn new() -> Self {
        Tally { set: Set::none(), unsure: Set::none(), amounts: Box::new([0.0; WINDOW]) }
    }

    pub(super) fn clear(&mut self) {
        self.set.clear();
        self.unsure.clear();
    }

    /// The articles that have something.
    pub(super) fn set(&self) -> &Set {
        &self.set
    }

    /// Whether what an article has is the amount itself, and not the most that it can be.
    #[inline]
    pub(super) fn is_sure(&self, place: usize) -> bool {
        !self.unsure.has(place)
    }

    /// Adds to what an article has. Two amounts may be of matches that share words.
    #[inline]
    pub(super) fn add(&mut self, place: usize, amount: f32) {
        let before = if self.set.insert(place) {
            0.0
        } else {
            self.unsure.insert(place);
            self.amounts[place % WINDOW]
        };
        self.amounts[place % WINDOW] = before + amount;
    }

    /// Adds how often a term stands in each of `docs` (ascending, from `start` on), weighed. Weighed amounts are
    /// not sure: a sum of weights is not rounded as a product is.
    pub(super) fn add_term(&mut self, start: DocId, docs: &[DocId], frequencies: &[u32], weight: f32) {
        let is_sure = weight == 1.0;
        // The places in one word of the set are put in together.
        let (mut number, mut word) = (0, 0u64);
        for (doc, frequency) in docs.iter().zip(frequencies) {
            let place = (doc - start) as usize % WINDOW;
            self.amounts[place] = self.get(place) + *frequency as f32 * weight;
            if place / 64 != number {
                self.put_in(number, word, is_sure);
                (number, word) = (place / 64, 0);
            }
            word |= 1 << (place % 64);
        }
        self.put_in(number, word, is_sure);
    }

    fn put_in(&mut self, number: usize, word: u64, is_sure: bool) {
        let here = &mut self.set.0[number];
        self.unsure.0[number] |= if is_sure { *here & word } else { word };
        *here |= word;
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

/// Tallies that are not in use at the moment: to make one takes longer than to fill it.
#[derive(Default)]
pub(super) struct Spare(Vec<Tally>);

impl Spare {
    /// A tally of nothing.
    pub(super) fn take(&mut self) -> Tally {
        self.0.pop().unwrap_or_else(Tally::new)
    }

    /// Takes one back.
    pub(super) fn put_back(&mut self, mut tally: Tally) {
        tally.clear();
        self.0.push(tally);
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
        assert_eq!([7, 4095, 8].map(|place| tally.is_sure(place)), [false, true, true]);
        tally.keep(&Set::first(4095));
        assert_eq!((tally.get(7), tally.get(4095), tally.set().len()), (1.5, 0.0, 1));
        tally.clear();
        tally.add(7, 1.0);
        assert_eq!((tally.get(7), tally.get(4095), tally.is_sure(7)), (1.0, 0.0, true));
    }

    proptest! {
        #[test]
        fn a_term_adds_as_its_articles_do_one_by_one(
            some in prop::collection::btree_map(0..WINDOW as u32, 1..9u32, 0..300),
            more in prop::collection::btree_map(0..WINDOW as u32, 1..9u32, 0..300),
        ) {
            let (mut together, mut singly) = (Tally::new(), Tally::new());
            for (articles, weight) in [(&some, 1.0), (&more, 0.5)] {
                let docs: Vec<u32> = articles.keys().map(|place| place + 8192).collect();
                together.add_term(8192, &docs, &articles.values().copied().collect::<Vec<_>>(), weight);
                articles.iter().for_each(|(place, count)| singly.add(*place as usize, *count as f32 * weight));
            }
            prop_assert_eq!(together.set(), singly.set());
            prop_assert_eq!(&together.amounts, &singly.amounts);
            let is_sure = |place: &u32| together.is_sure(*place as usize);
            prop_assert!(some.keys().all(|place| is_sure(place) != more.contains_key(place)));
            prop_assert!(!more.keys().any(is_sure));
        }
    }
}
