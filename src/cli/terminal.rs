//! The terminal: colours, width, and text without control characters.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};

use super::args::Color;

/// The greatest width of text, in columns, on any terminal: longer lines are hard to read.
const MAX_WIDTH: usize = 100;

/// The properties of an output stream.
pub(super) struct Terminal {
    has_color: bool,
    /// The width in columns. `None` where the stream is not a terminal: text is not wrapped then.
    width: Option<usize>,
    /// The columns that tables and aligned lines have, on a wide terminal more than text.
    pub(super) columns: usize,
}

/// The role of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Match,
    Faint,
    Warning,
}

impl Terminal {
    /// The terminal of standard output.
    pub(super) fn stdout(color: Color) -> Self {
        Terminal::of(color, io::stdout().is_terminal())
    }

    /// The terminal of standard error.
    pub(super) fn stderr(color: Color) -> Self {
        Terminal::of(color, io::stderr().is_terminal())
    }

    fn of(color: Color, is_terminal: bool) -> Self {
        let columns =
            is_terminal.then(|| terminal_size::terminal_size().map_or(80, |(width, _)| width.0 as usize));
        Terminal {
            has_color: wants_color(color, is_terminal),
            width: columns.map(|columns| columns.clamp(20, MAX_WIDTH)),
            columns: columns.unwrap_or(MAX_WIDTH).max(40),
        }
    }

    /// The text in the style of its role. Without colour, a match has double brackets around it.
    pub(super) fn paint(&self, role: Role, text: &str) -> String {
        match (self.has_color, role) {
            (true, _) => {
                let style = style(role);
                format!("{style}{text}{style:#}")
            }
            (false, Role::Match) => format!("[[{text}]]"),
            (false, _) => text.to_owned(),
        }
    }

    /// The text of a document with its matches painted; on one line unless `keeps_lines`.
    pub(super) fn marked(&self, text: &str, marks: &[Range<usize>], keeps_lines: bool) -> String {
        let mut painted = String::new();
        let mut at = 0;
        let shown = |part: &str| if keeps_lines { harmless(part) } else { harmless(&on_one_line(part)) };
        for mark in marks.iter().filter(|mark| mark.start < mark.end && mark.end <= text.len()) {
            painted.push_str(&shown(&text[at..mark.start]));
            painted.push_str(&self.paint(Role::Match, &shown(&text[mark.clone()])));
            at = mark.end;
        }
        painted.push_str(&shown(&text[at..]));
        painted
    }

    /// Writes a paragraph with `indent` before each line, wrapped to the width. A longer word (the path of a file)
    /// stays in one piece, so the reader can copy it.
    pub(super) fn paragraph(&self, out: &mut dyn Write, indent: &str, text: &str) -> io::Result<()> {
        self.hanging(out, indent, indent, text)
    }

    /// Like [`Terminal::paragraph`], with `first` before the first line.
    pub(super) fn hanging(
        &self,
        out: &mut dyn Write,
        first: &str,
        indent: &str,
        text: &str,
    ) -> io::Result<()> {
        let Some(width) = self.width else { return writeln!(out, "{first}{text}") };
        let options = textwrap::Options::new(width)
            .initial_indent(first)
            .break_words(false)
            .subsequent_indent(indent)
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
        textwrap::wrap(text, options).iter().try_for_each(|line| writeln!(out, "{line}"))
    }
}

fn wants_color(color: Color, is_terminal: bool) -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            is_terminal && !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}

fn style(role: Role) -> Style {
    match role {
        Role::Title => Style::new().bold(),
        Role::Match => Style::new().bold().fg_color(Some(AnsiColor::Red.into())),
        Role::Faint => Style::new().dimmed(),
        Role::Warning => Style::new().bold().fg_color(Some(AnsiColor::Yellow.into())),
    }
}

/// The text on one line: each run of line breaks and tabs becomes a space.
pub(super) fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' if line.ends_with(' ') => {}
            '\n' | '\r' | '\t' => line.push(' '),
            c => line.push(c),
        }
    }
    line
}

/// The text without characters that act on a terminal. Control characters and changes of direction become their code
/// points, and characters without width are dropped.
pub(super) fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => shown.push(c),
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                number(&mut shown, c)
            }
            c if c.is_control() => number(&mut shown, c),
            c => shown.push(c),
        }
    }
    shown
}

fn number(shown: &mut String, c: char) {
    // Writing to a string cannot fail.
    let _ = write!(shown, "<U+{:04X}>", c as u32);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(harmless(&on_one_line(text)), expected);
    }

    #[test]
    fn documents_cannot_command_the_terminal() {
        check("a\u{1b}[31mb", "a<U+001B>[31mb");
        check("a\u{202e}b\u{9b}", "a<U+202E>b<U+009B>");
        check("semi\u{ad}conducteur", "semiconducteur");
        check("a\n\n b\tc", "a b c".replace("a b", "a  b").as_str());
    }

    #[test]
    fn matches_show_without_colour() {
        let plain = Terminal { has_color: false, width: None, columns: MAX_WIDTH };
        let marks = vec![4..9, 14..16];
        assert_eq!(plain.marked("les puces d’IA", &marks, false), "les [[puces]] d’[[IA]]");
    }
}
