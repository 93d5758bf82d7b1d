//! The declared encoding of a page, from its first bytes.
//!
//! The declaration is only read here: `text::decode` decides whether to believe it.

/// The number of bytes in which a declaration is looked for.
const HEAD_BYTES: usize = 4096;

/// The value of `charset=` or, in the XML declaration, of `encoding=`.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD_BYTES)]).to_ascii_lowercase();
    let xml = start.strip_prefix("<?xml").and_then(|rest| rest.split("?>").next());
    let meta = start.match_indices("charset").find_map(|(at, word)| value(&start[at + word.len()..]));
    meta.or_else(|| xml.and_then(|xml| value(xml.split_once("encoding")?.1)))
}

fn value(rest: &str) -> Option<String> {
    let rest = rest.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:".contains(c))).unwrap_or(rest.len());
    (end > 0).then(|| rest[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, expected: Option<&str>) {
        assert_eq!(declared(page.as_bytes()).as_deref(), expected, "{page}");
    }

    #[test]
    fn declarations() {
        check("<meta charset=\"ISO-8859-15\">", Some("iso-8859-15"));
        check(
            "<meta http-equiv=content-type content='text/html; charset=windows-1252'>",
            Some("windows-1252"),
        );
        check("<?xml version=\"1.0\" encoding='latin1'?><html>", Some("latin1"));
        check("<p>charset</p>", None);
        check("", None);
    }
}
