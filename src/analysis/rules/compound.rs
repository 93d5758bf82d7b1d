//! Compounds: words joined by hyphens, product codes and words with inner capitals give their parts and, stacked over
//! them, the joined form. `semi-conducteurs` also gives `semiconducteurs`, `H 20` also gives `h20`.
//!
//! For a code in one piece the joined form is the primary reading (`rtx4090`), and its parts only widen it. If a part is
//! a stop word (« dit-il », « celui-ci ») there is no joined form: nobody searches for it.

use crate::text::unglue::is_camel_name;

use crate::analysis::{
    rules::Rule,
    scanner::{Cursor, Kind, Link},
    token_writer::TokenWriter,
};

/// The most parts of a joined form; more parts are a phrase.
const MAX_JOINED_PARTS: usize = 3;
/// The most letters of a product line before its number, as in `iPhone 17`.
const MAX_LINE_LETTERS: usize = 8;
/// The most letters of a product line in lower case, which only queries have.
const MAX_SMALL_LINE_LETTERS: usize = 5;
/// The most digits of a model number.
const MAX_MODEL_DIGITS: usize = 5;

/// Reads words of several pieces.
pub(in crate::analysis) struct Compound;

/// A part of a compound: pieces that are glued together.
#[derive(Clone, Copy)]
struct Part {
    first: usize,
    count: usize,
}

impl Rule for Compound {
    fn name(&self) -> &'static str {
        "compound"
    }

    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
        if !matches!(cursor.kind(0), Kind::Letters | Kind::Digits) {
            return 0;
        }
        let glued = cursor.glued();
        if cursor.link(glued - 1) == Link::Mark(b'-') {
            let parts = parts(&cursor);
            if parts.len() > 1 && !parts.iter().all(|part| is_number(&cursor, *part)) {
                return write_parts(&cursor, &parts, out);
            }
        }
        if glued > 1 {
            return write_code(&cursor, Part { first: 0, count: glued }, out);
        }
        match cursor.piece(0).is_some_and(|piece| piece.camel).then(|| write_camel(&cursor, out)) {
            Some(taken) if taken > 0 => taken,
            _ => write_spaced_code(&cursor, out),
        }
    }
}

/// The parts that hyphens join. A last part that another rule must read is left out.
fn parts(cursor: &Cursor<'_>) -> Vec<Part> {
    let mut parts = vec![Part { first: 0, count: cursor.glued() }];
    let mut end = parts[0].count;
    while cursor.link(end - 1) == Link::Mark(b'-') {
        let next = cursor.forward(end);
        if !matches!(next.kind(0), Kind::Letters | Kind::Digits) || belongs_elsewhere(&next) {
            break;
        }
        parts.push(Part { first: end, count: next.glued() });
        end += next.glued();
    }
    parts
}

/// Whether another rule must read the next part: « main-d'œuvre », « sous-développeur·euse », « GPT-4.1 ».
fn belongs_elsewhere(cursor: &Cursor<'_>) -> bool {
    let link = cursor.link(cursor.glued() - 1);
    let decimal = matches!(link, Link::Mark(b'.' | b',')) && cursor.kind(cursor.glued()) == Kind::Digits;
    decimal
        || link == Link::Mark(b'\'')
        || matches!(link, Link::Mark(b'(' | crate::analysis::scanner::MIDDLE_DOT))
}

fn is_number(cursor: &Cursor<'_>, part: Part) -> bool {
    part.count == 1 && cursor.kind(part.first) == Kind::Digits
}

fn joined(cursor: &Cursor<'_>, parts: &[Part]) -> String {
    parts
        .iter()
        .flat_map(|part| part.first..part.first + part.count)
        .map(|ahead| cursor.text(ahead))
        .collect()
}

/// Writes each part at its own position, and the joined form over all of them.
fn write_parts(cursor: &Cursor<'_>, parts: &[Part], out: &mut TokenWriter<'_>) -> usize {
    let pieces = parts.iter().map(|part| part.count).sum();
    let joins = deserves_joining(cursor, parts, out);
    for (i, part) in parts.iter().enumerate() {
        if part.count > 1 {
            write_code(cursor, *part, out);
        } else {
            let (range, letters) = (cursor.range(part.first, 1), cursor.text(part.first));
            let word = out.word_or_acronym(range, letters, None, || false);
            // « St-Étienne »
            out.stack_abbreviated(range, letters, word, || false);
        }
        if i == 0 && joins {
            out.stack(cursor.range(0, pieces), &joined(cursor, parts), parts.len());
        }
    }
    pieces
}

/// Whether the parts are also written as one word: no part but a leading letter (`e-mail`) is a stop word.
fn deserves_joining(cursor: &Cursor<'_>, parts: &[Part], out: &mut TokenWriter<'_>) -> bool {
    let mut meaningful = |(i, part): (usize, &Part)| {
        let text = cursor.text(part.first);
        let single = part.count == 1 && text.chars().nth(1).is_none();
        let is_digit = cursor.kind(part.first) == Kind::Digits;
        (i == 0 && single) || is_digit || part.count > 1 || (!single && !out.is_stop_word(text))
    };
    parts.len() <= MAX_JOINED_PARTS && parts.iter().enumerate().all(&mut meaningful)
}

/// Writes a code in one piece (`RTX4090`), widened by its line, of two letters or more, and its model. An ordinal has
/// one form.
fn write_code(cursor: &Cursor<'_>, part: Part, out: &mut TokenWriter<'_>) -> usize {
    let range = cursor.range(part.first, part.count);
    match ordinal(cursor, part) {
        Some(ordinal) => out.word(range, &ordinal),
        None => out.word(range, &joined(cursor, &[part])),
    }
    let line = cursor.text(part.first);
    if part.count == 2 && cursor.kind(part.first) == Kind::Letters && line.len() > 1 {
        out.widen(cursor.range(part.first, 1), line);
        out.widen(cursor.range(part.first + 1, 1), cursor.text(part.first + 1));
    }
    part.count
}

/// The one form of an ordinal: `2e` for `2ème`, `2è` and `2me`; `1er` for `1ère` and `1re`.
fn ordinal(cursor: &Cursor<'_>, part: Part) -> Option<String> {
    let number = cursor.text(part.first);
    let ending = cursor.text(part.first + 1);
    let is_number = part.count == 2 && cursor.kind(part.first) == Kind::Digits;
    match ending {
        "ème" | "eme" | "è" | "me" | "nd" | "nde" if is_number => Some(format!("{number}e")),
        "ère" | "ere" | "re" if is_number && number == "1" => Some("1er".to_owned()),
        _ => None,
    }
}

/// Reads the line of a code in two words (`RTX 4090`, `MI 300X`, `L. 123`), with the joined form over both. The model
/// is read next, as a number or a code.
fn write_spaced_code(cursor: &Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
    let line = cursor.text(0);
    let pieces = cursor.forward(1).glued();
    let is_code = cursor.kind(0) == Kind::Letters
        && cursor.kind(1) == Kind::Digits
        && cursor.text(1).len() <= MAX_MODEL_DIGITS
        && (is_apart(cursor) || is_article(cursor))
        && may_be_line(line, cursor.text(1), out)
        && (is_whole_number(cursor) || (pieces == 2 && cursor.text(2).chars().nth(1).is_none()));
    if !is_code {
        return 0;
    }
    out.word(cursor.range(0, 1), line);
    out.stack(cursor.range(0, 1 + pieces), &joined(cursor, &[Part { first: 0, count: 1 + pieces }]), 2);
    1
}

/// Whether one space stands between the line and the model.
fn is_apart(cursor: &Cursor<'_>) -> bool {
    cursor.link(0) == Link::Space
}

/// Whether the line is a capital with a point, as in the number of a legal article (« art. L. 123-4 »).
fn is_article(cursor: &Cursor<'_>) -> bool {
    let start = cursor.range(0, 1).1;
    let end = cursor.range(1, 1).0;
    is_capital(cursor.text(0)) && &cursor.text[start..end] == ". "
}

fn is_capital(line: &str) -> bool {
    line.chars().all(char::is_uppercase) && line.chars().nth(1).is_none()
}

/// Whether `line` may name a product. It is short; in a text it has a capital; before a year it is in capitals.
fn may_be_line(line: &str, model: &str, out: &mut TokenWriter<'_>) -> bool {
    let is_year = model.len() == 4 && (model.starts_with("199") || model.starts_with("20"));
    let capitals = line.chars().filter(|c| c.is_uppercase()).count();
    let letters = line.chars().count();
    let is_short = letters <= MAX_LINE_LETTERS && (capitals > 0 || letters <= MAX_SMALL_LINE_LETTERS);
    let is_written_so = capitals == letters || (!is_year && (capitals > 0 || out.for_query()));
    is_short && is_written_so && (!out.is_stop_word(line) || (is_capital(line) && model.len() > 1))
}

/// Whether the digits in piece 1 are a whole number by themselves.
fn is_whole_number(cursor: &Cursor<'_>) -> bool {
    let grouped =
        cursor.link(1) == Link::Space && cursor.kind(2) == Kind::Digits && cursor.text(2).len() == 3;
    let decimal = matches!(cursor.link(1), Link::Mark(b',' | b'.')) && cursor.kind(2) == Kind::Digits;
    !grouped && !decimal && cursor.link(1) != Link::Glued
}

/// Reads a word with inner capitals (`SoftBank`), which may be two glued words: its parts and the joined form. Returns
/// 0 for a known name, which is a plain word in a text. A query for it asks for its parts too (`Tik Tok`).
fn write_camel(cursor: &Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
    let word = cursor.text(0);
    let cuts = inner_capitals(word);
    let has_short_part = || {
        let last = word[cuts[cuts.len() - 2]..].chars().all(char::is_uppercase);
        let parts = if last { &cuts[..cuts.len() - 1] } else { &cuts[..] };
        parts.windows(2).any(|pair| pair[1] - pair[0] < 3)
    };
    let is_name = is_camel_name(word);
    if cuts.len() < 3 || (is_name && !out.for_query()) || (!is_name && has_short_part()) {
        return 0;
    }
    let start = cursor.range(0, 1).0;
    for (i, pair) in cuts.windows(2).enumerate() {
        let range = (start + pair[0], start + pair[1]);
        match &word[pair[0]..pair[1]] {
            part if part.chars().all(char::is_uppercase) => out.acronym(range, part),
            part => out.word(range, part),
        }
        if i == 0 {
            out.stack(cursor.range(0, 1), word, cuts.len() - 1);
        }
    }
    1
}

/// The offsets where the parts of `word` begin, and its length.
fn inner_capitals(word: &str) -> Vec<usize> {
    let bytes = word.as_bytes();
    let is_cut = |at: &usize| bytes[*at].is_ascii_uppercase() && !bytes[at - 1].is_ascii_uppercase();
    std::iter::once(0).chain((1..bytes.len()).filter(is_cut)).chain([bytes.len()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::{check_chain, check_rule};

    fn check(input: &str, expected: &str) {
        check_rule(Compound, input, expected);
    }

    #[test]
    fn hyphens() {
        check("semi-conducteurs", "semi/semiconducteurs(2) conducteurs");
        check("un e-mail", "un e/email(2) mail");
        check("Trump–Xi", "trump xi");
        check("COVID-19", "covid/covid19(2) 19");
        check("DeepSeek-R1", "deepseek/deepseekr1(2) r1");
    }

    #[test]
    fn codes() {
        check("RTX4090", "rtx4090/rtx/4090");
        check("RTX 4090", "rtx/rtx4090(2) 4090");
        check("H100 et H 20", "h100 et h/h20(2) 20");
        check("MI 300X, iPhone 17", "mi/mi300x(2) 300x iphone/iphone17(2) 17");
        check("GPT-4", "gpt/gpt4(2) 4");
        check("la 5G", "la 5g");
        check("2ème 2e 1ère", "2e 2e 1er");
        check("en 2025, mai 2025", "en 2025 mai 2025");
        check("GPT-4o", "gpt/gpt4o(2) 4o");
    }

    #[test]
    fn inner_capitals() {
        check("OpenAI DeepSeek iPhone McDonald", "openai deepseek iphone mcdonald");
        check("FranceInfo MistralAI", "france/franceinfo(2) info mistral/mistralai(2) ai");
    }

    #[test]
    fn with_the_other_rules() {
        check_chain("dit-il, celui-ci, c'est-à-dire", "dit il celui ci est a dire");
        check_chain("main-d'œuvre", "main oeuvre");
        check_chain("l'art. L. 123-4", "art/article l/l123(2)/l123-4(3) 123 4");
        check_chain("PIB 1 500", "pib 1500");
    }
}
