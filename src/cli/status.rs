//! `vigie status`: prints the size of the index and the changes of the corpus since the last run, or every problem of its files.

use std::io::{self, Write};

use super::args::{Global, StatusArgs};
use super::exit::{Failure, Outcome};
use super::index::print_problems;
use super::terminal::{Terminal, harmless, on_one_line};
use crate::model::Severity;
use crate::session::Session;
use crate::wording::{self, Label, Say, StatusAnswer};

/// The room of a label, in columns.
const LABEL: usize = 9;

pub(super) fn run(args: &StatusArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let status = session.status(args.check)?;
    let out = &mut io::stdout().lock();
    let problems = status.report.as_ref().map_or(&[][..], |report| &report.problems);
    if args.json {
        let all = StatusAnswer::new(&status, args.problems.then_some(problems));
        serde_json::to_writer_pretty(&mut *out, &all).map_err(io::Error::from)?;
        writeln!(out)?;
    } else if args.problems {
        for problem in problems {
            let label = if problem.severity == Severity::Failed { Label::Failed } else { Label::Warning };
            let (word, colon) = (label.word(global.lang), global.lang.colon());
            writeln!(out, "{word}{colon}{}", harmless(&on_one_line(&problem.say(global.lang))))?;
        }
    } else {
        status.report.iter().for_each(|report| print_problems(report, global));
        let terminal = Terminal::stdout(global.color);
        for (label, text) in wording::status(global.lang, &status) {
            let indent = " ".repeat(LABEL + 1);
            terminal.hanging(out, &format!("{label:<LABEL$} "), &indent, &harmless(&text))?;
        }
    }
    Ok(Outcome::Done)
}
