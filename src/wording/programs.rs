//! The JSON for programs: each value with its code and fields, and its English sentence in every locale.

use std::collections::BTreeMap;

use serde::Serialize;

use super::remarks::instead;
use super::{Lang, Say};
use crate::backend::Totals;
use crate::indexing::{Change, Counts, Missing, Report};
use crate::model::{Diagnosis, Hit, Note, PassageCounts, Problem, SearchResponse, Understood};
use crate::query::Diagnostic;
use crate::session::Status;

/// A value with its sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worded<'a, T> {
    #[serde(flatten)]
    value: &'a T,
    /// The sentence, in English.
    text: String,
    /// The advice, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

impl<'a> Worded<'a, Note> {
    fn note(value: &'a Note) -> Self {
        Worded { value, text: value.say(Lang::En), hint: None }
    }
}

impl<'a> Worded<'a, Problem> {
    /// A problem with its sentence alone: other fields have the place.
    fn problem(value: &'a Problem) -> Self {
        Worded { value, text: value.reason.say(Lang::En), hint: None }
    }
}

impl<'a> Worded<'a, Diagnostic> {
    fn diagnostic(value: &'a Diagnostic) -> Self {
        Worded { value, text: value.remark.say(Lang::En), hint: instead(Lang::En, &value.remark) }
    }
}

/// One thing to know about an answer, in `notes`: what was made of the query, or of the articles.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
enum Known<'a> {
    Query(Worded<'a, Diagnostic>),
    Answer(Worded<'a, Note>),
}

/// The answer to a search: the fields of [`SearchResponse`], with sentences.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer<'a> {
    schema_version: u32,
    query: &'a Understood,
    /// The diagnostics of the query, in its order.
    diagnostics: Vec<Worded<'a, Diagnostic>>,
    /// The diagnostics once more, then the notes on the answer.
    notes: Vec<Known<'a>>,
    articles: u64,
    passages: PassageCounts,
    partial_articles: Option<u64>,
    diagnosis: Option<&'a Diagnosis>,
    page: usize,
    limit: usize,
    hits: &'a [Hit],
}

impl<'a> Answer<'a> {
    /// An answer, with the diagnostics of its query.
    pub fn new(response: &'a SearchResponse, diagnostics: &'a [Diagnostic]) -> Self {
        let SearchResponse {
            schema_version,
            query,
            notes,
            articles,
            passages,
            partial_articles,
            diagnosis,
            page,
            limit,
            hits,
        } = response;
        let remarks = diagnostics.iter().map(|remark| Known::Query(Worded::diagnostic(remark)));
        Answer {
            schema_version: *schema_version,
            query,
            diagnostics: diagnostics.iter().map(Worded::diagnostic).collect(),
            notes: remarks.chain(notes.iter().map(|note| Known::Answer(Worded::note(note)))).collect(),
            articles: *articles,
            passages: *passages,
            partial_articles: *partial_articles,
            diagnosis: diagnosis.as_ref(),
            page: *page,
            limit: *limit,
            hits,
        }
    }
}

/// The report of a run: the fields of [`Report`], with sentences.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Indexed<'a> {
    files: Counts,
    missing: Option<Missing>,
    totals: Totals,
    problems: Vec<Worded<'a, Problem>>,
    skipped: &'a BTreeMap<String, u64>,
    names: &'a [(String, Change)],
}

impl<'a> From<&'a Report> for Indexed<'a> {
    fn from(report: &'a Report) -> Self {
        let Report { files, missing, totals, problems, skipped, names } = report;
        let problems = problems.iter().map(Worded::problem).collect();
        Indexed { files: *files, missing: *missing, totals: *totals, problems, skipped, names }
    }
}

/// The status of an index: the fields of [`Status`], and its problems with sentences where they are asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatusAnswer<'a> {
    #[serde(flatten)]
    status: &'a Status,
    #[serde(skip_serializing_if = "Option::is_none")]
    problems: Option<Vec<Worded<'a, Problem>>>,
}

impl<'a> StatusAnswer<'a> {
    /// A status with these problems.
    pub fn new(status: &'a Status, problems: Option<&'a [Problem]>) -> Self {
        StatusAnswer { status, problems: problems.map(|all| all.iter().map(Worded::problem).collect()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use crate::model::{Reason, Stage};
    use crate::query::parse;

    const PAGE: &str = include_str!("../../docs/EXPORTS.md");

    /// Checks that the page shows this JSON, and explains each of its keys.
    fn check(shown: &str) {
        assert!(PAGE.contains(shown), "docs/EXPORTS.md lacks the example:\n{shown}");
        let value = serde_json::from_str::<serde_json::Value>(shown).unwrap();
        let mut open = vec![&value];
        while let Some(value) = open.pop() {
            open.extend(value.as_array().into_iter().flatten());
            for (key, inside) in value.as_object().into_iter().flatten() {
                assert!(PAGE.contains(&format!("`{key}`")), "docs/EXPORTS.md lacks the key `{key}`");
                open.push(inside);
            }
        }
    }

    #[test]
    fn the_page_explains_every_key_of_the_answer() {
        let (response, diagnostics) = (sample::response(), parse("puces date:demain").diagnostics);
        let shown = serde_json::to_string_pretty(&Answer::new(&response, &diagnostics)).unwrap();
        insta::assert_snapshot!("response", shown);
        check(&shown);
    }

    #[test]
    fn the_page_explains_every_key_of_a_problem() {
        let reason = Reason::NotJson { said: "expected value".to_owned(), column: 17 };
        let problem = Problem::failed("depeches.jsonl", Stage::Parse, reason).at_line(5);
        check(&serde_json::to_string_pretty(&Worded::problem(&problem)).unwrap());
    }
}
