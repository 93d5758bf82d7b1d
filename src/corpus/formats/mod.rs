//! The table of formats: the name of a file in, its reader out.

mod html;
mod json;
mod markdown;
pub(super) mod reader;
mod txt;

use reader::Reader;

/// Every format, with the endings of its files' names; each may be followed by `.gz`.
const FORMATS: &[(&dyn Reader, &[&str])] = &[
    (&txt::Txt, &["txt", "text"]),
    (&markdown::Markdown, &["md", "markdown"]),
    (&html::Html, &["html", "htm", "xhtml"]),
    (&json::Json, &["json"]),
    (&json::JsonLines, &["jsonl", "ndjson"]),
];

/// Whether a reader exists for a file of this name.
pub fn is_known(name: &str) -> bool {
    format(name).is_some()
}

/// Whether a file of this name gives its documents, or parts with them, while it is being read.
pub fn is_streamed(name: &str) -> bool {
    format(name).is_some_and(|(reader, _)| reader.streams())
}

/// The reader of a file of this name, and whether the file is compressed.
pub(super) fn format(name: &str) -> Option<(&'static dyn Reader, bool)> {
    let (stem, ending) = name.rsplit('/').next()?.rsplit_once('.')?;
    let is_packed = ending.eq_ignore_ascii_case("gz");
    let ending = if is_packed { stem.rsplit_once('.')?.1 } else { ending };
    let is_it = |known: &&str| known.eq_ignore_ascii_case(ending);
    let found = FORMATS.iter().find(|(_, endings)| endings.iter().any(is_it));
    found.map(|(reader, _)| (*reader, is_packed))
}
