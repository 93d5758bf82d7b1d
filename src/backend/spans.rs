//! Positions to spans: the matches of a matcher in one passage.
//!
//! This file alone defines what a phrase, a slop and a proximity are. The embedded engine calls it with positions from
//! postings, the highlighter with positions from the words of a stored passage.

use super::plan::{LinkedWord, Matcher, Slot, Term};
use crate::schema::Zone;

/// One match: a range of word positions in a passage.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// The position of the first word.
    pub start: u32,
    /// The position after the last word.
    pub end: u32,
    /// The weight of the match: the least weight of its terms.
    pub weight: f32,
}

/// The positions of terms in the current passage. A closure that appends them to a vector is one too.
pub trait Positions {
    /// Appends the positions of `term` in `zone` to `out`, ascending.
    fn positions(&mut self, zone: Zone, term: &Term, out: &mut Vec<u32>);
}

impl<F: FnMut(Zone, &Term, &mut Vec<u32>)> Positions for F {
    fn positions(&mut self, zone: Zone, term: &Term, out: &mut Vec<u32>) {
        self(zone, term, out);
    }
}

/// The matches of `matcher`, in order of their start, without duplicates.
///
/// ```
/// use vigie::backend::plan::{Matcher, Slot, Term};
/// use vigie::backend::spans;
/// use vigie::schema::{Form, Zone};
///
/// let text = ["export", "de", "puces", "avancées", "vers", "la", "chine"];
/// let mut positions = |_: Zone, term: &Term, out: &mut Vec<u32>| {
///     out.extend((0..).zip(text).filter(|(_, word)| *word == term.text).map(|(position, _)| position));
/// };
/// let slot = |offset, word: &str| Slot {
///     offset,
///     terms: vec![Term { form: Form::Exact, text: word.to_owned(), weight: 1.0 }],
/// };
/// let phrase = |slop| Matcher::Sequence {
///     zone: Zone::Body,
///     slots: vec![slot(0, "puces"), slot(1, "chine")],
///     slop,
/// };
/// assert!(spans(&phrase(2), &mut positions).is_empty());
/// let found = spans(&phrase(3), &mut positions);
/// assert_eq!((found[0].start, found[0].end), (2, 7));
/// ```
pub fn spans(matcher: &Matcher, at: &mut dyn Positions) -> Vec<Span> {
    match matcher {
        Matcher::Terms { zone, terms } => words(*zone, terms, at),
        Matcher::Sequence { zone, slots, slop } => sequence(*zone, slots, *slop, at),
        Matcher::Linked { zone, words, links } => linked(*zone, words, links, at),
        Matcher::Near { left, right, distance } => {
            let pairs = near(&spans(left, at), &spans(right, at), *distance);
            tidy(pairs.into_iter().map(joined).collect())
        }
        Matcher::Together(parts) => together(parts, at),
        Matcher::Either(parts) => merged(parts.iter().map(|part| spans(part, at))),
        Matcher::Outside { matcher, longer } => outside(matcher, longer, at),
    }
}

/// The matches of any of some matchers, as of [`Matcher::Either`].
pub(super) fn any_of<'m>(parts: impl Iterator<Item = &'m Matcher>, at: &mut dyn Positions) -> Vec<Span> {
    merged(parts.map(|part| spans(part, at)))
}

/// The spans to mark. They are those of [`spans`], except that a proximity has its two sides marked and a phrase with
/// slop its words, without the words between.
pub fn marks(matcher: &Matcher, at: &mut dyn Positions) -> Vec<Span> {
    match matcher {
        Matcher::Near { left, right, distance } => {
            let pairs = near(&spans(left, at), &spans(right, at), *distance);
            let (lefts, rights) = pairs.into_iter().unzip();
            tidy([inside(marks(left, at), lefts), inside(marks(right, at), rights)].concat())
        }
        Matcher::Sequence { zone, slots, slop } if *slop > 0 => {
            let single = slots.iter().flat_map(|slot| words(*zone, &slot.terms, at)).collect();
            tidy(inside(single, sequence(*zone, slots, *slop, at)))
        }
        Matcher::Together(_) if spans(matcher, at).is_empty() => Vec::new(),
        Matcher::Together(parts) | Matcher::Either(parts) => {
            tidy(parts.iter().flat_map(|part| marks(part, at)).collect())
        }
        Matcher::Outside { matcher: inner, longer } => inside(marks(inner, at), outside(inner, longer, at)),
        Matcher::Terms { .. } | Matcher::Sequence { .. } | Matcher::Linked { .. } => spans(matcher, at),
    }
}

/// The weight of `spans` (in order of their start) together. Spans that share words count once, with the best weight,
/// so « puce électronique » is not a match of `puce` and another of the longer name.
pub fn total_weight(spans: &[Span]) -> f32 {
    let mut total = 0.0;
    let mut end = 0;
    let mut best = 0.0f32;
    for span in spans {
        if span.start >= end {
            total += std::mem::take(&mut best);
        }
        best = best.max(span.weight);
        end = end.max(span.end);
    }
    total + best
}

/// The spans that lie within one of `whole`.
fn inside(mut spans: Vec<Span>, whole: Vec<Span>) -> Vec<Span> {
    spans.retain(|s| whole.iter().any(|w| w.start <= s.start && s.end <= w.end));
    spans
}

/// The matches of `matcher` that do not lie within one of `longer`.
fn outside(matcher: &Matcher, longer: &Matcher, at: &mut dyn Positions) -> Vec<Span> {
    let mut found = spans(matcher, at);
    if !found.is_empty() {
        let longer = spans(longer, at);
        found.retain(|s| !longer.iter().any(|l| l.start <= s.start && s.end <= l.end));
    }
    found
}

fn words(zone: Zone, terms: &[Term], at: &mut dyn Positions) -> Vec<Span> {
    let mut positions = Vec::new();
    let words_of = |term: &Term| {
        positions.clear();
        at.positions(zone, term, &mut positions);
        positions.iter().map(|&start| Span { start, end: start + 1, weight: term.weight }).collect()
    };
    merged(terms.iter().map(words_of))
}

/// The spans of all parts together. Each part is tidy, and most parts of a text are empty.
fn merged(parts: impl Iterator<Item = Vec<Span>>) -> Vec<Span> {
    let mut parts = parts.filter(|part| !part.is_empty());
    let Some(mut all) = parts.next() else { return Vec::new() };
    let first = all.len();
    parts.for_each(|part| all.extend(part));
    if all.len() > first { tidy(all) } else { all }
}

/// The matches of all parts; none where a part has none.
fn together(parts: &[Matcher], at: &mut dyn Positions) -> Vec<Span> {
    let all: Vec<Vec<Span>> = parts.iter().map(|part| spans(part, at)).collect();
    if all.iter().any(Vec::is_empty) { Vec::new() } else { tidy(all.concat()) }
}

fn sequence(zone: Zone, slots: &[Slot], slop: u32, at: &mut dyn Positions) -> Vec<Span> {
    if slop == 0 || slots.len() == 1 {
        return in_step(zone, slots, at);
    }
    let mut by_slot = Vec::with_capacity(slots.len());
    for slot in slots {
        let found = words(zone, &slot.terms, at);
        if found.is_empty() {
            return Vec::new();
        }
        by_slot.push((slot.offset, found));
    }
    within(&by_slot, slop)
}

/// The matches of a phrase without slop: every slot at its exact distance from the first.
fn in_step(zone: Zone, slots: &[Slot], at: &mut dyn Positions) -> Vec<Span> {
    let Some((first, rest)) = slots.split_first() else { return Vec::new() };
    let offsets = slots.iter().map(|slot| slot.offset);
    let from = offsets.clone().min().unwrap_or(0);
    let to = offsets.max().unwrap_or(0);
    let mut found = words(zone, &first.terms, at);
    if found.is_empty() {
        return found;
    }
    found.retain_mut(|span| {
        let Some(start) = span.start.checked_sub(first.offset - from) else { return false };
        (span.start, span.end) = (start, start + to - from + 1);
        true
    });
    for slot in rest {
        if found.is_empty() {
            break;
        }
        keep_followed(&mut found, &words(zone, &slot.terms, at), slot.offset - from);
    }
    found
}

/// Keeps the spans of `found` that have one of `words` at `distance` from their start. Both are in order.
fn keep_followed(found: &mut Vec<Span>, words: &[Span], distance: u32) {
    let mut rest = words.iter().peekable();
    found.retain_mut(|span| {
        let wanted = span.start + distance;
        while rest.next_if(|word| word.start < wanted).is_some() {}
        let word = rest.peek().filter(|word| word.start == wanted);
        word.map(|word| span.weight = span.weight.min(word.weight)).is_some()
    });
}

/// The matches of a name: each word after the one before, with no more links between than it allows.
fn linked(zone: Zone, of_name: &[LinkedWord], links: &[Term], at: &mut dyn Positions) -> Vec<Span> {
    let Some((first, rest)) = of_name.split_first() else { return Vec::new() };
    let mut found = words(zone, &first.terms, at);
    // Links are the commonest words there are: their positions are read where a word stands at the right distance.
    let mut link_at: Option<Vec<Span>> = None;
    for word in rest {
        if found.is_empty() {
            break;
        }
        let next = words(zone, &word.terms, at);
        let mut longer = Vec::new();
        for span in &found {
            for gap in 0..=word.most_links {
                let Some(weight) = weight_at(&next, span.end + gap) else { continue };
                let link_at: &[Span] =
                    if gap == 0 { &[] } else { link_at.get_or_insert_with(|| words(zone, links, at)) };
                if (span.end..span.end + gap).all(|place| weight_at(link_at, place).is_some()) {
                    let weight = span.weight.min(weight);
                    longer.push(Span { start: span.start, end: span.end + gap + 1, weight });
                }
            }
        }
        found = longer;
    }
    tidy(found)
}

/// The weight of the word at a position. `words` are in order, one at a position.
fn weight_at(words: &[Span], position: u32) -> Option<f32> {
    words.binary_search_by_key(&position, |word| word.start).ok().map(|number| words[number].weight)
}

/// The matches of a phrase with slop: the shortest stretches, at most `slop` words longer than the phrase, that have
/// all slots in any order. One word never fills two slots.
fn within(by_slot: &[(u32, Vec<Span>)], slop: u32) -> Vec<Span> {
    let offsets = by_slot.iter().map(|(offset, _)| *offset);
    let width = offsets.clone().max().unwrap_or(0) - offsets.min().unwrap_or(0) + 1 + slop;
    let mut events: Vec<(u32, usize, f32)> = Vec::new();
    for (slot, (_, found)) in by_slot.iter().enumerate() {
        events.extend(found.iter().map(|span| (span.start, slot, span.weight)));
    }
    events.sort_by_key(|(position, slot, _)| (*position, *slot));
    let mut result: Vec<Span> = Vec::new();
    let mut latest: Vec<Option<(u32, f32)>> = vec![None; by_slot.len()];
    for (position, slot, weight) in events {
        latest[slot] = Some((position, weight));
        let Some(window) = complete(&latest) else { continue };
        let grows = result.last().is_none_or(|last: &Span| last.start < window.start);
        if window.end - window.start <= width && grows {
            result.push(window);
        }
    }
    result
}

/// The stretch from the first to the last of the latest matches, one of each slot. `None` where a slot has none, or two
/// slots share a word.
fn complete(latest: &[Option<(u32, f32)>]) -> Option<Span> {
    let found: Vec<(u32, f32)> = latest.iter().copied().collect::<Option<_>>()?;
    let mut positions: Vec<u32> = found.iter().map(|(position, _)| *position).collect();
    positions.sort_unstable();
    let distinct = positions.windows(2).all(|w| w[0] != w[1]);
    let weight = found.iter().map(|(_, weight)| *weight).fold(f32::INFINITY, f32::min);
    distinct.then(|| Span { start: positions[0], end: positions[positions.len() - 1] + 1, weight })
}

/// The pairs of a match on the left and one on the right whose starts are at most `distance` words apart and that share
/// no word.
fn near(left: &[Span], right: &[Span], distance: u32) -> Vec<(Span, Span)> {
    let mut pairs = Vec::new();
    for a in left {
        let from = right.partition_point(|b| b.start + distance < a.start);
        let reach = right[from..].iter().take_while(|b| b.start <= a.start + distance);
        let apart = reach.filter(|b| a.end <= b.start || b.end <= a.start);
        pairs.extend(apart.map(|b| (a.clone(), b.clone())));
    }
    pairs
}

/// The stretch that has both spans.
fn joined((a, b): (Span, Span)) -> Span {
    Span { start: a.start.min(b.start), end: a.end.max(b.end), weight: a.weight.min(b.weight) }
}

/// The spans in order of start, then end. Of two equal ranges the one with the greater weight stays.
pub(super) fn tidy(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by(|a, b| (a.start, a.end).cmp(&(b.start, b.end)).then(b.weight.total_cmp(&a.weight)));
    spans.dedup_by_key(|span| (span.start, span.end));
    spans
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Form;

    fn term(text: &str) -> Term {
        Term { form: Form::Exact, text: text.to_owned(), weight: 1.0 }
    }

    fn word(text: &str) -> Matcher {
        Matcher::Terms { zone: Zone::Body, terms: text.split('|').map(term).collect() }
    }

    fn phrase(text: &str, slop: u32) -> Matcher {
        let slots = text.split(' ').enumerate().filter(|(_, w)| *w != "_");
        let slots = slots.map(|(i, w)| Slot { offset: i as u32, terms: vec![term(w)] }).collect();
        Matcher::Sequence { zone: Zone::Body, slots, slop }
    }

    /// A name: between words with `~` up to two of `de` and `la` may stand.
    fn name(text: &str) -> Matcher {
        let word = |(number, text): (usize, &str)| LinkedWord {
            most_links: if number > 0 && text.starts_with('~') { 2 } else { 0 },
            terms: text.trim_start_matches('~').split('|').map(term).collect(),
        };
        let words = text.split(' ').enumerate().map(word).collect();
        Matcher::Linked { zone: Zone::Body, words, links: ["de", "la"].map(term).into() }
    }

    fn near_of(left: Matcher, right: Matcher, distance: u32) -> Matcher {
        Matcher::Near { left: Box::new(left), right: Box::new(right), distance }
    }

    /// `text` is words between spaces; `expected` is `start-end` of each span.
    fn check(text: &str, matcher: &Matcher, expected: &str) {
        let mut at = |_: Zone, term: &Term, out: &mut Vec<u32>| {
            out.extend(text.split(' ').enumerate().filter(|(_, w)| *w == term.text).map(|(i, _)| i as u32));
        };
        let got: Vec<String> =
            spans(matcher, &mut at).iter().map(|s| format!("{}-{}", s.start, s.end)).collect();
        assert_eq!(got.join(" "), expected, "{text} / {matcher:?}");
    }

    #[test]
    fn words_and_their_variants() {
        check("a b a", &word("a"), "0-1 2-3");
        check("a b a", &word("b|a"), "0-1 1-2 2-3");
        check("a b a", &word("x"), "");
    }

    #[test]
    fn phrases_keep_their_distances() {
        check("part de marche part du marche de part", &phrase("part de marche", 0), "0-3");
        check("part de marche part du marche", &phrase("part _ marche", 0), "0-3 3-6");
        check("a a a", &phrase("a a", 0), "0-2 1-3");
    }

    #[test]
    fn names_allow_links_between_words() {
        check("part de la france part france", &name("part ~france"), "0-4 4-6");
        check("part de la france part france", &name("part france"), "4-6");
        check("part de la de france", &name("part ~france"), "");
        check("part x france", &name("part ~france"), "");
        check("a de a de a", &name("a ~a ~a"), "0-5");
        check("la de la", &name("la ~la|de"), "0-2 0-3");
    }

    #[test]
    fn slop_allows_words_between_and_any_order() {
        check("puces de pointe pour ia", &phrase("puces ia", 2), "");
        check("puces de pointe pour ia", &phrase("puces ia", 3), "0-5");
        check("ia et puces", &phrase("puces ia", 1), "0-3");
        check("a x", &phrase("a a", 5), "");
    }

    #[test]
    fn near_counts_from_start_to_start() {
        check("a x x b", &near_of(word("a"), word("b"), 3), "0-4");
        check("a x x b", &near_of(word("a"), word("b"), 2), "");
        check("b a", &near_of(word("a"), word("b"), 1), "0-2");
        check("part de marche en chine", &near_of(phrase("part de marche", 0), word("chine"), 4), "0-5");
        check("a", &near_of(word("a"), word("a"), 4), "");
    }

    #[test]
    fn of_matches_that_share_words_the_best_counts() {
        let span = |start, end, weight| Span { start, end, weight };
        let check = |spans: &[Span], expected| assert_eq!(total_weight(spans), expected, "{spans:?}");
        check(&[], 0.0);
        check(&[span(0, 1, 1.0), span(1, 2, 1.0)], 2.0);
        check(&[span(0, 1, 0.5), span(0, 2, 1.0), span(3, 4, 0.5)], 1.5);
        check(&[span(0, 3, 1.0), span(1, 2, 0.4), span(2, 3, 0.4)], 1.0);
    }

    #[test]
    fn a_match_within_a_longer_one_is_none() {
        let outside =
            |matcher, longer| Matcher::Outside { matcher: Box::new(matcher), longer: Box::new(longer) };
        check("huang he et huang", &outside(word("huang"), phrase("huang he", 0)), "3-4");
        check("carte a puce", &outside(word("puce"), phrase("carte a puce", 0)), "");
        check("a b c", &outside(phrase("a b", 0), phrase("b c", 0)), "0-2");
        check("a", &outside(word("a"), word("b")), "0-1");
    }

    #[test]
    fn together_wants_all_and_either_wants_one() {
        check("a b", &Matcher::Together(vec![word("a"), word("b")]), "0-1 1-2");
        check("a b", &Matcher::Together(vec![word("a"), word("c")]), "");
        check("a b", &Matcher::Either(vec![word("a"), word("c")]), "0-1");
    }
}
