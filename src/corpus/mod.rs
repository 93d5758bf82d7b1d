//! A folder in, documents out: `list` names the files, `read` turns each into documents and problems.
//!
//! The room knows neither passages nor the index. One bad file is a [`Problem`](crate::model::Problem),
//! never an error for the folder. A new format is one file with a `Reader` and one line in `formats::FORMATS`.

mod chunk;
mod formats;
mod input;
mod listing;
mod metadata;
mod read;
mod sink;

pub use chunk::Part;
pub use formats::reader::Limits;
pub use formats::{is_known, is_streamed};
pub use listing::{Entry, Listing, list};
pub use read::{Reading, hash, read, read_part};
pub use sink::Item;

/// What an input/output error means to the reader of a report.
fn plain(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file or folder".to_owned(),
        ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().to_lowercase()
        }
    }
}

#[cfg(test)]
mod tests;
