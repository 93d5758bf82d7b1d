//! Datelines: « Washington, 24 octobre 2025 (AFP) — » at the start of a text.

use super::{dates, plausible};
use crate::model::Date;

/// The longest dateline, in bytes.
const MAX_BYTES: usize = 120;
/// The most words of a place.
const MAX_PLACE: usize = 5;

/// The day of the dateline with which a text begins.
pub(in crate::corpus) fn day(text: &str) -> Option<Date> {
    let text = text.trim_start();
    let start = &text[..text.floor_char_boundary(MAX_BYTES)];
    let start = start.lines().next()?;
    let (day, place) = dates::first(start)?;
    let before = start[..place.start].trim_end().trim_end_matches(" le").trim_end_matches(',');
    let after = start[place.end..].trim_start();
    let is_place = before.split_whitespace().count() <= MAX_PLACE
        && before.starts_with(char::is_uppercase)
        && !before.contains(['.', ':', '!', '?', '«']);
    // Without an agency or a dash it may be the sentence of a story.
    let is_dateline = after.starts_with(['—', '–', '-'])
        || agency(after).is_some_and(|rest| rest.starts_with(['—', '–', '-']));
    (is_place && is_dateline).then_some(day).and_then(plausible)
}

/// What follows « (AFP) ».
fn agency(text: &str) -> Option<&str> {
    let (name, rest) = text.strip_prefix('(')?.split_once(')')?;
    (name.len() <= 30).then(|| rest.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(day(text).map(|day| day.to_string()).unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn datelines() {
        check("Washington, 24 octobre 2025 (AFP) — Les puces", "2025-10-24");
        check("PARIS, le 1er avril 2025 - Les puces", "2025-04-01");
        check("Le 24 octobre 2025, le ministre a parlé — enfin.", "");
        check("Paris, 24 octobre 2025 le ministre", "");
        check("", "");
    }
}
