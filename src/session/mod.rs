//! The session: settings in; an engine, a run of the indexer or a status out.
//!
//! Every front end (the command line, a server, an assistant's tools) opens a [`Session`]. The room knows no arguments,
//! no terminal, no network: it returns values, and errors with a [`Kind`](crate::model::Kind).

mod alike;
mod article;
mod error;
mod facts;
mod filters;
mod front;
mod reload;
mod status;
#[cfg(test)]
mod tests;

pub use crate::backend::EngineKind;
pub use error::SessionError;
pub use facts::{Articles, IndexFacts};
pub use filters::filter_notes;
pub use front::{Run, Session, understood, understood_on};
pub use status::Status;
