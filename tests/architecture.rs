//! The layers of `src/`, as a test: what each room may name, and which crate belongs where.
//!
//! It reads words, so a macro that builds paths would slip through; a comment may name any room.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the source has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may name. A room may only name rooms listed above it, so the graph has no
/// cycles by construction (`the_table_is_ordered` checks that).
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &["model"]),
    ("analysis", &["text"]),
    ("thesaurus", &["text", "analysis"]),
    ("schema", &[]),
    ("query", &["model"]),
    ("passage", &["text"]),
    ("corpus", &["model", "text"]),
    ("backend", &["model", "schema"]),
    ("indexing", &["model", "analysis", "schema", "passage", "corpus", "backend"]),
    ("search", &["model", "analysis", "thesaurus", "schema", "query", "passage", "backend"]),
    ("export", &["model"]),
    ("eval", &["model", "query", "search"]),
    ("settings", &["model"]),
    (
        "session",
        &["model", "analysis", "thesaurus", "query", "corpus", "backend", "indexing", "search", "settings"],
    ),
    (
        "wording",
        &[
            "model",
            "thesaurus",
            "query",
            "backend",
            "indexing",
            "search",
            "export",
            "eval",
            "settings",
            "session",
        ],
    ),
    (
        "cli",
        &[
            "model",
            "analysis",
            "query",
            "indexing",
            "search",
            "export",
            "eval",
            "settings",
            "session",
            "wording",
        ],
    ),
];

/// Names that belong in a few rooms only.
const FENCED: &[(&str, &[&str])] = &[
    ("tantivy::", &["backend"]),
    ("tantivy_stacker::", &["backend"]),
    ("clap::", &["cli"]),
    ("rust_stemmers::", &["analysis"]),
    ("walkdir::", &["corpus"]),
    ("println!", &["cli"]),
    ("process::exit", &[]),
    ("std::env", &["cli"]),
];

/// Functions longer than this hold a second idea.
const LONGEST_FUNCTION: usize = 50;

/// Tables of sentences: one flat `match` with an arm for each value. To cut it in two would lose that the compiler knows
/// when it is complete.
const TABLES: (&str, [&str; 3]) = ("wording", ["say", "advise", "instead"]);

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match entry.is_dir() {
            true => files.extend(rust_files(&entry)),
            false if entry.extension().is_some_and(|extension| extension == "rs") => files.push(entry),
            false => {}
        }
    }
    files.sort();
    files
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The code of a file without its comments.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    text.lines().map(|line| line.split("//").next().unwrap_or("").to_owned() + "\n").collect()
}

fn words(code: &str) -> Vec<&str> {
    code.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| !word.is_empty()).collect()
}

fn named_rooms(code: &str) -> BTreeSet<&'static str> {
    let all = words(code);
    let direct: BTreeSet<&str> =
        all.windows(2).filter(|pair| pair[0] == "crate").map(|pair| pair[1]).collect();
    // `use crate::{a::X, b}`: every word inside the braces that is a room's name counts.
    let groups = code.split("crate::{").skip(1).map(|rest| rest.split(';').next().unwrap_or(""));
    let grouped: BTreeSet<&str> = groups.flat_map(words).collect();
    let is_named = |room: &str| direct.contains(room) || grouped.contains(room);
    ROOMS.iter().map(|(room, _)| *room).filter(|room| is_named(room)).collect()
}

#[test]
fn the_table_is_ordered() {
    let mut above = BTreeSet::new();
    for (room, may_name) in ROOMS {
        for other in *may_name {
            assert!(above.contains(other), "`{room}` may not name `{other}`: it stands below it in ROOMS");
        }
        above.insert(*room);
    }
}

#[test]
fn every_folder_is_a_room_and_every_room_is_on_the_front_page() {
    let names =
        fs::read_dir(source()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let found: BTreeSet<String> = names.filter(|name| name != "lib.rs" && name != "main.rs").collect();
    let listed: BTreeSet<String> = ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect();
    assert_eq!(found, listed);
    let front = fs::read_to_string(source().join("lib.rs")).unwrap();
    let modules: Vec<&str> =
        front.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(
        modules,
        ROOMS.iter().map(|(room, _)| *room).collect::<Vec<_>>(),
        "lib.rs lists the rooms in order"
    );
}

#[test]
fn rooms_name_only_the_rooms_they_may() {
    for (room, may_name) in ROOMS {
        for file in rust_files(&source().join(room)) {
            for other in named_rooms(&code(&file)) {
                assert!(
                    other == *room || may_name.contains(&other),
                    "{}: `{room}` may not name `{other}`",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn no_room_is_granted_what_it_does_not_use() {
    for (room, may_name) in ROOMS {
        let used: BTreeSet<&str> =
            rust_files(&source().join(room)).iter().flat_map(|file| named_rooms(&code(file))).collect();
        for other in *may_name {
            assert!(used.contains(other), "`{room}` no longer names `{other}`: take it out of ROOMS");
        }
    }
}

#[test]
fn crates_stay_in_their_rooms() {
    for (room, _) in ROOMS {
        for file in rust_files(&source().join(room)) {
            let code = code(&file);
            for (name, homes) in FENCED {
                assert!(
                    homes.contains(room) || !code.contains(name),
                    "{}: `{name}` belongs in {homes:?}",
                    file.display()
                );
            }
        }
    }
}

/// Words for people are made in the last rooms: advice names what one can type, and the rooms below have nothing to type in.
#[test]
fn no_hint_stands_below_the_words() {
    for (room, _) in ROOMS.iter().filter(|(room, _)| !["wording", "cli"].contains(room)) {
        for file in rust_files(&source().join(room)) {
            let code = code(&file);
            let hint = ["hint:", "`--", "`vigie "].into_iter().find(|word| code.contains(word));
            assert_eq!(hint, None, "{}: hints are worded in `wording`", file.display());
        }
    }
}

#[test]
fn every_file_opens_with_its_contract() {
    for file in rust_files(&source()) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{}: the first line says what the file is", file.display());
    }
}

#[test]
fn functions_fit_a_screen() {
    for file in rust_files(&source()).iter().filter(|file| !file.ends_with("tests.rs")) {
        let code = code(file);
        let body = code.split("#[cfg(test)]\nmod tests {").next().unwrap_or("");
        for (name, lines) in functions(body) {
            let is_table = file.starts_with(source().join(TABLES.0)) && TABLES.1.contains(&name.as_str());
            assert!(lines <= LONGEST_FUNCTION || is_table, "{}: `{name}` has {lines} lines", file.display());
        }
    }
}

/// Each function with its number of lines, by indentation: rustfmt puts the closing brace under the `fn`.
fn functions(code: &str) -> Vec<(String, usize)> {
    let lines: Vec<&str> = code.lines().collect();
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let is_function =
            line.trim_start().split(' ').any(|word| word == "fn") && !line.trim_end().ends_with([';', '}']);
        if !is_function {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let closing = format!("{}}}", " ".repeat(indent));
        let length = lines[number..].iter().position(|line| *line == closing).map_or(1, |at| at + 1);
        let name = line.split("fn ").nth(1).unwrap_or("").split(['(', '<']).next().unwrap_or("");
        found.push((name.to_owned(), length));
    }
    found
}
