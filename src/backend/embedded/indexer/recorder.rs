//! The postings of one term while articles are added: a few bytes for each position.
//!
//! A position is one number, in variable-length bytes of seven bits, lowest first: twice the distance from the last
//! position in the article, plus one where a new article begins. The distance from the last document follows then.

use tantivy::DocId;
use tantivy_stacker::{ExpUnrolledLinkedList, MemoryArena};

/// The postings of one term. Half a cache line, since most of the cost of a position is waiting for it.
#[derive(Default)]
#[repr(align(32))]
pub(super) struct Recorder {
    bytes: ExpUnrolledLinkedList,
    doc_freq: u32,
    /// The last document, where there is one.
    doc: DocId,
    /// The last position in that document.
    position: u32,
}

/// The most bytes that a position takes.
const MAX_BYTES: usize = 2 * MAX_NUMBER_BYTES;
const MAX_NUMBER_BYTES: usize = 5;

impl Recorder {
    /// The number of documents that have the term.
    pub(super) fn doc_freq(&self) -> u32 {
        self.doc_freq
    }

    /// Records a position, which is not before the last one. The last position again changes nothing.
    #[inline]
    pub(super) fn record(&mut self, arena: &mut MemoryArena, doc: DocId, position: u32) {
        let mut bytes = VarInts::default();
        if self.doc != doc || self.doc_freq == 0 {
            bytes.put(position << 1 | 1);
            bytes.put(doc - self.doc);
            self.doc_freq += 1;
        } else if self.position != position {
            bytes.put((position - self.position) << 1);
        } else {
            return;
        }
        self.doc = doc;
        self.position = position;
        self.bytes.writer(arena).extend_from_slice(&bytes.bytes[..bytes.length]);
    }
}

/// Variable-length numbers.
#[derive(Default)]
struct VarInts {
    bytes: [u8; MAX_BYTES],
    length: usize,
}

impl VarInts {
    #[inline]
    fn put(&mut self, mut number: u32) {
        while number >= 0x80 {
            self.put_byte(number as u8 | 0x80);
            number >>= 7;
        }
        self.put_byte(number as u8);
    }

    #[inline]
    fn put_byte(&mut self, byte: u8) {
        self.bytes[self.length] = byte;
        self.length += 1;
    }
}

/// Reads recorders. The buffers are reused.
#[derive(Default)]
pub(super) struct RecorderReader {
    bytes: Vec<u8>,
    deltas: Vec<u32>,
}

impl RecorderReader {
    /// Gives each document with its positions: the first one, then the distances from one to the next. The positions
    /// live in a buffer that the next document reuses, so this is no iterator.
    pub(super) fn read(
        &mut self,
        recorder: &Recorder,
        arena: &MemoryArena,
        mut visit: impl FnMut(DocId, &[u32]),
    ) {
        let RecorderReader { bytes, deltas } = self;
        bytes.clear();
        deltas.clear();
        recorder.bytes.read_to_end(arena, bytes);
        let mut rest = bytes.iter();
        let mut doc = 0;
        while let Some(number) = next_number(&mut rest) {
            if number & 1 == 1 {
                if !deltas.is_empty() {
                    visit(doc, deltas);
                    deltas.clear();
                }
                doc += next_number(&mut rest).unwrap_or_default();
            }
            deltas.push(number >> 1);
        }
        if !deltas.is_empty() {
            visit(doc, deltas);
        }
    }
}

#[inline]
fn next_number(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u32> {
    let mut number = 0;
    let mut shift = 0;
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

    /// Documents with the positions in each.
    type Documents = Vec<(u32, Vec<u32>)>;

    fn check(documents: &Documents) {
        let (mut arena, mut recorder) = (MemoryArena::default(), Recorder::default());
        for (article, positions) in documents {
            for &position in positions {
                recorder.record(&mut arena, *article, position);
                recorder.record(&mut arena, *article, position);
            }
        }
        assert_eq!(recorder.doc_freq() as usize, documents.len());
        let mut found = Documents::new();
        RecorderReader::default().read(&recorder, &arena, |doc, deltas| {
            let mut at = 0;
            let positions = deltas.iter().map(|delta| {
                at += delta;
                at
            });
            found.push((doc, positions.collect()));
        });
        assert_eq!(&found, documents);
    }

    proptest! {
        #[test]
        fn reading_gives_what_was_recorded(
            articles in prop::collection::btree_map(
                0u32..1 << 20,
                prop::collection::btree_set(0u32..1 << 28, 1..20),
                0..20,
            ),
        ) {
            check(&articles.into_iter().map(|(article, documents)| (article, documents.into_iter().collect())).collect());
        }
    }
}
