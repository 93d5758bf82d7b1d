//! A concordance: each use of a keyword in all articles that match, with its context, sorted, grouped or sampled.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::asked::Asked;
use super::context::{after, before, folded, words};
use crate::model::{Concordance, Hit, LineOrder, Neighbour, NeighbourCount, Sample, Use};
use crate::query::Parsed;
use crate::search::{Engine, SearchError, Uses};

/// Which lines of a concordance are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listing {
    /// Their order.
    pub order: LineOrder,
    /// What the uses are counted by.
    pub group: Option<Neighbour>,
    /// The sample to draw; `None` is all.
    pub sample: Option<Sample>,
    /// The most characters on each side.
    pub context: usize,
    /// The most lines; `None` is all. Counts are of all uses.
    pub limit: Option<usize>,
}

/// The words around a use that decide its place.
const SORTED_WORDS: usize = 8;
/// The characters of context that hold these words, and that a line is made with before it is sorted.
const SORTED_CONTEXT: usize = 160;

/// The concordance of a query: the uses of `of`, or of the query's first phrase, else of its first word.
///
/// With the order by date and no sample, lines past the limit are not kept. Otherwise all are, before they are sorted.
///
/// # Errors
/// The search fails, or there is no keyword.
pub fn concordance(
    engine: &Engine,
    asked: &Asked,
    of: Option<&Parsed>,
    listing: Listing,
) -> Result<Concordance, SearchError> {
    let is_sorted = listing.order == LineOrder::Date && listing.sample.is_none();
    let most = listing.limit.filter(|_| is_sorted).unwrap_or(usize::MAX);
    let mut lines = Vec::new();
    let found = each_use(engine, asked, of, listing.context.max(SORTED_CONTEXT), listing.group, |one| {
        if lines.len() < most {
            lines.push(one);
        }
        Ok::<(), SearchError>(())
    })?;
    if let Some(sample) = listing.sample {
        lines = drawn(lines, sample);
    }
    sort(&mut lines, listing.order);
    lines.truncate(listing.limit.unwrap_or(usize::MAX));
    for line in &mut lines {
        line.left = before(&line.left, listing.context);
        line.right = after(&line.right, listing.context);
    }
    Ok(Concordance { sample: listing.sample, lines, ..found })
}

/// Calls `take` with each use, the latest article first; returns the counts, without lines. Nothing is kept.
///
/// # Errors
/// As [`concordance`]; or `take` failed.
pub fn each_use<E: From<SearchError>>(
    engine: &Engine,
    asked: &Asked,
    of: Option<&Parsed>,
    context: usize,
    group: Option<Neighbour>,
    mut take: impl FnMut(Use) -> Result<(), E>,
) -> Result<Concordance, E> {
    let Uses { keyword, mut stream } = engine.uses(&asked.request, &asked.parsed, of)?;
    let notes = std::mem::take(&mut stream.notes);
    let (query, matching) = (stream.query.clone(), stream.articles);
    let mut counts = Counts { group, ..Counts::default() };
    stream.each(
        |hit| uses_of(engine, &hit, context).map(|(titles, uses)| (hit.id, titles, uses)),
        |made: Result<_, SearchError>| -> Result<(), E> {
            let (id, titles, uses) = made?;
            // The hits of an article follow each other: the first one brings the uses in the title.
            let is_new = counts.last.as_ref() != Some(&id);
            for one in titles.into_iter().filter(|_| is_new).chain(uses) {
                counts.add(&one);
                take(one)?;
            }
            counts.last = Some(id);
            Ok(())
        },
    )?;
    Ok(Concordance {
        query,
        notes,
        keyword,
        uses: counts.uses,
        articles: counts.articles,
        matching,
        forms: counts.forms.sorted(),
        group,
        groups: counts.groups.sorted(),
        sample: None,
        lines: Vec::new(),
    })
}

/// The uses in the title and those in the passage of a hit.
fn uses_of(engine: &Engine, hit: &Hit, context: usize) -> Result<(Vec<Use>, Vec<Use>), SearchError> {
    let title = hit.metadata.title.as_deref().unwrap_or_default();
    let made = |text: &str, start: usize, mark: &std::ops::Range<usize>, passage: u32| Use {
        id: hit.id.clone(),
        metadata: hit.metadata.clone(),
        passage,
        start: (start + mark.start) as u64,
        left: before(&text[..mark.start], context),
        form: super::context::on_one_line(&text[mark.clone()]),
        right: after(&text[mark.end..], context),
    };
    let titles = hit.title_marks.iter().map(|mark| made(title, 0, mark, 0)).collect();
    if hit.marks.is_empty() {
        return Ok((titles, Vec::new()));
    }
    let start = hit.range.start as usize;
    let uses = match whole_text(engine, hit, context)? {
        Some(text) => {
            let marks = hit.marks.iter().map(|mark| mark.start + start..mark.end + start);
            marks.map(|mark| made(&text, 0, &mark, hit.passage)).collect()
        }
        None => hit.marks.iter().map(|mark| made(&hit.text, start, mark, hit.passage)).collect(),
    };
    Ok((titles, uses))
}

/// The text of the article, where the context of some use goes past its passage.
fn whole_text(engine: &Engine, hit: &Hit, context: usize) -> Result<Option<String>, SearchError> {
    let (first, last) = (hit.marks.first(), hit.marks.last());
    // Bytes are no fewer than characters, and an article is read only where it must be.
    let is_short_before = hit.passage > 1 && first.is_some_and(|mark| mark.start < context * 2);
    let is_short_after =
        hit.passage < hit.passages && last.is_some_and(|mark| hit.text.len() - mark.end < context * 2);
    if !is_short_before && !is_short_after {
        return Ok(None);
    }
    let text = engine.article(&hit.id, None)?.article.text;
    let is_there = text.get(hit.range.start as usize..hit.range.end as usize) == Some(hit.text.as_str());
    Ok(is_there.then_some(text))
}

/// What is counted while lines go by.
#[derive(Default)]
struct Counts {
    uses: u64,
    articles: u64,
    group: Option<Neighbour>,
    forms: Groups,
    groups: Groups,
    /// The article of the last hit, and of the last use.
    last: Option<String>,
    last_used: Option<String>,
}

impl Counts {
    fn add(&mut self, one: &Use) {
        let is_new = self.last_used.as_ref() != Some(&one.id);
        self.uses += 1;
        self.articles += u64::from(is_new);
        self.forms.add(&one.form, &one.id);
        if let Some(group) = self.group {
            self.groups.add(&neighbour(one, group), &one.id);
        }
        if is_new {
            self.last_used = Some(one.id.clone());
        }
    }
}

/// The neighbour of a use.
fn neighbour(one: &Use, group: Neighbour) -> String {
    let word = match group {
        Neighbour::Form => Some(one.form.as_str()),
        Neighbour::Left => words(&one.left).pop(),
        Neighbour::Right => words(&one.right).first().copied(),
    };
    word.unwrap_or_default().to_owned()
}

/// Uses by neighbour. Spellings that differ by case and accents alone are one.
#[derive(Default)]
struct Groups(BTreeMap<String, Group>);

#[derive(Default)]
struct Group {
    spellings: BTreeMap<String, u64>,
    articles: u64,
    last: Option<String>,
}

impl Groups {
    fn add(&mut self, words: &str, id: &str) {
        let group = self.0.entry(folded(words)).or_default();
        *group.spellings.entry(words.to_owned()).or_default() += 1;
        if group.last.as_deref() != Some(id) {
            group.articles += 1;
            group.last = Some(id.to_owned());
        }
    }

    /// The groups, the most frequent first.
    fn sorted(self) -> Vec<NeighbourCount> {
        let mut counts: Vec<NeighbourCount> = self.0.into_values().map(Group::count).collect();
        counts.sort_by_key(|count| Reverse(count.uses));
        counts
    }
}

impl Group {
    fn count(self) -> NeighbourCount {
        let uses = self.spellings.values().sum();
        // Of equally frequent spellings the one in small letters, which sorts last.
        let words = self.spellings.into_iter().max_by_key(|(_, count)| *count).map(|(words, _)| words);
        NeighbourCount { words: words.unwrap_or_default(), uses, articles: self.articles }
    }
}

/// A random sample, in the order of the lines. Each use has a number that its place and the seed decide; the least are
/// drawn, so a larger sample holds the smaller one.
fn drawn(lines: Vec<Use>, Sample { size, seed }: Sample) -> Vec<Use> {
    let number = |one: &Use| {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&seed.to_le_bytes()).update(one.id.as_bytes());
        hasher.update(&one.passage.to_le_bytes()).update(&one.start.to_le_bytes());
        *hasher.finalize().as_bytes()
    };
    let mut numbered: Vec<_> =
        lines.into_iter().enumerate().map(|(at, one)| (number(&one), at, one)).collect();
    numbered.sort_unstable_by_key(|(number, ..)| *number);
    numbered.truncate(size);
    numbered.sort_unstable_by_key(|(_, at, _)| *at);
    numbered.into_iter().map(|(.., one)| one).collect()
}

/// Sorts lines, which come by date. The sort is stable, so equal ones stay in order of date.
fn sort(lines: &mut [Use], order: LineOrder) {
    let key = |words: &mut dyn Iterator<Item = &str>| {
        let words: Vec<&str> = words.take(SORTED_WORDS).collect();
        (words.iter().map(|word| folded(word)).collect::<Vec<_>>(), words.join(" "))
    };
    match order {
        LineOrder::Date => {}
        LineOrder::Left => lines.sort_by_cached_key(|one| key(&mut words(&one.left).into_iter().rev())),
        LineOrder::Right => lines.sort_by_cached_key(|one| key(&mut words(&one.right).into_iter())),
        LineOrder::Source => lines.sort_by_cached_key(|one| {
            let source = one.metadata.source.as_deref();
            (source.is_none(), source.map(folded), source.map(str::to_owned))
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(id: &str, left: &str, form: &str, right: &str) -> Use {
        let [left, form, right] = [left, form, right].map(str::to_owned);
        Use { id: id.to_owned(), left, form, right, ..Use::default() }
    }

    fn sample() -> Vec<Use> {
        vec![
            one("a", "sa", "part de marché", "en Chine"),
            one("a", "récupérer des", "parts de marché", "et d’éviter"),
            one("b", "En octobre, la", "Part de marché", "Été comme hiver"),
            one("c", "ce modèle. La", "part de marché", "se joue"),
        ]
    }

    fn check(order: LineOrder, expected: &str) {
        let mut lines = sample();
        sort(&mut lines, order);
        let shown: Vec<&str> = lines.iter().map(|one| words(&one.right)[0]).collect();
        assert_eq!(shown.join(" "), expected, "{order:?}");
    }

    #[test]
    fn lines_sort_by_their_neighbours() {
        check(LineOrder::Date, "en et Été se");
        check(LineOrder::Right, "en et Été se");
        // des récupérer · la modèle · la octobre · sa
        check(LineOrder::Left, "et se Été en");
    }

    #[test]
    fn neighbours_are_counted_without_case_and_accents() {
        let counted = |group| {
            let mut counts = Counts { group: Some(group), ..Counts::default() };
            sample().iter().for_each(|one| counts.add(one));
            let shown = counts.groups.sorted().into_iter();
            shown
                .map(|one| format!("{} {}/{}", one.words, one.uses, one.articles))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let check = |group, expected: &str| assert_eq!(counted(group), expected, "{group:?}");
        check(Neighbour::Form, "part de marché 3/3, parts de marché 1/1");
        check(Neighbour::Left, "la 2/2, des 1/1, sa 1/1");
        check(Neighbour::Right, "en 1/1, et 1/1, Été 1/1, se 1/1");
    }

    proptest! {
        #[test]
        fn samples_grow_within_each_other(size in 0..6_usize, seed in any::<u64>()) {
            let draw = |size| drawn(sample(), Sample { size, seed });
            let (less, more) = (draw(size), draw(size + 1));
            prop_assert_eq!(less.len(), size.min(4));
            prop_assert!(less.iter().all(|one| more.contains(one)));
            prop_assert_eq!(draw(size), less);
        }
    }
}
