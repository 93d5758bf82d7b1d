//! What there is to say about a query, as values; `wording` has their sentences and says what to type instead.

use serde::{Deserialize, Serialize};

/// One thing to say. As JSON: its fields beside a stable `code`. What was typed is tame: no control characters, not long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Remark {
    /// The query is longer than `most` bytes; the rest is left out.
    TooLong {
        /// The limit, in bytes.
        most: usize,
    },
    /// The query has more than `most` words; the rest is left out.
    TooManyWords {
        /// The limit, in words.
        most: usize,
    },
    /// Parentheses nest deeper than `most`; the rest is left out.
    TooDeep {
        /// The limit, in parentheses open at once.
        most: usize,
    },
    /// A `)` that was never opened is ignored.
    UnopenedParenthesis,
    /// A `(` is never closed.
    UnclosedParenthesis,
    /// There is nothing between two parentheses.
    EmptyParentheses,
    /// A closing quote that was never opened is ignored.
    UnopenedQuote,
    /// An opening quote that is never closed is ignored.
    UnclosedQuote,
    /// There is no word between two quotes.
    EmptyQuotes,
    /// `+` before a word: every word is wanted anyway.
    NeedlessPlus,
    /// `=` before a group is ignored.
    ExactGroup,
    /// `date:` with a range that ends before it begins.
    BackwardsDate {
        /// The field with its value.
        typed: String,
    },
    /// `date:` with something that is no date.
    NoDate {
        /// The field with its value.
        typed: String,
    },
    /// A name before a colon is no field, and is read as text.
    UnknownField {
        /// The name with its colon.
        typed: String,
        /// The field that may be meant, with its colon.
        nearest: Option<String>,
    },
    /// A field with no value right behind its colon is read as a word.
    FieldAlone {
        /// The field with its colon.
        typed: String,
    },
    /// A dash before a number is read as a minus, not as NOT.
    Minus {
        /// The number.
        before: String,
    },
    /// An operator of another system is read as `PRES/n`.
    ReadAsNear {
        /// The operator as typed.
        typed: String,
        /// The distance, in words.
        distance: u32,
    },
    /// `PRES/` with something that is no distance is read as text.
    NoDistance {
        /// The operator as typed.
        typed: String,
    },
    /// `*` elsewhere than at the end of a word is read as text.
    StarInside,
    /// `?` within a word is text.
    QuestionInside,
    /// A sign within quotes is text.
    SignInQuotes {
        /// The sign.
        sign: char,
    },
    /// `*` has fewer than `least` letters or digits before it.
    ShortPrefix {
        /// How many letters or digits there have to be.
        least: usize,
    },
    /// The number after `~` is ignored: how many faults pass depends on the word's length.
    FaultsNotCounted,
    /// `~` is ignored beside another mark.
    TildeIgnored {
        /// The other mark.
        beside: char,
    },
    /// `~` after a phrase without a number.
    DefaultDistance {
        /// The distance that is taken, in words.
        distance: u32,
    },
    /// A distance lies outside of what is allowed.
    DistanceOutOfRange {
        /// The least, in words.
        least: u32,
        /// The most, in words.
        most: u32,
        /// What is taken, in words.
        taken: u32,
    },
    /// A boost lies outside of what is allowed.
    BoostOutOfRange {
        /// The most.
        most: f32,
    },
    /// Of several boosts the last is taken.
    SeveralBoosts,
    /// A boost on one side of a PRES is ignored.
    BoostIgnored,
    /// An operator or a field with nothing on one side is ignored.
    Dangling {
        /// The operator or field as typed.
        typed: String,
        /// Where nothing stands.
        missing: Side,
    },
    /// A NOT of a NOT: two of them cancel out.
    DoubleNot,
    /// PRES or MEME between what they cannot join is read as ET.
    ReadAsAnd,
    /// Of three words joined by PRES each two neighbours must be near.
    PairByPair,
    /// Further remarks were dropped.
    More {
        /// How many.
        count: usize,
    },
}

/// A side of an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// What stands before it.
    Before,
    /// What stands after it.
    After,
}
