//! The set of articles that an answer says match: opening a name never loses one, and every front door gives the same.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use proptest::sample::select;
use vigie::model::Detail;
use vigie::search::{Engine, Facet, Match, Passages, Request, SearchError};
use vigie::session::{Session, understood};
use vigie::settings::{Given, resolve};

use crate::harness::Project;

/// The queries of the judged set.
pub(crate) static QUERIES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../eval/topics.tsv").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split('\t').nth(1)).collect()
});

/// The words of these queries.
pub(crate) static WORDS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| QUERIES.iter().flat_map(|query| query.split(' ')).collect());

pub(crate) static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let project = Project::sample();
    Session::open(&resolve(&project.path(""), Given::default()).unwrap()).engine().unwrap()
});

/// The articles of all hits, or `None` where the query asks for nothing.
pub(crate) fn articles(request: &Request) -> Option<BTreeSet<String>> {
    let parsed = understood(&request.query, false).ok()?;
    let stream = match ENGINE.stream(request, &parsed) {
        Err(SearchError::Empty) => return None,
        stream => stream.unwrap(),
    };
    let (mut found, count) = (BTreeSet::new(), stream.articles);
    stream
        .each(
            |hit| hit.id,
            |id| {
                found.insert(id);
                Ok::<(), SearchError>(())
            },
        )
        .unwrap();
    assert_eq!(found.len() as u64, count, "{request:?}");
    Some(found)
}

/// Checks that opening names loses nothing, and that pages and counts mean the same set.
fn check(query: &str, matching: Match) {
    let request = Request { matching, detail: Detail::Name, ..Request::new(query) };
    let Some(opened) = articles(&request) else { return };
    if let Some(closed) = articles(&Request { expand: false, ..request.clone() }) {
        let lost: Vec<_> = closed.difference(&opened).collect();
        assert!(lost.is_empty(), "`{query}` ({matching}): opening its names loses {lost:?}");
    }
    let parsed = understood(query, false).unwrap();
    let page = ENGINE.search(&request, &parsed).unwrap();
    assert_eq!(page.articles, opened.len() as u64, "`{query}`: a page and an export count otherwise");
    let counts = ENGINE.counts(&request, &parsed, &[Facet::Month]).unwrap();
    let counted: u64 = counts[0].counts.iter().map(|(_, count)| count).sum();
    assert_eq!(counted, page.articles, "`{query}`: a page and its counts count otherwise");
    let whole = page.passages;
    assert!(whole.is_exact && whole.saying_articles <= page.articles, "`{query}`: {whole:?}");
    assert!(whole.hits <= whole.saying + whole.parts.max(page.articles), "`{query}`: {whole:?}");
}

/// Checks that other ways to ask for a query keep its articles.
fn check_ways(query: &str) {
    let request = Request { detail: Detail::Name, ..Request::new(query) };
    let Some(found) = articles(&request) else { return };
    let all = articles(&Request { passages: Passages::All, per_article: None, ..request.clone() });
    assert_eq!(all.as_ref(), Some(&found), "`{query}`: --all-passages changes the articles");
    let to_the_letter = Request { matching: Match::All, ..request };
    let (narrow, wide) =
        (articles(&to_the_letter), articles(&Request { wide: true, ..to_the_letter.clone() }));
    assert!(
        wide.unwrap_or_default().is_superset(&narrow.unwrap_or_default()),
        "`{query}`: --wide loses articles"
    );
}

#[test]
fn the_queries_of_the_judged_set() {
    for query in QUERIES.iter() {
        check(query, Match::Auto);
    }
    QUERIES.iter().step_by(4).for_each(|query| check_ways(query));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn queries_of_any_words(words in prop::collection::vec(select(WORDS.clone()), 1..7), matching in select(vec![Match::Auto, Match::All, Match::Any])) {
        check(&words.join(" "), matching);
    }
}

/// A passage that says it holds what its row says, and no row of another passage does.
#[test]
fn rows_tell_what_a_passage_has() {
    // Passages of their own: each is long enough to stand alone.
    let long = |sentence: &str| {
        format!("{sentence} {}\n\n", "Le reste de ce passage parle de tout autre chose. ".repeat(12))
    };
    let text = |sentences: &[&str]| sentences.iter().map(|sentence| long(sentence)).collect::<String>();
    let project = Project::new()
        .file(
            "a.txt",
            &text(&["NVIDIA livre la Chine.", "Le marché recule, dit NVIDIA.", "La Chine attend."]),
        )
        .file("b.txt", &text(&["NVIDIA publie.", "La Chine importe."]))
        .indexed();
    let rows = |args: &[&str]| {
        let fields = "id,passage,complete,has,lacks";
        let command =
            ["export", "NVIDIA Chine", "-o", "-", "--format", "csv", "--sort", "id", "--fields", fields];
        project.run(command.iter().chain(args)).expect(0).stdout
    };
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("rows-of-passages", [rows(&[]), rows(&["--all-passages"])].join("\n"));
    });
}
