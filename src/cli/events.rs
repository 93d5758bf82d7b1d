//! A file of events for a timeline: a line each, a date and what happened.

use std::fs;
use std::path::Path;

use super::args::Global;
use super::asked::tell;
use super::exit::Failure;
use super::today::today;
use crate::model::{Date, Event, Period};
use crate::wording::{Complaint, not_an_event};

/// Reads the events. A line that is none is named, and the others go on.
pub(super) fn read(path: &Path, global: &Global) -> Result<Vec<Event>, Failure> {
    let unreadable = |said: String| Complaint::Unreadable { path: path.to_owned(), said };
    let text = fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
    let mut events = Vec::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        match event(line, today()) {
            Line::Event(event) => events.push(event),
            Line::Nothing => {}
            Line::Unknown => tell(&not_an_event(global.lang, path, number, line.trim()), global),
        }
    }
    Ok(events)
}

/// What a line is.
#[derive(Debug, PartialEq)]
enum Line {
    Event(Event),
    /// It is empty or a comment.
    Nothing,
    Unknown,
}

/// The words that a date may have: `2025-10-30`, `octobre 2025`, `7 oct. 2022`.
const DATE_WORDS: usize = 3;

fn event(line: &str, today: Date) -> Line {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Line::Nothing;
    }
    let ends = line.char_indices().filter(|(_, c)| c.is_whitespace() || ":;,".contains(*c));
    let mut ends: Vec<usize> = ends.map(|(at, _)| at).take(DATE_WORDS + 1).collect();
    ends.reverse();
    // The longest date: `2025 10` of a line is no reason to drop the rest of « 7 octobre 2025 ».
    let found = ends.into_iter().find_map(|end| {
        let period = Period::parse(&line[..end], today).ok()?;
        let text = line[end..].trim_start_matches(|c: char| c.is_whitespace() || ":;,".contains(c));
        (!text.is_empty()).then(|| Event { date: period.first, text: text.to_owned() })
    });
    found.map_or(Line::Unknown, Line::Event)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: Option<(&str, &str)>) {
        let found = match event(line, Date::constant(2025, 12, 1)) {
            Line::Event(event) => Some((event.date.to_string(), event.text)),
            Line::Nothing | Line::Unknown => None,
        };
        assert_eq!(found, expected.map(|(date, text)| (date.to_owned(), text.to_owned())), "{line}");
    }

    #[test]
    fn lines_of_events() {
        check("2025-10-30 Trump–Xi à Busan", Some(("2025-10-30", "Trump–Xi à Busan")));
        check("2025-10-30\tTrump–Xi", Some(("2025-10-30", "Trump–Xi")));
        check("2025-10-30;Trump–Xi", Some(("2025-10-30", "Trump–Xi")));
        check("7 oct. 2022 : règles du BIS", Some(("2022-10-07", "règles du BIS")));
        check("octobre 2022 nouvelles règles", Some(("2022-10-01", "nouvelles règles")));
        check("30/10/2025, Busan", Some(("2025-10-30", "Busan")));
        check("  # un commentaire", None);
        check("2025-10-30", None);
        check("Busan 2025", None);
        check("2025-13-40 rien", None);
    }
}
