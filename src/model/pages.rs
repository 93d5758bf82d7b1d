//! The pages of a text that was laid out, such as a PDF.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

/// Where the pages of a text begin. Empty where the text has no pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pages {
    /// The byte of the text at which each page begins, in order, the first page first. A page without text begins where the
    /// next one does.
    pub starts: Vec<u64>,
}

/// The pages that a part of a text lies on, counted from 1 as they lie in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRange {
    /// The first page.
    pub first: u32,
    /// The last page.
    pub last: u32,
}

impl Pages {
    /// Whether the text has no pages.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The pages of these bytes of the text; `None` where the text has no pages.
    ///
    /// ```
    /// use vigie::model::{PageRange, Pages};
    ///
    /// let pages = Pages { starts: vec![0, 10, 10, 30] };
    /// assert_eq!(pages.of(5..12), Some(PageRange { first: 1, last: 3 }));
    /// assert_eq!(Pages::default().of(5..12), None);
    /// ```
    pub fn of(&self, bytes: Range<u64>) -> Option<PageRange> {
        let page = |byte: u64| self.starts.partition_point(|start| *start <= byte).max(1) as u32;
        let last = bytes.end.saturating_sub(1).max(bytes.start);
        (!self.is_empty()).then(|| PageRange { first: page(bytes.start), last: page(last) })
    }
}

impl fmt::Display for PageRange {
    /// `4`, `4–5`. With a hyphen spreadsheets would take it for a day.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.first == self.last {
            true => write!(f, "{}", self.first),
            false => write!(f, "{}–{}", self.first, self.last),
        }
    }
}
