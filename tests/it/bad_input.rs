//! What was made to hurt: each costs at most itself, is named, and everything else is found.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use crate::harness::{Output, Project, code, copy_folder, make_pipe};

/// Indexes a project with two good articles and something bad. The run ends with `code` and says `words`;
/// the good articles are there, and a second run has nothing to do but says the failures again.
fn check(project: &Project, code: i32, words: &[&str]) {
    project.write("corpus/0-good.txt", "Les puces de NVIDIA sont soumises à licence.");
    project.write(
        "corpus/zz-good.jsonl",
        "{\"id\":\"last\",\"text\":\"La licence vaut pour toutes les puces.\"}\n",
    );
    project.run(["index"]).expect(code).says(words);
    let found = project.ids(&["licence", "--match", "all"]);
    assert!(["0-good.txt", "last"].iter().all(|id| found.iter().any(|found| found == id)), "{found:?}");
    let again = project.run(["index"]).expect(code).says(words);
    assert!(again.stdout.starts_with("0 added, 0 changed, 0 removed, "), "{again:?}");
    project.run(["status", "--check"]).expect(0);
}

#[test]
fn an_empty_corpus_is_an_empty_index() {
    let project = Project::new();
    assert_eq!(project.index(&[]), "0 added, 0 changed, 0 removed, 0 unchanged, 0 failed");
    project.run(["search", "puces"]).expect(1).says(&["no article matches"]);
    for query in ["puce*", "pucse~", "\"puces d'IA\"", "SAUF puces", "date:2025", "titre:puces", "le la"] {
        project.run(["search", query]).expect(1);
    }
    project.run(["status", "--check"]).expect(0);
    project.run(["index"]).expect(0);
    project.write("corpus/a.txt", "Les puces.");
    project.run(["index"]).expect(0);
    assert_eq!(project.ids(&["puces"]), ["a.txt"]);
}

#[test]
fn empty_files_are_named_and_are_no_failure() {
    let project = Project::new().file("empty.txt", "").file("blank.txt", " \n\t\n").file("empty.jsonl", "");
    let project = project.file("empty.html", "").file("empty.md", "").file("empty.json", "");
    check(
        &project,
        0,
        &["empty.txt", "blank.txt", "empty.jsonl", "empty.html", "empty.md", "empty.json", "empty file"],
    );
}

#[test]
fn files_without_a_text_are_failures() {
    let project = Project::new()
        .file("a.md", "---\ntitle: Un titre\n---\n")
        .file("b.html", "<html><head><title>x</title></head><body></body></html>")
        .file("c.json", "{\"title\":\"x\"}")
        .file("d.json", "[1, {\"text\":\"Une truite.\"}, {\"text\":\"\"}]");
    check(
        &project,
        3,
        &["failed: a.md", "failed: b.html", "failed: c.json", "failed: d.json:1", "failed: d.json:3"],
    );
    assert_eq!(project.ids(&["truite"]), ["d.json#2"]);
}

#[test]
fn links_that_lead_nowhere_or_in_circles_are_named() {
    let project = Project::new();
    project.write("outside/a.txt", "Une truite.");
    let corpus = project.path("corpus");
    symlink("gone.txt", corpus.join("dangling.txt")).unwrap();
    fs::create_dir(corpus.join("sub")).unwrap();
    symlink("..", corpus.join("sub/up")).unwrap();
    symlink("self.txt", corpus.join("self.txt")).unwrap();
    symlink(project.path("outside"), corpus.join("out")).unwrap();
    symlink(project.path("outside/a.txt"), corpus.join("out.txt")).unwrap();
    let words =
        ["failed: dangling.txt", "failed: self.txt", "warning: sub/up", "warning: out:", "warning: out.txt"];
    check(&project, 3, &words);
    assert!(project.ids(&["truite"]).is_empty());
}

#[test]
fn pipes_and_sockets_are_passed_over() {
    let project = Project::new();
    let pipe = project.path("corpus/pipe.txt");
    make_pipe(&pipe);
    let _socket = std::os::unix::net::UnixListener::bind(project.path("corpus/socket.txt")).unwrap();
    check(&project, 0, &["pipe.txt: walk: skipped: a named pipe", "socket.txt: walk: skipped: a socket"]);
    // A device or a pipe that is named by itself does not hang either.
    for (number, path) in ["corpus/pipe.txt", "/dev/zero"].iter().enumerate() {
        let output = project.run(["index", path, "--index", &format!("other-{number}")]);
        assert!(matches!(output.code, 0 | 3), "{output:?}");
    }
}

#[test]
fn a_huge_file_is_refused_by_its_size() {
    let project = Project::new();
    File::create(project.path("corpus/huge.txt")).unwrap().set_len(2 << 30).unwrap();
    check(&project, 3, &["failed: huge.txt: read: larger than the limit of 64 MiB"]);
    // Zeros pack well: the limit holds for what is unpacked.
    let project = Project::new();
    let packed = File::create(project.path("corpus/bomb.txt.gz")).unwrap();
    let mut encoder = flate2::write::GzEncoder::new(packed, flate2::Compression::fast());
    let block = vec![b' '; 1 << 20];
    (0..66).for_each(|_| std::io::Write::write_all(&mut encoder, &block).unwrap());
    encoder.finish().unwrap();
    project.run(["index"]).expect(3).says(&["failed: bomb.txt.gz: read: larger than the limit of 64 MiB"]);
}

#[test]
fn bytes_that_are_no_text_are_refused_or_mended() {
    let noise: Vec<u8> = (0u32..20_000).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let project = Project::new()
        .bytes("noise.txt", &noise)
        .bytes("picture.txt", b"\x89PNG\r\n\x1a\nabc")
        .bytes("paper.txt", b"%PDF-1.7 abc")
        .bytes("archive.jsonl", b"PK\x03\x04abc")
        .bytes("stray.txt", b"L\xe9gislation sur la truite, s\xc3\xa9curit\xc3\xa9 et libert\xc3\xa9. Encore de la s\xc3\xa9curit\xc3\xa9.")
        .bytes("controls.txt", b"Un saumon\x00\x01\x02\x7f et\x1b[31m un autre.");
    let words = [
        "failed: noise.txt: decode",
        "failed: picture.txt: decode: not text: a PNG image",
        "failed: paper.txt",
        "failed: archive.jsonl",
    ];
    project.write("corpus/0-good.txt", "Les puces.");
    let output = project.run(["index"]).expect(3).says(&words).says(&["stray.txt"]);
    assert!(!output.stderr.contains('\u{1b}'));
    assert_eq!(project.ids(&["législation"]), ["stray.txt"]);
    assert_eq!(project.ids(&["puces"]), ["0-good.txt"]);
}

#[test]
fn a_broken_line_costs_that_line() {
    let lines = "{\"id\":\"a\",\"text\":\"Une truite.\"}\n{\"id\":\"b\",\"text\":\n\n[1]\n{\"id\":\"c\",\"text\":\"Une autre truite.\"}";
    let project = Project::new().file("lines.jsonl", lines);
    check(
        &project,
        3,
        &["failed: lines.jsonl:2: parse: not JSON", "failed: lines.jsonl:4: parse: not an object"],
    );
    assert_eq!(project.ids(&["truite", "--sort", "id"]), ["a", "c"]);
}

#[test]
fn of_two_articles_with_one_id_both_are_indexed() {
    let lines = "{\"id\":\"x\",\"text\":\"Une truite.\"}\n{\"id\":\"x\",\"text\":\"Un saumon.\"}\n";
    let project =
        Project::new().file("a.jsonl", lines).file("b.json", "{\"id\":\"x\",\"text\":\"Une carpe.\"}");
    check(
        &project,
        0,
        &["a.jsonl:2: identify: the id `x` is already", "indexed as `a.jsonl#2`", "b.json: identify"],
    );
    let found = |query: &str| project.ids(&[query]).join(" ");
    assert_eq!(
        (found("truite"), found("saumon"), found("carpe")),
        ("x".into(), "a.jsonl#2".into(), "b.json".into())
    );
    // When the first goes, the others keep the names that they have.
    project.write("corpus/a.jsonl", "\n{\"id\":\"x\",\"text\":\"Un saumon.\"}\n");
    project.run(["index"]).expect(0);
    assert_eq!((found("truite"), found("carpe")), (String::new(), "b.json".into()));
    assert_eq!(project.ids(&["saumon"]).len(), 1);
}

#[test]
fn an_id_of_70_000_bytes_can_be_changed_and_removed() {
    let long = "é".repeat(35_000);
    let line = |id: &str, text: &str| json!({"id": id, "text": text}).to_string() + "\n";
    let other = format!("{long}x");
    let project = Project::new().file("a.jsonl", &(line(&long, "Une truite.") + &line(&other, "Un saumon.")));
    check(&project, 0, &[]);
    let [trout, salmon] = ["truite", "saumon"].map(|word| project.ids(&[word]).concat());
    assert!(trout != salmon && trout.len() < 1000, "{} {}", trout.len(), salmon.len());
    project.run(["show", &trout]).expect(0);
    project.write("corpus/a.jsonl", line(&long, "Une carpe.") + &line(&other, "Un saumon."));
    project.run(["index"]).expect(0);
    assert!(project.ids(&["truite"]).is_empty());
    assert_eq!(project.ids(&["carpe"]), [trout]);
    project.write("corpus/a.jsonl", line(&other, "Un saumon."));
    project.run(["index"]).expect(0);
    assert!(project.ids(&["carpe"]).is_empty());
    assert_eq!(project.ids(&["saumon"]), [salmon]);
}

#[test]
fn a_word_of_70_000_letters_hides_nothing() {
    let long = "anticonstitutionnel".repeat(3_700);
    let project = Project::new().file("a.txt", &format!("Une truite {long} et un saumon."));
    let project = project.file("b.md", &format!("---\ntitle: {long}\nsource: {long}\n---\nUne truite."));
    check(&project, 0, &[]);
    assert_eq!(project.ids(&["truite saumon", "--match", "all"]), ["a.txt"]);
    assert_eq!(project.ids(&["anticonstitutionnelanticonstitutionnel*", "--match", "all"]).len(), 2);
    project.run(["show", "a.txt"]).expect(0);
}

#[test]
fn a_text_of_one_endless_sentence_is_found() {
    let project = Project::new().file("a.txt", &("mot ".repeat(50_000) + "truite " + &"mot ".repeat(50_000)));
    check(&project, 0, &[]);
    let answer = project.answer(&["truite"]);
    assert!(answer["hits"][0]["text"].as_str().unwrap().len() < 5_000);
}

#[test]
fn a_name_may_hold_anything_but_a_slash() {
    let project = Project::new();
    let names: [&[u8]; 7] = [
        b"line\nbreak.txt",
        b"-dash.txt",
        b"--index.txt",
        b"latin\xe9.txt",
        b"esc\x1b[31m.txt",
        b"=SUM(A1).txt",
        b"a\xe2\x80\xaeb.txt",
    ];
    for name in names {
        fs::write(project.path("corpus").join(OsStr::from_bytes(name)), "Une truite.").unwrap();
    }
    check(&project, 0, &[]);
    let mut ids = project.ids(&["truite"]);
    ids.sort();
    let shown = [
        "--index.txt",
        "-dash.txt",
        "=SUM(A1).txt",
        "a\u{202e}b.txt",
        "esc\u{1b}[31m.txt",
        "latin\\xE9.txt",
        "line\nbreak.txt",
    ];
    assert_eq!(ids, shown);
    let output = project.run(["search", "truite", "--limit", "100"]).expect(0);
    assert!(!output.stdout.contains(['\u{1b}', '\u{202e}']) && output.stdout.contains("esc<U+001B>[31m.txt"));
    // A name cannot pass itself off as a line of the answer.
    assert!(output.stdout.lines().any(|line| line == "line break.txt"), "{}", output.stdout);
    for id in ["--index.txt", "-dash.txt"] {
        project.run(["show", "--", id]).expect(0);
    }
    let bad = project.path("corpus").join(OsStr::from_bytes(b"b\xe9d\n.json"));
    fs::write(bad, "{").unwrap();
    let output = project.run(["index"]).expect(3);
    assert!(output.stderr.contains("failed: b\\xE9d .json"), "{}", output.stderr);
    // The index could not record the name of such a corpus.
    let folder = project.path("").join(std::ffi::OsString::from_vec(b"c\xf4rpus\n".to_vec()));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("a.txt"), "Une truite.").unwrap();
    let output =
        project.run([OsStr::new("index"), folder.as_os_str(), OsStr::new("--index"), OsStr::new("other")]);
    output.expect(2).says(&["is not UTF-8", "hint: rename the folder"]);
    assert!(!project.path("other").try_exists().unwrap());
}

#[test]
fn a_title_cannot_command_the_terminal() {
    let line = json!({"id": "a", "title": "Truite \u{1b}[31mrouge\u{1b}]0;titre\u{7} \u{202e}vice", "author": "\u{9b}31m Dupont", "source": "x\u{1b}[2J", "text": "Une truite\u{1b}[5m \u{202e}et un saumon."});
    let project = Project::new().file("a.jsonl", &(line.to_string() + "\n"));
    check(&project, 0, &[]);
    let commands = ['\u{1b}', '\u{7}', '\u{9b}', '\u{202e}'];
    for args in [
        &["search", "truite"][..],
        &["search", "truite", "--whole", "--explain"],
        &["show", "a"],
        &["analyze", "a\u{1b}[31mb"],
    ] {
        let output = project.run(args).expect(0);
        assert!(!output.stdout.contains(commands), "{args:?}: {:?}", output.stdout);
    }
    let output = project.run(["search", "tru\u{1b}[31mite\u{202e}"]);
    assert!(!output.stdout.contains(commands) && !output.stderr.contains(commands), "{output:?}");
    let output = project.run(["show", "\u{1b}[31m"]).expect(2);
    assert!(!output.stderr.contains(commands), "{output:?}");
}

#[test]
fn what_is_nested_100_000_deep_is_refused_by_name() {
    let deep = |open: &str, close: &str| open.repeat(100_000) + "Une truite." + &close.repeat(100_000);
    let project = Project::new()
        .file("a.html", &format!("<html><body>{}</body></html>", deep("<div>", "</div>")))
        .file("b.html", &deep("<ul><li>", ""))
        .file("c.json", &format!("{{\"text\":{}}}", deep("[", "]")))
        .file("d.jsonl", &format!("{{\"a\":{}1{}}}\n", "[".repeat(100_000), "]".repeat(100_000)))
        .file("e.md", &deep("> ", ""))
        .file("f.md", &deep("*[", "](x)*"))
        .file("g.md", &format!("---\na: {}\n---\nUne truite.", deep("[", "]")))
        .file("h.txt", &deep("((« ", " »))"))
        .file("i.json", &json!({"text": deep("<b>", "</b>")}).to_string());
    project.write("corpus/0-good.txt", "Les puces.");
    let output = project.run(["index"]).expect(3);
    let words = ["failed: a.html", "failed: b.html", "failed: c.json", "failed: d.jsonl:1", "failed: i.json"];
    output.says(&words);
    assert_eq!(project.ids(&["puces"]), ["0-good.txt"]);
}

#[test]
fn hostile_queries_are_answered_or_refused_in_words() {
    let project = Project::new().file("a.txt", "Les puces de la Chine (95 %) et d’ailleurs.").indexed();
    let refused = [
        "(".repeat(5_000),
        "NOT ".repeat(5_000) + "puces",
        "-(".repeat(5_000),
        "puces ".repeat(5_000),
        "puces^2 PRES/5 ".repeat(5_000),
        "é".repeat(50_000),
    ];
    for query in &refused {
        let output = project.run(["search", query]).expect(2);
        assert!(output.stderr.contains("error: ") && output.stderr.len() < 20_000, "{}", output.stderr.len());
        let plain = |c: char| !c.is_control() || c == '\n';
        assert!(output.stderr.chars().all(plain));
    }
    let nothing = ["\"", "\"\"", "«", "()", "*", "~", "^2", "  ", "OU", "-", "=", "titre:", "\u{0301}"];
    for query in nothing {
        let output = project.run(["search", "--", query]);
        assert!(matches!(output.code, 1 | 2) && !output.stderr.is_empty(), "{query}: {output:?}");
    }
    let answered = [
        "puces)",
        "(puces",
        "\"puces",
        "puces\"",
        "puces OU",
        "pu*",
        "puces~",
        "l'IA OU puces",
        "puces :)",
        "«puces»",
        "puces\t\n",
    ];
    for query in answered {
        project.run(["search", query]).expect(0);
    }
}

#[test]
fn a_query_of_stop_words_finds_them() {
    let project =
        Project::new().file("a.txt", "Les puces de la Chine.").file("b.txt", "Du saumon.").indexed();
    assert_eq!(project.ids(&["de la"]), ["a.txt"]);
    assert_eq!(project.ids(&["\"de la\""]), ["a.txt"]);
    let answer = project.answer(&["puces de la"]);
    assert_eq!(answer["query"]["left_out"], json!(["de", "la"]));
    assert_eq!(answer["hits"][0]["missing"], json!([]));
}

#[test]
fn a_page_past_the_end_says_so() {
    let project = Project::new().file("a.txt", "Les puces.").indexed();
    for page in ["2", "1000000000000", "18446744073709551615"] {
        let output = project.run(["search", "puces", "--page", page]).expect(1);
        assert_eq!(output.stdout, "");
        assert!(output.stderr.contains("is past the end: 1 passage"), "{output:?}");
    }
    project.run(["search", "puces", "--limit", "18446744073709551615"]).expect(0);
    project.run(["search", "puces", "--per-article", "18446744073709551615"]).expect(0);
    project.run(["search", "puces", "--limit", "0"]).expect(2).says(&["0 hits", "--limit 1"]);
}

#[test]
fn a_folder_that_is_no_index_is_left_alone() {
    let project = Project::new().file("a.txt", "Les puces.");
    project.write("other/letter.txt", "Chère Madame");
    for args in [
        &["index", "--index", "other"][..],
        &["index", "--rebuild", "--index", "other"],
        &["search", "puces", "--index", "other"],
        &["status", "--index", "other"],
    ] {
        project
            .run(args)
            .expect(2)
            .says(&["other` is not an index: it holds `letter.txt`", "hint: name another folder"]);
    }
    assert_eq!(project.listing("other").len(), 1);
    project
        .run(["index", "--index", "other/letter.txt"])
        .expect(2)
        .says(&["other/letter.txt` is a file, not the folder of an index"]);
    // A page for readers is no obstacle.
    project.write("index/README.md", "Ici est l’index.");
    project.run(["index"]).expect(0);
}

#[test]
fn a_descriptor_that_is_broken_is_named_and_a_rebuild_mends_it() {
    for text in [
        "",
        "{",
        "{\"format\": 1}",
        "\u{0}\u{0}",
        "{\"format\":1,\"chain\":\"x\",\"generation\":\"../corpus\",\"corpora\":[\"../corpus\"]}",
    ] {
        let project = Project::new().file("a.txt", "Les puces.").indexed();
        project.write("index/vigie.json", text);
        for args in [&["search", "puces"][..], &["index"], &["status"]] {
            project.run(args).expect(2).says(&["index`", "vigie index --rebuild"]);
        }
        project.run(["index", "--rebuild"]).expect(0);
        assert_eq!(project.ids(&["puces"]), ["a.txt"]);
        assert!(project.path("corpus/a.txt").is_file());
    }
}

/// A copy of the sample index in which one file was spoilt.
struct Spoilt {
    project: Project,
    file: String,
}

/// One spoilt copy for each kind of file of an index.
fn spoilt(spoil: impl Fn(&Path)) -> Vec<Spoilt> {
    let original = Project::new()
        .file("a.txt", "Les puces de NVIDIA sont soumises à licence.")
        .file("b.txt", "Pékin restreint les exportations de terres rares.");
    original.run(["index", "--jobs", "1"]).expect(0);
    original.write("corpus/b.txt", "Pékin restreint les exportations.");
    original.run(["index", "--jobs", "1"]).expect(0);
    let mut kinds = std::collections::BTreeMap::new();
    for name in original.listing("index/g1").into_keys() {
        kinds.entry(kind(&name)).or_insert(name);
    }
    let copy = |file: String| {
        let project = Project::bare();
        copy_folder(&original.path(""), &project.path(""));
        spoil(&project.path("index/g1").join(&file));
        Spoilt { project, file }
    };
    kinds.into_values().map(copy).collect()
}

/// What the files of one kind have in common in their names; each JSON file is of its own kind.
fn kind(name: &str) -> String {
    if name.starts_with("manifest-") {
        return "manifest".to_owned();
    }
    if name.ends_with(".json") {
        return name.to_owned();
    }
    Path::new(name).extension().map_or(name.to_owned(), |extension| extension.to_string_lossy().into_owned())
}

/// What is asked of a spoilt index works, or says in words what to do. Gives whether it said so.
fn check_spoilt(Spoilt { project, file }: &Spoilt) -> bool {
    let mut harmed = false;
    for args in [&["search", "\"puces de NVIDIA\" licence"][..], &["show", "a.txt"], &["status"], &["index"]]
    {
        let output = project.run(args);
        match output.code {
            0 => {}
            2 => {
                harmed = true;
                let output = output.says(&["error: ", "/index", "vigie index --rebuild"]);
                assert!(
                    !output.stderr.contains("Error {") && !output.stderr.contains("Some("),
                    "{file}: {output:?}"
                );
            }
            code => panic!("{file}: {args:?} ended with {code}: {output:?}"),
        }
    }
    harmed
}

/// The kinds of files that an index cannot do without.
const NEEDED: [&str; 7] = ["fast", "idx", "manifest", "meta.json", "pos", "store", "term"];

fn check_all_spoilt(spoil: impl Fn(&Path)) -> Vec<Spoilt> {
    let spoilt = spoilt(spoil);
    let harmed = spoilt.iter().filter(|one| check_spoilt(one)).map(|one| kind(&one.file));
    let harmed: Vec<String> = harmed.collect();
    assert!(NEEDED.iter().all(|kind| harmed.iter().any(|one| one == kind)), "{harmed:?}");
    spoilt
}

#[test]
fn an_index_that_lacks_a_file_says_so_and_is_mended_by_a_rebuild() {
    for Spoilt { project, file } in check_all_spoilt(|path| fs::remove_file(path).unwrap()) {
        project.run(["index", "--rebuild"]).expect(0);
        assert_eq!(project.ids(&["puces"]), ["a.txt"], "{file}");
    }
}

#[test]
fn an_index_with_a_file_that_was_cut_in_half_says_so() {
    check_all_spoilt(|path| {
        let length = fs::metadata(path).unwrap().len();
        File::options().write(true).open(path).unwrap().set_len(length / 2).unwrap();
    });
}

#[test]
fn an_index_with_an_empty_file_says_so() {
    check_all_spoilt(|path| File::options().write(true).open(path).unwrap().set_len(0).unwrap());
}

#[test]
fn a_flipped_byte_is_found_by_the_checksums() {
    let flip = |path: &Path| {
        let mut bytes = fs::read(path).unwrap();
        let middle = bytes.len() / 3;
        if let Some(byte) = bytes.get_mut(middle) {
            *byte ^= 0x40;
            fs::write(path, bytes).unwrap();
        }
    };
    let mut found = Vec::new();
    for Spoilt { project, file } in spoilt(flip) {
        let output = project.command(["status", "--check"]).output().unwrap();
        assert!(matches!(code(output.status), 0 | 2), "{file}: {output:?}");
        if code(output.status) != 0 {
            found.push(kind(&file));
        }
        let output = project.command(["search", "\"puces de NVIDIA\""]).output().unwrap();
        assert!(matches!(code(output.status), 0..=2), "{file}: {output:?}");
    }
    // `meta.json` has no checksum, but is read all the same.
    let checked = NEEDED.iter().filter(|kind| **kind != "json");
    assert!(checked.into_iter().all(|kind| found.iter().any(|one| one == kind)), "{found:?}");
}

#[test]
fn an_index_folder_without_its_generation_says_so() {
    let project = Project::new().file("a.txt", "Les puces.").indexed();
    fs::remove_dir_all(project.path("index/g1")).unwrap();
    for args in [&["search", "puces"][..], &["index"], &["status"], &["show", "a.txt"]] {
        project.run(args).expect(2).says(&["/index/g1`", "vigie index --rebuild"]);
    }
    project.run(["index", "--rebuild"]).expect(0);
    assert_eq!(project.ids(&["puces"]), ["a.txt"]);
}

/// Runs the program as somebody without rights, where the tests run as root, for whom nothing is closed.
fn as_nobody(project: &Project, args: &[&str]) -> Option<Output> {
    #[expect(unsafe_code, reason = "the standard library does not say who one is")]
    // SAFETY: the call takes nothing and cannot fail.
    let is_root = unsafe { libc::geteuid() } == 0;
    let mut command: Command = project.command(args);
    if is_root {
        command.uid(65_534).gid(65_534);
    }
    match command.output() {
        Ok(output) => Some(Output::from(output)),
        Err(error) => {
            println!("skipped: the program cannot be run as another user: {error}");
            None
        }
    }
}

#[test]
fn what_may_not_be_read_is_named_and_kept_in_the_index() {
    let project = Project::new()
        .file("a.txt", "Les puces.")
        .file("b.txt", "Une truite.")
        .file("closed/c.txt", "Un saumon.");
    let set = |name: &str, mode: u32| {
        fs::set_permissions(project.path(name), fs::Permissions::from_mode(mode)).unwrap()
    };
    set("", 0o777);
    let Some(output) = as_nobody(&project, &["index"]) else { return };
    output.expect(0);
    set("corpus/b.txt", 0o000);
    set("corpus/closed", 0o000);
    project.write("corpus/b.txt", "Une truite, et une carpe.");
    let output = as_nobody(&project, &["index"]).unwrap();
    let output = output
        .expect(3)
        .says(&["failed: b.txt: read: no permission to read it", "failed: closed: walk: no permission"]);
    // Nobody knows what is in the folder and in the file now: what was in them stays.
    assert!(
        output.stdout.contains("2 files could not be seen: their articles stay as they were"),
        "{output:?}"
    );
    assert_eq!(as_nobody(&project, &["search", "truite"]).unwrap().code, 0);
    assert!(output.stdout.contains("0 removed, 3 unchanged, 2 failed"), "{output:?}");
    assert_eq!(as_nobody(&project, &["search", "saumon"]).unwrap().code, 0);
    set("corpus/b.txt", 0o644);
    set("corpus/closed", 0o755);
    let output = as_nobody(&project, &["index"]).unwrap().expect(0);
    assert!(output.stdout.starts_with("0 added, 1 changed, 0 removed, 2 unchanged"), "{output:?}");
    // An index that may be read but not written answers, and says why it cannot be brought up to date.
    project.listing("index").keys().for_each(|name| set(&format!("index/{name}"), 0o444));
    ["index", "index/g1"].iter().for_each(|name| set(name, 0o555));
    for args in [&["search", "carpe"][..], &["status"], &["show", "a.txt"]] {
        as_nobody(&project, args).unwrap().expect(0);
    }
    as_nobody(&project, &["index"]).unwrap().expect(2).says(&["cannot use the index folder"]);
    ["index", "index/g1", "corpus"].iter().for_each(|name| set(name, 0o777));
}

/// A small disk of its own, taken away when dropped.
struct Disk(PathBuf);

impl Disk {
    fn mount(folder: PathBuf, size: &str) -> Option<Disk> {
        fs::create_dir_all(&folder).unwrap();
        let options = format!("size={size}");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(&folder).output();
        match mounted {
            Ok(output) if output.status.success() => Some(Disk(folder)),
            other => {
                println!("skipped: no small disk can be mounted here: {other:?}");
                None
            }
        }
    }

    fn grow(&self, size: &str) {
        let options = format!("remount,size={size}");
        let done = Command::new("mount").args(["-o", &options]).arg(&self.0).status().unwrap();
        assert!(done.success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_disk_is_said_and_spoils_nothing() {
    let project = Project::new().file("a.txt", "Les puces de NVIDIA sont soumises à licence.");
    let Some(disk) = Disk::mount(project.path("disk"), "300k") else { return };
    let args = ["index", "--index", "disk/index"];
    project.run(args).expect(0);
    let look = |project: &Project| {
        project.run(["search", "licence", "--json", "--limit", "200", "--index", "disk/index"]).without_age()
    };
    let before = look(&project).expect(0);
    copy_folder(&Project::sample().path("corpus"), &project.path("corpus/sample"));
    for more in [&[][..], &["--jobs", "1"], &["--rebuild"]] {
        let output = project.run(args.iter().chain(more)).expect(2);
        output.says(&["no space left on the disk of", "disk/index", "MiB free", "hint: free some space"]);
        assert_eq!(look(&project), before, "{more:?}");
    }
    disk.grow("8m");
    project.run(args).expect(0);
    project.run(["index"]).expect(0);
    let elsewhere = project.run(["search", "licence", "--json", "--limit", "200"]).expect(0).without_age();
    assert_eq!(look(&project), elsewhere);
    drop(disk);
}

#[test]
fn a_first_run_on_a_full_disk_leaves_no_index() {
    let project = Project::with_sample_corpus();
    let Some(disk) = Disk::mount(project.path("disk"), "200k") else { return };
    project.run(["index", "--index", "disk/index"]).expect(2).says(&["no space left on the disk"]);
    let elsewhere = Project::bare();
    let index = project.path("disk/index");
    elsewhere
        .run(["search", "puces", "--index", index.to_str().unwrap()])
        .expect(2)
        .says(&["there is no index"]);
    disk.grow("8m");
    project.run(["index", "--index", "disk/index"]).expect(0);
    drop(disk);
}

#[test]
fn dates_that_are_none_are_left_out_and_named() {
    let lines: String = ["0000-00-00", "9999-99-99", "2025-02-30", "demain", "1e999", "-5"]
        .iter()
        .enumerate()
        .map(|(n, date)| json!({"id": n.to_string(), "date": date, "text": "Une truite."}).to_string() + "\n")
        .collect();
    let project = Project::new().file("a.jsonl", &lines);
    check(&project, 0, &["a.jsonl:1: parse: the date `0000-00-00`", "a.jsonl:2", "a.jsonl:3", "a.jsonl:4"]);
    assert_eq!(project.ids(&["truite"]).len(), 6);
    assert!(project.ids(&["truite date:2025"]).is_empty());
}

#[test]
fn odd_json_has_a_rule() {
    let project = Project::new()
        .file("a.jsonl", "{\"id\":\"dup\",\"text\":\"Une truite.\",\"text\":\"Un saumon.\"}\n{\"id\":\"nan\",\"text\":NaN}\n{\"id\":\"half\",\"text\":\"Une carpe \\ud83d.\"}\n");
    check(&project, 3, &["failed: a.jsonl:2: parse: no text in it"]);
    assert_eq!(project.ids(&["saumon"]), ["dup"]);
    assert_eq!(project.ids(&["carpe"]), ["half"]);
    assert!(project.ids(&["truite"]).is_empty());
}

#[test]
fn a_thousand_copies_are_a_thousand_articles() {
    let line = "{\"text\":\"Les deux présidents ont parlé de truites.\"}\n";
    let project = Project::new().file("a.jsonl", &line.repeat(1000));
    check(&project, 0, &[]);
    let answer = project.answer(&["truites", "--limit", "3"]);
    assert_eq!(answer["articles"], 1000);
    let ids: Vec<&Value> = answer["hits"].as_array().unwrap().iter().map(|hit| &hit["id"]).collect();
    assert_eq!(ids, ["a.jsonl#1", "a.jsonl#10", "a.jsonl#100"]);
}

#[test]
fn of_very_many_failures_the_rest_is_counted_and_told_where_it_is_listed() {
    let project = Project::new().file("corpus/a.txt", "Une truite.");
    (0..130).for_each(|number| project.write(&format!("corpus/{number}.json"), "{"));
    let output =
        project.run(["index"]).expect(3).says(&["… and 30 more: `vigie status --problems` names them all"]);
    assert!(output.stdout.contains("130 failed"), "{output:?}");
    let listed = project.run(["index", "--json"]).expect(3).stdout;
    assert_eq!(listed.matches("\"severity\": \"failed\"").count(), 130);
}
