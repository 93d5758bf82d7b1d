//! The same corpus kept by both engines: everything that the program says of it is the same, byte for byte.

use std::sync::OnceLock;

use crate::harness::{ENGINES, Project};

/// The sample corpus as the reference keeps it.
fn reference() -> &'static Project {
    static REFERENCE: OnceLock<Project> = OnceLock::new();
    REFERENCE.get_or_init(|| {
        Project::with_sample_corpus().shared().variable("VIGIE_ENGINE", "reference").indexed()
    })
}

fn check(args: &[&str]) {
    let [embedded, reference] = [Project::sample(), reference()].map(|project| project.run(args));
    assert!(embedded.code <= 1, "{args:?}: {embedded:?}");
    assert_eq!(reference.stdout, embedded.stdout, "{args:?}");
    assert_eq!(reference, embedded, "{args:?}");
}

/// Words, phrases, proximities, patterns, fields, dates, what is nowhere, what is misspelt, what stands for other names.
const QUERIES: [&str; 16] = [
    "puces Chine",
    "restrictions exportation semi-conducteurs",
    "\"part de marché\" NVIDIA",
    "\"puces exportation\"~6",
    "Trump PRES/10 Xi",
    "Chine MEME licence",
    "export* SAUF \"terres rares\"",
    "=puces OU =puce",
    "Huwaei",
    "nvidai~",
    "titre:puces source:presse",
    "date:2025-10..2025-11",
    "SAUF Chine",
    "(intelligence OU IA) européenne^2 loi",
    "export controls",
    "introuvable puces",
];

#[test]
fn answers_explanations_and_marks_are_the_same() {
    let broad = ["--match", "any", "--per-article", "0", "--limit", "60"];
    for (number, query) in QUERIES.iter().enumerate() {
        // Every other question is asked of all passages that match a part of it.
        let how = if number % 2 == 0 { &broad[..0] } else { &broad[..] };
        check(&[&["search", "--json", "--explain"], how, &["--", query]].concat());
    }
}

#[test]
fn other_orders_pages_and_outputs_are_the_same() {
    for sort in ["newest", "oldest", "id"] {
        check(&["search", "--json", "--sort", sort, "--limit", "7", "--page", "2", "--", "Chine OU puces"]);
    }
    check(&["search", "--json", "--explain", "--feedback", "--", "puces Chine"]);
    check(&["export", "-o", "-", "--format", "csv", "--", "puces OU Chine OU Europe"]);
    check(&["export", "-o", "-", "--format", "trec", "--passages", "--", "puces OU Chine OU Europe"]);
}

#[test]
fn an_index_keeps_the_engine_that_made_it() {
    for (engine, other) in [(ENGINES[0], ENGINES[1]), (ENGINES[1], ENGINES[0])] {
        let project = Project::new().file("a.txt", "Les puces sont arrivées.");
        let check_engine = |expected: &str| {
            let recorded = project.read("index/vigie.json");
            assert!(recorded.contains(&format!("\"engine\": \"{expected}\"")), "{recorded}");
            assert_eq!(project.ids(&["puces", "--sort", "id"])[0], "a.txt");
        };
        project.run(["index", "--engine", engine]).expect(0);
        check_engine(engine);
        project.write("corpus/b.txt", "Des puces encore, et des puces.");
        project.run(["index", "--engine", other]).expect(0);
        check_engine(engine);
        assert_eq!(project.ids(&["puces", "--sort", "id"]), ["a.txt", "b.txt"]);
        project.remove("corpus/b.txt");
        project.run(["index", "--engine", other, "--rebuild"]).expect(0);
        check_engine(other);
    }
    Project::new()
        .run(["index", "--engine", "autre"])
        .expect(2)
        .says(&["autre", "`embedded` or `reference`"]);
}

#[test]
fn a_file_of_the_reference_that_was_changed_is_damage() {
    let project = Project::new().file("a.txt", "Les puces sont arrivées.");
    project.run(["index", "--engine", "reference"]).expect(0);
    let name = "index/g1/articles.postcard";
    let whole = std::fs::read(project.path(name)).unwrap();
    let check = |bytes: &[u8], words: &str| {
        project.write(name, bytes);
        project.run(["search", "puces"]).expect(2).says(&[
            "damaged",
            "`articles.postcard`",
            words,
            "--rebuild",
        ]);
    };
    check(&whole[..8], "is cut");
    check(&whole[..whole.len() - 1], "is not what was written");
    check(&[&whole[..40], b"x", &whole[41..]].concat(), "is not what was written");
    project.remove(name);
    project.run(["search", "puces"]).expect(2).says(&["damaged", "`articles.postcard` is not there"]);
    project.write(name, &whole);
    project.run(["search", "puces"]).expect(0);
}
