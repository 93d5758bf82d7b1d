//! The help in the language of the reader: clap formats it, this file replaces the English texts by French ones.

use clap::{Arg, Command};

use crate::wording::{Help, Lang, after, page, value_name};

/// Headings, without the colon that clap adds.
const ARGUMENTS: &str = "Arguments\u{a0}";
const OPTIONS: &str = "Options\u{a0}";
const COMMANDS: &str = "Commandes\u{a0}";

/// The command and its subcommands in one language.
pub(super) fn spoken(command: Command, lang: Lang) -> Command {
    match lang {
        Lang::En => command,
        Lang::Fr => {
            let mut command = command;
            // `build` gives each command the shared flags and `help`.
            command.build();
            french(command)
        }
    }
}

fn french(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let usage = *command.get_styles().get_usage();
    let template = format!(
        "{{about-with-newline}}\n{usage}Utilisation\u{a0}:{usage:#} {{usage}}\n\n{{all-args}}{{after-help}}"
    );
    let after_help = command.get_after_help().map(|text| after(&text.to_string()));
    let command =
        command.help_template(template).subcommand_help_heading(COMMANDS).subcommand_value_name("COMMANDE");
    let command = match after_help {
        Some(text) => command.after_help(text),
        None => command,
    };
    let command = if name == "eval" { command.override_usage(EVAL_USAGE) } else { command };
    let command = command.mut_subcommands(french);
    let Some(page) = page(&name) else { return command };
    let command = match page.long {
        "" => command.about(page.about),
        long => command.about(page.about).long_about(format!("{}\n\n{long}", page.about)),
    };
    command.mut_args(|arg| match page.argument(arg.get_id().as_str()) {
        Some(help) => argument(arg, help),
        None => arg,
    })
}

const EVAL_USAGE: &str = "vigie eval [OPTIONS] <SUJETS> <JUGEMENTS>\n       vigie eval [OPTIONS] --score <RUN> <JUGEMENTS>\n       \
    vigie eval [OPTIONS] --compare <RUN_A> <RUN_B> <JUGEMENTS>";

fn argument(arg: Arg, help: &Help) -> Arg {
    let heading = if arg.is_positional() { ARGUMENTS } else { OPTIONS };
    let names: Option<Vec<String>> =
        arg.get_value_names().map(|names| names.iter().map(|name| value_name(name).to_owned()).collect());
    let default = default_of(&arg);
    let values = values_of(&arg);
    let list = values.as_ref().map(|values| format!("[valeurs\u{a0}: {values}]"));
    let line = [Some(help.short.to_owned()), default.clone(), list.clone()];
    let told = help.values.iter().map(|(value, means)| format!("- {value}\u{a0}: {means}"));
    let told = told.collect::<Vec<String>>().join("\n");
    let told = if told.is_empty() { list } else { Some(format!("Valeurs possibles\u{a0}:\n{told}")) };
    let long = (!help.long.is_empty()).then(|| help.long.to_owned());
    let whole = [Some(help.short.to_owned()), long, told, default];
    let joined = |parts: &[Option<String>], between| {
        parts.iter().flatten().map(String::as_str).collect::<Vec<&str>>().join(between)
    };
    let arg = arg.help_heading(heading).hide_possible_values(true).hide_default_value(true);
    let arg = arg.help(joined(&line, " ")).long_help(joined(&whole, "\n\n"));
    match names {
        Some(names) => arg.value_names(names),
        None => arg,
    }
}

fn default_of(arg: &Arg) -> Option<String> {
    let default = arg.get_default_values().first().filter(|_| takes_value(arg))?;
    Some(format!("[défaut\u{a0}: {}]", default.to_string_lossy()))
}

/// The possible values of an argument, where its help lists them.
fn values_of(arg: &Arg) -> Option<String> {
    let values = arg.get_possible_values();
    let is_listed = takes_value(arg) && !arg.is_hide_possible_values_set() && !values.is_empty();
    is_listed.then(|| values.iter().map(|value| value.get_name()).collect::<Vec<_>>().join(", "))
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Cli;

    /// Checks that the command and its arguments have French texts, and long ones where the English help has them.
    fn check(command: &Command) {
        let name = command.get_name();
        let page = page(name).unwrap_or_else(|| panic!("no French for `{name}`"));
        assert_eq!(page.long.is_empty(), command.get_long_about().is_none(), "{name}");
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            let id = arg.get_id();
            let help = page.argument(id.as_str()).unwrap_or_else(|| panic!("no French for `{name} {id}`"));
            let is_built_in = ["help", "version"].contains(&id.as_str());
            assert!(is_built_in || help.long.is_empty() == arg.get_long_help().is_none(), "{name} {id}");
            let values = arg.get_possible_values();
            let explained = values.iter().filter(|value| value.get_help().is_some());
            let explained: Vec<&str> = explained.map(|value| value.get_name()).collect();
            let french: Vec<&str> = help.values.iter().map(|(value, _)| *value).collect();
            assert_eq!(french, explained, "{name} {id}");
        }
        // `help` repeats the names of the commands, without their arguments.
        command.get_subcommands().filter(|_| name != "help").for_each(check);
    }

    #[test]
    fn nothing_lacks_french() {
        let mut command = Cli::command();
        command.build();
        check(&command);
    }

    #[test]
    fn spoken_commands_are_sound() {
        for lang in Lang::ALL {
            spoken(Cli::command(), lang).debug_assert();
        }
    }
}
