//! `vigie index`: runs the indexer and says what became of every file.

use std::io::{self, Write};

use super::args::{Global, IndexArgs};
use super::exit::{Failure, Outcome};
use super::progress::Bar;
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::indexing::Report;
use crate::model::Problem;
use crate::session::Session;

/// Problems that are printed one by one; `vigie index --json` lists all of them.
const MAX_PRINTED: usize = 100;

pub(super) fn run(args: &IndexArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let corpora = session.corpora(!args.corpora.is_empty())?;
    let report = if args.dry_run {
        session.dry_run(&corpora, args.rebuild)?
    } else {
        session.index(&corpora, args.rebuild, &Bar::new(global.quiet))?
    };
    let out = &mut io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &report).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        print_problems(&report, global);
        print_report(out, &report, args.dry_run)?;
    }
    Ok(if report.files.failed > 0 { Outcome::Partial } else { Outcome::Done })
}

/// Names what is not in the index, or was mended, on standard error.
pub(super) fn print_problems(report: &Report, global: &Global) {
    let terminal = Terminal::stderr(global.color);
    let err = &mut io::stderr().lock();
    let line = |problem: &Problem, word: &str| {
        format!("{}: {}", terminal.paint(Role::Warning, word), harmless(&on_one_line(&problem.to_string())))
    };
    let failures = report.failures().map(|problem| line(problem, "failed"));
    let warnings = report.warnings().filter(|_| !global.quiet).map(|problem| line(problem, "warning"));
    let lines: Vec<String> = failures.chain(warnings).collect();
    // Standard error may be closed; there is nobody to tell then.
    let _ = lines.iter().take(MAX_PRINTED).try_for_each(|line| writeln!(err, "{line}"));
    if lines.len() > MAX_PRINTED {
        let _ =
            writeln!(err, "… and {} more: `vigie index --json` lists them all", lines.len() - MAX_PRINTED);
    }
    if !report.skipped.is_empty() && !global.quiet {
        let kinds = report.skipped.iter().map(|(kind, count)| match kind.as_str() {
            "" => format!("{count} without extension"),
            kind => format!("{count} .{kind}"),
        });
        let _ =
            writeln!(err, "left out, formats that are not read: {}", kinds.collect::<Vec<_>>().join(", "));
    }
}

fn print_report(out: &mut dyn Write, report: &Report, is_dry: bool) -> io::Result<()> {
    if is_dry {
        for (name, what) in &report.names {
            writeln!(out, "would be {what}: {}", harmless(name))?;
        }
    }
    let files = &report.files;
    let moved = if files.moved > 0 { format!("{} moved, ", files.moved) } else { String::new() };
    writeln!(
        out,
        "{} added, {} changed, {moved}{} removed, {} unchanged, {} failed",
        files.added, files.changed, files.removed, files.unchanged, files.failed
    )?;
    let totals = &report.totals;
    let holds = if is_dry { "the index holds" } else { "the index now holds" };
    writeln!(
        out,
        "{holds} {} articles, {} passages, {} words",
        totals.articles, totals.passages, totals.words
    )
}
