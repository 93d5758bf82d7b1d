//! Names and concepts: the words of a query go in; the entries that they mean come out, with their other names.
//!
//! `data/*.toml → raw → file → packed` when the program is built; `packed → Thesaurus` when it starts.
//!
//! `query text → words → prefix_index → matching → Match (entry, name, where)`
//!
//! The entries are data in the format of `docs/THESAURUS.md`; a user's own file has the same format. This room knows
//! nothing of documents, of the query language or of engines: the search decides what becomes of a match.
//! The thesaurus is applied to queries only, so changing it needs no new index.

mod entry;
mod error;
mod file;
mod halves;
mod inflection;
mod lazy_entry;
mod matching;
mod packed;
mod prefix_index;
mod raw;
mod table;
mod words;

pub use entry::{Entry, Kind, Language, Name, Role};
pub use error::{Problem, ThesaurusError};
pub use halves::halves;
pub use inflection::forms;
pub use matching::Match;
pub use table::{Relations, Thesaurus};
pub use words::LINKS;

#[cfg(test)]
mod tests;
