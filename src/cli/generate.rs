//! `vigie completions` and `vigie man`: generated from the definitions of the arguments, as the help is.

use std::io::{self, Write};

use clap::CommandFactory;

use super::args::{Cli, CompletionsArgs, Global};
use super::exit::{Failure, Outcome};
use super::help::spoken;

pub(super) fn completions(args: &CompletionsArgs, global: &Global) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    let mut command = spoken(Cli::command(), global.lang);
    clap_complete::generate(args.shell, &mut command, "vigie", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Outcome::Done)
}

/// Prints one page: the program, then a section for each command.
pub(super) fn man(global: &Global) -> Result<Outcome, Failure> {
    let mut command = spoken(Cli::command(), global.lang);
    command.build();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let name = format!("vigie-{}", sub.get_name());
        let man = clap_mangen::Man::new(sub.clone().name(name.clone()).display_name(name.clone()));
        writeln!(page, ".SH \"{}\"", name.to_uppercase())?;
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
        man.render_extra_section(&mut page)?;
    }
    io::stdout().lock().write_all(&page)?;
    Ok(Outcome::Done)
}
