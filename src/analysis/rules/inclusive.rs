//! Inclusive writing: `développeur·euse·s` gives `développeurs` and, stacked, `développeuses`.
//!
//! The rule reads `·`, `.`, `/`, `-` and parentheses. The feminine ending must fit the masculine word, so an address or a
//! missing space after a point is not read. The endings are in `data/inclusive.txt`.

use crate::text::entries;

use crate::analysis::{
    rules::Rule,
    scanner::{Cursor, Kind, Link, MIDDLE_DOT},
    token_writer::TokenWriter,
};

pub(in crate::analysis) const ENDINGS: &str = include_str!("../data/inclusive.txt");

/// The fewest letters of a noun before a mark other than the middle dot.
const MIN_NOUN_LETTERS: usize = 3;

/// Reads words that are written with both genders.
pub(in crate::analysis) struct Inclusive {
    endings: Vec<Ending>,
}

/// One ending: as written, the letters that it removes from the masculine, and the letters that it adds.
struct Ending {
    written: &'static str,
    removed: &'static str,
    added: &'static str,
}

impl Inclusive {
    pub(in crate::analysis) fn french() -> Self {
        let ending = |line: &'static str| {
            let mut columns = line.split_whitespace();
            let (written, removed, added) = (columns.next()?, columns.next()?, columns.next()?);
            Some(Ending { written, removed: removed.trim_start_matches('-'), added })
        };
        Inclusive { endings: entries(ENDINGS).filter_map(ending).collect() }
    }

    /// The feminine of `masculine`, given the ending as written.
    fn feminine(&self, masculine: &str, written: &str) -> Option<String> {
        let fits = |ending: &&Ending| ending.written == written && masculine.ends_with(ending.removed);
        let ending = self.endings.iter().find(fits)?;
        Some(format!("{}{}", masculine.strip_suffix(ending.removed)?, ending.added))
    }

    /// The masculine and the feminine of `base`, both singular or both plural.
    fn genders(&self, base: &str, written: &str, plural: bool) -> Option<(String, String)> {
        let singular = written.strip_suffix('s').filter(|ending| !ending.is_empty());
        let masculine = if singular.is_some() { base.strip_suffix('s').unwrap_or(base) } else { base };
        let feminine = self.feminine(masculine, singular.unwrap_or(written))?;
        let plural = plural || singular.is_some();
        let with_s =
            |word: &str| if plural && !word.ends_with(['s', 'x']) { format!("{word}s") } else { word.into() };
        Some((with_s(masculine), with_s(&feminine)))
    }
}

impl Rule for Inclusive {
    fn name(&self) -> &'static str {
        "inclusive"
    }

    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
        let Some(shape) = Shape::of(&cursor) else { return 0 };
        let (base, written) = (cursor.text(0), cursor.text(1).to_lowercase());
        if written == "s" && shape.marks_plural() {
            out.word(cursor.range(0, 1), base);
            return 2;
        }
        let Some((masculine, feminine)) = self.genders(&base.to_lowercase(), &written, shape.plural) else {
            return 0;
        };
        let (start, end) = cursor.range(0, shape.pieces);
        let range = (start, end + usize::from(cursor.text[end..].starts_with(')') && shape.closes));
        out.word(range, &masculine);
        out.stack(range, &feminine, 1);
        shape.pieces
    }
}

/// How the endings are written.
struct Shape {
    mark: u8,
    pieces: usize,
    plural: bool,
    /// Whether a parenthesis closes after the last piece.
    closes: bool,
}

impl Shape {
    fn of(cursor: &Cursor<'_>) -> Option<Shape> {
        let Link::Mark(mark) = cursor.link(0) else { return None };
        let is_candidate = matches!(mark, MIDDLE_DOT | b'.' | b'/' | b'-' | b'(')
            && cursor.kind(0) == Kind::Letters
            && cursor.kind(1) == Kind::Letters
            && (mark == MIDDLE_DOT || cursor.text(0).chars().count() >= MIN_NOUN_LETTERS)
            && (mark != b'(' || cursor.after(1).starts_with(')'));
        if !is_candidate {
            return None;
        }
        let plural = cursor.text(2).eq_ignore_ascii_case("s") && continues(cursor.link(1), mark);
        let last = if plural { 2 } else { 1 };
        let shape = Shape { mark, pieces: last + 1, plural, closes: mark == b'(' && !plural };
        (!repeats(cursor.link(last), mark)).then_some(shape)
    }

    /// Whether the mark may add a plain plural: « puce(s) », « député·s ».
    fn marks_plural(&self) -> bool {
        matches!(self.mark, b'(' | MIDDLE_DOT) && !self.plural
    }
}

/// Whether `link` leads from the ending to the `s` of the plural.
fn continues(link: Link, mark: u8) -> bool {
    match mark {
        b'(' => link == Link::Mark(b')'),
        _ => link == Link::Mark(mark),
    }
}

/// Whether the same mark follows again, as in an address or a longer compound.
fn repeats(link: Link, mark: u8) -> bool {
    mark != b'(' && link == Link::Mark(mark)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::check_rule;

    fn check(input: &str, expected: &str) {
        check_rule(Inclusive::french(), input, expected);
    }

    #[test]
    fn both_genders() {
        for text in ["développeur·euse·s", "développeur.euse.s", "développeur(euse)s", "développeur-euse-s"]
        {
            check(text, "developpeurs/developpeuses");
        }
        check("directeur·rice", "directeur/directrice");
        check("étudiant·es, étudiants·es", "etudiants/etudiantes etudiants/etudiantes");
        check("citoyen·ne·s", "citoyens/citoyennes");
        check("nombreux·euses", "nombreux/nombreuses");
        check("actif·ve", "actif/active");
        check("étudiant(e) élu", "etudiant/etudiante elu");
        check("la ou les puce(s)", "la ou les puce");
    }

    #[test]
    fn only_where_the_ending_fits() {
        check("lemonde.fr vise.e.tous", "lemonde fr vise e tous");
        check("dit-elle", "dit elle");
        check("puces(GPU)", "puces gpu");
        check("fin.Le", "fin le");
    }
}
