//! `vigie analyze`: prints each step of the analysis of a text.

use std::io::{self, Write};

use super::args::AnalyzeArgs;
use super::exit::{Failure, Outcome};
use super::terminal::harmless;
use crate::analysis::{Chain, explain};

pub(super) fn run(args: &AnalyzeArgs) -> Result<Outcome, Failure> {
    let chain = Chain::french();
    let out = &mut io::BufWriter::new(io::stdout().lock());
    for step in explain(&chain, &args.text.join(" ")) {
        writeln!(out, "{:<10} {}", step.name, harmless(&step.output.join(" │ ")))?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}
