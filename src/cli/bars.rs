//! Bars and cells of a table: text to a number of columns. Wide and combining characters count as a terminal shows them.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The blocks of one to eight eighths of a column.
const EIGHTHS: [&str; 9] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"];

/// The columns of a text.
pub(super) fn wide(text: &str) -> usize {
    text.width()
}

/// A bar of a share of some columns, to an eighth of one. Whatever is more than nothing shows.
pub(super) fn bar(share: f64, columns: usize) -> String {
    if share.is_nan() || share <= 0.0 {
        return String::new();
    }
    let eighths = (share.min(1.0) * columns as f64 * 8.0).round().max(1.0) as usize;
    EIGHTHS[8].repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

/// The text in exactly so many columns: filled with spaces, or cut with an ellipsis.
pub(super) fn fitted(text: &str, columns: usize) -> String {
    if wide(text) <= columns {
        return padded(text, columns);
    }
    let mut cut = String::new();
    let mut used = 0;
    for c in text.chars() {
        let more = c.width().unwrap_or(0);
        if used + more + 1 > columns {
            break;
        }
        cut.push(c);
        used += more;
    }
    padded(&(cut + "…"), columns)
}

/// The beginning of a text that fits into so many columns.
pub(super) fn beginning(text: &str, columns: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= columns
    };
    text.chars().take_while(fits).collect()
}

/// The end of a text that fits into so many columns. It does not begin with an accent that has lost its letter.
pub(super) fn ending(text: &str, columns: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += c.width().unwrap_or(0);
        used <= columns
    };
    let backwards: Vec<char> = text.chars().rev().take_while(fits).collect();
    let forwards = backwards.into_iter().rev();
    forwards.skip_while(|c| c.width() == Some(0)).collect()
}

/// The text with spaces after it.
pub(super) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(wide(text))))
}

/// The text with spaces before it.
pub(super) fn aligned(text: &str, columns: usize) -> String {
    format!("{}{text}", " ".repeat(columns.saturating_sub(wide(text))))
}

/// The columns of a bar and of the numbers beside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell {
    pub(super) bar: usize,
    pub(super) count: usize,
    pub(super) share: usize,
    pub(super) all: usize,
}

/// The most columns of a bar: longer ones say no more.
const MOST_BAR: usize = 60;

impl Cell {
    /// The columns of the numbers, with a space before each.
    pub(super) fn beside(&self) -> usize {
        let all = if self.all > 0 { self.all + 1 } else { 0 };
        self.count + self.share + 3 + all
    }

    /// The columns of all.
    pub(super) fn width(&self) -> usize {
        self.bar + self.beside()
    }

    /// The same in so many columns, which the bar makes up.
    pub(super) fn with_width(self, columns: usize) -> Self {
        Cell { bar: columns.saturating_sub(self.beside()).clamp(1, MOST_BAR), ..self }
    }

    /// The text of a cell.
    pub(super) fn filled(&self, bar: &str, count: &str, share: &str, all: &str) -> String {
        let numbers = format!("{} {}", aligned(count, self.count), aligned(share, self.share + 1));
        let all = if self.all > 0 { format!(" {}", aligned(all, self.all)) } else { String::new() };
        format!("{} {numbers}{all}", padded(bar, self.bar))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, columns: usize, expected: &str) {
        assert_eq!(fitted(text, columns), expected, "{text} in {columns}");
    }

    #[test]
    fn texts_are_fitted() {
        check("puces", 7, "puces  ");
        check("puces", 5, "puces");
        check("semi-conducteurs", 7, "semi-c…");
        check("黄仁勋先生", 6, "黄仁… ");
        check("e\u{301}te\u{301}", 3, "e\u{301}te\u{301}");
    }

    proptest! {
        #[test]
        fn a_fitted_text_has_its_columns(text in "[a-zé黄e\u{301} ]{0,20}", columns in 1..20_usize) {
            prop_assert_eq!(wide(&fitted(&text, columns)), columns);
        }

        #[test]
        fn ends_fit(text in "[a-zé黄e\u{301} ]{0,20}", columns in 0..20_usize) {
            let (first, last) = (beginning(&text, columns), ending(&text, columns));
            prop_assert!(wide(&first) <= columns && text.starts_with(&first));
            prop_assert!(wide(&last) <= columns && text.ends_with(&last));
            prop_assert!(wide(&text) > columns || first == text);
        }

        #[test]
        fn bars_keep_to_their_columns(share in 0.0..1.0_f64, other in 0.0..1.0_f64, columns in 1..80_usize) {
            let [a, b] = [share, other].map(|share| wide(&bar(share, columns)));
            prop_assert!(a <= columns);
            prop_assert!(share == 0.0 || a > 0);
            prop_assert!(share > other || a <= b);
        }
    }
}
