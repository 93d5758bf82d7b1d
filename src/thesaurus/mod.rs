//! Names and concepts: the words of a query go in; the entries that they mean come out, with their other names.
//!
//! `data/*.toml → file → Thesaurus` ‖ `query text → words → matching → Match (entry, name, where)`
//!
//! The entries are data: the format is told in `docs/THESAURUS.md`, and a user's own file has the same. Knows
//! nothing of documents, of the query language or of engines: what becomes of a match is for the search.
//! Only queries are read by it, never texts, so that another thesaurus asks for no other index.

mod entry;
mod error;
mod file;
mod matching;
mod plain;
mod slot;
mod starts;
mod table;
mod words;
mod written;

pub use entry::{Entry, Kind, Name, Role};
pub use error::{Problem, ThesaurusError};
pub use matching::Match;
pub use table::{Relations, Thesaurus};

#[cfg(test)]
mod tests;
