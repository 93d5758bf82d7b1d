//! `vigie verify`: asks the queries of a manifest again, and compares the two lists.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::args::{Global, VerifyArgs};
use super::asked::build_missing;
use super::exit::{Failure, Outcome};
use super::export::key;
use super::record::beside;
use super::terminal::harmless;
use crate::model::Detail;
use crate::provenance::{EXTENSION, Key, Manifest, Recorded, compare, differs, read};
use crate::search::{Engine, Request};
use crate::session::{Articles, Session, understood_on};
use crate::wording::{Complaint, FileState, verified};

pub(super) fn run(args: &VerifyArgs, session: &Session, global: &Global) -> Result<Outcome, Failure> {
    let path = manifest_of(&args.file);
    let Recorded { manifest, hits, file } = read(&bytes(&path)?)?;
    build_missing(session, global)?;
    let (engine, facts, articles) = session.engine_with_facts()?;
    let has_texts = hits.iter().any(|hit| !hit.text.is_empty());
    let detail = if has_texts { Detail::Text } else { Detail::Name };
    let now = ask_again(&manifest, detail, &engine, &articles)?;
    let differs = differs(&manifest, &facts, env!("CARGO_PKG_VERSION"));
    let changes = compare(&hits, &now, &articles, differs);
    let file = file.map_or(FileState::Unknown, |file| state(&path.with_file_name(&file.name), &file.blake3));
    let is_same = changes.are_none() && matches!(file, FileState::Same | FileState::Unknown);
    let out = &mut io::BufWriter::new(io::stdout().lock());
    if args.json {
        let value = serde_json::json!({
            "same": is_same, "file": file, "differs": differs,
            "then": hits.len(), "now": now.len(), "changes": changes,
        });
        serde_json::to_writer_pretty(&mut *out, &value).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        let counts = [hits.len() as u64, now.len() as u64];
        for line in verified(global.lang, file, differs, counts, &changes) {
            writeln!(out, "{}", harmless(&line))?;
        }
    }
    out.flush()?;
    Ok(if is_same { Outcome::Done } else { Outcome::Differs })
}

/// The file with the manifest: the file itself if it is one or holds one, else the one beside it.
fn manifest_of(file: &Path) -> PathBuf {
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let has_own = name.ends_with(EXTENSION) || name.ends_with(".xlsx");
    if has_own && !beside(file).is_file() { file.to_owned() } else { beside(file) }
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path)
        .map_err(|error| Complaint::Unreadable { path: path.to_owned(), said: error.to_string() }.into())
}

/// Whether a file is as it was written.
fn state(path: &Path, hash: &str) -> FileState {
    match fs::File::open(path) {
        Err(_) => FileState::Missing,
        Ok(file) => {
            let mut hasher = blake3::Hasher::new();
            match hasher.update_reader(file) {
                Ok(hasher) if hasher.finalize().to_hex().as_str() == hash => FileState::Same,
                _ => FileState::Changed,
            }
        }
    }
}

/// The hits of all queries, now. Relative dates count from the day of the manifest.
fn ask_again(
    manifest: &Manifest,
    detail: Detail,
    engine: &Engine,
    articles: &Articles,
) -> Result<Vec<Key>, Failure> {
    let mut keys = Vec::new();
    for (number, listed) in (0..).zip(&manifest.queries) {
        let request = Request { detail, ..listed.request.clone() };
        let parsed = understood_on(&request.query, false, manifest.today)?;
        let stream = engine.stream(&request, &parsed)?;
        stream.each(
            |hit| key(number, &hit, articles),
            |key| -> Result<(), Failure> {
                keys.push(key);
                Ok(())
            },
        )?;
    }
    Ok(keys)
}
