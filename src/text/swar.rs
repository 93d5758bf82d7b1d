//! Byte search by SWAR (SIMD within a register): eight bytes are tested at once, as one 64-bit number.
//!
//! A byte loop mispredicts its exit on every word. This search does not branch within eight bytes.

/// The number whose eight bytes are all 1.
pub const ONES: u64 = u64::MAX / 0xff;
/// The number whose eight bytes are all 0x80.
pub const HIGH_BITS: u64 = ONES << 7;

/// The index of the first byte that `select` selects. `select` sets the high bit of each selected byte. High bits after
/// the first selected byte may be wrong.
#[inline]
pub fn find_first(bytes: &[u8], select: impl Fn(u64) -> u64) -> Option<usize> {
    let first =
        |chunk| Some(select(u64::from_le_bytes(chunk)).trailing_zeros() as usize / 8).filter(|at| *at < 8);
    let (chunks, rest) = bytes.as_chunks();
    for (number, chunk) in chunks.iter().enumerate() {
        if let Some(at) = first(*chunk) {
            return Some(8 * number + at);
        }
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    first(last).filter(|at| *at < rest.len()).map(|at| 8 * chunks.len() + at)
}

/// Selects every byte except the letters `a` to `z`.
#[inline]
pub fn select_non_lowercase(chunk: u64) -> u64 {
    let low_bits = chunk & !HIGH_BITS;
    let from_a = low_bits + ONES * u64::from(0x80 - b'a');
    let past_z = low_bits + ONES * u64::from(0x7f - b'z');
    !(from_a & !past_z & !chunk) & HIGH_BITS
}

/// Selects bytes that are not ASCII, and the grave accent.
#[inline]
pub fn select_non_ascii_or_grave(chunk: u64) -> u64 {
    let graves_as_zeros = chunk ^ (ONES * u64::from(b'`'));
    // Subtracting 1 from a zero byte sets its high bit. The borrow may set later high bits, never an earlier one.
    (graves_as_zeros.wrapping_sub(ONES) & !graves_as_zeros | chunk) & HIGH_BITS
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_is_found(bytes in prop::collection::vec(prop_oneof![b'_'..=b'b', b'y'..=0x82u8, any::<u8>(), Just(b'e')], 0..40)) {
            let letters = bytes.iter().position(|byte| !byte.is_ascii_lowercase());
            prop_assert_eq!(find_first(&bytes, select_non_lowercase), letters);
            let unusual = bytes.iter().position(|byte| !byte.is_ascii() || *byte == b'`');
            prop_assert_eq!(find_first(&bytes, select_non_ascii_or_grave), unusual);
        }
    }
}
