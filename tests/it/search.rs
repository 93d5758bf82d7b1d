//! Searching from the outside: which articles, in which order, with which words marked, said in which shape.

use std::sync::OnceLock;

use serde_json::Value;

use crate::harness::{ENGINES, Output, Project};

/// A paragraph that says nothing, long enough to be a passage of its own.
const FILLER: &str = "La séance se poursuit dans le calme habituel des grandes salles, où chacun relit ses notes avant de \
    prendre la parole devant les autres. Les interprètes changent toutes les demi-heures, le café refroidit dans les tasses, \
    et les portes s’ouvrent parfois sur un couloir clair. Personne ne semble pressé de conclure, car la journée sera longue \
    et la soirée aussi, comme le veut la coutume de ces réunions où l’on parle beaucoup avant de décider peu de choses.";

/// A dozen articles made for the tests of this file, indexed once.
fn press() -> &'static Project {
    &presses()[0]
}

/// The same articles, kept by each engine.
fn presses() -> &'static [Project; 2] {
    static PRESSES: OnceLock<[Project; 2]> = OnceLock::new();
    PRESSES.get_or_init(|| {
        ENGINES.map(|engine| {
        let far = format!(
            "Jensen Huang a pris la parole le premier.\n\n{FILLER}\n\n{FILLER}\n\nLa Corée, elle, attend ses mémoires."
        );
        Project::new()
            .shared()
            .file("far.txt", &far)
            .file("near.txt", "Jensen Huang s’est rendu en Corée pour parler de mémoires.")
            .file("market.md", "---\ntitle: La part de marché de NVIDIA fond\ndate: 2025-10-24\nsource: Carnet des puces\nauthor: Jeanne Martin\n---\nNVIDIA tenait 95 % du marché chinois. Sa part de marché y est tombée à zéro, et les parts de ce marché vont à d’autres.")
            .file("lawyer.md", "---\ntitle: L’avocat de Bruxelles\ndate: 2025-09-12\nsource: Lettre de Bruxelles\nauthor: Paul Durand\nlang: fr\n---\nL’avocat d’une filiale plaide. D’autres avocats l’accompagnent, mais ce n’est pas l’affaire de l’IA.")
            .file("chips.md", "---\ntitle: Les puces chinoises\ndate: 2025-10-28\nsource: Dépêches\n---\nLes restrictions à l’exportation de puces d’IA touchent la Chine. Une puce n’est pas un puceron.")
            .file("rare.md", "---\ntitle: Terres rares\ndate: 2025-10-09\nsource: Dépêches\n---\nPékin soumet à licence l’exportation de terres rares. La Chine restreint aussi les terres qui ne sont pas rares.")
            .file("old.md", "---\ntitle: Un vieux règlement\ndate: 2022-10-07\nsource: Dépêches\n---\nLe règlement américain sur les puces date de 2022. Il a été proposéÀ l’époque, la Chine avait protesté.")
            .file("english.md", "---\ntitle: Export controls\ndate: 2025-05-01\nlang: en\nsource: Newsroom\n---\nThe export controls on chips remain in force, and the industry waits for the next rule.")
            .file("undated.txt", "Les routeurs exportés par Huawei ne sont pas des puces.")
            .variable("VIGIE_ENGINE", engine)
            .indexed_as_one()
        })
    })
}

/// The articles of an answer, in order; those that match in part are left out.
fn check(query: &str, expected: &[&str]) {
    check_with(query, &[], expected);
}

fn check_with(query: &str, args: &[&str], expected: &[&str]) {
    let args = [&["--match", "all", "--no-expand"], args, &["--", query]].concat();
    for (press, engine) in presses().iter().zip(ENGINES) {
        let ids = press.ids(&args);
        let names: Vec<&str> =
            ids.iter().map(|id| id.rsplit_once('.').map_or(id.as_str(), |(name, _)| name)).collect();
        assert_eq!(names, expected, "{query} {args:?} {engine}");
    }
}

/// The same, in the order of the names: for queries of which only the set matters.
fn check_set(query: &str, expected: &[&str]) {
    check_with(query, &["--sort", "id"], expected);
}

/// The texts of all marks of the hits of an answer: of titles first, then of passages.
fn marked(answer: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for hit in answer["hits"].as_array().unwrap() {
        for (text, marks) in [("title", "title_marks"), ("text", "marks")] {
            let text = hit[text].as_str().unwrap_or_default();
            found.extend(ranges(&hit[marks]).map(|range| text.get(range).unwrap().to_owned()));
        }
    }
    found
}

fn ranges(marks: &Value) -> impl Iterator<Item = std::ops::Range<usize>> {
    marks.as_array().unwrap().iter().map(range)
}

fn range(mark: &Value) -> std::ops::Range<usize> {
    let end = |key: &str| usize::try_from(mark[key].as_u64().unwrap()).unwrap();
    end("start")..end("end")
}

fn check_marks(query: &str, expected: &[&str]) {
    for (press, engine) in presses().iter().zip(ENGINES) {
        let answer = press.answer(&["--match", "all", "--no-expand", "--per-article", "0", "--", query]);
        assert_eq!(marked(&answer), expected, "{query} {engine}");
    }
}

/// The articles of an answer where names and concepts stand for all their names, and what was said of it.
fn check_expanded(query: &str, expected: &[&str], said: &str) {
    let args = ["--match", "all", "--sort", "id", "--", query];
    for (press, engine) in presses().iter().zip(ENGINES) {
        let names: Vec<String> =
            press.ids(&args).iter().map(|id| id.split('.').next().unwrap().to_owned()).collect();
        assert_eq!(names, expected, "{query} {engine}");
        let output = press.run(["search"].iter().chain(&args)).expect(0);
        let all = format!("{}{}", output.stdout, output.stderr);
        assert!(all.contains(said), "{query} {engine}: {output:?}");
    }
}

#[test]
fn names_and_concepts_stand_for_all_their_names() {
    check_expanded("export controls", &["chips", "english"], "looked for: export controls ");
    // A phrase is opened as a whole, and its words are not taken apart.
    check_expanded("\"export controls\"", &["chips", "english"], "(also ");
    // To the letter is to the letter.
    check_expanded("=\"export controls\"", &["english"], "looked for: =\"export controls\"\n");
    check_set("export controls", &["english"]);
}

#[test]
fn a_word_that_is_nowhere_is_taken_for_those_spelt_nearly_so() {
    check_expanded("Huwaei", &["undated"], "`Huwaei` is nowhere; searched instead: huawei");
    check_set("Huwaei", &[]);
}

#[test]
fn other_words_that_a_stem_finds_are_said() {
    let project = Project::new()
        .file(
            "a.txt",
            "Le marché des puces recule. Une longue marche attend la ville, et les puces coûtent moins.",
        )
        .file("b.txt", "Selon James, nul ne vend jamais une puce deux fois. Les marchés attendent.")
        .indexed_as_one();
    let check = |args: &[&str], expected: &[&str]| {
        let answer = project.answer(args);
        let notes: Vec<&str> =
            answer["notes"].as_array().unwrap().iter().map(|note| note["text"].as_str().unwrap()).collect();
        assert_eq!(notes, expected, "{args:?}");
    };
    let said =
        "`marche` also finds « marché », « marchés »; if you mean « marché », write it with its accents";
    check(&["marche"], &[said]);
    check(&["marche puces", "--no-expand"], &[said]);
    check(&["l'marche"], &[said]);
    check(&["marché"], &[]);
    check(&["puces", "--no-expand"], &[]);
    check(&["james"], &[]);
    check(&["James"], &[]);
    // What is held to the letter, begins so, or is only shown on another page meets no stranger.
    check(&["=James"], &[]);
    check(&["jam*"], &[]);
    check(&["James", "--page", "2"], &[]);
    assert_eq!(marked(&project.answer(&["=James"])), ["James"]);
    assert_eq!(marked(&project.answer(&["marché", "--sort", "id"])), ["marché", "marchés"]);
    assert!(project.run(["search", "marche"]).expect(0).stderr.contains(said));
}

#[test]
fn words_that_the_best_passages_share_count_where_that_is_asked_for() {
    let mut project = Project::new()
        .file("a.txt", "Le voile au bureau heurte la neutralité, dit le tribunal.")
        .file("b.txt", "La neutralité s’impose aussi au guichet de la poste.");
    for number in 0..40 {
        project = project.file(&format!("c{number}.txt"), FILLER);
    }
    let project = project.indexed_as_one();
    let check = |args: &[&str], expected: &[&str], said: &str| {
        assert_eq!(project.ids(&[args, &["voile"]].concat()), expected, "{args:?}");
        let output = project.run([&["search"], args, &["voile"]].concat()).expect(0);
        assert_eq!(output.stderr.contains("from the best passages"), !said.is_empty(), "{output:?}");
        assert!(output.stderr.contains(said), "{output:?}");
    };
    check(&["--match", "any"], &["a.txt"], "");
    check(&["--match", "any", "--feedback"], &["a.txt", "b.txt"], "also searched, from the best passages: ");
    check(&["--match", "all", "--feedback"], &["a.txt"], "also weighed, from the best passages: ");
    // What narrows the answer still does.
    let without = project.ids(&["--match", "any", "--feedback", "voile SAUF guichet"]);
    assert_eq!(without, ["a.txt"]);
    // A query that only narrows says nothing that could be fed back.
    let narrowed = project.answer(&["--feedback", "--", "SAUF voile"]);
    assert_eq!(narrowed["notes"].as_array().unwrap().len(), 0, "{narrowed}");
    assert!(narrowed["hits"].as_array().unwrap().iter().all(|hit| hit["score"] == 0.0), "{narrowed}");
    // What was not asked for is not marked.
    let answer = project.answer(&["--match", "any", "--feedback", "voile"]);
    assert_eq!(marked(&answer), ["voile"]);
}

#[test]
fn words_are_wanted_in_the_article_not_in_one_passage() {
    check_set("Huang Corée", &["far", "near"]);
    check_set("Huang ET Corée AND mémoires", &["far", "near"]);
    // The article whose words stand together comes first.
    check("Huang Corée", &["near", "far"]);
    check("Huang MEME Corée", &["near"]);
    check("Huang PRES/6 Corée", &["near"]);
    check("Huang PRES/2 Corée", &[]);
}

#[test]
fn either_without_and_groups() {
    check_set("Corée OU routeurs", &["far", "near", "undated"]);
    check_set("(Corée OU routeurs) SAUF Jensen", &["undated"]);
    check_set("Huang SAUF café", &["near"]);
    check_set("puces -Chine", &["undated"]);
    check_set("puces Chine", &["chips", "old"]);
    check_set("SAUF puces", &["english", "far", "lawyer", "market", "near", "rare"]);
    check_set("(Huang Corée) OU (terres rares)", &["far", "near", "rare"]);
    check_set("terres SAUF (rares OU licence)", &[]);
}

#[test]
fn a_word_finds_its_forms_or_one_form_or_its_misspellings() {
    check_set("puce", &["chips", "old", "undated"]);
    check_set("=puce", &["chips"]);
    check_set("routeur", &["undated"]);
    check_set("=routeur", &[]);
    check_set("=exportation", &["chips", "rare"]);
    check_set("export*", &["chips", "english", "rare", "undated"]);
    check_set("pucer*", &["chips"]);
    check_set("Huwaei~", &["undated"]);
    check_set("Huwaei", &[]);
    check_set("coree", &["far", "near"]);
    check_set("CORÉE", &["far", "near"]);
}

#[test]
fn phrases_hold_over_inflections_or_to_the_letter_or_with_room() {
    check_set("\"part de marché\"", &["market"]);
    check_set("\"parts du marché\"", &["market"]);
    check_set("=\"parts de marché\"", &[]);
    check_set("=\"parts de ce marché\"", &["market"]);
    check_set("\"terres rares\"", &["rare"]);
    check_set("\"rares terres\"", &[]);
    check_set("\"rares terres\"~1", &["rare"]);
    check_set("\"restrictions puces\"", &[]);
    check_set("\"restrictions puces\"~3", &["chips"]);
    check_set("« restrictions à l'exportation »", &["chips"]);
    check_set("“terres rares”", &["rare"]);
}

#[test]
fn fields_hold_a_word_to_a_part_of_the_article() {
    check_set("titre:puces", &["chips"]);
    check_set("title:marché", &["market"]);
    check_set("source:dépêches", &["chips", "old", "rare"]);
    check_set("source:(Lettre OU Carnet)", &["lawyer", "market"]);
    check_set("auteur:Martin", &["market"]);
    check_set("author:durand avocat", &["lawyer"]);
    check_set("langue:en", &["english"]);
    check_set("=exportation -source:Dépêches", &[]);
    check_set("exportés -source:Dépêches", &["english", "undated"]);
    check_set("titre:rares Chine", &["rare"]);
    check_set("NVIDIA: marché", &["market"]);
}

#[test]
fn dates_narrow_the_answer() {
    check_set("date:2025", &["chips", "english", "lawyer", "market", "rare"]);
    check_set("date:2025-10", &["chips", "market", "rare"]);
    check_set("date:2025-10-28", &["chips"]);
    check_set("puces date:<2025", &["old"]);
    check_set("date:2025-09..2025-10-10", &["lawyer", "rare"]);
    check_set("puces -date:2025", &["old", "undated"]);
    let since =
        |args: &[&str], expected: &[&str]| check_with("Chine OU puces OU avocat OU NVIDIA", args, expected);
    since(&["--sort", "id", "--since", "2025-10"], &["chips", "market", "rare"]);
    since(&["--sort", "id", "--until", "2025-09"], &["lawyer", "old"]);
    since(&["--sort", "id", "--until", "2022"], &["old"]);
    since(&["--sort", "id", "--since", "2025-09-12", "--until", "2025-10-24"], &["lawyer", "market", "rare"]);
    since(&["--since", "2026"], &[]);
    since(&["--sort", "id", "--source", "dépêches", "--since", "2025"], &["chips", "rare"]);
    since(&["--source", "Lettre de Bruxelles"], &["lawyer"]);
    since(&["--source", "Bruxelles Lettre"], &[]);
    since(&["--source", "…"], &[]);
}

#[test]
fn filters_alone_are_a_query() {
    check_with("", &["--sort", "oldest", "--since", "2025-10"], &["rare", "market", "chips"]);
    check_with("", &["--source", "Newsroom"], &["english"]);
}

#[test]
fn sorted_by_date_undated_articles_are_last() {
    check_with(
        "puces OU terres OU NVIDIA",
        &["--sort", "newest"],
        &["chips", "market", "rare", "old", "undated"],
    );
    check_with(
        "puces OU terres OU NVIDIA",
        &["--sort", "oldest"],
        &["old", "rare", "market", "chips", "undated"],
    );
    check_with(
        "puces OU terres OU NVIDIA",
        &["--sort", "id"],
        &["chips", "market", "old", "rare", "undated"],
    );
}

#[test]
fn equals_stand_in_the_order_of_date_then_name() {
    let mut lines = String::new();
    for (id, date) in
        [("b", "2025-01-02"), ("a", "2025-01-02"), ("d", ""), ("c", "2025-03-04"), ("é", ""), ("B", "")]
    {
        lines += &serde_json::json!({"id": id, "date": date, "text": "Les puces sont arrivées."}).to_string();
        lines.push('\n');
    }
    let project = Project::new().file("a.jsonl", &lines).indexed();
    assert_eq!(project.ids(&["puces"]), ["c", "a", "b", "B", "d", "é"]);
    assert_eq!(project.ids(&["puces", "--sort", "newest"]), ["c", "a", "b", "B", "d", "é"]);
    assert_eq!(project.ids(&["puces", "--sort", "oldest"]), ["a", "b", "c", "B", "d", "é"]);
    assert_eq!(project.ids(&["puces", "--sort", "id"]), ["B", "a", "b", "c", "d", "é"]);
}

#[test]
fn what_matches_in_part_follows_and_says_what_it_lacks() {
    let missing = |query: &str, args: &[&str]| {
        let answer = press().answer(&[&["--per-article", "1"], args, &["--", query]].concat());
        let hits = answer["hits"].as_array().unwrap().iter();
        let lacks = |hit: &Value| {
            let names: Vec<&str> =
                hit["missing"].as_array().unwrap().iter().map(|m| m.as_str().unwrap()).collect();
            format!("{}:{}", hit["id"].as_str().unwrap().split('.').next().unwrap(), names.join("+"))
        };
        (hits.map(lacks).collect::<Vec<_>>().join(" "), answer["partial_articles"].clone())
    };
    let (first, partial) = missing("Huang routeurs", &[]);
    assert_eq!((first.as_str(), partial), ("undated:Huang near:routeurs far:routeurs", 2.into()));
    assert_eq!(missing("Huang rendu", &["--match", "all"]), ("near:".to_owned(), Value::Null));
    let (any, _) = missing("Huang routeurs", &["--match", "any"]);
    assert_eq!(any.split(' ').count(), 3, "{any}");
    assert!(any.contains("far:routeurs") && any.contains("undated:Huang"), "{any}");
    // Filters still hold; in other orders than the best first no part follows what has the most.
    assert_eq!(missing("Huang routeurs source:AFP", &[]).0, "");
    assert_eq!(missing("Huang routeurs", &["--sort", "id"]), ("undated:Huang".to_owned(), Value::Null));
    let page = press().run(["search", "Huang routeurs"]).expect(0).stdout;
    assert!(page.contains("\nmissing: routeurs\n") && page.contains("a part of it"), "{page}");
}

#[test]
fn pages_put_together_are_the_whole_answer() {
    for sort in ["relevance", "newest", "id"] {
        let ask = |limit: &str, page: &str| {
            let args =
                ["search", "puces Chine", "--jsonl", "--per-article", "0", "--match", "all", "--sort", sort];
            Project::sample().run(args.iter().chain(&["--limit", limit, "--page", page])).stdout
        };
        let whole = ask("1000", "1");
        let count = whole.lines().count();
        assert!(count > 50, "{count}");
        let pages: String = (1..=count.div_ceil(17)).map(|page| ask("17", &page.to_string())).collect();
        assert_eq!(pages, whole, "{sort}");
    }
}

#[test]
fn one_article_does_not_fill_the_page() {
    let count = |per_article: &str| {
        let args = ["puces", "--match", "all", "--limit", "1000", "--per-article", per_article];
        let answer = Project::sample().answer(&args);
        let mut counts = std::collections::BTreeMap::new();
        for hit in answer["hits"].as_array().unwrap() {
            *counts.entry(hit["id"].to_string()).or_insert(0) += 1;
        }
        let counted = (answer["articles"].as_u64().unwrap(), answer["passages"]["hits"].as_u64().unwrap());
        (counts.len() as u64, counts.values().copied().max().unwrap(), counts.values().sum::<u64>(), counted)
    };
    let (articles, most, hits, counted) = count("0");
    assert!(articles == counted.0 && hits == counted.1 && most > 2);
    // Every article stays, with its best passages.
    let (fewer, most, ..) = count("1");
    assert_eq!((fewer, most), (articles, 1));
    let (fewer, most, _, same) = count("2");
    assert_eq!((fewer, most, same), (articles, 2, counted));
    let limited = Project::sample().run(["search", "puces", "--jsonl", "-n", "3"]).expect(0);
    assert_eq!(limited.stdout.lines().count(), 3);
}

#[test]
fn marks_are_the_words_and_not_what_stands_before_them() {
    check_marks("avocat", &["avocat", "avocat", "avocats"]);
    check_marks("l'avocat", &["avocat", "avocat", "avocats"]);
    check_marks("=avocats", &["avocats"]);
    check_marks("IA SAUF puces", &["IA"]);
    check_marks("\"parts de marché\"", &["part de marché", "part de marché"]);
    check_marks("95 %", &["95 %"]);
    check_marks("95%", &["95 %"]);
    check_marks("\"restrictions puces\"~3", &["restrictions", "puces"]);
    check_marks("Huang PRES/6 Corée", &["Huang", "Corée"]);
    check_marks("rou*", &["routeurs"]);
    check_marks("source:Newsroom", &[]);
    check_marks("routeurs SAUF avocat", &["routeurs"]);
}

#[test]
fn a_phrase_with_an_article_inside_is_one_mark() {
    check_marks("\"restrictions à l'exportation\"", &["restrictions à l’exportation"]);
    check_marks("\"exportation de puces d'IA\"", &["exportation de puces d’IA"]);
    check_marks("=\"l'exportation\"", &["exportation", "exportation"]);
}

#[test]
fn words_of_glued_sentences_are_words() {
    check_set("époque", &["old"]);
    check_set("proposé", &["old"]);
    check_marks("proposé époque", &["proposé", "époque"]);
    check_set("\"proposé à l'époque\"", &["old"]);
}

#[test]
fn ranges_are_those_of_the_text() {
    for query in
        ["puces", "\"part de marché\" OU Pékin", "l'exportation Chine", "sécurité~", "États-Unis", "25 %"]
    {
        let project = Project::sample();
        let answer = project.answer(&["--limit", "30", "--per-article", "0", "--", query]);
        assert_eq!(answer["schema_version"], 3);
        let hits = answer["hits"].as_array().unwrap();
        assert!(!hits.is_empty(), "{query}");
        for (place, hit) in hits.iter().enumerate() {
            let text = hit["text"].as_str().unwrap();
            assert_eq!(hit["rank"], place + 1);
            assert!(
                text.get(range(&hit["snippet"])).is_some_and(|snippet| !snippet.trim().is_empty()),
                "{hit}"
            );
            let mut last = 0;
            for mark in ranges(&hit["marks"]) {
                assert!(
                    last <= mark.start && mark.start < mark.end && text.get(mark.clone()).is_some(),
                    "{hit}"
                );
                assert!(!text[mark.clone()].starts_with(char::is_whitespace), "{hit}");
                last = mark.end;
            }
            let (passage, passages) = (hit["passage"].as_u64().unwrap(), hit["passages"].as_u64().unwrap());
            assert!((1..=passages).contains(&passage));
        }
        let hit = &hits[0];
        let shown = project.run(["show", "--json", hit["id"].as_str().unwrap()]).expect(0).stdout;
        let article: Value = serde_json::from_str(&shown).unwrap();
        let whole = article["article"]["text"].as_str().unwrap();
        assert_eq!(whole.get(range(&hit["range"])), hit["text"].as_str(), "{query}");
    }
}

#[test]
fn lines_of_json_are_the_hits_of_the_object() {
    let args = ["puces Chine", "--limit", "20", "--match", "all"];
    let answer = Project::sample().answer(&args);
    let lines = Project::sample().run(["search", "--jsonl"].iter().chain(&args)).expect(0).stdout;
    let hits: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answer["hits"].as_array().unwrap(), &hits);
    assert_eq!(hits.len(), 20);
}

/// How much of a score is the passage's: see `search/weights.rs`.
const PASSAGE_SHARE: f64 = 0.1;

#[test]
fn explanations_sum_up_to_the_score() {
    let close = |a: f64, b: f64| (a - b).abs() < 1e-4;
    let number = |value: &Value| value.as_f64().unwrap();
    for query in ["puces", "puces Chine", "\"terres rares\" OU NVIDIA", "Huawei^3 puces SAUF téléphone"] {
        let answer = Project::sample().answer(&["--explain", "--match", "all", "--limit", "20", "--", query]);
        let hits = answer["hits"].as_array().unwrap();
        assert!(!hits.is_empty(), "{query}");
        let mut last = f64::INFINITY;
        for hit in hits {
            let explanation = &hit["explanation"];
            let shares = ["passage", "article", "nearness", "lead"].map(|key| number(&explanation[key]));
            assert!(close(number(&hit["score"]), shares.iter().sum()), "{query}: {explanation}");
            let concepts = explanation["concepts"].as_array().unwrap();
            let of_passage: f64 = concepts.iter().map(|concept| number(&concept["passage_score"])).sum();
            let of_article: f64 = concepts.iter().map(|concept| number(&concept["article_score"])).sum();
            // The shares are weighed alike for every hit. Of a phrase and its words only the greater counts.
            assert!(shares[0] <= PASSAGE_SHARE * of_passage + 1e-4, "{explanation}");
            assert!(shares[1] <= (1.0 - PASSAGE_SHARE) * of_article + 1e-4, "{explanation}");
            assert!(shares[2] >= 0.0 && shares[3] >= 0.0, "{explanation}");
            assert!(number(&hit["score"]) <= last && number(&hit["score"]) > 0.0);
            last = number(&hit["score"]);
        }
    }
    assert!(press().answer(&["puces"])["hits"][0].get("explanation").is_none());
}

#[test]
fn no_part_of_a_score_is_a_negative_zero() {
    for query in ["puces", "\"terres rares\"", "SAUF puces", "date:2025"] {
        let shown = Project::sample().run(["search", "--explain", "--", query]).expect(0).stdout;
        assert!(shown.contains("0.000") && !shown.contains("-0.000"), "{query}: {shown}");
    }
}

#[test]
fn the_answer_says_how_the_query_was_understood() {
    let answer = press().answer(&[
        "--since",
        "2025",
        "--source",
        "Dépêches",
        "--",
        "puce* de l'IA SAUF \"terres rares\"",
    ]);
    let query = &answer["query"];
    assert_eq!(query["canonical"], "puce* de l'IA SAUF \"terres rares\"");
    assert_eq!(query["left_out"], serde_json::json!(["de"]));
    assert_eq!(query["dates"]["since"], "2025-01-01");
    assert_eq!(query["source"], "Dépêches");
    let excluded: Vec<bool> =
        query["concepts"].as_array().unwrap().iter().map(|c| c["excluded"] == true).collect();
    assert_eq!(excluded, [false, false, true]);
    assert_eq!(query["concepts"][0]["words"], serde_json::json!(["=puces", "=puce", "=puceron"]));
}

#[test]
fn a_prefix_of_too_many_words_says_how_many_were_taken() {
    let letter = |n: u32| char::from_u32('a' as u32 + n % 20).unwrap();
    let text: String = (0..400).map(|n| format!("mot{}{} ", letter(n / 20), letter(n))).collect();
    let project = Project::new().file("a.txt", &text).indexed();
    let answer = project.answer(&["mot*"]);
    assert_eq!(answer["query"]["concepts"][0]["words_found"], 400);
    assert!(answer["notes"][0]["text"].as_str().unwrap().contains("stands for 400 words"), "{answer}");
    project
        .run(["search", "mot*"])
        .expect(0)
        .says(&["note: `mot` stands for 400 words; the 256 most frequent"]);
}

#[test]
fn the_same_question_has_the_same_answer_byte_for_byte() {
    let ask = || {
        Project::sample().run(["search", "puces OU Chine OU exportation", "--json", "--limit", "300"]).stdout
    };
    assert_eq!(ask(), ask());
}

#[test]
fn an_article_is_shown_whole_with_what_matches() {
    let project = press();
    let shown = project.run(["show", "market.md", "--query", "\"part de marché\""]).expect(0).stdout;
    assert!(
        shown.contains("La [[part de marché]] de NVIDIA fond")
            && shown.contains("Sa [[part de marché]] y est"),
        "{shown}"
    );
    let json: Value =
        serde_json::from_str(&project.run(["show", "market.md", "--query", "95 %", "--json"]).stdout)
            .unwrap();
    let text = json["article"]["text"].as_str().unwrap();
    let marks: Vec<&str> = ranges(&json["marks"]).map(|range| &text[range]).collect();
    assert_eq!(marks, ["95 %"]);
    project.run(["show", "market.md", "--query", "date:demain"]).expect(2);
    // In every passage of a long article.
    let far = project.run(["show", "far.txt", "--query", "Huang OU Corée"]).expect(0).stdout;
    assert!(far.contains("[[Huang]]") && far.contains("[[Corée]]"));
}

/// The codes of the notes on an answer.
fn codes(answer: &Value) -> Vec<&str> {
    answer["notes"].as_array().unwrap().iter().map(|note| note["code"].as_str().unwrap()).collect()
}

#[test]
fn articles_without_a_date_are_counted_or_kept() {
    let answer = press().answer(&["puces", "--since", "2025", "--no-expand"]);
    let note = answer["notes"].as_array().unwrap().iter().find(|note| note["code"] == "undated").unwrap();
    assert_eq!((note["articles"].as_u64(), note["kept"].as_bool()), (Some(1), Some(false)));
    let in_query = press().answer(&["puces date:2025", "--no-expand"]);
    assert!(codes(&in_query).contains(&"undated"));
    check_with("puces -date:2025", &["--undated", "--sort", "id"], &["old", "undated"]);
    let kept = press().ids(&["puces", "--since", "2025", "--no-expand", "--undated"]);
    assert!(kept.contains(&"undated.txt".to_owned()), "{kept:?}");
    assert!(!codes(&press().answer(&["puces"])).contains(&"undated"));
}

#[test]
fn an_unknown_source_lists_those_there_are() {
    for args in [&["puces", "--source", "Monde"][..], &["puces source:Monde"]] {
        let output = press().run([&["search"], args].concat()).expect(1);
        output.says(&["no article has the source `Monde`", "Lettre de Bruxelles (1)"]);
    }
    assert!(!codes(&press().answer(&["zzz", "--source", "Newsroom"])).contains(&"unknown_source"));
}

#[test]
fn a_period_that_ends_before_it_begins_is_an_error() {
    press()
        .run(["search", "puces", "--since", "2025-10", "--until", "2025-09"])
        .expect(2)
        .says(&["2025-10-01"]);
    press().run(["search", "puces date:2026..2025"]).expect(2).says(&["ends before it begins"]);
}

#[test]
fn days_are_typed_as_people_type_them() {
    let on = |args: &[&str]| {
        let mut command = press().command(["search", "puces", "--json"].iter().chain(args));
        let output = Output::of(command.env("VIGIE_TODAY", "2025-11-03"));
        serde_json::from_str::<Value>(&output.stdout).unwrap()["query"]["dates"].clone()
    };
    assert_eq!(on(&["--since", "7j"])["since"], "2025-10-27");
    assert_eq!(on(&["--since", "24/10/2025", "--until", "hier"])["until"], "2025-11-02");
    assert_eq!(on(&["--until", "octobre 2025"])["until"], "2025-10-31");
}

#[test]
fn a_query_comes_from_standard_input() {
    let project = press();
    project.write("query", "puces\n");
    let input = std::fs::File::open(project.path("query")).unwrap();
    let mut command = project.command(["search", "-", "--json"]);
    let answer: Value = serde_json::from_str(&Output::of(command.stdin(input)).stdout).unwrap();
    assert_eq!(answer["query"]["typed"], "puces");
}

#[test]
fn signs_of_other_systems_are_read_or_remarked_on() {
    let project = Project::new()
        .file("a.txt", "L’accord de Paris est rompu.")
        .file("b.txt", "L’état d’urgence.")
        .indexed();
    assert_eq!(project.ids(&["\"accord de par*\"", "--match", "all"]), ["a.txt"]);
    assert!(project.ids(&["\"accord de lon*\"", "--match", "all"]).is_empty());
    assert_eq!(project.ids(&["\"état d urgence\"", "--match", "all"]), ["b.txt"]);
    assert_eq!(project.ids(&["accord W/3 Paris", "--match", "all"]), ["a.txt"]);
    for (query, code) in [
        ("accord W/3 Paris", "read_as_near"),
        ("acc?rd", "question_inside"),
        ("texte:accord", "unknown_field"),
        ("accord AND", "dangling"),
    ] {
        assert!(codes(&project.answer(&[query])).contains(&code), "{query}");
    }
}

#[test]
fn a_search_says_when_the_index_is_behind() {
    let project = Project::new().file("a.txt", "Les puces.").indexed();
    assert_eq!(project.run(["search", "puces"]).expect(0).stderr, "");
    project.write("corpus/b.txt", "Les puces.");
    let output = project.run(["search", "puces"]).expect(0);
    output.says(&["the index is behind its corpus: 1 new, 0 changed, 0 gone", "`vigie index`"]);
}

#[test]
fn a_hit_is_opened_by_its_number() {
    let project = Project::new().file("a.txt", "Les puces.").file("b.txt", "Les terres rares.").indexed();
    project.run(["show", "1"]).expect(2).says(&["there is no last answer"]);
    project.run(["search", "rares"]).expect(0);
    let shown = project.run(["show", "1"]).expect(0).stdout;
    assert!(shown.contains("b.txt") && shown.contains("§1 Les terres [[rares]]."), "{shown}");
    project.run(["show", "2"]).expect(2).says(&["hits 1–1, not 2"]);
    project.run(["show", "1", "--passage", "2"]).expect(2).says(&["there is no passage 2"]);
    project.write("corpus/c.txt", "Du blé.");
    project.run(["index"]).expect(0);
    project.run(["show", "1"]).expect(2).says(&["the index has changed since the last answer, to `rares`"]);
}

#[test]
fn an_article_is_found_by_a_part_of_its_name() {
    let project = Project::new().file("le-monde/a.txt", "Les puces.").file("afp/ab.txt", "Du blé.").indexed();
    let shown = |name: &str| project.run(["show", name]).expect(0).stdout;
    for name in ["le-monde/a.txt", "a.txt", "a", "monde", "corpus/le-monde/a.txt", "./corpus/le-monde/a"] {
        assert!(shown(name).contains("puces"), "{name}");
    }
    project.run(["show", "txt"]).expect(2).says(&["2 articles", "le-monde/a.txt", "afp/ab.txt"]);
}
