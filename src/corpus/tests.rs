//! The whole room on real files: the fixtures as a golden page, and folders with everything in them.

use std::fs;
use std::path::Path;

use super::listing::walk::walk;
use super::read::guarded;
use super::sink::Sink;
use super::*;
use crate::model::{Document, Metadata, Problem, Severity};

/// Everything that a folder gives, as a page that a person can check.
fn page(root: &Path, options: &ReadOptions) -> String {
    let Listing { entries, problems, skipped, .. } = list(root, None, ListOptions::default(), |_| ());
    let mut lines: Vec<String> = entries.iter().flat_map(|entry| file(entry, options)).collect();
    lines.extend(problems.iter().map(problem_line));
    lines.extend(skipped.iter().map(|(ending, n)| format!("skipped: {n} of kind `{ending}`")));
    lines.join("\n")
}

fn file(entry: &Entry, options: &ReadOptions) -> Vec<String> {
    let mut lines = Vec::new();
    let reading = read(entry, options, &mut |item| {
        parsed(entry, item, options, &mut |item| lines.push(item_lines(&item)))
    });
    match reading {
        Ok(digest) => assert_eq!(hash(entry).ok(), Some(digest), "{}", entry.name),
        Err(problem) => lines.push(problem_line(&problem)),
    }
    lines
}

/// Parses the item if it is a chunk.
fn parsed(entry: &Entry, item: Item, options: &ReadOptions, sink: &mut dyn FnMut(Item)) {
    match item {
        Item::Chunk(chunk) => read_chunk(entry, &chunk, options, sink),
        item => sink(item),
    }
}

fn item_lines(item: &Item) -> String {
    let Item::Document(document) = item else {
        let Item::Problem(problem) = item else { unreachable!() };
        return problem_line(problem);
    };
    let m = &document.metadata;
    let date = m.date.map(|day| day.to_string());
    let fields = [
        ("id", &document.declared_id),
        ("title", &m.title),
        ("date", &date),
        ("source", &m.source),
        ("author", &m.author),
        ("url", &m.url),
        ("language", &m.language),
    ];
    let fields =
        fields.iter().filter_map(|(name, value)| value.as_ref().map(|value| format!("  {name}: {value}\n")));
    let text = document.text.lines().map(|line| format!("  | {line}\n"));
    format!("== {} ({})\n", document.path_id(), document.encoding) + &fields.chain(text).collect::<String>()
}

fn problem_line(problem: &Problem) -> String {
    let severity = if problem.severity == Severity::Failed { "failed" } else { "warning" };
    format!("!! {severity}: {}", shown(problem))
}

/// What is read of a file of this name with these bytes: its texts as `show` shows them, and its problems, in order.
pub(super) fn items_of(
    name: &str,
    bytes: &[u8],
    limits: &Limits,
    show: impl Fn(Document) -> String,
) -> Vec<String> {
    let mut seen = Vec::new();
    let mut send = |item| {
        seen.push(match item {
            Item::Document(document) => show(document),
            Item::Problem(problem) => shown(&problem),
            Item::Chunk(chunk) => panic!("{chunk:?}"),
        });
    };
    let mut output = Sink::new(name, limits, &mut send);
    guarded(&mut output, |output| formats::read(name, &mut &bytes[..], output));
    seen
}

/// A text on one line: `id [title | author | date] text`, with the fields of the metadata that `fields` chooses.
pub(super) fn line_of<const N: usize>(
    document: Document,
    fields: impl Fn(Metadata) -> [Option<String>; N],
) -> String {
    let id = document.declared_id.clone().unwrap_or_else(|| document.path_id());
    let fields = fields(document.metadata).map(Option::unwrap_or_default);
    format!("{id} [{}] {}", fields.join(" | "), document.text)
}

/// A problem on one line: where, the code of its reason, and the fields of that.
pub(super) fn shown(problem: &Problem) -> String {
    let serde_json::Value::Object(mut reason) = serde_json::to_value(&problem.reason).unwrap() else {
        panic!("a reason is an object")
    };
    let plain = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let code = reason.shift_remove("code").map(plain).unwrap();
    let fields: Vec<String> = reason.into_iter().map(|(_, value)| plain(value)).collect();
    let fields = if fields.is_empty() { String::new() } else { format!(": {}", fields.join(", ")) };
    let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
    let stage = format!("{:?}", problem.stage).to_lowercase();
    format!("{}{line}: {stage}: {code}{fields}", problem.place())
}

fn fixtures() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures"))
}

/// A folder made for one test.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = root.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    root
}

/// The names of the files and the problems of the walk.
fn check(root: &Path, expected: &[&str]) {
    let shown = walk(root, None, false)
        .map(|found| found.map_or_else(|problem| problem_line(&problem), |file| file.name));
    assert_eq!(shown.collect::<Vec<_>>(), expected);
}

#[test]
fn every_fixture() {
    insta::assert_snapshot!(page(fixtures(), &ReadOptions::default()));
}

#[test]
fn names_come_in_byte_order() {
    let root =
        folder(&[("a/b.txt", b"x"), ("a.txt", b"x"), ("a-b.txt", b"x"), ("B.txt", b"x"), (".h/x.txt", b"x")]);
    check(root.path(), &["B.txt", "a-b.txt", "a.txt", "a/b.txt"]);
    check(&root.path().join("a/b.txt"), &["b.txt"]);
    check(&root.path().join("none"), &["!! failed: none: walk: missing"]);
}

#[test]
fn ignore_files_hold_below_their_folder() {
    let root = folder(&[
        (".vigieignore", b"*.md\n/top.txt\nout/\n"),
        ("a/.vigieignore", b"!keep.md\n{a\n**/deep/*.txt\n"),
        ("a/keep.md", b"x"),
        ("a/b/deep/x.txt", b"x"),
        ("a/out/x.txt", b"x"),
        ("a/top.txt", b"x"),
        ("top.txt", b"x"),
        ("x.md", b"x"),
    ]);
    let bad = "!! warning: a/.vigieignore:2: walk: ignore_line: error parsing glob '{a': unclosed alternate group; \
               missing '}' (maybe escape '{' with '[{]'?)";
    check(root.path(), &[bad, "a/keep.md", "a/top.txt"]);
}

#[cfg(unix)]
#[test]
fn links_pipes_and_odd_names() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.txt", b"x")]);
    let root = folder(&[("a/x.txt", b"x")]);
    let at = |name: &str| root.path().join(name);
    symlink(at("a/x.txt"), at("inside.txt")).unwrap();
    symlink(outside.path().join("secret.txt"), at("out.txt")).unwrap();
    symlink(outside.path(), at("outdir")).unwrap();
    symlink(at("nowhere"), at("dangling.txt")).unwrap();
    symlink(root.path(), at("a/loop")).unwrap();
    fs::write(root.path().join(std::ffi::OsStr::from_bytes(b"caf\xe9.txt")), "x").unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("s.txt")).unwrap();
    check(
        root.path(),
        &[
            "!! warning: a/loop: walk: link_loop",
            "a/x.txt",
            "caf\\xE9.txt",
            "!! failed: dangling.txt: walk: link_nowhere",
            "inside.txt",
            "!! warning: out.txt: walk: link_outside",
            "!! warning: outdir: walk: link_outside",
            "!! warning: s.txt: walk: special: socket",
        ],
    );
}

#[cfg(unix)]
#[test]
fn a_folder_is_walked_once() {
    use std::os::unix::fs::symlink;
    let root = folder(&[
        ("a/x.txt", b"x"),
        ("z/deep/y.txt", b"x"),
        (".hidden/h.txt", b"x"),
        (".hidden/in/i.txt", b"x"),
    ]);
    for (link, target) in [
        ("b", "z/deep"),     // walked as `z/deep`
        ("c", ".hidden/in"), // met by links only: the first name stays
        ("d", ".hidden"),
        ("e", ".hidden"),
        ("a/up", "../z"),
    ] {
        symlink(target, root.path().join(link)).unwrap();
    }
    check(
        root.path(),
        &[
            "!! warning: a/up: walk: same_folder: z",
            "a/x.txt",
            "!! warning: b: walk: same_folder: z/deep",
            "c/i.txt",
            "d/h.txt",
            "!! warning: d/in: walk: same_folder: c",
            "!! warning: e: walk: same_folder: d",
            "z/deep/y.txt",
        ],
    );
}

#[cfg(unix)]
#[test]
fn links_that_double_are_walked_once() {
    use std::os::unix::fs::symlink;
    for hidden in ["", "."] {
        let root = folder(&[]);
        // Each folder has an article and two links to the next one: 2^30 ways lead to the last.
        for n in 0..30 {
            let at = root.path().join(format!("{hidden}f{n}"));
            fs::create_dir(&at).unwrap();
            fs::write(at.join("x.txt"), "x").unwrap();
            for link in ["a", "b"] {
                symlink(format!("../{hidden}f{}", n + 1), at.join(link)).unwrap();
            }
        }
        fs::create_dir(root.path().join(format!("{hidden}f30"))).unwrap();
        symlink(format!("{hidden}f0"), root.path().join("start")).unwrap();
        let listing = list(root.path(), None, ListOptions::default(), |_| ());
        assert_eq!(listing.entries.len(), 30, "{hidden}");
        assert_eq!(listing.problems.len(), if hidden.is_empty() { 61 } else { 30 }, "{hidden}");
    }
}

#[test]
fn limits_hold_before_and_after_unpacking() {
    let bomb = {
        use std::io::Write;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(&vec![b'a'; 2_000_000]).unwrap();
        packer.finish().unwrap()
    };
    let root = folder(&[("bomb.txt.gz", &bomb), ("bomb.jsonl.gz", &bomb), ("long.txt", &[b'a'; 2_000])]);
    let limits = Limits { max_document_bytes: 1_024, max_line_bytes: 1_024, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    assert_eq!(
        page(root.path(), &options).lines().collect::<Vec<_>>(),
        [
            "!! failed: bomb.jsonl.gz:1: read: too_large: line, 1024",
            "!! failed: bomb.txt.gz: read: too_large: document, 1024",
            "!! failed: long.txt: read: too_large: document, 1024",
        ]
    );
}

#[test]
fn the_texts_of_a_file_are_limited() {
    let list = format!("[{}]", vec![r#"{"text":"a"}"#; 100].join(","));
    let root = folder(&[("a.json", list.as_bytes()), ("b.txt", b"x")]);
    let limits = Limits { max_texts_bytes: 10_000, ..Limits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let page = page(root.path(), &options);
    let texts = "!! failed: a.json: parse: too_large: texts, 10000\n== b.txt (utf-8)\n";
    assert!(page.starts_with(texts), "{page}");
}

#[test]
fn a_file_that_grows_meanwhile_is_named() {
    let root = folder(&[("a.jsonl", b"{\"text\":\"A\"}\n")]);
    let entry = list(root.path(), None, ListOptions::default(), |_| ()).entries.remove(0);
    let mut seen = Vec::new();
    let options = ReadOptions::default();
    let reading = read(&entry, &options, &mut |item| {
        fs::write(&entry.path, "{}{}").unwrap();
        parsed(&entry, item, &options, &mut |item| seen.push(item_lines(&item)));
    });
    let warning = "!! warning: a.jsonl: read: changed";
    assert_eq!((seen.last().map(String::as_str), reading.is_ok()), (Some(warning), true));
}

#[test]
fn a_file_that_vanished_is_an_error() {
    let root = folder(&[("a.txt", b"x")]);
    let entry = list(root.path(), None, ListOptions::default(), |_| ()).entries.remove(0);
    fs::remove_file(&entry.path).unwrap();
    let problem = read(&entry, &ReadOptions::default(), &mut |_| ()).unwrap_err();
    assert_eq!(shown(&problem), "a.txt: read: missing");
    assert!(hash(&entry).is_err());
}

#[test]
fn what_is_not_read_is_named() {
    let root = folder(&[
        ("a.py", b"import re"),
        ("b.png", b"x"),
        ("c", &[0; 64]),
        ("d", b"Les puces"),
        ("e.gz", b"x"),
        ("f.txt", b"\x89PNG\r\n"),
        ("vigie.toml", b"x"),
    ]);
    assert_eq!(
        page(root.path(), &ReadOptions::default()).lines().collect::<Vec<_>>(),
        [
            "!! failed: a.py: read: no_reader",
            "!! failed: c: read: not_text: unknown",
            "== d (utf-8)",
            "  | Les puces",
            "",
            "!! failed: e.gz: read: packed_damaged",
            "!! failed: f.txt: decode: not_text: png",
            "skipped: 1 of kind `png`",
        ]
    );
}
