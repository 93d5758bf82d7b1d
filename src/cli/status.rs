//! `vigie status`: what is in the index, whether it is whole, whether it says what the corpus says.

use std::io::{self, Write};

use super::args::{Global, StatusArgs};
use super::exit::{Failure, Outcome};
use super::index::print_problems;
use super::search::counted;
use super::terminal::harmless;
use crate::indexing::Counts;
use crate::session::{Session, Status};

pub(super) fn run(args: &StatusArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let status = session.status(args.check)?;
    let out = &mut io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &status).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        status.report.iter().for_each(|report| print_problems(report, global));
        print(out, &status)?;
    }
    match &status.damaged {
        Some(files) if !files.is_empty() => {
            let names: Vec<String> = files.iter().map(|file| format!("`{file}`")).collect();
            let message = format!("damaged files in `{}`: {}", status.generation.display(), names.join(", "));
            Err(Failure::user(
                message + "\nhint: `vigie index --rebuild` makes the index again from the corpus",
            ))
        }
        _ => Ok(Outcome::Done),
    }
}

fn print(out: &mut dyn Write, status: &Status) -> io::Result<()> {
    let (articles, passages, words) = (status.holds.articles, status.holds.passages, status.holds.words);
    let corpora: Vec<String> = status.corpora.iter().map(|corpus| corpus.display().to_string()).collect();
    writeln!(out, "index     {}", harmless(&status.index.display().to_string()))?;
    writeln!(out, "corpus    {}", harmless(&corpora.join(", ")))?;
    writeln!(out, "format    {}, chain {}", status.format, status.chain)?;
    let files = counted(status.files as u64, "file", "files");
    let (articles, passages) =
        (counted(articles, "article", "articles"), counted(passages, "passage", "passages"));
    writeln!(out, "holds     {articles} from {files}, {passages}, {words} words")?;
    writeln!(out, "size      {:.1} MiB", status.bytes as f64 / f64::from(1 << 20))?;
    match status.to_do {
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
