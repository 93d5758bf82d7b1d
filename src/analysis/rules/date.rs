//! Days in numbers: « 21/06/2004 », « 21.06.2004 » and « 21-06-2004 » give the words of « 21 juin 2004 », and
//! « 2004-06-21 » gives them in its own order. The first of a month is `1er`, and also `1`.

use crate::analysis::{
    rules::Rule,
    scanner::{Cursor, Kind, Link},
    token_writer::TokenWriter,
};

/// The months, January first.
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// Reads days in numbers.
pub(in crate::analysis) struct Date;

impl Rule for Date {
    fn name(&self) -> &'static str {
        "date"
    }

    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
        if !is_triple(&cursor) {
            return 0;
        }
        let order = match cursor.text(0).len() {
            4 if cursor.link(0) == Link::Mark(b'-') => [2, 1, 0],
            1 | 2 => [0, 1, 2],
            _ => return 0,
        };
        let [Some(day), Some(month), Some(_)] = [
            number(cursor.text(order[0]), 2, 1..=31),
            number(cursor.text(order[1]), 2, 1..=12),
            number(cursor.text(order[2]), 4, 1000..=2999),
        ] else {
            return 0;
        };
        for piece in 0..3 {
            let range = cursor.range(piece, 1);
            if piece == order[0] && day == 1 {
                out.word(range, "1er");
                out.stack(range, "1", 1);
            } else if piece == order[0] {
                out.word(range, &day.to_string());
            } else if piece == order[1] {
                out.word(range, MONTHS[month as usize - 1]);
                // « 06/2004 » is asked for in numbers.
                out.widen(range, cursor.text(piece));
            } else {
                out.word(range, cursor.text(piece));
            }
        }
        3
    }
}

/// Whether three numbers stand here, with the same sign between them, and no more than three.
fn is_triple(cursor: &Cursor<'_>) -> bool {
    let sign = cursor.link(0);
    let is_date_sign = |link: Link| matches!(link, Link::Mark(b'/' | b'.' | b'-'));
    is_date_sign(sign)
        && cursor.link(1) == sign
        && (0..3).all(|ahead| cursor.kind(ahead) == Kind::Digits)
        && cursor.link(2) != Link::Glued
        && !(is_date_sign(cursor.link(2)) && cursor.kind(3) == Kind::Digits)
}

/// A number of at most `digits` digits within `range`; of a year, of exactly as many.
fn number(text: &str, digits: usize, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
    let is_long_enough = if digits == 4 { text.len() == 4 } else { text.len() <= digits };
    text.parse().ok().filter(|number| is_long_enough && range.contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::{check_chain, check_rule};

    fn check(input: &str, expected: &str) {
        check_rule(Date, input, expected);
    }

    #[test]
    fn days() {
        check("le 21/06/2004", "le 21 juin/06 2004");
        check("21.06.2004, 3-12-1998", "21 juin/06 2004 3 decembre/12 1998");
        check("2004-06-21", "2004 juin/06 21");
        check("01/01/2024", "1er/1 janvier/01 2024");
    }

    #[test]
    fn other_numbers() {
        check("32/01/2024, 21/13/2024, 21/06/04", "32 01 2024 21 13 2024 21 06 04");
        check_chain("12/1.5/2024", "12 1.5 2024");
        check("21/06-2004, 2004/06/21", "21 06 2004 2004 06 21");
    }
}
