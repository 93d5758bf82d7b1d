//! The command line. This room alone reads arguments, prints, and chooses the exit code.
//!
//! Results go to standard output, everything else to standard error. Flags become settings and requests here; no other
//! room sees them.

mod analyze;
mod args;
mod asked;
mod bars;
mod check_quote;
mod choices;
mod cite;
mod compare;
mod eval;
mod events;
mod exit;
mod export;
mod export_format;
mod facets;
mod generate;
mod help;
mod index;
mod kwic;
mod language;
mod last_answer;
mod new_file;
mod overview_args;
mod progress;
mod reader;
mod record;
mod remake;
mod save;
mod search;
mod show;
mod status;
mod terminal;
mod terms;
mod timeline;
mod today;
mod usage;
mod verify;
mod which;
mod why_not;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use crate::session::Session;
use crate::settings;
use crate::wording::{Complaint, Label};
use args::{Cli, Command, Global};
use exit::{Failure, Outcome};
use terminal::{Role, Terminal, harmless};

/// Runs the program.
pub fn run() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    if reader::is_meant(&args) {
        return reader::run();
    }
    let lang = language::chosen(&args, |name| std::env::var_os(name));
    let cli = match usage::read(args, lang) {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    // The hook prints nothing: an uncaught panic becomes an error below, and code that catches a panic reports it.
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = std::panic::catch_unwind(|| dispatch(&cli));
    match outcome.unwrap_or_else(|_| Err(Complaint::OurFault.into())) {
        Ok(outcome) => ExitCode::from(outcome.code()),
        Err(failure) => {
            if !failure.is_closed_pipe {
                complain(&failure, &cli.global);
            }
            ExitCode::from(failure.code())
        }
    }
}

/// Prints an error and its hint.
fn complain(failure: &Failure, global: &Global) {
    let lang = global.lang;
    let wrong = &failure.wrong;
    let word = Terminal::stderr(global.color).paint(Role::Warning, Label::Error.word(lang));
    let hint = wrong.advise(lang).map(|hint| format!("\n{}", Label::Hint.before(lang, &hint)));
    let text = harmless(&(wrong.say(lang) + &hint.unwrap_or_default()));
    // Standard error may be closed: then nobody reads it.
    let _ = writeln!(std::io::stderr(), "{word}{}{text}", lang.colon());
}

fn dispatch(cli: &Cli) -> Result<Outcome, Failure> {
    let here = std::env::current_dir().map_err(|error| Complaint::Nowhere { said: error.to_string() })?;
    let engine = cli.global.engine.unwrap_or_default();
    let session = || -> Result<Session, Failure> {
        let settings = settings::resolve(&here, cli.given())?;
        Ok(Session::open(&settings).with_engine(engine).with_reader(reader::program()))
    };
    match &cli.command {
        Command::Index(args) => index::run(args, &session()?, &cli.global),
        Command::Search(args) => search::run(args, &session()?, &cli.global),
        Command::Export(args) => export::run(args, &session()?, &cli.global),
        Command::Verify(args) => verify::run(args, &session()?, &cli.global),
        Command::Timeline(args) => timeline::run(args, &session()?, &cli.global),
        Command::Facets(args) => facets::run(args, &session()?, &cli.global),
        Command::Kwic(args) => kwic::run(args, &session()?, &cli.global),
        Command::Terms(args) => terms::run(args, &session()?, &cli.global),
        Command::Compare(args) => compare::run(args, &session()?, &cli.global),
        Command::Eval(args) => eval::run(args, &session()?, &cli.global),
        Command::Show(args) => show::run(args, &session()?, &cli.global),
        Command::Cite(args) => cite::run(args, &session()?, &cli.global),
        Command::CheckQuote(args) => check_quote::run(args, &session()?, &cli.global),
        Command::WhyNot(args) => why_not::run(args, &session()?, &cli.global),
        Command::Status(args) => status::run(args, &session()?, &cli.global),
        Command::Analyze(args) => analyze::run(args),
        Command::Completions(args) => generate::completions(args, &cli.global),
        Command::Man(_) => generate::man(&cli.global),
    }
}
