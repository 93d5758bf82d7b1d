//! French text analysis: one chain of steps turns documents and queries into tokens, for every engine.
//!
//! A token has its offsets in the text, its position, its exact form and its stems. The room knows no documents, queries
//! or engines, reads no files, and never fails. The steps:
//!
//! `normalize → unglue → scan → rules (elision, reference, sign, clock, acronym, symbol, inclusive, apostrophe, line end, compound, number)
//! → capitals, stop words → fold, stem (by hand, by lemma, by Snowball) → names (of queries)`
//!
//! To add a rule, write a file in `rules/` with a type that implements `rules::Rule`, and add the type to
//! `Chain::french` in its place. To add a word, add a line to a list in `data/`. Both change the fingerprint of the
//! chain, and with it the index.

mod analyzer;
mod capitals;
mod chain;
mod explain;
mod names;
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
