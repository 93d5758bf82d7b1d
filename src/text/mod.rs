//! Text normalisation: what happens to characters before anything knows what the text is.
//!
//! `decode` turns bytes into characters, `legacy` tells old encodings apart, `mojibake` mends what was read in the wrong one,
//! `normalize` maps look-alike characters to one, `unglue` finds sentences that were glued together, `long_words` counts the words that
//! an index cuts, `swar` searches bytes. The room knows no documents, fields, queries or engines. It never fails.

pub mod decode;
mod legacy;
mod long_words;
pub mod mojibake;
pub mod swar;
pub mod normalize;
pub mod unglue;

pub use long_words::{MAX_WORD_BYTES, long_words};
pub use normalize::{Normalized, normalize};

/// The entries of a word list. The list has one entry on each line; lines that start with `#` are comments.
pub fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
