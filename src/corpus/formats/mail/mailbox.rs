//! Mailboxes: a stream in, the bytes of its messages out. A message begins with a line « From » after an empty line.

use std::io::{self, BufRead};

use crate::corpus::input::{Line, read_line};

/// Reads messages in bounded memory.
pub(super) struct Messages<'i> {
    input: &'i mut dyn BufRead,
    most: u64,
    line: Vec<u8>,
    message: Vec<u8>,
}

/// The next of a mailbox.
pub(super) enum Next<'a> {
    /// The bytes of a message.
    Message(&'a [u8]),
    /// A message that is longer than the limit, and was skipped.
    TooLarge,
    /// There are no more.
    None,
}

impl<'i> Messages<'i> {
    pub(super) fn new(input: &'i mut dyn BufRead, most: u64) -> Self {
        Messages { input, most, line: Vec::new(), message: Vec::new() }
    }

    /// Reads until the line with which the next message begins.
    pub(super) fn next_message(&mut self) -> io::Result<Next<'_>> {
        self.message.clear();
        let (mut is_too_large, mut is_begun, mut after_empty) = (false, false, true);
        loop {
            match read_line(self.input, self.most, &mut self.line)? {
                Line::None if is_begun => break,
                Line::None => return Ok(Next::None),
                Line::TooLong => (is_too_large, is_begun) = (true, true),
                Line::Whole if after_empty && is_separator(&self.line) && is_begun => break,
                Line::Whole if is_separator(&self.line) && !is_begun => {}
                Line::Whole => {
                    let line = unquoted(&self.line);
                    is_begun |= !line.trim_ascii().is_empty();
                    if self.message.len() as u64 + line.len() as u64 > self.most {
                        is_too_large = true;
                    } else {
                        self.message.extend_from_slice(line);
                    }
                }
            }
            after_empty = self.line.trim_ascii().is_empty();
        }
        Ok(if is_too_large { Next::TooLarge } else { Next::Message(&self.message) })
    }
}

/// « From anne@c.example Thu Mar 13 10:00:00 2025 ». In prose a line that begins with « From » has no hour.
fn is_separator(line: &[u8]) -> bool {
    let is_hour = |part: &[u8]| part.len() >= 5 && part[0].is_ascii_digit() && part.contains(&b':');
    line.starts_with(b"From ") && line.split(|byte| *byte == b' ').any(is_hour)
}

/// A line without the sign that keeps « From » from beginning a message.
fn unquoted(line: &[u8]) -> &[u8] {
    let signs = line.iter().take_while(|byte| **byte == b'>').count();
    if signs > 0 && line[signs..].starts_with(b"From ") { &line[1..] } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &[&str]) {
        let mut bytes = input.as_bytes();
        let mut messages = Messages::new(&mut bytes, 40);
        let mut got = Vec::new();
        loop {
            match messages.next_message() {
                Ok(Next::Message(bytes)) => got.push(String::from_utf8_lossy(bytes).trim_end().to_owned()),
                Ok(Next::TooLarge) => got.push("!".to_owned()),
                _ => break,
            }
        }
        assert_eq!(got, expected, "{input}");
    }

    #[test]
    fn messages_are_told_apart() {
        let from = "From a@b Thu Mar 13 10:00:00 2025\n";
        check(
            &format!("{from}A: 1\n\nUn\n\n{from}A: 2\n\n>From deux\n"),
            &["A: 1\n\nUn", "A: 2\n\nFrom deux"],
        );
        check(&format!("{from}A: 1\n\nFrom here on\n"), &["A: 1\n\nFrom here on"]);
        check(&format!("{from}{}\n\n{from}A: 2\n", "x".repeat(90)), &["!", "A: 2"]);
        check("", &[]);
    }
}
