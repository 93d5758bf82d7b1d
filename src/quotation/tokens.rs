//! A text to tokens that can be compared: words and signs, with their places, whatever the typography.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

/// A word or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// What is compared.
    pub(super) key: String,
    /// Where it stands.
    pub(super) range: Range<usize>,
}

impl Token {
    /// Whether it is a word or a number, not a sign.
    pub(super) fn is_word(&self) -> bool {
        self.key.starts_with(char::is_alphanumeric)
    }
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut word: Option<Range<usize>> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if is_in_word(c) {
            word = Some(word.map_or(at, |word| word.start)..end);
            continue;
        }
        if is_nothing(c) {
            continue;
        }
        tokens.extend(word.take().map(|range| of_word(text, range)));
        if !c.is_whitespace() {
            tokens.extend(signs(c).iter().map(|sign| Token { key: (*sign).to_owned(), range: at..end }));
            if signs(c).is_empty() {
                tokens.push(Token { key: c.to_string(), range: at..end });
            }
        }
    }
    tokens.extend(word.map(|range| of_word(text, range)));
    tokens
}

fn of_word(text: &str, range: Range<usize>) -> Token {
    let key = text[range.clone()].chars().filter(|c| !is_nothing(*c)).nfc().collect();
    Token { key, range }
}

/// Letters, digits, and marks that stand on the letter before.
fn is_in_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// Soft hyphens, joiners and marks of byte order: nobody sees them.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// The plain signs for one of typography; none for a sign that is plain.
fn signs(c: char) -> &'static [&'static str] {
    match c {
        '’' | '‘' | 'ʼ' | '′' | '`' | '´' => &["'"],
        '«' | '»' | '“' | '”' | '„' | '‹' | '›' | '″' => &["\""],
        '\u{2010}' | '\u{2011}' => &["-"],
        '—' => &["–"],
        '…' => &[".", ".", "."],
        _ => &[],
    }
}

/// The words of a quotation as a plain query: no sign and no operator is left.
pub fn query_words(quotation: &str, most: usize) -> String {
    let mut words: Vec<String> = Vec::new();
    for token in tokens(quotation).iter().filter(|token| token.is_word()) {
        let word = token.key.to_lowercase();
        if words.len() < most && !words.contains(&word) {
            words.push(word);
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let keys: Vec<String> = tokens(text).into_iter().map(|token| token.key).collect();
        assert_eq!(keys.join("|"), expected, "{text}");
    }

    #[test]
    fn typography_is_no_difference() {
        check("l’IA, « oui »", "l|'|IA|,|\"|oui|\"");
        check("l'IA , \"oui\"", "l|'|IA|,|\"|oui|\"");
        check("semi\u{ad}conducteurs…", "semiconducteurs|.|.|.");
        check("e\u{301}te\u{301} 25\u{a0}%", "été|25|%");
        check("États\u{2011}Unis", "États|-|Unis");
    }

    #[test]
    fn a_query_has_words_only() {
        assert_eq!(query_words("« OU -NVIDIA \"date:2025\" OU »", 9), "ou nvidia date 2025");
        assert_eq!(query_words("a b c d", 2), "a b");
    }
}
