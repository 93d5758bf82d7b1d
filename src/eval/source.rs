//! A file to its lines. Each line is accepted or refused with a fault; one error names all refused lines.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{BadLine, EvalError, Fault, Shape};

/// The most characters of a line that a message quotes.
const MAX_CITED: usize = 40;

/// The text of a file, with its path.
#[derive(Debug, Clone)]
pub(super) struct Source {
    path: PathBuf,
    pub(super) text: String,
}

impl Source {
    /// Reads a file in UTF-8, with or without a byte order mark.
    pub(super) fn open(path: &Path) -> Result<Source, EvalError> {
        let bytes = fs::read(path)
            .map_err(|error| EvalError::Unreadable { path: path.to_owned(), reason: error.to_string() })?;
        let text = String::from_utf8(bytes).map_err(|_| EvalError::NotUtf8(path.to_owned()))?;
        Ok(Source { path: path.to_owned(), text: text.trim_start_matches('\u{feff}').to_owned() })
    }

    #[cfg(test)]
    pub(super) fn of(text: &str) -> Source {
        Source { path: "file".into(), text: text.to_owned() }
    }

    /// Calls `take` with the number and the text of each line that is not blank. It pushes because one error gathers
    /// the faults of all lines.
    pub(super) fn each_line<'a>(
        &'a self,
        shape: Shape,
        mut take: impl FnMut(usize, &'a str) -> Result<(), Fault>,
    ) -> Result<(), EvalError> {
        let lines = self.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let bad = lines.filter_map(|(index, line)| {
            let number = index + 1;
            take(number, line).err().map(|fault| BadLine { number, fault })
        });
        self.refuse(bad.collect(), shape)
    }

    /// The error for `lines`, the bad lines, if there are any.
    pub(super) fn refuse(&self, lines: Vec<BadLine>, shape: Shape) -> Result<(), EvalError> {
        if lines.is_empty() {
            Ok(())
        } else {
            Err(EvalError::Lines { path: self.path.clone(), lines, shape })
        }
    }
}

/// A text as a message quotes it, shortened to [`MAX_CITED`] characters.
pub(super) fn cited(text: &str) -> String {
    let start: String = text.chars().take(MAX_CITED).collect();
    if start.len() < text.len() { start + "…" } else { start }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the bad lines.
    fn check(text: &str, expected: &[usize]) {
        let result = Source::of(text).each_line(Shape::Run, |_, line| {
            line.parse::<u8>().map(|_| ()).map_err(|_| Fault::BadScore { score: cited(line) })
        });
        let bad = match result {
            Ok(()) => Vec::new(),
            Err(EvalError::Lines { lines, .. }) => lines.iter().map(|line| line.number).collect(),
            Err(error) => panic!("{error}"),
        };
        assert_eq!(bad, expected, "{text}");
    }

    #[test]
    fn bad_lines_are_named_all_at_once() {
        check("1\n\n2\r\n", &[]);
        check("1\n\nx\ny", &[3, 4]);
    }

    #[test]
    fn long_lines_are_cut_in_messages() {
        assert_eq!(cited(&"é".repeat(50)), format!("{}…", "é".repeat(40)));
    }
}
