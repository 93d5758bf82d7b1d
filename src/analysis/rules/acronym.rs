//! Acronyms: `D.C.` gives one token, `dc`, which is never a stop word.
//!
//! Initials that are all joined by hyphens keep the hyphens: `É.-U.` and `É-U` give `e-u`, so that the United States are
//! not taken for the `EU`. `P.-D.G.` gives `pdg`. A name after an initial (`J. Huang`, `M.Huang`) is not read here.

use crate::analysis::{
    rules::Rule,
    scanner::{Cursor, Kind, Link},
    token_writer::TokenWriter,
};

/// Joins dotted or hyphenated initials.
pub(in crate::analysis) struct Acronym;

impl Rule for Acronym {
    fn name(&self) -> &'static str {
        "acronym"
    }

    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
        let count = letters(&cursor);
        if count < 2 || followed_by_word(&cursor, count) {
            return 0;
        }
        let hyphenated = (0..count - 1).all(|ahead| hyphenates(cursor.link(ahead)));
        let letters: Vec<&str> = (0..count).map(|ahead| cursor.text(ahead)).collect();
        let acronym = letters.join(if hyphenated { "-" } else { "" });
        let (start, end) = cursor.range(0, count);
        let dotted = cursor.link(0) != Link::Mark(b'-') && cursor.after(count - 1).starts_with('.');
        out.acronym((start, end + usize::from(dotted)), &acronym);
        count
    }
}

/// The number of single letters in a row that points or hyphens join. Around a hyphen both must be capitals.
fn letters(cursor: &Cursor<'_>) -> usize {
    let joined = |ahead: &usize| {
        let capitals = is_capital(cursor.text(*ahead)) && is_capital(cursor.text(ahead + 1));
        is_letter(cursor, ahead + 1)
            && match cursor.link(*ahead) {
                Link::Mark(b'.') | Link::PointHyphen => true,
                Link::Mark(b'-') => capitals,
                _ => false,
            }
    };
    if !is_letter(cursor, 0) {
        return 0;
    }
    1 + (0..).take_while(joined).count()
}

fn is_letter(cursor: &Cursor<'_>, ahead: usize) -> bool {
    cursor.kind(ahead) == Kind::Letters && cursor.text(ahead).chars().nth(1).is_none()
}

fn is_capital(text: &str) -> bool {
    text.chars().all(char::is_uppercase)
}

fn hyphenates(link: Link) -> bool {
    matches!(link, Link::Mark(b'-') | Link::PointHyphen)
}

/// Whether a word is joined to the last letter: `a.b.com`, `X-Y-Zed`.
fn followed_by_word(cursor: &Cursor<'_>, count: usize) -> bool {
    match cursor.link(count - 1) {
        Link::Mark(b'.') => cursor.text(count).starts_with(char::is_lowercase),
        Link::Mark(b'-' | b'\'') | Link::Glued => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::{check_chain, check_rule};

    fn check(input: &str, expected: &str) {
        check_rule(Acronym, input, expected);
    }

    #[test]
    fn dotted_letters() {
        check("Washington, D.C., les", "washington dc les");
        check("d.c. G.T.C.", "dc gtc");
        check("É-U", "e-u");
        check("J.D. Vance, P.-D.G.", "jd vance pdg");
    }

    #[test]
    fn not_acronyms() {
        check("M. Huang, J.Huang", "m huang j huang");
        check("a.b.exemple.fr", "a b exemple fr");
        check("a-t-il", "a t il");
    }

    #[test]
    fn with_the_other_rules() {
        check_chain("les É.-U. et l'U.E.", "les e-u et ue");
    }
}
