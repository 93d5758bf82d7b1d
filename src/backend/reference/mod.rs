//! The reference engine: the contract in plain terms. It keeps all articles in memory and reads each for every
//! question.
//!
//! Its code is a definition of the answer, so `backend/differential.rs` compares a faster engine with it. Both share
//! the meaning of a match (`spans.rs`) and the formulas of the ranking (`ranking`); everything between has two
//! implementations.

mod answer;
mod article;
mod file;
mod reader;
mod vocabulary;
mod writer;

pub(super) use file::last_commit;
pub(super) use reader::Reader;
pub(super) use writer::Writer;
