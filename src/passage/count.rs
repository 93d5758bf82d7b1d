//! A text to the number of its words: runs of anything but white space, as `split_whitespace` has them.
//!
//! Passages are measured in words, so every byte of a corpus comes by here. Bytes are looked at, many at once where
//! none of them may begin white space that is wider than a byte.

/// How many bytes are looked at in one go, without a branch, so that the compiler can do it side by side. Few, since
/// typographic apostrophes and no-break spaces spoil the block that they stand in.
const BLOCK: usize = 32;

/// How many words `text` has.
pub fn count_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut words, mut after_space, mut at) = (0, true, 0);
    while at < bytes.len() {
        let block = block(&bytes[at..]);
        let mut end = bytes.len().min(at + BLOCK);
        if block.iter().fold(false, |any, &byte| any | may_open_wide_space(byte)) {
            while !text.is_char_boundary(end) {
                end += 1;
            }
            words += one_by_one(text, at, end, &mut after_space);
        } else {
            words += side_by_side(&block, &mut after_space);
        }
        at = end;
    }
    words
}

/// The first bytes; after the last of them spaces, in which no word begins.
fn block(bytes: &[u8]) -> [u8; BLOCK] {
    bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut block = [b' '; BLOCK];
        block[..bytes.len()].copy_from_slice(bytes);
        block
    })
}

/// The words that begin in a block whose white space is of one byte.
fn side_by_side(block: &[u8; BLOCK], after_space: &mut bool) -> usize {
    // Whether there is white space before each byte, and at the end.
    let mut spaces = [u8::from(*after_space); BLOCK + 1];
    for (space, &byte) in spaces[1..].iter_mut().zip(block) {
        *space = u8::from(is_space(byte));
    }
    *after_space = spaces[BLOCK] == 1;
    // A byte counts to 255, and the block has fewer.
    let words = (0..BLOCK).fold(0u8, |words, at| words + (spaces[at] & !spaces[at + 1]));
    usize::from(words)
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
        fn words_stand_between_white_space(text in "(\\PC|[a-zé \n\t\u{a0}\u{85}\u{1680}\u{2003}\u{202f}\u{3000}…«]|[a-zé ]{20}){0,60}") {
            prop_assert_eq!(count_words(&text), text.split_whitespace().count());
        }
    }
}
