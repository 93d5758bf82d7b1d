//! Hits for tests: the three of a small answer, and arbitrary ones.

use std::ops::Range;
use std::sync::OnceLock;

use proptest::prelude::*;

use super::field::FieldName;
use super::list::{Labels, List};
use crate::model::{
    Concept, ConceptExplanation, CountedName, DateRange, Diagnosis, Explanation, Filter, Hit, Metadata, Note,
    PassageCounts, SCHEMA_VERSION, SearchResponse, Spelling, TopicCount, Understood, WithoutFilter,
    WithoutTopic,
};

/// A query with everything that one can say.
pub(super) fn query() -> Understood {
    let concept = |label: &str, excluded| Concept {
        label: label.to_owned(),
        field: None,
        excluded,
        words: vec![label.to_lowercase()],
        articles: None,
        also: Vec::new(),
        near: Vec::new(),
        part_of: None,
        words_found: None,
    };
    let name = |name: &str, articles| CountedName { name: name.to_owned(), articles: Some(articles) };
    let puces = Concept {
        articles: Some(70),
        also: vec![name("semi-conducteur", 31)],
        near: vec![name("processeur", 12)],
        part_of: Some("puces NVIDIA".to_owned()),
        ..concept("puces", false)
    };
    let prefix =
        Concept { field: Some("title".to_owned()), words_found: Some(2_048), ..concept("puce*", false) };
    Understood {
        typed: "puces NVIDIA".to_owned(),
        canonical: "puces ET NVIDIA".to_owned(),
        concepts: vec![puces, concept("NVIDIA", false), prefix],
        left_out: Vec::new(),
        dates: DateRange { since: crate::model::parse_date("2025-04-01"), until: None },
        source: Some("Le Quotidien".to_owned()),
    }
}

/// A list for [`query`], with English words.
pub(super) fn list() -> List<'static> {
    static QUERY: OnceLock<Understood> = OnceLock::new();
    static HOW: OnceLock<Vec<(String, String)>> = OnceLock::new();
    let how = || vec![("Query".to_owned(), "=puces NVIDIA".to_owned())];
    let labels = Labels { lang: "en", heading: FieldName::name, passages: "Passages", how: "How" };
    List { query: QUERY.get_or_init(query), how: HOW.get_or_init(how), labels }
}

/// Two passages of one article, then one of another, of which little is known.
pub(super) fn hits() -> Vec<Hit> {
    let first = Hit {
        rank: 1,
        id: "quotidien/puces.md".to_owned(),
        path: "quotidien/puces.md".to_owned(),
        metadata: metadata(),
        passage: 3,
        passages: 8,
        range: 1204..1275,
        text: "Le contrôle des puces pèse sur NVIDIA.\n« La part de NVIDIA ? 0 %. »".to_owned(),
        score: 12.345_678,
        has: vec!["puces".to_owned(), "NVIDIA".to_owned()],
        complete: true,
        ..Hit::default()
    };
    let first =
        Hit { snippet: 0..40, sentence: 0..40, marks: find(&first.text, &["puces", "NVIDIA"]), ..first };
    let text = "- 25 % de taxe; =SOMME(A1) sur les puces \"H20\"".to_owned();
    let second = Hit { rank: 2, passage: 5, range: 1900..1946, score: 9.5, ..first.clone() };
    let second = Hit {
        marks: find(&text, &["puces"]),
        snippet: 0..text.len(),
        sentence: 0..text.len(),
        text,
        complete: false,
        ..second
    };
    let second = Hit { has: vec!["puces".to_owned()], lacks: vec!["NVIDIA".to_owned()], ..second };
    let text = "*NVIDIA* publie.".to_owned();
    let third = Hit {
        rank: 3,
        id: "dépêches/28 octobre.txt".to_owned(),
        path: "dépêches/28 octobre.txt".to_owned(),
        passage: 1,
        passages: 1,
        range: 0..16,
        snippet: 0..text.len(),
        sentence: 0..text.len(),
        marks: find(&text, &["NVIDIA"]),
        text,
        score: 9.5,
        missing: vec!["puces".to_owned()],
        has: vec!["NVIDIA".to_owned()],
        lacks: vec!["puces".to_owned()],
        ..Hit::default()
    };
    vec![first, second, third]
}

/// An answer in which no key is left out.
pub(crate) fn response() -> SearchResponse {
    let concepts = vec![ConceptExplanation { label: "puces".to_owned(), ..ConceptExplanation::default() }];
    let explanation = Some(Explanation { score: 12.3, concepts, ..Explanation::default() });
    let hit = Hit { title_marks: find("Les puces", &["puces"]), explanation, ..hits().remove(0) };
    SearchResponse {
        schema_version: SCHEMA_VERSION,
        query: query(),
        notes: vec![Note::Mended { typed: "pusces".to_owned(), instead: vec!["puces".to_owned()] }],
        articles: 1,
        passages: PassageCounts { saying: 1, saying_articles: 1, parts: 1, hits: 1, is_exact: true },
        partial_articles: Some(1),
        diagnosis: Some(diagnosis()),
        page: 1,
        limit: 1,
        hits: vec![hit],
    }
}

/// A diagnosis in which no key is left out.
fn diagnosis() -> Diagnosis {
    let [puces, nvidia] = ["puces", "NVIDIA"].map(str::to_owned);
    let filter = Filter::Source { typed: "Le Quotidien".to_owned() };
    Diagnosis {
        alone: vec![TopicCount { typed: puces.clone(), articles: 4 }],
        without_topic: vec![WithoutTopic { typed: puces, more: 2 }],
        without_filter: vec![WithoutFilter { filter, articles: 3 }],
        spellings: vec![Spelling {
            typed: "Nvidai".to_owned(),
            articles: 1,
            usual: nvidia.to_lowercase(),
            usual_articles: 9,
        }],
    }
}

/// Hits with whatever may stand in a text.
pub(super) fn any_hit() -> impl Strategy<Value = Hit> {
    let text = "(\\PC|[=+@,;'\"\\\\*_#>`|~&<$: \t\r\n\u{2028}a-c0-9-]){0,30}";
    let known = (prop::option::of(text), prop::option::of(text), prop::option::of("(https?://)?\\PC{0,12}"));
    let place = (1_usize..9, "[ab% \t]{1,3}", 0_u32..9, -1e3_f32..1e3);
    (text, known, place).prop_map(|(text, (title, source, url), (rank, id, passage, score))| Hit {
        rank,
        path: id.clone(),
        id,
        metadata: Metadata { title, source, url, ..Metadata::default() },
        passage,
        snippet: 0..text.len(),
        text,
        score,
        ..Hit::default()
    })
}

fn metadata() -> Metadata {
    Metadata {
        title: Some("Les puces, « l’or » de 2025".to_owned()),
        date: crate::model::parse_date("2025-10-28"),
        source: Some("Le Quotidien".to_owned()),
        author: None,
        url: Some("https://quotidien.example/puces?a=1&b=2".to_owned()),
        language: Some("fr".to_owned()),
    }
}

/// Where the first of each of `words` stands in `text`.
fn find(text: &str, words: &[&str]) -> Vec<Range<usize>> {
    let place = |word: &&str| text.find(word).map(|start| start..start + word.len());
    words.iter().filter_map(place).collect()
}
