//! The engine in the process: an index folder of tantivy's on this machine's disk.
//!
//! This is the only room that knows tantivy. An article is a document; a passage is a run of its words.
//!
//! | word | what it means here |
//! | --- | --- |
//! | segment | a part of the index that is written once, with its own postings, columns and store |
//! | block | 4,096 consecutive documents of a segment, handled as a set of bits |
//! | term | one form of a word in one field: an exact form or a stem |
//! | postings | the documents that have a term, with frequencies and positions |
//! | recorder | the postings of a term while articles are added |
//! | interner | strings to numbers |
//! | column | one value per document, tantivy's fast field |
//! | store | the articles as they were read, compressed one by one |
//! | dictionary | what the texts have in common, for the compression |
//! | accumulator | for each document of a block, what the matches of a concept count |
//! | first phase | all documents, by frequencies, into a collector |
//! | collector | takes the matching documents in: a count, the best, counts by month |
//! | second phase | the best documents, by positions: passages are scored |
//! | spans | the matches of a matcher, in word positions |
//! | opstamp | the number of removals so far: a removal is of what was added before it |
//! | payload | what a commit of ours says in a commit of tantivy's |
//!
//! Data flows down this list of rooms; a room names only rooms above it: `error`, `bitset`, `schema`, `directory`, `commit`,
//! `segment`, `store`, `integrity`, `leftovers`, `indexer`, `search`, `searcher`.

mod bitset;
mod commit;
mod directory;
mod error;
mod indexer;
mod integrity;
mod leftovers;
#[cfg(test)]
mod sample;
mod schema;
mod search;
mod searcher;
mod segment;
mod store;
#[cfg(test)]
mod tests;

pub(super) use self::indexer::Indexer;
pub(super) use commit::last_commit;
pub(super) use indexer::remove_leftovers;
pub(super) use searcher::Searcher;
#[cfg(fuzzing)]
pub use store::fuzz_stored;
