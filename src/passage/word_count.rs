//! Word count: the number of words in a text, where words are separated by white space as in `split_whitespace`.
//!
//! Passages are measured in words, so this loop reads every byte of a corpus. It tests blocks of bytes with vector
//! instructions, unless a block may contain white space of several bytes.

/// The number of bytes that are tested without a branch, so that the compiler can vectorise. A larger block would more
/// often contain a no-break space, which needs the slow path.
const BLOCK: usize = 64;

/// The number of words in `text`.
pub fn count_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut words = 0;
    let mut after_space = true;
    let mut at = 0;
    while at < bytes.len() {
        let mut end = bytes.len().min(at + BLOCK);
        if has_wide_space(bytes, at, end) {
            while !text.is_char_boundary(end) {
                end += 1;
            }
            words += count_by_byte(text, at, end, &mut after_space);
        } else {
            words += count_vectorised(&bytes[at..end], &mut after_space);
        }
        at = end;
    }
    words
}

/// Whether white space of two or three bytes begins in `bytes[at..end]`. Some typographic marks have the same first
/// byte, so all bytes are compared.
fn has_wide_space(bytes: &[u8], at: usize, end: usize) -> bool {
    let block = &bytes[at..end];
    let second = &bytes[at + 1..];
    let third = second.get(1..).unwrap_or_default();
    let twos = block.iter().zip(second);
    let has_two = twos.clone().fold(false, |any, (a, b)| any | ((*a == 0xc2) & matches!(b, 0x85 | 0xa0)));
    twos.zip(third).fold(has_two, |any, ((a, b), c)| any | is_space_of_three(*a, *b, *c))
}

/// Whether the bytes are U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F or U+3000, without a branch.
fn is_space_of_three(a: u8, b: u8, c: u8) -> bool {
    let general = (c <= 0x8a) | (c == 0xa8) | (c == 0xa9) | (c == 0xaf);
    ((a == 0xe2) & (b == 0x80) & general)
        | ((a == 0xe2) & (b == 0x81) & (c == 0x9f))
        | ((a == 0xe1) & (b == 0x9a) & (c == 0x80))
        | ((a == 0xe3) & (b == 0x80) & (c == 0x80))
}

/// The number of words that begin in a block whose white space is ASCII.
fn count_vectorised(block: &[u8], after_space: &mut bool) -> usize {
    let Some((&last, but_last)) = block.split_last() else { return 0 };
    let opens = usize::from(*after_space & !is_space(block[0]));
    *after_space = is_space(last);
    let pairs = but_last.iter().zip(&block[1..]);
    // `u8` is enough for a block of `BLOCK` bytes, and vectorises best.
    let inside =
        pairs.fold(0u8, |words, (before, here)| words + u8::from(is_space(*before) & !is_space(*here)));
    opens + usize::from(inside)
}

/// The number of words that begin in `text[at..end]`.
fn count_by_byte(text: &str, at: usize, end: usize, after_space: &mut bool) -> usize {
    let mut words = 0;
    for at in at..end {
        let is_space = match text.as_bytes()[at] {
            // A later byte of a character is like its first byte.
            0x80..=0xbf => *after_space,
            byte if may_open_wide_space(byte) => text[at..].starts_with(char::is_whitespace),
            byte => is_space(byte),
        };
        words += usize::from(!is_space & *after_space);
        *after_space = is_space;
    }
    words
}

fn is_space(byte: u8) -> bool {
    (byte == b' ') | (0x09..=0x0d).contains(&byte)
}

/// Whether `byte` may be the first byte of white space of several bytes.
fn may_open_wide_space(byte: u8) -> bool {
    (byte == 0xc2) | (0xe1..=0xe3).contains(&byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::count_words;

    proptest! {
        #[test]
        fn words_stand_between_white_space(text in "(\\PC|[a-zé \n\t\u{a0}\u{85}\u{1680}\u{2000}\u{2003}\u{200a}\u{200b}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}…«’]|[a-zé ]{20,40}){0,60}") {
            prop_assert_eq!(count_words(&text), text.split_whitespace().count());
        }
    }
}
