//! The limits of a format that a list met: what the file cannot hold as it is, counted.

/// What a format had to change. Nothing is lost but what `cut_cells` counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Cells whose text was cut, because it is longer than a cell may be.
    pub cut_cells: u64,
    /// Titles without their link, because a sheet may have no more links or a link may not be so long.
    pub plain_links: u64,
    /// Sheets of passages beyond the first, because a sheet may have no more rows.
    pub more_sheets: u64,
}
