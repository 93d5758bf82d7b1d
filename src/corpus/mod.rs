//! The corpus: a folder in; documents and problems out.
//!
//! [`list`] names the files of a folder. [`read`] turns one file into documents and problems. A bad file is a
//! [`Problem`](crate::model::Problem) and never an error for the folder. The room knows no passages. Of an index it knows how
//! to tell one from articles.
//!
//! # A new format
//!
//! A format is one file in `formats/` and one line in `formats::READERS`. The file has a type that implements `Reader`:
//!
//! - `about` says for the documentation what is read, and `extensions` names the file name extensions.
//! - `sign` says whether the first bytes of a file are of the format, whatever its name; `is_binary` that its files are no text.
//! - `read` takes a stream of bytes, decompressed if the name ends with `.gz`, and sends each text to the sink as an
//!   `Extracted`. Title, date, author and so on are what the format says; the sink adds date and source from the path and
//!   the language from the text.
//! - What was guessed or repaired is a warning. A part of the file that cannot be read is a failure with its line. An error
//!   (`Refused`) refuses the whole file.
//! - Sizes are checked before anything is allocated, and depth before anything recurses. Limits of the format are a struct
//!   in `limits.rs`.
//! - A reader may panic on hostile bytes: the panic is caught and costs that file. It should not crash, hang or swell: the
//!   room `reading` runs it in a child process with limits, where that costs that file too, but is slow.
//! - A file in which other files lie (an archive, a mail) gives each to `formats::read` with `Sink::member`: its texts and problems name
//!   the member.
//! - `streams` and `read_chunk` are for files of many texts, which threads parse chunk by chunk.
//!
//! `formats/template.rs` is a reader to copy. Add a sample of the format to `tests/fixtures`.

mod chunk;
mod extracted;
mod formats;
mod input;
mod limits;
mod listing;
mod metadata;
mod read;
mod rules;
mod sink;

pub use chunk::Chunk;
pub use formats::{FormatInfo, formats, is_streamed};
pub use limits::{ArchiveLimits, HtmlLimits, Limits, LimitsFile};
pub use listing::{Entry, ListOptions, Listing, list};
pub use read::{ReadOptions, hash, read, read_chunk};
pub use rules::{Field, Names, Rules, RulesError, RulesFile, Texts};
pub use sink::Item;

use std::io::ErrorKind;

use crate::model::Reason;

/// An input or output error as the reason of a problem.
fn plain(error: &std::io::Error) -> Reason {
    match error.kind() {
        ErrorKind::NotFound => Reason::Missing,
        ErrorKind::PermissionDenied => Reason::Forbidden,
        ErrorKind::OutOfMemory => Reason::OutOfMemory { most: None },
        _ => Reason::System { said: said(error) },
    }
}

/// The words of the operating system, without the number of the error.
fn said(error: &std::io::Error) -> String {
    error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests;
