//! Folding: a word in lower case without accents. `Œuvres` gives `oeuvres`.
//!
//! Only Latin and Greek letters are folded: in other scripts a mark makes another letter. Folding is idempotent.

use std::borrow::Cow;

use unicode_normalization::char::decompose_canonical;

/// `text` in lower case without accents. The result borrows `text` if it is folded already, as most words are.
pub(in crate::analysis) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        let has_capitals = text.bytes().any(|byte| byte.is_ascii_uppercase());
        return if has_capitals { text.to_ascii_lowercase().into() } else { text.into() };
    }
    let mut out = String::with_capacity(text.len());
    for lower in text.chars().flat_map(char::to_lowercase) {
        push_folded(lower, &mut out);
    }
    out.into()
}

fn push_folded(c: char, out: &mut String) {
    match c {
        _ if c.is_ascii() => out.push(c),
        'œ' => out.push_str("oe"),
        'æ' => out.push_str("ae"),
        'ß' => out.push_str("ss"),
        'þ' => out.push_str("th"),
        'ø' | 'ǿ' => out.push('o'),
        'đ' | 'ð' => out.push('d'),
        'ł' => out.push('l'),
        'ı' => out.push('i'),
        'ħ' => out.push('h'),
        'ς' => out.push('σ'),
        '\u{300}'..='\u{36f}' => {}
        _ if has_foldable_marks(c) => decompose_canonical(c, |part| push_base(part, out)),
        _ => out.push(c),
    }
}

/// Whether `c` is a precomposed Latin or Greek letter.
fn has_foldable_marks(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{3ff}' | '\u{1e00}'..='\u{1fff}')
}

fn push_base(part: char, out: &mut String) {
    match part {
        '\u{300}'..='\u{36f}' => {}
        'æ' | 'ø' => push_folded(part, out),
        _ => out.push(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(input: &str, expected: &str) {
        assert_eq!(fold(input), expected);
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,20}") {
            let once = fold(&text);
            check(&once, &once);
        }
    }

    #[test]
    fn folds() {
        check("Sécurité", "securite");
        check("ŒUVRES", "oeuvres");
        check("Taïwan", "taiwan");
        check("ÇA", "ca");
        check("Łódź Søren ǅ", "lodz soren ǆ");
        check("İstanbul", "istanbul");
        check("Ἀθῆναι ς", "αθηναι σ");
        check("が 黄 й", "が 黄 й");
    }
}
