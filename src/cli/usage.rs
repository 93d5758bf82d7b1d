//! Arguments to what they ask for, or to an error in the language of the reader: help and version are such errors to clap.

use std::error::Error as _;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{CommandFactory, FromArgMatches};

use super::args::{BadDate, Cli, Color};
use super::help::spoken;
use super::terminal::{Role, Terminal, harmless};
use crate::wording::{Around, BadArgument, Label, Lang, Say, number};

/// Reads the arguments.
///
/// # Errors
/// The code to end with, where there is nothing to do but to print: help, the version, or an error.
pub(super) fn read(args: Vec<OsString>, lang: Lang) -> Result<Cli, ExitCode> {
    let matches = spoken(Cli::command(), lang).try_get_matches_from(args);
    let cli = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    cli.map(|cli| cli.speaking(lang)).map_err(|error| tell(&error, lang))
}

fn tell(error: &Error, lang: Lang) -> ExitCode {
    let french = if lang == Lang::Fr { french(error) } else { None };
    // Whoever closed the stream does not want to know.
    let _ = match french {
        Some(text) => {
            let word = Terminal::stderr(Color::Auto).paint(Role::Warning, Label::Error.word(lang));
            writeln!(io::stderr(), "{word}{}{}", lang.colon(), harmless(&text))
        }
        None => error.print(),
    };
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// The error in French; `None` for what has no French words.
fn french(error: &Error) -> Option<String> {
    let text = |kind| error.get(kind).map(shown).unwrap_or_default();
    let (argument, value) = (|| text(ContextKind::InvalidArg), || text(ContextKind::InvalidValue));
    let bad = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            BadArgument::UnknownCommand { command: text(ContextKind::InvalidSubcommand) }
        }
        ErrorKind::UnknownArgument => BadArgument::Unknown { argument: argument() },
        ErrorKind::InvalidValue if value().is_empty() => BadArgument::NoValue { argument: argument() },
        ErrorKind::InvalidValue => BadArgument::Value { argument: argument(), value: value(), because: None },
        ErrorKind::ValueValidation => {
            BadArgument::Value { argument: argument(), value: value(), because: because(error) }
        }
        ErrorKind::MissingRequiredArgument => {
            BadArgument::Missing { arguments: list(error, ContextKind::InvalidArg) }
        }
        ErrorKind::ArgumentConflict => {
            BadArgument::Conflict { argument: argument(), others: list(error, ContextKind::PriorArg) }
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            BadArgument::Count { argument: argument() }
        }
        ErrorKind::InvalidUtf8 => BadArgument::NotUtf8,
        _ => return None,
    };
    let similar = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let usage = error.get(ContextKind::Usage).map(shown);
    let around = Around {
        possible: list(error, ContextKind::ValidValue),
        similar: similar.into_iter().flat_map(|kind| list(error, kind)).collect(),
        usage: usage.map(|usage| usage.trim_start_matches("Usage:").trim().to_owned()),
    };
    Some(bad.french() + &around.french())
}

/// Why a value is refused.
fn because(error: &Error) -> Option<String> {
    let source = error.source()?;
    let date = source.downcast_ref::<BadDate>().map(|date| date.0.say(Lang::Fr));
    date.or_else(|| {
        let english = source.to_string();
        Some(number(&english).map_or(english, str::to_owned))
    })
}

fn list(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::Strings(list)) => list.clone(),
        Some(value @ (ContextValue::String(_) | ContextValue::StyledStr(_))) => vec![shown(value)],
        _ => Vec::new(),
    }
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(list) => list.join(", "),
        value => value.to_string(),
    }
}
