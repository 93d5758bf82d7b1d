//! A key goes in; the rest of its line comes out, from a text whose lines are sorted by their first word.
//!
//! The text is searched where it lies in the program. What is near is found in a small table made by the compiler:
//! the heads of the lines that stand at every so many bytes. Without it each step of the search would read a far line.

use std::cmp::Ordering;

/// A sorted text, and the heads of some of its lines.
pub(in crate::analysis) struct SortedTable {
    pub(in crate::analysis) text: &'static str,
    /// By [`SortedTable::STEP`] bytes from the second on: the head of the first line that starts there or behind.
    pub(in crate::analysis) heads: &'static [u64],
}

impl SortedTable {
    /// From one head to the next, in bytes: a dozen lines.
    pub(in crate::analysis) const STEP: usize = 256;

    /// What follows `key` and a space in its line; lines of comment have no key.
    pub(in crate::analysis) fn find(&self, key: &str) -> Option<&'static str> {
        let bytes = self.text.as_bytes();
        let head = head(key.as_bytes(), 0);
        let (mut low, mut high) = self.near(head);
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[low..middle].iter().rposition(|b| *b == b'\n').map_or(low, |at| low + at + 1);
            let end = bytes[start..].iter().position(|b| *b == b'\n').map_or(bytes.len(), |at| start + at);
            let line = &bytes[start..end];
            let first = line.iter().position(|b| *b == b' ').unwrap_or(line.len());
            match line[..first].cmp(key.as_bytes()) {
                Ordering::Less => low = end + 1,
                Ordering::Greater => high = start,
                Ordering::Equal => {
                    return self.text.get((start + first + 1).min(end)..end).filter(|_| key != "#");
                }
            }
        }
        None
    }

    /// From where to where the lines are that may have this head.
    fn near(&self, head: u64) -> (usize, usize) {
        let start = |number: usize| line_start(self.text.as_bytes(), number * Self::STEP);
        let below = self.heads.partition_point(|other| *other < head);
        let not_above = below + self.heads[below..].partition_point(|other| *other == head);
        let high = if not_above < self.heads.len() { start(not_above + 1) } else { self.text.len() };
        (start(below), high)
    }
}

/// The heads of the lines that stand at every [`SortedTable::STEP`] bytes of `text`, from the second step on.
pub(in crate::analysis) const fn heads<const N: usize>(text: &str) -> [u64; N] {
    let mut heads = [0; N];
    let mut number = 0;
    while number < N {
        let start = line_start(text.as_bytes(), (number + 1) * SortedTable::STEP);
        heads[number] = head(text.as_bytes(), start);
        number += 1;
    }
    heads
}

/// The first line that starts at `at` or behind it; the end where there is none.
const fn line_start(bytes: &[u8], mut at: usize) -> usize {
    while at > 0 && at < bytes.len() && bytes[at - 1] != b'\n' {
        at += 1;
    }
    at
}

/// The first eight bytes of the word at `at`, as a number that sorts as they do; nothing is less than any letter.
/// Behind the last line stands what is greater than every word.
const fn head(bytes: &[u8], at: usize) -> u64 {
    if at == bytes.len() && at > 0 {
        return u64::MAX;
    }
    let (mut head, mut length) = ([0; 8], 0);
    while length < head.len() && at + length < bytes.len() && !matches!(bytes[at + length], b' ' | b'\n') {
        head[length] = bytes[at + length];
        length += 1;
    }
    u64::from_be_bytes(head)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Words of one letter and of many, some alike in their first eight, over several steps.
    static TEXT: &str = include_str!("../data/known.txt");
    static LINES: SortedTable =
        SortedTable { text: TEXT, heads: &heads::<{ TEXT.len() / SortedTable::STEP }>(TEXT) };

    fn check(key: &str) {
        let expected = TEXT.lines().filter(|line| !line.starts_with('#')).find_map(|line| {
            let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
            (first == key).then_some(rest)
        });
        assert_eq!(LINES.find(key), expected, "{key}");
    }

    #[test]
    fn every_line_is_found() {
        for line in TEXT.lines().filter(|line| !line.starts_with('#')) {
            let key = line.split(' ').next().unwrap_or_default();
            assert!(LINES.find(key).is_some(), "{line}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn nothing_else_is_found(key in "[a-z]{0,3}|[a-z]{8,12}|\\PC{0,4}|#") {
            check(&key);
        }
    }
}
