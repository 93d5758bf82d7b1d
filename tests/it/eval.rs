//! The measures of the judged set, pinned: a change of the ranking shows here, in four decimals.

use crate::harness::Project;

/// The path of a file of the judged set.
fn judged(name: &str) -> String {
    format!("{}/tests/eval/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// Compares with the pinned table; unlike other snapshots with every figure in it.
fn pinned(name: &str, table: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| insta::assert_snapshot!(name, table));
}

fn check(name: &str, args: &[&str]) {
    let (topics, qrels) = (judged("topics.tsv"), judged("qrels.trec"));
    let project = Project::sample();
    let output = project.run(["eval", &topics, &qrels, "--quiet"].iter().chain(args)).expect(0);
    pinned(name, &output.stdout);
}

#[test]
fn the_judged_set_is_answered_as_well_as_before() {
    check("eval-judged", &[]);
    check("eval-judged-no-expand", &["--no-expand"]);
    check("eval-judged-auto", &["--match", "auto"]);
}

#[test]
fn names_help_by_more_than_chance() {
    let project = Project::sample();
    let (topics, qrels) = (judged("topics.tsv"), judged("qrels.trec"));
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (plain, expanded) = (run("plain.run"), run("expanded.run"));
    project.run(["eval", &topics, &qrels, "--no-expand", "--run", &plain]).expect(0);
    project.run(["eval", &topics, &qrels, "--run", &expanded]).expect(0);
    let output = project.run(["eval", "--quiet", "--compare", &plain, &expanded, &qrels]).expect(0);
    pinned("eval-compared", &output.stdout);
}
