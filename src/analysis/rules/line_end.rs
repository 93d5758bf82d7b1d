//! Words cut at the end of a line: « expor-⏎tations » gives `exportations`.
//!
//! A compound may be cut there too (« semi-⏎conducteurs »). Where both parts are French words they stay, with the
//! joined form over them, as with any hyphen.

use crate::analysis::{
    rules::Rule,
    scanner::{Cursor, Link},
    token_writer::TokenWriter,
};

/// Joins words that a line end cuts.
pub(in crate::analysis) struct LineEnd;

impl Rule for LineEnd {
    fn name(&self) -> &'static str {
        "line end"
    }

    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
        if cursor.link(0) != Link::LineHyphen {
            return 0;
        }
        let (first, second) = (cursor.text(0), cursor.text(1));
        let whole = format!("{first}{second}");
        if out.is_french(&whole) && !(out.is_french(first) && out.is_french(second)) {
            out.word(cursor.range(0, 2), &whole);
            return 2;
        }
        out.word(cursor.range(0, 1), first);
        out.stack(cursor.range(0, 2), &whole, 2);
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::{check_chain, check_rule};

    fn check(input: &str, expected: &str) {
        check_rule(LineEnd, input, expected);
    }

    #[test]
    fn words() {
        check("Les expor-\ntations de blé", "les exportations de ble");
        check("le gouver-\r\n  nement", "le gouvernement");
    }

    #[test]
    fn compounds() {
        check_chain("des semi-\nconducteurs", "des semi/semiconducteurs(2) conducteurs");
        check("porte-\nmonnaie", "porte/portemonnaie(2) monnaie");
    }

    #[test]
    fn others() {
        check("Trump-\nXi, 2024-\n2025, un -\nautre", "trump xi 2024 2025 un autre");
        check("fin-\n\nautre", "fin autre");
    }
}
