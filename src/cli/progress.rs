//! The progress bar of indexing: files, bytes, rate, time left.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

use super::args::Global;
use crate::indexing::Progress;
use crate::wording::{Bars, bars};

/// A bar on standard error. It is hidden without a terminal, and in quiet commands.
pub(super) struct Bar {
    files: ProgressBar,
    words: Bars,
}

impl Bar {
    pub(super) fn new(global: &Global) -> Self {
        let is_shown = !global.quiet && std::io::stderr().is_terminal();
        let files = if is_shown { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
        Bar { files, words: bars(global.lang) }
    }

    fn style(&self, template: &str) {
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.files.set_style(style.progress_chars("=> "));
        }
    }
}

impl Progress for Bar {
    fn listing(&self, files: u64) {
        if files == 1 {
            self.style(&self.words.listing);
        }
        self.files.set_position(files);
    }

    fn reading(&self, files: u64, bytes: u64) {
        self.files.reset();
        self.files.set_length(bytes);
        self.files.set_message(files.to_string());
        self.style(&self.words.reading);
        self.files.set_prefix("0");
    }

    fn file_done(&self, bytes: u64) {
        let done = self.files.prefix().parse::<u64>().unwrap_or(0) + 1;
        self.files.set_prefix(done.to_string());
        self.files.inc(bytes);
    }

    fn committing(&self) {
        self.style(&self.words.writing);
        self.files.tick();
    }

    fn done(&self) {
        self.files.finish_and_clear();
    }
}
