//! Exports from the outside: every hit, in each format, to a file that is there whole or not at all.

use std::collections::BTreeSet;
use std::fs;
use std::process::Stdio;

use serde_json::Value;
use walkdir::WalkDir;

use crate::harness::{Output, Project, copy_folder, make_pipe, snapshot};

/// Three articles with what makes exports hard, indexed in one part.
fn press() -> Project {
    Project::new()
        .file("a.md", "---\ntitle: \"=HYPERLINK(\\\"x\\\";\\\"y\\\")\"\ndate: 2025-10-28\nsource: Dépêches, du soir\nauthor: Jeanne \"J\" Martin\n---\nLes puces d’IA,\nc’est « l’avenir » ; dit-elle.\tFin.")
        .file("b.txt", "+33 1 23 45 67 89\n\nLes puces de l’avocat *et* `de` [la](x) <b>suite</b>.")
        .file("c c%.txt", "Rien que des puces.")
        .indexed_as_one()
}

/// Exports to standard output.
fn export(project: &Project, args: &[&str]) -> Output {
    project.run(["export", "-o", "-", "-q"].iter().chain(args))
}

/// The names of what lies in the project beside corpus and index.
fn files(project: &Project) -> BTreeSet<String> {
    let names =
        fs::read_dir(project.path("")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !["corpus", "index"].contains(&name.as_str())).collect()
}

/// Cells of a CSV or TSV text as the reader of another program sees them.
fn cells(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn every_format_is_as_it_was() {
    let project = press();
    let passages = ["--passages", "--topic", "7 b", "--tag", "mon essai"];
    for (name, format, more) in [
        ("jsonl", "jsonl", &[][..]),
        ("csv", "csv", &[]),
        ("csv-excel", "csv", &["--excel"]),
        ("tsv", "tsv", &[]),
        ("trec", "trec", &[]),
        ("trec-passages", "trec", &passages),
        ("md", "md", &[]),
        ("md-no-marks", "md", &["--no-marks"]),
    ] {
        let output = export(&project, &[&["puces", "--format", format], more].concat()).expect(0);
        assert_eq!(output.stderr, "");
        snapshot(&format!("export-{name}"), &project, &output.stdout);
    }
}

#[test]
fn every_hit_is_written() {
    let project = Project::sample();
    for query in ["puces", "Chine OU puces", "\"terres rares\" SAUF Trump"] {
        let answer =
            project.answer(&["--match", "all", "--per-article", "0", "--limit", "100000", "--", query]);
        let hits = answer["hits"].as_array().unwrap();
        let lines = export(project, &["--format", "jsonl", "--", query]).expect(0).stdout;
        let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(rows.len(), hits.len());
        for (row, hit) in rows.iter().zip(hits) {
            for key in ["rank", "id", "passage", "text", "marks", "score"] {
                assert_eq!(row[key], hit[key], "{query}");
            }
        }
        let csv = export(project, &["--format", "csv", "--", query]).expect(0).stdout;
        assert_eq!(cells(&csv, b',').len(), hits.len() + 1);
        let tsv = export(project, &["--format", "tsv", "--", query]).expect(0).stdout;
        assert_eq!(tsv.lines().count(), hits.len() + 1);
    }
}

/// What no column shows is not worked out (marks, snippets, the passage itself): no column may miss it.
#[test]
fn a_column_is_the_same_whatever_stands_beside_it() {
    let project = Project::sample();
    let rows = |more: &[&str]| -> Vec<Value> {
        let asked = ["Huang \"puces IA\" Chine", "--match", "any", "--format", "jsonl"];
        let lines = export(project, &[&asked, more].concat()).expect(0).stdout;
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let whole = rows(&[]);
    let names: BTreeSet<&String> = whole.iter().flat_map(|row| row.as_object().unwrap().keys()).collect();
    for key in ["marks", "title_marks", "missing"] {
        let has_some = |row: &Value| row[key].as_array().is_some_and(|some| !some.is_empty());
        assert!(whole.iter().any(has_some), "no row has {key}");
    }
    for name in names {
        let alone = rows(&["--fields", name]);
        assert_eq!(alone.len(), whole.len());
        for (alone, whole) in alone.iter().zip(&whole) {
            assert_eq!(alone.get(name), whole.get(name), "{name}");
        }
    }
}

#[test]
fn filters_orders_and_limits_of_an_article_hold() {
    let project = Project::sample();
    let args = [
        "puces",
        "--since",
        "2025-06",
        "--sort",
        "oldest",
        "--per-article",
        "1",
        "--fields",
        "date,id",
        "--format",
        "jsonl",
    ];
    let lines = export(project, &args).expect(0).stdout;
    let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let dates: Vec<&str> = rows.iter().map(|row| row["date"].as_str().unwrap()).collect();
    assert!(dates.len() > 5 && dates.is_sorted() && dates[0] >= "2025-06");
    let ids: BTreeSet<&str> = rows.iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), rows.len());
    // All of a query must match, unless any part is asked for.
    let count = |how: &str| {
        export(project, &["Huang rhubarbe", "--match", how, "--format", "jsonl"]).stdout.lines().count()
    };
    assert!(count("all") == 0 && count("any") > 0);
}

#[test]
fn columns_are_chosen_and_ordered() {
    let project = press();
    let csv = export(&project, &["puces", "--format", "csv", "--fields", "title,rank,id"]).expect(0).stdout;
    let rows = cells(&csv, b',');
    assert_eq!(rows[0], ["title", "rank", "id"]);
    assert!(rows[1..].iter().all(|row| row.len() == 3));
    let line = export(&project, &["puces", "--format", "jsonl", "--fields", "id,text"]).expect(0).stdout;
    let keys: Value = serde_json::from_str(line.lines().next().unwrap()).unwrap();
    assert_eq!(keys.as_object().unwrap().keys().collect::<Vec<_>>(), ["id", "text"]);
}

#[test]
fn no_cell_is_a_formula() {
    let project = press();
    for (format, delimiter) in [("csv", b','), ("tsv", b'\t')] {
        let text = export(&project, &["puces", "--format", format]).expect(0).stdout;
        let rows = cells(&text, delimiter);
        let dangerous = |cell: &&String| cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let found: Vec<&String> = rows.iter().flatten().filter(dangerous).collect();
        assert!(found.is_empty(), "{format}: {found:?}");
        assert!(rows.iter().flatten().any(|cell| cell.contains("=HYPERLINK(")), "nothing is lost: {text}");
    }
    let json = export(&project, &["puces", "--format", "jsonl"]).expect(0).stdout;
    assert!(json.contains("\"title\":\"=HYPERLINK("), "{json}");
}

#[test]
fn the_extension_tells_the_format_and_a_flag_overrules_it() {
    let project = press();
    let first = |name: &str, args: &[&str]| {
        let output = project.run(["export", "puces", "-o", name].iter().chain(args)).expect(0);
        assert_eq!(output.stdout, "");
        assert!(
            output.stderr.contains(&format!("3 rows written to {name}: 3 passages of 3 articles match")),
            "{output:?}"
        );
        project.read(name).lines().next().unwrap().chars().take(8).collect::<String>()
    };
    assert_eq!(first("hits.csv", &[]), "rank,id,");
    assert_eq!(first("hits.TSV", &[]), "rank\tid\t");
    assert_eq!(first("hits.jsonl", &[]), "{\"rank\":");
    assert_eq!(first("hits.ndjson", &[]), "{\"rank\":");
    assert_eq!(first("hits.run", &[]), "1 Q0 c%2");
    assert!(first("hits.md", &[]).starts_with('#'));
    assert_eq!(first("hits.txt", &["--format", "tsv"]), "rank\tid\t");
    assert_eq!(first("hits", &["--format", "CSV"]), "rank,id,");
    assert_eq!(files(&project).len(), 16, "each has a manifest");
}

#[test]
fn errors_of_exports_say_what_to_do_and_leave_no_file() {
    let project = press();
    project.write("folder/x", "");
    project.write("kept.csv", "before");
    let cases: &[&[&str]] = &[
        &["export", "puces"],
        &["export", "puces", "-o", "hits"],
        &["export", "puces", "-o", "hits.pdf"],
        &["export", "puces", "-o", "-"],
        &["export", "puces", "-o", "hits.csv", "--format", "xls"],
        &["export", "puces", "-o", "hits.tsv", "--excel"],
        &["export", "puces", "-o", "hits.csv", "--topic", "3"],
        &["export", "puces", "-o", "kept.csv"],
        &["export", "puces", "-o", "hits.csv", "--fields", "titre"],
        &["export", "puces", "-o", "hits.csv", "--fields", ""],
        &["export", "puces", "-o", "hits.md", "--fields", "title"],
        &["export", "puces", "-o", "folder", "--format", "csv"],
        &["export", "puces", "-o", "nowhere/hits.csv"],
        &["export", "puces", "-o", "kept.csv/hits.csv"],
        &["export", "puces", "-o", "/proc/hits.csv"],
        &["export", "", "-o", "kept.csv"],
        &["export", "puces date:demain", "-o", "kept.csv"],
        &["export", "puces", "-o", "kept.csv", "--index", "folder"],
    ];
    let mut texts = String::new();
    for args in cases {
        texts += &format!("$ vigie {}\n{}\n", args.join(" "), project.run(*args).expect(2).whole());
    }
    snapshot("export-errors", &project, &texts);
    assert_eq!(files(&project).into_iter().collect::<Vec<_>>(), ["folder", "kept.csv"]);
    assert_eq!(project.read("kept.csv"), "before");
}

#[test]
fn no_hits_are_a_whole_file_without_rows() {
    let project = press();
    let output = project.run(["export", "saumon", "-o", "hits.csv"]).expect(1);
    assert!(output.stderr.contains("0 rows written"), "{output:?}");
    assert_eq!(cells(&project.read("hits.csv"), b',').len(), 1);
    assert_eq!(export(&project, &["saumon", "--format", "jsonl"]).expect(1).stdout, "");
}

#[test]
fn a_run_for_trec_lists_articles_once_or_passages() {
    let project = Project::sample();
    let articles = export(project, &["puces Chine", "--format", "trec", "--topic", "12", "--tag", "essai"])
        .expect(0)
        .stdout;
    let rows: Vec<Vec<&str>> = articles.lines().map(|line| line.split(' ').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 6 && row[0] == "12" && row[1] == "Q0" && row[5] == "essai"));
    assert!(rows.iter().zip(1..).all(|(row, rank)| row[3] == rank.to_string()));
    let names: BTreeSet<&str> = rows.iter().map(|row| row[2]).collect();
    assert_eq!(names.len(), rows.len());
    let answer = project.answer(&["puces Chine", "--match", "all"]);
    assert_eq!(answer["articles"], rows.len());
    let passages = export(project, &["puces Chine", "--format", "trec", "--passages"]).expect(0).stdout;
    assert_eq!(answer["passages"]["hits"], passages.lines().count());
    assert!(passages.lines().all(|line| line.contains("#p")));
    let scores: Vec<f64> = rows.iter().map(|row| row[4].parse().unwrap()).collect();
    assert!(scores.windows(2).all(|pair| pair[0] > pair[1]), "equal scores would be sorted anew");
}

#[test]
fn an_export_is_byte_for_byte_the_same_twice() {
    let project = Project::sample();
    for format in ["jsonl", "csv", "tsv", "trec", "md"] {
        let ask = || export(project, &["puces OU Chine OU Huang", "--format", format]).expect(0).stdout;
        assert_eq!(ask(), ask(), "{format}");
    }
}

#[test]
fn a_closed_pipe_ends_an_export_quietly() {
    for format in ["jsonl", "csv", "md", "trec"] {
        let mut command =
            Project::sample().command(["export", "puces OU Chine", "-o", "-", "--format", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = Output::from(child.wait_with_output().unwrap());
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{format}");
    }
}

#[test]
fn an_old_file_stays_until_the_new_one_is_whole() {
    let project = Project::with_sample_corpus().indexed();
    project.write("hits.jsonl", "before");
    // The index is spoilt below what is read first, so that the export fails under way or at once.
    copy_folder(&project.path("index"), &project.path("kept"));
    let store = project.listing("index/g1").into_keys().find(|name| name.ends_with(".store")).unwrap();
    let path = project.path(&format!("index/g1/{store}"));
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 2_000].fill(0xff);
    fs::write(path, bytes).unwrap();
    let output =
        project.command(["export", "puces OU Chine OU la", "-o", "hits.jsonl", "--force"]).output().unwrap();
    assert_ne!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(project.read("hits.jsonl"), "before");
    let left: Vec<String> = files(&project).into_iter().filter(|name| name.contains("hits")).collect();
    assert_eq!(left, ["hits.jsonl"]);
    fs::remove_dir_all(project.path("index")).unwrap();
    fs::rename(project.path("kept"), project.path("index")).unwrap();
    project.run(["export", "puces", "-o", "hits.jsonl", "--force"]).expect(0);
    assert!(project.read("hits.jsonl").lines().count() > 50);
}

#[test]
fn a_killed_export_leaves_the_old_file() {
    let project = Project::with_sample_corpus().indexed();
    project.write("hits.jsonl", "before");
    let mut command = project.command([
        "export",
        "puces OU Chine OU Huang OU licence",
        "-o",
        "hits.jsonl",
        "-q",
        "--force",
    ]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    // On Linux the file has no name until it is complete; where it has one, the next export removes it.
    let is_begun = || {
        let open = fs::read_dir(format!("/proc/{}/fd", child.id())).into_iter().flatten().flatten();
        let names = open.filter_map(|file| fs::read_link(file.path()).ok());
        names
            .into_iter()
            .any(|name| name.starts_with(project.path("")) && name.to_string_lossy().contains("(deleted)"))
            || files(&project).iter().any(|name| name.ends_with(".tmp"))
    };
    // A process that has ended has no open files: it would be waited for in vain.
    let is_over = || {
        fs::read_to_string(format!("/proc/{}/stat", child.id())).map_or(true, |stat| stat.contains(") Z "))
    };
    while !is_begun() && !is_over() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let text = project.read("hits.jsonl");
    let is_whole =
        text.ends_with('\n') && text.lines().all(|line| serde_json::from_str::<Value>(line).is_ok());
    assert!(text == "before" || is_whole, "{text}");
    project.run(["export", "puces", "-o", "hits.jsonl", "--force"]).expect(0);
    let left: Vec<String> = files(&project).into_iter().filter(|name| name.contains("hits")).collect();
    assert_eq!(left, ["hits.jsonl", "hits.jsonl.vigie.json"]);
}

#[test]
fn links_and_pipes_are_written_through() {
    let project = press();
    project.write("real/hits.csv", "before");
    std::os::unix::fs::symlink(project.path("real/hits.csv"), project.path("link.csv")).unwrap();
    project.run(["export", "puces", "-o", "link.csv"]).expect(2).says(&["`link.csv` exists", "--force"]);
    assert_eq!(project.read("real/hits.csv"), "before");
    project.run(["export", "puces", "-o", "link.csv", "--force"]).expect(0);
    assert!(project.read("real/hits.csv").starts_with("rank,id,"));
    assert!(fs::symlink_metadata(project.path("link.csv")).unwrap().is_symlink());
    let pipe = project.path("pipe.csv");
    make_pipe(&pipe);
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    project.run(["export", "puces", "-o", "pipe.csv"]).expect(0);
    assert!(reader.join().unwrap().starts_with("rank,id,"));
    assert!(!fs::symlink_metadata(pipe).unwrap().is_file());
}

/// The columns decide what is found, and hold the identifiers: no export is made of damaged ones.
#[test]
fn damaged_columns_are_an_error_and_no_other_rows() {
    let project = press();
    let mut files = WalkDir::new(project.path("index")).into_iter().map(|entry| entry.unwrap().into_path());
    let columns = files.find(|file| file.extension().is_some_and(|ending| ending == "fast")).unwrap();
    let whole = fs::read(&columns).unwrap();
    let sound = export(&project, &["--format", "jsonl", "--fields", "rank,id", "puces"]).stdout;
    for at in (0..whole.len()).step_by(5) {
        let mut damaged = whole.clone();
        let end = damaged.len().min(at + 8);
        damaged[at..end].fill(0xff);
        fs::write(&columns, damaged).unwrap();
        let output = export(&project, &["--format", "jsonl", "--fields", "rank,id", "puces"]);
        let is_refused = output.stderr.contains("damaged") && output.stderr.contains("--rebuild");
        // The end of a file holds its checksum in a text of which not every byte matters.
        assert!(is_refused && output.code == 2 || output.stdout == sound, "{at}: {output:?}");
    }
}
