//! The engine in the process: an index folder of tantivy's on this machine's disk.
//!
//! The only room that knows tantivy. A passage is a document; an article is a run of neighbouring
//! documents, which tantivy keeps together and in order through its merges.

mod answer;
mod bound;
mod cursor;
mod directory;
mod fault;
mod join;
mod mapping;
mod pages;
mod part;
mod queue;
mod ranking;
mod reader;
mod scorer;
mod shelf;
mod writer;

pub(crate) use directory::write_atomically;
pub use reader::Reader;
pub use writer::Writer;
