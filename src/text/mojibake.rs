//! Mojibake: UTF-8 that was once read as windows-1252, « dÃ©bat », back to what was written. Also twice over.
//!
//! A sequence is mended if its characters are the bytes of one character that French texts have. That alone is no proof, for a text
//! may speak of such a fault: there must be several, or no accent that is right.

/// The most times that a text was read wrongly.
const MAX_PASSES: usize = 3;
/// So many sequences are a fault, even among accents that are right.
const CERTAIN: usize = 3;
/// The characters of the bytes 0x80 to 0x9F. Bytes that stand for none are control characters.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];
/// Other characters that a mended sequence may be: spaces, hyphens and marks of French typography.
const ALSO: &[char] = &[
    '\u{2009}', '\u{200b}', '\u{2011}', '\u{202f}', '\u{feff}', '−', '→', '\u{300}', '\u{301}', '\u{302}',
    '\u{327}',
];

/// The mended text, and how many sequences of it were mended; `None` if nothing is certainly wrong.
pub fn mended(text: &str) -> Option<(String, usize)> {
    let (mut out, count) = pass(text)?;
    let has_right = text.chars().any(|c| "éèêàçùôî".contains(c));
    // « Â» » alone may be a capital at the end of a quotation.
    let may_be_meant = count == 1 && !text.contains(['Ã', 'Å', 'â']);
    if may_be_meant || has_right && count < CERTAIN {
        return None;
    }
    for _ in 1..MAX_PASSES {
        let Some((again, _)) = pass(&out) else { break };
        out = again;
    }
    Some((out, count))
}

/// Mends each sequence once.
fn pass(text: &str) -> Option<(String, usize)> {
    // The first characters of the sequences of French: `é`, `«`, `œ`, `’`.
    if !text.contains(['Ã', 'Â', 'Å', 'â']) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut count = 0;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (meant, width) = if c.is_ascii() { None } else { sequence(rest) }.unwrap_or((c, c.len_utf8()));
        count += usize::from(width > c.len_utf8());
        out.push(meant);
        rest = &rest[width..];
    }
    (count > 0).then_some((out, count))
}

/// The character that the first characters of a text are the bytes of, and their width.
fn sequence(text: &str) -> Option<(char, usize)> {
    let first = byte(text.chars().next()?)?;
    let length = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => return None,
    };
    if text.starts_with("Ã  ") {
        // The second byte of `à` is a no-break space, which programs make a space.
        return Some(('à', 'Ã'.len_utf8() + 1));
    }
    let characters = text.chars().take(length);
    let width = characters.clone().map(char::len_utf8).sum();
    let bytes: Vec<u8> = characters.map(byte).collect::<Option<_>>()?;
    let meant = std::str::from_utf8(&bytes).ok()?.chars().next().filter(|_| bytes.len() == length)?;
    let is_french = ('\u{a0}'..='\u{ff}').contains(&meant) || HIGH.contains(&meant) || ALSO.contains(&meant);
    is_french.then_some((meant, width))
}

/// The byte of a character in windows-1252, or in ISO-8859-1 where that is a control character.
fn byte(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0x80..=0xff => u8::try_from(code).ok(),
        _ => HIGH.iter().position(|high| *high == c).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1252;
    use proptest::prelude::*;

    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(mended(text).map(|(text, _)| text).as_deref(), expected, "{text}");
    }

    #[test]
    fn read_wrongly_once_or_twice() {
        check("Le dÃ©bat", Some("Le débat"));
        check("Le dÃƒÂ©bat lâ€™Å“uvre", Some("Le débat l’œuvre"));
        check("PrÃ©sident Xi Ã  Busan", Some("Président Xi à Busan"));
        check("lÃ¢â‚¬â„¢accord", Some("l’accord"));
        check("Â« Oui Â»", Some("« Oui »"));
    }

    #[test]
    fn what_is_right_stays() {
        for text in [
            "Le débat",
            "ÉTÉ’S, ÂGE, BEAUTÉ»",
            "NÃO",
            "Åland",
            "On lit « dÃ©bat » pour débat",
            "« Â»",
            "",
            "日本語",
        ] {
            check(text, None);
        }
    }

    proptest! {
        #[test]
        fn any_french_text_comes_back(text in "[a-zéèêëàâäçîïôöùûüœæ’«»–… ]{0,40}é", twice: bool) {
            let wrong = |text: &str| WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned();
            let once = wrong(&text);
            let wrong = if twice { wrong(&once) } else { once };
            prop_assert_eq!(mended(&wrong).map(|(text, _)| text), Some(text));
        }

        // Several `Â` before marks of quotation are a fault, so the letter is left out.
        #[test]
        fn french_text_is_not_changed(text in "[A-Za-zÉÀÇéèêëàâäçîïôöùûüœæ’«»–…! ]{0,60}") {
            prop_assert_eq!(mended(&text), None);
        }
    }
}
