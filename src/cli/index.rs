//! `vigie index`: runs the indexer and says what became of every file.

use std::io::{self, Write};
use std::path::PathBuf;

use super::args::{Global, IndexArgs};
use super::exit::{Failure, Outcome};
use super::progress::Bar;
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::analysis::Chain;
use crate::backend::Home;
use crate::corpus::Limits;
use crate::indexing::{self, Options, Report};
use crate::model::Problem;
use crate::settings::Settings;

/// Problems that are printed one by one; `vigie index --json` lists all of them.
const MAX_PRINTED: usize = 100;

pub(super) fn run(args: &IndexArgs, global: &Global, settings: &Settings) -> Result<Outcome, Failure> {
    let chain = Chain::french();
    let home = Home::at(&settings.index);
    let corpora = corpora(&home, settings, !args.corpora.is_empty())?;
    let report = if args.dry_run {
        indexing::dry_run(&home, &corpora, &chain, args.rebuild)?
    } else {
        build(&home, &corpora, &chain, settings, args.rebuild, global)?
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

/// Runs the indexer with a bar.
pub(super) fn build(
    home: &Home,
    corpora: &[PathBuf],
    chain: &Chain,
    settings: &Settings,
    rebuild: bool,
    global: &Global,
) -> Result<Report, Failure> {
    let engine = global.engine.unwrap_or_default();
    let options =
        Options { jobs: settings.jobs, memory: settings.memory, rebuild, engine, limits: Limits::default() };
    Ok(indexing::index(home, corpora, chain, &options, &Bar::new(global.quiet))?)
}

/// The corpora to index: those that are named, else those of the index, else the project's.
pub(super) fn corpora(home: &Home, settings: &Settings, are_named: bool) -> Result<Vec<PathBuf>, Failure> {
    let recorded = || home.descriptor().ok().map(|descriptor| descriptor.corpora);
    let under_home = |paths: Vec<PathBuf>| {
        let absolute = paths.iter().map(|path| home.folder().join(path));
        absolute.map(|path| path.canonicalize().unwrap_or(path)).collect()
    };
    let corpora = match recorded().filter(|_| !are_named) {
        Some(paths) => under_home(paths),
        None => settings.corpora.clone(),
    };
    if corpora.is_empty() {
        return Err(Failure::user(
            "there is no corpus here: no folder `corpus`, here or above\nhint: `vigie index .` indexes this folder",
        ));
    }
    Ok(corpora)
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
