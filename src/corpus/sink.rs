//! The sink: readers send documents, problems and chunks through it.
//!
//! A reader fills in what the format says. The sink adds the path and, once for all formats, the metadata of the path and
//! the language. It keeps nothing: each item goes straight to the caller of [`read`](super::read).

use super::chunk::Chunk;
use super::extracted::Extracted;
use super::limits::Limits;
use super::metadata;
use crate::model::{Document, Problem, Reason, Stage};
use crate::text::{self, mojibake};

/// An item of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A text.
    Document(Document),
    /// A part of the file that was repaired, or could not be read.
    Problem(Problem),
    /// Lines to be parsed with [`read_chunk`](super::read_chunk), on any thread.
    Chunk(Chunk),
}

/// Where a reader sends items.
pub(super) struct Sink<'a> {
    name: &'a str,
    pub(super) limits: &'a Limits,
    send: &'a mut dyn FnMut(Item),
}

impl<'a> Sink<'a> {
    pub(super) fn new(name: &'a str, limits: &'a Limits, send: &'a mut dyn FnMut(Item)) -> Self {
        Sink { name, limits, send }
    }

    /// Sends a text. A blank text is a failure.
    pub(super) fn document(&mut self, mut found: Extracted) {
        mend(&mut found);
        for (stage, reason) in std::mem::take(&mut found.warnings) {
            self.problem(Problem::warning(self.name, stage, reason), found.line);
        }
        if let Some(day) = found.metadata.date.filter(|day| metadata::is_far_ahead(*day)) {
            let reason = Reason::FutureDate { declared: day.to_string() };
            self.problem(Problem::warning(self.name, Stage::Parse, reason), found.line);
        }
        if found.text.trim().is_empty() {
            return self.problem(Problem::failed(self.name, Stage::Parse, Reason::NoText), found.line);
        }
        let words = text::long_words(&found.text);
        if words > 0 {
            let reason = Reason::LongWords { words, most: text::MAX_WORD_BYTES };
            self.problem(Problem::warning(self.name, Stage::Parse, reason), found.line);
        }
        metadata::complete(&mut found.metadata, self.name, &found.text);
        (self.send)(Item::Document(Document {
            declared_id: found.id,
            path: self.name.to_owned(),
            ordinal: found.ordinal,
            metadata: found.metadata,
            encoding: found.encoding.to_owned(),
            text: found.text,
        }));
    }

    /// The identifier of the text `n` in a line of several.
    pub(super) fn part_id(&self, line: u64, n: usize) -> String {
        format!("{}#{line}.{n}", self.name)
    }

    /// Sends lines to be parsed later.
    pub(super) fn chunk(&mut self, chunk: Chunk) {
        (self.send)(Item::Chunk(chunk));
    }

    /// Sends a failure: the file, or one line of it, is not indexed.
    pub(super) fn fail(&mut self, stage: Stage, line: Option<u64>, reason: Reason) {
        self.problem(Problem::failed(self.name, stage, reason), line);
    }

    /// Sends a warning: something was guessed or repaired, and no text was lost.
    pub(super) fn warn(&mut self, stage: Stage, line: Option<u64>, reason: Reason) {
        self.problem(Problem::warning(self.name, stage, reason), line);
    }

    fn problem(&mut self, problem: Problem, line: Option<u64>) {
        (self.send)(Item::Problem(Problem { line, ..problem }));
    }
}

/// Mends what was read in the wrong encoding before it came here.
fn mend(found: &mut Extracted) {
    let fields = &mut found.metadata;
    let texts =
        [Some(&mut found.text), fields.title.as_mut(), fields.author.as_mut(), fields.source.as_mut()];
    let mut sequences = 0;
    for text in texts.into_iter().flatten() {
        if let Some((mended, count)) = mojibake::mended(text) {
            *text = mended;
            sequences += count;
        }
    }
    if sequences > 0 {
        found.warnings.push((Stage::Decode, Reason::Mojibake { sequences }));
    }
}
