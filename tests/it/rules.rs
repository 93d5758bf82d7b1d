//! Rules in `vigie.toml`: what people say of the texts of a folder, of sources, and of keys.

use serde_json::Value;

use crate::harness::Project;

/// The source, the date and the title of the article, after a run that says `expected`.
fn check(project: &Project, expected: &str, article: &str, known: [&str; 3]) {
    assert_eq!(project.index(&[]), expected);
    let shown: Value = serde_json::from_str(&project.run(["show", article, "--json"]).stdout).unwrap();
    let metadata = &shown["article"]["metadata"];
    let value = |key: &str| metadata[key].as_str().unwrap_or_default().to_owned();
    assert_eq!(["source", "date", "title"].map(value), known, "{article}");
    let again = project.index(&[]);
    assert!(again.starts_with("0 added, 0 changed, 0 removed, "), "{again}");
}

#[test]
fn a_folder_says_what_its_texts_do_not() {
    let project =
        Project::new().file("notes/a.txt", "Titre\n\nLes puces de NVIDIA sont soumises à licence.").indexed();
    let project = project.file("notes/vigie.toml", "[texts]\nsource = \"Cabinet\"\ndate = 2025-10-28\n");
    check(
        &project,
        "0 added, 1 changed, 0 removed, 0 unchanged, 0 failed",
        "notes/a.txt",
        ["Cabinet", "2025-10-28", "Titre"],
    );
    let project = project.file("notes/vigie.toml", "[texts]\ndate = \"29/10/2025\"\n");
    check(
        &project,
        "0 added, 1 changed, 0 removed, 0 unchanged, 0 failed",
        "notes/a.txt",
        ["notes", "2025-10-29", "Titre"],
    );
}

#[test]
fn keys_and_sources_have_other_names() {
    let json = r#"[{"corps_nettoye": "La part de marché est tombée.", "accroche": "De 95 à zéro", "source": "lettre bruxelles"}]"#;
    let project = Project::new().file("c.json", json).file(
        "vigie.toml",
        "[keys]\ntext = \"Corps nettoyé\"\ntitle = \"accroche\"\n[sources]\n\"Lettre de Bruxelles\" = \"lettre-bruxelles\"\n",
    );
    check(
        &project,
        "1 added, 0 changed, 0 removed, 0 unchanged, 0 failed",
        "c.json#1",
        ["Lettre de Bruxelles", "", "De 95 à zéro"],
    );
}

#[test]
fn a_bad_rule_is_named_and_the_rest_goes_on() {
    let project =
        Project::new().file("a.txt", "Les puces.").file("vigie.toml", "[texts]\nsourse = \"Cabinet\"\n");
    let output = project.run(["index"]);
    assert!(output.stderr.contains("vigie.toml:2"), "{}", output.stderr);
    assert!(
        output.stdout.contains("1 added, 0 changed, 0 removed, 0 unchanged, 1 failed"),
        "{}",
        output.stdout
    );
}

#[test]
fn a_limit_is_a_setting_and_a_wider_one_reads_again() {
    let project = Project::new().file("a.txt", "Les puces.");
    project.write("vigie.toml", "[limits]\ndocument = 0\n");
    let output = project.run(["index"]);
    assert!(output.stderr.contains("`document` in `[limits]`"), "{}", output.stderr);
    project.write("vigie.toml", "[limits]\ndocument = 1\n");
    let output = project.run(["index"]);
    assert!(
        output.stdout.contains("1 added, 0 changed, 0 removed, 0 unchanged, 0 failed"),
        "{}",
        output.stdout
    );
}
