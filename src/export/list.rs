//! What a format knows of a list beside its hits: the query, how the list was made, the words of the reader's language.

use super::field::FieldName;
use crate::model::Understood;

/// A list of hits, without the hits.
#[derive(Debug, Clone, Copy)]
pub struct List<'a> {
    /// The query as it was understood.
    pub query: &'a Understood,
    /// How the list was made: a label and its text, in the order in which people read them.
    pub how: &'a [(String, String)],
    /// The words that the file is written with.
    pub labels: Labels,
}

/// The words of a file for people, in one language.
#[derive(Debug, Clone, Copy)]
pub struct Labels {
    /// The code of the language.
    pub lang: &'static str,
    /// The heading of a column.
    pub heading: fn(FieldName) -> &'static str,
    /// The name of the sheet of the passages.
    pub passages: &'static str,
    /// The name of the sheet that says how the list was made.
    pub how: &'static str,
}
