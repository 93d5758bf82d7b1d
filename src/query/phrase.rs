//! The words between two quotes in; the phrase's text out, and whether its last word is a beginning (`"accord de par*"`).
//!
//! What is dropped is remarked on: a sign that means something outside of quotes means nothing inside.

use std::ops::Range;

use super::diagnostic::{Remarks, Severity};
use super::lexer::is_space;
use super::remark::Remark;
use super::word::{is_prefix, trim_closing};

/// Signs of the query language that are text within quotes.
const SIGNS: [char; 3] = ['*', '~', '^'];

/// The words that lose their last vowel before another, without it. Here a space stands for the apostrophe.
const ELIDED: [&str; 18] = [
    "c", "d", "j", "l", "m", "n", "s", "t", "qu", "lorsqu", "puisqu", "jusqu", "quoiqu", "quelqu", "presqu",
    "entr", "aujourd", "prud",
];

/// The text of a phrase as it is searched.
pub(super) struct PhraseText {
    /// The words; the first bytes of what stands between the quotes, but for apostrophes in the place of spaces.
    pub(super) text: String,
    /// Whether the last word is a beginning.
    pub(super) prefix: bool,
}

/// Reads what stands between quotes, without the white space at either end. It stands at `span` of the query.
pub(super) fn read(inside: &str, exact: bool, span: Range<usize>, remarks: &mut Remarks) -> PhraseText {
    let (text, prefix) = split_star(inside, span.clone(), remarks);
    if let Some(sign) = text.chars().find(|c| SIGNS.contains(c)) {
        remarks.say(Severity::Note, span, Remark::SignInQuotes { sign });
    }
    let text = if exact { text.to_owned() } else { with_apostrophes(text) };
    PhraseText { text, prefix }
}

/// The text before the `*` of a last word, and whether that word is a beginning.
fn split_star<'a>(inside: &'a str, span: Range<usize>, remarks: &mut Remarks) -> (&'a str, bool) {
    let Some(text) = trim_closing(inside).strip_suffix('*').map(|text| text.trim_end_matches('*')) else {
        return (inside, false);
    };
    let last = text.rsplit(is_space).next().unwrap_or(text);
    match last.is_empty() {
        // A star alone is no word's.
        true => (inside, false),
        false => (text, is_prefix(last, span, remarks)),
    }
}

/// The text with the apostrophes that a space stands for: `état d urgence`, `aujourd hui`.
fn with_apostrophes(text: &str) -> String {
    let mut mended = text.to_owned();
    let spaces: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).collect();
    for at in spaces {
        let before = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if is_elided(before, text.starts_with(before)) && begins_with_vowel(&text[at + 1..]) {
            mended.replace_range(at..=at, "'");
        }
    }
    mended
}

/// Whether a word stands without its vowel. A capital may begin a phrase; within it, it is a letter's name (« vitamine D »).
fn is_elided(word: &str, is_first: bool) -> bool {
    ELIDED.contains(&word) || (is_first && ELIDED.contains(&word.to_lowercase().as_str()))
}

fn begins_with_vowel(text: &str) -> bool {
    text.chars().next().is_some_and(|c| "aàâeéèêëhiîïoôœuùûüy".contains(c.to_lowercase().next().unwrap_or(c)))
}

#[cfg(test)]
mod tests {
    use crate::query::sexp;

    fn check(input: &str, expected: &str) {
        assert_eq!(sexp::parsed(input), expected, "{input}");
    }

    #[test]
    fn the_last_word_may_be_a_beginning() {
        check("\"accord de par*\"", r#""accord de par*""#);
        check("=« accord de par*. »~3^2", r#"(boost 2 ="accord de par*"~3)"#);
        check("\"export*\"", r#""export*""#);
        check("\"accord de p*\"", r#""accord de p" ; warning@1..13"#);
    }

    #[test]
    fn other_signs_are_text() {
        check("\"acc* de Paris\"", r#""acc* de Paris" ; note@1..14"#);
        check("\"puces *\"", r#""puces *" ; note@1..8"#);
        check("\"puces~\" \"a^2 b\"", r#"(all "puces~" "a^2 b") ; note@1..7 ; note@10..15"#);
    }

    #[test]
    fn a_space_stands_for_an_apostrophe() {
        check("\"état d urgence\"", r#""état d'urgence""#);
        check("« l état d urgence »", r#""l'état d'urgence""#);
        check("\"L état\"", r#""L'état""#);
        check("\"aujourd hui\"", r#""aujourd'hui""#);
        check("\"vitamine D active\"", r#""vitamine D active""#);
        check("\"plan d Paris\"", r#""plan d Paris""#);
        check("=\"état d urgence\"", r#"="état d urgence""#);
    }
}
