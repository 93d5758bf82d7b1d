//! Files that crash, hang or swell the process that reads them: each costs itself only, and is named.

use std::fs;
use std::process::Stdio;

use serde_json::Value;

use crate::harness::{Project, code};

/// The number of good files around the bad one.
const GOOD: usize = 20;

/// A project of good files, half before and half after the name `m`.
fn good() -> Project {
    (0..GOOD).fold(Project::new(), |project, n| {
        let name = format!("{}{n}.txt", if n % 2 == 0 { "a" } else { "z" });
        project.file(&name, &format!("Les puces de NVIDIA, article {n}, sont soumises à licence."))
    })
}

/// Indexes the good files with a bad one: it alone is named, with `code` and `said`. `is_kept` says whether it is remembered.
fn check(project: &Project, arguments: &[&str], reason: &str, is_kept: bool) {
    let run = |jobs: &'static str, more: &[&str]| {
        let all = [&["index", "--json", "--jobs", jobs][..], arguments, more].concat();
        let output = project.run(all).expect(3);
        serde_json::from_str::<Value>(&output.stdout).unwrap()
    };
    for jobs in ["1", "3"] {
        let report = run(jobs, &["--rebuild"]);
        assert_eq!(report["files"]["added"], GOOD, "{report}");
        let problems = report["problems"].as_array().unwrap();
        let codes: Vec<&str> = problems.iter().map(|problem| problem["code"].as_str().unwrap()).collect();
        assert_eq!(codes, [reason], "{report}");
        assert!(problems[0]["path"].as_str().unwrap().starts_with("m."), "{report}");
    }
    assert_eq!(project.ids(&["licence"]).len(), GOOD);
    // Without the fault the file is good: it is read again only if it was not to blame.
    project.run(["status", "--check"]).expect(0);
    let again = [&["index"], arguments].concat();
    let healed = project.command(again).env_remove("VIGIE_READER_FAULT").output().unwrap();
    assert_eq!(code(healed.status), if is_kept { 3 } else { 0 }, "{healed:?}");
}

/// As [`check`], with a fault that a build for tests commits.
fn check_fault(fault: &'static str, arguments: &[&str], reason: &str, is_kept: bool) {
    let project = good().file("m.txt", "Une truite.").variable("VIGIE_READER_FAULT", fault);
    check(&project, arguments, reason, is_kept);
}

#[test]
fn a_reader_that_dies_costs_one_file() {
    check_fault("crash=m.txt", &[], "reader_crashed", true);
    check_fault("overflow=m.txt", &[], "too_deep", true);
    check_fault("swell=m.txt", &[], "out_of_memory", true);
    check_fault("spin=m.txt", &["--file-seconds", "1"], "timed_out", true);
}

#[test]
fn a_reader_that_is_stopped_or_killed_is_tried_again() {
    check_fault("kill=m.txt", &[], "reader_killed", false);
    check_fault("sleep=m.txt", &["--file-seconds", "1"], "reader_silent", false);
}

#[test]
fn memory_is_limited_for_each_file() {
    // A tree of small elements takes some dozens of times its text.
    let project = good().file("m.md", &"<p>x".repeat(1_000_000));
    check(&project, &["--file-memory", "128"], "out_of_memory", true);
    // A wider limit is a reason to try again.
    let report = project.run(["index", "--file-memory", "2048", "--json"]).expect(0);
    let report: Value = serde_json::from_str(&report.stdout).unwrap();
    assert_eq!((&report["files"]["added"], &report["files"]["failed"]), (&1.into(), &0.into()), "{report}");
}

#[test]
fn a_line_that_kills_its_reader_costs_no_other() {
    let line = |n: usize| format!("{{\"id\":\"l{n}\",\"text\":\"La licence numéro {n}.\"}}\n");
    let lines: String = (1..=30).map(line).collect();
    let project = Project::new().file("m.jsonl", &lines).variable("VIGIE_READER_FAULT", "crash=m.jsonl:7");
    for jobs in ["1", "2"] {
        let output = project.run(["index", "--rebuild", "--jobs", jobs]).expect(3);
        assert!(output.stdout.starts_with("1 added"), "{output:?}");
        output.says(&["failed: m.jsonl:7: parse: its reader crashed (signal 6)"]);
        assert_eq!(project.ids(&["licence"]).len(), 29);
    }
}

#[test]
fn many_deaths_are_many_problems() {
    let project = Project::new().variable("VIGIE_READER_FAULT", "crash=*");
    (0..40).for_each(|n| project.write(&format!("corpus/{n:02}.md"), "Une truite."));
    let output = project.run(["index", "--jobs", "2"]).expect(3);
    assert_eq!(output.stderr.matches("its reader crashed").count(), 40, "{output:?}");
}

/// The processes that a process has started.
fn children(parent: u32) -> Vec<u32> {
    let threads = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
    let lists = threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists.flat_map(|list| list.split_whitespace().map(|id| id.parse().unwrap()).collect::<Vec<_>>()).collect()
}

/// Whether a process is there, and is more than an entry that nobody has asked for.
fn is_alive(process: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, state)| !state.starts_with(['Z', 'X']))
}

#[cfg(target_os = "linux")]
#[test]
fn no_reader_outlives_its_run() {
    let project = good().file("m.txt", "Une truite.").variable("VIGIE_READER_FAULT", "sleep=m.txt");
    for jobs in ["1", "2"] {
        let mut run = project.command(["index", "--jobs", jobs]).stderr(Stdio::null()).spawn().unwrap();
        let readers = loop {
            let readers = children(run.id());
            if !readers.is_empty() {
                break readers;
            }
            std::thread::yield_now();
        };
        // Killed at once, a run has no time to end anything.
        run.kill().unwrap();
        run.wait().unwrap();
        while readers.iter().any(|reader| is_alive(*reader)) {
            std::thread::yield_now();
        }
    }
}
