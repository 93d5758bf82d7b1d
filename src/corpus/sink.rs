//! The sink: readers send documents, problems and chunks through it.
//!
//! A reader fills in what the format says. The sink adds the path and, once for all formats, the metadata of the path and
//! the language. It keeps nothing: each item goes straight to the caller of [`read`](super::read).

use std::cell::Cell;
use std::rc::Rc;

use super::chunk::Chunk;
use super::extracted::Extracted;
use super::limits::Limits;
use super::metadata;
use super::rules::Rules;
use crate::model::{Document, Metadata, Origin, Pages, Problem, Reason, Stage, Unit};
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

/// What an item takes, in bytes, with its metadata. A small text is no small item.
pub(super) fn size(item: &Item) -> u64 {
    let texts = match item {
        Item::Document(Document { declared_id, path, metadata, text, .. }) => {
            let Metadata { title, source, author, url, .. } = metadata;
            let optional = [declared_id, title, source, author, url];
            path.len() + text.len() + optional.into_iter().flatten().map(String::len).sum::<usize>()
        }
        Item::Problem(Problem { path, .. }) => path.len(),
        Item::Chunk(_) => 0,
    };
    (size_of::<Item>() + texts) as u64
}

/// What an archive, with all archives in it, was unpacked to so far.
#[derive(Default)]
pub(super) struct Unpacked {
    /// The number of members.
    pub(super) members: Cell<usize>,
    /// Their length in bytes.
    pub(super) bytes: Cell<u64>,
    /// What the texts take in bytes.
    texts: Cell<u64>,
}

/// Where a reader sends items.
pub(super) struct Sink<'a> {
    name: &'a str,
    /// The file within an archive.
    member: Option<String>,
    /// Where its name in the innermost archive begins.
    inner: usize,
    /// The address that the file was published at, if that is known from around it.
    pub(super) address: Option<String>,
    /// How many archives are around the file.
    pub(super) depth: usize,
    pub(super) unpacked: Rc<Unpacked>,
    pub(super) limits: &'a Limits,
    pub(super) rules: &'a Rules,
    send: &'a mut dyn FnMut(Item),
}

impl<'a> Sink<'a> {
    pub(super) fn new(name: &'a str, limits: &'a Limits, send: &'a mut dyn FnMut(Item)) -> Self {
        static NONE: Rules = Rules::none();
        Sink {
            name,
            member: None,
            inner: 0,
            address: None,
            depth: 0,
            unpacked: Rc::default(),
            limits,
            rules: &NONE,
            send,
        }
    }

    /// The same sink, whose texts are completed by these rules.
    pub(super) fn with_rules(self, rules: &'a Rules) -> Self {
        Sink { rules, ..self }
    }

    /// The name of the file, with `/` between folders.
    pub(super) fn name(&self) -> &'a str {
        self.name
    }

    /// A sink for the member `name` of this archive, with `/` between folders. Its texts and problems name the member.
    pub(super) fn member(&mut self, name: &str) -> Sink<'_> {
        let around = self.member.iter().map(|around| format!("{around}/")).collect::<String>();
        Sink {
            name: self.name,
            inner: around.len(),
            member: Some(around + name),
            address: None,
            depth: self.depth + 1,
            unpacked: self.unpacked.clone(),
            limits: self.limits,
            rules: self.rules,
            send: self.send,
        }
    }

    /// The same sink, for a file that was published at an address.
    pub(super) fn at(self, address: Option<String>) -> Self {
        Sink { address, ..self }
    }

    /// Sends a text. A blank text is a failure.
    pub(super) fn document(&mut self, mut found: Extracted) {
        mend(&mut found);
        for (stage, reason) in std::mem::take(&mut found.warnings) {
            self.warn(stage, found.line, reason);
        }
        if let Some(day) = found.metadata.date.filter(|day| metadata::is_far_ahead(*day)) {
            self.warn(Stage::Parse, found.line, Reason::FutureDate { declared: day.to_string() });
        }
        if found.text.trim().is_empty() {
            return self.fail(Stage::Parse, found.line, Reason::NoText);
        }
        let words = text::long_words(&found.text);
        if words > 0 {
            self.warn(Stage::Parse, found.line, Reason::LongWords { words, most: text::MAX_WORD_BYTES });
        }
        if let Some(address) = &self.address {
            let host = metadata::host(address);
            found.say(Origin::File);
            found.metadata.url.get_or_insert_with(|| address.clone());
            found.metadata.source = found.metadata.source.take().or(host);
            found.say(Origin::Address);
        }
        let (archive, inner) = self.member.as_deref().unwrap_or_default().split_at(self.inner);
        let archive = if archive.is_empty() { self.name } else { archive.trim_end_matches('/') };
        let inner = (!inner.is_empty()).then_some(inner);
        metadata::complete(&mut found, [self.name, archive], inner);
        self.rules.complete(self.name, &mut found);
        let document = Document {
            declared_id: found.id,
            path: self.name.to_owned(),
            member: self.member.clone(),
            ordinal: found.ordinal,
            metadata: found.metadata,
            origins: found.origins,
            encoding: found.encoding.to_owned(),
            text: found.text,
            pages: found.pages,
        };
        let item = Item::Document(document);
        match self.has_room(&item) {
            true => (self.send)(item),
            false => self.fail(
                Stage::Parse,
                found.line,
                Reason::TooLarge { unit: Unit::Texts, most: self.most_texts() },
            ),
        }
    }

    /// The most that the texts of an archive may take, in bytes. What is left of the limit is for its problems.
    fn most_texts(&self) -> u64 {
        self.limits.max_texts_bytes / 8 * 7
    }

    /// Whether a text of an archive may be added. Those before it are kept.
    fn has_room(&self, item: &Item) -> bool {
        let texts = self.unpacked.texts.get() + size(item);
        let is_within = self.member.is_none() || texts <= self.most_texts();
        if is_within {
            self.unpacked.texts.set(texts);
        }
        is_within
    }

    /// The identifier of the text `n` in a line of several.
    pub(super) fn part_id(&self, line: u64, n: usize) -> String {
        format!("{}#{line}.{n}", self.name)
    }

    /// Sends lines to be parsed later.
    pub(super) fn chunk(&mut self, chunk: Chunk) {
        (self.send)(Item::Chunk(chunk));
    }

    /// Whether the caller may get chunks. Those of a member are parsed at once.
    pub(super) fn is_member(&self) -> bool {
        self.member.is_some()
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
        let problem = problem.in_member(self.member.as_deref());
        (self.send)(Item::Problem(Problem { line, ..problem }));
    }
}

/// Mends a text page by page, so that its pages stay known. Returns the number of places.
fn mend_text(text: &mut String, pages: &mut Pages) -> usize {
    let starts = if pages.is_empty() { vec![0] } else { pages.starts.clone() };
    let ends = starts.iter().skip(1).copied().chain([text.len() as u64]);
    let mut all = String::new();
    let mut mended_starts = Vec::new();
    let mut sequences = 0;
    for (start, end) in starts.iter().zip(ends) {
        mended_starts.push(all.len() as u64);
        let page = &text[*start as usize..end as usize];
        match mojibake::mended(page) {
            Some((mended, count)) => {
                all.push_str(&mended);
                sequences += count;
            }
            None => all.push_str(page),
        }
    }
    if sequences > 0 {
        *text = all;
        if !pages.is_empty() {
            pages.starts = mended_starts;
        }
    }
    sequences
}

/// Mends what was read in the wrong encoding before it came here.
fn mend(found: &mut Extracted) {
    let fields = &mut found.metadata;
    let mut sequences = mend_text(&mut found.text, &mut found.pages);
    let texts = [fields.title.as_mut(), fields.author.as_mut(), fields.source.as_mut()];
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
