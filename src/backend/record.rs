//! An article as a backend takes it: stored text beside analysed words, in a form that any engine that
//! splits at spaces can index.

use std::ops::Range;

use crate::model::Article;
use crate::schema::{Form, Zone};

/// Stands in a word stream for a position at which the form has no word (a stop word among stems).
pub(super) const HOLE: &str = "\u{2423}";
/// Stands before a word that shares the position of the word before it.
pub(super) const SAME: char = '\u{1f}';

/// The words of one zone in one form: words in the order of their positions, one space between them,
/// `␣` (U+2423) for an empty position, U+001F before a word that shares the last position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneWords {
    /// In which zone.
    pub zone: Zone,
    /// In which form.
    pub form: Form,
    /// The stream.
    pub words: String,
}

/// One passage, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedPassage {
    /// Where it stands in the article's text, in bytes.
    pub range: Range<usize>,
    /// How many words it has (positions of the chain).
    pub words: u32,
    /// The streams of the body; on the first passage also those of the other zones.
    pub streams: Vec<ZoneWords>,
}

/// One article, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    /// What is stored.
    pub article: Article,
    /// How many words the title has.
    pub title_words: u32,
    /// Its passages in order; never empty.
    pub passages: Vec<PreparedPassage>,
}

impl Prepared {
    /// The number of words of the body.
    pub fn words(&self) -> u64 {
        self.passages.iter().map(|p| u64::from(p.words)).sum()
    }

    /// About how much memory its text and its words take.
    pub(super) fn bytes(&self) -> usize {
        let streams = self.passages.iter().flat_map(|passage| &passage.streams);
        self.article.text.len() + streams.map(|stream| stream.words.len()).sum::<usize>()
    }
}

/// About what a passage takes: a stream that grows step by step is copied at each.
const EXPECTED_BYTES: usize = 768;

/// Puts words with their positions (ascending, several may share one) into a stream.
pub fn encode_words<'a>(words: impl Iterator<Item = (u32, &'a str)>) -> String {
    let mut stream = String::with_capacity(EXPECTED_BYTES);
    let mut next = 0;
    for (position, word) in words {
        while next < position {
            stream.push_str(HOLE);
            stream.push(' ');
            next += 1;
        }
        if position + 1 == next {
            stream.push(SAME);
        }
        stream.push_str(word);
        stream.push(' ');
        next = next.max(position + 1);
    }
    stream
}

/// The words of a stream with their positions.
pub(super) fn decode_words(stream: &str) -> Words<'_> {
    Words { rest: stream, next: 0 }
}

/// Reads a stream.
pub(super) struct Words<'a> {
    rest: &'a str,
    /// The position of the next word that has one of its own.
    next: u32,
}

impl<'a> Iterator for Words<'a> {
    type Item = (u32, &'a str);

    fn next(&mut self) -> Option<(u32, &'a str)> {
        loop {
            let end = self.rest.bytes().position(|byte| byte == b' ')?;
            let word = &self.rest[..end];
            self.rest = &self.rest[end + 1..];
            if let Some(stacked) = word.strip_prefix(SAME) {
                return Some((self.next.saturating_sub(1), stacked));
            }
            self.next += 1;
            if word != HOLE {
                return Some((self.next - 1, word));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(words: &[(u32, &str)]) {
        let stream = encode_words(words.iter().copied());
        assert_eq!(decode_words(&stream).collect::<Vec<_>>(), words, "{stream}");
    }

    #[test]
    fn holes_and_shared_positions_survive() {
        check(&[]);
        check(&[(0, "a"), (1, "b")]);
        check(&[(2, "a"), (2, "b"), (5, "c"), (5, "d"), (5, "e")]);
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(steps in prop::collection::vec((0u32..4, "[a-zé0-9]{1,5}"), 0..50)) {
            let mut position = 0;
            let words: Vec<(u32, String)> = steps.into_iter().map(|(step, word)| { position += step; (position, word) }).collect();
            let borrowed: Vec<(u32, &str)> = words.iter().map(|(p, w)| (*p, w.as_str())).collect();
            check(&borrowed);
        }
    }
}
