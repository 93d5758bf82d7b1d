//! Glued sentences: finds where the program that made a text lost the space between two sentences.
//!
//! « proposéÀ l'époque », « États-UnisDe plus », « cette année.Il a ». The text never changes; the offsets of the breaks
//! are returned. Names such as `DeepSeek`, `McDonald` or `LinkedIn` have no break.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::entries;

const CAMEL: &str = include_str!("data/camel.txt");
const OPENERS: &str = include_str!("data/openers.txt");

static CAMEL_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| entries(CAMEL).collect());
static CAMEL_NAMES_IN_SMALL_LETTERS: LazyLock<HashMap<String, &str>> =
    LazyLock::new(|| entries(CAMEL).map(|name| (name.to_lowercase(), name)).collect());
static OPENER_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| entries(OPENERS).collect());

/// The word lists that decide, for the fingerprint of the chain.
pub const WORD_LISTS: [&str; 2] = [CAMEL, OPENERS];

/// The number of bytes that are tested together without a branch, so that the compiler can vectorise.
const BLOCK: usize = 64;

/// The byte offsets where a sentence begins without a space before it.
pub fn breaks(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    // A capital that is the last byte opens no word.
    let last = bytes.len().saturating_sub(1);
    let mut at = 1;
    while at < last {
        let end = last.min(at + BLOCK);
        let places = bytes[at - 1..].iter().zip(&bytes[at..end]).zip(&bytes[at + 1..]);
        if places.fold(false, |any, ((before, here), after)| any | may_break(*before, *here, *after)) {
            let may = |at: &usize| may_break(bytes[at - 1], bytes[*at], bytes[at + 1]);
            found.extend((at..end).filter(may).filter(|&at| is_break(text, at)));
        }
        at = end;
    }
    found
}

/// Whether `word` is a known name with a capital inside it, such as `DeepSeek`.
pub fn is_camel_name(word: &str) -> bool {
    CAMEL_NAMES.contains(word)
}

/// The known name with a capital inside it that `word` is in any case: `TikTok` for `tiktok`.
pub fn camel_name(word: &str) -> Option<&'static str> {
    CAMEL_NAMES_IN_SMALL_LETTERS.get(&word.to_lowercase()).copied()
}

/// Whether a capital (`A`-`Z`, `À`-`Þ` or `Œ`) begins at `here`, and `before` may be the last byte of a lowercase
/// letter, a digit or a closing mark. The test has no branches, and very few bytes pass it.
fn may_break(before: u8, here: u8, after: u8) -> bool {
    let capital = here.is_ascii_uppercase()
        | ((here == 0xc3) & (0x80..=0x9e).contains(&after))
        | ((here == 0xc5) & (after == 0x92));
    let mark = (before == b'.') | (before == b'!') | (before == b'?') | (before == b')') | (before == b'%');
    let ends = before.is_ascii_lowercase() | before.is_ascii_digit() | mark | (before >= 0x80);
    capital & ends
}

/// The character before a capital.
enum Before {
    Lowercase,
    /// A mark that ends a sentence.
    Stop,
    /// A digit, a percent sign or the point of an initial.
    Figure,
}

fn is_break(text: &str, at: usize) -> bool {
    let (left, right) = text.split_at(at);
    let Some(before) = before(left) else { return false };
    let opener = opener(right);
    let accented = !right.is_char_boundary(1) && !opener.is_empty();
    match before {
        Before::Lowercase if is_camel_name(word_around(text, at)) => false,
        Before::Lowercase => accented || is_opener(opener, right),
        Before::Stop if in_address(left) => false,
        Before::Stop => accented || begins_word(right) || is_opener(opener, right),
        Before::Figure => is_opener(opener, right),
    }
}

fn before(left: &str) -> Option<Before> {
    let mut chars = left.chars().rev();
    let last = chars.next()?;
    match last {
        _ if last.is_lowercase() => Some(Before::Lowercase),
        '0'..='9' | '%' => Some(Before::Figure),
        '.' => before_point(chars.next()?, chars.next()),
        '!' | '?' | '…' | '»' | '”' | ')' => chars.next().map(|_| Before::Stop),
        _ => None,
    }
}

/// A point after a lowercase letter ends a sentence. After a capital it may belong to an initial (`M.Huang`, `D.C.Il`).
fn before_point(last: char, previous: Option<char>) -> Option<Before> {
    let word = previous.is_some_and(char::is_alphanumeric);
    match last {
        _ if last.is_lowercase() && word => Some(Before::Stop),
        '»' | '”' | ')' | '%' => Some(Before::Stop),
        _ if last.is_uppercase() && previous == Some('.') => Some(Before::Figure),
        _ if last.is_ascii_digit() => Some(Before::Figure),
        _ => None,
    }
}

/// The first word of `right`.
fn opener(right: &str) -> &str {
    &right[..right.find(|c: char| !c.is_alphabetic()).unwrap_or(right.len())]
}

/// Whether `word` is a function word that opens sentences. A single letter must be followed by an apostrophe, and `A`
/// by a word in lower case.
fn is_opener(word: &str, right: &str) -> bool {
    let rest = &right[word.len()..];
    if word.chars().nth(1).is_some() {
        return OPENER_WORDS.contains(word) && !rest.starts_with(['.', '@']);
    }
    let elided = rest.starts_with(['\'', '’']) && matches!(word, "C" | "D" | "J" | "L" | "N" | "S");
    let preposition =
        word == "A" && rest.strip_prefix(' ').is_some_and(|r| r.starts_with(char::is_lowercase));
    elided || preposition
}

/// Whether `right` begins with a capitalised word that is not the end of a domain or file name (`Booking.Com`).
fn begins_word(right: &str) -> bool {
    let word = opener(right);
    let small = word.chars().skip(1).all(char::is_lowercase) && word.chars().nth(1).is_some();
    let end_of_name = matches!(word, "Ai" | "Com" | "Eu" | "Fr" | "Io" | "Js" | "Net" | "Org");
    small && !end_of_name
}

/// Whether the last run of `left` without white space looks like an address.
fn in_address(left: &str) -> bool {
    let run = left.rsplit(char::is_whitespace).next().unwrap_or("");
    run.contains("://") || run.contains('@') || run.starts_with("www.")
}

/// The word of letters and digits that contains offset `at`.
fn word_around(text: &str, at: usize) -> &str {
    let (left, right) = text.split_at(at);
    let start = left.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric()).last();
    let end = right.find(|c: char| !c.is_alphanumeric()).unwrap_or(right.len());
    &text[start.map_or(at, |(start, _)| start)..at + end]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `|` in `expected` marks the breaks.
    fn check(expected: &str) {
        let text = expected.replace('|', "");
        let mut got = text.clone();
        for at in breaks(&text).into_iter().rev() {
            got.insert(at, '|');
        }
        assert_eq!(got, expected);
    }

    proptest! {
        #[test]
        fn breaks_are_ordered_boundaries_inside(text in "(?s).{0,60}|[a-cÀÉLeé.»'A ]{0,60}") {
            let found = breaks(&text);
            prop_assert!(found.windows(2).all(|pair| pair[0] < pair[1]));
            prop_assert!(found.iter().all(|at| *at > 0 && *at < text.len() && text.is_char_boundary(*at)));
        }
    }

    #[test]
    fn glued_sentences_are_parted() {
        check("proposé|À l'époque");
        check("aux États-Unis|De plus, elle");
        check("cette année.|Il a également");
        check("stimuler…|La révolution");
        check("fini. » Puis « non »|Selon lui");
        check("à long terme|L’entreprise");
        check("la Chine !|Washington répond");
        check("en 2025|Les ventes");
        check("95 %|Selon lui");
        check("l'année|Étant donné");
        check("à Washington, D.C.|Il a dit");
    }

    #[test]
    fn names_are_not() {
        for name in
            ["DeepSeek-R1", "OpenAI", "iPhone", "YouTube", "McDonald", "nVidia", "LinkedIn", "GeForce"]
        {
            check(name);
        }
        for name in
            ["ByteDance", "TikTok", "PhD", "kWh", "RTX4090", "SoftBank", "M.Huang", "J.D. Vance", "xAI"]
        {
            check(name);
        }
        check("Booking.Com et https://exemple.fr/page.Html");
    }

    #[test]
    fn lists_are_sorted() {
        for list in WORD_LISTS {
            assert!(entries(list).is_sorted_by(|a, b| a < b), "{list}");
        }
    }
}
