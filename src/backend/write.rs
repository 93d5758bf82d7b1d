//! The writing side of the contract: changes in, one commit out.

use super::document::Prepared;
use super::{BackendError, Totals};

/// One change of an index.
#[derive(Debug)]
pub enum Change {
    /// Adds an article. Where the index has an article of that identifier, a [`Change::Remove`] comes first.
    Add {
        /// The article's identifier.
        id: String,
        /// The article.
        article: Box<Prepared>,
    },
    /// Removes the article of that identifier, if there is one; articles that are added later stay.
    Remove {
        /// The article's identifier.
        id: String,
    },
}

/// Writes to an index. No reader sees a change before [`Write::commit`]; then it sees all of them.
pub trait Write {
    /// A new encoder, for one thread.
    fn encoder(&self) -> Box<dyn Encode>;

    /// Takes changes in, in their order. Engines work best with some dozens at once.
    ///
    /// # Errors
    /// When the engine cannot write.
    fn apply(&mut self, changes: Vec<Change>) -> Result<(), BackendError>;

    /// Makes all changes since the last commit visible and durable at once. `totals` hold from now on; `note` is
    /// the caller's own, and comes back from [`super::Search::note`].
    ///
    /// # Errors
    /// When the engine cannot write; the state before is still there.
    fn commit(&mut self, totals: Totals, note: &str) -> Result<(), BackendError>;

    /// Ends the work, waiting for what goes on in the background.
    ///
    /// # Errors
    /// When the work in the background failed.
    fn finish(self: Box<Self>) -> Result<(), BackendError>;
}

/// The part of the writing that depends on one article alone: any thread may do it, in any order.
pub trait Encode: Send {
    /// Turns what is stored of the article into what the engine keeps. An encoder may leave the article as it is:
    /// [`Write::apply`] encodes it then, or says why that fails.
    fn encode(&mut self, article: &mut Prepared);
}
