//! A file of a text a line in, parts of whole lines out: finding lines is quick, so that one thread can cut
//! while others parse.

use std::io::BufRead;

use super::open::{damaged, line};
use super::output::Output;
use crate::model::{Reason, Stage, Unit};

/// A part ends with the line that brings it to this size.
const PART_BYTES: usize = 64 * 1024;

/// Whole lines of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The number of the first line in the file, from 1.
    first: u64,
    bytes: Vec<u8>,
}

impl Part {
    fn starting_at(first: u64) -> Self {
        Part { first, bytes: Vec::new() }
    }

    /// The lines with their numbers.
    pub(super) fn lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        (self.first..).zip(self.bytes.split_inclusive(|byte| *byte == b'\n'))
    }
}

/// Cuts `input` into parts and gives each to `take`; what cannot be read is named in its place.
pub(super) fn cut(
    input: &mut dyn BufRead,
    output: &mut Output<'_>,
    mut take: impl FnMut(Part, &mut Output<'_>),
) {
    let limit = output.limits.max_line_bytes;
    let (mut bytes, mut part) = (Vec::new(), Part::starting_at(1));
    for number in 1.. {
        let read = line(input, limit, &mut bytes);
        let is_whole = matches!(read, Ok(Some(true)));
        if is_whole {
            part.bytes.extend_from_slice(&bytes);
        }
        if !is_whole || part.bytes.len() >= PART_BYTES {
            let done = std::mem::replace(&mut part, Part::starting_at(number + 1));
            if !done.bytes.is_empty() {
                take(done, output);
            }
        }
        match read {
            Ok(Some(true)) => {}
            Ok(Some(false)) => {
                let reason = Reason::TooLarge { unit: Unit::Line, most: limit };
                output.fail(Stage::Read, Some(number), reason);
            }
            Ok(None) => return,
            Err(error) => return output.fail(Stage::Read, Some(number), damaged(&error)),
        }
    }
}
