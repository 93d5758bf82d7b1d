//! The snippet of a passage: the sentences to show where there is no room for all.

use std::collections::HashSet;
use std::ops::Range;

use crate::passage;

/// The most words of a snippet of several sentences.
const SNIPPET_WORDS: usize = 60;
/// A text of more bytes hardly ever has so few words, so its words are not counted.
const SNIPPET_BYTES: usize = 6 * SNIPPET_WORDS;

/// The snippet of `text`, as a byte range: the run of sentences with the most marks among those of at most
/// [`SNIPPET_WORDS`] words. Among equals the longest wins, then the earliest. A single sentence may be longer.
pub(super) fn window(text: &str, marks: &[Range<usize>]) -> Range<usize> {
    if text.len() <= SNIPPET_BYTES && (1..=SNIPPET_WORDS).contains(&passage::count_words(text)) {
        // All sentences fit, so the longest run has all of them and all marks.
        let start = text.len() - text.trim_start().len();
        return start..start + text.trim().len();
    }
    best_run(text, marks)
}

/// The sentence of `text` with the most different words that match, as a byte range; among equals the one with the most
/// marks, then the first.
pub(super) fn best_sentence(text: &str, marks: &[Range<usize>]) -> Range<usize> {
    let said = |sentence: &Range<usize>| {
        let inside = marks.iter().filter(|mark| sentence.start <= mark.start && mark.end <= sentence.end);
        let words: Vec<String> =
            inside.filter_map(|mark| Some(text.get(mark.clone())?.to_lowercase())).collect();
        let different: HashSet<&String> = words.iter().collect();
        (different.len(), words.len())
    };
    let sentences = passage::sentences(text);
    // `max_by_key` takes the last of equals.
    let best = sentences.into_iter().rev().max_by_key(said).unwrap_or(0..text.len());
    let found = &text[best.clone()];
    let start = best.start + (found.len() - found.trim_start().len());
    start..start + found.trim().len()
}

fn best_run(text: &str, marks: &[Range<usize>]) -> Range<usize> {
    let sentences = passage::sentences(text);
    let words = words_added(text, &sentences);
    let hits =
        |range: &Range<usize>| marks.iter().filter(|m| range.start <= m.start && m.end <= range.end).count();
    let mut best: Option<(usize, usize, Range<usize>)> = None;
    for (first, sentence) in sentences.iter().enumerate() {
        let mut run = sentence.clone();
        let mut length = words[first].alone;
        for (next, words) in sentences.iter().zip(&words).skip(first + 1) {
            if length + words.added > SNIPPET_WORDS {
                break;
            }
            length += words.added;
            run.end = next.end;
        }
        let marks = hits(&run);
        if best.as_ref().is_none_or(|(m, l, _)| (marks, length) > (*m, *l)) {
            best = Some((marks, length, run));
        }
    }
    best.map_or(0..text.len(), |(_, _, run)| run)
}

/// The number of words of a sentence.
struct Words {
    /// Counted alone.
    alone: usize,
    /// Counted after the sentence before: a sentence without a space before it shares a word with that one.
    added: usize,
}

fn words_added(text: &str, sentences: &[Range<usize>]) -> Vec<Words> {
    let mut end = 0;
    let words = sentences.iter().map(|sentence| {
        let is_glued = end == sentence.start && end > 0;
        end = sentence.end;
        let alone = passage::count_words(&text[sentence.clone()]);
        Words { alone, added: alone - usize::from(is_glued) }
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `expected` is the best sentence of `text` for these words.
    fn check(text: &str, words: &[&str], expected: &str) {
        let mut marks: Vec<Range<usize>> = Vec::new();
        words.iter().for_each(|word| marks.extend(text.match_indices(word).map(|(at, m)| at..at + m.len())));
        marks.sort_by_key(|mark| mark.start);
        assert_eq!(&text[best_sentence(text, &marks)], expected);
    }

    #[test]
    fn the_best_sentence_has_the_most_different_words() {
        let text = "Des puces, des puces, des puces. NVIDIA vend des puces. NVIDIA publie.";
        check(text, &["puces", "NVIDIA"], "NVIDIA vend des puces.");
        check(text, &["puces"], "Des puces, des puces, des puces.");
        check(text, &[], "Des puces, des puces, des puces.");
        check("", &["puces"], "");
    }

    proptest! {
        #[test]
        fn where_there_is_room_for_all_all_is_shown(
            text in "(Le mot|des puces| |\n|\n\n|. |.|À l'époque|M. Huang|\u{a0}|« oui »){0,40}",
            marks in prop::collection::vec(0usize..200, 0..4),
        ) {
            let marks: Vec<Range<usize>> = marks.into_iter().map(|start| start..start + 3).collect();
            prop_assert_eq!(window(&text, &marks), best_run(&text, &marks), "{:?}", text);
        }
    }
}
