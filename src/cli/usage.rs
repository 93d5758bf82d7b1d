//! Parses the arguments, and prints clap's errors in the language of the reader. To clap, help and version are errors
//! too.

use std::error::Error as _;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{CommandFactory, FromArgMatches};

use super::args::{BadDate, Cli, Color};
use super::help::spoken;
use super::terminal::{Role, Terminal, harmless};
use crate::wording::{Around, BadArgument, Label, Lang, Say, leave_out, number};

/// Parses the arguments.
///
/// # Errors
/// The exit code, after help, the version or an error was printed.
pub(super) fn read(args: Vec<OsString>, lang: Lang) -> Result<Cli, ExitCode> {
    let matches = spoken(Cli::command(), lang).try_get_matches_from(&args);
    let cli = matches.and_then(|matches| Cli::from_arg_matches(&matches));
    cli.map(|cli| cli.speaking(lang)).map_err(|error| tell(error, dashed(&args).as_deref(), lang))
}

/// The word that was typed with a dash before it, to leave it out of a query: `plan` of `vigie search mot -plan`.
fn dashed(args: &[OsString]) -> Option<String> {
    let mut args = args.iter().skip(1).filter_map(|arg| arg.to_str());
    args.find(|arg| ["search", "export"].contains(arg))?;
    let mut words = args.take_while(|arg| *arg != "--").filter_map(|arg| arg.strip_prefix('-'));
    words.find(|word| word.chars().count() > 1 && word.starts_with(char::is_alphanumeric)).map(str::to_owned)
}

fn tell(mut error: Error, dashed: Option<&str>, lang: Lang) -> ExitCode {
    let bad = text(&error, ContextKind::InvalidArg);
    // clap takes the word for flags of one letter: `-p`, or `-n` with the value `ouveau`.
    let first = dashed.and_then(|word| word.chars().next());
    let is_dashed = first.is_some_and(|first| bad == format!("-{first}") || bad.starts_with("--limit"));
    let advice = dashed.filter(|_| is_dashed).map(|word| leave_out(lang, word));
    if let Some(advice) = &advice {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![advice.clone().into()]));
    }
    let french = if lang == Lang::Fr { french(&error, advice) } else { None };
    // The stream may be closed: then nobody reads it.
    let _ = match french {
        Some(text) => {
            let word = Terminal::stderr(Color::Auto).paint(Role::Warning, Label::Error.word(lang));
            writeln!(io::stderr(), "{word}{}{}", lang.colon(), harmless(&text))
        }
        None => error.print(),
    };
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// The error in French. `None` for a kind without a French sentence.
fn french(error: &Error, advice: Option<String>) -> Option<String> {
    let text = |kind| text(error, kind);
    let argument = || text(ContextKind::InvalidArg);
    let value = || text(ContextKind::InvalidValue);
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
        advice,
        possible: list(error, ContextKind::ValidValue),
        similar: similar.into_iter().flat_map(|kind| list(error, kind)).collect(),
        usage: usage.map(|usage| usage.trim_start_matches("Usage:").trim().to_owned()),
    };
    Some(bad.french() + &around.french())
}

fn text(error: &Error, kind: ContextKind) -> String {
    error.get(kind).map(shown).unwrap_or_default()
}

/// The reason why a value is refused.
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
