//! Numbers: digits give one form, however they are grouped and whatever the decimal sign.
//!
//! `1 500 000` gives `1500000`, `1,5` gives `1.5`. Stacked readings are the percentage (`95%`), the value with its
//! magnitude (`1,5 milliard` is also `1500000000`), the amount with its currency, and the measure (`3 nm` is also `3nm`).
//! The magnitude and the unit keep their own positions. Product codes are read by [`super::compound`].

use rustc_hash::FxHashMap;

use crate::text::entries;

use crate::analysis::{
    rules::Rule,
    scanner::{Cursor, Kind, Link},
    token_writer::TokenWriter,
    words::fold::fold,
};

pub(in crate::analysis) const MAGNITUDES: &str = include_str!("../data/magnitudes.txt");
pub(in crate::analysis) const UNITS: &str = include_str!("../data/units.txt");
pub(in crate::analysis) const CURRENCIES: &str = include_str!("../data/currencies.txt");

/// The most groups of three digits after the first one.
const MAX_GROUPS: usize = 6;

/// Reads numbers.
pub(in crate::analysis) struct Number {
    /// The number of zeros that a magnitude adds, by word.
    magnitudes: FxHashMap<&'static str, usize>,
    /// The unit, by spelling.
    units: FxHashMap<&'static str, &'static str>,
    /// The word for a currency, by spelling.
    currencies: FxHashMap<&'static str, &'static str>,
}

/// A number: its canonical form and the number of its pieces.
struct Figure {
    form: String,
    pieces: usize,
    /// The canonical form with the point read as a separator of thousands, if `1.500` may mean either.
    thousands: Option<String>,
}

impl Number {
    pub(in crate::analysis) fn french() -> Self {
        let magnitude =
            |line: &'static str| line.split_once(' ').and_then(|(w, n)| Some((w, n.parse().ok()?)));
        Number {
            magnitudes: entries(MAGNITUDES).filter_map(magnitude).collect(),
            units: entries(UNITS).map(|line| line.split_once(' ').unwrap_or((line, line))).collect(),
            currencies: entries(CURRENCIES).filter_map(|line| line.split_once(' ')).collect(),
        }
    }

    /// Stacks the value of a number with its magnitude: `1500000000` for « 1,5 milliard ».
    fn stack_value(&self, figure: &Figure, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) {
        let word = fold(cursor.text(figure.pieces));
        let Some(zeros) = self.magnitudes.get(&*word) else { return };
        if word.len() > 1 || cursor.kind(figure.pieces + 1) == Kind::Currency {
            out.stack(cursor.range(0, figure.pieces + 1), &value(&figure.form, *zeros), 2);
        }
    }

    /// Stacks the amount: `5 M$`, « 5 millions de dollars » and `5000000 dollars` are one. A query that spells the
    /// currency out asks for the figure and the word instead, wherever they stand.
    fn stack_amount(&self, figure: &Figure, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) {
        let mut at = figure.pieces;
        let mut words = 1;
        let mut zeros = 0;
        if let Some(more) = self.magnitudes.get(&*fold(cursor.text(at))) {
            at += 1;
            words += 1;
            zeros = *more;
        }
        match (cursor.text(at), cursor.link(at)) {
            ("de", Link::Space) => {
                at += 1;
                words += 1;
            }
            ("d", Link::Mark(b'\'')) => at += 1,
            _ => {}
        }
        if let Some(currency) = self.currencies.get(&*fold(cursor.text(at)))
            && is_unbroken(&cursor, at)
            && !(out.for_query() && cursor.kind(at) == Kind::Letters)
        {
            let amount = format!("{}{currency}", value(&figure.form, zeros));
            out.stack(cursor.range(0, at + 1), &amount, words + 1);
        }
    }

    /// Writes the sign of a currency as its word. Before a number (`$5 millions`) the amount is stacked over both.
    fn write_currency(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
        let sign = cursor.text(0);
        let currency = self.currencies.get(sign).copied().unwrap_or(sign);
        out.word(cursor.range(0, 1), currency);
        if cursor.kind(1) == Kind::Digits && is_unbroken(&cursor, 1) {
            let figure = figure(&cursor.forward(1));
            let next = 1 + figure.pieces;
            let zeros = self.magnitudes.get(&*fold(cursor.text(next))).filter(|_| is_unbroken(&cursor, next));
            let (pieces, words) = if zeros.is_some() { (next + 1, 3) } else { (next, 2) };
            let amount = format!("{}{currency}", value(&figure.form, zeros.copied().unwrap_or(0)));
            out.stack(cursor.range(0, pieces), &amount, words);
        }
        1
    }

    /// Stacks a number with its unit: `3nm` for « 3 nanomètres ».
    fn stack_measure(&self, figure: &Figure, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) {
        let written = fold(cursor.text(figure.pieces));
        let is_raised = cursor.after(figure.pieces).starts_with(['²', '³']);
        if let Some(unit) = self.units.get(&*written).filter(|_| !is_raised) {
            out.stack(cursor.range(0, figure.pieces + 1), &format!("{}{unit}", figure.form), 2);
        }
    }
}

impl Rule for Number {
    fn name(&self) -> &'static str {
        "number"
    }

    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
        match cursor.kind(0) {
            Kind::Currency => return self.write_currency(cursor, out),
            Kind::Digits => {}
            _ => return 0,
        }
        let figure = figure(&cursor);
        if let Some(pieces) = spelt_percentage(&cursor, figure.pieces).filter(|_| out.for_query()) {
            out.word(cursor.range(0, pieces), &format!("{}%", figure.form));
            return pieces;
        }
        write_figure(&figure, &cursor, out);
        self.stack_amount(&figure, cursor, out);
        let last = figure.pieces - 1;
        if matches!(cursor.link(last), Link::Space | Link::Glued) && cursor.kind(last + 1) == Kind::Letters {
            self.stack_value(&figure, cursor, out);
            self.stack_measure(&figure, cursor, out);
        }
        figure.pieces
    }
}

/// Whether at most one byte stands between any two neighbours of pieces 0 to `last`.
fn is_unbroken(cursor: &Cursor<'_>, last: usize) -> bool {
    (0..last).all(|at| cursor.range(at + 1, 1).0 - cursor.range(at, 1).1 <= 1)
}

/// Writes the number and stacks the percentage, if it is one. A query for `95 %` asks for the percentage only.
fn write_figure(figure: &Figure, cursor: &Cursor<'_>, out: &mut TokenWriter<'_>) {
    let (start, end) = cursor.range(0, figure.pieces);
    let rest = cursor.after(figure.pieces - 1);
    let after_space = rest.strip_prefix(' ').unwrap_or(rest);
    let percentage = || format!("{}%", figure.form);
    let sign_end = end + rest.len() - after_space.len() + 1;
    let is_percentage = after_space.starts_with('%');
    if is_percentage && out.for_query() {
        out.word((start, sign_end), &percentage());
        return;
    }
    out.word((start, end), &figure.form);
    if is_percentage {
        out.stack((start, sign_end), &percentage(), 1);
    } else if let Some(pieces) = spelt_percentage(cursor, figure.pieces) {
        out.stack(cursor.range(0, pieces), &percentage(), 1 + pieces - figure.pieces);
    }
    if let Some(thousands) = &figure.thousands {
        out.stack((start, end), thousands, 1);
    }
}

/// The number of pieces of « 95 pour cent » or « 95 pourcent », where the number has `at` pieces; `None` if neither
/// word follows.
fn spelt_percentage(cursor: &Cursor<'_>, at: usize) -> Option<usize> {
    let follows = cursor.link(at - 1) == Link::Space;
    match (cursor.text(at), cursor.text(at + 1)) {
        ("pour", "cent") if follows => Some(at + 2),
        ("pourcent", _) if follows => Some(at + 1),
        _ => None,
    }
}

/// Reads the number at the cursor.
fn figure(cursor: &Cursor<'_>) -> Figure {
    let signs = [Link::Space, Link::Mark(b'.'), Link::Mark(b','), Link::Mark(b'\'')];
    let grouped = signs.into_iter().map(|by| groups(cursor, by));
    let groups = grouped.max().unwrap_or(0);
    let mut form: String = (0..=groups).map(|ahead| cursor.text(ahead)).collect();
    let mut pieces = groups + 1;
    let mut thousands = None;
    if has_decimals(cursor, groups) {
        let decimals = cursor.text(pieces);
        thousands =
            (groups == 0 && is_group(decimals) && is_head(&form)).then(|| format!("{form}{decimals}"));
        form = format!("{form}.{decimals}");
        pieces += 1;
    }
    Figure { form, pieces, thousands }
}

/// The number of groups of three digits that follow piece 0, separated by `by`. A single group after a point or comma
/// may be decimals: it counts only if decimals follow after the other sign.
fn groups(cursor: &Cursor<'_>, by: Link) -> usize {
    if !is_head(cursor.text(0)) {
        return 0;
    }
    let more = |ahead: &usize| {
        *ahead < MAX_GROUPS
            && cursor.link(*ahead) == by
            && cursor.kind(ahead + 1) == Kind::Digits
            && is_group(cursor.text(ahead + 1))
            && cursor.link(ahead + 1) != Link::Glued
    };
    let count = (0..).take_while(more).count();
    let has_decimals = || by != cursor.link(count) && is_decimal_sign(cursor.link(count));
    if matches!(by, Link::Space | Link::Mark(b'\'')) || count > 1 || (count == 1 && has_decimals()) {
        count
    } else {
        0
    }
}

fn is_head(digits: &str) -> bool {
    digits.len() <= 3 && !digits.starts_with('0')
}

fn is_group(digits: &str) -> bool {
    digits.len() == 3
}

/// Whether decimals follow piece `ahead`, and not the next part of a date or version.
fn has_decimals(cursor: &Cursor<'_>, ahead: usize) -> bool {
    let is_sign = is_decimal_sign;
    let goes_on = is_sign(cursor.link(ahead + 1)) && cursor.kind(ahead + 2) == Kind::Digits;
    is_sign(cursor.link(ahead)) && cursor.kind(ahead + 1) == Kind::Digits && !goes_on
}

fn is_decimal_sign(link: Link) -> bool {
    matches!(link, Link::Mark(b',' | b'.'))
}

/// `form` times ten to the power of `zeros`, exactly.
fn value(form: &str, zeros: usize) -> String {
    let (whole, decimals) = form.split_once('.').unwrap_or((form, ""));
    let kept = decimals.len().min(zeros);
    let mut value = format!("{whole}{}{}", &decimals[..kept], "0".repeat(zeros - kept));
    if kept < decimals.len() {
        value = format!("{value}.{}", &decimals[kept..]);
    }
    let leading = value.len() - value.trim_start_matches('0').len();
    value.split_off(leading.min(value.len() - 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::{check_chain, check_rule};

    fn check(input: &str, expected: &str) {
        check_rule(Number::french(), input, expected);
    }

    #[test]
    fn one_form() {
        check("2 000", "2000");
        check("1\u{a0}500\u{202f}000", "1500000");
        check("1.500.000 1,500,000", "1500000 1500000");
        check("1,5 1.5", "1.5 1.5");
        check("1.500", "1.500/1500");
        check("1.234,5 1,234.5", "1234.5 1234.5");
        check("300'000 habitants", "300000 habitants");
        check("en 2025 100 puces", "en 2025 100 puces");
        check("2024-2025", "2024 2025");
    }

    #[test]
    fn shares_values_measures() {
        check("95 %", "95/95%");
        check("95% et", "95/95% et");
        check("95 pour cent", "95/95%(3) pour cent");
        check("10-15 %", "10 15/15%");
        check("1,5 milliard", "1.5/1500000000(2) milliard");
        check("0,25 million", "0.25/250000(2) million");
        check("1 500 millions", "1500/1500000000(2) millions");
        check("5 M€", "5/5000000euro(3)/5000000(2) m euro");
        check("$5 millions", "dollar/5000000dollar(3) 5/5000000(2) millions");
        check("5 €, 5$", "5/5euro(2) euro 5/5dollar(2) dollar");
        check("5 nanomètres", "5/5nm(2) nanometres");
        check("3 nm", "3/3nm(2) nm");
    }

    #[test]
    fn with_the_other_rules() {
        check_chain("3 milliards d'euros", "3/3000000000euro(3)/3000000000(2) milliards euros");
    }
}
