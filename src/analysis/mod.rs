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

mod analyzer;
mod capitals;
mod chain;
mod explain;
mod pool;
mod rules;
mod scanner;
mod term_filter;
mod token_writer;
mod tokens;
mod words;

pub use analyzer::Analyzer;
pub use chain::Chain;
pub use explain::{Step, explain};
pub use term_filter::{FilteredToken, TermFilter};
pub use tokens::{Token, Tokens};
pub use words::stemmer::Conflation;
pub use words::word_cache::CacheId;

#[cfg(test)]
mod pairs;
#[cfg(test)]
pub(crate) mod tests;
