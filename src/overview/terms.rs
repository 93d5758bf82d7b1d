//! Typical terms, and two queries beside each other: the requests, as the engine takes them.

use super::asked::Asked;
use super::searched::searched;
use crate::model::{Comparison, TypicalTerms};
use crate::search::{Engine, SearchError};

/// The words and names that are typical of the articles that match, against the rest of those that the filters let
/// through. At most `most`, the most typical first.
///
/// # Errors
/// The search fails.
pub fn typical_terms(engine: &Engine, asked: &Asked, most: usize) -> Result<TypicalTerms, SearchError> {
    let (request, parsed) = searched(&asked.request, &asked.parsed);
    engine.typical_terms((&asked.request, &asked.parsed), (&request, &parsed), most)
}

/// The articles of the one query, of both, and of the other, with the best `few` of each.
///
/// # Errors
/// The search fails, or both queries have too many words together.
pub fn compare(
    engine: &Engine,
    first: &Asked,
    second: &Asked,
    few: usize,
) -> Result<Comparison, SearchError> {
    engine.compare((&first.request, &first.parsed), (&second.request, &second.parsed), few)
}
