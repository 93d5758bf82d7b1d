//! The stored articles: each compressed by itself, with a dictionary of what the texts of an index have in common.

mod codec;
pub(super) mod dictionary;
mod reader;

#[cfg(fuzzing)]
pub use codec::fuzz_stored;
pub(super) use codec::{Decoder, Dictionary, Encoder, SAMPLE_BYTES, SharedEncoder, train, with_id};
pub(super) use reader::StoreReader;
