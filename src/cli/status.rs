//! `vigie status`: what is in the index, whether it is whole, whether it says what the corpus says.

use std::io::{self, Write};
use std::path::Path;

use super::args::{Global, StatusArgs};
use super::exit::{Failure, Outcome};
use super::index::{corpora, print_problems};
use super::terminal::harmless;
use crate::analysis::Chain;
use crate::backend::{Home, open_reader};
use crate::indexing;
use crate::settings::Settings;
use crate::wording::{self, Complaint, Status};

pub(super) fn run(args: &StatusArgs, global: &Global, settings: &Settings) -> Result<Outcome, Failure> {
    let chain = Chain::french();
    let home = Home::at(&settings.index);
    let descriptor = home.readable(chain.fingerprint())?;
    let folder = home.generation(&descriptor.generation);
    let reader = open_reader(descriptor.engine, &folder)?;
    let manifest = indexing::open_manifest(&folder, &*reader)?;
    let corpora = corpora(&home, settings, false)?;
    let report = indexing::dry_run(&home, &corpora, &chain, false).ok();
    let status = Status {
        index: settings.index.clone(),
        corpora,
        format: descriptor.format,
        chain: descriptor.chain,
        bytes: size(&folder),
        files: manifest.len(),
        holds: reader.totals(),
        to_do: report.as_ref().map(|report| report.files),
        damaged: args.check.then(|| reader.damages()).transpose()?,
    };
    let out = &mut io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &status).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        report.iter().for_each(|report| print_problems(report, global));
        for (label, text) in wording::status(global.lang, &status) {
            writeln!(out, "{label:<9} {}", harmless(&text))?;
        }
    }
    match status.damaged {
        Some(files) if !files.is_empty() => Err(Complaint::DamagedFiles { folder, files }.into()),
        _ => Ok(Outcome::Done),
    }
}

/// Bytes of the files in a folder; what cannot be read does not count.
fn size(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum()
}
