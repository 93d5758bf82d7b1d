//! Checks the data files of the program, and packs the thesaurus, before the program is compiled.
//!
//! A fault in a file ends the build with the file and the line or the entry. The entries of the thesaurus are checked
//! by the code that checks a user's file when the program runs.

#![allow(unreachable_pub, reason = "modules of the program, where they are public")]

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "build/analysis.rs"]
mod analysis;
#[path = "src/thesaurus/entry.rs"]
#[expect(dead_code, reason = "the program has more uses for an entry")]
mod entry;
#[path = "src/thesaurus/error.rs"]
#[expect(dead_code, reason = "the program finds faults that need the analysis")]
mod error;
#[path = "src/thesaurus/file.rs"]
mod file;
#[path = "src/thesaurus/packed.rs"]
#[expect(dead_code, reason = "the program reads what the script writes")]
mod packed;
#[path = "src/thesaurus/prefix_index.rs"]
#[expect(dead_code, reason = "only the program looks names up")]
mod prefix_index;
#[path = "src/thesaurus/raw.rs"]
mod raw;
#[path = "build/word_lists.rs"]
mod word_lists;

use entry::Entry;
use packed::Packed;
use prefix_index::PrefixIndex;

/// The files of the thesaurus. Of two entries that match equally well, the one in the earlier file counts.
const THESAURUS: [&str; 8] = ["people", "firms", "products", "places", "agencies", "laws", "events", "terms"];

#[expect(clippy::print_stderr, reason = "cargo shows it")]
fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build");
    let done = word_lists::check().and_then(|()| thesaurus());
    if let Err(fault) = done {
        eprintln!("{fault}");
        std::process::exit(1);
    }
}

/// The text of a data file. Cargo runs this script again when the file changes.
fn data(path: &str) -> Result<String, String> {
    println!("cargo:rerun-if-changed={path}");
    fs::read_to_string(path).map_err(|error| format!("`{path}`: {error}"))
}

/// Checks that this script knows every file with this extension in the folder.
fn check_listed(folder: &str, extension: &str, is_listed: impl Fn(&Path) -> bool) -> Result<(), String> {
    println!("cargo:rerun-if-changed={folder}");
    let files = fs::read_dir(folder).map_err(|error| format!("`{folder}`: {error}"))?;
    let mut paths = files.flatten().map(|file| file.path());
    match paths.find(|path| path.extension().is_some_and(|other| other == extension) && !is_listed(path)) {
        Some(path) => Err(format!("`{}` is not among the files that the build checks", path.display())),
        None => Ok(()),
    }
}

/// Checks the files of the thesaurus, and writes the packed entries for the program to include.
fn thesaurus() -> Result<(), String> {
    check_listed("src/thesaurus/data", "toml", |path| {
        THESAURUS.iter().any(|name| path.file_stem().is_some_and(|stem| stem == *name))
    })?;
    let mut entries: Vec<Entry> = Vec::new();
    for name in THESAURUS {
        let path = format!("src/thesaurus/data/{name}.toml");
        let text = data(&path)?;
        let is_headed = text.starts_with("# ") && text.contains("\n# Source: ") && text.contains("Licence: ");
        if !is_headed {
            return Err(format!("`{path}` does not begin with a comment that tells source and licence"));
        }
        entries.extend(file::read(&path, &text).map_err(|error| error.to_string())?);
    }
    check_ids(&entries)?;
    let prefixes = PrefixIndex::of(&entries, analysis::fold);
    let packed = pack(&entries, &prefixes).map_err(|error| error.to_string())?;
    let target = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default()).join("thesaurus.postcard");
    fs::write(&target, packed).map_err(|error| format!("`{}`: {error}", target.display()))
}

/// The bytes that [`Packed::open`] reads.
fn pack(entries: &[Entry], prefixes: &PrefixIndex) -> postcard::Result<Vec<u8>> {
    let bodies = entries.iter().map(postcard::to_stdvec).collect::<postcard::Result<Vec<_>>>()?;
    let places = prefixes.0.values().map(postcard::to_stdvec).collect::<postcard::Result<Vec<_>>>()?;
    let ids = entries.iter().map(|entry| entry.id.as_str());
    let prefixes = prefixes.0.keys().map(String::as_str);
    postcard::to_stdvec(&Packed {
        entries: ids.zip(bodies.iter().map(Vec::as_slice)).collect(),
        prefixes: prefixes.zip(places.iter().map(Vec::as_slice)).collect(),
    })
}

/// Checks what one file cannot tell: that ids are unique, and that neighbours are other entries.
fn check_ids(entries: &[Entry]) -> Result<(), String> {
    let mut ids = HashSet::new();
    if let Some(entry) = entries.iter().find(|entry| !ids.insert(entry.id.as_str())) {
        return Err(format!("{}: two entries have this id", place(&entry.id)));
    }
    file::check_neighbours(entries, &ids).map_err(|(id, problem)| format!("{}: {problem}", place(&id)))?;
    match entries.iter().find(|entry| entry.neighbours().any(|id| *id == entry.id)) {
        Some(entry) => Err(format!("{}: it is its own neighbour", place(&entry.id))),
        None => Ok(()),
    }
}

/// The files and lines that give an entry this id.
fn place(id: &str) -> String {
    let line = format!("id = \"{id}\"");
    let mut places = Vec::new();
    for name in THESAURUS {
        let path = Path::new("src/thesaurus/data").join(name).with_extension("toml");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let found = (1..).zip(text.lines()).filter(|(_, other)| *other == line);
        places.extend(found.map(|(number, _)| format!("`{}`, line {number}", path.display())));
    }
    format!("{}, entry `{id}`", places.join(" and "))
}
