//! A file to its lines: each is taken or refused with a reason, and all refusals are told at once.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::{BadLine, EvalError};

/// The most characters of a file that a message repeats.
const MAX_CITED: usize = 40;

/// A text and where it came from.
#[derive(Debug, Clone)]
pub(super) struct Source {
    path: PathBuf,
    pub(super) text: String,
}

impl Source {
    /// Reads a file of UTF-8, with or without a byte order mark.
    pub(super) fn open(path: &Path) -> Result<Source, EvalError> {
        let unreadable = |reason: String| EvalError::Unreadable { path: path.to_owned(), reason };
        let bytes = fs::read(path).map_err(|error| unreadable(error.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not text in UTF-8".to_owned()))?;
        Ok(Source { path: path.to_owned(), text: text.trim_start_matches('\u{feff}').to_owned() })
    }

    #[cfg(test)]
    pub(super) fn of(text: &str) -> Source {
        Source { path: "file".into(), text: text.to_owned() }
    }

    /// Hands each line that is not blank to `take`, with its number.
    pub(super) fn each_line<'a>(
        &'a self,
        shape: &'static str,
        mut take: impl FnMut(usize, &'a str) -> Result<(), String>,
    ) -> Result<(), EvalError> {
        let lines = self.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let bad = lines.filter_map(|(index, line)| {
            let number = index + 1;
            take(number, line).err().map(|reason| BadLine { number, reason })
        });
        self.refuse(bad.collect(), shape)
    }

    /// An error that names the bad lines, if there are any.
    pub(super) fn refuse(&self, lines: Vec<BadLine>, shape: &'static str) -> Result<(), EvalError> {
        if lines.is_empty() {
            Ok(())
        } else {
            Err(EvalError::Lines { path: self.path.clone(), lines, shape })
        }
    }
}

/// A piece of a file as a message repeats it: in backticks, a long one cut.
pub(super) fn cited(text: &str) -> String {
    let start: String = text.chars().take(MAX_CITED).collect();
    let more = if start.len() < text.len() { "…" } else { "" };
    format!("`{start}{more}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut taken = Vec::new();
        let result = Source::of(text).each_line("a line is a number", |number, line| {
            taken.push(number);
            line.parse::<u8>().map(|_| ()).map_err(|_| format!("{} is no number", cited(line)))
        });
        assert_eq!(result.map_err(|error| error.to_string()).err().unwrap_or_default(), expected);
    }

    #[test]
    fn bad_lines_are_named_all_at_once() {
        check("1\n\n2\r\n", "");
        check(
            "1\n\nx",
            "cannot use `file`: a bad line\n  line 3: `x` is no number\nhint: mend or delete what is named; a line is a number",
        );
        let many = "x\n".repeat(12);
        let error = Source::of(&many).each_line("", |_, _| Err("bad".to_owned())).unwrap_err().to_string();
        assert!(error.contains("12 bad lines") && error.contains("line 10: bad\n  and 2 more"), "{error}");
    }

    #[test]
    fn long_lines_are_cut_in_messages() {
        assert_eq!(cited(&"é".repeat(50)), format!("`{}…`", "é".repeat(40)));
    }
}
