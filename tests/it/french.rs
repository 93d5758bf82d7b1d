//! The program in French: help, errors, pages, reports, and how the language is chosen.

use crate::harness::{Project, snapshot};

/// Two articles, and a file that cannot be read as what it should be; a locale that is French.
fn french() -> Project {
    Project::new()
        .file("depeches/2025-10-28-huang.txt", "Huang met en garde\n\nJensen Huang, le patron de NVIDIA, a critiqué l’avocat d’une rupture. Les puces d’IA restent soumises à licence.")
        .file("depeches/2025-10-30-trump-xi.txt", "Trump et Xi à Busan\n\nLes deux présidents ont parlé de terres rares. Les puces n’ont pas été abordées.")
        .file("notes.png", "")
        .file("vide.txt", "")
        .file("z.jsonl", "{\"text\":\"Un seul mot : licence.\",\"date\":\"9999-99-99\"}\nnon\n")
        .variable("LC_ALL", "fr_FR.UTF-8")
}

fn check(name: &str, project: &Project, cases: &[&[&str]]) {
    let shown = |args: &&[&str]| format!("$ vigie {}\n{}", args.join(" "), project.run(*args).whole());
    snapshot(name, project, &cases.iter().map(shown).collect::<Vec<_>>().join("\n"));
}

#[test]
fn help() {
    let project = Project::bare().variable("LANG", "fr_FR.UTF-8").variable("LC_ALL", "");
    for command in [
        "",
        "index",
        "search",
        "export",
        "verify",
        "timeline",
        "facets",
        "kwic",
        "terms",
        "compare",
        "eval",
        "show",
        "cite",
        "check-quote",
        "why-not",
        "status",
        "analyze",
        "completions",
        "man",
    ] {
        for (flag, length) in [("-h", "short"), ("--help", "long")] {
            let args: Vec<&str> = [command, flag].into_iter().filter(|arg| !arg.is_empty()).collect();
            let output = project.run(args).expect(0);
            let name = if command.is_empty() { "vigie" } else { command };
            snapshot(&format!("fr-help-{name}-{length}"), &project, &output.stdout);
        }
    }
    assert_eq!(project.run(["help", "search"]), project.run(["search", "--help"]));
}

#[test]
fn reports_and_pages() {
    let project = french();
    check("fr-index", &project, &[&["index", "--dry-run"], &["index"], &["index"]]);
    check(
        "fr-pages",
        &project,
        &[
            &["search", "puces licence"],
            &["search", "\"puces d’IA\" Huang", "--explain"],
            &["search", "puce* avocat de la SAUF saumon"],
            &["search", "titre:Busan pusces", "--match", "any"],
            &["search", "licence", "--match", "any", "--feedback"],
            &["search", "saumon"],
            &["search", "puces", "--page", "9"],
            &["show", "depeches/2025-10-28-huang.txt", "--query", "avocat"],
            &["export", "puces", "-o", "hits.csv"],
        ],
    );
    let status = project.run(["status", "--check"]).expect(0).stdout;
    let told: Vec<&str> = status.lines().filter(|line| !line.starts_with("taille")).collect();
    snapshot("fr-status", &project, &told.join("\n"));
}

#[test]
fn errors() {
    let project = french();
    project.run(["index"]).expect(3);
    project.write("other/letter.odt", "");
    check(
        "fr-errors",
        &project,
        &[
            &["serach", "puces"],
            &["search"],
            &["search", "puces", "--sort", "best"],
            &["search", "puces", "--limit", "ten"],
            &["search", "puces", "--limit"],
            &["search", "puces", "--page", "0"],
            &["search", "puces", "--since", "demain"],
            &["search", "puces", "--json", "--jsonl"],
            &["search", "puces", "--json", "--json"],
            &["search", "puces", "--colour"],
            &["search", "puces", "--lang", "de"],
            &["search", "puces date:demain"],
            &["search", "--strict", "puces PRES/5 (Chine Japon)"],
            &["search", "\""],
            &["search", "puces", "--index", "other"],
            &["search", "puces", "--index", "corpus/vide.txt"],
            &["show", "nothing"],
            &["status", "--index", "nowhere"],
            &["index", "nowhere"],
            &["export", "puces", "-o", "hits"],
            &["export", "puces", "-o", "hits.csv", "--fields", "titre"],
            &["export", "puces", "-o", "nowhere/hits.csv"],
            &["eval", "nothing.tsv", "nothing.trec"],
            &["eval", "nothing.trec"],
        ],
    );
}

#[test]
fn the_flag_wins_over_the_variable_and_that_over_the_locale() {
    let project = french();
    project.run(["index"]).expect(3);
    let check = |project: &Project, args: &[&str], is_french: bool| {
        let said = project.run(args).expect(1).stderr;
        let expected = if is_french {
            "note\u{a0}: aucun article ne correspond\n"
        } else {
            "note: no article matches\n"
        };
        assert!(said.ends_with(expected), "{args:?}: {said}");
    };
    check(&project, &["search", "saumon"], true);
    check(&project, &["search", "saumon", "--lang", "en"], false);
    let project = project.variable("VIGIE_LANG", "en");
    check(&project, &["search", "saumon"], false);
    check(&project, &["--lang=fr", "search", "saumon"], true);
    let project = project.variable("VIGIE_LANG", "fr").variable("LC_ALL", "C");
    check(&project, &["search", "saumon"], true);
}

#[test]
fn what_programs_read_is_the_same_in_both() {
    let project = french();
    project.run(["index"]).expect(3);
    for args in [
        &["search", "pusces OU", "--json"][..],
        &["search", "puces", "--jsonl"],
        &["index", "--json"],
        &["status", "--json"],
        &["export", "puces", "-o", "-", "--format", "csv"],
        &["export", "puces", "-o", "-", "--format", "md"],
    ] {
        let french = project.run(args).stdout;
        let english = project.run([args, &["--lang", "en"]].concat()).stdout;
        assert!(!french.is_empty() && french == english, "{args:?}: {french}");
    }
    let answer = project.answer(&["pusces OU"]);
    assert_eq!(answer["notes"][0], answer["diagnostics"][0]);
    assert_eq!(answer["notes"][1]["code"], "mended");
    assert_eq!(answer["diagnostics"][0]["code"], "dangling");
    assert_eq!(answer["diagnostics"][0]["text"], "`OU` has nothing after it and is ignored");
}
