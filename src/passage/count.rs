//! A text to the number of its words: runs of anything but white space, as `split_whitespace` has them.
//!
//! Passages are measured in words, so every byte of a corpus comes by here. Bytes are looked at, many at once where
//! none of them begins white space that is wider than a byte.

/// How many bytes are looked at in one go, without a branch, so that the compiler can do it side by side. No more,
/// since a no-break space spoils the block that it stands in.
const BLOCK: usize = 64;

/// How many words `text` has.
pub fn count_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut words, mut after_space, mut at) = (0, true, 0);
    while at < bytes.len() {
        let mut end = bytes.len().min(at + BLOCK);
        if has_wide_space(bytes, at, end) {
            while !text.is_char_boundary(end) {
                end += 1;
            }
            words += one_by_one(text, at, end, &mut after_space);
        } else {
            words += side_by_side(&bytes[at..end], &mut after_space);
        }
        at = end;
    }
    words
}

/// Whether white space of two bytes or three begins in a block. Typographic marks begin with the same byte as some.
fn has_wide_space(bytes: &[u8], at: usize, end: usize) -> bool {
    let block = &bytes[at..end];
    let second = &bytes[at + 1..];
    let third = second.get(1..).unwrap_or_default();
    let twos = block.iter().zip(second);
    let has_two = twos.clone().fold(false, |any, (a, b)| any | ((*a == 0xc2) & matches!(b, 0x85 | 0xa0)));
    twos.zip(third).fold(has_two, |any, ((a, b), c)| any | is_space_of_three(*a, *b, *c))
}

/// U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F and U+3000, without a branch.
fn is_space_of_three(a: u8, b: u8, c: u8) -> bool {
    let general = (c <= 0x8a) | (c == 0xa8) | (c == 0xa9) | (c == 0xaf);
    ((a == 0xe2) & (b == 0x80) & general)
        | ((a == 0xe2) & (b == 0x81) & (c == 0x9f))
        | ((a == 0xe1) & (b == 0x9a) & (c == 0x80))
        | ((a == 0xe3) & (b == 0x80) & (c == 0x80))
}

/// The words that begin in a block whose white space is of one byte.
fn side_by_side(block: &[u8], after_space: &mut bool) -> usize {
    let Some((&last, but_last)) = block.split_last() else { return 0 };
    let opens = usize::from(*after_space & !is_space(block[0]));
    *after_space = is_space(last);
    let pairs = but_last.iter().zip(&block[1..]);
    // A byte counts to 255, and the block has fewer.
    let inside =
        pairs.fold(0u8, |words, (before, here)| words + u8::from(is_space(*before) & !is_space(*here)));
    opens + usize::from(inside)
}

/// The words that begin at bytes `at..end` of `text`.
fn one_by_one(text: &str, at: usize, end: usize, after_space: &mut bool) -> usize {
    let mut words = 0;
    for at in at..end {
        let is_space = match text.as_bytes()[at] {
            // Inside a character: what its first byte said.
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

/// Whether the first byte of a character may be that of white space.
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
