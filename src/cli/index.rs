//! `vigie index`: runs the indexer and says what became of every file.

use std::io::{self, Write};
use std::path::PathBuf;

use super::args::{Global, IndexArgs};
use super::exit::{Failure, Outcome};
use super::progress::Bar;
use super::terminal::{Role, Terminal, harmless, on_one_line};
use crate::analysis::Chain;
use crate::backend::{EngineKind, Home};
use crate::corpus::Limits;
use crate::indexing::{self, Options, Report};
use crate::model::Problem;
use crate::settings::Settings;
use crate::wording::{Complaint, Indexed, Label, Say, index_report, left_out_kinds, more_problems};

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
        serde_json::to_writer_pretty(&mut *out, &Indexed::from(&report)).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        print_problems(&report, global);
        for line in index_report(global.lang, &report, args.dry_run) {
            writeln!(out, "{}", harmless(&line))?;
        }
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
    let engine = EngineKind::default();
    let options =
        Options { jobs: settings.jobs, memory: settings.memory, rebuild, engine, limits: Limits::default() };
    Ok(indexing::index(home, corpora, chain, &options, &Bar::new(global))?)
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
        return Err(Complaint::NoCorpusHere.into());
    }
    Ok(corpora)
}

/// Names what is not in the index, or was mended, on standard error.
pub(super) fn print_problems(report: &Report, global: &Global) {
    let (terminal, lang) = (Terminal::stderr(global.color), global.lang);
    let err = &mut io::stderr().lock();
    let line = |problem: &Problem, label: Label| {
        let (word, sentence) = (terminal.paint(Role::Warning, label.word(lang)), problem.say(lang));
        format!("{word}{}{}", lang.colon(), harmless(&on_one_line(&sentence)))
    };
    let failures = report.failures().map(|problem| line(problem, Label::Failed));
    let warnings = report.warnings().filter(|_| !global.quiet).map(|problem| line(problem, Label::Warning));
    let lines: Vec<String> = failures.chain(warnings).collect();
    // Standard error may be closed; there is nobody to tell then.
    let _ = lines.iter().take(MAX_PRINTED).try_for_each(|line| writeln!(err, "{line}"));
    if lines.len() > MAX_PRINTED {
        let _ = writeln!(err, "{}", more_problems(lang, lines.len() - MAX_PRINTED));
    }
    if !report.skipped.is_empty() && !global.quiet {
        let _ = writeln!(err, "{}", harmless(&left_out_kinds(lang, &report.skipped)));
    }
}
