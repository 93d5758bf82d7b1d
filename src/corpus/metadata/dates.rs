//! Dates in text: ISO dates, `12 mars 2024`, `1er avril 2025`, `14/03/2026`, `14.03.2026`, `March 12, 2024`.
//!
//! [`super`] decides what a date means, such as the day of publication. Nothing fails here: what is no day is not found.

use std::ops::Range;

use crate::model::{Date, month_named};

/// A day, and its byte range in the text.
pub(in crate::corpus) type FoundDay = (Date, Range<usize>);

/// The first day in `text`.
pub(in crate::corpus) fn first(text: &str) -> Option<FoundDay> {
    all(text).next()
}

/// The days in `text`, in order.
pub(in crate::corpus) fn all(text: &str) -> impl Iterator<Item = FoundDay> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let place = starts(text, from).find_map(|at| day_at(text, at))?;
        from = place.1.end;
        Some(place)
    })
}

/// The day that `text` is, in any known form. A time of day after it is ignored.
pub(in crate::corpus) fn whole(text: &str) -> Option<Date> {
    let text = text.trim();
    // `20250313T100000Z`, as in some services.
    let stamp = text.get(..8).filter(|_| text[8..].starts_with('T')).and_then(compact);
    compact(text).or(stamp).or_else(|| first(text).filter(|(_, place)| place.start < 24).map(|(day, _)| day))
}

/// Parses `20240312`.
pub(in crate::corpus) fn compact(text: &str) -> Option<Date> {
    let number: i32 = (text.len() == 8).then(|| text.parse().ok()).flatten()?;
    day(number / 10_000, number / 100 % 100, number % 100)
}

/// The offsets from `from` on where a number or a word begins.
fn starts(text: &str, from: usize) -> impl Iterator<Item = usize> + '_ {
    let mut before = text[..from].chars().next_back();
    text[from..].char_indices().filter_map(move |(at, c)| {
        let inside = before
            .replace(c)
            .is_some_and(|b| b.is_alphanumeric() && (b.is_ascii_digit() == c.is_ascii_digit()));
        (c.is_alphanumeric() && !inside).then_some(from + at)
    })
}

fn day_at(text: &str, at: usize) -> Option<FoundDay> {
    let found = [year_first, year_worded, day_first, worded, month_first].iter().find_map(|form| {
        let mut rest = Rest(&text[at..]);
        form(&mut rest).map(|day| (day, at..text.len() - rest.0.len()))
    })?;
    // `12/03/20245` and `1.2.2024.3` are no dates.
    let rest = &text[found.1.end..];
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    (!goes_on(rest) && !rest.strip_prefix('.').is_some_and(goes_on)).then_some(found)
}

/// `2024-03-12`, `2024/03/12`, `2024_03_12`.
fn year_first(rest: &mut Rest<'_>) -> Option<Date> {
    let year = rest.number(4..=4)?;
    let mark = rest.one_of(&['-', '/', '.', '_'])?;
    let month = rest.number(1..=2)?;
    rest.one_of(&[mark])?;
    day(year, month, rest.number(1..=2)?)
}

/// `14/03/2026`, `14.03.2026`, `14-03-2026`.
fn day_first(rest: &mut Rest<'_>) -> Option<Date> {
    let d = rest.number(1..=2)?;
    let mark = rest.one_of(&['/', '.', '-'])?;
    let month = rest.number(1..=2)?;
    rest.one_of(&[mark])?;
    day(rest.number(4..=4)?, month, d)
}

/// `2025-mars-13`, in names of files.
fn year_worded(rest: &mut Rest<'_>) -> Option<Date> {
    let year = rest.number(4..=4)?;
    let mark = rest.one_of(&['-', '_'])?;
    let month = rest.month()?;
    rest.one_of(&[mark])?;
    day(year, month, rest.number(1..=2)?)
}

/// `12 mars 2024`, `1er avril 2025`, `12 Mar 2024`, `13-mars-2025`.
fn worded(rest: &mut Rest<'_>) -> Option<Date> {
    let d = rest.number(1..=2)?;
    rest.skip(&["er", "ᵉʳ", "st", "nd", "rd", "th"]);
    let gap = |rest: &mut Rest<'_>| rest.gap().or_else(|| rest.one_of(&['-', '_']).map(|_| ()));
    gap(rest)?;
    let month = rest.month()?;
    gap(rest)?;
    day(rest.number(4..=4)?, month, d)
}

/// `March 12, 2024`.
fn month_first(rest: &mut Rest<'_>) -> Option<Date> {
    let month = rest.month()?;
    rest.gap()?;
    let d = rest.number(1..=2)?;
    rest.skip(&["st", "nd", "rd", "th"]);
    rest.skip(&[","]);
    rest.gap()?;
    day(rest.number(4..=4)?, month, d)
}

fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()
}

/// The rest of a text that is parsed from the left.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    fn number(&mut self, width: std::ops::RangeInclusive<usize>) -> Option<i32> {
        let end = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let number = width.contains(&end).then(|| self.0[..end].parse().ok()).flatten()?;
        self.0 = &self.0[end..];
        Some(number)
    }

    fn one_of(&mut self, marks: &[char]) -> Option<char> {
        let mark = self.0.chars().next().filter(|c| marks.contains(c))?;
        self.0 = &self.0[mark.len_utf8()..];
        Some(mark)
    }

    fn skip(&mut self, words: &[&str]) {
        let rest = words.iter().find_map(|word| self.0.strip_prefix(word));
        self.0 = rest.unwrap_or(self.0);
    }

    /// Skips white space, of which there must be some.
    fn gap(&mut self) -> Option<()> {
        let rest = self.0.trim_start();
        (rest.len() < self.0.len()).then(|| self.0 = rest)
    }

    fn month(&mut self) -> Option<i32> {
        let end = self.0.find(|c: char| !c.is_alphabetic()).unwrap_or(self.0.len());
        let month = month_named(&self.0[..end])?;
        self.0 = self.0[end..].strip_prefix('.').unwrap_or(&self.0[end..]);
        Some(i32::from(month))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(input: &str, expected: &str) {
        assert_eq!(first(input).map_or_else(String::new, |(d, _)| d.to_string()), expected, "{input}");
    }

    #[test]
    fn french_dates() {
        check("Publié le mardi 12 mars 2024 à 10h30", "2024-03-12");
        check("1er avril 2025", "2025-04-01");
        check("le 14/03/2026.", "2026-03-14");
        check("14.03.2026", "2026-03-14");
        check("3 févr. 2024", "2024-02-03");
        check("3\u{a0}FÉVRIER\u{a0}2024", "2024-02-03");
        check("31 AOUT 2024", "2024-08-31");
        check("25 déc. 2024", "2024-12-25");
        check("3 aou. 2024", "2024-08-03");
        check("04-décembre-2015", "2015-12-04");
        check("2025-mars-13-budget", "2025-03-13");
    }

    #[test]
    fn other_dates() {
        check("2025-10-28-titre-en-mots", "2025-10-28");
        check("2025-10-28T08:00:00+01:00", "2025-10-28");
        check("/2026/03/14/", "2026-03-14");
        check("Tue, 12 Mar 2024 08:00:00 GMT", "2024-03-12");
        check("March 12, 2024", "2024-03-12");
    }

    #[test]
    fn no_dates() {
        for text in [
            "30 février 2024",
            "2024-13-01",
            "12 pommes 2024",
            "12/03/20245",
            "2024",
            "1.2.2024.3",
            "9999-99-99",
            "",
        ] {
            check(text, "");
        }
        assert_eq!(compact("20240312"), Date::new(2024, 3, 12).ok());
        assert_eq!(compact("12345678"), None);
    }

    proptest! {
        #[test]
        fn places_are_slices(text in "[0-9/. éa-z-]{0,40}|\\PC{0,40}") {
            for (_, place) in all(&text) {
                prop_assert!(text.get(place).is_some());
            }
        }
    }
}
