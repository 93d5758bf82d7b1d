//! The table of formats: a file name in, its reader out.

mod html;
mod json;
mod mail;
mod markdown;
mod press;
pub(super) mod reader;
#[cfg(test)]
mod template;
mod txt;
mod xml;

use reader::Reader;

/// The readers. A new format is one file and one line here; [`Reader`] says what a reader must do.
const READERS: &[&dyn Reader] = &[
    &txt::Txt,
    &markdown::Markdown,
    &html::Html,
    &json::Json,
    &json::JsonLines,
    &xml::Xml,
    &mail::Eml,
    &mail::Mbox,
];

/// How a file is read.
#[derive(Clone, Copy)]
pub(super) struct Format {
    pub(super) reader: &'static dyn Reader,
    pub(super) is_gzipped: bool,
}

/// The format of a file, by the extension of its name.
pub(super) fn of_name(name: &str) -> Option<Format> {
    let (stem, extension) = name.rsplit('/').next()?.rsplit_once('.')?;
    let is_gzipped = extension.eq_ignore_ascii_case("gz");
    let extension = if is_gzipped { stem.rsplit_once('.')?.1 } else { extension };
    let has_extension =
        |reader: &&&dyn Reader| reader.extensions().iter().any(|known| known.eq_ignore_ascii_case(extension));
    let reader = *READERS.iter().find(has_extension)?;
    Some(Format { reader, is_gzipped })
}

/// Whether a file of this name has a reader.
pub fn is_known(name: &str) -> bool {
    of_name(name).is_some()
}

/// Whether the reader of a file of this name sends documents or chunks while the file is still being read.
pub fn is_streamed(name: &str) -> bool {
    of_name(name).is_some_and(|format| format.reader.streams())
}
