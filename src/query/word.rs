//! Words: a run of characters in; the word and its marks (`*`, `~`, `^2`) out.
//!
//! A run has no white space and no quotes. A run of punctuation only is no word. A word is never split: apostrophes,
//! hyphens and points inside it are left to the analysis.

use std::ops::Range;

use super::ast::{Ast, Span, Strength, Word};
use super::diagnostic::{Remarks, Severity};
use super::limits::{DEFAULT_DISTANCE, MAX_BOOST, MAX_DISTANCE, MIN_PREFIX};
use super::remark::Remark;

/// Punctuation that ends a clause and does not belong to the word before it.
const CLOSING: [char; 7] = [',', ';', ':', '.', '?', '!', '…'];

/// The marks after a word.
#[derive(Default)]
struct Marks {
    star: bool,
    tilde: bool,
    boost: Option<f32>,
}

/// Reads the word of a run that begins at byte `start` of the query; `None` if the run has no word.
pub(super) fn read(run: &str, start: usize, exact: bool, remarks: &mut Remarks) -> Option<Ast> {
    let span = start..start + run.len();
    let (text, marks) = split_marks(run, span.clone(), remarks);
    let prefix = marks.star && is_prefix(text, span.clone(), remarks);
    if !has_content(text) {
        return None;
    }
    if text.contains('*') {
        remarks.say(Severity::Note, span.clone(), Remark::StarInside);
    }
    if has_question_inside(text) {
        remarks.say(Severity::Note, span.clone(), Remark::QuestionInside);
    }
    let strength = strength(&marks, exact, prefix, span, remarks);
    let span = Span { start, end: start + text.len() };
    Some(boosted(Ast::Word(Word { text: text.to_owned(), strength, prefix, span }), marks.boost))
}

/// Whether a `?` stands in a word as if for any letter (`pl?n`). In an address (`a?b=c`) it does not.
fn has_question_inside(text: &str) -> bool {
    text.contains('?') && text.chars().all(|c| c == '?' || c.is_alphanumeric())
}

/// Whether a run has a word, and not only marks and punctuation.
pub(super) fn is_word(run: &str) -> bool {
    read(run, 0, false, &mut Remarks::default()).is_some()
}

/// `ast` under the boost, if there is one.
pub(super) fn boosted(ast: Ast, boost: Option<f32>) -> Ast {
    match boost {
        Some(boost) if ast != Ast::Nothing => Ast::Boost(Box::new(ast), boost),
        _ => ast,
    }
}

/// Removes marks and closing punctuation until none is left, so that the rest parses to itself.
fn split_marks<'a>(run: &'a str, span: Range<usize>, remarks: &mut Remarks) -> (&'a str, Marks) {
    let mut marks = Marks::default();
    let has_letter = run.chars().any(char::is_alphabetic);
    let mut text = trim_closing(run);
    loop {
        let rest = if let Some(rest) = text.strip_suffix('*') {
            marks.star = true;
            rest.trim_end_matches('*')
        } else if let Some(rest) = strip_tilde(text).filter(|_| has_letter) {
            marks.tilde = true;
            note_distance(text, span.clone(), remarks);
            rest
        } else if let Some((rest, number)) = split_boost(text).filter(|(rest, _)| !rest.is_empty()) {
            set_boost(&mut marks.boost, number, span.clone(), remarks);
            rest
        } else {
            return (text, marks);
        };
        text = trim_closing(rest);
    }
}

/// The text before `~` or `~2`.
fn strip_tilde(text: &str) -> Option<&str> {
    text.strip_suffix(|c: char| c.is_ascii_digit()).unwrap_or(text).strip_suffix('~')
}

fn note_distance(text: &str, span: Range<usize>, remarks: &mut Remarks) {
    if !text.ends_with('~') {
        remarks.say(Severity::Note, span, Remark::FaultsNotCounted);
    }
}

/// The text before `^2`, and the number. The decimal sign is a point or a comma.
fn split_boost(text: &str) -> Option<(&str, f32)> {
    let (rest, digits) = text.rsplit_once('^')?;
    let is_number = digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',');
    let number = digits.replace(',', ".").parse().ok().filter(|_| is_number)?;
    Some((rest, number))
}

fn set_boost(boost: &mut Option<f32>, number: f32, span: Range<usize>, remarks: &mut Remarks) {
    if boost.is_some() {
        remarks.say(Severity::Warning, span, Remark::SeveralBoosts);
    } else {
        *boost = in_range(number, span, remarks);
    }
}

/// The boost, reduced to [`MAX_BOOST`]; `None` if it is not above 0.
fn in_range(number: f32, span: Range<usize>, remarks: &mut Remarks) -> Option<f32> {
    if number > 0.0 && number <= MAX_BOOST {
        return Some(number);
    }
    remarks.say(Severity::Warning, span, Remark::BoostOutOfRange { most: MAX_BOOST });
    (number > MAX_BOOST).then_some(MAX_BOOST)
}

/// Whether the text before `*` is long enough for a prefix.
pub(super) fn is_prefix(text: &str, span: Range<usize>, remarks: &mut Remarks) -> bool {
    let enough = text.chars().filter(|c| c.is_alphanumeric()).count() >= MIN_PREFIX;
    if !enough {
        remarks.say(Severity::Warning, span, Remark::ShortPrefix { least: MIN_PREFIX });
    }
    enough
}

/// The strength that the marks ask for. If they contradict each other the narrower one wins.
fn strength(marks: &Marks, exact: bool, prefix: bool, span: Range<usize>, remarks: &mut Remarks) -> Strength {
    if marks.tilde && (exact || prefix) {
        remarks.say(Severity::Warning, span, Remark::TildeIgnored { beside: if exact { '=' } else { '*' } });
    }
    match marks.tilde {
        _ if exact => Strength::Exact,
        true if !prefix => Strength::Fuzzy,
        _ => Strength::Inflected,
    }
}

/// The marks after a phrase: its slop and its boost.
pub(super) struct PhraseMarks {
    pub(super) slop: u32,
    pub(super) boost: Option<f32>,
}

/// Reads `~5`, `^2` or `~5^2`; `None` if the run is something else.
pub(super) fn phrase_marks(run: &str, start: usize, remarks: &mut Remarks) -> Option<PhraseMarks> {
    let span = start..start + run.len();
    let text = trim_closing(run);
    let (rest, number) = split_boost(text).map_or((text, None), |(rest, number)| (rest, Some(number)));
    let slop = match rest.strip_prefix('~') {
        Some("") => default_slop(span.clone(), remarks),
        Some(digits) => distance(digits, 0, span.clone(), remarks)?,
        None if rest.is_empty() => 0,
        None => return None,
    };
    let boost = number.and_then(|number| in_range(number, span, remarks));
    Some(PhraseMarks { slop, boost })
}

fn default_slop(span: Range<usize>, remarks: &mut Remarks) -> u32 {
    remarks.say(Severity::Note, span, Remark::DefaultDistance { distance: DEFAULT_DISTANCE });
    DEFAULT_DISTANCE
}

/// Reads a distance in words and clamps it to `least` and [`MAX_DISTANCE`].
pub(super) fn distance(digits: &str, least: u32, span: Range<usize>, remarks: &mut Remarks) -> Option<u32> {
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let typed = is_number.then(|| digits.parse().unwrap_or(u32::MAX))?;
    let distance = typed.clamp(least, MAX_DISTANCE);
    if typed != distance {
        let remark = Remark::DistanceOutOfRange { least, most: MAX_DISTANCE, taken: distance };
        remarks.say(Severity::Warning, span, remark);
    }
    Some(distance)
}

/// The text without closing punctuation. The last point of `D.C.` stays.
pub(super) fn trim_closing(text: &str) -> &str {
    let mut text = text;
    while let Some(rest) = text.strip_suffix(CLOSING) {
        if text.ends_with('.') && is_acronym(rest) {
            break;
        }
        text = rest;
    }
    text
}

/// Whether a point after `text` belongs to it: the text ends with a single letter and has a point (`D.C`, `É.-U`).
fn is_acronym(text: &str) -> bool {
    let mut back = text.chars().rev();
    let ends_in_letter = back.next().is_some_and(char::is_alphabetic);
    ends_in_letter && back.next().is_some_and(|c| !c.is_alphanumeric()) && text.contains('.')
}

/// Whether the text can be searched for: it has a letter, a digit, a unit, a currency sign or an emoji.
pub(super) fn has_content(text: &str) -> bool {
    let is_symbol = |c| matches!(c, '%' | '‰' | '°' | '§' | '$' | '£' | '¥' | '\u{20a0}'..='\u{20cf}');
    let is_emoji = |c| matches!(c, '\u{2600}'..='\u{26ff}' | '\u{1f000}'..='\u{1faff}');
    text.chars().any(|c| c.is_alphanumeric() || is_symbol(c) || is_emoji(c))
}

#[cfg(test)]
mod tests {
    use crate::query::sexp;

    fn check(input: &str, expected: &str) {
        assert_eq!(sexp::parsed(input), expected, "{input}");
    }

    #[test]
    fn french_words_are_whole() {
        for word in [
            "l'IA",
            "l’IA",
            "aujourd'hui",
            "États-Unis",
            "Trump-Xi",
            "R&D",
            "C++",
            "C#",
            "12:30",
            "3,5",
            "https://example.org/a?b=c",
            "D.C.",
            "É.-U.",
            "U.S.",
            "développeur(euse)s",
            "employé(e)s",
            ".NET",
            "développeur·euse·s",
            "95%",
            "€",
            "🙂",
            "黄仁勋",
            "n°5",
            "#IA",
            "e.g.",
        ] {
            check(word, word);
        }
    }

    #[test]
    fn closing_punctuation_goes() {
        check("puces, Chine; IA: fin. quoi? non! et…", "(all puces Chine IA fin quoi non et)");
        check("3.5. Washington.D.C., M. etc.", "(all 3.5 Washington.D.C. M etc)");
        check("? ! … - – — ' ’ / & + * :", "nothing ; warning@30..31");
    }

    #[test]
    fn marks() {
        check("=puces", "=puces");
        check("puces~ =Meta, exporta*.", "(all puces~ =Meta exporta*)");
        check("=exporta*", "=exporta*");
        check("puces^2 puces~^1,5", "(all (boost 2 puces) (boost 1.5 puces~))");
        check("puces~2", "puces~ ; note@0..7");
        check("10~20 ~5 ^2 a^b a^", "(all 10~20 ~5 ^2 a^b a^)");
    }

    #[test]
    fn marks_out_of_place() {
        check("a*", "a ; warning@0..2");
        check("sem*teur", "sem*teur ; note@0..8");
        check("puces*~", "puces* ; warning@0..7");
        check("=puces~", "=puces ; warning@1..7");
        check("puces^0", "puces ; warning@0..7");
        check("puces^1000", "(boost 100 puces) ; warning@0..10");
        check("puces^2^3", "(boost 3 puces) ; warning@0..9");
        check("**gras**", "**gras* ; note@0..8");
    }
}
