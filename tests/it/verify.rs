//! A list and the index of a later day, compared from the outside.

use serde_json::Value;

use crate::harness::{Output, Project};

fn press() -> Project {
    Project::new()
        .file("a.md", "---\ntitle: Les puces\ndate: 2025-10-28\n---\nLes puces de NVIDIA.")
        .file("b.txt", "Les puces de l’avocat.")
        .file("c.txt", "Des puces, encore des puces.")
        .indexed_as_one()
}

fn verify(project: &Project, file: &str, expected: i32) -> Output {
    project.run(["verify", file]).expect(expected)
}

/// Exports, changes the corpus and indexes it: `expected` are parts of the report. The same for a workbook.
fn check(change: impl Fn(&Project), expected: &[&str]) {
    for file in ["hits.csv", "hits.xlsx"] {
        let project = press();
        project.run(["export", "puces", "-o", file, "-q"]).expect(0);
        change(&project);
        project.run(["index", "-q", "--remove-missing"]).expect(0);
        let is_same = expected.iter().any(|part| part.starts_with("the same list"));
        let report = verify(&project, file, i32::from(!is_same)).stdout;
        for part in expected {
            assert!(report.contains(part), "{file}: `{part}` is not in\n{report}");
        }
        let json: Value = serde_json::from_str(&project.run(["verify", file, "--json"]).stdout).unwrap();
        assert_eq!(json["same"], is_same);
    }
}

#[test]
fn each_difference_is_told_with_its_reason() {
    check(|_| {}, &["the same list: 3 passages"]);
    check(|project| project.write("corpus/d.txt", "Du blé."), &["the same list", "changed since: the texts"]);
    let new = ["another list: 3 passages then, 4 now", "+", "d.txt §1: the article is new"];
    check(|project| project.write("corpus/d.txt", "Une puce."), &new);
    let gone = ["another list: 3 passages then, 2 now", "b.txt §1: the article is no longer in the index"];
    check(|project| project.remove("corpus/b.txt"), &gone);
    let other = ["b.txt §1: the article has changed", "went: 1"];
    check(|project| project.write("corpus/b.txt", "Les prunes de l’avocat."), &other);
    let edited = ["another list: 3 passages then, 3 now", "the text has changed: 1"];
    check(|project| project.write("corpus/b.txt", "Les puces de l’avocate."), &edited);
    let renamed = ["e.txt §1: the same article as b.txt", "b.txt §1: the same article as e.txt"];
    check(
        |project| {
            project.remove("corpus/b.txt");
            project.write("corpus/e.txt", "Les puces de l’avocat.");
        },
        &renamed,
    );
}

#[test]
fn a_changed_file_is_told() {
    let project = press();
    project.run(["export", "puces", "-o", "hits.csv", "-q"]).expect(0);
    let path = project.path("hits.csv");
    std::fs::write(&path, std::fs::read_to_string(&path).unwrap() + "remarque\n").unwrap();
    assert!(verify(&project, "hits.csv", 1).stdout.contains("the file was changed"));
    std::fs::remove_file(&path).unwrap();
    assert!(verify(&project, "hits.csv.vigie.json", 1).stdout.contains("not beside its manifest"));
}

#[test]
fn what_is_no_manifest_is_refused() {
    let project = press();
    project.run(["export", "puces", "-o", "hits.csv", "-q"]).expect(0);
    let manifest = project.path("hits.csv.vigie.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    for (bad, expected) in [
        (text.replacen("\"b.txt\"", "\"x.txt\"", 1), "were changed after"),
        (text.replacen("\"vigie_manifest\": 1", "\"vigie_manifest\": 9", 1), "format 9"),
        (text[..text.len() / 2].to_owned(), "no manifest"),
        ("[]".to_owned(), "no manifest"),
    ] {
        std::fs::write(&manifest, bad).unwrap();
        assert!(verify(&project, "hits.csv", 2).stderr.contains(expected), "{expected}");
    }
    assert!(verify(&project, "corpus/b.txt", 2).stderr.contains("b.txt.vigie.json"));
}

#[test]
fn the_command_of_a_manifest_makes_the_list_again() {
    let project = press();
    let args =
        ["export", "--since", "2025", "--undated", "-o", "a b.jsonl", "-q", "--", "puces l'avocat OU NVIDIA"];
    project.run(args).expect(0);
    let read = |name: &str| project.read(name);
    let manifest: Value = serde_json::from_str(&read("a b.jsonl.vigie.json")).unwrap();
    let command = manifest["command"].as_str().unwrap();
    let before = read("a b.jsonl");
    ["a b.jsonl", "a b.jsonl.vigie.json"].iter().for_each(|name| project.remove(name));
    let path = crate::harness::program().parent().unwrap().to_owned();
    let mut shell = std::process::Command::new("/bin/sh");
    shell.args(["-c", command]).current_dir(project.path("")).env("PATH", path);
    assert!(shell.status().unwrap().success(), "{command}");
    assert_eq!(read("a b.jsonl"), before);
}

#[test]
fn neither_list_nor_manifest_is_replaced() {
    let project = press();
    project.write("hits.csv.vigie.json", "notes");
    let refused = project.run(["export", "puces", "-o", "hits.csv"]).expect(2);
    assert!(refused.stderr.contains("`hits.csv.vigie.json` exists"), "{}", refused.stderr);
    assert!(!project.path("hits.csv").try_exists().unwrap());
    project.run(["export", "puces", "-o", "hits.csv", "--force"]).expect(0);
    verify(&project, "hits.csv", 0);
}

#[test]
fn exports_in_the_corpus_are_not_indexed() {
    let project = press();
    for name in ["h.csv", "h.tsv", "h.xlsx", "h.html"] {
        project.run(["export", "puces", "-q", "-o", &format!("corpus/{name}")]).expect(0);
    }
    for lang in ["en", "fr"] {
        let file = format!("corpus/{lang}.csv");
        project.run(["export", "puces", "-q", "--headings", "--lang", lang, "-o", &file]).expect(0);
    }
    project.run(["index", "-q"]);
    let status: Value = serde_json::from_str(&project.run(["status", "--json"]).stdout).unwrap();
    assert_eq!(status["holds"]["articles"], 3);
}
