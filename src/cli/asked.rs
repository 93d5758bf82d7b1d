//! What every command with a query shares: reading it, opening the index, building it where there is none.

use std::io::Write;

use super::args::{Asked, Global};
use super::exit::Failure;
use super::index;
use super::terminal::{Role, Terminal, harmless};
use crate::analysis::Chain;
use crate::backend::{Home, Search, open_reader};
use crate::model::DateRange;
use crate::query::{self, Parsed, Severity};
use crate::search::{Match, Request};
use crate::settings::Settings;
use crate::thesaurus::Thesaurus;
use crate::wording::{Complaint, Label, NotUnderstood, pointed};

/// Opens the index; where there is none and a corpus is known, indexes that first.
pub(super) fn open(settings: &Settings, chain: &Chain, global: &Global) -> Result<Box<dyn Search>, Failure> {
    let home = Home::at(&settings.index);
    if !home.is_built() && settings.may_build && !settings.corpora.is_empty() {
        let report = index::build(&home, &settings.corpora, chain, settings, false, global)?;
        index::print_problems(&report, global);
    }
    let descriptor = home.readable(chain.fingerprint())?;
    Ok(open_reader(descriptor.engine, &home.generation(&descriptor.generation))?)
}

/// Names and concepts: those of the program, and those of the project where it has some.
pub(super) fn thesaurus(settings: &Settings, chain: &Chain) -> Result<Thesaurus, Failure> {
    let built_in = Thesaurus::built_in(chain);
    let Some(path) = &settings.thesaurus else { return Ok(built_in) };
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Complaint::Unreadable { path: path.clone(), said: error.to_string() })?;
    Ok(built_in.with_file(&name, &text, chain)?)
}

/// The request that the flags make.
pub(super) fn request(asked: &Asked, settings: &Settings, matching: Match) -> Request {
    Request {
        dates: DateRange { since: asked.since, until: asked.until },
        source: asked.source.clone(),
        matching,
        limit: settings.limit,
        per_article: settings.per_article,
        order: asked.sort.into(),
        expand: !asked.no_expand,
        feedback: asked.feedback,
        ..Request::new(asked.query.join(" "))
    }
}

/// Reads a query and prints what there is to say about it. Errors are refused; with `strict`, warnings too.
pub(super) fn parse(query: &str, strict: bool, global: &Global) -> Result<Parsed, Failure> {
    let parsed = query::parse(query);
    let refused = if strict { Severity::Warning } else { Severity::Error };
    let (fatal, rest): (Vec<_>, Vec<_>) = parsed.diagnostics.iter().partition(|d| d.severity >= refused);
    if fatal.is_empty() {
        rest.iter().for_each(|diagnostic| tell_as_is(&pointed(global.lang, query, diagnostic), global));
        return Ok(parsed);
    }
    let diagnostics = fatal.into_iter().cloned().collect();
    Err(NotUnderstood { query: query.to_owned(), diagnostics }.into())
}

/// Prints a note on standard error, unless nothing should be said.
pub(super) fn tell(note: &str, global: &Global) {
    let word = Terminal::stderr(global.color).paint(Role::Warning, Label::Note.word(global.lang));
    tell_as_is(&format!("{word}{}{}", global.lang.colon(), harmless(note)), global);
}

fn tell_as_is(text: &str, global: &Global) {
    if !global.quiet {
        // Standard error may be closed; there is nobody to tell then.
        let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
    }
}
