//! Why an article does not match: the verdict must be that of the search, and the clauses those that fail.

use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use vigie::model::{DateRange, Detail, parse_date};
use vigie::search::{Match, Request};
use vigie::session::understood;

use crate::answer::{ENGINE, QUERIES, articles};
use crate::harness::{Project, snapshot};

/// Every article of the sample corpus.
static IDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let query = "date:1900..2100 OU SAUF date:1900..2100";
    let request = Request { detail: Detail::Name, matching: Match::All, ..Request::new(query) };
    articles(&request).unwrap().into_iter().collect()
});

/// Checks that the verdict on an article is that of the search.
fn check(id: &str, request: &Request) {
    let Some(matching) = articles(request) else { return };
    let parsed = understood(&request.query, false).unwrap();
    let verdict = ENGINE.why_not(id, request, &parsed).unwrap();
    assert_eq!(verdict.matches, matching.contains(id), "{id}: {request:?}");
    assert_eq!(verdict.articles, matching.len() as u64, "{id}: {request:?}");
    assert_eq!(verdict.clauses.is_empty(), verdict.matches, "{id}: {request:?}: {verdict:?}");
    let shown = verdict.clauses.iter().filter_map(|clause| clause.shown()).chain(&verdict.nearest);
    for nearest in shown {
        assert!(!nearest.marks.is_empty(), "{id}: {request:?}: nothing is marked");
        assert!(nearest.text.get(nearest.snippet.clone()).is_some());
        nearest.marks.iter().for_each(|mark| assert!(nearest.text.get(mark.clone()).is_some()));
    }
    let page = ENGINE.search(&Request { limit: 10_000, ..request.clone() }, &parsed).unwrap();
    let place = page.hits.iter().find(|hit| hit.id == id).map(|hit| hit.rank);
    assert!(!verdict.matches || verdict.rank == place, "{id}: {request:?}: {verdict:?} {place:?}");
}

#[test]
fn every_article_is_judged() {
    assert_eq!(IDS.len() as u64, 124);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_verdict_is_that_of_the_search(
        id in select(IDS.clone()),
        query in select(QUERIES.clone()),
        phrase in any::<bool>(),
        excluded in select(vec!["", " SAUF NVIDIA", " source:Bruxelles"]),
        matching in select(vec![Match::Auto, Match::All, Match::Any]),
        since in select(vec![None, Some("2025-08-01")]),
        expand in any::<bool>(),
    ) {
        let query = if phrase { format!("\"{}\"{excluded}", query.replace('"', "")) } else { format!("{query}{excluded}") };
        let dates = DateRange { since: since.and_then(parse_date), until: None };
        check(&id, &Request { dates, matching, expand, detail: Detail::Name, ..Request::new(query) });
    }
}

/// What the command says of an article, in both languages.
fn said(project: &Project, args: &[&str]) -> String {
    let languages = ["en", "fr"].map(|lang| {
        let output = project.run([&["why-not"], args, &["--lang", lang]].concat()).expect(0);
        format!("{}{}", output.stdout, output.stderr)
    });
    format!("$ vigie why-not {}\n{}", args.join(" "), languages.join("\n"))
}

#[test]
fn it_is_said_as_a_librarian_would() {
    let project = Project::new()
        .file("a.md", "---\ntitle: Les puces de Busan\ndate: 2025-10-30\nsource: Gazette\n---\nLa guerre commerciale passe par les puces. Le sommet de Busan est annoncé.")
        .file("b.txt", "Une guerre des puces sans date, vue de Corée.")
        .file("c.md", "---\ndate: 2025-11-02\nsource: Dépêches\n---\nTrump et Xi se voient au sommet de Busan, en Corée, pour les puces.")
        .indexed();
    let cases: &[&[&str]] = &[
        &["a", "Busan puces"],
        &["a", "Busan Corée"],
        &["b", "Busan Corée"],
        &["a", "\"guerre des puces\""],
        &["c", "\"guerre des puces\"", "--match", "all"],
        &["a", "guerre PRES/2 annoncé", "--match", "all"],
        &["b", "puces", "--since", "2025-10"],
        &["a", "puces", "--since", "2025-11", "--source", "Dépêches"],
        &["a", "puces date:2024 SAUF Busan"],
        &["b", "Trump Xi sommet Busan Corée puces"],
        &["b", "Trump Busan", "--match", "any"],
        &["a", "titre:\"guerre des puces\""],
    ];
    let texts: Vec<String> = cases.iter().map(|args| said(&project, args)).collect();
    snapshot("why-not", &project, &texts.join("\n"));
}

#[test]
fn an_article_is_named_as_for_show() {
    let project = Project::sample();
    project.run(["search", "Busan"]).expect(0);
    let rank = |name: &str| {
        let output = project.run(["pourquoi-pas", name, "Busan", "--json"]).expect(0);
        serde_json::from_str::<serde_json::Value>(&output.stdout).unwrap()["rank"].as_u64()
    };
    assert_eq!(rank("1"), Some(1));
    project.run(["why-not", "nowhere", "Busan"]).expect(2).says(&["there is no article `nowhere`"]);
    project.run(["why-not", "texte-002", ""]).expect(2).says(&["nothing to search for"]);
    project.run(["why-not", "texte-002"]).expect(2);
}
