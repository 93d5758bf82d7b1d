//! Sentences to passages: neighbours are put together until the passage is long enough to be ranked.

use std::ops::Range;

use super::Passage;
use super::count::count_words;
use super::sentence::Sentence;

/// A passage takes sentences until it has this many words: about four sentences of press prose, the
/// middle of the 60–120 words that work well as a unit of ranking.
pub const TARGET_WORDS: usize = 80;
/// A passage of this many words ends with its paragraph.
const ENOUGH_WORDS: usize = 60;
/// A heading ends a passage only from this many words on: a shorter one says too little by itself.
const LEAST_WORDS: usize = 25;
/// No passage has more words than this; a longer sentence is cut between words.
pub const MAX_WORDS: usize = 160;

/// Groups the sentences of `text`. The first passage starts with the text, the last ends with it.
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

/// A passage that still takes sentences.
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

    /// A heading starts a new passage, so that it stays with what it announces; a paragraph does once
    /// the passage has half its words; otherwise the size decides.
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

/// The sentence itself, or pieces of it of at most [`MAX_WORDS`] words; each with the number of its words.
fn within_limit(text: &str, sentence: &Sentence) -> Vec<(Sentence, usize)> {
    let body = &text[sentence.range.clone()];
    match count_words(body) {
        0 => Vec::new(),
        words @ 1..=MAX_WORDS => vec![(sentence.clone(), words)],
        _ => pieces(body, sentence),
    }
}

/// A sentence that is too long, cut between words.
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

/// Stretches the passages over the white space between them, so that together they are the text.
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
