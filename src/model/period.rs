//! A period as people type it: `2025`, `2025-10-28`, `24/10/2025`, `octobre 2025`, `hier`, `7j`. Relative ones need a
//! today, which the caller gives.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::date::{DateRangeError, parse_period};
use super::month::{month_named, unaccented};

/// This day on this machine.
pub fn today() -> Date {
    jiff::ZonedDateTime::now().date()
}

/// A run of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: Date,
    /// The last day.
    pub last: Date,
    /// Whether the period was typed as a span back from today (`7j`). As an end it is the day it goes back to.
    is_ago: bool,
}

impl Period {
    /// Parses a period. `today` is the day that `hier` and `7j` count from.
    ///
    /// ```
    /// use vigie::model::{Date, Period};
    ///
    /// let today = Date::new(2025, 11, 3).unwrap();
    /// let week = Period::parse("7j", today)?;
    /// assert_eq!(week.first.to_string(), "2025-10-27");
    /// assert_eq!(Period::parse("oct. 2025", today)?.last.to_string(), "2025-10-31");
    /// # Ok::<(), vigie::model::DateRangeError>(())
    /// ```
    ///
    /// # Errors
    /// The text is none of these forms, or names a day that does not exist.
    pub fn parse(text: &str, today: Date) -> Result<Period, DateRangeError> {
        let trimmed = text.trim();
        let iso = parse_period(trimmed).ok().map(|(first, last)| Period { first, last, is_ago: false });
        let found = iso
            .or_else(|| day_named(trimmed, today))
            .or_else(|| back_from(trimmed, today))
            .or_else(|| in_figures(trimmed))
            .or_else(|| in_words(trimmed));
        found.ok_or_else(|| DateRangeError(text.to_owned()))
    }

    /// The last day where the period ends a range.
    pub fn end(&self) -> Date {
        if self.is_ago { self.first } else { self.last }
    }

    fn day(day: Date) -> Period {
        Period { first: day, last: day, is_ago: false }
    }

    fn month(year: i16, month: i8) -> Option<Period> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Period { first, last: first.last_of_month(), is_ago: false })
    }
}

/// `aujourd'hui`, `hier`, `avant-hier`.
fn day_named(text: &str, today: Date) -> Option<Period> {
    let back = match text.to_lowercase().replace('’', "'").as_str() {
        "aujourd'hui" | "today" => 0_i32,
        "hier" | "yesterday" => 1,
        "avant-hier" => 2,
        _ => return None,
    };
    today.checked_sub(back.days()).ok().map(Period::day)
}

/// `7j`, `2sem`, `3 mois`, `1a`: from so long ago to today.
fn back_from(text: &str, today: Date) -> Option<Period> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = &text[..text.len() - unit.len()];
    let count: i32 = Some(digits).filter(|digits| (1..=3).contains(&digits.len()))?.parse().ok()?;
    let span: Span = match unaccented(unit.trim()).as_str() {
        "j" | "jour" | "jours" | "d" | "day" | "days" => count.days(),
        "s" | "sem" | "semaine" | "semaines" | "w" | "week" | "weeks" => count.weeks(),
        "m" | "mois" | "month" | "months" => count.months(),
        "a" | "an" | "ans" | "annee" | "annees" | "y" | "year" | "years" => count.years(),
        _ => return None,
    };
    let first = today.checked_sub(span).ok().filter(|day| day.year() >= 0)?;
    Some(Period { first, last: today, is_ago: true })
}

/// `24/10/2025`, `24.10.2025`, `24-10-2025`, `10/2025`: the day first, as in French.
fn in_figures(text: &str) -> Option<Period> {
    let sign = ['/', '.', '-'].into_iter().find(|sign| text.contains(*sign))?;
    let numbers: Vec<&str> = text.split(sign).collect();
    let number = |place: usize, widths: std::ops::RangeInclusive<usize>| {
        let digits = numbers.get(place).filter(|digits| widths.contains(&digits.len()))?;
        digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<i16>().ok()).flatten()
    };
    let small = |place| i8::try_from(number(place, 1..=2)?).ok();
    match numbers.len() {
        2 => Period::month(number(1, 4..=4)?, small(0)?),
        3 => Date::new(number(2, 4..=4)?, small(1)?, small(0)?).ok().map(Period::day),
        _ => None,
    }
}

/// `octobre 2025`, `oct. 2025`, `1er octobre 2025`, `24 octobre 2025`.
fn in_words(text: &str) -> Option<Period> {
    let words: Vec<&str> = text.split([' ', '\u{a0}', '\u{202f}']).filter(|word| !word.is_empty()).collect();
    let year = |word: &str| (word.len() == 4).then(|| word.parse::<u16>().ok()).flatten();
    let month = |word: &str| month_named(word.strip_suffix('.').unwrap_or(word));
    match words.as_slice() {
        [name, number] => Period::month(year(number)? as i16, month(name)?),
        [day, name, number] => {
            let day: i8 = day.strip_suffix("er").unwrap_or(day).parse().ok()?;
            Date::new(year(number)? as i16, month(name)?, day).ok().map(Period::day)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// On Monday, 3 November 2025.
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let today = Date::new(2025, 11, 3).unwrap();
        let got = Period::parse(text, today).ok().map(|p| (p.first.to_string(), p.last.to_string()));
        assert_eq!(got, expected.map(|(first, last)| (first.to_owned(), last.to_owned())), "{text}");
    }

    #[test]
    fn days() {
        for text in
            ["2025-10-24", "24/10/2025", "24.10.2025", "24-10-2025", "24 octobre 2025", " 24\u{a0}oct. 2025 "]
        {
            check(text, Some(("2025-10-24", "2025-10-24")));
        }
        check("1er août 2025", Some(("2025-08-01", "2025-08-01")));
        check("aujourd'hui", Some(("2025-11-03", "2025-11-03")));
        check("Aujourd’hui", Some(("2025-11-03", "2025-11-03")));
        check("hier", Some(("2025-11-02", "2025-11-02")));
    }

    #[test]
    fn months_and_years() {
        for text in ["2025-10", "10/2025", "octobre 2025", "Oct. 2025", "October 2025"] {
            check(text, Some(("2025-10-01", "2025-10-31")));
        }
        check("2025", Some(("2025-01-01", "2025-12-31")));
    }

    #[test]
    fn spans_go_back_from_today() {
        for text in ["7j", "7d", "7 jours", "1sem", "1 semaine", "1w"] {
            check(text, Some(("2025-10-27", "2025-11-03")));
        }
        check("3m", Some(("2025-08-03", "2025-11-03")));
        check("3 mois", Some(("2025-08-03", "2025-11-03")));
        check("1a", Some(("2024-11-03", "2025-11-03")));
        check("0j", Some(("2025-11-03", "2025-11-03")));
    }

    #[test]
    fn no_periods() {
        for text in [
            "",
            "demain matin",
            "31/02/2025",
            "24/13/2025",
            "24/10/25",
            "octobre",
            "32 octobre 2025",
            "7",
            "7x",
            "99999j",
            "2025 a",
            "octobre 25",
        ] {
            check(text, None);
        }
    }

    proptest! {
        #[test]
        fn a_period_is_in_order(text in "[0-9]{0,5}[ /.-]?[a-zé]{0,8}[ /.-]?[0-9]{0,5}|\\PC{0,12}") {
            if let Ok(period) = Period::parse(&text, Date::new(2025, 11, 3).unwrap()) {
                prop_assert!(period.first <= period.last && period.first <= period.end());
            }
        }
    }
}
