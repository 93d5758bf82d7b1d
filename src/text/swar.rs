//! Bytes go in, eight at a time as one number; out comes where the first is that a test marks by its high bit.
//!
//! For what is done to every byte of a text: a loop over bytes is left at another place for each word, which no
//! processor foresees.

/// One in each of the eight bytes.
pub const ONES: u64 = u64::MAX / 0xff;
/// The high bit of each.
pub const HIGH_BITS: u64 = ONES << 7;

/// The place of the first byte that `mark` marks. A mark is a high bit of what it gives; those of bytes behind the
/// first may be wrong.
#[inline]
pub fn first_marked(bytes: &[u8], mark: impl Fn(u64) -> u64) -> Option<usize> {
    let first =
        |eight| Some(mark(u64::from_le_bytes(eight)).trailing_zeros() as usize / 8).filter(|at| *at < 8);
    let (eights, rest) = bytes.as_chunks();
    for (number, eight) in eights.iter().enumerate() {
        if let Some(at) = first(*eight) {
            return Some(8 * number + at);
        }
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    first(last).filter(|at| *at < rest.len()).map(|at| 8 * eights.len() + at)
}

/// Marks every byte but the letters `a` to `z`.
#[inline]
pub fn mark_all_but_small_letters(eight: u64) -> u64 {
    let low_bits = eight & !HIGH_BITS;
    let from_a = low_bits + ONES * u64::from(0x80 - b'a');
    let past_z = low_bits + ONES * u64::from(0x7f - b'z');
    !(from_a & !past_z & !eight) & HIGH_BITS
}

/// Marks what is not ASCII, and the grave accent.
#[inline]
pub fn mark_unusual(eight: u64) -> u64 {
    let graves_as_zeros = eight ^ (ONES * u64::from(b'`'));
    // To take one from a zero byte sets its high bit. It may set others as well, but none before it.
    (graves_as_zeros.wrapping_sub(ONES) & !graves_as_zeros | eight) & HIGH_BITS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_is_found(bytes in prop::collection::vec(prop_oneof![b'_'..=b'b', b'y'..=0x82u8, any::<u8>(), Just(b'e')], 0..40)) {
            let letters = bytes.iter().position(|byte| !byte.is_ascii_lowercase());
            prop_assert_eq!(first_marked(&bytes, mark_all_but_small_letters), letters);
            let unusual = bytes.iter().position(|byte| !byte.is_ascii() || *byte == b'`');
            prop_assert_eq!(first_marked(&bytes, mark_unusual), unusual);
        }
    }
}
