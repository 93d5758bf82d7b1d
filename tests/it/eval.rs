//! The measures of the judged set, pinned: a change of the ranking shows here, in four decimals.

use tempfile::NamedTempFile;

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
    check("eval-judged-set", &["--set"]);
}

/// Pins how the second run does against the first.
fn check_compared(name: &str, a: &str, b: &str) {
    let qrels = judged("qrels.trec");
    let output = Project::sample().run(["eval", "--quiet", "--compare", a, b, &qrels]).expect(0);
    pinned(name, &output.stdout);
}

/// The run of the judged set, in a file.
fn searched(args: &[&str]) -> NamedTempFile {
    let file = NamedTempFile::new().unwrap();
    let (topics, qrels) = (judged("topics.tsv"), judged("qrels.trec"));
    let command = ["eval", &topics, &qrels, "--run", name(&file)];
    Project::sample().run(command.iter().chain(args)).expect(0);
    file
}

fn name(file: &NamedTempFile) -> &str {
    file.path().to_str().unwrap()
}

#[test]
fn names_help_by_more_than_chance() {
    check_compared("eval-compared", name(&searched(&["--no-expand"])), name(&searched(&[])));
}

/// `lucene.run` was written by `bench/run judged`, see `docs/EVALUATION.md`.
#[test]
fn the_judged_set_is_answered_better_than_by_lucene() {
    let lucene = judged("lucene.run");
    check_compared("eval-lucene", &lucene, name(&searched(&[])));
    check_compared("eval-lucene-no-expand", &lucene, name(&searched(&["--no-expand"])));
}
