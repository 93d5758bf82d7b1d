//! Symbols: `R&D`, `AT&T`, `C++` and `C#` each give one token.
//!
//! Longer words joined by `&` are two words.

use crate::analysis::{
    rules::Rule,
    scanner::{Cursor, Kind, Link},
    token_writer::TokenWriter,
};

/// The greatest number of bytes on each side of `&` in an acronym.
const MAX_SIDE: usize = 3;

/// Reads words that contain a sign.
pub(in crate::analysis) struct Symbol;

impl Rule for Symbol {
    fn name(&self) -> &'static str {
        "symbol"
    }

    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
        match cursor.kind(0) {
            Kind::Letters if joined_by_ampersand(&cursor) => {
                let word = format!("{}&{}", cursor.text(0), cursor.text(1));
                out.word(cursor.range(0, 2), &word);
                2
            }
            Kind::Letters => language(cursor, out),
            _ => 0,
        }
    }
}

/// `R&D` in any case, `R & D` in capitals.
fn joined_by_ampersand(cursor: &Cursor<'_>) -> bool {
    let (left, right) = (cursor.text(0), cursor.text(1));
    let short = cursor.kind(1) == Kind::Letters && left.len() <= MAX_SIDE && right.len() <= MAX_SIDE;
    let between = || &cursor.text[cursor.range(0, 1).1..cursor.range(1, 1).0];
    let capitals = || left.chars().chain(right.chars()).all(char::is_uppercase);
    short && (cursor.link(0) == Link::Mark(b'&') || (capitals() && between() == " & "))
}

/// `C++` and `C#`: one letter and its sign.
fn language(cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
    let letter = cursor.text(0);
    let sign = ["++", "#"].into_iter().find(|sign| cursor.after(0).starts_with(sign));
    let Some(sign) = sign.filter(|_| letter.len() == 1) else { return 0 };
    let (start, end) = cursor.range(0, 1);
    out.word((start, end + sign.len()), &format!("{letter}{sign}"));
    1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::check_rule;

    fn check(input: &str, expected: &str) {
        check_rule(Symbol, input, expected);
    }

    #[test]
    fn signs() {
        check("la R&D, AT&T", "la r&d at&t");
        check("la R & D", "la r&d");
        check("Johnson&Johnson, Marks & Spencer", "johnson johnson marks spencer");
        check("en C++ et C#", "en c++ et c#");
    }
}
