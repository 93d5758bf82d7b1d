//! The files of `tests/scenarios/`: a few documents, and what a reader expects of searches in them.
//!
//! ```toml
//! [[document]]
//! name = "a"            # what the searches call it
//! title = "…"           # title, date, source, author, lang: as in a line of a `.jsonl` file; optional
//! text = "…"
//!
//! [[search]]
//! query = "puces"
//! args = ["--since", "2025"]       # optional
//! hits = ["a", "b"]                # the articles that match all of it, best first
//! unordered = true                 # unless only the set matters
//! missing = { c = ["Corée"] }      # those that match a part, with what each lacks; else they are not looked at
//! marks = ["puces d’IA"]           # what is marked, each text once, in the order of the answer; optional
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::harness::{ENGINES, Project};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    document: Vec<Document>,
    search: Vec<Search>,
}

#[derive(Deserialize)]
struct Document {
    name: String,
    #[serde(flatten)]
    keys: BTreeMap<String, toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Search {
    query: String,
    #[serde(default)]
    args: Vec<String>,
    hits: Vec<String>,
    #[serde(default)]
    unordered: bool,
    missing: Option<BTreeMap<String, Vec<String>>>,
    marks: Option<Vec<String>>,
}

/// Runs a file of scenarios on every engine; gives how many searches it holds, and what is wrong with their answers.
fn check(path: &Path) -> (usize, Vec<String>) {
    let (searches, faults): (Vec<usize>, Vec<Vec<String>>) =
        ENGINES.iter().map(|engine| check_on(engine, path)).unzip();
    (searches[0], faults.concat())
}

fn check_on(engine: &str, path: &Path) -> (usize, Vec<String>) {
    let name = path.file_name().unwrap().to_string_lossy().into_owned();
    let scenario: Scenario =
        toml::from_str(&fs::read_to_string(path).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let project = Project::new()
        .variable("VIGIE_ENGINE", engine)
        .file("documents.jsonl", &scenario.document.iter().map(line).collect::<String>());
    let report = project.run(["index"]).expect(0);
    assert_eq!(report.stderr, "", "{name}");
    let faults = scenario.search.iter().filter_map(|search| fault(&project, search));
    (scenario.search.len(), faults.map(|fault| format!("{name} ({engine}): {fault}")).collect())
}

/// A document as a line of JSON.
fn line(document: &Document) -> String {
    let value = |value: &toml::Value| match value {
        toml::Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    let mut keys: serde_json::Map<String, Value> =
        document.keys.iter().map(|(key, text)| (key.clone(), value(text).into())).collect();
    keys.insert("id".to_owned(), document.name.clone().into());
    Value::from(keys).to_string() + "\n"
}

/// What is wrong with the answer to a search, if anything.
fn fault(project: &Project, search: &Search) -> Option<String> {
    let how = if search.missing.is_some() { "auto" } else { "all" };
    // What a scenario is about is the language, not the names that the program happens to know.
    let mut args: Vec<&str> = vec!["--match", how, "--no-expand", "--limit", "100", "--per-article", "0"];
    args.extend(search.args.iter().map(String::as_str));
    args.extend(["--", search.query.as_str()]);
    let answer = project.answer(&args);
    let mut hits: Vec<String> = Vec::new();
    let mut missing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut marks: Vec<String> = Vec::new();
    for hit in answer["hits"].as_array().unwrap() {
        let id = hit["id"].as_str().unwrap().to_owned();
        let lacks: Vec<String> =
            hit["missing"].as_array().unwrap().iter().map(|m| m.as_str().unwrap().to_owned()).collect();
        match lacks.is_empty() {
            true if !hits.contains(&id) => hits.push(id),
            true => {}
            false => drop(missing.insert(id, lacks)),
        }
        for (text, key) in [("title", "title_marks"), ("text", "marks")] {
            for mark in hit[key].as_array().unwrap() {
                let end = |key: &str| usize::try_from(mark[key].as_u64().unwrap()).unwrap();
                let text = hit[text].as_str().unwrap()[end("start")..end("end")].to_owned();
                if !marks.contains(&text) {
                    marks.push(text);
                }
            }
        }
    }
    let mut expected = search.hits.clone();
    if search.unordered {
        hits.sort();
        expected.sort();
    }
    let mut faults = Vec::new();
    if hits != expected {
        faults.push(format!("finds {hits:?}, expected {expected:?}"));
    }
    if search.missing.as_ref().is_some_and(|expected| *expected != missing) {
        faults.push(format!("in part {missing:?}, expected {:?}", search.missing));
    }
    if search.marks.as_ref().is_some_and(|expected| *expected != marks) {
        faults.push(format!("marks {marks:?}, expected {:?}", search.marks));
    }
    (!faults.is_empty()).then(|| format!("`{}` {}", search.query, faults.join("; ")))
}

#[test]
fn every_scenario_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    let (searches, faults): (Vec<usize>, Vec<Vec<String>>) = files.iter().map(|path| check(path)).unzip();
    let faults = faults.concat();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let searches: usize = searches.iter().sum();
    assert!(searches >= 25, "only {searches} searches in {} files", files.len());
}
