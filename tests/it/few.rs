//! Why an answer has so few articles: what it says must be what the other questions find.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use vigie::model::{DateRange, Filter, parse_date};
use vigie::search::{Facet, Match, Request};
use vigie::session::understood;

use crate::answer::{ENGINE, WORDS};
use crate::harness::{ENGINES, Project, snapshot};

/// Some articles in which a name is once misspelt, kept by each engine.
fn projects() -> [Project; 2] {
    ENGINES.map(|engine| {
        let right = (1..=6).fold(Project::new(), |project, number| {
            let head = format!("---\ndate: 2025-0{number}-01\nsource: Gazette\n---\n");
            project.file(&format!("{number}.md"), &format!("{head}Le fabricant Zentrix livre des puces."))
        });
        right
            .file("wrong.txt", "Le fabricant Zentrex ne livre rien.")
            .file("tomatoes.txt", "Des tomates et des puces.")
            .variable("VIGIE_ENGINE", engine)
            .indexed_as_one()
    })
}

/// Checks the key `diagnosis` of an answer, without the keys whose list is empty.
fn check(projects: &[Project; 2], args: &[&str], expected: &Value) {
    for project in projects {
        let mut diagnosis = project.answer(args)["diagnosis"].take();
        if let Some(lists) = diagnosis.as_object_mut() {
            lists.retain(|_, list| list != &json!([]));
        }
        assert_eq!(&diagnosis, expected, "{args:?}");
    }
}

#[test]
fn what_keeps_articles_out_is_said() {
    let projects = projects();
    let check = |args: &[&str], expected: Value| check(&projects, args, &expected);
    let alone = |one: &str, count: u64, other: &str, others: u64| json!([{"typed": one, "articles": count}, {"typed": other, "articles": others}]);
    check(&["puces"], Value::Null);
    check(&["tomates"], Value::Null);
    check(
        &["puces tomates"],
        json!({
            "alone": alone("puces", 7, "tomates", 1),
            "without_topic": [{"typed": "tomates", "more": 6}],
        }),
    );
    check(
        &["puces", "--since", "2025-06"],
        json!({"without_filter": [
            {"filter": "period", "dates": {"since": "2025-06-01", "until": null}, "articles": 7}
        ]}),
    );
    check(
        &["puces SAUF Zentrix source:Gazette"],
        json!({"without_filter": [
            {"filter": "excluded", "typed": "Zentrix", "articles": 6},
            {"filter": "field", "typed": "source:Gazette", "articles": 1},
            {"filter": "all", "articles": 7},
        ]}),
    );
    check(
        &["Zentrex"],
        json!({"spellings": [{"typed": "Zentrex", "articles": 1, "usual": "zentrix", "usual_articles": 6}]}),
    );
    // A word that is nowhere is mended, not doubted; a usual word is not doubted.
    check(&["Zentrax"], Value::Null);
    check(&["Zentrix"], Value::Null);
}

#[test]
fn it_is_said_in_the_language_of_the_reader() {
    let [project, _] = projects();
    let lines = |lang: &str| {
        let output = project.run(["search", "Zentrex puces SAUF livre", "--match", "all", "--lang", lang]);
        output.expect(1).stderr
    };
    snapshot("few", &project, &(lines("en") + "\n" + &lines("fr")));
}

/// How many articles match.
fn count(request: &Request) -> u64 {
    let parsed = understood(&request.query, false).unwrap();
    let counts = ENGINE.counts(request, &parsed, &[Facet::Month]).unwrap();
    counts[0].counts.iter().map(|(_, count)| count).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Each number is that of the question without what is left out.
    #[test]
    fn its_numbers_are_those_of_the_other_questions(
        words in prop::collection::vec(select(WORDS.clone()), 2..4),
        since in select(vec![None, Some("2025-10-01"), Some("2026-01-01")]),
        source in select(vec![None, Some("Lettre de Bruxelles"), Some("Nowhere")]),
    ) {
        prop_assume!(words.iter().all(|word| word.chars().all(char::is_alphabetic)));
        let dates = DateRange { since: since.and_then(parse_date), until: None };
        // Each word is marked, so that none is joined to its neighbour.
        let words: Vec<String> = words.iter().map(|word| format!("({word} OU {word})")).collect();
        let query = |words: &[String]| words.join(" ");
        let source = source.map(str::to_owned);
        let request = Request { dates, source, matching: Match::All, ..Request::new(query(&words)) };
        let Ok(parsed) = understood(&request.query, false) else { return Ok(()) };
        let Ok(answer) = ENGINE.search(&request, &parsed) else { return Ok(()) };
        let now = count(&request);
        prop_assert_eq!(answer.articles, now);
        let Some(few) = answer.diagnosis else { return Ok(()) };
        for without in few.without_filter {
            let without_one = match without.filter {
                Filter::Period { .. } => Request { dates: DateRange::default(), ..request.clone() },
                Filter::Source { .. } => Request { source: None, ..request.clone() },
                _ => Request { dates: DateRange::default(), source: None, ..request.clone() },
            };
            prop_assert_eq!(without.articles, count(&without_one));
        }
        for topic in few.alone {
            let alone = Request { query: topic.typed, dates: DateRange::default(), source: None, ..request.clone() };
            prop_assert_eq!(topic.articles, count(&alone), "{}", alone.query);
        }
        for without in few.without_topic {
            let mut rest = words.clone();
            rest.retain(|word| *word != without.typed && *word != format!("({})", without.typed));
            if rest.len() + 1 == words.len() {
                let without_one = Request { query: query(&rest), ..request.clone() };
                prop_assert_eq!(now + without.more, count(&without_one), "{}", without.typed);
            }
        }
    }
}
