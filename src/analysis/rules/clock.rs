//! Times of day: « 12h30 », « 12 h 30 », « 12:30 » and « 12 heures 30 » all give `12h30`; « 8h00 » gives `8h`.
//!
//! A time in one piece is one token. Otherwise the time is stacked over its words. An hour alone with its unit (« 8 h »)
//! is a measure: see [`super::number`].

use crate::analysis::{
    rules::Rule,
    scanner::{Cursor, Kind, Link},
    token_writer::TokenWriter,
};

/// Reads times of day.
pub(in crate::analysis) struct Clock;

impl Rule for Clock {
    fn name(&self) -> &'static str {
        "clock"
    }

    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
        if cursor.kind(0) != Kind::Digits || cursor.kind(1) == Kind::End {
            return 0;
        }
        let pieces = match cursor.kind(1) {
            Kind::Letters if is_joined(&cursor, 0) && is_joined(&cursor, 1) && is_hour_word(&cursor) => 3,
            Kind::Digits if between(&cursor) == ":" => 2,
            _ => return 0,
        };
        let Some(time) = time(cursor.text(0), cursor.text(pieces - 1)) else { return 0 };
        if cursor.kind(pieces - 1) != Kind::Digits || cursor.link(pieces - 1) == Link::Glued {
            return 0;
        }
        if cursor.glued() == pieces {
            out.word(cursor.range(0, pieces), &time);
            return pieces;
        }
        out.word(cursor.range(0, 1), cursor.text(0));
        out.stack(cursor.range(0, pieces), &time, pieces);
        1
    }
}

fn is_joined(cursor: &Cursor<'_>, ahead: usize) -> bool {
    matches!(cursor.link(ahead), Link::Space | Link::Glued)
}

fn is_hour_word(cursor: &Cursor<'_>) -> bool {
    matches!(cursor.text(1), "h" | "H" | "heures" | "heure")
}

/// The text between pieces 0 and 1.
fn between<'t>(cursor: &Cursor<'t>) -> &'t str {
    &cursor.text[cursor.range(0, 1).1..cursor.range(1, 1).0]
}

/// The form of a time; `None` if the numbers are none.
fn time(hour: &str, minutes: &str) -> Option<String> {
    let number = |digits: &str, limit: u8| digits.parse::<u8>().ok().filter(|number| *number < limit);
    let hour = number(hour, 25).filter(|_| hour.len() <= 2)?;
    let minutes = number(minutes, 60).filter(|_| minutes.len() == 2)?;
    Some(if minutes == 0 { format!("{hour}h") } else { format!("{hour}h{minutes:02}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::{check_chain, check_rule};

    fn check(input: &str, expected: &str) {
        check_rule(Clock, input, expected);
    }

    #[test]
    fn times() {
        check("à 12h30 et 08h05", "a 12h30 et 8h05");
        check("12 h 30", "12/12h30(3) h 30");
        check("12:30", "12/12h30(2) 30");
        check("18 heures 15", "18/18h15(3) heures 15");
    }

    #[test]
    fn not_times() {
        check("32:10, 3:2", "32 10 3 2");
        check_chain("12 heures 300", "12/12h(2) heures 300");
    }
}
