//! Lines: a text in; its lines out, each marked as prose or as a heading.

use std::ops::Range;

/// The most words of a heading.
const MAX_HEADING_WORDS: usize = 12;

/// A line that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The byte range in the text, without the white space around the line.
    pub(super) range: Range<usize>,
    /// Whether the line is a heading.
    pub(super) is_heading: bool,
    /// Whether a blank line or the start of the text comes before.
    pub(super) opens_paragraph: bool,
}

/// The lines of `text` that are not blank.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut offset = 0;
    let mut after_blank = true;
    text.split_inclusive('\n').filter_map(move |raw| {
        let start = offset + (raw.len() - raw.trim_start().len());
        offset += raw.len();
        let body = raw.trim();
        let opens_paragraph = std::mem::replace(&mut after_blank, body.is_empty());
        let range = start..start + body.len();
        (!body.is_empty()).then(|| Line { range, is_heading: is_heading(body), opens_paragraph })
    })
}

/// Whether a line is short and does not end like a sentence. Some headings end with « ? » or « ! », but a line that
/// does is more often a sentence.
fn is_heading(line: &str) -> bool {
    let ends_a_sentence = line
        .trim_end_matches(['"', '»', '”', ')', ' ', '\u{a0}', '\u{202f}'])
        .ends_with(['.', '!', '?', ':', ';', ',', '…']);
    let has_letter = || line.chars().any(char::is_alphabetic);
    !ends_a_sentence && has_letter() && line.split_whitespace().nth(MAX_HEADING_WORDS).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, bool)]) {
        let got: Vec<(&str, bool)> = lines(text).map(|l| (&text[l.range], l.is_heading)).collect();
        assert_eq!(got, expected, "{text:?}");
    }

    #[test]
    fn headings_are_short_and_bare() {
        check("Un titre\nUne phrase.", &[("Un titre", true), ("Une phrase.", false)]);
        check("Il a dit :\n", &[("Il a dit :", false)]);
        check("« Made in America »", &[("« Made in America »", true)]);
        check("Il l'a dit. »", &[("Il l'a dit. »", false)]);
        check("\n  \n* * *\n", &[("* * *", false)]);
    }
}
