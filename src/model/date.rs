//! Days and periods as people type them: `2025`, `2025-10`, `2025-10-28`, `2025-10..2025-11`.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A range of days, both ends included. A missing end is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DateRange {
    /// The first day of the range.
    pub since: Option<Date>,
    /// The last day of the range.
    pub until: Option<Date>,
}

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a date: write `2025`, `2025-10` or `2025-10-28`")]
pub struct DateRangeError(pub String);

impl DateRange {
    /// Whether `day` lies in the range.
    pub fn contains(&self, day: Date) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// Parses a day, month or year. Returns its first and its last day.
///
/// # Errors
/// If the text is none of `YYYY`, `YYYY-MM` and `YYYY-MM-DD`, or names a day that does not exist.
pub fn parse_period(text: &str) -> Result<(Date, Date), DateRangeError> {
    let error = || DateRangeError(text.to_owned());
    let numbers: Vec<&str> = text.trim().split('-').collect();
    let all_digits = numbers.iter().all(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let widths: Vec<usize> = numbers.iter().map(|n| n.len()).collect();
    if !all_digits || !matches!(widths.as_slice(), [4] | [4, 1..=2] | [4, 1..=2, 1..=2]) {
        return Err(error());
    }
    let part = |i: usize| numbers.get(i).and_then(|n| n.parse::<i16>().ok());
    let year = part(0).ok_or_else(error)?;
    let month = part(1).map(|m| m as i8);
    let day = part(2).map(|d| d as i8);
    let first = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| error())?;
    let last = match (month, day) {
        (_, Some(_)) => first,
        (Some(_), None) => first.last_of_month(),
        (None, None) => first.last_of_year(),
    };
    Ok((first, last))
}

/// Parses one day, `YYYY-MM-DD`. The time of an ISO 8601 timestamp is dropped.
///
/// ```
/// use vigie::model::{Date, DateRange, parse_date};
///
/// let day = parse_date("2025-10-28T09:30:00+01:00");
/// assert_eq!(day, Date::new(2025, 10, 28).ok());
/// assert_eq!(parse_date("octobre 2025"), None);
///
/// let autumn: DateRange = "2025-10..2025-11".parse()?;
/// assert!(day.is_some_and(|day| autumn.contains(day)));
/// # Ok::<(), vigie::model::DateRangeError>(())
/// ```
pub fn parse_date(text: &str) -> Option<Date> {
    let day = text.trim().get(..10)?;
    let rest = text.trim().get(10..).unwrap_or("");
    let is_timestamp = rest.is_empty() || rest.starts_with(['T', ' ', 't']);
    let (first, last) = parse_period(day).ok()?;
    (is_timestamp && day.len() == 10 && first == last).then_some(first)
}

impl std::str::FromStr for DateRange {
    type Err = DateRangeError;

    /// Parses a period, or two periods joined by `..`. One of the two may be missing.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((since, until)) = text.split_once("..") else {
            let (first, last) = parse_period(text)?;
            return Ok(DateRange { since: Some(first), until: Some(last) });
        };
        let end = |text: &str| match text.trim() {
            "" => Ok(None),
            period => parse_period(period).map(Some),
        };
        let since = end(since)?;
        let until = end(until)?;
        match (since, until) {
            (None, None) => Err(DateRangeError(text.to_owned())),
            (Some((first, _)), Some((_, last))) if last < first => Err(DateRangeError(text.to_owned())),
            _ => Ok(DateRange { since: since.map(|(first, _)| first), until: until.map(|(_, last)| last) }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: Option<(&str, &str)>) {
        let show = |day: Option<Date>| day.map(|d| d.to_string()).unwrap_or_default();
        let got = input.parse::<DateRange>().ok().map(|r| (show(r.since), show(r.until)));
        assert_eq!(got, expected.map(|(a, b)| (a.to_owned(), b.to_owned())), "{input}");
    }

    #[test]
    fn periods() {
        check("2025", Some(("2025-01-01", "2025-12-31")));
        check("2024-02", Some(("2024-02-01", "2024-02-29")));
        check("2025-10-28", Some(("2025-10-28", "2025-10-28")));
        check("2025-10..2025-11", Some(("2025-10-01", "2025-11-30")));
        check("2025-10..", Some(("2025-10-01", "")));
        check("..2025", Some(("", "2025-12-31")));
        check("..", None);
        check("2025-02-30", None);
        check("2025-11..2025-10", None);
        check("octobre", None);
        check("20255", None);
        check("", None);
    }

    #[test]
    fn timestamps_lose_their_time() {
        assert_eq!(parse_date("2025-10-28T09:30:00+01:00"), parse_date("2025-10-28"));
        assert_eq!(parse_date("2025-10"), None);
        assert_eq!(parse_date("2025-10-28é"), None);
    }
}
