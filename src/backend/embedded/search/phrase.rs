//! A phrase without slop, of one word or more, in one article after another.
//!
//! Most matchers are such a phrase, or any of several. [`crate::backend::spans`] would find the same matches; this file
//! finds them without copying positions, the rarest word first. `docs/decisions/05-two-phrase-matchers.md` has the figures.

use tantivy::DocId;

use crate::backend::embedded::segment::TermPositions;
use crate::backend::plan::{Matcher, Slot, Term};
use crate::backend::spans::Span;

/// A phrase in the articles of one segment. It only moves forward.
pub(super) struct Phrase<'p> {
    /// The rarest word comes first: the others are read only where it is.
    words: Vec<PhraseWord<'p>>,
    /// The length of a match, in words.
    length: u32,
    /// The matches in the current article.
    found: Vec<Span>,
}

/// One word of a phrase: any of some terms.
struct PhraseWord<'p> {
    /// The distance from the first word.
    offset: u32,
    terms: Vec<ArticleTerm<'p>>,
    /// The positions of all terms with their weights, ascending. It is not filled where the article has one of the terms
    /// only.
    merged: Vec<(u32, f32)>,
}

/// The positions of a word in an article, ascending.
enum WordPositions<'w> {
    /// All have one weight.
    Same(&'w [u32], f32),
    /// Each has its weight.
    Mixed(&'w [(u32, f32)]),
}

/// A term and its positions in the current article, in words from the start of the zone.
pub(super) struct ArticleTerm<'p> {
    pub(super) term: &'p Term,
    cursor: TermPositions,
    pub(super) positions: Vec<u32>,
}

impl<'p> ArticleTerm<'p> {
    /// A term before the first article.
    pub(super) fn new(term: &'p Term, cursor: TermPositions) -> Self {
        ArticleTerm { term, cursor, positions: Vec::new() }
    }

    /// Reads the positions in an article; returns whether there are any.
    pub(super) fn read(&mut self, doc: DocId) -> bool {
        self.cursor.read(doc, &mut self.positions);
        !self.positions.is_empty()
    }
}

impl<'p> Phrase<'p> {
    /// The phrases of which `matcher` asks for any. `terms` are those of its terms that the segment has, in its order;
    /// they come back where the matcher asks for anything else. A phrase that lacks a word is left out.
    pub(super) fn compile(
        matcher: &'p Matcher,
        terms: Vec<ArticleTerm<'p>>,
    ) -> Result<Vec<Self>, Vec<ArticleTerm<'p>>> {
        let mut alternatives = Vec::new();
        if !collect(matcher, &mut alternatives) {
            return Err(terms);
        }
        let mut terms = terms.into_iter().peekable();
        let mut phrases = Vec::new();
        for words in alternatives {
            let words = words.into_iter().map(|(offset, of_word)| {
                let open = |term: &'p Term| terms.next_if(|open| std::ptr::eq(open.term, term));
                PhraseWord { offset, terms: of_word.iter().filter_map(open).collect(), merged: Vec::new() }
            });
            phrases.extend(Phrase::new(words.collect()));
        }
        Ok(phrases)
    }

    fn new(mut words: Vec<PhraseWord<'p>>) -> Option<Self> {
        let last = words.iter().map(|word| word.offset).max()?;
        words.sort_by_key(PhraseWord::doc_freq);
        let is_whole = words.iter().all(|word| !word.terms.is_empty());
        is_whole.then(|| Phrase { words, length: last + 1, found: Vec::new() })
    }

    /// Whether a match is one word, and counts 1.
    pub(super) fn counts_words(&self) -> bool {
        let mut terms = self.words.iter().flat_map(|word| &word.terms);
        self.length == 1 && terms.all(|open| open.term.weight == 1.0)
    }

    /// The matches in an article, wherever passages end.
    pub(super) fn find(&mut self, doc: DocId) -> &[Span] {
        self.found.clear();
        let Some((first, rest)) = self.words.split_first_mut() else { return &[] };
        let (offset, length) = (first.offset, self.length);
        let span = |(position, weight): (u32, f32)| {
            let start = position.checked_sub(offset)?;
            Some(Span { start, end: start + length, weight })
        };
        match first.read(doc) {
            WordPositions::Same(positions, weight) => {
                self.found.extend(positions.iter().filter_map(|&position| span((position, weight))));
            }
            WordPositions::Mixed(positions) => self.found.extend(positions.iter().copied().filter_map(span)),
        }
        for word in rest {
            if self.found.is_empty() {
                break;
            }
            let offset = word.offset;
            keep_followed(&mut self.found, &word.read(doc), offset);
        }
        &self.found
    }
}

/// Adds the phrases of which `matcher` asks for any: for each word its offset and its terms. Returns whether it asks for
/// nothing else.
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

/// Keeps the spans that have one of `positions` at `distance` from their start.
fn keep_followed(found: &mut Vec<Span>, positions: &WordPositions<'_>, distance: u32) {
    let mut next = 0;
    found.retain_mut(|span| {
        let wanted = span.start + distance;
        while let Some((position, weight)) = positions.get(next).filter(|(position, _)| *position <= wanted) {
            if position == wanted {
                span.weight = span.weight.min(weight);
                return true;
            }
            next += 1;
        }
        false
    });
}

impl WordPositions<'_> {
    #[inline]
    fn get(&self, number: usize) -> Option<(u32, f32)> {
        match self {
            WordPositions::Same(positions, weight) => positions.get(number).map(|at| (*at, *weight)),
            WordPositions::Mixed(positions) => positions.get(number).copied(),
        }
    }
}

impl PhraseWord<'_> {
    /// The document frequencies of the terms, added up.
    fn doc_freq(&self) -> u64 {
        self.terms.iter().map(|open| u64::from(open.cursor.doc_freq())).sum()
    }

    /// The positions of all terms. Of several terms at one position the one that counts most stays.
    fn read(&mut self, doc: DocId) -> WordPositions<'_> {
        let mut count = 0;
        let mut last = 0;
        for (number, open) in self.terms.iter_mut().enumerate() {
            if open.read(doc) {
                count += 1;
                last = number;
            }
        }
        if count == 1 {
            let ArticleTerm { term, positions, .. } = &self.terms[last];
            return WordPositions::Same(positions, term.weight);
        }
        self.merged.clear();
        for ArticleTerm { term, positions, .. } in &self.terms {
            self.merged.extend(positions.iter().map(|&position| (position, term.weight)));
        }
        self.merged.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        self.merged.dedup_by_key(|(position, _)| *position);
        WordPositions::Mixed(&self.merged)
    }
}
