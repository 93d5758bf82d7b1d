//! Counts of all matching articles by source, language, corpus, year and month.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::asked::Asked;
use super::searched::searched;
use crate::model::{FacetBy, FacetTable, FacetValue, Facets};
use crate::search::{Counted, Engine, Facet, FacetCounts, SearchError};

/// The number of articles of each value.
type Counts = BTreeMap<Option<String>, u64>;

/// How many of the articles that match have each value, by each of some facets, and what share that is of all articles
/// with the value that the filters let through.
///
/// # Errors
/// The search fails.
pub fn facets(engine: &Engine, asked: &Asked, by: &[FacetBy]) -> Result<Facets, SearchError> {
    // What has no other counts has its months: they add up to the number of articles.
    let wanted: BTreeSet<Facet> = by.iter().map(|by| counted_by(*by)).collect();
    let mut wanted: Vec<Facet> = wanted.into_iter().collect();
    if wanted.is_empty() {
        wanted.push(Facet::Month);
    }
    let Counted { query, notes, counts } = engine.facets(&asked.request, &asked.parsed, &wanted)?;
    let (request, parsed) = searched(&asked.request, &asked.parsed);
    let searched = engine.facets(&request, &parsed, &wanted)?.counts;
    let sum = |counts: &[FacetCounts]| {
        counts.first().into_iter().flat_map(|one| &one.counts).map(|(_, count)| count).sum()
    };
    let (articles, all) = (sum(&counts), sum(&searched));
    let tables = by.iter().map(|&by| {
        let [counts, all] = [&counts, &searched].map(|all| values(by, all));
        table(by, counts, &all)
    });
    Ok(Facets { query, notes, articles, all, facets: tables.collect() })
}

/// What the engine counts by.
fn counted_by(by: FacetBy) -> Facet {
    match by {
        FacetBy::Source => Facet::Source,
        FacetBy::Language => Facet::Language,
        FacetBy::Corpus => Facet::Corpus,
        FacetBy::Year | FacetBy::Month => Facet::Month,
    }
}

/// The counts by value. A year is the sum of its months.
fn values(by: FacetBy, counted: &[FacetCounts]) -> Counts {
    let year = |month: String| month.split('-').next().unwrap_or_default().to_owned();
    let of_facet = counted.iter().filter(|counts| counts.facet == counted_by(by));
    let mut values = Counts::new();
    for (value, count) in of_facet.flat_map(|counts| counts.counts.clone()) {
        let value = if by == FacetBy::Year { value.map(year) } else { value };
        *values.entry(value).or_default() += count;
    }
    values
}

fn table(by: FacetBy, counts: Counts, all: &Counts) -> FacetTable {
    let value = |(value, articles): (Option<String>, u64)| {
        // Nothing is in a feedback's answer that was not searched.
        let all = all.get(&value).copied().unwrap_or(articles);
        FacetValue { value, articles, all, share: articles as f64 / all.max(1) as f64 }
    };
    let mut values: Vec<FacetValue> = counts.into_iter().map(value).collect();
    if by.is_time() {
        values.sort_by_key(|value| value.value.is_none());
    } else {
        values.sort_by_key(|value| Reverse(value.articles));
    }
    FacetTable { by, values }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(facet: Facet, text: &str) -> FacetCounts {
        let count = |part: &str| {
            let (value, count) = part.split_once('=').unwrap();
            (Some(value.to_owned()).filter(|value| value != "-"), count.parse().unwrap())
        };
        FacetCounts { facet, counts: text.split_whitespace().map(count).collect() }
    }

    fn check(by: FacetBy, found: &str, all: &str, expected: &str) {
        let [found, all] = [found, all].map(|text| values(by, &[counts(counted_by(by), text)]));
        let table = table(by, found, &all);
        let shown = table.values.iter().map(|value| {
            format!("{}={}/{}", value.value.as_deref().unwrap_or("-"), value.articles, value.all)
        });
        assert_eq!(shown.collect::<Vec<_>>().join(" "), expected);
    }

    #[test]
    fn values_have_their_order() {
        let (found, all) =
            ("-=9 2024-11=1 2025-01=2 2025-02=3", "-=9 2024-11=4 2024-12=4 2025-01=4 2025-02=4");
        check(FacetBy::Month, found, all, "2024-11=1/4 2025-01=2/4 2025-02=3/4 -=9/9");
        check(FacetBy::Year, found, all, "2024=1/8 2025=5/8 -=9/9");
        check(FacetBy::Source, "A=1 B=7 C=1", "A=1 B=8 C=2", "B=7/8 A=1/1 C=1/2");
    }
}
