//! Repairs of a text that was laid out: detached accents, ligatures, hyphens at line ends.

use unicode_normalization::char::compose;

/// The text with its accents on their letters, and without ligatures.
pub(super) fn with_letters(text: &str) -> String {
    let text = crate::text::decode::clean(text);
    without_ligatures(&accented(&text))
}

/// The combining mark of an accent that stands by itself, as old fonts of TeX have it.
fn combining(accent: char) -> Option<char> {
    Some(match accent {
        '\u{b4}' | '\u{2ca}' => '\u{301}',
        '`' | '\u{2cb}' => '\u{300}',
        'ˆ' => '\u{302}',
        '¨' => '\u{308}',
        '¸' => '\u{327}',
        '˜' => '\u{303}',
        _ => return None,
    })
}

/// Puts accents on the letters that follow them, and combining marks on the letters before them, where there is a letter
/// with that accent.
fn accented(text: &str) -> String {
    if text.is_ascii() && !text.contains('`') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if let Some(mark) = combining(c) {
            let mut ahead = rest.clone();
            let mut letter = ahead.next();
            // A grave accent before a space ends a quotation.
            if letter == Some(' ') && c != '`' {
                letter = ahead.next();
            }
            let letter = letter.map(|letter| if letter == 'ı' { 'i' } else { letter });
            if let Some(composed) = letter.and_then(|letter| compose(letter, mark)) {
                out.push(composed);
                rest = ahead;
                continue;
            }
        }
        let composed = out
            .chars()
            .next_back()
            .filter(|_| ('\u{300}'..='\u{327}').contains(&c))
            .and_then(|last| compose(last, c));
        if let Some(composed) = composed {
            out.pop();
            out.push(composed);
        } else {
            out.push(c);
        }
    }
    out
}

/// Writes ligatures of fonts as their letters. Those of French are letters.
fn without_ligatures(text: &str) -> String {
    const LIGATURES: &[(char, &str)] =
        &[('ﬀ', "ff"), ('ﬁ', "fi"), ('ﬂ', "fl"), ('ﬃ', "ffi"), ('ﬄ', "ffl"), ('ﬅ', "st"), ('ﬆ', "st")];
    let of = |c: char| LIGATURES.iter().find(|(ligature, _)| *ligature == c);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match of(c) {
            Some((_, letters)) => out.push_str(letters),
            None => out.push(c),
        }
    }
    out
}

/// Joins words that a hyphen at a line end cut, and keeps hyphens of compounds that stand elsewhere in `whole`, the text of all
/// pages.
pub(super) fn joined(text: &str, whole: &str) -> String {
    let mut lines = text.lines().peekable();
    let mut out = String::with_capacity(text.len());
    while let Some(line) = lines.next() {
        let next = lines.peek().copied().unwrap_or("");
        let end = line.trim_end();
        let cut = end.strip_suffix(['-', '\u{2010}', '\u{ad}']);
        let is_cut =
            cut.is_some_and(|cut| cut.ends_with(char::is_alphabetic)) && next.starts_with(char::is_lowercase);
        match cut.filter(|_| is_cut) {
            Some(cut) if is_compound(whole, cut, next) => {
                out.push_str(cut);
                out.push('-');
            }
            Some(cut) => out.push_str(cut),
            None => {
                out.push_str(line);
                if lines.peek().is_some() {
                    out.push('\n');
                }
            }
        }
    }
    out.replace('\u{ad}', "")
}

/// Whether the two pieces stand elsewhere in the text with a hyphen between them, and not in one piece.
pub(super) fn is_compound(text: &str, before: &str, after: &str) -> bool {
    let first = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let last = after.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    text.contains(&format!("{first}-{last}")) && !text.contains(&format!("{first}{last}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn repaired(text: &str) -> String {
        let text = with_letters(text);
        joined(&text, &text)
    }

    fn check(input: &str, expected: &str) {
        assert_eq!(repaired(input), expected, "{input}");
    }

    #[test]
    fn accents_and_ligatures() {
        check("d´esormais `a la ﬁn", "désormais à la fin");
        check("d´ esormais gar¸con no¨el ıˆle", "désormais garçon noël ıˆle");
        check("e\u{301}te\u{301}", "été");
        check("le `code` et 5 ´", "le `code` et 5 ´");
    }

    #[test]
    fn hyphens() {
        check("pré-\ntendre que\nle", "prétendre que\nle");
        check("peut-\nêtre, peut-être", "peut-être, peut-être");
        check("les États-\nUnis", "les États-\nUnis");
        check("sou\u{ad}haite", "souhaite");
        check("- un\n- deux", "- un\n- deux");
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(text in "[a-zé\n -]{0,80}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            prop_assert_eq!(letters(&repaired(&text)), letters(&text));
        }
    }
}
