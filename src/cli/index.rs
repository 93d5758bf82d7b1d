//! `vigie index`: runs the indexer and prints its report.

use std::io::{self, Write};

use super::args::{Global, IndexArgs};
use super::exit::{Failure, Outcome};
use super::progress::Bar;
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::indexing::Report;
use crate::model::Problem;
use crate::session::{Run, Session};
use crate::wording::{Indexed, Label, Say, index_report, left_out_kinds, more_problems};

/// The most problems that are printed one by one; `vigie status --problems` names all.
const MAX_PRINTED: usize = 100;

pub(super) fn run(args: &IndexArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let corpora = session.corpora(!args.corpora.is_empty())?;
    let run = Run { rebuild: args.rebuild, remove_missing: args.remove_missing, retry: args.retry };
    let report = match args.dry_run {
        true => session.dry_run(&corpora, run)?,
        false => session.index(&corpora, run, &Bar::new(global))?,
    };
    let out = &mut io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &Indexed::from(&report)).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        print_problems(&report, global);
        for line in index_report(global.lang, &report, args.dry_run) {
            writeln!(out, "{}", harmless(&on_one_line(&line)))?;
        }
    }
    Ok(if report.files.failed > 0 || report.files.unseen > 0 { Outcome::Partial } else { Outcome::Done })
}

/// Prints failures, warnings and skipped kinds of files on standard error.
pub(super) fn print_problems(report: &Report, global: &Global) {
    let terminal = Terminal::stderr(global.color);
    let lang = global.lang;
    let err = &mut io::stderr().lock();
    let line = |problem: &Problem, label: Label| {
        let word = terminal.paint(Role::Warning, label.word(lang));
        format!("{word}{}{}", lang.colon(), harmless(&on_one_line(&problem.say(lang))))
    };
    let failures = report.failures().map(|problem| line(problem, Label::Failed));
    let warnings = report.warnings().filter(|_| !global.quiet).map(|problem| line(problem, Label::Warning));
    let lines: Vec<String> = failures.chain(warnings).collect();
    // Standard error may be closed: then nobody reads it.
    let _ = lines.iter().take(MAX_PRINTED).try_for_each(|line| writeln!(err, "{line}"));
    if lines.len() > MAX_PRINTED {
        let _ = writeln!(err, "{}", more_problems(lang, lines.len() - MAX_PRINTED));
    }
    if !report.skipped.is_empty() && !global.quiet {
        let _ = writeln!(err, "{}", harmless(&left_out_kinds(lang, &report.skipped)));
    }
}
