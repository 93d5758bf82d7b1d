//! Query expansion: words to the thesaurus entry that they name, and an entry to a matcher of all its names.

mod name_matcher;
mod present;

use name_matcher::name_matcher;
pub(super) use present::Present;

use crate::analysis::Analyzer;
use crate::backend::plan::Matcher;
use crate::schema::Zone;
use crate::thesaurus::{Entry, Match, Thesaurus};

/// The name that is the whole of `text`: no other word stands before or after it.
pub(super) fn named_by<'t>(
    thesaurus: &'t Thesaurus,
    text: &str,
    analyzer: &mut Analyzer<'_>,
) -> Option<Match<'t>> {
    let matches = thesaurus.matches(text, analyzer);
    let [only] = matches.as_slice() else { return None };
    let mut outside = analyzer.analyze_query(text).iter();
    let is_whole = outside.all(|token| only.start <= token.start as usize && token.end as usize <= only.end);
    is_whole.then_some(*only)
}

/// Neighbouring words that together are a name (`Huang Renxun`, `contrôle des exportations`): the first and the last
/// word of each name, in order.
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

/// One other name of an entry, opened for one zone.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OpenedName {
    /// As the thesaurus has it.
    pub(super) name: String,
    /// Its matches, with the weight of the name.
    pub(super) matcher: Matcher,
}

/// The names of an entry, opened for one zone.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct OpenedNames {
    /// The names that mean the same: they admit an article.
    pub(super) equivalents: Vec<OpenedName>,
    /// The names that may mean it, or that mean more or less: they only rank.
    pub(super) near: Vec<OpenedName>,
    /// The names of other entries in which a name means something else: *Huang He* for *Huang*.
    pub(super) longer: Option<Matcher>,
}

impl OpenedNames {
    /// The same names for words that are themselves a lesser name of the entry (`Washington`): none admits an article.
    pub(super) fn of_lesser_name(mut self, weight: f32) -> OpenedNames {
        self.near.splice(0..0, self.equivalents);
        let near = self.near.into_iter();
        let near =
            near.map(|OpenedName { name, matcher }| OpenedName { name, matcher: scaled(matcher, weight) });
        OpenedNames { equivalents: Vec::new(), near: near.collect(), longer: self.longer }
    }
}

/// The names that texts are searched for when a query means `entry`, each with a matcher of its exact forms.
pub(super) fn opened(
    thesaurus: &Thesaurus,
    entry: &Entry,
    zone: Zone,
    analyzer: &mut Analyzer<'_>,
) -> OpenedNames {
    let longer = longer_names(thesaurus, entry, zone, analyzer);
    let mut opened = OpenedNames { longer, ..OpenedNames::default() };
    let mut seen: Vec<Matcher> = Vec::new();
    for name in entry.variants() {
        let Some(matcher) = name_matcher(name, entry.kind, zone, analyzer) else { continue };
        if seen.contains(&matcher) {
            continue;
        }
        seen.push(matcher.clone());
        let list = if name.is_equivalent() { &mut opened.equivalents } else { &mut opened.near };
        list.push(OpenedName { name: name.text.clone(), matcher: scaled(matcher, name.weight) });
    }
    opened
}

/// The names of other entries in which a name of `entry` means something else: *Huang He* for *Huang*.
fn longer_names(
    thesaurus: &Thesaurus,
    entry: &Entry,
    zone: Zone,
    analyzer: &mut Analyzer<'_>,
) -> Option<Matcher> {
    let others = entry.except.iter().filter_map(|id| thesaurus.entry(id));
    let names = others.flat_map(|other| other.variants().map(|name| (name, other.kind)));
    let mut matchers = names.filter_map(|(name, kind)| name_matcher(name, kind, zone, analyzer));
    let first = matchers.next()?;
    Some(Matcher::Either(std::iter::once(first).chain(matchers).collect()))
}

/// The matcher with all its weights multiplied by `factor`.
fn scaled(mut matcher: Matcher, factor: f32) -> Matcher {
    fn scale(matcher: &mut Matcher, factor: f32) {
        match matcher {
            Matcher::Terms { terms, .. } => terms.iter_mut().for_each(|term| term.weight *= factor),
            Matcher::Sequence { slots, .. } => {
                slots.iter_mut().flat_map(|slot| &mut slot.terms).for_each(|term| term.weight *= factor);
            }
            Matcher::Linked { words, .. } => {
                words.iter_mut().flat_map(|word| &mut word.terms).for_each(|term| term.weight *= factor);
            }
            Matcher::Near { left, right, .. } => {
                [left, right].into_iter().for_each(|side| scale(side, factor))
            }
            Matcher::Together(parts) | Matcher::Either(parts) => {
                parts.iter_mut().for_each(|part| scale(part, factor));
            }
            Matcher::Outside { matcher, .. } => scale(matcher, factor),
        }
    }
    scale(&mut matcher, factor);
    matcher
}
