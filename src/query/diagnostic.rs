//! What there is to say about a query, and how it is shown under it.
//!
//! In: spans and remarks. Out: a list in the order of the query, and the query with a caret under the
//! column. It words nothing, and passes no control character on.

use std::ops::Range;

use serde::Serialize;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::ast::Span;
use super::limits::MAX_DIAGNOSTICS;
use super::remark::Remark;

/// The columns that a rendered query takes at most.
const COLUMNS: usize = 76;

/// The most characters of the query that a message repeats.
const MAX_CITED: usize = 40;

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The query means what it seems to; there is something to know about it.
    Note,
    /// A part was ignored or read in a way that may not be what was meant.
    Warning,
    /// A part was left out that changes what is found: not to be answered as if it were whole.
    Error,
}

/// One remark on one stretch of the query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diagnostic {
    /// The stretch.
    pub span: Span,
    /// How much it weighs.
    pub severity: Severity,
    /// What is the matter.
    #[serde(flatten)]
    pub remark: Remark,
}

/// The remarks on a query while it is read; past [`MAX_DIAGNOSTICS`] they are only counted.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    kept: Vec<Diagnostic>,
    more: usize,
    worst_of_more: Option<(Severity, Span)>,
}

impl Remarks {
    /// Takes a remark on a stretch of the query.
    pub(super) fn say(&mut self, severity: Severity, span: Range<usize>, remark: Remark) {
        let span = Span { start: span.start, end: span.end };
        if self.kept.len() < MAX_DIAGNOSTICS {
            self.kept.push(Diagnostic { span, severity, remark });
            return;
        }
        self.more += 1;
        if self.worst_of_more.is_none_or(|(worst, _)| worst < severity) {
            self.worst_of_more = Some((severity, span));
        }
    }

    /// The remarks in the order of the query, then how many more there were, as grave as the gravest of them.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.kept.sort_by_key(|d| d.span);
        if let Some((severity, span)) = self.worst_of_more {
            self.kept.push(Diagnostic { span, severity, remark: Remark::More { count: self.more } });
        }
        self.kept
    }
}

/// The query on one line and a line of carets under the span, each line ended.
///
/// A query wider than the page is shown through a window around the caret, cut with `…`.
pub fn point(input: &str, span: Span) -> String {
    let Span { start, end } = span;
    let window = window(input, start, end);
    let left = if window.start > 0 { "…" } else { "" };
    let right = if window.end < input.len() { "…" } else { "" };
    let slice = |from: usize, to: usize| one_line(input.get(from..to).unwrap_or_default());
    let line = format!("{left}{}{right}", slice(window.start, window.end));
    let before = left.width() + slice(window.start, start).width();
    let under = slice(start, end.min(window.end)).width().max(1);
    let carets = format!("{}{}", " ".repeat(before), "^".repeat(under));
    format!("{line}\n{carets}\n")
}

/// The bytes to show: all if they fit, else what stands before the span for a third of the page, and
/// after it as far as the page goes.
fn window(input: &str, start: usize, end: usize) -> Range<usize> {
    let all = 0..input.len();
    if fit(input.chars(), COLUMNS) == input.len() {
        return all;
    }
    let (head, tail) = input.split_at_checked(start).unwrap_or(("", input));
    let span = fit(tail.get(..end.saturating_sub(start)).unwrap_or_default().chars(), COLUMNS / 3);
    let left = fit(head.chars().rev(), COLUMNS / 3);
    let right = fit(tail.chars(), COLUMNS - COLUMNS / 3).max(span);
    start.saturating_sub(left)..(start + right).min(all.end)
}

/// How many bytes of these characters fit into so many columns.
fn fit(chars: impl Iterator<Item = char>, columns: usize) -> usize {
    let mut used = 0;
    let fitting = chars.take_while(|c| {
        used += visible(*c).width().unwrap_or(0);
        used <= columns
    });
    fitting.map(char::len_utf8).sum()
}

/// A piece of the query as a message shows it: harmless to a terminal, not long.
pub(super) fn cite(text: &str) -> String {
    let mut shown: String = text.chars().take(MAX_CITED).map(visible).collect();
    if text.chars().nth(MAX_CITED).is_some() {
        shown.push('…');
    }
    shown
}

fn one_line(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// White space as a space; what would move the cursor, ring or turn the line around as `�`.
fn visible(c: char) -> char {
    match c {
        c if c.is_whitespace() => ' ',
        c if c.is_control() => '\u{fffd}',
        '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{Side, parse};
    use proptest::prelude::*;

    /// A query with the carets of its first diagnostic.
    fn check(input: &str, expected: [&str; 2]) {
        let diagnostics = parse(input).diagnostics;
        let text = point(input, diagnostics[0].span);
        assert_eq!(text.lines().collect::<Vec<_>>(), expected, "{input:?}");
    }

    #[test]
    fn the_caret_stands_under_the_column() {
        check("contrôle AND", ["contrôle AND", "         ^^^"]);
        check("a\tb )", ["a b )", "    ^"]);
        check("a\u{1b}[31m )", ["a\u{fffd}[31m )", "       ^"]);
        check("黄仁勋 )", ["黄仁勋 )", "       ^"]);
        check("e\u{301}te\u{301} )", ["e\u{301}te\u{301} )", "    ^"]);
    }

    #[test]
    fn a_long_query_is_seen_through_a_window() {
        let words = "mot ".repeat(30);
        let query = format!("{words}) {words}");
        let left = format!("…{}", &words[words.len() - 25..]);
        check(&query, [&format!("{left}) {}…", &words[..49]), &format!("{}^", " ".repeat(26))]);
    }

    #[test]
    fn what_was_typed_is_tame() {
        let remark = |query: &str| parse(query).diagnostics[0].remark.clone();
        let typed = |typed: &str| typed.to_owned();
        let dangling = Remark::Dangling { typed: typed("NOT\u{fffd}NOT"), missing: Side::After };
        assert_eq!(remark("NOT\u{1b}NOT"), dangling);
        assert_eq!(remark("date:\u{202e}x"), Remark::NoDate { typed: typed("date:\u{fffd}x") });
        let Remark::Dangling { typed, .. } = remark(&"NOT ".repeat(1000)) else { panic!("it dangles") };
        assert_eq!(typed.chars().count(), MAX_CITED + 1);
    }

    #[test]
    fn remarks_are_not_endless() {
        let diagnostics = parse(&") ".repeat(4000)).diagnostics;
        assert_eq!(diagnostics.len(), MAX_DIAGNOSTICS + 1);
        assert_eq!(diagnostics[MAX_DIAGNOSTICS].remark, Remark::More { count: 3984 });
        let hidden = format!("{}date:x", ") ".repeat(40));
        assert_eq!(parse(&hidden).diagnostics[MAX_DIAGNOSTICS].severity, Severity::Error);
    }

    proptest! {
        #[test]
        fn rendering_is_tame(input in "(?s:.{0,300})", a in 0usize..900, b in 0usize..900) {
            let on = |i: usize| (0..=i.min(input.len())).rev().find(|i| input.is_char_boundary(*i)).unwrap_or(0);
            let span = Span { start: on(a.min(b)), end: on(a.max(b)) };
            let text = point(&input, span);
            prop_assert_eq!(text.lines().count(), 2);
            prop_assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
            prop_assert!(text.lines().nth(1).unwrap().trim_start().starts_with('^'));
            prop_assert!(text.lines().all(|line| line.width() <= COLUMNS + 2 * "…".width()));
        }
    }
}
