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
    pub words: WordStream,
}

/// One passage of an article: a run of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedPassage {
    /// Where it stands in the article's text, in bytes.
    pub range: Range<usize>,
    /// How many words it has (positions of the chain).
    pub words: u32,
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
    /// Its words. Those of the body are numbered through all passages: each goes on where the one before it ends.
    pub streams: Vec<ZoneWords>,
}

impl Prepared {
    /// The number of words of the body.
    pub fn words(&self) -> u64 {
        self.passages.iter().map(|p| u64::from(p.words)).sum()
    }

    /// About how much memory its text and its words take.
    pub(super) fn bytes(&self) -> usize {
        self.article.text.len() + self.streams.iter().map(|stream| stream.words.text.len()).sum::<usize>()
    }
}

/// Words with their positions, written one after another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordStream {
    text: String,
    /// The first position that no word has had yet.
    next: u32,
    /// Where the words of the last position begin, in bytes.
    last: usize,
}

impl WordStream {
    /// An empty stream with room for about `bytes`.
    pub fn with_capacity(bytes: usize) -> Self {
        WordStream { text: String::with_capacity(bytes), next: 0, last: 0 }
    }

    /// Adds a word. Positions ascend; several words may share one, each once: two readings may have one stem, and
    /// that is one match of it.
    pub fn push(&mut self, position: u32, word: &str) {
        while self.next < position {
            self.text.push_str(HOLE);
            self.text.push(' ');
            self.next += 1;
        }
        if position + 1 == self.next {
            let mut others = self.text[self.last..].split_terminator(' ');
            if others.any(|other| other.strip_prefix(SAME).unwrap_or(other) == word) {
                return;
            }
            self.text.push(SAME);
        } else {
            self.last = self.text.len();
        }
        self.text.push_str(word);
        self.text.push(' ');
        self.next = self.next.max(position + 1);
    }

    /// The words with their positions.
    #[cfg(test)]
    pub(super) fn words(&self) -> Words<'_> {
        decode_words(&self.text)
    }

    /// The stream as it is given to an engine.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
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
        let mut stream = WordStream::default();
        words.iter().for_each(|&(position, word)| stream.push(position, word));
        assert_eq!(stream.words().collect::<Vec<_>>(), words, "{stream:?}");
    }

    #[test]
    fn holes_and_shared_positions_survive() {
        check(&[]);
        check(&[(0, "a"), (1, "b")]);
        check(&[(2, "a"), (2, "b"), (5, "c"), (5, "d"), (5, "e")]);
    }

    #[test]
    fn a_word_stands_at_a_position_once() {
        let mut stream = WordStream::default();
        [(0, "ab"), (0, "a"), (0, "a"), (0, "ab"), (1, "a"), (1, "b"), (1, "a")]
            .into_iter()
            .for_each(|(position, word)| stream.push(position, word));
        let words: Vec<(u32, &str)> = stream.words().collect();
        assert_eq!(words, [(0, "ab"), (0, "a"), (1, "a"), (1, "b")]);
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(steps in prop::collection::vec((0u32..4, "[a-zé0-9]{1,5}"), 0..50)) {
            let mut position = 0;
            let words: Vec<(u32, String)> = steps.into_iter().map(|(step, word)| { position += step; (position, word) }).collect();
            let mut met = std::collections::BTreeSet::new();
            let borrowed: Vec<(u32, &str)> = words.iter().map(|(p, w)| (*p, w.as_str())).filter(|word| met.insert(*word)).collect();
            check(&borrowed);
        }
    }
}
