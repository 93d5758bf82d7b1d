//! What a reader hands on: documents and problems, completed with what only the file's place can say.
//!
//! A reader gives what the format says; path, path metadata and language are filled in here, once for
//! all formats. Nothing is kept: each item goes straight to the sink.

use super::Limits;
use super::metadata;
use super::part::Part;
use crate::model::{Document, Metadata, Problem, Reason, Stage};

/// What comes out of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A text of the file.
    Document(Document),
    /// Something that was mended, or could not be read.
    Problem(Problem),
    /// Texts that are still to be parsed, which any thread may do with [`read_part`](super::read_part).
    Part(Part),
}

/// One text as a reader found it.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) id: Option<String>,
    /// The place in a file of several texts, from 1.
    pub(super) ordinal: Option<u32>,
    /// The line in the file, where a problem with the text can be pointed at.
    pub(super) line: Option<u64>,
    pub(super) metadata: Metadata,
    pub(super) encoding: &'static str,
    pub(super) text: String,
    /// What was guessed or mended.
    pub(super) warnings: Vec<(Stage, Reason)>,
}

/// The way out of a reader.
pub(super) struct Output<'a> {
    name: &'a str,
    pub(super) limits: &'a Limits,
    sink: &'a mut dyn FnMut(Item),
}

impl<'a> Output<'a> {
    pub(super) fn new(name: &'a str, limits: &'a Limits, sink: &'a mut dyn FnMut(Item)) -> Self {
        Output { name, limits, sink }
    }

    /// Hands on a text, or the news that there is none in it.
    pub(super) fn document(&mut self, mut found: Found) {
        for (stage, reason) in std::mem::take(&mut found.warnings) {
            self.problem(Problem::warning(self.name, stage, reason), found.line);
        }
        if found.text.trim().is_empty() {
            return self.problem(Problem::failed(self.name, Stage::Parse, Reason::NoText), found.line);
        }
        metadata::complete(&mut found.metadata, self.name, &found.text);
        (self.sink)(Item::Document(Document {
            declared_id: found.id,
            path: self.name.to_owned(),
            ordinal: found.ordinal,
            metadata: found.metadata,
            encoding: found.encoding.to_owned(),
            text: found.text,
        }));
    }

    /// Hands on lines to be parsed later.
    pub(super) fn part(&mut self, part: Part) {
        (self.sink)(Item::Part(part));
    }

    /// Names something that keeps the file, or one line of it, out of the index.
    pub(super) fn fail(&mut self, stage: Stage, line: Option<u64>, reason: Reason) {
        self.problem(Problem::failed(self.name, stage, reason), line);
    }

    /// Names something that was mended or that took no text away.
    pub(super) fn warn(&mut self, stage: Stage, line: Option<u64>, reason: Reason) {
        self.problem(Problem::warning(self.name, stage, reason), line);
    }

    fn problem(&mut self, problem: Problem, line: Option<u64>) {
        (self.sink)(Item::Problem(Problem { line, ..problem }));
    }
}
