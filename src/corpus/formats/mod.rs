//! The table of formats: the name and the first bytes of a file in, its reader out.

mod archive;
mod container;
mod detect;
mod html;
mod json;
mod mail;
mod markdown;
mod office;
mod pdf;
mod press;
pub(super) mod reader;
mod sheet;
mod table;
#[cfg(test)]
mod template;
mod txt;
mod unread;
mod xml;

use std::io::{BufRead, BufReader};

use flate2::bufread::MultiGzDecoder;

use super::input::damaged;
use super::limits::Limits;
use super::sink::Sink;
use crate::model::{Reason, Stage};
use detect::Detected;
use reader::{Reader, Refused};
pub use table::{FormatInfo, formats};
pub(super) use unread::{is_left_out, kind};

/// The readers. A new format is one file and one line here; [`Reader`] says what a reader must do. Of two that know a file
/// by its first bytes the first has it.
const READERS: &[&dyn Reader] = &[
    &txt::Txt,
    &markdown::Markdown,
    &html::Html,
    &json::Json,
    &json::JsonLines,
    &xml::Xml,
    &mail::Mhtml,
    &mail::Eml,
    &mail::Mbox,
    &pdf::Pdf,
    &office::Docx,
    &office::Doc,
    &office::Odt,
    &office::Rtf,
    &office::Pptx,
    &office::Odp,
    &office::Epub,
    &sheet::Csv,
    &sheet::Workbook,
    &archive::Zip,
    &archive::Tar,
    &archive::Warc,
];

/// The length of the first bytes that decide on the format.
const START_BYTES: usize = 64 * 1024;

/// The name of a file without `.gz`, and whether it had that.
fn unzipped_name(name: &str) -> (&str, bool) {
    match name.rsplit_once('.') {
        Some((stem, gz)) if gz.eq_ignore_ascii_case("gz") => (stem, true),
        _ => (name, false),
    }
}

/// The reader of a file, by the extension of its name.
fn of_name(name: &str) -> Option<&'static dyn Reader> {
    let extension = unread::extension(unzipped_name(name).0)?;
    let has_extension =
        |reader: &&&dyn Reader| reader.extensions().iter().any(|known| known.eq_ignore_ascii_case(extension));
    READERS.iter().find(has_extension).copied()
}

/// Whether the reader of a file of this name sends documents or chunks while the file is still being read.
pub fn is_streamed(name: &str) -> bool {
    of_name(name).is_some_and(|reader| reader.streams())
}

/// The reader of the chunks of a file of this name.
pub(super) fn of_chunks(name: &str) -> Option<&'static dyn Reader> {
    of_name(name).filter(|reader| reader.streams())
}

/// The largest file of this name that is opened, in bytes. What a gzipped one unpacks to is held to the limit later.
pub(super) fn largest(name: &str, limits: &Limits) -> u64 {
    let largest = || READERS.iter().map(|reader| reader.largest(limits)).max().unwrap_or(u64::MAX);
    match of_name(name) {
        Some(_) if unzipped_name(name).1 => u64::MAX,
        Some(reader) => reader.largest(limits),
        None => largest(),
    }
}

/// Reads a file, or a member of an archive, and sends its documents to `output`. Its first bytes and its name say how.
pub(super) fn read(name: &str, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
    let (inner, is_named_gz) = unzipped_name(name);
    if start(input)?.starts_with(b"\x1f\x8b") {
        return read_unpacked(inner, &mut unpacked(input), output);
    }
    match is_named_gz {
        true => Err(Refused(Stage::Read, Reason::PackedDamaged)),
        false => read_unpacked(name, input, output),
    }
}

fn unpacked(input: &mut dyn BufRead) -> impl BufRead {
    BufReader::with_capacity(START_BYTES, MultiGzDecoder::new(input))
}

fn read_unpacked(name: &str, input: &mut dyn BufRead, output: &mut Sink<'_>) -> Result<(), Refused> {
    let by_name = of_name(name);
    if let Some(reader) = by_name.filter(|reader| reader.streams()) {
        return reader.read(input, output);
    }
    let start = start(input)?;
    if start.is_empty() {
        output.warn(Stage::Read, None, Reason::Empty);
        return Ok(());
    }
    if container::is_one(start) {
        return container::read(by_name, input, output);
    }
    let Detected { reader, is_surprise } = detect::detect(name, by_name, start).map_err(unreadable)?;
    if is_surprise {
        say_format(reader, output);
    }
    reader.read(input, output)
}

/// Warns that a file is read as another format than its name says.
fn say_format(reader: &dyn Reader, output: &mut Sink<'_>) {
    output.warn(Stage::Parse, None, Reason::ReadAs { format: reader.about().name.to_owned() });
}

fn unreadable(reason: Reason) -> Refused {
    Refused(Stage::Read, reason)
}

/// The first bytes of a stream, which stay in it.
fn start(input: &mut dyn BufRead) -> Result<&[u8], Refused> {
    input.fill_buf().map_err(|error| Refused(Stage::Read, damaged(&error)))
}
