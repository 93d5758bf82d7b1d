//! The steps of a timeline: days, ISO weeks, months, quarters and years of the calendar.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use serde::de::IntoDeserializer;
use serde::de::value::Error as UnknownName;
use serde::{Deserialize, Serialize};

/// The length of the periods of a timeline. The names in JSON are `day`, `week`, `month`, `quarter`, `year`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    /// A day: `2025-10-28`.
    Day,
    /// A week of ISO 8601, from Monday on: `2025-W44`.
    Week,
    /// A month: `2025-10`.
    #[default]
    Month,
    /// A quarter of a year: `2025-Q4`.
    Quarter,
    /// A year: `2025`.
    Year,
}

impl Step {
    /// Every step, the shortest first.
    pub const ALL: [Step; 5] = [Step::Day, Step::Week, Step::Month, Step::Quarter, Step::Year];

    /// The first day of the period that `day` lies in.
    pub fn first(self, day: Date) -> Date {
        match self {
            Step::Day => day,
            Step::Week => {
                let since_monday = day.weekday().since(Weekday::Monday);
                day.checked_sub(i64::from(since_monday).days()).unwrap_or(Date::MIN)
            }
            Step::Month => day.first_of_month(),
            Step::Quarter => {
                let month = (day.month() - 1) / 3 * 3 + 1;
                Date::new(day.year(), month, 1).unwrap_or(day)
            }
            Step::Year => day.first_of_year(),
        }
    }

    /// The first day of the period after the one that begins on `first`. `None` past the end of the calendar.
    pub fn next(self, first: Date) -> Option<Date> {
        let span = match self {
            Step::Day => 1.day(),
            Step::Week => 1.week(),
            Step::Month => 1.month(),
            Step::Quarter => 3.months(),
            Step::Year => 1.year(),
        };
        first.checked_add(span).ok()
    }

    /// The last day of the period that begins on `first`.
    pub fn last(self, first: Date) -> Date {
        self.next(first).and_then(|next| next.yesterday().ok()).unwrap_or(Date::MAX)
    }

    /// The name of the period that `day` lies in; names of one step sort as their periods do.
    ///
    /// ```
    /// use vigie::model::{Date, Step};
    ///
    /// let day = Date::new(2024, 12, 30).unwrap();
    /// assert_eq!(Step::Week.key(day), "2025-W01");
    /// assert_eq!(Step::Quarter.key(day), "2024-Q4");
    /// ```
    pub fn key(self, day: Date) -> String {
        match self {
            Step::Day => day.to_string(),
            Step::Week => {
                let week = day.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Step::Month => format!("{:04}-{:02}", day.year(), day.month()),
            Step::Quarter => format!("{:04}-Q{}", day.year(), (day.month() - 1) / 3 + 1),
            Step::Year => format!("{:04}", day.year()),
        }
    }

    /// The first days of all periods from that of `from` to that of `to`; at most `most`, `None` where there are more.
    pub fn periods(self, from: Date, to: Date, most: usize) -> Option<Vec<Date>> {
        let firsts = std::iter::successors(Some(self.first(from)), |first| self.next(*first));
        let periods: Vec<Date> = firsts.take_while(|first| *first <= to).take(most + 1).collect();
        (periods.len() <= most).then_some(periods)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl FromStr for Step {
    type Err = UnknownName;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Step::deserialize(name.into_deserializer())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::parse_date;

    fn days() -> impl Strategy<Value = Date> {
        (1600..2100_i16, 1..=12_i8, 1..=28_i8).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
    }

    proptest! {
        #[test]
        fn periods_part_the_calendar(day in days(), step in prop::sample::select(&Step::ALL[..])) {
            let first = step.first(day);
            let last = step.last(first);
            prop_assert!(first <= day && day <= last);
            prop_assert_eq!(step.first(last), first);
            prop_assert_eq!(step.key(first), step.key(last));
            let next = step.next(first).unwrap();
            prop_assert_eq!(last.tomorrow().unwrap(), next);
            prop_assert_eq!(step.first(next), next);
            prop_assert!(step.key(first) < step.key(next));
            prop_assert_eq!(step.to_string().parse::<Step>().unwrap(), step);
        }

        #[test]
        fn a_range_has_each_period_once(a in days(), b in days()) {
            let (from, to) = (a.min(b), a.max(b));
            let months = Step::Month.periods(from, to, usize::MAX - 1).unwrap();
            let number = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
            prop_assert_eq!(months.len() as i32, number(to) - number(from) + 1);
            prop_assert_eq!(Step::Month.periods(from, to, months.len() - 1), None);
        }
    }

    fn check(day: &str, expected: [&str; 5]) {
        let day = parse_date(day).unwrap();
        assert_eq!(Step::ALL.map(|step| step.key(day)), expected);
    }

    #[test]
    fn names_of_periods() {
        check("2025-10-28", ["2025-10-28", "2025-W44", "2025-10", "2025-Q4", "2025"]);
        check("2024-12-30", ["2024-12-30", "2025-W01", "2024-12", "2024-Q4", "2024"]);
        check("2027-01-03", ["2027-01-03", "2026-W53", "2027-01", "2027-Q1", "2027"]);
    }

    #[test]
    fn the_calendar_ends() {
        assert_eq!(Step::Year.last(Step::Year.first(Date::MAX)), Date::MAX);
        assert_eq!(Step::Day.periods(Date::MAX, Date::MAX, 3), Some(vec![Date::MAX]));
    }
}
