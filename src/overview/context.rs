//! The words around a use of a keyword: cut to a length, and as keys to sort and to group by.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The last `most` characters of a text, on one line, from the beginning of a word on.
pub(super) fn before(text: &str, most: usize) -> String {
    let line = on_one_line(text);
    let Some((start, _)) = line.char_indices().rev().nth(most.saturating_sub(1)).filter(|_| most > 0) else {
        return if most == 0 { String::new() } else { line };
    };
    let is_edge = |at: usize| line[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let edges = line[start..].char_indices().map(|(at, _)| start + at);
    let edge = edges.into_iter().find(|at| is_edge(*at)).unwrap_or(line.len());
    line[edge..].trim_start().to_owned()
}

/// The first `most` characters of a text, on one line, up to the end of a word.
pub(super) fn after(text: &str, most: usize) -> String {
    let line = on_one_line(text);
    let Some((end, _)) = line.char_indices().nth(most) else { return line };
    let is_within = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_edge =
        |at: &usize| !(is_within(line[..*at].chars().next_back()) && is_within(line[*at..].chars().next()));
    let ends = line[..end].char_indices().map(|(at, c)| at + c.len_utf8()).chain([0]);
    let edge = ends.filter(is_edge).max().unwrap_or(0);
    line[..edge].trim_end().to_owned()
}

/// The text with a space for each run of white space; those at its ends stay.
pub(super) fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' => {
                if !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            c => line.push(c),
        }
    }
    line
}

/// The words of a text. An elided article is one (« l’ »), a compound is one (« semi-conducteur »).
pub(super) fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(char::is_alphanumeric) {
        rest = &rest[start..];
        let end = end_of_word(rest);
        words.push(&rest[..end]);
        rest = &rest[end..];
    }
    words
}

/// The end of the word that a text begins with.
fn end_of_word(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let goes_on = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        match c {
            '\'' | '’' => return at + c.len_utf8(),
            '-' | '\u{2011}' if goes_on => {}
            c if c.is_alphanumeric() || is_combining_mark(c) => {}
            _ => return at,
        }
    }
    text.len()
}

/// The key by which French sorts a word: its letters first, without accents and case. Which of two words with the same
/// letters comes first is decided by the words themselves, where no later word does.
pub(super) fn folded(word: &str) -> String {
    let mut key = String::with_capacity(word.len());
    for c in word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'œ' => key.push_str("oe"),
            'æ' => key.push_str("ae"),
            '’' => key.push('\''),
            c => key.push(c),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, most: usize, expected: [&str; 2]) {
        assert_eq!([before(text, most), after(text, most)], expected, "{text:?} {most}");
    }

    #[test]
    fn contexts_end_at_words() {
        check("la part de marché", 6, ["marché", "la"]);
        check("la part de marché", 9, ["de marché", "la part"]);
        check("la\npart", 40, ["la part", "la part"]);
        check("l’exportation", 5, ["", "l’"]);
        check("puces", 0, ["", ""]);
        check("été", 3, ["été", "été"]);
    }

    proptest! {
        #[test]
        fn contexts_are_ends_of_the_line(text in "[a-zé’ \n黄.]{0,30}", most in 0..20_usize) {
            let line = on_one_line(&text);
            let (left, right) = (before(&text, most), after(&text, most));
            prop_assert!(line.ends_with(&left));
            prop_assert!(line.starts_with(&right));
            prop_assert!(left.chars().count() <= most && right.chars().count() <= most);
        }
    }

    #[test]
    fn words_of_french() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text), expected, "{text}");
        check(
            " d’exportation, des semi-conducteurs – 25 %",
            &["d’", "exportation", "des", "semi-conducteurs", "25"],
        );
        check("…", &[]);
        check("e\u{301}te\u{301}!", &["e\u{301}te\u{301}"]);
    }

    #[test]
    fn words_sort_as_in_french() {
        let mut words = ["zone", "Été", "œuvre", "eu", "ode", "L’", "état"];
        words.sort_by_key(|word| folded(word));
        assert_eq!(words, ["état", "Été", "eu", "L’", "ode", "œuvre", "zone"]);
    }
}
