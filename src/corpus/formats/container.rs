//! Containers: zip archives and compound files, which are many formats. What lies in one says which.

use std::io::{BufRead, Cursor};

use ::zip::ZipArchive;

use super::reader::{Reader, Refused};
use super::{archive, say_format};
use crate::corpus::input::whole;
use crate::corpus::sink::Sink;
use crate::model::Stage;

/// How zip archives begin, the last one if it is empty.
const ZIP: &[&[u8]] = &[b"PK\x03\x04", b"PK\x05\x06"];

/// Whether these are the first bytes of a zip archive.
pub(super) fn is_zip(start: &[u8]) -> bool {
    ZIP.iter().any(|magic| start.starts_with(magic))
}

/// Whether these are the first bytes of a container.
pub(super) fn is_one(start: &[u8]) -> bool {
    is_zip(start)
}

/// Reads a container by what lies in it. A document has the limit of its format, an archive that of archives.
pub(super) fn read(
    by_name: Option<&'static dyn Reader>,
    input: &mut dyn BufRead,
    output: &mut Sink<'_>,
) -> Result<(), Refused> {
    let most = output.limits.archive.max_bytes;
    let bytes = whole(input, most).map_err(|reason| Refused(Stage::Read, reason))?;
    let reader = kind(&bytes).or(by_name.filter(|reader| reader.is_binary())).unwrap_or(&archive::Zip);
    if by_name.is_some_and(|named| named.about().name != reader.about().name) {
        say_format(reader, output);
    }
    match reader.about().name == archive::Zip.about().name {
        // The bytes are not copied.
        true => archive::zip(&bytes, output),
        false => reader.read(&mut &bytes[..], output),
    }
}

/// The reader of a container, if it can be told.
fn kind(bytes: &[u8]) -> Option<&'static dyn Reader> {
    let zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let _ = zip;
    Some(&archive::Zip)
}
