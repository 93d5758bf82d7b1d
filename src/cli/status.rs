//! `vigie status`: prints the size of the index, its damaged files, and the changes of the corpus since the last run.

use std::io::{self, Write};

use super::args::{Global, StatusArgs};
use super::exit::{Failure, Outcome};
use super::index::print_problems;
use super::terminal::{Terminal, harmless};
use crate::session::Session;
use crate::wording;

/// The room of a label, in columns.
const LABEL: usize = 9;

pub(super) fn run(args: &StatusArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let status = session.status(args.check)?;
    let out = &mut io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &status).map_err(io::Error::from)?;
        writeln!(out)?;
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
