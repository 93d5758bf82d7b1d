//! A phrase without slop, of one word or more, found in one article: its words at their own distances from the first.
//! Most of what is asked for is that, or any of several, and takes no general search for spans.

use tantivy::DocId;

use super::postings::Cursor;
use crate::backend::plan::{Matcher, Slot, Term};
use crate::backend::spans::Span;

/// Finds a phrase in one article after another, never backwards.
pub(super) struct Steps<'p> {
    /// The rarest comes first: where it is not, the others need not be looked for.
    words: Vec<Word<'p>>,
    /// How many words a match has.
    length: u32,
    /// What was found in the article at hand.
    found: Vec<Span>,
}

/// One word of the phrase: any of some terms.
struct Word<'p> {
    /// How many words after the first.
    distance: u32,
    terms: Vec<Positions<'p>>,
    /// Where they stand in the article at hand, with what each place counts; ascending. Where one of them stands alone,
    /// nothing is put here.
    places: Vec<(u32, f32)>,
}

/// Places of a word in an article, ascending.
enum Places<'w> {
    /// All count the same.
    Alike(&'w [u32], f32),
    /// Each with what it counts.
    Mixed(&'w [(u32, f32)]),
}

/// Where a term stands.
pub(super) struct Positions<'p> {
    pub(super) term: &'p Term,
    cursor: Cursor,
    /// In the article at hand: in words from the start of the zone, ascending.
    pub(super) found: Vec<u32>,
}

impl<'p> Steps<'p> {
    /// The phrases of which `matcher` asks for any, with the postings of those of its terms that there are, in the
    /// order of its terms; the postings back where it asks for something else. A phrase that lacks a word is left out.
    pub(super) fn of(
        matcher: &'p Matcher,
        lists: Vec<Positions<'p>>,
    ) -> Result<Vec<Self>, Vec<Positions<'p>>> {
        let mut phrases = Vec::new();
        if !collect(matcher, &mut phrases) {
            return Err(lists);
        }
        let mut lists = lists.into_iter().peekable();
        let phrases = phrases.into_iter().filter_map(|phrase| {
            let words = phrase.into_iter().map(|(distance, terms)| {
                let of_word = |term: &'p Term| lists.next_if(|list| std::ptr::eq(list.term, term));
                Word { distance, terms: terms.iter().filter_map(of_word).collect(), places: Vec::new() }
            });
            Steps::new(words.collect())
        });
        Ok(phrases.collect())
    }

    fn new(mut words: Vec<Word<'p>>) -> Option<Self> {
        let last = words.iter().map(|word| word.distance).max()?;
        words.sort_by_key(Word::cost);
        let is_whole = words.iter().all(|word| !word.terms.is_empty());
        is_whole.then(|| Steps { words, length: last + 1, found: Vec::new() })
    }

    /// Whether a match is one word, and counts 1.
    pub(super) fn counts_places(&self) -> bool {
        let mut terms = self.words.iter().flat_map(|word| &word.terms);
        self.length == 1 && terms.all(|list| list.term.weight == 1.0)
    }

    /// Where the phrase stands in an article, passages aside.
    pub(super) fn find(&mut self, article: DocId) -> &[Span] {
        self.found.clear();
        let Some((first, rest)) = self.words.split_first_mut() else { return &[] };
        let (before, length) = (first.distance, self.length);
        let span = |(place, weight): (u32, f32)| {
            let start = place.checked_sub(before)?;
            Some(Span { start, end: start + length, weight })
        };
        match first.read(article) {
            Places::Alike(places, weight) => {
                self.found.extend(places.iter().filter_map(|&place| span((place, weight))));
            }
            Places::Mixed(places) => self.found.extend(places.iter().copied().filter_map(span)),
        }
        for word in rest {
            if self.found.is_empty() {
                break;
            }
            let distance = word.distance;
            in_step(&mut self.found, &word.read(article), distance);
        }
        &self.found
    }
}

/// Adds the phrases of which `matcher` asks for any: for each word its distance from the first, and its terms.
/// Whether it asks for nothing else.
fn collect<'p>(matcher: &'p Matcher, phrases: &mut Vec<Vec<(u32, &'p [Term])>>) -> bool {
    match matcher {
        Matcher::Terms { terms, .. } => phrases.push(vec![(0, terms)]),
        Matcher::Sequence { slots, slop, .. } if *slop == 0 || slots.len() == 1 => {
            let first = slots.first().map_or(0, |slot| slot.offset);
            let word = |slot: &'p Slot| (slot.offset - first, slot.terms.as_slice());
            phrases.push(slots.iter().map(word).collect());
        }
        Matcher::Either(parts) => return parts.iter().all(|part| collect(part, phrases)),
        _ => return false,
    }
    true
}

/// Keeps those of `found` that have one of `places` at `distance` from their start.
fn in_step(found: &mut Vec<Span>, places: &Places<'_>, distance: u32) {
    let mut next = 0;
    found.retain_mut(|span| {
        let wanted = span.start + distance;
        while let Some((place, weight)) = places.get(next).filter(|(place, _)| *place <= wanted) {
            if place == wanted {
                span.weight = span.weight.min(weight);
                return true;
            }
            next += 1;
        }
        false
    });
}

impl Places<'_> {
    #[inline]
    fn get(&self, number: usize) -> Option<(u32, f32)> {
        match self {
            Places::Alike(places, weight) => places.get(number).map(|place| (*place, *weight)),
            Places::Mixed(places) => places.get(number).copied(),
        }
    }
}

impl Word<'_> {
    /// In how many articles its terms stand, added up.
    fn cost(&self) -> u64 {
        self.terms.iter().map(|list| u64::from(list.cursor.len())).sum()
    }

    /// Where any of its terms stands; of several at one place the one that counts most.
    fn read(&mut self, article: DocId) -> Places<'_> {
        let (mut count, mut last) = (0, 0);
        for (number, list) in self.terms.iter_mut().enumerate() {
            if list.read(article) {
                (count, last) = (count + 1, number);
            }
        }
        if count == 1 {
            let Positions { term, found, .. } = &self.terms[last];
            return Places::Alike(found, term.weight);
        }
        self.mix();
        Places::Mixed(&self.places)
    }

    fn mix(&mut self) {
        self.places.clear();
        for Positions { term, found, .. } in &self.terms {
            self.places.extend(found.iter().map(|&place| (place, term.weight)));
        }
        self.places.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        self.places.dedup_by_key(|place| place.0);
    }
}

impl<'p> Positions<'p> {
    /// The positions of a term, before the first article.
    pub(super) fn new(term: &'p Term, cursor: Cursor) -> Self {
        Positions { term, cursor, found: Vec::new() }
    }

    /// Finds the term in an article; whether it is there.
    pub(super) fn read(&mut self, article: DocId) -> bool {
        self.cursor.read(article, &mut self.found);
        !self.found.is_empty()
    }
}
