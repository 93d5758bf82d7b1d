//! Detection: what the name and the first bytes of a file say of its format.
//!
//! Bytes that are surely of a format decide. Otherwise the name does, unless it promises a format that is no text and the
//! bytes are text. What has neither is read if its bytes look like a format, and as plain text if its name has no extension.

use super::reader::{Reader, Sign};
use super::{READERS, txt, unread};
use crate::model::Reason;
use crate::text::decode::binary_kind;

/// The format of a file.
pub(super) struct Detected {
    pub(super) reader: &'static dyn Reader,
    /// Whether the name says something else.
    pub(super) is_surprise: bool,
}

/// The format of the file `name`, whose extension is that of `by_name`. The error is why it is not read.
pub(super) fn detect(
    name: &str,
    by_name: Option<&'static dyn Reader>,
    start: &[u8],
) -> Result<Detected, Reason> {
    let is_surprise = by_name.is_some();
    let found = |reader: &'static dyn Reader| Ok(Detected { reader, is_surprise });
    let as_named = |reader: &'static dyn Reader| Ok(Detected { reader, is_surprise: false });
    let with = |sign: Sign| READERS.iter().find(|reader| reader.sign(start) == sign).copied();
    let binary = binary_kind(start);
    match (by_name, with(Sign::Sure)) {
        (Some(named), Some(_)) if named.sign(start) == Sign::Sure => return as_named(named),
        (_, Some(sure)) => return found(sure),
        (Some(named), None) if !named.is_binary() || binary.is_some() => return as_named(named),
        _ => {}
    }
    match (with(Sign::Likely), binary) {
        (Some(likely), _) => found(likely),
        (None, Some(kind)) => Err(Reason::NotText { kind }),
        (None, None) if is_surprise || unread::extension(name).is_none() => found(&txt::Txt),
        (None, None) => Err(Reason::NoReader),
    }
}

#[cfg(test)]
mod tests {
    use super::super::of_name;
    use super::*;

    /// The format of a file, with `!` if its name says something else, or the code of the reason.
    fn check(name: &str, start: &[u8], expected: &str) {
        let shown = match detect(name, of_name(name), start) {
            Ok(Detected { reader, is_surprise }) => {
                format!("{}{}", reader.about().name, if is_surprise { "!" } else { "" })
            }
            Err(reason) => serde_json::to_value(&reason)
                .ok()
                .and_then(|r| r["code"].as_str().map(str::to_owned))
                .unwrap_or_default(),
        };
        assert_eq!(shown, expected, "{name}: {}", String::from_utf8_lossy(start));
    }

    #[test]
    fn names_and_bytes() {
        let page = b"<!DOCTYPE html><html><p>Les puces";
        check("a.txt", b"Les puces", "TXT");
        check("a.html", b"Les puces", "HTML");
        check("a.txt", page, "TXT"); // the reader of texts sees to it
        check("a", page, "HTML");
        check("note du 12.03.2024", b"Les puces", "TXT");
        check("a.py", b"import re", "no_reader");
        check("a.py", page, "HTML");
        check("a", &[0; 64], "not_text");
    }
}
