//! Character normalisation: look-alike characters become one, and offsets map back to the original text.
//!
//! Every apostrophe, hyphen, space and middle dot becomes one character each. Accents are composed (NFC); full-width
//! letters, ligatures and raised letters are written out; invisible characters are removed. Case never changes, and no
//! words are joined or split.

use std::borrow::Cow;

use unicode_normalization::{
    IsNormalized, UnicodeNormalization,
    char::{canonical_combining_class, decompose_compatible},
    is_nfc_quick,
};

use super::swar::{find_first, select_non_ascii_or_grave};

/// Normalised text with a map of its offsets to the original.
#[derive(Debug, Clone)]
pub struct Normalized<'a> {
    text: Cow<'a, str>,
    changes: Vec<Change>,
}

/// One replacement: a range of the normalised text (`start..end`) and the range of the original that it replaces.
#[derive(Debug, Clone, Copy)]
struct Change {
    start: usize,
    end: usize,
    original_start: usize,
    original_end: usize,
}

impl Normalized<'_> {
    /// The normalised text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the text differs from the original.
    pub fn is_changed(&self) -> bool {
        !self.changes.is_empty()
    }

    /// The offset in the original of the character at `offset`. An offset past the end gives the end of the original.
    pub fn original(&self, offset: usize) -> usize {
        let before = self.changes.partition_point(|change| change.start <= offset);
        self.map(before, offset)
    }

    /// The offset in the original where a range that ends at `offset` ends. Invisible characters after the range are
    /// not part of it.
    pub fn original_end(&self, offset: usize) -> usize {
        let before = self.changes.partition_point(|change| change.start < offset);
        self.map(before, offset)
    }

    /// Maps `offset` to the original. `changes_before` changes begin before it.
    fn map(&self, changes_before: usize, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        let Some(last) = changes_before.checked_sub(1).and_then(|i| self.changes.get(i)) else {
            return offset;
        };
        if offset < last.end { last.original_start } else { last.original_end + (offset - last.end) }
    }
}

/// Normalises `text`. The result borrows `text` if nothing changes.
///
/// ```
/// use vigie::text::normalize;
///
/// let normalized = normalize("l’été\u{a0}: ﬁn");
/// assert_eq!(normalized.as_str(), "l'été : fin");
/// // The offset of « été » in the normalised text points back into the original, where `’` takes three bytes.
/// assert_eq!(normalized.original(2), 4);
/// ```
pub fn normalize(text: &str) -> Normalized<'_> {
    let mut out = String::new();
    let mut changes = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(cluster) = next_cluster(text, at) {
        let end = cluster.start + cluster.len;
        if let Some(replacement) = replacement(&text[cluster.start..end]) {
            if out.capacity() == 0 {
                out.reserve(text.len());
            }
            out.push_str(&text[copied..cluster.start]);
            let start = out.len();
            replacement.push_to(&mut out);
            changes.push(Change { start, end: out.len(), original_start: cluster.start, original_end: end });
            copied = end;
        }
        at = end;
    }
    if changes.is_empty() {
        return Normalized { text: Cow::Borrowed(text), changes };
    }
    out.push_str(&text[copied..]);
    Normalized { text: Cow::Owned(out), changes }
}

/// A character and its combining marks.
struct Cluster {
    start: usize,
    len: usize,
}

/// The next cluster at or after `at` that may need a replacement.
fn next_cluster(text: &str, at: usize) -> Option<Cluster> {
    let first = next_candidate(text.as_bytes(), at)?;
    let mut chars = text[first..].chars();
    let head = chars.next()?;
    let combines = !head.is_ascii() && combines_backwards(head) && first > at;
    // A mark after an ASCII letter belongs to that letter.
    let start = if combines { first - 1 } else { first };
    let tail: usize = chars.take_while(|c| combines_backwards(*c)).map(char::len_utf8).sum();
    Some(Cluster { start, len: first - start + head.len_utf8() + tail })
}

/// The first byte at or after `at` of a character that may need a replacement. ASCII needs none, nor do the accented
/// letters of French (U+00C0 to U+017F, two bytes) unless a combining mark follows. Combining marks begin at U+0300:
/// their first byte is 0xCC or greater.
fn next_candidate(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += find_first(&bytes[at..], select_non_ascii_or_grave)?;
        match bytes[at..] {
            [0xc3..=0xc5, _] => return None,
            [0xc3..=0xc5, _, 0..0xcc, ..] => at += 2,
            _ => return Some(at),
        }
    }
}

/// Whether NFC may merge `c` with the character before it.
fn combines_backwards(c: char) -> bool {
    c >= '\u{300}'
        && (canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) == IsNormalized::Maybe)
}

/// What replaces a cluster.
enum Replacement {
    Nothing,
    Char(char),
    Text(String),
}

impl Replacement {
    fn push_to(&self, out: &mut String) {
        match self {
            Replacement::Nothing => {}
            Replacement::Char(c) => out.push(*c),
            Replacement::Text(text) => out.push_str(text),
        }
    }
}

/// The replacement of a cluster; `None` if the cluster stays.
fn replacement(cluster: &str) -> Option<Replacement> {
    let mut chars = cluster.chars();
    let c = chars.next()?;
    let rest = chars.as_str();
    if rest.is_empty() { replace_char(c) } else { replace_cluster(cluster) }
}

/// The replacement of a base character with marks: its composed form.
fn replace_cluster(cluster: &str) -> Option<Replacement> {
    let rewrite = |c: char| match replace_char(c) {
        None => c.to_string(),
        Some(Replacement::Nothing) => String::new(),
        Some(Replacement::Char(c)) => c.to_string(),
        Some(Replacement::Text(text)) => text,
    };
    let composed: String = cluster.chars().map(rewrite).collect::<String>().nfc().collect();
    (composed != cluster).then_some(Replacement::Text(composed))
}

/// The replacement of a character without marks.
fn replace_char(c: char) -> Option<Replacement> {
    match c {
        '\u{c0}'..='\u{17f}' => None,
        _ if is_invisible(c) => Some(Replacement::Nothing),
        _ if is_apostrophe(c) => Some(Replacement::Char('\'')),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Some(Replacement::Char(' '))
        }
        '\u{2010}' | '\u{2011}' | '\u{fe63}' | '\u{ff0d}' => Some(Replacement::Char('-')),
        '\u{2022}' | '\u{2027}' | '\u{30fb}' | '\u{ff65}' | '\u{387}' | '\u{22c5}' | '\u{16eb}' => {
            Some(Replacement::Char('·'))
        }
        _ if is_compatibility_form(c) => decomposed(c),
        _ if c >= '\u{300}' && is_nfc_quick(std::iter::once(c)) == IsNormalized::No => {
            Some(Replacement::Text(c.nfc().collect()))
        }
        _ => None,
    }
}

/// Whether `c` is a soft hyphen, zero-width character, directional mark, variation selector or byte order mark.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Whether `c` is typed in the place of an apostrophe.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '`' | '\u{b4}' | '\u{2b9}' | '\u{374}' | '\u{2bb}'
            ..='\u{2bd}'
                | '\u{2c8}'
                | '\u{55a}'
                | '\u{2018}'
                | '\u{2019}'
                | '\u{201b}'
                | '\u{2032}'
                | '\u{a78c}'
                | '\u{ff07}'
    )
}

/// Whether `c` is a compatibility form of letters: superscript, subscript, ligature, full width, Roman numeral,
/// mathematical.
///
/// Superscript digits are not included: after a word they are the number of a footnote.
fn is_compatibility_form(c: char) -> bool {
    matches!(c, '\u{aa}' | '\u{ba}' | '\u{2b0}'..='\u{2b8}' | '\u{2e0}'..='\u{2e3}' | '\u{1d2c}'..='\u{1d6a}'
        | '\u{2071}' | '\u{207f}' | '\u{2080}'..='\u{2089}' | '\u{2090}'..='\u{209c}'
        | '\u{2160}'..='\u{217f}' | '\u{fb00}'..='\u{fb06}' | '\u{ff01}'..='\u{ff9f}' | '\u{1d400}'..='\u{1d7ff}')
}

/// The ordinary letters of a compatibility form.
fn decomposed(c: char) -> Option<Replacement> {
    let mut text = String::new();
    decompose_compatible(c, |part| text.push(part));
    let text: String = text.nfc().collect();
    (!text.chars().eq(std::iter::once(c))).then_some(Replacement::Text(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(input: &str, expected: &str) {
        let got = normalize(input);
        assert_eq!(got.as_str(), expected, "{input:?}");
    }

    proptest! {
        #[test]
        fn offsets_map_back_in_order_onto_boundaries(text in "(?s).{0,40}|[a-zé'\u{301}\u{200b}\u{fb01}\u{2019}\u{a0}]{0,40}") {
            let normalized = normalize(&text);
            let mut last = 0;
            for (offset, _) in normalized.as_str().char_indices().chain([(normalized.as_str().len(), ' ')]) {
                let start = normalized.original(offset);
                let end = normalized.original_end(offset);
                prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
                prop_assert!(last <= end && end <= start && start <= text.len());
                last = start;
            }
        }

        #[test]
        fn what_is_normalised_stays(text in "(?s).{0,40}") {
            let once = normalize(&text).as_str().to_owned();
            check(&once, &once);
        }
    }

    #[test]
    fn lookalikes_become_one() {
        check("l’IA l‘IA lʼIA l′IA l´IA l`IA l＇IA", "l'IA l'IA l'IA l'IA l'IA l'IA l'IA");
        check("États‑Unis‐x", "États-Unis-x");
        check("95\u{a0}% 2\u{202f}000", "95 % 2 000");
        check("ＮＶＩＤＩＡ ﬁnance eﬀet", "NVIDIA finance effet");
        check("1ᵉʳ nº CO₂ note¹", "1er no CO2 note¹");
        check("semi\u{ad}conducteur\u{200b}s\u{feff}", "semiconducteurs");
        check("de\u{301}cret c\u{327}a", "décret ça");
        check("é\u{301}", "é\u{301}");
        check("Trump–Xi — « oui »", "Trump–Xi — « oui »");
        check("développeur•euse‧s", "développeur·euse·s");
    }

    #[test]
    fn plain_text_is_borrowed() {
        let plain = "Très ordinaire, « déjà » normal.";
        assert!(matches!(normalize(plain).text, Cow::Borrowed(_)));
    }

    #[test]
    fn offsets_point_into_the_original() {
        let text = "l’e\u{301}te\u{301}\u{200b} ﬁn";
        let normalized = normalize(text);
        assert_eq!(normalized.as_str(), "l'été fin");
        let word = |start, end| &text[normalized.original(start)..normalized.original_end(end)];
        assert_eq!(word(2, 7), "e\u{301}te\u{301}");
        assert_eq!(word(8, 11), "ﬁn");
    }
}
