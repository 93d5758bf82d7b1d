//! A timeline as CSV: a row for each period of each series, and one for the articles without a date.

use std::io::{self, Write};

use super::guard::guard;
use crate::model::{Bar, Series, Timeline};

const COLUMNS: [&str; 9] = ["query", "source", "period", "from", "to", "articles", "all", "share", "events"];

/// Writes a timeline. The numbers of a series add up to the articles of its query: those without a date have a row of
/// their own, whose period is `undated`.
///
/// # Errors
/// The writer fails.
pub fn timeline_csv(line: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(COLUMNS)?;
    for series in &line.series {
        for bar in &series.rows {
            writer.write_record(row(line, series, bar))?;
        }
        if series.undated > 0 {
            let [query, source] = names(series);
            let undated = series.undated.to_string();
            writer.write_record([&query, &source, "undated", "", "", &undated, "", "", ""])?;
        }
    }
    writer.flush()
}

fn row(line: &Timeline, series: &Series, bar: &Bar) -> [String; 9] {
    let [query, source] = names(series);
    let events: Vec<String> =
        line.events_of(bar).map(|event| format!("{} {}", event.date, event.text)).collect();
    let share = bar.share.map(|share| format!("{share:.6}")).unwrap_or_default();
    [
        query,
        source,
        bar.key.clone(),
        bar.from.to_string(),
        bar.to.to_string(),
        bar.articles.to_string(),
        bar.all.to_string(),
        share,
        guard(&events.join(" | ")).into_owned(),
    ]
}

/// The query and the source of a series.
fn names(series: &Series) -> [String; 2] {
    let source = series.source.clone().flatten().unwrap_or_default();
    [&series.query, &source].map(|text| guard(text).into_owned())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{Date, Event, Step};

    /// A timeline of two months.
    pub(in crate::export) fn sample() -> Timeline {
        let bar = |month, articles, all| Bar::new(Step::Month, Date::constant(2025, month, 1), articles, all);
        let series = Series {
            query: "=puces & \"IA\"".to_owned(),
            source: None,
            articles: 5,
            all: 12,
            undated: 2,
            rows: vec![bar(9, 0, 0), bar(10, 3, 8)],
        };
        let event = Event { date: Date::constant(2025, 10, 30), text: "Trump–Xi à Busan".to_owned() };
        Timeline { by: Step::Month, series: vec![series], events: vec![event], ..Timeline::default() }
    }

    fn check(line: &Timeline, expected: &[&str]) {
        let mut out = Vec::new();
        timeline_csv(line, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap().lines().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn periods_and_undated_articles_have_rows() {
        check(
            &sample(),
            &[
                "query,source,period,from,to,articles,all,share,events",
                "\"'=puces & \"\"IA\"\"\",,2025-09,2025-09-01,2025-09-30,0,0,,",
                "\"'=puces & \"\"IA\"\"\",,2025-10,2025-10-01,2025-10-31,3,8,0.375000,2025-10-30 Trump–Xi à Busan",
                "\"'=puces & \"\"IA\"\"\",,undated,,,2,,,",
            ],
        );
    }
}
