//! Characters in, characters out: what every other room does to text before it knows what the text is.
//!
//! Knows no document, field, query or engine. Nothing here fails, whatever it is given.

pub mod decode;
pub mod swar;
pub mod normalize;
pub mod unglue;

pub use normalize::{Normalized, normalize};

/// The entries of a word list: one a line; `#` opens a comment line.
pub fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}
