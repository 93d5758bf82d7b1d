//! What every format gives: a head, a row for each hit, a foot. Text in, text out; never a writer.

use std::io;

use crate::model::Hit;

/// One way to write hits of which each has a row by itself, whatever stands before it: many can be made at once.
pub(super) trait Rows: Send + Sync {
    /// Appends what stands before the first hit.
    fn head(&self, _out: &mut String) {}

    /// Appends one hit.
    fn row(&self, hit: &Hit, out: &mut String) -> io::Result<()>;
}

/// One way to write hits whose rows depend on those before them. Each call appends to `out`, which its caller empties.
pub(super) trait Shape {
    /// What stands before the first hit.
    fn head(&self, _out: &mut String) {}

    /// One hit; nothing at all where this hit has no row (a further passage of an article in a run).
    fn row(&mut self, hit: &Hit, out: &mut String) -> io::Result<()>;

    /// What stands after the last of `rows` rows.
    fn foot(&self, _rows: u64, _out: &mut String) {}
}
