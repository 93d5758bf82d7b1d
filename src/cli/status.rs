//! `vigie status`: what is in the index, whether it is whole, whether it says what the corpus says.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::{Global, StatusArgs};
use super::exit::{Failure, Outcome};
use super::index::{corpora, print_problems};
use super::search::counted;
use super::terminal::harmless;
use crate::analysis::Chain;
use crate::backend::{Home, Totals, open_reader};
use crate::indexing::{self, Counts, Report};
use crate::settings::Settings;

/// What there is to say of an index.
#[derive(Debug, Serialize)]
struct Status {
    index: PathBuf,
    corpora: Vec<PathBuf>,
    format: u32,
    chain: String,
    bytes: u64,
    files: usize,
    holds: Totals,
    /// What `vigie index` would do now; `null` where the corpus is not there.
    to_do: Option<Counts>,
    /// Damaged files, where they were looked for.
    damaged: Option<Vec<String>>,
}

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
        print(out, &status, report.as_ref())?;
    }
    match &status.damaged {
        Some(files) if !files.is_empty() => {
            let names: Vec<String> = files.iter().map(|file| format!("`{file}`")).collect();
            let message = format!("damaged files in `{}`: {}", folder.display(), names.join(", "));
            Err(Failure::user(
                message + "\nhint: `vigie index --rebuild` makes the index again from the corpus",
            ))
        }
        _ => Ok(Outcome::Done),
    }
}

fn print(out: &mut dyn Write, status: &Status, report: Option<&Report>) -> io::Result<()> {
    let Totals { articles, passages, words, .. } = status.holds;
    let corpora: Vec<String> = status.corpora.iter().map(|corpus| corpus.display().to_string()).collect();
    writeln!(out, "index     {}", harmless(&status.index.display().to_string()))?;
    writeln!(out, "corpus    {}", harmless(&corpora.join(", ")))?;
    writeln!(out, "format    {}, chain {}", status.format, status.chain)?;
    let files = counted(status.files as u64, "file", "files");
    let (articles, passages) =
        (counted(articles, "article", "articles"), counted(passages, "passage", "passages"));
    writeln!(out, "holds     {articles} from {files}, {passages}, {words} words")?;
    writeln!(out, "size      {:.1} MiB", status.bytes as f64 / f64::from(1 << 20))?;
    match report.map(|report| report.files) {
        None => writeln!(out, "state     the corpus is not there")?,
        Some(Counts { added: 0, changed: 0, removed: 0, failed, .. }) => {
            writeln!(out, "state     up to date, {} failed", failed)?;
        }
        Some(Counts { added, changed, removed, failed, .. }) => writeln!(
            out,
            "state     out of date: {added} new, {changed} changed, {removed} gone, {failed} failed; `vigie index` mends it"
        )?,
    }
    match &status.damaged {
        Some(files) if files.is_empty() => writeln!(out, "checksums all files are whole"),
        _ => Ok(()),
    }
}

/// Bytes of the files in a folder; what cannot be read does not count.
fn size(folder: &Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum()
}
