//! Words that are longer than what the index keeps of a word.

/// What the index keeps of a word, in bytes: keys of the index are limited.
pub const MAX_WORD_BYTES: usize = u8::MAX as usize;

/// How many runs of letters and digits are longer than [`MAX_WORD_BYTES`].
pub fn long_words(text: &str) -> usize {
    let is_between = |c: char| !c.is_alphanumeric();
    // Few texts have a long run of bytes that are neither space nor punctuation of ASCII: only those are looked at closely.
    let runs = text.as_bytes().split(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
    if runs.map(<[u8]>::len).max().unwrap_or(0) <= MAX_WORD_BYTES {
        return 0;
    }
    text.split(is_between).filter(|word| word.len() > MAX_WORD_BYTES).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: usize) {
        assert_eq!(long_words(text), expected);
    }

    #[test]
    fn only_words_are_long() {
        let longest = "a".repeat(MAX_WORD_BYTES);
        check("", 0);
        check(&longest, 0);
        check(&format!("{longest}b"), 1);
        check(&format!("x {longest}b, {longest}c"), 2);
        check(&"é".repeat(128), 1);
        check(&"é".repeat(127), 0);
        check(&"«".repeat(200), 0);
        check(&format!("{longest}»{longest}"), 0);
    }
}
