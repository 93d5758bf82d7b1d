//! Checks the word lists: the heading, the number of words in a line, the order, and the digests of generated lists.

use std::path::Path;

use super::{check_listed, data};

/// A list of words, one entry a line.
struct List {
    path: &'static str,
    /// The least and the greatest number of words in a line, signs included.
    words: (usize, usize),
    order: Order,
}

/// What lines are sorted by. Sorted lines hold no duplicates.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    /// The whole line.
    Line,
    /// The first word: the program searches the text of the list itself.
    Key,
}

const fn list(path: &'static str, least: usize, most: usize) -> List {
    List { path, words: (least, most), order: Order::Line }
}

/// No greatest number of words.
const ANY: usize = usize::MAX;

const LISTS: [List; 21] = [
    list("src/analysis/data/abbreviations.txt", 2, 2),
    list("src/analysis/data/acronyms.txt", 1, 1),
    list("src/analysis/data/cased.txt", 1, 1),
    list("src/analysis/data/currencies.txt", 2, 2),
    list("src/analysis/data/elided.txt", 1, 1),
    list("src/analysis/data/inclusive.txt", 3, 3),
    list("src/analysis/data/magnitudes.txt", 2, 2),
    list("src/analysis/data/prefixes.txt", 1, 1),
    list("src/analysis/data/stems.txt", 3, ANY),
    list("src/analysis/data/stop.txt", 1, 1),
    list("src/analysis/data/units.txt", 1, 2),
    list("src/analysis/data/variants.txt", 2, ANY),
    list("src/analysis/data/verbs.txt", 1, 1),
    list("src/analysis/data/whole.txt", 1, 1),
    list("src/text/data/camel.txt", 1, 1),
    list("src/text/data/openers.txt", 1, 1),
    list("src/passage/data/abbreviations.txt", 1, 1),
    list("src/passage/data/openers.txt", 1, 1),
    List { path: "src/analysis/data/lemmas.txt", words: (2, ANY), order: Order::Key },
    List { path: "src/analysis/data/known.txt", words: (1, 1), order: Order::Key },
    List { path: "src/analysis/data/ordinary.txt", words: (1, 1), order: Order::Key },
];

/// The folders of [`LISTS`].
const FOLDERS: [&str; 3] = ["src/analysis/data", "src/text/data", "src/passage/data"];

/// Checks every list, and that no list in the folders goes unchecked.
pub(crate) fn check() -> Result<(), String> {
    for folder in FOLDERS {
        check_listed(folder, "txt", |path| LISTS.iter().any(|list| Path::new(list.path) == path))?;
    }
    LISTS.iter().try_for_each(check_list)
}

fn check_list(List { path, words: (least, most), order }: &List) -> Result<(), String> {
    let text = data(path)?;
    let fault = |number: usize, what: &str| Err(format!("`{path}`, line {number}: {what}"));
    if !text.starts_with('#') {
        return fault(1, "the list does not begin with a comment that tells its source and licence");
    }
    let mut before = "";
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.starts_with('#')) {
        let count = line.split(' ').filter(|word| !word.is_empty()).count();
        if line.trim() != line || line.contains("  ") || !(*least..=*most).contains(&count) {
            return fault(number, &format!("`{line}` is not one entry of this list"));
        }
        let key = if *order == Order::Key { line.split(' ').next().unwrap_or(line) } else { line };
        if key <= before {
            return fault(number, &format!("`{key}` does not stand after `{before}` by code point"));
        }
        before = key;
    }
    if *order == Order::Key { check_digest(path, &text) } else { Ok(()) }
}

/// Checks that a list is as `tools/lemmas.py` made it: the fourth line of its heading ends with a digest.
fn check_digest(path: &str, text: &str) -> Result<(), String> {
    let heading_ends = text.match_indices('\n').nth(3).map_or(text.len(), |(at, _)| at + 1);
    let (heading, body) = text.split_at(heading_ends);
    let said = heading.trim_end().rsplit(' ').next().unwrap_or("");
    let digest = format!("{:016x}", fnv1a(body));
    match said == digest {
        true => Ok(()),
        false => Err(format!("`{path}` was changed by hand (digest {digest}): make it with tools/lemmas.py")),
    }
}

/// The 64-bit hash of Fowler, Noll and Vo, variant 1a.
fn fnv1a(text: &str) -> u64 {
    text.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
