//! The command line: the only room that reads arguments, prints, and decides how the program ends.
//!
//! Data goes to standard output, everything else to standard error. Flags become settings once; no other
//! room sees them.

mod analyze;
mod args;
mod asked;
mod choices;
mod eval;
mod exit;
mod export;
mod generate;
mod index;
mod progress;
mod search;
mod show;
mod status;
mod terminal;

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

use crate::session::Session;
use crate::settings;
use args::{Cli, Command};
use exit::{Failure, Outcome};
use terminal::{Role, Terminal, harmless};

/// Runs the program.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // A panic that nobody catches is our fault, and said as such; one that is caught is said by who caught it.
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = std::panic::catch_unwind(|| dispatch(&cli));
    match outcome.unwrap_or_else(|_| Err(Failure::internal())) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(failure) => {
            if !failure.is_closed_pipe {
                let word = Terminal::stderr(cli.global.color).paint(Role::Warning, "error");
                // Standard error may be closed; there is nobody to tell then.
                let _ = writeln!(std::io::stderr(), "{word}: {}", harmless(&failure.message));
            }
            ExitCode::from(failure.code())
        }
    }
}

fn dispatch(cli: &Cli) -> Result<Outcome, Failure> {
    let here = std::env::current_dir()
        .map_err(|error| Failure::user(format!("cannot tell where this is: {error}")))?;
    let session = || settings::resolve(&here, cli.given()).map(|settings| Session::open(&settings));
    match &cli.command {
        Command::Index(args) => index::run(args, &session()?, &cli.global),
        Command::Search(args) => search::run(args, &session()?, &cli.global),
        Command::Export(args) => export::run(args, &session()?, &cli.global),
        Command::Eval(args) => eval::run(args, &session()?, &cli.global),
        Command::Show(args) => show::run(args, &session()?, &cli.global),
        Command::Status(args) => status::run(args, &session()?, &cli.global),
        Command::Analyze(args) => analyze::run(args),
        Command::Completions(args) => generate::completions(args),
        Command::Man(_) => generate::man(),
    }
}
