//! The timeline of queries: counts by day from the engine, summed by period.

use std::collections::BTreeMap;

use super::asked::Asked;
use super::error::OverviewError;
use super::searched::searched;
use crate::model::{Bar, Date, DateRange, Event, Series, Step, Timeline};
use crate::search::{Counted, DayCounts, Engine, Facet, SearchError};

/// The most periods of a timeline. One wrong date would otherwise make a million days.
pub const MOST_PERIODS: usize = 10_000;

/// What a timeline shows, beside its queries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimelineOptions {
    /// The length of the periods.
    pub by: Step,
    /// Whether each query has a series for each source.
    pub by_source: bool,
    /// What happened meanwhile.
    pub events: Vec<Event>,
}

/// The timeline of some queries: a series for each, or for each of its sources, the one with the most articles first.
///
/// All series have the same periods: from the first to the last with an article that matches; where the request has a
/// first or a last day, from the first or to the last that has any article. A share is one of all articles of the
/// period that satisfy the filters of the request (see `searched`), of the same source where there is one.
///
/// # Errors
/// The search fails, or there would be more than [`MOST_PERIODS`] periods.
pub fn timeline(
    engine: &Engine,
    asked: &[Asked],
    options: TimelineOptions,
) -> Result<Timeline, OverviewError> {
    let TimelineOptions { by, by_source, mut events } = options;
    let mut line = Timeline { by, ..Timeline::default() };
    let mut counted = Vec::new();
    for one in asked {
        let Counted { query, notes, counts } = days(engine, one, by_source)?;
        counted.extend(counts);
        line.queries.push(query);
        line.notes.extend(notes.into_iter().filter(|note| !line.notes.contains(note)).collect::<Vec<_>>());
    }
    let dates = asked.first().map(|one| one.request.dates).unwrap_or_default();
    let periods = match range(&counted, dates) {
        Some((from, to)) => by.periods(from, to, MOST_PERIODS),
        None => Some(Vec::new()),
    };
    let periods = periods.ok_or(OverviewError::TooManyPeriods { by, most: MOST_PERIODS })?;
    line.series = counted.into_iter().map(|days| days.series(by, &periods)).collect();
    events.sort_by_key(|event| event.date);
    line.events = events;
    Ok(line)
}

/// The number of articles of each day; of those without a date too.
type Counts = Vec<(Option<Date>, u64)>;

/// The days of one series.
struct Days {
    query: String,
    source: Option<Option<String>>,
    matching: Counts,
    all: Counts,
}

/// The days of each series of a query.
fn days(engine: &Engine, asked: &Asked, by_source: bool) -> Result<Counted<Vec<Days>>, SearchError> {
    let Asked { request, parsed } = asked;
    let facet = by_source.then_some(Facet::Source);
    let Counted { query, notes, counts: matching } = engine.days(request, parsed, facet)?;
    let (request, parsed) = searched(request, parsed);
    let all = engine.days(&request, &parsed, facet)?.counts;
    let mut all: BTreeMap<_, _> = all.into_iter().map(|counts| (counts.value, counts.days)).collect();
    let mut series: Vec<Days> = matching
        .into_iter()
        .map(|DayCounts { value, days }| Days {
            query: request.query.clone(),
            all: all.remove(&value).unwrap_or_default(),
            source: by_source.then_some(value),
            matching: days,
        })
        .collect();
    // The engine has sorted them by name.
    series.sort_by_key(|days| std::cmp::Reverse(sum(&days.matching)));
    if series.is_empty() {
        let all = all.into_values().flatten().collect();
        series.push(Days { query: request.query.clone(), source: None, matching: Vec::new(), all });
    }
    Ok(Counted { query, notes, counts: series })
}

fn sum(days: &[(Option<Date>, u64)]) -> u64 {
    days.iter().map(|(_, count)| count).sum()
}

/// The first and the last day to show. `None` where nothing that matches has a date.
fn range(series: &[Days], asked: DateRange) -> Option<(Date, Date)> {
    let dated = |counts: &[&Counts]| -> Vec<Date> {
        counts.iter().flat_map(|counts| counts.iter()).filter_map(|(date, _)| *date).collect()
    };
    let matching = dated(&series.iter().map(|days| &days.matching).collect::<Vec<_>>());
    let all = dated(&series.iter().map(|days| &days.all).collect::<Vec<_>>());
    let ends = |is_asked: bool| if is_asked && !matching.is_empty() { &all } else { &matching };
    Some((*ends(asked.since.is_some()).iter().min()?, *ends(asked.until.is_some()).iter().max()?))
}

impl Days {
    fn series(self, by: Step, periods: &[Date]) -> Series {
        let Days { query, source, matching, all } = self;
        let [in_period, searched] = [&matching, &all].map(|days| {
            let mut counts: BTreeMap<Date, u64> = BTreeMap::new();
            for (date, count) in days.iter().filter_map(|(date, count)| Some(((*date)?, count))) {
                *counts.entry(by.first(date)).or_default() += count;
            }
            counts
        });
        let count = |counts: &BTreeMap<Date, u64>, first| counts.get(first).copied().unwrap_or_default();
        let rows = periods
            .iter()
            .map(|first| Bar::new(by, *first, count(&in_period, first), count(&searched, first)));
        let undated = matching.iter().filter(|(date, _)| date.is_none()).map(|(_, count)| count).sum();
        Series { query, source, articles: sum(&matching), all: sum(&all), undated, rows: rows.collect() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::option;
    use proptest::prelude::*;

    use super::*;

    fn counts() -> impl Strategy<Value = Vec<(Option<Date>, u64)>> {
        let day =
            option::of((2019..2026_i16, 1..=12_i8, 1..=28_i8).prop_map(|(y, m, d)| Date::constant(y, m, d)));
        prop::collection::btree_map(day, 1..9_u64, 0..12).prop_map(|days| days.into_iter().collect())
    }

    proptest! {
        #[test]
        fn bars_and_undated_articles_add_up(
            matching in counts(),
            others in counts(),
            by in prop::sample::select(&Step::ALL[..]),
            (since, until) in any::<(bool, bool)>(),
        ) {
            let all = [matching.clone(), others].concat();
            let days = Days { query: String::new(), source: None, matching, all };
            let bound = |is_asked: bool| is_asked.then_some(Date::MAX);
            let asked = DateRange { since: bound(since), until: bound(until) };
            let days = [days];
            let periods = range(&days, asked).map(|(from, to)| by.periods(from, to, usize::MAX - 1).unwrap());
            let [days] = days;
            let series = days.series(by, &periods.unwrap_or_default());
            let in_bars: u64 = series.rows.iter().map(|bar| bar.articles).sum();
            prop_assert_eq!(in_bars + series.undated, series.articles);
            for bar in &series.rows {
                prop_assert!(bar.articles <= bar.all);
                prop_assert!(bar.share.is_none_or(|share| share <= 1.0));
            }
            if !since && !until {
                let ends = [series.rows.first(), series.rows.last()];
                prop_assert!(ends.into_iter().flatten().all(|bar| bar.articles > 0));
            }
        }
    }
}
