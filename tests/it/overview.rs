//! Timelines, facets, concordances, typical terms and comparisons: they count what a search and an export find.

use serde_json::Value;

use crate::harness::{ENGINES, Project, snapshot};

/// The answer of a command with `--json`.
fn json(project: &Project, args: &[&str]) -> Value {
    let output = project.run(args.iter().chain(&["--json"]));
    assert!(output.code <= 1, "{args:?} ended with {}\n{}", output.code, output.stderr);
    serde_json::from_str(&output.stdout).unwrap()
}

/// The sum of a number over some rows.
fn sum(rows: &Value, name: &str) -> u64 {
    rows.as_array().unwrap().iter().map(|row| row[name].as_u64().unwrap()).sum()
}

/// Queries and filters of all kinds.
const ASKED: [&[&str]; 10] = [
    &["puces"],
    &["restrictions exportation puces"],
    &["\"part de marché\" NVIDIA"],
    &["Huawei SAUF téléphone"],
    &["H20", "--since", "2025-04"],
    &["H20", "--since", "2025-04", "--until", "2025-09", "--undated"],
    &["Nvidia", "--source", "Carnet"],
    &["NVIDIA source:depeches date:2025"],
    &["comment la Chine contourne les contrôles américains sur les puces"],
    &["Trump Xi", "--match", "any"],
];

#[test]
fn every_overview_counts_what_a_search_and_an_export_find() {
    let project = Project::sample();
    for (number, asked) in ASKED.iter().enumerate() {
        let found = project.answer(asked)["articles"].as_u64().unwrap();
        let file = format!("overview-{number}.csv");
        let export = [&["export", "--fields", "id", "--force", "-o", &file], *asked].concat();
        let exported = project.run(export);
        assert!(exported.code <= 1, "{}", exported.stderr);
        let rows: std::collections::BTreeSet<String> =
            project.read(&file).lines().skip(1).map(str::to_owned).collect();
        assert_eq!(rows.len() as u64, found, "{asked:?}");
        for more in [&["--by", "week"][..], &["--by", "quarter"], &["--by", "year", "--by-source"]] {
            let line = json(project, &[&["timeline"], *asked, more].concat());
            let series = line["series"].as_array().unwrap();
            let counted: u64 = series
                .iter()
                .map(|series| {
                    let counted = sum(&series["rows"], "articles") + series["undated"].as_u64().unwrap();
                    assert_eq!(counted, series["articles"].as_u64().unwrap());
                    counted
                })
                .sum();
            assert_eq!(counted, found, "{asked:?} {more:?}");
        }
        let facets =
            json(project, &[&["facets", "--by", "source,language,corpus,year,month"], *asked].concat());
        assert_eq!(facets["articles"], found);
        for table in facets["facets"].as_array().unwrap() {
            assert_eq!(sum(&table["values"], "articles"), found, "{asked:?} by {}", table["by"]);
        }
        assert_eq!(json(project, &[&["kwic"], *asked].concat())["matching"], found, "{asked:?}");
        assert_eq!(json(project, &[&["terms"], *asked].concat())["articles"], found, "{asked:?}");
    }
}

/// The bars of a timeline, as `period articles/all`.
fn check_bars(project: &Project, args: &[&str], expected: &str) {
    let line = json(project, &[&["timeline"], args].concat());
    let shown = |series: &Value| {
        let bar =
            |row: &Value| format!("{} {}/{}", row["key"].as_str().unwrap(), row["articles"], row["all"]);
        let bars: Vec<String> = series["rows"].as_array().unwrap().iter().map(bar).collect();
        format!("{} undated {}", bars.join(", "), series["undated"])
    };
    let shown: Vec<String> = line["series"].as_array().unwrap().iter().map(shown).collect();
    assert_eq!(shown.join("; "), expected, "{args:?}");
}

/// Six articles of two sources and three languages.
fn small(engine: &str) -> Project {
    let lines = [
        r#"{"id": "1", "text": "Des puces pour la Chine.", "date": "2025-10-28", "source": "Le Soir"}"#,
        r#"{"id": "2", "text": "Des puces encore.", "date": "2025-08-01", "source": "Le Soir"}"#,
        r#"{"id": "3", "text": "Des puces enfin.", "source": "Le Matin"}"#,
        r#"{"id": "4", "text": "Des terres rares.", "date": "2025-08-15", "source": "Le Matin"}"#,
        r#"{"id": "5", "text": "Des terres rares.", "date": "2025-12-01", "source": "Le Matin"}"#,
        r#"{"id": "6", "text": "Rien.", "date": "2024-02-29"}"#,
    ];
    Project::new().variable("VIGIE_ENGINE", engine).file("a.jsonl", &lines.join("\n")).indexed()
}

#[test]
fn shares_are_of_all_articles_that_the_filters_let_through() {
    for engine in ENGINES {
        let project = small(engine);
        let check = |args: &[&str], expected: &str| check_bars(&project, args, expected);
        check(&["puces"], "2025-08 1/2, 2025-09 0/0, 2025-10 1/1 undated 1");
        check(&["puces", "--by", "year"], "2025 2/4 undated 1");
        check(&["puces", "--by", "quarter"], "2025-Q3 1/2, 2025-Q4 1/2 undated 1");
        check(&["puces", "--source", "Soir"], "2025-08 1/1, 2025-09 0/0, 2025-10 1/1 undated 0");
        check(&["puces source:Soir"], "2025-08 1/1, 2025-09 0/0, 2025-10 1/1 undated 0");
        // A bound that is asked for is shown, as far as there are articles.
        check(
            &["puces", "--until", "2025"],
            "2025-08 1/2, 2025-09 0/0, 2025-10 1/1, 2025-11 0/0, 2025-12 0/1 undated 0",
        );
        check(
            &["puces", "--since", "2025-09"],
            "2025-10 1/1, 2025-11 0/0, 2025-12 0/1 undated 0"
                .replace(", 2025-11 0/0, 2025-12 0/1", "")
                .as_str(),
        );
        check(&["puces", "terres rares", "--by", "year"], "2025 2/4 undated 1; 2025 2/4 undated 0");
        check(&["puces", "--by", "year", "--by-source"], "2025 2/2 undated 0; 2025 0/2 undated 1");
        check(&["truite"], " undated 0");
        check(&["--source", "Matin", "--by", "year"], "2025 2/2 undated 1");
    }
}

#[test]
fn a_concordance_has_every_use() {
    for engine in ENGINES {
        let project = Project::new()
            .variable("VIGIE_ENGINE", engine)
            .file("a.md", "---\ntitle: La part de marché\ndate: 2025-01-02\n---\n\nSa part de marché en Chine baisse. Ses parts de marché à Taïwan aussi.\n")
            .file("b.md", "---\ntitle: Autre\ndate: 2025-02-03\n---\n\nLa Part de Marché d’Intel, hier, et le marché.\n")
            .file("c.txt", "Une part de gâteau en Chine.")
            .indexed();
        let check = |args: &[&str], expected: &str| {
            let found = json(&project, &[&["kwic"], args].concat());
            let line = |one: &Value| {
                let words = |name: &str| one[name].as_str().unwrap().trim().to_owned();
                format!(
                    "{}§{} {}[{}]{}",
                    words("id"),
                    one["passage"],
                    words("left"),
                    words("form"),
                    words("right")
                )
            };
            let lines: Vec<String> = found["lines"].as_array().unwrap().iter().map(line).collect();
            assert_eq!(lines.join("\n"), expected, "{args:?}");
        };
        let context = &["--context", "9"][..];
        check(
            &[&["\"part de marché\""], context].concat(),
            "b.md§1 La[Part de Marché]d’Intel,\na.md§0 La[part de marché]\n\
             a.md§1 Sa[part de marché]en Chine\na.md§1 Ses[parts de marché]à Taïwan",
        );
        check(
            &[&["\"part de marché\"", "--sort", "right"], context].concat(),
            "a.md§0 La[part de marché]\na.md§1 Ses[parts de marché]à Taïwan\n\
             b.md§1 La[Part de Marché]d’Intel,\na.md§1 Sa[part de marché]en Chine",
        );
        check(&["\"part de marché\"", "--of", "Chine", "--context", "3"], "a.md§1 en[Chine]");
        check(&["Chine \"part de marché\"", "--context", "0", "--limit", "1"], "a.md§0 [part de marché]");
    }
}

#[test]
fn a_file_of_uses_has_all_of_them_in_any_order() {
    let project = Project::sample();
    let uses = json(project, &["kwic", "puces"])["uses"].as_u64().unwrap() as usize;
    assert!(uses > 100, "{uses}");
    for (number, more) in [&[][..], &["--sort", "left"], &["--sort", "source"]].iter().enumerate() {
        for kind in ["csv", "tsv", "jsonl"] {
            let file = format!("uses-{number}.{kind}");
            project.run([&["kwic", "puces", "-o", &file], *more].concat()).expect(0);
            let rows = project.read(&file).lines().count() - usize::from(kind != "jsonl");
            assert_eq!(rows, uses, "{file}");
        }
    }
    let sample = |size: &str, seed: &str| {
        json(project, &["kwic", "puces", "--sample", size, "--seed", seed])["lines"].clone()
    };
    assert_eq!(sample("9", "3"), sample("9", "3"));
    assert_ne!(sample("9", "3"), sample("9", "4"));
    assert_eq!(sample("9", "3").as_array().unwrap().len(), 9);
}

#[test]
fn two_queries_part_their_articles() {
    let project = Project::sample();
    for [a, b] in
        [["Nvidia", "Huawei"], ["\"terres rares\"", "Nexperia"], ["puces", "puces"], ["H20", "zzzz"]]
    {
        let found = json(project, &["compare", a, b]);
        let count = |part: &str| found[part]["articles"].as_u64().unwrap();
        let of = |query: &str| project.answer(&["--match", "all", query])["articles"].as_u64().unwrap();
        assert_eq!(count("only_first") + count("both"), of(a), "{a} {b}");
        assert_eq!(count("only_second") + count("both"), of(b), "{a} {b}");
        let all = of(&format!("({a}) ({b})"));
        assert_eq!(count("both"), all, "{a} {b}");
    }
}

#[test]
fn a_typical_term_is_listed_once() {
    let project = Project::sample();
    for query in ["puces", "Nexperia", "\"terres rares\"", "H20", "Huawei", "Chine"] {
        let terms = json(project, &["terms", query, "-n", "200"])["terms"].clone();
        let terms: Vec<&str> =
            terms.as_array().unwrap().iter().map(|one| one["term"].as_str().unwrap()).collect();
        let distinct: std::collections::BTreeSet<&str> = terms.iter().copied().collect();
        assert_eq!(distinct.len(), terms.len(), "{query}: {terms:?}");
    }
}

#[test]
fn files_are_named_by_what_they_are_and_never_replaced_unasked() {
    let project = small("embedded");
    let check = |args: &[&str], code: i32, says: &str| {
        project.run(args).expect(code).says(&[says]);
    };
    check(&["timeline", "puces", "-o", "a.pdf"], 2, ".csv, .svg, .json");
    check(&["kwic", "puces", "-o", "a.svg"], 2, ".csv, .tsv, .jsonl");
    check(&["timeline", "puces", "-o", "a.svg"], 0, "written to a.svg");
    check(&["timeline", "puces", "-o", "a.svg"], 2, "exists");
    check(&["timeline", "puces", "-o", "a.svg", "--force"], 0, "written to a.svg");
    check(&["kwic", "puces", "-o", "k.csv"], 0, "3 uses in 3 articles");
    check(&["timeline", "puces", "--by", "day", "--since", "0001", "--until", "9999"], 0, "left out");
    check(&["kwic", "--source", "Soir"], 2, "required");
    check(&["facets", "puces", "--by", "author"], 2, "author");
    let far = small("embedded").file("b.jsonl", r#"{"text": "Des puces.", "date": "1700-01-01"}"#).indexed();
    far.run(["timeline", "puces", "--by", "day"]).expect(2).says(&["10000 periods", "--by year"]);
}

#[test]
fn overviews_as_they_are_read() {
    let project = Project::sample();
    project.write(
        "events.txt",
        "2025-10-30 Trump–Xi à Busan\nrien\n# un commentaire\n7 octobre 2022 : règles du BIS\n",
    );
    let commands: [&[&str]; 9] = [
        &["timeline", "H20", "--since", "2025"],
        &["timeline", "H20", "Nexperia", "\"terres rares\"", "--by", "quarter", "--events", "events.txt"],
        &["timeline", "H20", "--by-source", "--by", "year", "--share"],
        &["facets", "puces"],
        &["kwic", "\"part de marché\"", "--sort", "right"],
        &["kwic", "\"part de marché\"", "--group", "form"],
        &["kwic", "Trump Xi", "--of", "rencontre", "--limit", "3"],
        &["terms", "\"terres rares\"", "-n", "8"],
        &["compare", "Nvidia", "Huawei", "-n", "1"],
    ];
    for lang in ["en", "fr"] {
        let shown = commands.iter().map(|args| {
            let output = project.run(args.iter().chain(&["--lang", lang])).without_age();
            format!("$ vigie {}\n{}", args.join(" "), output.whole())
        });
        snapshot(&format!("overview-{lang}"), project, &shown.collect::<Vec<_>>().join("\n"));
    }
}
