//! The text of a cell: what fits, what XML can hold, which runs are bold.

use std::ops::Range;

/// The UTF-16 units of a cell.
const MOST_UNITS: usize = 32_767;
/// What stands at the end of a text that was cut.
const CUT: &str = " […]";

/// The text in runs that are bold or not; none is empty.
pub(super) fn runs<'t>(text: &'t str, marks: &[Range<usize>]) -> Vec<(bool, &'t str)> {
    let mut runs = Vec::new();
    let mut done = 0;
    for mark in marks {
        let (Some(before), Some(bold)) = (text.get(done..mark.start), text.get(mark.clone())) else { break };
        runs.extend([(false, before), (true, bold)]);
        done = mark.end;
    }
    runs.push((false, &text[done..]));
    runs.retain(|(_, run)| !run.is_empty());
    runs
}

/// The text as far as a cell holds it, and whether it was cut.
pub(super) fn cut(text: &str) -> (String, bool) {
    match parts(text).as_slice() {
        [] => (String::new(), false),
        [whole] => ((*whole).to_owned(), false),
        [first, ..] => {
            let kept: String = first.chars().take(first.chars().count() - CUT.chars().count()).collect();
            (kept + CUT, true)
        }
    }
}

/// The text in parts that a cell holds.
pub(super) fn parts(text: &str) -> Vec<&str> {
    if text.len() <= MOST_UNITS {
        return vec![text];
    }
    let (mut parts, mut start, mut units) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        if units + c.len_utf16() > MOST_UNITS {
            parts.push(&text[start..at]);
            (start, units) = (at, 0);
        }
        units += c.len_utf16();
    }
    parts.push(&text[start..]);
    parts
}

/// The text with spaces for what XML cannot hold and for control characters; line breaks stay.
pub(super) fn printable(text: &str) -> String {
    let is_bad = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.replace("\r\n", "\n").chars().map(|c| if is_bad(c) { ' ' } else { c }).collect()
}

/// How many lines a text takes that wraps at `width` characters.
pub(super) fn lines(text: &str, width: f64) -> usize {
    let lines = text.lines().map(|line| line.chars().count().div_ceil(width as usize).max(1));
    lines.sum::<usize>().max(1)
}
