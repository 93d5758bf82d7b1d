//! Text to tokens, French: one chain for documents and queries, for every engine.
//!
//! A text goes in; tokens with their offsets in that text, their positions, their exact form and their stems
//! come out. Knows no documents, queries or engines; reads no files; fails on nothing. Step by step:
//!
//! `normalize → unglue → scan → rules (elision, acronym, symbol, inclusive, apostrophe, compound, number)
//! → capitals, stop → fold, stem (by hand, by lemma, by rule)`
//!
//! To add a rule: a file with a type that is a `rule::Rule`, a line in `Chain::french`, in its place.
//! To add a word: a line in `data/`. Either changes the fingerprint, and with it the index.

mod acronym;
mod analyzer;
mod apostrophe;
mod capitals;
mod chain;
mod compound;
mod elision;
mod fold;
mod inclusive;
mod interest;
mod lemmas;
mod lexicon;
mod number;
mod rule;
mod scan;
mod sorted;
mod stem;
mod steps;
mod stop;
mod symbol;
mod tokens;

pub use analyzer::Analyzer;
pub use chain::Chain;
pub use interest::{Interest, Sighting};
pub use lexicon::Edition;
pub use stem::Kinship;
pub use steps::{Step, steps};
pub use tokens::{Token, Tokens};

#[cfg(test)]
mod pairs;
#[cfg(test)]
pub(crate) mod tests;
