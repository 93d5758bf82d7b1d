//! Where a term stands, noted article by article while articles are added: a few bytes for each place.
//!
//! A place is a number, seven bits to a byte, lowest first: twice the position, counted from the last one in the
//! article, and one more where an article begins. Then the article follows, counted from the last one.

use tantivy::DocId;
use tantivy_stacker::{ExpUnrolledLinkedList, MemoryArena};

/// The places of one term: half a line of the processor's cache, for most of what a place costs is waiting for it.
#[derive(Default)]
#[repr(align(32))]
pub(super) struct Log {
    bytes: ExpUnrolledLinkedList,
    articles: u32,
    /// The last place, where there is one.
    article: DocId,
    position: u32,
}

/// The most bytes that a place takes.
const LONGEST: usize = 2 * LONGEST_NUMBER;
const LONGEST_NUMBER: usize = 5;

impl Log {
    /// In how many articles the term stands.
    pub(super) fn articles(&self) -> u32 {
        self.articles
    }

    /// Notes a place, which is not before the last one; one that was noted last is not noted twice.
    #[inline]
    pub(super) fn push(&mut self, arena: &mut MemoryArena, article: DocId, position: u32) {
        let mut number = Number::default();
        if self.article != article || self.articles == 0 {
            number.put(position << 1 | 1);
            number.put(article - self.article);
            self.articles += 1;
        } else if self.position != position {
            number.put((position - self.position) << 1);
        } else {
            return;
        }
        (self.article, self.position) = (article, position);
        self.bytes.writer(arena).extend_from_slice(&number.bytes[..number.length]);
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
            for &position in positions {
                log.push(&mut arena, *article, position);
                log.push(&mut arena, *article, position);
            }
        }
        assert_eq!(log.articles() as usize, places.len());
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
