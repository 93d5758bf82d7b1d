//! Sentences: a line in, its sentences out. French abbreviations, initials, numbers and quotation marks are known.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::line::Line;
use crate::text::unglue;

/// Abbreviations in lower case, without their full stop, which does not end a sentence.
static ABBREVIATIONS: LazyLock<FxHashSet<&str>> =
    LazyLock::new(|| entries(include_str!("data/abbreviations.txt")));

/// Capitalised words that open most of the sentences in which they stand.
static OPENERS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| entries(include_str!("data/openers.txt")));

fn entries(file: &'static str) -> FxHashSet<&'static str> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
}

/// One sentence, or one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sentence {
    /// The byte range in the text, without the white space around the sentence.
    pub(super) range: Range<usize>,
    /// Whether it is a heading.
    pub(super) is_heading: bool,
    /// Whether it is the first of its paragraph.
    pub(super) opens_paragraph: bool,
}

/// Splits one line. A heading is one sentence.
pub(super) fn split(text: &str, line: &Line) -> Vec<Sentence> {
    let body = &text[line.range.clone()];
    let cuts = if line.is_heading { Vec::new() } else { boundaries(body) };
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain([body.len()]);
    let sentences = starts.zip(ends).enumerate().map(|(place, (start, end))| {
        let start = start + (body[start..end].len() - body[start..end].trim_start().len());
        let end = start + body[start..end].trim_end().len();
        Sentence {
            range: line.range.start + start..line.range.start + end,
            is_heading: line.is_heading,
            opens_paragraph: line.opens_paragraph && place == 0,
        }
    });
    sentences.filter(|sentence| !sentence.range.is_empty()).collect()
}

/// The byte offsets in `line` at which a sentence starts, without 0.
fn boundaries(line: &str) -> Vec<usize> {
    let mut cuts: Vec<usize> = unglue::breaks(line);
    cuts.extend(marks(line).filter_map(|(at, end)| next_sentence(line, at, end)));
    cuts.sort_unstable();
    cuts.dedup();
    cuts.retain(|&cut| cut > 0 && cut < line.len());
    cuts
}

/// The byte ranges, start and end, of `.`, `!`, `?` and `…`.
fn marks(line: &str) -> impl Iterator<Item = (usize, usize)> {
    const ELLIPSIS: &str = "…";
    line.bytes().enumerate().filter(|(_, byte)| MAY_BE_MARK[usize::from(*byte)]).filter_map(|(at, byte)| {
        let length = if byte.is_ascii() { 1 } else { ELLIPSIS.len() };
        (byte.is_ascii() || line[at..].starts_with(ELLIPSIS)).then_some((at, at + length))
    })
}

/// By byte: whether it is a mark, or the first of the three bytes of `…`.
const MAY_BE_MARK: [bool; 1 << u8::BITS] = {
    let mut may = [false; 1 << u8::BITS];
    may[b'.' as usize] = true;
    may[b'!' as usize] = true;
    may[b'?' as usize] = true;
    may[0xe2] = true;
    may
};

/// The offset of the next sentence, if the mark at `at..end` ends a sentence.
fn next_sentence(line: &str, at: usize, end: usize) -> Option<usize> {
    let closing = |c: char| matches!(c, '.' | '!' | '?' | '…' | '"' | '»' | '”' | ')' | ']' | '’');
    let space = |c: char| c.is_whitespace();
    // A closing guillemet may follow a space: « … fini. »
    let mut rest = line[end..].trim_start_matches(closing);
    if rest.trim_start_matches(space).starts_with(['»', '”']) {
        rest = rest.trim_start_matches(space).trim_start_matches(closing);
    }
    let next = rest.trim_start_matches(space);
    let has_space = next.len() < rest.len();
    let opens = next.chars().next().is_some_and(|c| {
        c.is_uppercase() || c.is_numeric() || matches!(c, '«' | '“' | '"' | '–' | '—' | '(' | '[')
    });
    let is_stop = line[at..].starts_with('.');
    let ends = has_space && opens && !(is_stop && is_abbreviation(&line[..at], next));
    ends.then(|| line.len() - next.len())
}

/// Whether the full stop after `before` belongs to an abbreviation or an initial. After a dotted acronym (« D.C. ») the
/// sentence ends only if a word follows that opens sentences.
fn is_abbreviation(before: &str, next: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '«' | '\'' | '’' | '-'))
        .next()
        .unwrap_or("");
    let last = word.rsplit('.').next().unwrap_or("");
    let is_initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    let is_dotted = is_initial && word.len() > last.len();
    match (is_dotted, is_initial) {
        (true, _) => !opens_with_function_word(next),
        (false, true) => true,
        (false, false) => ABBREVIATIONS.contains(word.to_lowercase().as_str()),
    }
}

/// Whether `next` begins with a word of [`OPENERS`].
fn opens_with_function_word(next: &str) -> bool {
    let word = next.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    OPENERS.contains(word) || next.starts_with("L'") || next.starts_with("L’")
}

#[cfg(test)]
mod tests {
    use crate::passage::sentences;

    fn check(text: &str, expected: &[&str]) {
        let got: Vec<&str> = sentences(text).into_iter().map(|r| &text[r]).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        check("M. Huang a parlé. Il part.", &["M. Huang a parlé.", "Il part."]);
        check("À Washington, D.C. les puces. Fin.", &["À Washington, D.C. les puces.", "Fin."]);
        check("À Washington, D.C. Le sommet.", &["À Washington, D.C.", "Le sommet."]);
        check("J. Huang, p. ex. Nvidia, art. 12 du code.", &["J. Huang, p. ex. Nvidia, art. 12 du code."]);
        check("Il vaut 1.5 milliard. Oui.", &["Il vaut 1.5 milliard.", "Oui."]);
    }

    #[test]
    fn quotation_marks_close_with_their_sentence() {
        check("« C'est fini. » Il part.", &["« C'est fini. »", "Il part."]);
        check("Vraiment ? Oui ! Bon… Soit.", &["Vraiment ?", "Oui !", "Bon…", "Soit."]);
        check("« Est-ce fini ? » demande-t-il. Oui.", &["« Est-ce fini ? » demande-t-il.", "Oui."]);
    }

    #[test]
    fn glued_sentences_come_apart() {
        check(
            "Il a été proposéÀ l'époque, cette année.Il a dit.",
            &["Il a été proposé", "À l'époque, cette année.", "Il a dit."],
        );
    }

    #[test]
    fn the_lists_are_sorted_and_have_no_duplicates() {
        for file in [include_str!("data/abbreviations.txt"), include_str!("data/openers.txt")] {
            let words: Vec<&str> = file.lines().filter(|line| !line.starts_with('#')).collect();
            assert!(words.windows(2).all(|w| w[0] < w[1]), "{words:?}");
        }
    }
}
