//! Files that a run of the indexer does not see: their articles stay unless a reader has removed the files.

use std::fs;

use crate::harness::Project;

/// Twenty articles, each with a word of its own, in two folders.
fn twenty() -> Project {
    let project = (0..20).fold(Project::new(), |project, number| {
        let folder = if number < 10 { "left" } else { "right" };
        project.file(&format!("{folder}/{number}.txt"), &format!("Un texte sur les puces numéro{number}."))
    });
    project.indexed()
}

/// After `change` a run says `expected` and ends with `code`; then `found` articles are found.
fn check(
    project: &Project,
    change: impl FnOnce(&Project),
    args: &[&str],
    code: i32,
    expected: &[&str],
    found: usize,
) {
    change(project);
    let output = project.run([&["index"], args].concat()).expect(code);
    let said = output.whole();
    expected.iter().for_each(|words| assert!(said.contains(words), "{said} lacks {words}"));
    assert_eq!(project.ids(&["puces"]).len(), found);
}

#[test]
fn an_empty_folder_removes_nothing_until_it_is_asked_for() {
    let project = twenty();
    let unmount = |project: &Project| fs::rename(project.path("corpus"), project.path("away")).unwrap();
    let empty = |project: &Project| {
        unmount(project);
        fs::create_dir(project.path("corpus")).unwrap();
    };
    let kept = ["0 removed, 20 unchanged", "20 of 20 files are missing", "--remove-missing"];
    check(&project, empty, &[], 3, &kept, 20);
    // Each run says so, `status` too, and the first that sees the files again is content.
    check(&project, |_| {}, &[], 3, &kept, 20);
    let status = project.run(["status"]).expect(0);
    assert!(status.stdout.contains("20 of 20 files are missing"), "{}", status.stdout);
    project.run(["index", "--rebuild"]).expect(2).says(&["20 of 20 files are missing", "--remove-missing"]);
    let mount = |project: &Project| {
        fs::remove_dir(project.path("corpus")).unwrap();
        fs::rename(project.path("away"), project.path("corpus")).unwrap();
    };
    check(&project, mount, &[], 0, &["0 removed, 20 unchanged, 0 failed"], 20);
    check(&project, empty, &["--remove-missing"], 0, &["20 removed, 0 unchanged"], 0);
}

#[test]
fn few_files_go_and_many_stay() {
    let project = twenty();
    let remove = |names: &'static [u32]| {
        move |project: &Project| names.iter().for_each(|n| project.remove(&format!("corpus/left/{n}.txt")))
    };
    check(&project, remove(&[0, 1]), &[], 0, &["2 removed, 18 unchanged"], 18);
    check(&project, remove(&[2, 3]), &[], 3, &["0 removed, 18 unchanged", "2 of 18 files are missing"], 18);
    // What is new is read all the same.
    let add = |project: &Project| project.write("corpus/new.txt", "Des puces neuves.");
    check(&project, add, &[], 3, &["1 added", "0 removed, 18 unchanged"], 19);
    check(&project, |_| {}, &["--remove-missing"], 0, &["2 removed, 17 unchanged"], 17);
}

#[test]
fn a_folder_may_have_another_name() {
    let project = twenty();
    let rename =
        |project: &Project| fs::rename(project.path("corpus/left"), project.path("corpus/middle")).unwrap();
    check(&project, rename, &[], 0, &["10 moved, 0 removed, 10 unchanged"], 20);
}

#[test]
fn a_dry_run_says_what_would_stay() {
    let project = twenty();
    fs::remove_dir_all(project.path("corpus/left")).unwrap();
    let output = project.run(["index", "--dry-run"]).expect(3);
    assert!(output.stdout.contains("10 of 20 files are missing"), "{}", output.stdout);
    project.run(["index", "--dry-run", "--remove-missing"]).expect(0);
}

#[test]
fn a_corpus_within_another_is_counted_once() {
    let project = Project::bare();
    project.write("a.txt", "Les puces.");
    project.write("inner/b.txt", "Des puces.");
    let output = project.run(["index", ".", "inner", "./inner"]).expect(0);
    assert!(output.stdout.starts_with("2 added"), "{}", output.stdout);
    assert_eq!(project.ids(&["puces"]).len(), 2);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf_8_is_one_name() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let project = Project::new().file(r"\xE9t\xE9.txt", "Les puces.");
    fs::write(project.path("corpus").join(OsStr::from_bytes(b"\xE9t\xE9.txt")), "Les puces.").unwrap();
    let project = project.indexed();
    assert_eq!(project.ids(&["puces"]).len(), 2);
    check(&project, |_| {}, &[], 0, &["0 added, 0 changed, 0 removed, 2 unchanged"], 2);
}

#[test]
fn a_search_says_what_it_could_not_read() {
    let project = Project::new().file("a.txt", "Les puces.").file("b.py", "import re");
    project.run(["index"]).expect(3);
    project
        .run(["search", "puces"])
        .expect(0)
        .says(&["1 file of the corpus was not read", "`vigie status --problems`"]);
    let named = project.run(["status", "--problems"]).expect(0);
    assert_eq!(named.stdout, "failed: b.py: read: no reader for files of this kind\n");
    project.remove("corpus/b.py");
    project.run(["index", "--remove-missing"]).expect(0);
    assert_eq!(project.run(["status", "--problems"]).expect(0).stdout, "");
}
