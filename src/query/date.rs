//! The value of `date:` in; a range of days out. It reads periods, ranges and comparisons (`>=2025-10`).
//!
//! Other forms are not guessed at: `28/10/2025` is no date here.

use crate::model::{Date, DateRange, parse_period};

/// The comparison signs, longer ones first.
const COMPARISONS: [(&str, Comparison); 7] = [
    (">=", Comparison::From),
    ("≥", Comparison::From),
    ("<=", Comparison::UpTo),
    ("≤", Comparison::UpTo),
    (">", Comparison::After),
    ("<", Comparison::Before),
    ("=", Comparison::Within),
];

#[derive(Clone, Copy)]
enum Comparison {
    From,
    UpTo,
    After,
    Before,
    Within,
}

/// The days of a value; `None` if it is no date.
pub(super) fn read(value: &str) -> Option<DateRange> {
    let value = value.trim_end_matches([',', ';', ':', '?', '!', '…']);
    let value = value.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(value);
    let found =
        COMPARISONS.iter().find_map(|(sign, comparison)| Some((*comparison, value.strip_prefix(sign)?)));
    match found.unwrap_or((Comparison::Within, value)) {
        (Comparison::Within, period) => period.parse().ok(),
        (comparison, period) => compare(comparison, parse_period(period).ok()?),
    }
}

fn compare(comparison: Comparison, (first, last): (Date, Date)) -> Option<DateRange> {
    let since = |day| DateRange { since: Some(day), until: None };
    let until = |day| DateRange { since: None, until: Some(day) };
    match comparison {
        Comparison::From => Some(since(first)),
        Comparison::UpTo => Some(until(last)),
        Comparison::After => last.tomorrow().ok().map(since),
        // A year before 0 has no form that can be parsed again.
        Comparison::Before => first.yesterday().ok().filter(|day| day.year() >= 0).map(until),
        Comparison::Within => Some(DateRange { since: Some(first), until: Some(last) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, expected: &str) {
        let day = |day: Option<Date>| day.map(|d| d.to_string()).unwrap_or_default();
        let got = read(value).map(|r| format!("{}..{}", day(r.since), day(r.until)));
        assert_eq!(got.unwrap_or_default(), expected, "{value}");
    }

    #[test]
    fn forms() {
        check("2025", "2025-01-01..2025-12-31");
        check("2025-10..2025-11", "2025-10-01..2025-11-30");
        check("2025-10..", "2025-10-01..");
        check(">=2025-10", "2025-10-01..");
        check(">2025-10", "2025-11-01..");
        check("<2025-11", "..2025-10-31");
        check("≤2025-11,", "..2025-11-30");
        check("=2025-10-28.", "2025-10-28..2025-10-28");
    }

    #[test]
    fn no_dates() {
        for value in
            ["", "..", "hier", "28/10/2025", "2025-13", ">9999", "<0000", "2026..2025", "<2025..2026"]
        {
            check(value, "");
        }
    }
}
