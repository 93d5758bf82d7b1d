//! Character decoding: bytes in; clean text, its encoding and the number of repairs out.
//!
//! Decoding never fails and never drops a character silently: invalid bytes become U+FFFD and are counted. [`binary_kind`]
//! says whether bytes are text at all. All later offsets point into the text that this file returns, so no later step
//! removes characters from it.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::model::Binary;

/// The length of the sample that decides whether a file is text, in bytes.
const SAMPLE_BYTES: usize = 64 * 1024;

/// A decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The characters. Lines end with line feeds; there are no tabs and no other control characters.
    pub text: String,
    /// The encoding in lower case (`utf-8`, `windows-1252`, …).
    pub encoding: &'static str,
    /// The number of U+FFFD that replace invalid bytes.
    pub replaced: usize,
    /// The number of windows-1252 bytes that were repaired inside UTF-8.
    pub mended: usize,
    /// Whether the encoding was detected from the bytes alone.
    pub guessed: bool,
}

/// Decodes `bytes`. The first of these decides on the encoding: a byte order mark; NUL bytes that show UTF-16; valid
/// UTF-8, even if another encoding is declared, since declarations are often wrong; UTF-8 with a few invalid bytes;
/// the `declared` encoding; the letters of French; statistical detection.
///
/// ```
/// use vigie::text::decode::decode;
///
/// let decoded = decode(b"march\xe9 de l\x92\x9cuvre", None);
/// assert_eq!(decoded.text, "marché de l’œuvre");
/// assert_eq!(decoded.encoding, "windows-1252");
/// ```
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let decoded = characters(bytes, declared);
    Decoded { text: clean(&decoded.text), ..decoded }
}

/// Decodes `bytes` as [`decode`] does, but leaves line ends and control characters as they are, for formats in which they
/// mean something.
pub fn characters(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..], false);
    }
    if let Some(encoding) = utf16_by_nuls(bytes) {
        return with(encoding, bytes, true);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            Decoded { text: text.to_owned(), encoding: "utf-8", replaced: 0, mended: 0, guessed: false }
        }
        Err(_) => mostly_utf8(bytes).unwrap_or_else(|| legacy(bytes, declared)),
    }
}

/// The kind of a file that is not text; `None` for text.
pub fn binary_kind(bytes: &[u8]) -> Option<Binary> {
    const MAGIC: &[(&[u8], Binary)] = &[
        (b"%PDF-", Binary::Pdf),
        (b"PK\x03\x04", Binary::Zip),
        (b"\x1f\x8b", Binary::Gzip),
        (b"\x89PNG", Binary::Png),
        (b"\xff\xd8\xff", Binary::Jpeg),
        (b"GIF8", Binary::Gif),
        (b"\x7fELF", Binary::Program),
        (b"\xd0\xcf\x11\xe0", Binary::OldOffice),
        (b"{\\rtf", Binary::Rtf),
        (b"SQLite format 3\0", Binary::Database),
    ];
    let known = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, kind)| *kind);
    known.or_else(|| looks_binary(bytes).then_some(Binary::Unknown))
}

/// Turns line ends into line feeds and tabs into spaces, and removes other control characters. Nothing else changes.
pub fn clean(text: &str) -> String {
    if is_clean(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            // A form feed ends a page: without a line feed in its place two words would be glued.
            '\r' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            '\n' => out.push('\n'),
            '\0'..='\u{1f}' | '\u{7f}' => {}
            _ => out.push(c),
        }
    }
    out
}

/// Whether [`clean`] would change nothing. Most texts are clean, and this scan of bytes is much faster than the copy.
fn is_clean(text: &str) -> bool {
    let plain = |b: &u8| (*b >= b' ' && *b != 0x7f) | (*b == b'\n');
    // Without an early exit inside a chunk the compiler can test many bytes at once.
    let chunk = |bytes: &[u8]| bytes.iter().fold(true, |all, b| all & plain(b));
    text.as_bytes().chunks(256).all(chunk) && !text.contains('\u{2028}') && !text.contains('\u{2029}')
}

/// Whether control characters are frequent. In random bytes one in ten is one, and random bytes are not valid UTF-8.
fn looks_binary(bytes: &[u8]) -> bool {
    if Encoding::for_bom(bytes).is_some() || utf16_by_nuls(bytes).is_some() {
        return false;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let strange = |b: &u8| matches!(b, 0..=8 | 14..=26 | 28..=31);
    let share = sample.iter().filter(|b| strange(b)).count() * 100 / sample.len().max(1);
    share > if valid_but_for_the_end(sample) { 30 } else { 5 }
}

/// Whether a sample is valid UTF-8. Its last character may be cut.
fn valid_but_for_the_end(sample: &[u8]) -> bool {
    std::str::from_utf8(sample).map_or_else(|e| e.error_len().is_none(), |_| true)
}

/// UTF-16, if NUL bytes show it: in Latin text nearly every second byte is NUL.
fn utf16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES) & !1];
    if !sample.contains(&0) {
        return None;
    }
    let pairs = sample.len() / 2;
    let nuls = |side: usize| sample.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let even = nuls(0);
    let odd = nuls(1);
    let one_sided = |many: usize, few: usize| pairs > 1 && many * 10 >= pairs * 7 && few * 20 <= pairs;
    match () {
        () if one_sided(odd, even) => Some(UTF_16LE),
        () if one_sided(even, odd) => Some(UTF_16BE),
        () => None,
    }
}

/// Decodes UTF-8 into which a few windows-1252 bytes were pasted; `None` if invalid bytes prevail.
fn mostly_utf8(bytes: &[u8]) -> Option<Decoded> {
    let mut valid = 0;
    let mut stray = 0;
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        stray += chunk.invalid().len();
    }
    (valid > 0 && valid >= stray).then(|| mend(bytes))
}

/// Decodes UTF-8, and invalid bytes as windows-1252.
fn mend(bytes: &[u8]) -> Decoded {
    let mut text = String::with_capacity(bytes.len());
    let mut replaced = 0;
    let mut mended = 0;
    let mut rest = bytes.len();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        rest -= chunk.valid().len() + chunk.invalid().len();
        let cut = rest == 0 && std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
        match windows_1252(chunk.invalid()) {
            _ if chunk.invalid().is_empty() => {}
            Some(characters) if !cut => {
                mended += chunk.invalid().len();
                text.push_str(&characters);
            }
            _ => {
                replaced += 1;
                text.push('\u{fffd}');
            }
        }
    }
    Decoded { text, encoding: "utf-8", replaced, mended, guessed: mended > 0 }
}

/// The characters of invalid bytes in windows-1252; `None` if the code page leaves one of them undefined.
fn windows_1252(bytes: &[u8]) -> Option<String> {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    (!text.chars().any(|c| c.is_control())).then(|| text.into_owned())
}

fn legacy(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let named = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    // UTF-8 has been tried, and UTF-16 would have shown NUL bytes.
    match named.filter(|e| ![UTF_8, UTF_16LE, UTF_16BE].contains(e)) {
        Some(encoding) => with(encoding, bytes, false),
        None => guessed(bytes),
    }
}

/// Decodes bytes of which nothing is declared: as an old encoding of French, if French comes out.
fn guessed(bytes: &[u8]) -> Decoded {
    match super::legacy::french(bytes) {
        Some((text, encoding)) => {
            let replaced = text.matches('\u{fffd}').count();
            Decoded { text, encoding, replaced, mended: 0, guessed: true }
        }
        None => with(guess(bytes), bytes, true),
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"fr"), Utf8Detection::Deny)
}

fn with(encoding: &'static Encoding, bytes: &[u8], guessed: bool) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let replaced = text.matches('\u{fffd}').count();
    Decoded { text: text.into_owned(), encoding: label(encoding), replaced, mended: 0, guessed }
}

/// The name of an encoding. The standard writes some names in capitals, users do not.
fn label(encoding: &'static Encoding) -> &'static str {
    const SMALL: &[&str] = &["utf-8", "utf-16le", "utf-16be", "iso-8859-15", "iso-8859-2"];
    SMALL.iter().find(|name| name.eq_ignore_ascii_case(encoding.name())).copied().unwrap_or(encoding.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &[u8], declared: Option<&str>, expected: (&str, &str)) {
        let got = decode(bytes, declared);
        assert_eq!((got.text.as_str(), got.encoding), expected, "{bytes:x?}");
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn marks_decide() {
        check(b"\xef\xbb\xbfd\xc3\xa9j\xc3\xa0", Some("windows-1252"), ("déjà", "utf-8"));
        check(&[b"\xff\xfe".to_vec(), utf16("déjà", false)].concat(), None, ("déjà", "utf-16le"));
        check(&[b"\xfe\xff".to_vec(), utf16("déjà", true)].concat(), None, ("déjà", "utf-16be"));
    }

    #[test]
    fn utf16_without_a_mark_shows_its_nuls() {
        check(&utf16("Les puces déjà vendues", false), None, ("Les puces déjà vendues", "utf-16le"));
        check(&utf16("Les puces", true), None, ("Les puces", "utf-16be"));
    }

    #[test]
    fn declarations_lie() {
        check("déjà".as_bytes(), Some("iso-8859-15"), ("déjà", "utf-8"));
        check(
            b"march\xe9 de 5 \x80, l\x92\x9cuvre d\xe9j\xe0",
            Some("utf-8"),
            ("marché de 5 €, l’œuvre déjà", "windows-1252"),
        );
        check(b"5 \xa4, \xbduvre", Some("ISO-8859-15"), ("5 €, œuvre", "iso-8859-15"));
        check(b"d\xe9j\xe0", Some("no-such-charset"), ("déjà", "windows-1252"));
    }

    #[test]
    fn stray_bytes_are_mended_and_counted() {
        let got = decode(b"d\xc3\xa9j\xc3\xa0 march\xe9 !", None);
        assert_eq!((got.text.as_str(), got.mended, got.replaced), ("déjà marché !", 1, 0));
        let cut = decode(b"d\xc3\xa9j\xc3\xa0 l\xe2\x80", None);
        assert_eq!((cut.text.as_str(), cut.mended, cut.replaced), ("déjà l\u{fffd}", 0, 1));
    }

    #[test]
    fn control_characters_leave_and_line_ends_agree() {
        check(b"a\r\nb\rc\td\0\x07e\x0cf", None, ("a\nb\nc de\nf", "utf-8"));
        check("a\u{2028}b\u{a0}c".as_bytes(), None, ("a\nb\u{a0}c", "utf-8"));
        check(b"", None, ("", "utf-8"));
    }

    #[test]
    fn what_is_not_text() {
        assert_eq!(binary_kind(b"%PDF-1.7 ..."), Some(Binary::Pdf));
        assert_eq!(binary_kind(&[0; 64]), Some(Binary::Unknown));
        assert_eq!(binary_kind(b"\x00\x01\x02\xff\xfe\x80abc\x00\x00\x05"), Some(Binary::Unknown));
        assert_eq!(binary_kind("Une phrase avec un NUL\0 et la suite.".as_bytes()), None);
        assert_eq!(binary_kind(&utf16("Les puces", false)), None);
        assert_eq!(binary_kind(b""), None);
    }

    proptest! {
        #[test]
        fn any_bytes_become_clean_text(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let got = decode(&bytes, None);
            let clean = |c: char| c == '\n' || (c >= ' ' && c != '\u{7f}');
            prop_assert!(got.text.chars().all(clean));
            prop_assert_eq!(super::clean(&got.text), got.text);
            let _ = binary_kind(&bytes);
        }

        #[test]
        fn utf8_is_kept(text in "[a-zéèêœ’« »\n ]{0,80}") {
            prop_assert_eq!(decode(text.as_bytes(), None).text, text);
        }
    }
}
