//! The text of a query goes in; the names in it come out, the longest first match from left to right.
//!
//! Among names of the same length these rules decide, in this order: a user's own name comes before one of the program, a
//! name spelt as typed before one that matches by its stem, the greater weight before the lesser, the lesser kind (person,
//! firm, …, term) before the greater, the earlier place in the files before the later.

use std::cmp::Reverse;

use crate::analysis::Analyzer;

use super::entry::{Entry, Kind, Language, Name};
use super::prefix_index::Place;
use super::table::Thesaurus;
use super::words::{Word, Words};

/// A name met in a query.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match<'t> {
    /// First byte of the name in the query, after an elided article.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The entry that is meant.
    pub entry: &'t Entry,
    /// Which of its names was met, as the file has it.
    pub name: &'t str,
    /// How surely that name means the entry.
    pub weight: f32,
}

impl Thesaurus {
    /// The names in the text of a query, in order. They do not overlap.
    pub fn matches<'t>(&'t self, text: &str, analyzer: &mut Analyzer<'_>) -> Vec<Match<'t>> {
        let query = Words::of(text, analyzer);
        let mut finder = Finder { thesaurus: self, text, query, analyzer };
        let mut matches = Vec::new();
        let mut at = 0;
        while at < finder.query.len() {
            match finder.longest(at) {
                Some((found, next)) => {
                    matches.push(found);
                    at = next;
                }
                None => at += 1,
            }
        }
        without_halves(text, matches)
    }
}

/// The matches but those that are a part only of a word with hyphens: « centre-ville » is no *ville*, « anti-Macron » no
/// *Macron*. Where all parts are names (« Trump-Xi ») they stay.
fn without_halves<'t>(text: &str, mut matches: Vec<Match<'t>>) -> Vec<Match<'t>> {
    loop {
        let is_whole = |found: &Match<'_>| {
            let before = text[..found.start].ends_with('-') && text[..found.start].len() > 1;
            let after = text[found.end..].starts_with('-');
            (!before || matches.iter().any(|other| other.end + 1 == found.start))
                && (!after || matches.iter().any(|other| found.end + 1 == other.start))
        };
        let kept: Vec<Match<'t>> = matches.iter().filter(|found| is_whole(found)).copied().collect();
        if kept.len() == matches.len() {
            return kept;
        }
        matches = kept;
    }
}

/// The end of a name that matches.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct End {
    position: usize,
    byte: usize,
}

struct Finder<'t, 'q, 'a, 'c> {
    thesaurus: &'t Thesaurus,
    text: &'q str,
    query: Words,
    analyzer: &'a mut Analyzer<'c>,
}

impl<'t> Finder<'t, '_, '_, '_> {
    /// The best name that begins at a position, and the position after it.
    fn longest(&mut self, at: usize) -> Option<(Match<'t>, usize)> {
        let start = self.query.at(at).first()?.start;
        let mut best = None;
        for place in self.candidates(at) {
            let Some(end) = self.end(place, at, start) else { continue };
            let surface = self.text.get(start..end.byte).unwrap_or("");
            let rank = (end.position, self.standing(place, surface));
            if best.as_ref().is_none_or(|(other, _, _)| rank > *other) {
                best = Some((rank, place, end));
            }
        }
        let (_, place, end) = best?;
        let (entry, name) = self.name(place);
        let found = Match { start, end: end.byte, entry, name: &name.text, weight: name.weight };
        Some((found, end.position))
    }

    fn candidates(&self, at: usize) -> Vec<Place> {
        let words = self.query.at(at).iter();
        let mut places: Vec<Place> =
            words.flat_map(|word| self.thesaurus.beginning_with(&word.exact)).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The end of the name, if it stands at position `at`, whose first byte is `start`.
    fn end(&mut self, place: Place, at: usize, start: usize) -> Option<End> {
        let (entry, name) = self.name(place);
        let words = self.thesaurus.words(place, self.analyzer);
        let inflected = Some(name.language).filter(|_| entry.kind.is_inflected() && !name.keeps_case);
        let spellings = words.iter().map(|words| Walk { query: &self.query, name: words, inflected });
        let end = spellings.filter_map(|walk| walk.from(at, 0)).max()?;
        let surface = self.text.get(start..end.byte)?;
        (!name.keeps_case || letters(surface) == letters(&name.text)).then_some(end)
    }

    /// The rank of a name among names of the same length. The greatest wins.
    fn standing(&self, place: Place, surface: &str) -> (bool, bool, u32, Reverse<(Kind, Place)>) {
        let (entry, name) = self.name(place);
        let is_as_typed = letters(surface).to_lowercase() == letters(&name.text).to_lowercase();
        // Weights are over 0. Positive numbers sort as their bits do.
        let weight = name.weight.to_bits();
        (self.thesaurus.is_own(place.entry), is_as_typed, weight, Reverse((entry.kind, place)))
    }

    fn name(&self, place: Place) -> (&'t Entry, &'t Name) {
        let entry = self.thesaurus.at(place.entry);
        (entry, &entry.names[place.name as usize])
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A name compared with a query, word by word. The names of terms match by their inflections, and articles and prepositions
/// between them do not matter: « restrictions des exportations », « restrictions à l'exportation ».
struct Walk<'w> {
    query: &'w Words,
    name: &'w Words,
    /// The language of the name, where it is inflected.
    inflected: Option<Language>,
}

impl Walk<'_> {
    /// The end of the rest of the name, from its word `inner` on, if it stands at `at`. Recursion is as deep as the name
    /// is long.
    fn from(&self, at: usize, inner: usize) -> Option<End> {
        let (mut at, mut inner) = (at, inner);
        if self.inflected.is_some() && inner > 0 {
            at += (at..).take_while(|position| self.query.is_link(*position)).count();
            inner += (inner..).take_while(|position| self.name.is_link(*position)).count();
        }
        let pairs = || self.query.at(at).iter().flat_map(|w| self.name.at(inner).iter().map(move |n| (w, n)));
        pairs()
            .filter(|(word, name)| self.meet(word, name))
            .filter_map(|(w, n)| self.after(at, w, inner, n))
            .max()
    }

    fn after(&self, at: usize, word: &Word, inner: usize, name: &Word) -> Option<End> {
        let (position, inner) = (at + word.span, inner + name.span);
        let is_over = inner >= self.name.len();
        if is_over { Some(End { position, byte: word.end }) } else { self.from(position, inner) }
    }

    fn meet(&self, word: &Word, name: &Word) -> bool {
        let among_others = self.name.len() > name.span;
        match self.inflected {
            Some(language) if word.is_meaningful() => word.inflects(name, language, among_others),
            _ => word.is(name) && (among_others || word.is_meaningful()),
        }
    }
}
