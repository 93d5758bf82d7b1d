//! Where a term stands, noted article by article while articles are added: a few bytes for each place.
//!
//! A place is a number, seven bits to a byte, lowest first: twice the position, counted from the last one in the
//! article, and one more where an article begins. Then the article follows, counted from the last one.

use tantivy::DocId;
use tantivy_stacker::{ExpUnrolledLinkedList, MemoryArena};

/// The places of one term.
#[derive(Default)]
pub(super) struct Log {
    bytes: ExpUnrolledLinkedList,
    /// The last place.
    last: Option<(DocId, u32)>,
}

/// The most bytes that a place takes.
const LONGEST: usize = 2 * LONGEST_NUMBER;
const LONGEST_NUMBER: usize = 5;

impl Log {
    /// Notes a place, which is not before the last one; one that was noted last is not noted twice. Whether the article
    /// is another.
    #[inline]
    pub(super) fn push(&mut self, arena: &mut MemoryArena, article: DocId, position: u32) -> bool {
        let (last_article, last_position) = self.last.unwrap_or_default();
        let is_new = self.last.is_none_or(|(last, _)| last != article);
        if self.last.replace((article, position)) == Some((article, position)) {
            return false;
        }
        let mut number = Number::default();
        if is_new {
            number.put(position << 1 | 1);
            number.put(article - last_article);
        } else {
            number.put((position - last_position) << 1);
        }
        self.bytes.writer(arena).extend_from_slice(&number.bytes[..number.length]);
        is_new
    }
}

/// Numbers on their way into a log.
#[derive(Default)]
struct Number {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Number {
    #[inline]
    fn put(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.byte(number as u8 | 0x80);
            number >>= 7;
        }
        self.byte(number as u8);
    }

    #[inline]
    fn byte(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }
}

/// Reads logs; the buffers stay for the next one.
#[derive(Default)]
pub(super) struct LogReader {
    bytes: Vec<u8>,
    steps: Vec<u32>,
}

impl LogReader {
    /// Gives each article with the positions in it, each but the first counted from the one before.
    pub(super) fn read(&mut self, log: &Log, arena: &MemoryArena, mut visit: impl FnMut(DocId, &[u32])) {
        let LogReader { bytes, steps } = self;
        bytes.clear();
        steps.clear();
        log.bytes.read_to_end(arena, bytes);
        let mut rest = bytes.iter();
        let mut article = 0;
        while let Some(number) = number(&mut rest) {
            if number & 1 == 1 {
                if !steps.is_empty() {
                    visit(article, steps);
                    steps.clear();
                }
                article += self::number(&mut rest).unwrap_or_default();
            }
            steps.push(number >> 1);
        }
        if !steps.is_empty() {
            visit(article, steps);
        }
    }
}

#[inline]
fn number(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u32> {
    let (mut number, mut shift) = (0, 0);
    for byte in bytes {
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
        shift += 7;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Articles with the positions in each.
    type Places = Vec<(u32, Vec<u32>)>;

    fn check(places: &Places) {
        let (mut arena, mut log) = (MemoryArena::default(), Log::default());
        for (article, positions) in places {
            for (number, &position) in positions.iter().enumerate() {
                assert_eq!(log.push(&mut arena, *article, position), number == 0);
                assert!(!log.push(&mut arena, *article, position));
            }
        }
        let mut found = Places::new();
        LogReader::default().read(&log, &arena, |article, steps| {
            let mut at = 0;
            let positions = steps.iter().map(|step| {
                at += step;
                at
            });
            found.push((article, positions.collect()));
        });
        assert_eq!(&found, places);
    }

    proptest! {
        #[test]
        fn reading_gives_what_was_noted(
            articles in prop::collection::btree_map(
                0u32..1 << 20,
                prop::collection::btree_set(0u32..1 << 28, 1..20),
                0..20,
            ),
        ) {
            check(&articles.into_iter().map(|(article, places)| (article, places.into_iter().collect())).collect());
        }
    }
}
