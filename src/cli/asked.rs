//! What all commands with a query share: an engine, the flags as a request, the parsed query, notes on standard error.

use std::io::Write;

use super::args::{Asked, Global};
use super::exit::Failure;
use super::index::print_problems;
use super::progress::Bar;
use super::terminal::{Role, Terminal, harmless};
use crate::model::DateRange;
use crate::query::Parsed;
use crate::search::{Engine, Match, Passages, Request};
use crate::session::{self, Session};
use crate::wording::{Label, pointed};

/// An engine on the index. A missing index is built first, if a corpus is known.
pub(super) fn engine(session: &Session, global: &Global) -> Result<Engine, Failure> {
    if let Some(report) = session.build_missing(&Bar::new(global))? {
        print_problems(&report, global);
    }
    Ok(session.engine()?)
}

/// The request from the flags.
pub(super) fn request(session: &Session, asked: &Asked, matching: Match) -> Request {
    Request {
        dates: DateRange { since: asked.since, until: asked.until },
        source: asked.source.clone(),
        matching,
        order: asked.sort,
        expand: !asked.no_expand,
        wide: asked.wide,
        passages: if asked.all_passages { Passages::All } else { Passages::Saying },
        feedback: asked.feedback,
        ..session.request(asked.query.join(" "))
    }
}

/// Parses a query and prints its diagnostics. An error refuses the query; with `strict`, a warning does too.
pub(super) fn parse(query: &str, strict: bool, global: &Global) -> Result<Parsed, Failure> {
    let parsed = session::understood(query, strict)?;
    let remarks = parsed.diagnostics.iter();
    remarks.for_each(|remark| tell_as_is(&pointed(global.lang, query, remark), global));
    Ok(parsed)
}

/// Prints a note on standard error, unless the command is quiet.
pub(super) fn tell(note: &str, global: &Global) {
    let word = Terminal::stderr(global.color).paint(Role::Warning, Label::Note.word(global.lang));
    tell_as_is(&format!("{word}{}{}", global.lang.colon(), harmless(note)), global);
}

fn tell_as_is(text: &str, global: &Global) {
    if !global.quiet {
        // Standard error may be closed: then nobody reads it.
        let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
    }
}
