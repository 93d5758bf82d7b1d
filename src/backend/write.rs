//! The writing side of the contract: changes in, one commit out.

use super::document::Prepared;
use super::{BackendError, Totals};

/// One change of an index.
#[derive(Debug)]
pub enum Change {
    /// Adds an article. If the index has one with that identifier, a [`Change::Remove`] must come first.
    Add {
        /// The article's identifier.
        id: String,
        /// The article.
        article: Box<Prepared>,
    },
    /// Removes the article with that identifier, if there is one. Articles added later stay.
    Remove {
        /// The article's identifier.
        id: String,
    },
}

/// Writes to an index. No reader sees a change before [`Write::commit`]; then it sees all of them.
pub trait Write {
    /// A new encoder, for one thread.
    fn encoder(&self) -> Box<dyn Encode>;

    /// Applies changes, in their order. Engines work best with some dozens at a time.
    ///
    /// # Errors
    /// The engine cannot write.
    fn apply(&mut self, changes: Vec<Change>) -> Result<(), BackendError>;

    /// Makes all changes since the last commit visible and durable at once. `totals` are the new sizes of the index;
    /// `note` is the caller's, and [`super::Search::note`] returns it.
    ///
    /// # Errors
    /// The engine cannot write. The state before is unchanged.
    fn commit(&mut self, totals: Totals, note: &str) -> Result<(), BackendError>;

    /// Ends the writing and waits for work in the background.
    ///
    /// # Errors
    /// Work in the background failed.
    fn finish(self: Box<Self>) -> Result<(), BackendError>;
}

/// The part of writing that depends on one article alone. Any thread may do it, in any order.
pub trait Encode: Send {
    /// Replaces the stored part of the article by the bytes of the engine's store. An encoder may leave it as it is:
    /// then [`Write::apply`] encodes it, or returns the error.
    fn encode(&mut self, article: &mut Prepared);
}
