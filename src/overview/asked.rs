//! One of the queries of an overview.

use crate::query::Parsed;
use crate::search::Request;

/// A request and its query, parsed.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The request.
    pub request: Request,
    /// Its query.
    pub parsed: Parsed,
}
