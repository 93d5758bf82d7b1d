//! Containers: zip archives and compound files, which are many formats. What lies in one says which.

use std::io::{BufRead, Cursor, Read};

use ::zip::ZipArchive;

use super::reader::{Reader, Refused};
use super::{archive, office, say_format, sheet};
use crate::corpus::input::whole;
use crate::corpus::sink::Sink;
use crate::model::{Binary, Reason, Stage};

/// How zip archives begin, the last one if it is empty.
const ZIP: &[&[u8]] = &[b"PK\x03\x04", b"PK\x05\x06"];
/// How compound files begin: office documents of before 2007, and protected ones of today.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";

/// Whether these are the first bytes of a zip archive.
pub(super) fn is_zip(start: &[u8]) -> bool {
    ZIP.iter().any(|magic| start.starts_with(magic))
}

/// Whether these are the first bytes of a compound file.
pub(super) fn is_compound(start: &[u8]) -> bool {
    start.starts_with(COMPOUND)
}

/// Whether these are the first bytes of a container.
pub(super) fn is_one(start: &[u8]) -> bool {
    is_zip(start) || is_compound(start)
}

/// Reads a container by what lies in it. A document has the limit of its format, an archive that of archives.
pub(super) fn read(
    by_name: Option<&'static dyn Reader>,
    input: &mut dyn BufRead,
    output: &mut Sink<'_>,
) -> Result<(), Refused> {
    let most = output.limits.archive.max_bytes;
    let bytes = whole(input, most).map_err(|reason| Refused(Stage::Read, reason))?;
    let content = if is_zip(&bytes) { of_zip(&bytes) } else { of_compound(&bytes) };
    let reader = match (content, by_name.filter(|named| named.is_binary())) {
        (Content::Of(reader), _) | (Content::Unknown(_), Some(reader)) => reader,
        (Content::Unknown(kind), None) => return Err(Refused(Stage::Read, Reason::NotText { kind })),
        (Content::Refused(reason), _) => return Err(Refused(Stage::Read, reason)),
    };
    if by_name.is_some_and(|named| named.about().name != reader.about().name) {
        say_format(reader, output);
    }
    match reader.about().name == archive::Zip.about().name {
        // The bytes are not copied.
        true => archive::zip(&bytes, output),
        false => reader.read(&mut &bytes[..], output),
    }
}

/// What a container is.
enum Content {
    Of(&'static dyn Reader),
    /// It is damaged, or nothing that is known. The name may say what it was.
    Unknown(Binary),
    Refused(Reason),
}

/// What a zip archive is, by its names and by the type that some documents declare.
fn of_zip(bytes: &[u8]) -> Content {
    let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return Content::Unknown(Binary::Zip) };
    let has = |name: &str| zip.index_for_name(name).is_some();
    if has("word/document.xml") {
        return Content::Of(&office::Docx);
    }
    if has("xl/workbook.xml") || has("xl/workbook.bin") {
        return Content::Of(&sheet::Workbook);
    }
    if has("ppt/presentation.xml") {
        return Content::Of(&office::Pptx);
    }
    let mut declared = String::new();
    if let Ok(mut part) = zip.by_name("mimetype").map(|part| part.take(100)) {
        // What cannot be read declares nothing.
        let _ = part.read_to_string(&mut declared);
    }
    match declared.trim() {
        "application/epub+zip" => Content::Of(&office::Epub),
        kind if kind.starts_with("application/vnd.oasis.opendocument.text") => Content::Of(&office::Odt),
        kind if kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") => {
            Content::Of(&sheet::Workbook)
        }
        kind if kind.starts_with("application/vnd.oasis.opendocument.presentation") => {
            Content::Of(&office::Odp)
        }
        kind if kind.starts_with("application/vnd.oasis.opendocument.") => {
            Content::Refused(Reason::NotText { kind: Binary::Zip })
        }
        _ => Content::Of(&archive::Zip),
    }
}

/// What a compound file is, by the names of its streams, which are in UTF-16.
fn of_compound(bytes: &[u8]) -> Content {
    let has = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).step_by(2).any(|window| window == name)
    };
    match () {
        () if has("EncryptedPackage") => Content::Refused(Reason::Encrypted),
        () if has("WordDocument") => Content::Of(&office::Doc),
        () if has("Workbook") || has("Book\0") => Content::Of(&sheet::Workbook),
        () => Content::Unknown(Binary::OldOffice),
    }
}
