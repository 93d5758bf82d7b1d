//! Chunks: a file of one text a line in, runs of whole lines out.
//!
//! Finding lines is fast, so one thread cuts a file into chunks while others parse them.

use std::io::BufRead;

use serde::{Deserialize, Serialize};

use super::input::{Line, damaged, read_line};
use crate::model::{Reason, Unit};

/// A chunk ends with the line that brings it to this size, in bytes.
const CHUNK_BYTES: usize = 64 * 1024;

/// Whole lines of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chunk {
    /// The number of the first line in the file, from 1.
    first: u64,
    #[serde(with = "serde_bytes")]
    bytes: Vec<u8>,
}

impl Chunk {
    /// The number of the first line in the file, from 1.
    pub fn first_line(&self) -> u64 {
        self.first
    }

    /// Whether it has the line of this number.
    #[cfg(debug_assertions)]
    pub fn has_line(&self, number: u64) -> bool {
        self.lines().any(|(line, _)| line == number)
    }

    /// Each line as a chunk of its own, so that one that cannot be read costs no other. `None` if there is one line.
    pub fn split(&self) -> Option<Vec<Chunk>> {
        let lines: Vec<Chunk> =
            self.lines().map(|(first, line)| Chunk { first, bytes: line.to_vec() }).collect();
        (lines.len() > 1).then_some(lines)
    }

    /// The lines with their numbers.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        (self.first..).zip(self.bytes.split_inclusive(|byte| *byte == b'\n'))
    }
}

/// Why a line is in no chunk.
pub(super) struct LineFault {
    /// The number of the line, from 1.
    pub(super) line: u64,
    pub(super) reason: Reason,
}

/// Cuts a stream into chunks. A line that is too long or unreadable ends its chunk and follows as a fault.
pub(super) struct Chunks<'i> {
    input: &'i mut dyn BufRead,
    /// The longest line in bytes.
    limit: u64,
    /// The line that was read last.
    line: Vec<u8>,
    /// The number of the next line, from 1.
    next: u64,
    /// The fault that ended the last chunk.
    fault: Option<LineFault>,
    is_at_end: bool,
}

impl<'i> Chunks<'i> {
    pub(super) fn new(input: &'i mut dyn BufRead, limit: u64) -> Self {
        Chunks { input, limit, line: Vec::new(), next: 1, fault: None, is_at_end: false }
    }

    /// Appends the next line to `bytes`, or notes why it cannot.
    fn append_line(&mut self, bytes: &mut Vec<u8>) {
        let number = self.next;
        self.next += 1;
        let reason = match read_line(self.input, self.limit, &mut self.line) {
            Ok(Line::Whole) => return bytes.extend_from_slice(&self.line),
            Ok(Line::TooLong) => Reason::TooLarge { unit: Unit::Line, most: self.limit },
            Ok(Line::None) => return self.is_at_end = true,
            Err(error) => {
                self.is_at_end = true;
                damaged(&error)
            }
        };
        self.fault = Some(LineFault { line: number, reason });
    }
}

impl Iterator for Chunks<'_> {
    type Item = Result<Chunk, LineFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut chunk = Chunk { first: self.next, bytes: Vec::new() };
        while chunk.bytes.len() < CHUNK_BYTES && self.fault.is_none() && !self.is_at_end {
            self.append_line(&mut chunk.bytes);
        }
        if chunk.bytes.is_empty() { self.fault.take().map(Err) } else { Some(Ok(chunk)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines as `number:text`, faults as `number!reason`.
    fn check(input: &str, limit: u64, expected: &[&str]) {
        let mut bytes = input.as_bytes();
        let mut got = Vec::new();
        for chunk in Chunks::new(&mut bytes, limit) {
            match chunk {
                Ok(chunk) => {
                    got.extend(chunk.lines().map(|(number, line)| {
                        format!("{number}:{}", String::from_utf8_lossy(line).trim_end())
                    }))
                }
                Err(LineFault { line, reason }) => got.push(format!("{line}!{reason:?}")),
            }
        }
        assert_eq!(got, expected, "{input}");
    }

    #[test]
    fn lines_and_faults_come_in_order() {
        check("", 4, &[]);
        check("a\n\nb", 4, &["1:a", "2:", "3:b"]);
        let too_long = Reason::TooLarge { unit: Unit::Line, most: 4 };
        let fault = |line: u64| format!("{line}!{too_long:?}");
        check("abcdef\nb\nabcdef", 4, &[&fault(1), "2:b", &fault(3)]);
        check("abcdef\nabcdef\nb\n", 4, &[&fault(1), &fault(2), "3:b"]);
    }

    #[test]
    fn a_long_file_is_several_chunks() {
        let text = "0123456789abcde\n".repeat(10_000);
        let mut bytes = text.as_bytes();
        let chunks: Vec<Chunk> = Chunks::new(&mut bytes, 64).filter_map(Result::ok).collect();
        assert_eq!(chunks.len(), 3);
        assert_eq!(chunks.iter().flat_map(Chunk::lines).map(|(number, _)| number).max(), Some(10_000));
    }
}
