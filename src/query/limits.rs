//! Limits of a query. The lexer applies them before anything recurses.

/// The longest query, in bytes. The rest is left out, with an error.
pub const MAX_BYTES: usize = 8_192;

/// The most words in a query, those in phrases included. The rest is left out, with an error.
pub const MAX_WORDS: usize = 128;

/// The most parentheses that are open at once. The rest is left out, with an error.
pub const MAX_DEPTH: usize = 32;

/// The most diagnostics of a query. One more says how many are not shown.
pub const MAX_DIAGNOSTICS: usize = 16;

/// The greatest distance of `PRES/n` and `"…"~n`, in words.
pub const MAX_DISTANCE: u32 = 100;

/// The distance of `PRES` without a number, in words.
pub const DEFAULT_DISTANCE: u32 = 5;

/// The highest boost.
pub const MAX_BOOST: f32 = 100.0;

/// The fewest letters or digits before the `*` of a prefix.
pub const MIN_PREFIX: usize = 2;
