//! What all commands with a query share: an engine, the flags as a request, the parsed query, notes on standard error.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::time::Instant;

use super::args::{Asked, Global};
use super::exit::Failure;
use super::index::print_problems;
use super::progress::Bar;
use super::terminal::{Role, Terminal, harmless};
use super::today::today;
use super::which::Which;
use crate::model::{DateRange, Note};
use crate::overview;
use crate::query::Parsed;
use crate::query::limits::MAX_BYTES;
use crate::search::{Engine, Match, Passages, Request};
use crate::session::{self, Session};
use crate::wording::{Advise, Complaint, Label, Say, indexed, pointed};

/// The argument that stands for standard input.
const STDIN: &str = "-";

/// An engine on the index. A missing index is built first, if a corpus is known.
pub(super) fn engine(session: &Session, global: &Global) -> Result<Engine, Failure> {
    build_missing(session, global)?;
    Ok(session.engine()?)
}

/// Builds a missing index, if a corpus is known.
pub(super) fn build_missing(session: &Session, global: &Global) -> Result<(), Failure> {
    let start = Instant::now();
    if let Some(report) = session.build_missing(&Bar::new(global))? {
        print_problems(&report, global);
        let folder = session.index_folder();
        let folder = here().ok().and_then(|here| folder.strip_prefix(here).ok()).unwrap_or(folder);
        let seconds = start.elapsed().as_secs_f64();
        tell_as_is(&harmless(&indexed(global.lang, &report, folder, seconds)), global);
    }
    Ok(())
}

/// The working folder.
pub(super) fn here() -> Result<PathBuf, Failure> {
    Ok(std::env::current_dir().map_err(|error| Complaint::Nowhere { said: error.to_string() })?)
}

/// A request and its query, parsed.
pub(super) struct Asking {
    pub(super) request: Request,
    pub(super) parsed: Parsed,
}

impl Asking {
    /// The request from the flags. The query may come from standard input.
    pub(super) fn new(session: &Session, asked: &Asked, matching: Match) -> Result<Self, Failure> {
        let Asking { request, parsed } = Asking::about(session, &asked.query, &asked.which, matching)?;
        let passages = if asked.all_passages { Passages::All } else { Passages::Saying };
        Ok(Asking { request: Request { order: asked.sort, passages, ..request }, parsed })
    }

    /// The request for a query of these words, from the flags that are about articles alone.
    pub(super) fn about(
        session: &Session,
        words: &[String],
        which: &Which,
        matching: Match,
    ) -> Result<Self, Failure> {
        let (since, until) = (which.since, which.until);
        if let (Some(since), Some(until)) = (since, until)
            && until < since
        {
            return Err(Complaint::EmptyPeriod { since, until }.into());
        }
        let query = match words {
            [only] if only == STDIN => from_stdin()?,
            words => words.join(" "),
        };
        let parsed = parse(&query, which.strict)?;
        let request = Request {
            dates: DateRange { since, until },
            undated: which.undated,
            source: which.source.clone(),
            matching,
            expand: !which.no_expand,
            wide: which.wide,
            feedback: which.feedback,
            ..session.request(query)
        };
        Ok(Asking { request, parsed })
    }

    /// The answer. The remarks on the query are not lost with an error.
    pub(super) fn kept<T, E: Into<Failure>>(
        &self,
        answer: Result<T, E>,
        global: &Global,
    ) -> Result<T, Failure> {
        answer.map_err(|error| {
            self.tell_remarks(global);
            error.into()
        })
    }

    /// What there is to say beside the answer: on its filters, and on the age of the index.
    pub(super) fn notes(
        &self,
        session: &Session,
        engine: &Engine,
        articles: u64,
    ) -> Result<Vec<Note>, Failure> {
        let mut notes = session::filter_notes(engine, &self.request, &self.parsed, articles)?;
        notes.extend(session.behind());
        Ok(notes)
    }

    /// The same, for an overview.
    pub(super) fn asked(&self) -> overview::Asked {
        overview::Asked { request: self.request.clone(), parsed: self.parsed.clone() }
    }

    /// Prints what the reader of the query remarked on.
    pub(super) fn tell_remarks(&self, global: &Global) {
        tell_remarks(&self.request.query, &self.parsed, global);
    }
}

/// Parses a query. An error refuses the query; with `strict`, a warning does too.
pub(super) fn parse(query: &str, strict: bool) -> Result<Parsed, Failure> {
    Ok(session::understood_on(query, strict, today())?)
}

/// The query on standard input. More than a query may have is not read: the limit is remarked on by the parser.
fn from_stdin() -> Result<String, Failure> {
    let unreadable = |said: String| Complaint::Unreadable { path: STDIN.into(), said };
    let mut query = Vec::new();
    let read = std::io::stdin().lock().take(2 * MAX_BYTES as u64).read_to_end(&mut query);
    read.map_err(|error| unreadable(error.to_string()))?;
    match String::from_utf8(query) {
        Ok(query) => Ok(query.trim().to_owned()),
        // The limit may have cut a character.
        Err(error) if error.utf8_error().error_len().is_none() => {
            Ok(String::from_utf8_lossy(error.as_bytes()).into_owned())
        }
        Err(error) => Err(unreadable(error.to_string()).into()),
    }
}

/// Prints remarks on a query, unless the command is quiet. The query and its carets are not wrapped: their columns count.
pub(super) fn tell_remarks(query: &str, parsed: &Parsed, global: &Global) {
    for remark in &parsed.diagnostics {
        let text = pointed(global.lang, query, remark);
        for (number, line) in text.lines().enumerate() {
            if number < 2 { tell_as_is(line, global) } else { tell_wrapped(line, global) }
        }
    }
}

/// Prints the notes on an answer, unless the command is quiet.
pub(super) fn tell_notes(notes: &[Note], global: &Global) {
    for note in notes {
        let advice = note.advise(global.lang).map(|advice| format!(" ({advice})")).unwrap_or_default();
        tell(&format!("{}{advice}", note.say(global.lang)), global);
    }
}

/// Prints the notes on one of several queries.
pub(super) fn tell_notes_on(query: &str, notes: &[Note], global: &Global) {
    for note in notes {
        let advice = note.advise(global.lang).map(|advice| format!(" ({advice})")).unwrap_or_default();
        tell(&format!("{query}{}{}{advice}", global.lang.colon(), note.say(global.lang)), global);
    }
}

/// Prints a note on standard error, unless the command is quiet.
pub(super) fn tell(note: &str, global: &Global) {
    let word = Terminal::stderr(global.color).paint(Role::Warning, Label::Note.word(global.lang));
    tell_wrapped(&format!("{word}{}{}", global.lang.colon(), harmless(note)), global);
}

fn tell_wrapped(text: &str, global: &Global) {
    let mut wrapped = Vec::new();
    // Writing to memory cannot fail.
    let _ = Terminal::stderr(global.color).hanging(&mut wrapped, "", "  ", text);
    tell_as_is(&String::from_utf8_lossy(&wrapped), global);
}

fn tell_as_is(text: &str, global: &Global) {
    if !global.quiet {
        // Standard error may be closed: then nobody reads it.
        let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
    }
}
