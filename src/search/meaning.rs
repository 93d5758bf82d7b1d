//! What words mean: the entry of the thesaurus that they name, and everything that counts as a match of it.

use super::concept::{Reading, matcher};
use super::rank::APART;
use crate::analysis::Analyzer;
use crate::backend::plan::{Matcher, Slot};
use crate::schema::Zone;
use crate::thesaurus::{Entry, Thesaurus};

/// The entry that `text` names, all of it: what stands before or after the name holds no word.
pub(super) fn meaning<'t>(
    thesaurus: &'t Thesaurus,
    text: &str,
    analyzer: &mut Analyzer<'_>,
) -> Option<&'t Entry> {
    let matches = thesaurus.matches(text, analyzer);
    let [only] = matches.as_slice() else { return None };
    let mut outside = analyzer.analyze_query(text).iter();
    let is_whole = outside.all(|token| only.start <= token.start as usize && token.end as usize <= only.end);
    is_whole.then_some(only.entry)
}

/// Neighbouring words that together are a name (`Huang Renxun`, `contrôle des exportations`): for each
/// the first word and the last, in order.
pub(super) fn names(
    thesaurus: &Thesaurus,
    words: &[&str],
    analyzer: &mut Analyzer<'_>,
) -> Vec<(usize, usize)> {
    let mut starts = Vec::with_capacity(words.len());
    let mut text = String::new();
    for word in words {
        starts.push(text.len());
        text.push_str(word);
        text.push(' ');
    }
    let word_at = |offset: usize| starts.partition_point(|&start| start <= offset).saturating_sub(1);
    let matches = thesaurus.matches(&text, analyzer);
    let ranges = matches.iter().map(|found| (word_at(found.start), word_at(found.end.saturating_sub(1))));
    ranges.filter(|(first, last)| first < last).collect()
}

/// Everything that counts as a match of `entry`, typed as `text`: the words as typed, each other name by its
/// weight, and, unless they were typed as a phrase, the words of a name of several anywhere in one passage.
pub(super) fn variants(
    entry: &Entry,
    text: &str,
    is_phrase: bool,
    zone: Zone,
    analyzer: &mut Analyzer<'_>,
) -> Option<Matcher> {
    let reading = if entry.kind.is_inflected() { Reading::Inflected } else { Reading::Name };
    let typed = matcher(text, zone, reading, 0, analyzer)?;
    let apart = apart(&typed).filter(|_| !is_phrase);
    let mut ways = vec![typed];
    for name in entry.variants() {
        if let Some(way) = matcher(&name.text, zone, reading, 0, analyzer)
            && !ways.contains(&way)
        {
            ways.push(scaled(way, name.weight));
        }
    }
    ways.extend(apart);
    Some(if ways.len() > 1 { Matcher::Either(ways) } else { ways.remove(0) })
}

/// The words of a row without their order: an article may say « les restrictions qui frappent les
/// exportations ».
fn apart(row: &Matcher) -> Option<Matcher> {
    let Matcher::Sequence { zone, slots, .. } = row else { return None };
    let word = |slot: &Slot| Matcher::Terms { zone: *zone, terms: slot.terms.clone() };
    Some(scaled(Matcher::Together(slots.iter().map(word).collect()), APART))
}

/// The matcher with every match worth `factor` of what it was.
fn scaled(mut matcher: Matcher, factor: f32) -> Matcher {
    fn scale(matcher: &mut Matcher, factor: f32) {
        match matcher {
            Matcher::Terms { terms, .. } => terms.iter_mut().for_each(|term| term.weight *= factor),
            Matcher::Sequence { slots, .. } => {
                slots.iter_mut().flat_map(|slot| &mut slot.terms).for_each(|term| term.weight *= factor);
            }
            Matcher::Near { left, right, .. } => {
                [left, right].into_iter().for_each(|side| scale(side, factor))
            }
            Matcher::Together(parts) | Matcher::Either(parts) => {
                parts.iter_mut().for_each(|part| scale(part, factor));
            }
        }
    }
    scale(&mut matcher, factor);
    matcher
}
