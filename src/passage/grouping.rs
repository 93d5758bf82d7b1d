//! Grouping: sentences in, passages out. Neighbouring sentences are grouped until a passage is long enough to be ranked.

use std::ops::Range;

use super::Passage;
use super::sentence::Sentence;
use super::word_count::count_words;

/// A passage takes sentences until it has this many words: about four sentences of press prose. Units of 60 to 120
/// words rank well.
pub const TARGET_WORDS: usize = 80;
/// A passage of at least this many words ends with its paragraph.
const ENOUGH_WORDS: usize = 60;
/// A heading ends a passage of at least this many words. A shorter passage would say too little by itself.
const LEAST_WORDS: usize = 25;
/// The most words of a passage. A longer sentence is cut between words.
pub const MAX_WORDS: usize = 160;

/// Groups the sentences of `text`. The passages cover the whole text.
pub(super) fn group(text: &str, sentences: &[Sentence]) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut open: Option<Open> = None;
    for (sentence, words) in sentences.iter().flat_map(|sentence| within_limit(text, sentence)) {
        if open.as_ref().is_some_and(|o| o.is_closed_by(&sentence, words)) {
            passages.extend(open.take().map(Open::close));
        }
        match &mut open {
            Some(o) => o.add(&sentence, words),
            None => open = Some(Open::new(&sentence, words)),
        }
    }
    passages.extend(open.map(Open::close));
    cover(text, passages)
}

/// A passage to which sentences are being added.
struct Open {
    range: Range<usize>,
    heading: Option<Range<usize>>,
    words: usize,
    has_prose: bool,
}

impl Open {
    fn new(sentence: &Sentence, words: usize) -> Open {
        let heading = sentence.is_heading.then(|| sentence.range.clone());
        Open { range: sentence.range.clone(), heading, words, has_prose: !sentence.is_heading }
    }

    fn add(&mut self, sentence: &Sentence, words: usize) {
        self.range.end = sentence.range.end;
        self.words += words;
        self.has_prose |= !sentence.is_heading;
    }

    /// Whether the passage ends before a sentence of `words` words. It ends when it is full, before a heading, which
    /// belongs to the text below, and before a paragraph once it has enough words.
    fn is_closed_by(&self, next: &Sentence, words: usize) -> bool {
        let is_full = self.words >= TARGET_WORDS || self.words + words > MAX_WORDS;
        let at_heading = next.is_heading && self.has_prose && self.words >= LEAST_WORDS;
        let at_paragraph = next.opens_paragraph && self.words >= ENOUGH_WORDS;
        is_full || at_heading || at_paragraph
    }

    fn close(self) -> Passage {
        Passage { range: self.range, heading: self.heading }
    }
}

/// The sentence with its number of words; a sentence over [`MAX_WORDS`] in several pieces.
fn within_limit(text: &str, sentence: &Sentence) -> Vec<(Sentence, usize)> {
    let body = &text[sentence.range.clone()];
    match count_words(body) {
        0 => Vec::new(),
        words @ 1..=MAX_WORDS => vec![(sentence.clone(), words)],
        _ => pieces(body, sentence),
    }
}

/// The pieces of a sentence that is too long, cut between words.
fn pieces(body: &str, sentence: &Sentence) -> Vec<(Sentence, usize)> {
    let mut pieces: Vec<(Sentence, usize)> = Vec::new();
    let mut offset = sentence.range.start;
    for word in body.split_inclusive(char::is_whitespace) {
        let range = offset..offset + word.trim_end().len();
        offset += word.len();
        if range.is_empty() {
            continue;
        }
        match pieces.last_mut().filter(|(_, words)| *words < MAX_WORDS) {
            Some((piece, words)) => {
                piece.range.end = range.end;
                *words += 1;
            }
            None => {
                let opens_paragraph = sentence.opens_paragraph && pieces.is_empty();
                pieces.push((Sentence { range, opens_paragraph, ..sentence.clone() }, 1));
            }
        }
    }
    pieces
}

/// Extends the passages over the white space between them, so that they cover the text.
fn cover(text: &str, mut passages: Vec<Passage>) -> Vec<Passage> {
    if passages.is_empty() && !text.is_empty() {
        passages.push(Passage { range: 0..text.len(), heading: None });
    }
    let starts: Vec<usize> = passages.iter().skip(1).map(|p| p.range.start).chain([text.len()]).collect();
    for (passage, end) in passages.iter_mut().zip(starts) {
        passage.range.end = end;
    }
    if let Some(first) = passages.first_mut() {
        first.range.start = 0;
    }
    passages
}
