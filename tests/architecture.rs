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
    ("reading", &["model", "corpus"]),
    ("backend", &["model", "schema"]),
    ("indexing", &["model", "analysis", "schema", "passage", "corpus", "reading", "backend"]),
    ("search", &["model", "text", "analysis", "thesaurus", "schema", "query", "passage", "backend"]),
    ("quotation", &[]),
    ("overview", &["model", "query", "search"]),
    ("export", &["model"]),
    ("eval", &["model", "query", "search"]),
    ("settings", &["model", "corpus"]),
    (
        "session",
        &["model", "analysis", "thesaurus", "query", "reading", "backend", "indexing", "search", "settings"],
    ),
    ("provenance", &["model", "search", "export", "session"]),
    (
        "wording",
        &[
            "model",
            "thesaurus",
            "query",
            "backend",
            "indexing",
            "search",
            "quotation",
            "overview",
            "export",
            "eval",
            "settings",
            "session",
            "provenance",
        ],
    ),
    (
        "cli",
        &[
            "model",
            "analysis",
            "query",
            "reading",
            "indexing",
            "search",
            "quotation",
            "overview",
            "export",
            "eval",
            "settings",
            "session",
            "provenance",
            "wording",
        ],
    ),
];

/// Rooms within rooms, and those of these that each may name: only such as are listed above it. It may name the rooms
/// around it too. From around it, only the `mod.rs` beside it names it: that is its door. A room that has some of its
/// folders here has all of them.
const SUB_ROOMS: &[(&str, &[&str])] = &[
    ("backend/ranking", &[]),
    ("backend/embedded/segment", &["backend/ranking"]),
    ("backend/embedded/store", &["backend/embedded/segment"]),
    ("backend/embedded/indexer", &["backend/embedded/store"]),
    ("backend/embedded/search", &["backend/ranking", "backend/embedded/segment"]),
    ("backend/embedded/tests", &["backend/embedded/store"]),
    (
        "backend/embedded",
        &[
            "backend/ranking",
            "backend/embedded/segment",
            "backend/embedded/store",
            "backend/embedded/indexer",
            "backend/embedded/search",
        ],
    ),
    ("backend/reference", &["backend/ranking"]),
];

/// Names that belong in a few rooms only.
const FENCED: &[(&str, &[&str])] = &[
    ("tantivy::", &["backend/embedded"]),
    ("tantivy_stacker::", &["backend/embedded"]),
    ("clap::", &["cli"]),
    ("rust_xlsxwriter::", &["export/xlsx"]),
    ("minijinja::", &["export/template.rs"]),
    ("similar::", &["quotation"]),
    ("rust_stemmers::", &["analysis"]),
    ("walkdir::", &["corpus"]),
    ("unpdf::", &["corpus/formats/pdf"]),
    ("undoc::", &["corpus/formats/office"]),
    ("calamine::", &["corpus/formats/sheet", "export/xlsx", "provenance"]),
    ("mail_parser::", &["corpus/formats/mail"]),
    ("quick_xml::", &["corpus/formats", "export/timeline_svg.rs"]),
    ("rustix::", &["reading", "cli/new_file.rs"]),
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

/// The words and signs of code: names, `::`, and single characters.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = match first {
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            ':' if rest.starts_with("::") => 2,
            c => c.len_utf8(),
        };
        tokens.push(&rest[..length]);
        rest = rest[length..].trim_start();
    }
    tokens
}

/// The modules that a file is in, from the outermost.
fn modules(file: &Path) -> Vec<String> {
    let path = file.strip_prefix(source()).unwrap().with_extension("");
    let names = path.iter().map(|name| name.to_str().unwrap().to_owned());
    names.filter(|name| !["mod", "lib", "main"].contains(&name.as_str())).collect()
}

/// The paths that a file names by way of `crate`, `super` or `self`, from the crate on, joined by `/`.
fn named_paths(file: &Path) -> BTreeSet<String> {
    let code = code(file);
    let tokens = tokens(&code);
    let (mut here, mut braces, mut inner) = (modules(file), 0, Vec::new());
    let mut named = BTreeSet::new();
    for (at, token) in tokens.iter().enumerate() {
        match *token {
            "{" => {
                braces += 1;
                if at > 1 && tokens[at - 2] == "mod" {
                    here.push(tokens[at - 1].to_owned());
                    inner.push(braces);
                }
            }
            "}" => {
                if inner.last() == Some(&braces) {
                    inner.pop();
                    here.pop();
                }
                braces -= 1;
            }
            "crate" | "super" | "self"
                if (at == 0 || tokens[at - 1] != "::") && tokens.get(at + 1) == Some(&"::") =>
            {
                follow(&tokens, at, here.clone(), &mut named);
            }
            _ => {}
        }
    }
    named
}

/// Follows the path that starts at a token; gives the token after it.
fn follow(tokens: &[&str], mut at: usize, mut path: Vec<String>, named: &mut BTreeSet<String>) -> usize {
    loop {
        match tokens[at] {
            "crate" => path.clear(),
            "super" => drop(path.pop()),
            "self" | "*" => {}
            name => path.push(name.to_owned()),
        }
        at += 1;
        if tokens.get(at) != Some(&"::") || tokens[at + 1] == "<" {
            named.insert(path.join("/"));
            return at;
        }
        at += 1;
        if tokens[at] == "{" {
            at += 1;
            while tokens[at] != "}" {
                at = follow(tokens, at, path.clone(), named);
                // Past a comma, or another name that the thing is given.
                while tokens[at] != "}" && tokens[at - 1] != "," {
                    at += 1;
                }
            }
            return at + 1;
        }
    }
}

/// The paths that a page names in code spans: with a slash, or with the ending of a source file. `a/{b,c}.rs` is two.
fn paths_in_page(page: &str) -> Vec<String> {
    let spans = page.split('`').skip(1).step_by(2);
    let is_path = |span: &&str| {
        let is_plain = span.chars().all(|c| c.is_alphanumeric() || "/._-{},".contains(c));
        let ends = [".rs", ".md", ".py", ".toml", ".txt", "/"];
        is_plain && ends.iter().any(|end| span.ends_with(end)) && *span != "vigie.toml"
    };
    spans.filter(is_path).flat_map(expanded).collect()
}

/// The paths that braces stand for.
fn expanded(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let (names, after) = rest.split_once('}').unwrap();
    names.split(',').map(|name| format!("{before}{name}{after}")).collect()
}

/// Whether a path of a page is there: from the root, from `src/`, from `src/backend/`, or, without a folder, anywhere in
/// `src/`.
fn is_there(path: &str) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bases = ["", "src", "src/backend"].map(|base| root.join(base).join(path));
    let has_name = |file: &PathBuf| file.file_name().is_some_and(|name| name == path);
    bases.iter().any(|base| base.try_exists().unwrap()) || rust_files(&source()).iter().any(has_name)
}

#[test]
fn every_path_named_on_the_map_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let decisions = fs::read_dir(root.join("docs/decisions")).unwrap().map(|entry| entry.unwrap().path());
    let mut named = 0;
    for page in decisions.chain([root.join("ARCHITECTURE.md")]) {
        for path in paths_in_page(&fs::read_to_string(&page).unwrap()) {
            named += 1;
            assert!(is_there(&path), "{} names `{path}`, which is not there", page.display());
        }
    }
    assert!(named > 60, "only {named} paths were found on these pages");
}

#[test]
fn the_map_is_short() {
    let map = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    assert!(map.lines().count() <= 120, "what is not a map belongs in docs/decisions");
}

/// Whether a path is a room, or leads into it.
fn is_in(path: &str, room: &str) -> bool {
    path.strip_prefix(room).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The innermost sub-room that a path leads into.
fn sub_room(path: &str) -> Option<&'static str> {
    let rooms = SUB_ROOMS.iter().map(|(room, _)| *room);
    rooms.filter(|room| is_in(path, room)).max_by_key(|room| room.len())
}

/// Whether `path`, the path of a file, may name something in a sub-room.
fn may_name(path: &str, room: &str) -> bool {
    let door = format!("{}/mod.rs", room.rsplit_once('/').unwrap().0);
    let granted = sub_room(path).and_then(|own| SUB_ROOMS.iter().find(|(room, _)| *room == own));
    path == door || is_in(path, room) || granted.is_some_and(|(_, may_name)| may_name.contains(&room))
}

/// The path of a file in `src`.
fn relative(file: &Path) -> String {
    file.strip_prefix(source()).unwrap().to_str().unwrap().to_owned()
}

#[test]
fn the_tables_are_ordered() {
    for table in [ROOMS, SUB_ROOMS] {
        let mut above = BTreeSet::new();
        for (room, may_name) in table {
            for other in *may_name {
                assert!(above.contains(other), "`{room}` may not name `{other}`: it stands below it");
            }
            above.insert(*room);
        }
    }
}

#[test]
fn sub_rooms_are_named_by_those_who_may() {
    for file in rust_files(&source()) {
        let path = relative(&file);
        for named in named_paths(&file) {
            let Some(room) = sub_room(&named) else { continue };
            assert!(may_name(&path, room), "{path} may not name `{named}`, which is in `{room}`");
        }
    }
}

#[test]
fn no_sub_room_is_granted_what_it_does_not_use() {
    for (room, may_name) in SUB_ROOMS {
        let files = rust_files(&source().join(room)).into_iter();
        let own = files.filter(|file| sub_room(&relative(file)) == Some(room));
        let named: BTreeSet<&str> =
            own.flat_map(|file| named_paths(&file)).filter_map(|path| sub_room(&path)).collect();
        for other in *may_name {
            assert!(named.contains(other), "`{room}` no longer names `{other}`: take it out of SUB_ROOMS");
        }
    }
}

#[test]
fn rooms_with_sub_rooms_list_all_of_them() {
    let divided: BTreeSet<&str> =
        SUB_ROOMS.iter().map(|(room, _)| room.rsplit_once('/').unwrap().0).collect();
    let listed: BTreeSet<String> = SUB_ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect();
    let mut found = BTreeSet::new();
    for room in divided {
        let entries = fs::read_dir(source().join(room)).unwrap().map(|entry| entry.unwrap().path());
        let is_code = |folder: &PathBuf| folder.is_dir() && !rust_files(folder).is_empty();
        found.extend(entries.filter(is_code).map(|folder| relative(&folder)));
    }
    assert_eq!(found, listed);
}

#[test]
fn paths_are_followed_to_what_they_name() {
    let named = |code: &str| {
        let (tokens, mut named) = (tokens(code), BTreeSet::new());
        follow(&tokens, 0, ["a", "b", "c"].map(str::to_owned).to_vec(), &mut named);
        named.into_iter().collect::<Vec<_>>().join(" ")
    };
    let check = |code: &str, expected: &str| assert_eq!(named(code), expected, "{code}");
    check("crate::x::y::Z;", "x/y/Z");
    check("super::super::x::{self, Y as Z, w::{V, U}};", "a/x a/x/Y a/x/w/U a/x/w/V");
    check("self::x::*;", "a/b/c/x");
    check("crate::x::parse::<u32>()", "x/parse");
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
    for file in rust_files(&source()) {
        let (code, path) = (code(&file), relative(&file));
        for (name, homes) in FENCED {
            let is_home = homes.iter().any(|home| is_in(&path, home));
            assert!(is_home || !code.contains(name), "{path}: `{name}` belongs in {homes:?}");
        }
    }
}

/// Words for people are made in the last rooms: advice names what one can type, and the rooms below have nothing to type in.
#[test]
fn no_hint_stands_below_the_words() {
    for (room, _) in ROOMS.iter().filter(|(room, _)| !["wording", "cli"].contains(room)) {
        for file in rust_files(&source().join(room)) {
            let code = code(&file);
            let hint = ["hint: ", "`--", "`vigie "].into_iter().find(|word| code.contains(word));
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
