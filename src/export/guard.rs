//! The text of a cell goes in; the same text comes out with `'` before everything that a spreadsheet would run as a
//! formula.
//!
//! The caller passes text only, never numbers: `-5` is no formula.

use std::borrow::Cow;

/// The text with `'` before each formula. A formula may begin the text, and it may follow `;` or a line break: a French
/// spreadsheet splits a comma-separated file at `;`, and then it does not see the quotes around a line break.
pub(super) fn guard(text: &str) -> Cow<'_, str> {
    let places = formulas(text);
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut guarded = String::with_capacity(text.len() + places.len());
    let mut done = 0;
    for place in places {
        guarded.push_str(&text[done..place]);
        guarded.push('\'');
        done = place;
    }
    guarded.push_str(&text[done..]);
    Cow::Owned(guarded)
}

/// The byte offsets where formulas begin, white space before them included.
fn formulas(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut start = Some(0);
    for (at, c) in text.char_indices() {
        if is_sign(c) || (at == 0 && matches!(c, '\t' | '\r')) {
            places.extend(start.take());
        }
        if matches!(c, ';' | '\n' | '\r') {
            start = Some(at + 1);
        } else if !is_skipped(c) {
            start = None;
        }
    }
    places
}

/// Whether a formula begins with `c`. Some locales fold the full-width forms.
fn is_sign(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// Whether a reader may drop `c` before it looks for a formula: white space, characters without width, quotes.
fn is_skipped(c: char) -> bool {
    let has_no_width = matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}');
    c.is_whitespace() || c.is_control() || has_no_width || c == '"'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(input: &str, expected: &str) {
        assert_eq!(guard(input), expected, "{input:?}");
    }

    #[test]
    fn formulas_are_text() {
        check("=1+1", "'=1+1");
        check("+33 1 23", "'+33 1 23");
        check("-5 % en un an", "'-5 % en un an");
        check("@nvidia", "'@nvidia");
        check("\tonglet", "'\tonglet");
        check("\rretour", "'\rretour");
        check("  \u{A0}=1", "'  \u{A0}=1");
        check("\u{FEFF}=1", "'\u{FEFF}=1");
        check("＝1", "'＝1");
        check("a;=b\n-c", "a;'=b\n'-c");
        check("\t=1", "'\t=1");
    }

    #[test]
    fn prose_stays() {
        check("Une hausse de +5 %, soit -3 points", "Une hausse de +5 %, soit -3 points");
        check("semi-conducteurs", "semi-conducteurs");
        check("« - »", "« - »");
        check("'déjà'", "'déjà'");
        check("", "");
    }

    proptest! {
        #[test]
        fn nothing_starts_with_a_sign(text in "(\\PC|[=+@;\"\t\r\n -]){0,40}") {
            let guarded = guard(&text);
            for part in guarded.split([';', '\n', '\r']) {
                prop_assert!(!part.trim_start_matches(is_skipped).starts_with(is_sign), "{part:?}");
            }
            prop_assert!(!guarded.starts_with(['\t', '\r']));
            prop_assert_eq!(guard(&guarded), guarded.as_ref());
        }
    }
}
