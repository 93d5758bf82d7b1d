//! The engine in the process: an index folder of tantivy's on this machine's disk.
//!
//! The only room that knows tantivy. An article is a document, and a passage a run of its words. A search sieves
//! the articles by their postings, many at a time, and reads the best of them closely.

#[cfg(test)]
mod agreement;
mod answer;
mod batch;
mod batches;
mod board;
mod commit;
mod counted;
mod dictionary;
mod directory;
mod error;

mod inverted;
mod inverter;
mod list;
mod log;
mod mapping;
mod packing;
mod part;
mod postings;
mod ranking;
mod reader;
mod reading;
mod shelf;
mod sieve;
mod spellings;
mod survey;
#[cfg(test)]
mod telling;
#[cfg(test)]
mod tests;
mod track;
mod vocabulary;
mod window;
mod writer;

pub(super) use reader::Reader;
pub(super) use writer::Writer;
