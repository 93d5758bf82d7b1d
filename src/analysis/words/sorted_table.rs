//! A sorted table in a text: each line is a key and its value. The table is searched in place.
//!
//! A sparse index, made at compile time, has the key prefix of one line in every [`SortedTable::STEP`] bytes. Without it
//! each step of the binary search would read a distant line.

use std::cmp::Ordering;

/// A text whose lines are sorted by key, and its sparse index.
pub(in crate::analysis) struct SortedTable {
    pub(in crate::analysis) text: &'static str,
    /// For each multiple of [`SortedTable::STEP`] from the first on, the key prefix of the first line that starts at or
    /// after that offset.
    pub(in crate::analysis) index: &'static [u64],
}

impl SortedTable {
    /// The distance of two index entries in bytes: about a dozen lines.
    pub(in crate::analysis) const STEP: usize = 256;

    /// The value of `key`: the rest of its line. Comment lines have no key.
    pub(in crate::analysis) fn find(&self, key: &str) -> Option<&'static str> {
        let bytes = self.text.as_bytes();
        let key_prefix = key_prefix(key.as_bytes(), 0);
        let (mut low, mut high) = self.range_of(key_prefix);
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

    /// The byte range, start and end, of the lines whose key may have this prefix.
    fn range_of(&self, key_prefix: u64) -> (usize, usize) {
        let start = |number: usize| line_start(self.text.as_bytes(), number * Self::STEP);
        let below = self.index.partition_point(|other| *other < key_prefix);
        let not_above = below + self.index[below..].partition_point(|other| *other == key_prefix);
        let high = if not_above < self.index.len() { start(not_above + 1) } else { self.text.len() };
        (start(below), high)
    }
}

/// The sparse index of `text`.
pub(in crate::analysis) const fn index<const N: usize>(text: &str) -> [u64; N] {
    let mut index = [0; N];
    let mut number = 0;
    while number < N {
        let start = line_start(text.as_bytes(), (number + 1) * SortedTable::STEP);
        index[number] = key_prefix(text.as_bytes(), start);
        number += 1;
    }
    index
}

/// The start of the first line at or after `at`; the end of the text if there is none.
const fn line_start(bytes: &[u8], mut at: usize) -> usize {
    while at > 0 && at < bytes.len() && bytes[at - 1] != b'\n' {
        at += 1;
    }
    at
}

/// The first eight bytes of the key at `at`, as a number in the order of the bytes. A shorter key is padded with zeros.
/// The end of the text has the greatest number.
const fn key_prefix(bytes: &[u8], at: usize) -> u64 {
    if at == bytes.len() && at > 0 {
        return u64::MAX;
    }
    let mut prefix = [0; 8];
    let mut length = 0;
    while length < prefix.len() && at + length < bytes.len() && !matches!(bytes[at + length], b' ' | b'\n') {
        prefix[length] = bytes[at + length];
        length += 1;
    }
    u64::from_be_bytes(prefix)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Keys of one letter and of many, some with the same prefix, over several index entries.
    static TEXT: &str = include_str!("../data/known.txt");
    static LINES: SortedTable =
        SortedTable { text: TEXT, index: &index::<{ TEXT.len() / SortedTable::STEP }>(TEXT) };

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
