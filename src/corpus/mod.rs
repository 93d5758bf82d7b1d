//! A folder in, documents out: `list` names the files, `read` turns each into documents and problems.
//!
//! The room knows neither passages nor the index. One bad file is a [`Problem`](crate::model::Problem),
//! never an error for the folder. A new format is one file with a `Reader` and one line in `formats::FORMATS`.

mod dates;
mod formats;
mod front_matter;
mod headers;
mod html;
mod ignored;
mod json;
mod keys;
mod list;
mod markdown;
mod metadata;
mod open;
mod output;
mod part;
mod reader;
mod txt;
mod walk;

pub use formats::{Reading, hash, is_known, is_streamed, read, read_part};
pub use list::{Entry, Listing, list};
pub use output::Item;
pub use part::Part;
pub use reader::Limits;

use std::io::ErrorKind;

use crate::model::Reason;

/// What an input/output error means to the reader of a report.
fn plain(error: &std::io::Error) -> Reason {
    match error.kind() {
        ErrorKind::NotFound => Reason::Missing,
        ErrorKind::PermissionDenied => Reason::Forbidden,
        _ => Reason::System { said: said(error) },
    }
}

/// What the system said, without its number.
fn said(error: &std::io::Error) -> String {
    error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests;
