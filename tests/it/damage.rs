//! Damage of an index: it is named with its file, nothing is answered from it where that is cheap to tell, and no run copies
//! it into new files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::harness::Project;

/// Some articles in an index of two segments, with one removed article, so that there is a file of each kind.
fn project() -> Project {
    let text = |n: u32| format!("Le texte numéro{n} parle de puces, de Pékin et de Washington. ").repeat(20);
    let project = (0..30).fold(Project::new(), |project, n| project.file(&format!("{n}.txt"), &text(n)));
    project.run(["index"]).expect(0);
    project.write("corpus/nouveau.txt", "De nouvelles puces à Taïwan.");
    project.remove("corpus/3.txt");
    project.run(["index"]).expect(0);
    project
}

/// The files of the index, by their extension.
fn files(project: &Project) -> Vec<(String, PathBuf)> {
    let of_engine = ["fast", "fieldnorm", "term", "idx", "pos", "store", "del", "dict"];
    let entries = fs::read_dir(project.path("index/g1")).unwrap().map(|entry| entry.unwrap().path());
    let kind = |path: &PathBuf| path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_owned();
    let files = entries.map(|path| (kind(&path), path));
    files.filter(|(kind, _)| of_engine.contains(&kind.as_str())).collect()
}

fn change_a_byte(file: &Path) {
    let mut bytes = fs::read(file).unwrap();
    let middle = bytes.len() / 3;
    bytes[middle] ^= 0x10;
    fs::write(file, bytes).unwrap();
}

fn cut(file: &Path) {
    let bytes = fs::read(file).unwrap();
    fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
}

fn remove(file: &Path) {
    fs::remove_file(file).unwrap();
}

/// After `damage` to a file, whatever its kind, nothing is answered and nothing is written. The files are small, so that
/// readers check them all.
fn check(damage: fn(&Path)) {
    let project = project();
    let before = project.run(["export", "puces", "--format", "jsonl", "-o", "-"]).expect(0).stdout;
    for (kind, file) in files(&project) {
        let sound = fs::read(&file).unwrap();
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        damage(&file);
        let words = [name.as_str(), "--rebuild"];
        project.run(["status", "--check"]).expect(2).says(&words);
        project.run(["search", "puces"]).expect(2).says(&words);
        project.run(["export", "puces", "--format", "csv", "-o", "-"]).expect(2).says(&words);
        project.run(["status"]).expect(2).says(&words);
        // A run that changes something would merge or copy what is damaged.
        project.write("corpus/nouveau.txt", format!("Encore de nouvelles puces : {kind}."));
        let files_before = fs::read_dir(project.path("index/g1")).unwrap().count();
        project.run(["index"]).expect(2).says(&words);
        assert_eq!(fs::read_dir(project.path("index/g1")).unwrap().count(), files_before, "{kind}");
        project.run(["status", "--check"]).expect(2).says(&words);
        fs::write(&file, sound).unwrap();
    }
    project.run(["status", "--check"]).expect(0);
    assert_eq!(project.run(["export", "puces", "--format", "jsonl", "-o", "-"]).expect(0).stdout, before);
    assert!(project.run(["index"]).expect(0).whole().contains("1 changed"));
}

#[test]
fn a_changed_byte_is_found_before_anything_is_written() {
    check(change_a_byte);
}

#[test]
fn a_file_that_is_cut_is_named_and_no_other_program_is_advised() {
    check(cut);
}

#[test]
fn a_missing_file_is_named() {
    check(remove);
}

#[test]
fn a_rebuild_mends_any_damage() {
    let project = project();
    let before = project.run(["export", "puces", "--format", "jsonl", "-o", "-"]).expect(0).stdout;
    files(&project).iter().for_each(|(_, file)| change_a_byte(file));
    fs::write(project.path("index/g1/meta.json"), "{ broken").unwrap();
    let output = project.run(["search", "puces"]).expect(2);
    let output = output.says(&["meta.json", "--rebuild"]);
    assert!(!output.stderr.contains("{ broken"), "{}", output.stderr);
    project.write("corpus/nouveau.txt", "De nouvelles puces à Taïwan.");
    project.run(["index", "--rebuild"]).expect(0);
    project.run(["status", "--check"]).expect(0);
    assert_eq!(project.run(["export", "puces", "--format", "jsonl", "-o", "-"]).expect(0).stdout, before);
}
