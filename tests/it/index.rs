//! Indexing from the outside: what a run does to an index, and that nothing can spoil one.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::harness::{Output, Project, copy_folder};

/// Three small articles, indexed.
fn small() -> Project {
    let project = Project::new()
        .file("a.txt", "Les puces de NVIDIA sont soumises à licence.")
        .file("b.txt", "Pékin restreint les exportations de terres rares.")
        .file("sub/c.txt", "Bruxelles prépare un règlement sur les puces.");
    project.indexed()
}

/// Does something to the corpus, then brings the index up to date twice: the first run says `expected`,
/// the second has nothing to do.
fn check(project: &Project, change: impl FnOnce(&Project), expected: &str) {
    change(project);
    assert_eq!(project.index(&[]), expected);
    let again = project.index(&[]);
    assert!(again.starts_with("0 added, 0 changed, 0 removed, "), "{again}");
}

/// A time some hours ago: files are not younger than the run that meets them.
fn make_old(project: &Project, name: &str, hours: u64) {
    let time = SystemTime::now() - Duration::from_secs(3600 * hours);
    File::options().append(true).open(project.path(name)).unwrap().set_modified(time).unwrap();
}

/// Names, sizes and times of the files of the index. The lock is left aside: it is signed by each run.
fn index_files(project: &Project) -> crate::harness::Listing {
    let mut listing = project.listing("index");
    listing.remove(".lock");
    listing
}

/// Every file of the index belongs to the state that counts: nothing is left of what was given up.
fn check_tidy(project: &Project, index: &str) {
    let descriptor: Value = serde_json::from_str(&project.read(&format!("{index}/vigie.json"))).unwrap();
    let generation = descriptor["generation"].as_str().unwrap();
    let meta: Value =
        serde_json::from_str(&project.read(&format!("{index}/{generation}/meta.json"))).unwrap();
    let parts = meta["segments"].as_array().unwrap().iter();
    let parts: Vec<String> =
        parts.map(|part| part["segment_id"].as_str().unwrap().replace('-', "")).collect();
    let note: Value = serde_json::from_str(meta["payload"].as_str().unwrap()).unwrap();
    let known = [".managed.json", ".tantivy-meta.lock", ".tantivy-writer.lock", "meta.json"];
    for name in project.listing(index).keys() {
        let belongs = match name.strip_prefix(&format!("{generation}/")) {
            None => matches!(name.as_str(), "vigie.json" | ".lock"),
            Some(file) => {
                known.contains(&file)
                    || note["note"] == file
                    || parts.iter().any(|part| file.starts_with(part))
            }
        };
        assert!(belongs, "`{name}` was left behind");
    }
}

#[test]
fn files_are_added_changed_touched_moved_and_removed() {
    let project = small();
    check(&project, |_| {}, "0 added, 0 changed, 0 removed, 3 unchanged, 0 failed");
    let add = |project: &Project| project.write("corpus/d.txt", "Séoul vend des mémoires.");
    check(&project, add, "1 added, 0 changed, 0 removed, 3 unchanged, 0 failed");
    let change = |project: &Project| project.write("corpus/a.txt", "Les processeurs sont soumis à licence.");
    check(&project, change, "0 added, 1 changed, 0 removed, 3 unchanged, 0 failed");
    assert_eq!(project.ids(&["--no-expand", "puces"]), ["sub/c.txt"]);
    assert_eq!(project.ids(&["--no-expand", "processeurs"]), ["a.txt"]);
    let touch = |project: &Project| make_old(project, "corpus/a.txt", 5);
    check(&project, touch, "0 added, 0 changed, 0 removed, 4 unchanged, 0 failed");
    let rename = |project: &Project| {
        fs::create_dir(project.path("corpus/new")).unwrap();
        fs::rename(project.path("corpus/b.txt"), project.path("corpus/new/name.txt")).unwrap();
    };
    check(&project, rename, "0 added, 0 changed, 1 moved, 0 removed, 3 unchanged, 0 failed");
    assert_eq!(project.ids(&["terres rares"]), ["new/name.txt"]);
    check(&project, |p| p.remove("corpus/d.txt"), "0 added, 0 changed, 1 removed, 3 unchanged, 0 failed");
    assert!(project.ids(&["mémoires"]).is_empty());
    let empty = |project: &Project| project.write("corpus/a.txt", "");
    check(&project, empty, "0 added, 0 changed, 1 removed, 2 unchanged, 0 failed");
    check_tidy(&project, "index");
}

#[test]
fn a_change_of_the_same_size_and_time_is_seen_when_the_file_is_fresh() {
    let project = small();
    let time = fs::metadata(project.path("corpus/a.txt")).unwrap().modified().unwrap();
    project.write("corpus/a.txt", "Les pucex de NVIDIA sont soumises à licence.");
    File::options().append(true).open(project.path("corpus/a.txt")).unwrap().set_modified(time).unwrap();
    check(&project, |_| {}, "0 added, 1 changed, 0 removed, 2 unchanged, 0 failed");
}

#[test]
fn a_run_with_nothing_to_do_writes_no_file() {
    for hours in [0, 1] {
        let project = Project::with_sample_corpus();
        if hours > 0 {
            project
                .listing("corpus")
                .keys()
                .for_each(|name| make_old(&project, &format!("corpus/{name}"), hours));
        }
        let project = project.indexed();
        let before = index_files(&project);
        let report = project.index(&[]);
        assert!(
            report.ends_with(" unchanged, 0 failed") && report.starts_with("0 added, 0 changed, 0 removed")
        );
        project.run(["search", "puces"]).expect(0);
        project.run(["status", "--check"]).expect(0);
        assert_eq!(index_files(&project), before);
        // FIXME: the lock is signed before the run knows whether it will write; its time changes.
        assert!(project.path("index/.lock").is_file());
    }
}

#[test]
fn a_changed_file_of_many_articles_indexes_only_what_changed() {
    let line = |number: u32, text: &str| {
        json!({"id": format!("n{number}"), "title": format!("Article {number}"), "text": text}).to_string()
            + "\n"
    };
    let whole: String = (1..=60).map(|n| line(n, "Les puces sont soumises à licence.")).collect();
    let project = Project::new().file("a.jsonl", &whole).indexed_as_one();
    let changed = whole.replace(
        &line(30, "Les puces sont soumises à licence."),
        &line(30, "Les saumons remontent la rivière."),
    );
    // A line more, a line less, one that is new at the front: the others keep their names.
    let changed =
        line(99, "Une truite.") + &changed.replace(&line(60, "Les puces sont soumises à licence."), "");
    check(
        &project,
        |p| p.write("corpus/a.jsonl", &changed),
        "0 added, 1 changed, 0 removed, 0 unchanged, 0 failed",
    );
    assert_eq!(project.ids(&["saumon"]), ["n30"]);
    assert_eq!(project.ids(&["truite"]), ["n99"]);
    assert_eq!(project.ids(&["puces"]).len(), 58);
    let meta: Value = serde_json::from_str(&project.read("index/g1/meta.json")).unwrap();
    let parts = meta["segments"].as_array().unwrap();
    let removed = |part: &Value| part["deletes"]["num_deleted_docs"].as_u64().unwrap_or(0);
    let (old, new): (Vec<&Value>, Vec<&Value>) = parts.iter().partition(|part| part["max_doc"] == 60);
    assert_eq!(old.iter().map(|part| removed(part)).sum::<u64>(), 2, "two articles went: {meta}");
    assert_eq!(new.iter().map(|part| part["max_doc"].as_u64().unwrap()).sum::<u64>(), 2, "two came: {meta}");
}

/// An identifier is asked of the index where its file is not read again, and is free where it is gone.
#[test]
fn an_identifier_is_given_once_over_several_runs() {
    let line = |id: &str, text: &str| json!({"id": id, "text": text}).to_string() + "\n";
    let project = Project::new().file("b.jsonl", &line("x", "Un texte."));
    let project = project.indexed();
    let ids = |project: &Project| {
        let shown = |id: &str| project.run(["show", id]).code == 0;
        ["x", "a.jsonl#1", "c.jsonl#1"].into_iter().filter(|id| shown(id)).collect::<Vec<_>>().join(" ")
    };
    let added = |project: &Project| {
        project.write("corpus/a.jsonl", line("x", "Un autre."));
        project.write("corpus/c.jsonl", line("x", "Un tiers."));
    };
    check(&project, added, "2 added, 0 changed, 0 removed, 1 unchanged, 0 failed");
    assert_eq!(ids(&project), "x a.jsonl#1 c.jsonl#1");
    let swapped = |project: &Project| {
        fs::remove_file(project.path("corpus/b.jsonl")).unwrap();
        project.write("corpus/a.jsonl", line("x", "Un autre, changé."));
    };
    check(&project, swapped, "0 added, 1 changed, 1 removed, 1 unchanged, 0 failed");
    assert_eq!(ids(&project), "x c.jsonl#1");
}

#[test]
fn hidden_files_and_what_a_list_names_are_left_out() {
    let project = Project::new()
        .file("seen.txt", "Des puces.")
        .file(".hidden.txt", "Des puces.")
        .file(".git/a.txt", "Des puces.")
        .file("notes.txt", "Des puces.")
        .file("drafts/a.txt", "Des puces.")
        .file("drafts/keep.txt", "Des puces gardées.")
        .file("picture.png", "Des puces.")
        .file(".vigieignore", "# brouillons\nnotes.txt\ndrafts/*\n!drafts/keep.txt\n");
    let output = project.run(["index"]).expect(0).says(&["1 .png"]);
    assert!(output.stdout.starts_with("2 added"), "{output:?}");
    assert_eq!(project.ids(&["puces", "--sort", "id"]), ["drafts/keep.txt", "seen.txt"]);
    // A list that names a file that is in the index takes it out.
    let list = |project: &Project| project.write("corpus/.vigieignore", "drafts\nseen.txt\n");
    check(&project, list, "0 added, 0 changed, 1 moved, 1 removed, 0 unchanged, 0 failed");
}

#[test]
fn packed_files_are_read_and_cut_ones_named() {
    let pack = |text: &str| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    };
    let text = pack("Les puces sont soumises à licence.");
    let line = pack("{\"id\":\"x\",\"text\":\"Les puces du lac.\"}\n");
    let project = Project::new().bytes("a.txt.gz", &text).bytes("b.jsonl.gz", &line);
    let project = project.bytes("cut.txt.gz", &text[..text.len() / 2]).bytes("not.txt.gz", b"Les puces.");
    project.run(["index"]).expect(3).says(&["cut.txt.gz", "not.txt.gz"]);
    assert_eq!(project.ids(&["puces", "--sort", "id"]), ["a.txt.gz", "x"]);
}

#[test]
fn every_encoding_is_found_by_its_accents() {
    let text = "La sécurité économique exige un contrôle à l’exportation des œuvres.";
    let utf16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        mark.iter().copied().chain(text.encode_utf16().flat_map(bytes)).collect::<Vec<u8>>()
    };
    let windows: Vec<u8> = text
        .chars()
        .map(|c| match c {
            '’' => 0x92,
            'œ' => 0x9c,
            c => u8::try_from(c as u32).unwrap(),
        })
        .collect();
    let project = Project::new()
        .file("utf-8.txt", text)
        .bytes("marked.txt", &[b"\xef\xbb\xbf", text.as_bytes()].concat())
        .bytes("utf-16le.txt", &utf16(b"\xff\xfe", u16::to_le_bytes))
        .bytes("utf-16be.txt", &utf16(b"\xfe\xff", u16::to_be_bytes))
        .bytes("unmarked-utf-16le.txt", &utf16(b"", u16::to_le_bytes))
        .bytes("windows-1252.txt", &windows)
        .bytes("windows-1252.jsonl", &[b"{\"text\":\"".as_slice(), &windows, b"\"}\n"].concat())
        .indexed();
    for query in ["sécurité", "securite", "\"contrôle à l'exportation\"", "œuvres", "oeuvre"] {
        assert_eq!(project.ids(&[query]).len(), 7, "{query}");
    }
    let encoding = |id: &str| {
        let shown = project.run(["show", "--json", id]).expect(0).stdout;
        serde_json::from_str::<Value>(&shown).unwrap()["article"]["encoding"].as_str().unwrap().to_owned()
    };
    assert_eq!(encoding("utf-16be.txt"), "utf-16be");
    assert_eq!(encoding("windows-1252.txt"), "windows-1252");
}

#[test]
fn a_dry_run_says_what_would_be_done_and_writes_nothing() {
    let project = Project::new().file("a.txt", "Les puces.").file("b.txt", "Les mémoires.");
    let output = project.run(["index", "--dry-run"]).expect(0);
    assert!(output.stdout.contains("would be added: a.txt\nwould be added: b.txt\n2 added"), "{output:?}");
    assert!(!project.path("index").try_exists().unwrap());
    let project = project.indexed();
    project.write("corpus/a.txt", "Les pucerons.");
    project.remove("corpus/b.txt");
    project.write("corpus/c.txt", "Les routeurs.");
    let before = project.listing("index");
    let output = project.run(["index", "--dry-run"]).expect(0);
    let expected = "would be changed: a.txt\nwould be removed: b.txt\nwould be added: c.txt\n1 added, 1 changed, 1 removed";
    assert!(output.stdout.starts_with(expected), "{output:?}");
    let output = project.run(["index", "--dry-run", "--rebuild"]).expect(0);
    assert!(output.stdout.contains("2 added, 0 changed, 0 removed"), "{output:?}");
    assert_eq!(project.listing("index"), before);
}

#[test]
fn a_rebuild_makes_a_new_generation_and_leaves_nothing_of_the_old() {
    let project = small();
    let before = project.run(["search", "puces", "--json"]).expect(0);
    assert_eq!(project.index(&["--rebuild"]), "3 added, 0 changed, 0 removed, 0 unchanged, 0 failed");
    assert_eq!(project.run(["search", "puces", "--json"]).expect(0), before);
    assert!(project.path("index/g2").is_dir() && !project.path("index/g1").try_exists().unwrap());
    check_tidy(&project, "index");
}

#[test]
fn several_corpora_share_an_index_and_another_is_refused() {
    let project = Project::bare();
    project.write("x/press/a.txt", "Les puces.");
    project.write("y/press/a.txt", "Les puces du lac.");
    project.write("z/b.txt", "Les puces du jardin.");
    project.run(["index", "x/press", "y/press", "z"]).expect(0);
    assert_eq!(project.ids(&["puces", "--sort", "id"]), ["press-2/a.txt", "press/a.txt", "z/b.txt"]);
    check(&project, |_| {}, "0 added, 0 changed, 0 removed, 3 unchanged, 0 failed");
    let refused = project.run(["index", "z"]).expect(2);
    refused.says(&[
        "was built from `../x/press`, `../y/press`, `../z`, not from `../z`",
        "--index",
        "--rebuild",
    ]);
    project.run(["index", "z", "--dry-run"]).expect(2);
    assert_eq!(project.ids(&["puces"]).len(), 3);
    project.run(["index", "z", "--rebuild"]).expect(0);
    assert_eq!(project.ids(&["puces"]), ["b.txt"]);
}

#[test]
fn a_single_file_is_a_corpus_and_a_project_may_move() {
    let project = Project::bare();
    project.write("home/texts.jsonl", "{\"id\":\"a\",\"text\":\"Les puces.\"}\n");
    project.run_in("home", ["index", "texts.jsonl"]).expect(0);
    fs::rename(project.path("home"), project.path("away")).unwrap();
    let output = project.run_in("away", ["index"]).expect(0);
    assert!(output.stdout.starts_with("0 added, 0 changed, 0 removed, 1 unchanged"), "{output:?}");
    let found = project.run_in("away", ["search", "puces"]).expect(0);
    assert!(found.stdout.contains("[[puces]]"));
}

#[test]
fn a_second_indexer_is_refused_and_told_who_is_at_work() {
    let project = small();
    let mut lock = File::options().read(true).write(true).open(project.path("index/.lock")).unwrap();
    lock.lock().unwrap();
    let refused = project.run(["index"]).expect(2);
    refused.says(&["another indexer is at work on", "index", "a process that just started", "hint: "]);
    writeln!(lock, "process 4242, since 2025-10-28 08:00:00 UTC").unwrap();
    project.run(["index"]).expect(2).says(&["process 4242, since 2025-10-28 08:00:00 UTC"]);
    project.run(["index", "--rebuild"]).expect(2).says(&["process 4242"]);
    // Readers need no lock.
    project.run(["search", "puces"]).expect(0);
    project.run(["status"]).expect(0);
    project.run(["index", "--dry-run"]).expect(0);
    drop(lock);
    project.run(["index"]).expect(0);
    assert_eq!(project.read("index/.lock"), "");
}

#[test]
fn an_index_of_another_format_or_chain_is_refused_until_it_is_rebuilt() {
    for (key, value, words) in [
        ("format", json!(99), ["has format 99", "this program reads format"]),
        ("chain", json!("feedbeef"), ["other rules of analysis", "feedbeef"]),
    ] {
        let project = small();
        let before = project.run(["search", "puces", "--json"]).expect(0);
        let mut descriptor: Value = serde_json::from_str(&project.read("index/vigie.json")).unwrap();
        descriptor[key] = value;
        project.write("index/vigie.json", descriptor.to_string());
        let words: Vec<&str> = words.into_iter().chain(["vigie index --rebuild"]).collect();
        for args in
            [&["search", "puces"][..], &["index"], &["index", "--dry-run"], &["status"], &["show", "a.txt"]]
        {
            project.run(args).expect(2).says(&words);
        }
        project.run(["index", "--rebuild"]).expect(0);
        assert_eq!(project.run(["search", "puces", "--json"]).expect(0), before);
        check_tidy(&project, "index");
    }
}

/// A few hundred small articles, the same each time.
fn many(from: u32, to: u32) -> Project {
    let project = Project::new();
    for number in from..to {
        project.write(&format!("corpus/{:02}/{number}.txt", number % 7), article(number, "licence"));
    }
    project
}

fn article(number: u32, word: &str) -> String {
    let subjects = ["Huang", "Trump", "Xi Jinping", "la Commission", "Séoul"];
    let subject = subjects[number as usize % subjects.len()];
    let more = "Les puces d’IA restent un sujet de négociation. ".repeat(number as usize % 4);
    format!(
        "Article {number}\n\nLe {} octobre, {subject} a parlé de {word} et de puces. {more}",
        number % 28 + 1
    )
}

/// Queries that between them use every part of the engine.
const QUERIES: &[&str] = &[
    "puces",
    "puces licence",
    "négociation",
    "\"puces d'IA\"",
    "\"sujet de négociation\"",
    "Huang OU Trump",
    "Huang SAUF négociation",
    "puce*",
    "license~",
    "titre:article",
    "=puces",
    "\"parlé puces\"~5",
    "Huang PRES/5 licence",
    "Séoul MEME négociation",
    "Xi Jinping",
    "commission",
    "octobre 28",
    "(Huang OU Xi) négociation",
    "Trump puces licence",
    "Trump^3 puces",
];

/// The answers to all queries, byte for byte.
fn answers(project: &Project, index: &str) -> Vec<String> {
    let ask = |query: &&str| {
        let args = ["search", query, "--jsonl", "--match", "all", "--limit", "100", "--index", index];
        project.run(args).stdout
    };
    QUERIES.iter().map(ask).collect()
}

#[test]
fn answers_do_not_depend_on_how_the_index_came_about() {
    let project = many(0, 120);
    project.run(["index", "--jobs", "1", "--index", "one"]).expect(0);
    project.run(["index", "--jobs", "4", "--index", "four"]).expect(0);
    let expected = answers(&project, "one");
    for (query, answer) in QUERIES.iter().zip(&expected) {
        assert!(!answer.is_empty(), "`{query}` finds nothing");
    }
    assert_eq!(answers(&project, "four"), expected);
    // The other way: half of it, then some that go, some that change, the rest.
    let other = many(0, 60);
    (200..220).for_each(|number| other.write(&format!("corpus/old/{number}.txt"), article(number, "accord")));
    (0..10).for_each(|number| {
        other.write(&format!("corpus/{:02}/{number}.txt", number % 7), article(number, "accord"))
    });
    other.run(["index", "--jobs", "2"]).expect(0);
    fs::remove_dir_all(other.path("corpus/old")).unwrap();
    (0..10).for_each(|number| {
        other.write(&format!("corpus/{:02}/{number}.txt", number % 7), article(number, "licence"))
    });
    let report = other.index(&["--remove-missing"]);
    assert_eq!(report, "0 added, 10 changed, 20 removed, 50 unchanged, 0 failed");
    (60..120).for_each(|number| {
        other.write(&format!("corpus/{:02}/{number}.txt", number % 7), article(number, "licence"))
    });
    assert_eq!(other.index(&[]), "60 added, 0 changed, 0 removed, 60 unchanged, 0 failed");
    assert_eq!(answers(&other, "index"), expected);
    check_tidy(&other, "index");
}

#[test]
fn parts_of_a_query_within_parts_do_not_disturb_each_other() {
    let project = many(0, 120);
    project.run(["index", "--jobs", "1"]).expect(0);
    let answer = project.answer(&["(Trump négociation) OU Huang", "--explain", "--limit", "100"]);
    assert_eq!(answer["articles"], 42);
    let hits = answer["hits"].as_array().unwrap();
    // What the score has beyond passage and article is nearness, which is never negative: nothing was missed.
    assert!(hits.iter().all(|hit| hit["explanation"]["nearness"].as_f64().unwrap() > -1e-4));
    // What matches in part is all that has `puces` and not `Trump`.
    let answer = project.answer(&["Trump puces", "--limit", "100"]);
    assert_eq!((answer["articles"].as_u64(), answer["partial_articles"].as_u64()), (Some(24), Some(96)));
    assert_eq!(answer["hits"].as_array().unwrap().len(), 100);
}

#[test]
fn a_corpus_behind_a_link_is_the_same_corpus() {
    let project = small();
    symlink(project.path("corpus"), project.path("link")).unwrap();
    let output = project.run(["index", "link"]).expect(0);
    assert!(output.stdout.starts_with("0 added, 0 changed, 0 removed, 3 unchanged"), "{output:?}");
}

/// Starts an indexer and kills it as soon as the index holds `files` files; it may be done by then.
fn kill_at(project: &Project, args: &[&str], files: usize) -> bool {
    let mut command = project.command(["index"].iter().chain(args));
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    loop {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        if project.listing("index").len() >= files {
            child.kill().unwrap();
            child.wait().unwrap();
            return true;
        }
        std::thread::yield_now();
    }
}

/// What a search finds in the index of a project, from a place that knows no corpus: nothing is built.
fn look(project: &Project, from: &Project) -> Output {
    let index = project.path("index");
    from.run(["search", "puces négociation", "--json", "--limit", "100", "--index", index.to_str().unwrap()])
        .without_age()
}

#[test]
fn a_killed_first_run_leaves_nothing_or_all() {
    let elsewhere = Project::bare();
    let project = many(0, 200);
    let whole = many(0, 200).indexed();
    let expected = look(&whole, &elsewhere).expect(0);
    let mut killed = 0;
    for files in [1, 2, 4, 5, 6, 8, 9, 10, 11, 12] {
        killed += u32::from(kill_at(&project, &["--jobs", "2"], files));
        let found = look(&project, &elsewhere);
        match found.code {
            2 => drop(found.says(&["there is no index in"])),
            _ => assert_eq!(found, expected, "killed at {files} files"),
        }
        if files % 4 == 0 {
            // A clean run after some kills; the next kill starts from nothing again.
            project.run(["index"]).expect(0);
            assert_eq!(look(&project, &elsewhere), expected);
            check_tidy(&project, "index");
            fs::remove_dir_all(project.path("index")).unwrap();
        }
    }
    assert!(killed > 0, "no run was still under way");
    project.run(["index"]).expect(0);
    assert_eq!(look(&project, &elsewhere), expected);
    check_tidy(&project, "index");
}

#[test]
fn a_killed_update_leaves_the_old_state_or_the_new() {
    let elsewhere = Project::bare();
    let project = many(0, 120).indexed();
    let old = look(&project, &elsewhere).expect(0);
    copy_folder(&project.path("index"), &project.path("kept"));
    (120..180).for_each(|number| {
        project.write(&format!("corpus/{:02}/{number}.txt", number % 7), article(number, "licence"))
    });
    (0..12).for_each(|number| project.remove(&format!("corpus/{:02}/{number}.txt", number % 7)));
    let new = look(&many(12, 180).indexed(), &elsewhere).expect(0);
    assert_ne!(old, new);
    let least = project.listing("index").len();
    let mut killed = 0;
    for more in [0, 1, 2, 3, 5, 6, 8, 9, 11, 13] {
        killed += u32::from(kill_at(&project, &["--jobs", "2"], least + more));
        let found = look(&project, &elsewhere).expect(0);
        assert!(found == old || found == new, "killed at {more} more files: {}", found.stdout);
        if found == new || more % 5 == 3 {
            project.run(["index"]).expect(0);
            assert_eq!(look(&project, &elsewhere), new);
            check_tidy(&project, "index");
            fs::remove_dir_all(project.path("index")).unwrap();
            copy_folder(&project.path("kept"), &project.path("index"));
        }
    }
    assert!(killed > 0, "no run was still under way");
    project.run(["index"]).expect(0);
    assert_eq!(look(&project, &elsewhere), new);
    check_tidy(&project, "index");
}

#[test]
fn a_killed_rebuild_leaves_the_old_index() {
    let elsewhere = Project::bare();
    let project = many(0, 120).indexed();
    let expected = look(&project, &elsewhere).expect(0);
    let least = project.listing("index").len();
    for more in [1, 3, 5, 8, 11] {
        kill_at(&project, &["--rebuild", "--jobs", "2"], least + more);
        assert_eq!(look(&project, &elsewhere), expected, "killed at {more} more files");
    }
    assert!(project.index(&[]).ends_with("120 unchanged, 0 failed"));
    check_tidy(&project, "index");
    let generations: BTreeSet<String> = project.listing("index").into_keys().filter_map(generation).collect();
    assert_eq!(generations.len(), 1, "{generations:?}");
}

#[test]
fn what_a_kill_can_leave_goes_with_the_next_run() {
    let project = small();
    let leave = || {
        project.write("index/g7/meta.json", "{");
        project.write("index/g1/manifest-1", "{");
        project.write("index/g1/.manifest-1.tmp", "{");
        project.write("index/g1/.meta.json.tmp", "{");
        project.write("index/.vigie.json.tmp", "{");
        project.write("index/g1/0123456789abcdef0123456789abcdef.store", "{");
        project.write("index/g1/0123456789abcdef0123456789abcdef.dict", "{");
    };
    leave();
    project.run(["search", "puces"]).expect(0);
    check(&project, |_| {}, "0 added, 0 changed, 0 removed, 3 unchanged, 0 failed");
    assert!(!project.path("index/g7").try_exists().unwrap());
    assert!(!project.path("index/g1/manifest-1").try_exists().unwrap());
    assert!(!project.path("index/g1/.manifest-1.tmp").try_exists().unwrap());
    check_tidy(&project, "index");
    let add = |project: &Project| project.write("corpus/d.txt", "Séoul vend des mémoires.");
    check(&project, add, "1 added, 0 changed, 0 removed, 3 unchanged, 0 failed");
    assert!(!project.path("index/g1/manifest-1").try_exists().unwrap());
    assert!(!project.path("index/g1/.meta.json.tmp").try_exists().unwrap());
    leave();
    assert_eq!(project.index(&["--rebuild"]), "4 added, 0 changed, 0 removed, 0 unchanged, 0 failed");
    check_tidy(&project, "index");
}

fn generation(name: String) -> Option<String> {
    name.split_once('/').map(|(folder, _)| folder.to_owned())
}

#[test]
fn stopping_a_run_leaves_the_index_as_it_was() {
    let elsewhere = Project::bare();
    let project = many(0, 60).indexed();
    let before = look(&project, &elsewhere).expect(0);
    (60..180).for_each(|number| {
        project.write(&format!("corpus/{:02}/{number}.txt", number % 7), article(number, "licence"))
    });
    let mut command = project.command(["index", "--jobs", "2"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let least = project.listing("index").len();
    while child.try_wait().unwrap().is_none() && project.listing("index").len() <= least {
        std::thread::yield_now();
    }
    #[expect(unsafe_code, reason = "the standard library sends no signal but the one that kills")]
    // SAFETY: the process is a child that was not waited for, so its number is still its own.
    unsafe {
        libc::kill(child.id() as libc::pid_t, libc::SIGTERM);
    }
    child.wait().unwrap();
    let after = look(&project, &elsewhere).expect(0);
    project.run(["index"]).expect(0);
    let new = look(&project, &elsewhere).expect(0);
    assert!(after == before || after == new);
}

#[test]
fn the_report_is_also_json() {
    let project = Project::new().file("a.txt", "Les puces.").file("b.json", "{").file("c.png", "x");
    let output = project.run(["index", "--json"]).expect(3);
    let report: Value = serde_json::from_str(&output.stdout).unwrap();
    assert_eq!(
        report["files"],
        json!({"added": 1, "changed": 0, "moved": 0, "removed": 0, "unchanged": 0, "failed": 1, "unseen": 0})
    );
    assert_eq!(report["totals"]["articles"], 1);
    assert_eq!(report["skipped"], json!({"png": 1}));
    assert_eq!(report["problems"][0]["path"], "b.json");
    assert_eq!(report["problems"][0]["stage"], "parse");
}

/// A folder of articles, with what a newcomer does first: `vigie index .`.
#[test]
fn an_index_is_no_part_of_its_corpus() {
    let project = Project::bare();
    project.write("a.txt", "Le prix du blé monte.");
    project.write("sub/b.txt", "Le marché recule.");
    project.run(["index", "."]).expect(0);
    for _ in 0..2 {
        let again = project.run(["index", "."]).expect(0);
        assert!(
            again.stdout.starts_with("0 added, 0 changed, 0 removed, 2 unchanged, 0 failed"),
            "{again:?}"
        );
        assert_eq!(again.stderr, "");
    }
    let status = project.run(["status"]).expect(0);
    assert!(status.stdout.contains("up to date"), "{status:?}");
}

/// Another index in the corpus, with other articles: left out as a whole, and said in one line.
#[test]
fn another_index_is_no_part_of_a_corpus() {
    let project = Project::bare();
    project.write("old/a.txt", "Le prix du blé monte.");
    project.run(["index", "old", "--index", "old/idx"]).expect(0);
    let output = project.run(["index", "."]).expect(0).says(&["old/idx", "an index is not part of a corpus"]);
    assert!(output.stdout.starts_with("1 added, 0 changed, 0 removed, 0 unchanged, 0 failed"), "{output:?}");
    assert_eq!(output.stderr.lines().count(), 1, "{output:?}");
    let both = project.run(["index", "old/idx", "--index", "other"]).expect(0);
    assert!(both.stdout.starts_with("0 added"), "{both:?}");
}
