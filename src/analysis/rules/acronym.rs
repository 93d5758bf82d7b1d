//! `D.C.` goes in; `dc` comes out, as one token that is never a stop word.
//!
//! Initials all joined by hyphens keep them (`É.-U.` and `É-U` give `e-u`), so that the United States are not
//! taken for the `EU`; `P.-D.G.` is `pdg`. A name after an initial (`J. Huang`, `M.Huang`) is left alone.

use crate::analysis::{
    rules::Rule,
    scanner::{Cursor, Kind, Link},
    token_writer::TokenWriter,
};

/// Joins dotted letters.
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

/// How many single letters follow each other, dotted or hyphenated; hyphens ask for capitals.
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

/// Whether a longer word hangs on to the letters: `a.b.com`, `X-Y-Zed`.
fn followed_by_word(cursor: &Cursor<'_>, count: usize) -> bool {
    match cursor.link(count - 1) {
        Link::Mark(b'.') => cursor.text(count).starts_with(char::is_lowercase),
        Link::Mark(b'-' | b'\'') | Link::Glued => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::tests::exact;

    fn check(input: &str, expected: &str) {
        assert_eq!(exact(input), expected, "{input}");
    }

    #[test]
    fn dotted_letters() {
        check("Washington, D.C., les", "washington dc les");
        check("d.c. G.T.C.", "dc gtc");
        check("les É.-U. et l'U.E.", "les e-u et ue");
        check("É-U", "e-u");
        check("J.D. Vance, P.-D.G.", "jd vance pdg");
    }

    #[test]
    fn not_acronyms() {
        check("M. Huang, J.Huang", "m huang j huang");
        check("a.b.exemple.fr", "a b exemple fr");
        check("a-t-il", "a t il");
    }
}
