//! The command line itself: help, errors, exit codes, what goes where, settings, and the examples of the help.

use std::process::Stdio;

use crate::harness::{Output, Project, code, program, snapshot};

/// Every command, as `vigie help` lists them.
const COMMANDS: &[&str] = &[
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
];

/// Three small articles, indexed.
fn small() -> Project {
    let project = Project::new()
        .file("a.txt", "Les puces de NVIDIA sont soumises à licence.")
        .file("b.txt", "Pékin restreint les exportations de terres rares.")
        .file("c.txt", "Bruxelles prépare un règlement sur les puces.");
    project.indexed()
}

#[test]
fn help_is_short_with_h_and_long_with_help() {
    let project = Project::bare();
    for command in [""].iter().chain(COMMANDS) {
        for (flag, length) in [("-h", "short"), ("--help", "long")] {
            let args = [*command, flag];
            let output = project.run(args.iter().filter(|arg| !arg.is_empty())).expect(0);
            assert_eq!(output.stderr, "", "help goes to standard output");
            let name = if command.is_empty() { "vigie" } else { command };
            snapshot(&format!("help-{name}-{length}"), &project, &output.stdout);
        }
    }
}

#[test]
fn the_commands_of_this_file_are_all_there_are() {
    let help = Project::bare().run(["-h"]).expect(0).stdout;
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names: Vec<&str> = list.lines().filter_map(|line| line.split_whitespace().next()).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| *name != "help").collect();
    assert_eq!(names, COMMANDS);
}

#[test]
fn help_search_is_the_help_of_search() {
    let project = Project::bare();
    assert_eq!(project.run(["help", "search"]).expect(0), project.run(["search", "--help"]));
}

#[test]
fn the_version_is_that_of_the_package() {
    for flag in ["--version", "-V"] {
        let output = Project::bare().run([flag]).expect(0);
        assert_eq!(output.stdout, format!("vigie {}\n", env!("CARGO_PKG_VERSION")));
    }
}

#[test]
fn nothing_at_all_shows_the_help_and_is_an_error() {
    let output = Project::bare().run([""; 0]).expect(2);
    assert!(output.stdout.is_empty() && output.stderr.contains("Usage: vigie"));
}

#[test]
fn errors_say_what_is_wrong_and_what_to_do() {
    let project = small();
    project.write("other/letter.odt", "");
    let cases: &[&[&str]] = &[
        &["serach", "puces"],
        &["search"],
        &["search", "puces", "--sort", "best"],
        &["search", "puces", "--match", "some"],
        &["search", "puces", "--color", "red"],
        &["search", "puces", "--limit", "ten"],
        &["search", "puces", "--limit", "-1"],
        &["search", "puces", "--page", "0"],
        &["search", "puces", "--since", "demain"],
        &["search", "puces", "--until", "2025-13"],
        &["search", "puces", "--since", "2025-02-30"],
        &["search", "puces", "--json", "--jsonl"],
        &["search", "puces", "--colour"],
        &["search", "puces date:demain"],
        &["search", "--strict", "puces PRES/5 (Chine Japon)"],
        &["search", "\""],
        &["search", ""],
        &["search", "puces", "--since", "2025-10..2025-11"],
        &["search", "puces", "--index", "other"],
        &["search", "puces", "--index", "corpus/a.txt"],
        &["show", "nothing"],
        &["show"],
        &["status", "--index", "nowhere"],
        &["index", "nowhere"],
        &["index", "--jobs", "many"],
        &["completions", "cmd.exe"],
    ];
    let mut texts = String::new();
    for args in cases {
        let output = project.run(*args);
        assert_eq!(output.stdout, "", "{args:?}: errors go to standard error");
        texts += &format!("$ vigie {}\n{}\n", args.join(" "), output.whole());
    }
    snapshot("errors", &project, &texts);
}

#[test]
fn a_mistyped_index_is_an_error_and_not_a_new_index() {
    let project = small();
    project.run(["search", "puces", "--index", "idnex"]).expect(2).says(&["there is no index in"]);
    assert!(!project.path("idnex").try_exists().unwrap());
    // Where it is said to build one, it is built.
    project.run(["index", "--index", "idnex"]).expect(0);
}

#[test]
fn errors_advise_what_helps() {
    let project = small();
    let output = project.run(["search", "puces", "--since", "2025-10..2025-11"]).expect(2);
    output.says(&["`2025-10..2025-11` is not a date: write `2025`, `2025-10`"]);
    project.run(["status", "--index", "corpus/a.txt"]).expect(2).says(&["is a file, not the folder"]);
}

#[test]
fn where_there_is_neither_index_nor_corpus_the_error_says_so() {
    let project = Project::bare();
    let texts = [
        &["search", "puces"][..],
        &["search", "puces", "--index", "nowhere"],
        &["index"],
        &["status"],
        &["show", "a"],
    ];
    let texts: Vec<String> = texts
        .iter()
        .map(|args| format!("$ vigie {}\n{}", args.join(" "), project.run(*args).expect(2).whole()))
        .collect();
    snapshot("errors-without-a-corpus", &project, &texts.join("\n"));
}

#[test]
fn exit_codes_tell_hits_from_none_from_errors_from_partial_work() {
    let project = small();
    project.run(["search", "puces"]).expect(0);
    project.run(["search", "saumon"]).expect(1);
    project.run(["search", "puces", "--page", "9"]).expect(1);
    project.run(["search", "puces", "--since", "jamais"]).expect(2);
    project.write("corpus/d.json", "{");
    project.run(["index"]).expect(3);
    // The failure still stands when nothing else is to be done.
    project.run(["index"]).expect(3);
    project.run(["search", "puces"]).expect(0);
}

#[test]
fn data_goes_to_standard_output_and_all_else_to_standard_error() {
    let project = small();
    let found = project.run(["search", "puces"]).expect(0);
    assert!(found.stdout.contains("[[puces]]") && found.stderr.is_empty(), "{found:?}");
    let nothing = project.run(["search", "saumon"]).expect(1);
    assert_eq!((nothing.stdout.as_str(), nothing.stderr.as_str()), ("", "note: no article matches\n"));
    let json = project.run(["search", "saumon", "--json"]).expect(1);
    assert!(serde_json::from_str::<serde_json::Value>(&json.stdout).is_ok() && !json.stderr.is_empty());
    let remark = project.run(["search", "puces OU"]).expect(0);
    assert!(remark.stderr.contains("warning: ") && !remark.stdout.contains("warning"), "{remark:?}");
}

#[test]
fn a_page_for_reading() {
    let project = Project::new()
        .file("depeches/2025-10-28-huang.txt", "Huang met en garde\n\nJensen Huang, le patron de NVIDIA, a critiqué l’avocat d’une rupture. Les puces d’IA restent soumises à licence.")
        .file("depeches/2025-10-30-trump-xi.txt", "Trump et Xi à Busan\n\nLes deux présidents ont parlé de terres rares. Les puces n’ont pas été abordées.");
    let project = project.indexed();
    for (name, args) in [
        ("search-page", &["search", "puces licence"][..]),
        ("search-page-explained", &["search", "\"puces d’IA\" Huang", "--explain"]),
        ("search-page-prefix", &["search", "puce* avocat de la"]),
        ("show-page", &["show", "depeches/2025-10-28-huang.txt", "--query", "avocat"]),
        ("analyze", &["analyze", "L’avocat proposéÀ l’époque : 95 % des semi-conducteurs"]),
    ] {
        snapshot(name, &project, &project.run(args).expect(0).whole());
    }
}

#[test]
fn colours_are_for_terminals_and_for_whoever_insists() {
    let project = small();
    let is_coloured = |text: &str| text.contains('\u{1b}');
    let piped = |args: &[&str]| is_coloured(&project.run(args).expect(0).stdout);
    assert!(!piped(&["search", "puces"]) && !piped(&["search", "puces", "--color", "never"]));
    assert!(piped(&["search", "puces", "--color", "always"]));
    let shown = |project: &Project, args: &[&str]| {
        let (code, text) = project.run_on_terminal(args);
        assert_eq!(code, 0, "{text}");
        is_coloured(&text)
    };
    assert!(shown(&project, &["search", "puces"]));
    assert!(!shown(&project, &["search", "puces", "--color", "never"]));
    let project = project.variable("NO_COLOR", "1");
    assert!(!shown(&project, &["search", "puces"]));
    assert!(shown(&project, &["search", "puces", "--color", "always"]));
    let project = project.variable("NO_COLOR", "");
    assert!(shown(&project, &["search", "puces"]), "an empty NO_COLOR is none");
    let project = project.variable("TERM", "dumb");
    assert!(!shown(&project, &["search", "puces"]));
}

#[test]
fn a_terminal_wraps_lines_and_shows_progress() {
    let project = Project::with_sample_corpus();
    let shows_progress = |text: &str| text.contains("listing the corpus") || text.contains(" files, ");
    let (code, text) = project.run_on_terminal(&["index"]);
    assert!(code == 0 && shows_progress(&text), "{text}");
    let (_, text) = project.run_on_terminal(&["search", "puces", "--color", "never"]);
    // Names stay whole, so that they can be copied.
    let prose = text.lines().map(str::trim_end).filter(|line| line.contains(' ') && !line.contains('/'));
    let widest = prose.map(|line| line.chars().count()).max().unwrap();
    assert!((40..=80).contains(&widest), "{widest}: {text}");
    let (code, text) = project.run_on_terminal(&["index", "--rebuild", "--quiet"]);
    assert!(code == 0 && !shows_progress(&text), "{text}");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let project = Project::sample();
    let cases: &[&[&str]] = &[
        &["search", "puces", "--limit", "200", "--whole", "--per-article", "0"],
        &["search", "puces", "--limit", "200", "--json"],
        &["search", "puces", "--limit", "200", "--jsonl"],
        &["show", "carnet-puces/2025-09-22-rtx-pro-6000d.md"],
        &["show", "carnet-puces/2025-09-22-rtx-pro-6000d.md", "--json"],
        &["status"],
        &["status", "--json"],
        &["analyze", "l'exportation de semi-conducteurs"],
        &["completions", "bash"],
        &["man"],
        &["index", "--dry-run"],
        &["index", "--dry-run", "--json"],
    ];
    for args in cases {
        let mut command = project.command(*args);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = Output::from(child.wait_with_output().unwrap());
        assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{args:?}");
    }
}

#[test]
fn a_closed_standard_error_does_not_keep_the_answer_back() {
    let project = small();
    let mut command = project.command(["search", "puces OU"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stderr.take());
    let output = Output::from(child.wait_with_output().unwrap());
    assert!(output.code == 0 && output.stdout.contains("[[puces]]"), "{output:?}");
}

#[test]
fn quiet_leaves_the_result_and_errors_only() {
    let project = Project::new().file("a.txt", "Les puces.").file("b.json", "{").file("c.txt", "");
    let loud = project.run(["index"]).expect(3);
    assert!(loud.stderr.contains("failed: b.json") && loud.stderr.contains("warning: c.txt"), "{loud:?}");
    let quiet = project.run(["index", "--quiet"]).expect(3);
    assert!(quiet.stderr.contains("failed: b.json") && !quiet.stderr.contains("warning"), "{quiet:?}");
    assert!(quiet.stdout.contains("1 unchanged, 1 failed"));
    assert_eq!(project.run(["search", "saumon", "-q"]).expect(1).stderr, "");
    assert_eq!(project.run(["search", "puces OU", "-q"]).expect(0).stderr, "");
    assert!(project.run(["search", "puces", "--page", "0", "-q"]).expect(2).stderr.contains("error: "));
}

#[test]
fn flags_win_over_the_environment_over_the_file_over_defaults() {
    let project = Project::new().file("a.txt", "Les puces.");
    let built = |project: &Project| {
        let names = ["index", "of-file", "of-environment", "of-flag"];
        let found = names.iter().filter(|name| project.path(name).join("vigie.json").is_file());
        let found: Vec<&str> = found.copied().collect();
        names.iter().for_each(|name| drop(std::fs::remove_dir_all(project.path(name))));
        found.join(" ")
    };
    project.run(["index"]).expect(0);
    assert_eq!(built(&project), "index");
    project.write("vigie.toml", "index = \"of-file\"\n");
    project.run(["index"]).expect(0);
    assert_eq!(built(&project), "of-file");
    let project = project.variable("VIGIE_INDEX", "of-environment");
    project.run(["index"]).expect(0);
    assert_eq!(built(&project), "of-environment");
    project.run(["index", "--index", "of-flag"]).expect(0);
    assert_eq!(built(&project), "of-flag");
}

#[test]
fn the_file_sets_how_much_is_shown_and_flags_win() {
    let project = small();
    let shown = |args: &[&str]| {
        let output = project.run(["search", "puces OU terres", "--jsonl"].iter().chain(args)).expect(0);
        output.stdout.lines().count()
    };
    assert_eq!(shown(&[]), 3);
    project.write("vigie.toml", "limit = 1\n");
    assert_eq!((shown(&[]), shown(&["--limit", "2"])), (1, 2));
    project.write("vigie.toml", "limits = 1\n");
    let broken = project.run(["search", "puces"]).expect(2);
    snapshot("error-in-vigie-toml", &project, &broken.whole());
    project.write("vigie.toml", b"limit = \xff");
    project.run(["search", "puces"]).expect(2).says(&["vigie.toml"]);
}

#[test]
fn the_environment_names_the_corpus_and_the_jobs() {
    let project = Project::bare().variable("VIGIE_CORPUS", "texts").variable("VIGIE_JOBS", "1");
    project.write("texts/a.txt", "Les puces.");
    assert_eq!(project.ids(&["puces"]), ["a.txt"]);
    let project = project.variable("VIGIE_JOBS", "many");
    project.run(["index", "texts"]).expect(2).says(&["many"]);
}

#[test]
fn index_and_corpus_are_found_from_a_folder_below() {
    let project = Project::new().file("deep/er/a.txt", "Les puces.");
    project.write("notes/b.txt", "Rien.");
    project.run_in("corpus/deep/er", ["index"]).expect(0);
    assert!(project.path("index/vigie.json").is_file());
    for folder in ["corpus/deep/er", "corpus", "notes", "index/g1"] {
        let found = project.run_in(folder, ["search", "puces"]).expect(0);
        assert!(found.stdout.contains("deep/er/a.txt"), "{folder}");
    }
    // Paths that are typed count from where one stands.
    project.run_in("notes", ["index", ".", "--index", "own"]).expect(0);
    assert!(project.path("notes/own/vigie.json").is_file());
}

#[test]
fn a_folder_that_was_never_indexed_is_indexed_by_the_first_search() {
    let project = Project::new().file("a.txt", "Les puces.").file("b.json", "{");
    let output = project.run(["search", "puces"]).expect(0).says(&["failed: b.json"]);
    assert!(output.stdout.contains("[[puces]]") && project.path("index/vigie.json").is_file());
    let project = Project::new().file("a.txt", "Les puces.");
    project.run(["show", "a.txt"]).expect(0);
}

#[test]
fn status_tells_a_corpus_that_is_not_there_from_one_that_cannot_be_read() {
    let project = Project::new().file("a.txt", "Les puces.").indexed();
    std::fs::remove_dir_all(project.path("corpus")).unwrap();
    assert!(project.run(["status"]).expect(0).stdout.contains("state     the corpus is not there"));
    std::os::unix::fs::symlink("corpus", project.path("corpus")).unwrap();
    project.run(["status"]).expect(2).says(&["cannot read the corpus", "symbolic links"]);
    project.run(["index"]).expect(2).says(&["cannot read the corpus", "symbolic links"]);
}

#[test]
fn status_says_what_there_is_and_what_is_to_do() {
    let project = small();
    project.write("corpus/d.txt", "Un nouveau texte.");
    project.write("corpus/a.txt", "Un autre texte.");
    project.remove("corpus/b.txt");
    let output = project.run(["status", "--check"]).expect(0);
    assert!(
        output.stdout.contains("state     out of date: 1 new, 1 changed, 1 gone, 0 failed"),
        "{output:?}"
    );
    assert!(output.stdout.contains("checksums all files are whole"));
    project.run(["index"]).expect(0);
    assert!(project.run(["status"]).expect(0).stdout.contains("state     up to date, 0 failed"));
    let json: serde_json::Value = serde_json::from_str(&project.run(["status", "--json"]).stdout).unwrap();
    assert_eq!((json["files"].as_u64(), json["holds"]["articles"].as_u64()), (Some(3), Some(3)), "{json}");
}

#[test]
fn completions_and_manual_come_out_of_the_program() {
    let project = Project::bare();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = project.run(["completions", shell]).expect(0).stdout;
        assert!(COMMANDS.iter().all(|command| script.contains(command)), "{shell}");
    }
    let page = project.run(["man"]).expect(0).stdout;
    assert!(page.contains(".TH vigie 1"), "{page}");
    for command in COMMANDS {
        assert!(page.contains(&format!("VIGIE-{}", command.to_uppercase())), "{command}");
    }
}

/// The lines below `Examples:` of a help text.
fn examples(help: &str) -> Vec<String> {
    let below = help.lines().skip_while(|line| !line.starts_with("Example"));
    let lines = below.skip(1).take_while(|line| !line.trim().is_empty());
    lines.map(|line| line.trim().to_owned()).collect()
}

#[test]
fn every_example_of_the_help_runs() {
    let project = Project::with_sample_corpus();
    project.write("articles/a.txt", "Les puces.");
    project.write(".local/share/bash-completion/completions/other", "");
    project.write("topics.tsv", "1\tpuces Chine\n");
    project.write("qrels.trec", "1 0 carnet-puces/2025-01-31-asml-part-chine.md 1\n");
    project.write("b.run", "1 Q0 carnet-puces/2025-01-31-asml-part-chine.md 1 2.5 b\n");
    project.write("note.md", "Le carnet écrit : « La part de marché se joue maintenant. »\n");
    project.write("events.txt", "2025-10-30 Trump–Xi à Busan\n");
    project.write("bin/man", "#!/bin/sh\nexec cat\n");
    std::os::unix::fs::symlink(program(), project.path("bin/vigie")).unwrap();
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(project.path("bin/man"), permissions).unwrap();
    let path = format!("{}:/usr/bin:/bin", project.path("bin").display());
    let mut count = 0;
    for command in [""].iter().chain(COMMANDS) {
        let help = project.run([*command, "--help"].iter().filter(|arg| !arg.is_empty())).stdout;
        let lines = examples(&help);
        // `status` has nothing to choose from.
        assert!(!lines.is_empty() || *command == "status", "`{command}` shows no example");
        for line in lines {
            // An export does not replace what an example before it wrote; others look at it.
            if line.contains("vigie export") && line.contains("hits.csv") {
                let _ = std::fs::remove_file(project.path("hits.csv"));
                let _ = std::fs::remove_file(project.path("hits.csv.vigie.json"));
            }
            let mut shell = std::process::Command::new("/bin/sh");
            shell.args(["-c", &line]).current_dir(project.path("")).env_clear().stdin(Stdio::null());
            shell.env("PATH", &path).env("HOME", project.path("")).env("TERM", "dumb");
            let output = shell.output().unwrap();
            assert_eq!(code(output.status), 0, "{line}\n{}", String::from_utf8_lossy(&output.stderr));
            count += 1;
        }
    }
    assert!(count >= 10, "only {count} examples");
}
