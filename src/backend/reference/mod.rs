//! The contract in plain terms: articles in memory, all of them read for every question, nothing packed or skipped.
//!
//! What an answer has to be is seen here at a glance, so this is what a faster engine is held against
//! (`backend/differential.rs`). The meaning of a match (`spans.rs`) and the arithmetic of scores (`ranking`) are shared;
//! everything between the two is said a second time.

mod answer;
mod article;
mod file;
mod reader;
mod vocabulary;
mod writer;

pub(super) use file::last_commit;
pub(super) use reader::Reader;
pub(super) use writer::Writer;
