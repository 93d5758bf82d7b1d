//! The value of `date:` in; a range of days out. It reads periods ([`Period`]), ranges and comparisons (`>=2025-10`).

use crate::model::{Date, DateRange, Period};

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

/// Why a value is no range of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has no form of a date.
    NoDate,
    /// It ends before it begins.
    Backwards,
}

/// The days of a value; `hier` and `7j` count from `today`.
pub(super) fn read(value: &str, today: Date) -> Result<DateRange, Fault> {
    let value = value.trim_end_matches([',', ';', ':', '?', '!', '…']);
    let value = value.strip_suffix('.').filter(|rest| !rest.ends_with('.')).unwrap_or(value);
    let found =
        COMPARISONS.iter().find_map(|(sign, comparison)| Some((*comparison, value.strip_prefix(sign)?)));
    match found.unwrap_or((Comparison::Within, value)) {
        (Comparison::Within, text) => within(text, today),
        (comparison, text) => {
            period(text, today).and_then(|period| compare(comparison, period).ok_or(Fault::NoDate))
        }
    }
}

fn period(text: &str, today: Date) -> Result<Period, Fault> {
    Period::parse(text, today).map_err(|_| Fault::NoDate)
}

/// A period, or two joined by `..`, of which one may be missing.
fn within(text: &str, today: Date) -> Result<DateRange, Fault> {
    let Some((since, until)) = text.split_once("..") else {
        let Period { first, last, .. } = period(text, today)?;
        return Ok(DateRange { since: Some(first), until: Some(last) });
    };
    let end = |text: &str| match text.trim() {
        "" => Ok(None),
        text => period(text, today).map(Some),
    };
    let (since, until) = (end(since)?.map(|period| period.first), end(until)?.map(|period| period.end()));
    match (since, until) {
        (None, None) => Err(Fault::NoDate),
        (Some(since), Some(until)) if until < since => Err(Fault::Backwards),
        (since, until) => Ok(DateRange { since, until }),
    }
}

/// The days that compare so with a period.
fn compare(comparison: Comparison, period: Period) -> Option<DateRange> {
    let since = |day| DateRange { since: Some(day), until: None };
    let until = |day| DateRange { since: None, until: Some(day) };
    match comparison {
        Comparison::From => Some(since(period.first)),
        Comparison::UpTo => Some(until(period.end())),
        Comparison::After => period.end().tomorrow().ok().map(since),
        // A year before 0 has no form that can be parsed again.
        Comparison::Before => period.first.yesterday().ok().filter(|day| day.year() >= 0).map(until),
        Comparison::Within => Some(DateRange { since: Some(period.first), until: Some(period.last) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// On 3 November 2025.
    fn check(value: &str, expected: &str) {
        let day = |day: Option<Date>| day.map(|d| d.to_string()).unwrap_or_default();
        let got = match read(value, Date::new(2025, 11, 3).unwrap()) {
            Ok(range) => format!("{}..{}", day(range.since), day(range.until)),
            Err(Fault::NoDate) => String::new(),
            Err(Fault::Backwards) => "backwards".to_owned(),
        };
        assert_eq!(got, expected, "{value}");
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
        check("24/10/2025", "2025-10-24..2025-10-24");
        check("24.10.2025..30.10.2025.", "2025-10-24..2025-10-30");
        check("octobre 2025..", "2025-10-01..");
    }

    #[test]
    fn days_are_counted_from_today() {
        check("hier", "2025-11-02..2025-11-02");
        check("7j", "2025-10-27..2025-11-03");
        check(">=7j", "2025-10-27..");
        check("<7j", "..2025-10-26");
        check("2sem..1sem", "2025-10-20..2025-10-27");
        check("..7j", "..2025-10-27");
    }

    #[test]
    fn no_dates() {
        for value in ["", "..", "demain", "28/13/2025", "2025-13", ">9999", "<0000", "<2025..2026"] {
            check(value, "");
        }
        check("2026..2025", "backwards");
        check("hier..7j", "backwards");
    }
}
