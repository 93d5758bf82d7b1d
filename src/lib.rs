//! Vigie: a full-text search engine for people who follow technology policy in the French press.
//!
//! Data flows one way:
//!
//! `corpus → list → [ child process: detect → read → rules ] → Document → passages → words → Backend → index/`
//!
//! `string → Ast + diagnostics → Plan → Backend → hits → snippets → SearchResponse → wording → terminal | file`
//!
//! The rooms, bottom to top; a room names only rooms above it in this list (held by
//! `tests/architecture.rs`):

pub mod model;
pub mod text;
pub mod analysis;
pub mod thesaurus;
pub mod schema;
pub mod query;
pub mod passage;
pub mod corpus;
pub mod reading;
pub mod backend;
pub mod indexing;
pub mod search;
pub mod quotation;
pub mod overview;
pub mod export;
pub mod eval;
pub mod settings;
pub mod session;
pub mod provenance;
pub mod wording;
pub mod cli;
