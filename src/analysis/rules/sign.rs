//! Words with a raised sign: « n° 3 » and « no 3 » give `numero`, « m² » and « mètres carrés » give `m2`.

use crate::analysis::{
    rules::Rule,
    scanner::{Cursor, Kind, Link},
    token_writer::TokenWriter,
};

/// The word for « n° ».
const NUMBER: &str = "numéro";

/// Reads « n° » and signs of units of area and volume.
pub(in crate::analysis) struct Sign;

impl Rule for Sign {
    fn name(&self) -> &'static str {
        "sign"
    }

    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
        match cursor.kind(0) {
            Kind::Letters => letters(&cursor, out),
            Kind::Digits if cursor.link(0) == Link::Glued => digits(&cursor, out),
            _ => 0,
        }
    }
}

fn letters(cursor: &Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
    let (start, end) = cursor.range(0, 1);
    if let Some((power, sign)) = power(cursor, 0) {
        out.word((start, end + sign.len_utf8()), &format!("{}{power}", cursor.text(0)));
        return 1;
    }
    match cursor.text(0) {
        "n" | "N" if cursor.after(0).starts_with('°') => {
            out.word((start, end + '°'.len_utf8()), NUMBER);
            1
        }
        "no" | "No" if is_before_number(cursor) => {
            out.word((start, end), NUMBER);
            1
        }
        _ => 0,
    }
}

/// Reads the number before a glued unit: « 50m² ».
fn digits(cursor: &Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
    if power(cursor, 1).is_none() {
        return 0;
    }
    out.word(cursor.range(0, 1), cursor.text(0));
    1
}

/// The power of the unit in piece `ahead`, and the sign for it: 2 for « m² ».
fn power(cursor: &Cursor<'_>, ahead: usize) -> Option<(u32, char)> {
    if !matches!(cursor.text(ahead), "m" | "km" | "cm" | "mm" | "dm") {
        return None;
    }
    match cursor.after(ahead).chars().next() {
        Some('²') => Some((2, '²')),
        Some('³') => Some((3, '³')),
        _ => None,
    }
}

/// The unit of the words at the cursor, if they spell one with a power: `m2` for « mètres carrés ». These words are plain,
/// so no rule reads them.
pub(in crate::analysis) fn spelt_power(cursor: &Cursor<'_>) -> Option<String> {
    let unit = match cursor.text(0).trim_end_matches('s').strip_suffix("mètre")? {
        "" => "m",
        "kilo" => "km",
        "centi" => "cm",
        "milli" => "mm",
        "déci" => "dm",
        _ => return None,
    };
    match cursor.text(1).trim_end_matches('s') {
        "carré" if cursor.link(0) == Link::Space => Some(format!("{unit}2")),
        "cube" if cursor.link(0) == Link::Space => Some(format!("{unit}3")),
        _ => None,
    }
}

/// Whether a number follows, after a space, a point or nothing.
fn is_before_number(cursor: &Cursor<'_>) -> bool {
    let end = cursor.range(0, 1).1;
    cursor.kind(1) == Kind::Digits && matches!(&cursor.text[end..cursor.range(1, 1).0], "" | " " | ". ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::{check_chain, check_rule};

    #[test]
    fn signs() {
        check_rule(Sign, "le n° 3, N°4, nº 5", "le numero 3 numero 4 numero 5");
        check_rule(Sign, "100 m² et 3 km³", "100 m2 et 3 km3");
        check_rule(Sign, "50m²", "50 m2");
        check_chain("100 m2", "100 m2");
        check_chain("100 mètres carrés", "100 metres/m2(2) carres");
        check_chain("un kilomètre cube", "un kilometre/km3(2) cube");
    }

    #[test]
    fn other_words() {
        check_rule(Sign, "no comment, note¹", "no comment note");
    }
}
