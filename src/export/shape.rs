//! The two traits that formats implement: a head, a row for each hit, a foot, written to any [`Write`].

use std::io::{self, Write};

use super::limits::Limits;
use crate::model::Hit;

/// A format whose rows do not depend on each other, so that several threads can write them.
pub(super) trait Rows: Send + Sync {
    /// Writes what stands before the first hit.
    fn head(&self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes one hit.
    fn row(&self, hit: &Hit, out: &mut dyn Write) -> io::Result<()>;
}

/// A format whose rows depend on the rows before them.
pub(super) trait Shape {
    /// Writes what stands before the first hit.
    fn head(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// Writes one hit. Says whether the hit has a row: a run of articles has none for a further passage of an article.
    fn row(&mut self, hit: &Hit, out: &mut dyn Write) -> io::Result<bool>;

    /// Keeps a line of the manifest, in a format that has room for it.
    fn keep(&mut self, _line: &str) -> io::Result<()> {
        Ok(())
    }

    /// The limits of the format that were met so far.
    fn limits(&self) -> Limits {
        Limits::default()
    }

    /// Writes what stands after the last of `rows` rows.
    fn foot(&mut self, _rows: u64, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
