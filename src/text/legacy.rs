//! Old encodings of French, told apart by the letters that come out: windows-1252, ISO-8859-15, Mac Roman, code page 850.
//!
//! The same byte is `é` in one and `‚` in another. Each character beyond ASCII is judged by its neighbours; the encoding with the
//! best mean wins, the most usual one where two are alike.

use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH, WINDOWS_1252};

/// The longest part of a text that is judged, in bytes.
const SAMPLE_BYTES: usize = 64 * 1024;
/// The least mean of a text that is taken for French. Good letters count 2.
const LEAST_MEAN: f64 = 1.0;
/// The upper half of code page 850, which `encoding_rs` does not know (IBM, CP00850).
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// Bytes to characters.
type Decode = dyn Fn(&[u8]) -> String;

/// The characters of `bytes` and the name of their encoding, if they are French; else `None`.
pub(super) fn french(bytes: &[u8]) -> Option<(String, &'static str)> {
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let known = |encoding: &'static Encoding| {
        move |bytes: &[u8]| encoding.decode_without_bom_handling(bytes).0.into_owned()
    };
    let candidates: [(&'static str, &Decode); 4] = [
        ("windows-1252", &known(WINDOWS_1252)),
        ("iso-8859-15", &known(ISO_8859_15)),
        ("macintosh", &known(MACINTOSH)),
        ("cp850", &cp850),
    ];
    let judged = candidates.into_iter().map(|(name, decode)| (mean(&decode(sample)), name, decode));
    // Of equals the first wins.
    let best = judged.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.filter(|(mean, ..)| *mean >= LEAST_MEAN).map(|(_, name, decode)| (decode(bytes), name))
}

fn cp850(bytes: &[u8]) -> String {
    let high: Vec<char> = CP850.chars().collect();
    bytes
        .iter()
        .map(|byte| if byte.is_ascii() { char::from(*byte) } else { high[usize::from(*byte) - 128] })
        .collect()
}

/// How well the characters beyond ASCII fit, on average.
fn mean(text: &str) -> f64 {
    let characters: Vec<char> = text.chars().collect();
    let at = |n: usize| characters.get(n).copied().unwrap_or(' ');
    let strange = characters.iter().enumerate().filter(|(_, c)| !c.is_ascii());
    let marks: Vec<i32> =
        strange.map(|(n, c)| mark(n.checked_sub(1).map_or(' ', at), *c, at(n + 1))).collect();
    f64::from(marks.iter().sum::<i32>()) / marks.len().max(1) as f64
}

/// How well a character fits between its neighbours.
fn mark(before: char, c: char, after: char) -> i32 {
    let within = before.is_alphabetic() && after.is_alphabetic();
    let fits = match c {
        'à' => !before.is_uppercase(),
        'é' | 'è' | 'ê' | 'ë' | 'â' | 'ä' | 'ç' | 'î' | 'ï' | 'ô' | 'ö' | 'ù' | 'û' | 'ü' | 'ÿ' | 'œ'
        | 'æ' => {
            (before.is_alphabetic() || after.is_alphabetic())
                && !(before.is_uppercase() && after.is_uppercase())
        }
        'É' | 'È' | 'Ê' | 'Ë' | 'À' | 'Â' | 'Ç' | 'Î' | 'Ï' | 'Ô' | 'Ö' | 'Ù' | 'Û' | 'Ü' | 'Œ' | 'Æ' => {
            !before.is_lowercase()
                && (before.is_uppercase() || !after.is_uppercase() || !before.is_alphabetic())
        }
        '’' => before.is_alphabetic(),
        '‘' | '“' | '«' => !before.is_alphabetic(),
        '”' | '»' => !after.is_alphabetic(),
        '€' => before.is_ascii_digit() || before.is_whitespace(),
        '°' => before.is_ascii_digit() || matches!(before, 'n' | 'N'),
        '½' | '¼' | '¾' => !after.is_alphabetic() && !before.is_alphabetic(),
        '\u{a0}' | '–' | '—' | '…' | '•' | '²' | '³' | '§' | '©' | '®' | '·' => !within,
        _ => false,
    };
    match (fits, c.is_control()) {
        (true, _) => 2,
        (false, true) => -3,
        (false, false) => -2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encoded(text: &str, name: &str) -> Vec<u8> {
        let high: Vec<char> = CP850.chars().collect();
        match name {
            "cp850" => text
                .chars()
                .map(|c| {
                    if c.is_ascii() {
                        c as u8
                    } else {
                        high.iter().position(|h| *h == c).map_or(b'?', |n| n as u8 + 128)
                    }
                })
                .collect(),
            "macintosh" => MACINTOSH.encode(text).0.into_owned(),
            "iso-8859-15" => ISO_8859_15.encode(text).0.into_owned(),
            _ => WINDOWS_1252.encode(text).0.into_owned(),
        }
    }

    fn check(text: &str, name: &'static str) {
        assert_eq!(
            french(&encoded(text, name)),
            Some((text.to_owned(), name_of(text, name))),
            "{text} {name}"
        );
    }

    /// Where the bytes are the same, the usual name is given.
    fn name_of(text: &str, name: &'static str) -> &'static str {
        if encoded(text, name) == encoded(text, "windows-1252") { "windows-1252" } else { name }
    }

    #[test]
    fn encodings_of_french() {
        assert_eq!(CP850.chars().count(), 128);
        for name in ["windows-1252", "iso-8859-15", "macintosh", "cp850"] {
            check("Le débat a été présenté à Évian, où la séance a duré.", name);
            check("« Ça coûte très cher », a-t-il dit : l'été s'achève.", name);
        }
        check("Il coûte 5 €, et l'œuvre aussi.", "iso-8859-15");
        check("L’œuvre coûte 5 €…", "macintosh");
        check("L’œuvre coûte 5 €…", "windows-1252");
        assert_eq!(french(b"\xbf\xf0\xe8\xe2\xe5\xf2 \xec\xe8\xf0"), None);
    }

    proptest! {
        #[test]
        fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = french(&bytes);
        }
    }
}
