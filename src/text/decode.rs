//! Bytes in, clean text out, with the encoding that was found and what had to be mended.
//!
//! It never fails and never drops a character silently: bytes that mean nothing become U+FFFD and are
//! counted. What is *text* at all is [`binary_kind`]'s question. Offsets of everything later point into
//! the text that leaves here, so nothing after this file removes characters again.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::model::Binary;

/// How much of a file is looked at to tell text from something else.
const SAMPLE_BYTES: usize = 64 * 1024;

/// A text as decoded, and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The characters: line feeds only, no tabs, no control characters.
    pub text: String,
    /// The encoding in lower case (`utf-8`, `windows-1252`, …).
    pub encoding: &'static str,
    /// How many U+FFFD were put in for bytes that mean nothing.
    pub replaced: usize,
    /// How many stray windows-1252 bytes were read inside UTF-8.
    pub mended: usize,
    /// Whether the encoding rests on the look of the bytes alone.
    pub guessed: bool,
}

/// Decodes `bytes`: a byte order mark decides, then valid UTF-8 whatever is declared (declarations lie),
/// then UTF-16 by its NULs, then UTF-8 with a few stray bytes, then `declared`, then a guess.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..], false);
    }
    if let Some(encoding) = utf16_by_nuls(bytes) {
        return with(encoding, bytes, true);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: clean(text), encoding: "utf-8", replaced: 0, mended: 0, guessed: false },
        Err(_) => mostly_utf8(bytes).unwrap_or_else(|| legacy(bytes, declared)),
    }
}

/// What a file is when it is not text.
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

/// Line ends to line feeds, tabs to spaces, other control characters out; all else is untouched.
pub fn clean(text: &str) -> String {
    if is_clean(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            // A form feed ends a page: dropping it would glue two words.
            '\r' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push(' '),
            '\n' => out.push('\n'),
            '\0'..='\u{1f}' | '\u{7f}' => {}
            _ => out.push(c),
        }
    }
    out
}

/// Most texts are, and a scan of bytes is much faster than a copy by characters.
fn is_clean(text: &str) -> bool {
    let plain = |b: &u8| (*b >= b' ' && *b != 0x7f) | (*b == b'\n');
    // Without an early exit inside a chunk the compiler looks at many bytes at once.
    let chunk = |bytes: &[u8]| bytes.iter().fold(true, |all, b| all & plain(b));
    text.as_bytes().chunks(256).all(chunk) && !text.contains('\u{2028}') && !text.contains('\u{2029}')
}

/// Text holds few control characters; random bytes hold one in ten and are never valid UTF-8.
fn looks_binary(bytes: &[u8]) -> bool {
    if Encoding::for_bom(bytes).is_some() || utf16_by_nuls(bytes).is_some() {
        return false;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let strange = |b: &u8| matches!(b, 0..=8 | 14..=26 | 28..=31);
    let share = sample.iter().filter(|b| strange(b)).count() * 100 / sample.len().max(1);
    share > if valid_but_for_the_end(sample) { 30 } else { 5 }
}

/// A sample may be cut in the middle of a character.
fn valid_but_for_the_end(sample: &[u8]) -> bool {
    std::str::from_utf8(sample).map_or_else(|e| e.error_len().is_none(), |_| true)
}

/// Latin text in UTF-16 has a NUL in nearly every other byte, always on the same side.
fn utf16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES) & !1];
    if !sample.contains(&0) {
        return None;
    }
    let pairs = sample.len() / 2;
    let nuls = |side: usize| sample.iter().skip(side).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (nuls(0), nuls(1));
    let one_sided = |many: usize, few: usize| pairs > 1 && many * 10 >= pairs * 7 && few * 20 <= pairs;
    match () {
        () if one_sided(odd, even) => Some(UTF_16LE),
        () if one_sided(even, odd) => Some(UTF_16BE),
        () => None,
    }
}

/// UTF-8 into which a few windows-1252 bytes were pasted; `None` when bytes that are not UTF-8 prevail.
fn mostly_utf8(bytes: &[u8]) -> Option<Decoded> {
    let (mut valid, mut stray) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        stray += chunk.invalid().len();
    }
    (valid > 0 && valid >= stray).then(|| mend(bytes))
}

fn mend(bytes: &[u8]) -> Decoded {
    let (mut text, mut replaced, mut mended) = (String::with_capacity(bytes.len()), 0, 0);
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
    Decoded { text: clean(&text), encoding: "utf-8", replaced, mended, guessed: mended > 0 }
}

/// The characters of stray bytes, unless one of them is none of the code page's.
fn windows_1252(bytes: &[u8]) -> Option<String> {
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    (!text.chars().any(|c| c.is_control())).then(|| text.into_owned())
}

fn legacy(bytes: &[u8], declared: Option<&str>) -> Decoded {
    let named = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    // UTF-8 was tried; a declared UTF-16 would have shown its NULs.
    match named.filter(|e| ![UTF_8, UTF_16LE, UTF_16BE].contains(e)) {
        Some(encoding) => with(encoding, bytes, false),
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
    Decoded { text: clean(&text), encoding: label(encoding), replaced, mended: 0, guessed }
}

/// The names are upper case in the standard; people write them small.
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
