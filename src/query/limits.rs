//! What a query may weigh. Numbers in, nothing out: the lexer reads them before anything recurses.

/// The longest query, in bytes. What follows is left out, with an error.
pub const MAX_BYTES: usize = 8_192;

/// The most words in a query, those within phrases counted. What follows is left out, with an error.
pub const MAX_WORDS: usize = 128;

/// The most parentheses open at once. What follows is left out, with an error.
pub const MAX_DEPTH: usize = 32;

/// The most diagnostics that a query gets; one more says how many are not shown.
pub const MAX_DIAGNOSTICS: usize = 16;

/// The furthest that `PRES/n` and `"…"~n` reach, in words.
pub const MAX_DISTANCE: u32 = 100;

/// The reach of `PRES` without a number.
pub const DEFAULT_DISTANCE: u32 = 5;

/// The highest boost.
pub const MAX_BOOST: f32 = 100.0;

/// The fewest letters or digits before the `*` of a prefix.
pub const MIN_PREFIX: usize = 2;
