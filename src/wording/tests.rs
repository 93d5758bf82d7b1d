//! Laws of all sentences: each has two languages, the two differ, both have all fields of the value, and the French has
//! French typography.

use std::fmt::Debug;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::*;
use crate::backend::{BackendError, Holder, IndexFolderError};
use crate::eval::{self, BadLine, EvalError, Fault, Shape};
use crate::export::{FormatName, UnknownField, UnknownFormat};
use crate::indexing::{IndexingError, Missing};
use crate::model::{Binary, Date, DateRangeError, Note, Reason, Special, Stage, Step, Unit};
use crate::overview::OverviewError;
use crate::query::{Remark, Severity, parse};
use crate::search::SearchError;
use crate::session::SessionError;
use crate::settings::SettingsError;
use crate::thesaurus::{Problem, ThesaurusError};

/// The keys whose value a sentence puts into words of its own.
const IN_OTHER_WORDS: [&str; 6] = ["code", "kind", "unit", "missing", "searched", "kept"];

/// Checks both sentences of a value: each of `parts` stands in them, or in their advice.
fn check(value: &dyn Say, advice: [Option<String>; 2], parts: &[String]) {
    let [english, french] = Lang::ALL.map(|lang| value.say(lang));
    assert_ne!(english, french, "one sentence for two languages");
    let [english_hint, french_hint] = advice;
    assert_eq!(english_hint.is_some(), french_hint.is_some(), "{english}");
    for (sentence, hint) in [(english, english_hint), (french, french_hint)] {
        let whole = format!("{sentence}\n{}", hint.unwrap_or_default());
        assert!(parts.iter().all(|part| whole.contains(part)), "{parts:?} are not all in: {whole}");
        assert!(!sentence.ends_with('.'), "{sentence}");
    }
}

fn check_wrong(value: &dyn Wrong, parts: &[&str]) {
    let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
    check(&Sentence(value), Lang::ALL.map(|lang| value.advise(lang)), &parts);
}

struct Sentence<'a>(&'a dyn Wrong);

impl Say for Sentence<'_> {
    fn say(&self, lang: Lang) -> String {
        self.0.say(lang)
    }
}

/// Checks values in JSON, one a line: all codes are there, and both sentences have the value of each field.
fn check_all<T: Say + Serialize + DeserializeOwned + Debug + PartialEq>(
    lines: &str,
    advise: impl Fn(&T, Lang) -> Option<String>,
) {
    let mut met = Vec::new();
    for line in lines.lines() {
        let value: T = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        let object: Value = serde_json::from_str(line).unwrap();
        assert_eq!(serde_json::to_value(&value).unwrap(), object, "a value is its JSON");
        let fields = object.as_object().unwrap().iter();
        // A message of the system may be translated.
        let is_said = |key: &str| object["code"] != "system" && !IN_OTHER_WORDS.contains(&key);
        let parts = fields.filter(|(key, _)| is_said(key));
        let parts: Vec<String> = parts.flat_map(|(_, value)| leaves(value)).collect();
        check(&value, Lang::ALL.map(|lang| advise(&value, lang)), &parts);
        met.push(object["code"].as_str().unwrap().to_owned());
    }
    for code in codes::<T>() {
        assert!(met.contains(&code), "no sample of {code}");
        let page = include_str!("../../docs/EXPORTS.md");
        assert!(page.contains(&format!("`{code}`")), "docs/EXPORTS.md lacks {code}");
    }
}

fn leaves(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().flat_map(leaves).collect(),
        Value::Number(number) => vec![number.to_string().trim_end_matches(".0").to_owned()],
        _ => Vec::new(),
    }
}

/// All codes of a type, from the error that serde gives for an unknown one.
fn codes<T: DeserializeOwned + Debug>() -> Vec<String> {
    let error = serde_json::from_str::<T>(r#"{"code": "?"}"#).unwrap_err().to_string();
    let known = error.split_once("expected one of").unwrap().1;
    known.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn notes() {
    check_all::<Note>(
        r#"{"code":"wordless","typed":"…"}
{"code":"mended","typed":"seminconducteur","instead":["semi-conducteur","conducteur"]}
{"code":"nowhere","words":["zorglub","bulgroz"]}
{"code":"enough","percent":65}
{"code":"no_room","typed":"puces","most":127}
{"code":"phrase_nowhere","typed":"\"part du marché\""}
{"code":"too_many","typed":"ex","found":4000,"searched":1024}
{"code":"conflated","typed":"marche","others":["marché","marchés"],"accented":"marché"}
{"code":"conflated","typed":"James","others":["jamais"],"accented":null}
{"code":"not_read","files":2}
{"code":"related","words":["licence","douane"],"searched":true}
{"code":"related","words":["licence","douane"],"searched":false}
{"code":"undated","articles":14,"kept":false}
{"code":"undated","articles":14,"kept":true}
{"code":"unknown_source","typed":"Monde","known":[{"source":"Le Quotidien","articles":12}]}
{"code":"unknown_source","typed":"Monde","known":[]}
{"code":"behind","added":3,"changed":5,"removed":7}"#,
        |note, lang| note.advise(lang),
    );
}

#[test]
fn reasons() {
    check_all::<Reason>(include_str!("samples/reasons.jsonl"), |_, _| None);
}

#[test]
fn remarks() {
    check_all::<Remark>(include_str!("samples/remarks.jsonl"), |remark, lang| remark.advise(lang));
}

#[test]
fn small_words() {
    for kind in [Special::Pipe, Special::Socket, Special::Device, Special::Other] {
        check(&kind, [None, None], &[]);
    }
    for kind in [Binary::Pdf, Binary::Zip, Binary::Gzip, Binary::Png, Binary::OldOffice, Binary::Database] {
        check(&kind, [None, None], &[]);
    }
    for stage in [Stage::Walk, Stage::Read, Stage::Decode, Stage::Parse, Stage::Identify] {
        check(&stage, [None, None], &[]);
    }
    for unit in [Unit::Document, Unit::Page, Unit::Line, Unit::Archive] {
        check(&unit, [None, None], &[]);
    }
}

#[test]
fn errors_of_an_index() {
    let (path, reason) = (|| "un/chemin".into(), || "a reason".to_owned());
    check_wrong(
        &BackendError::Damaged { path: path(), reason: reason() },
        &["un/chemin", "a reason", "--rebuild"],
    );
    check_wrong(
        &BackendError::DamagedFiles { path: path(), files: vec!["a.b".into()] },
        &["un/chemin", "a.b", "--rebuild"],
    );
    check_wrong(&BackendError::DiskFull { path: path(), free: 12 }, &["un/chemin", "12"]);
    check_wrong(&BackendError::Io { path: path(), reason: reason() }, &["un/chemin", "a reason"]);
    check_wrong(&BackendError::Stopped, &[]);
    check_wrong(&BackendError::TimedOut, &[]);
    check_wrong(&IndexFolderError::Missing(path()), &["un/chemin", "vigie index CORPUS"]);
    check_wrong(&IndexFolderError::IsFile(path()), &["un/chemin", "--index"]);
    check_wrong(
        &IndexFolderError::NotAnIndex { folder: path(), found: reason() },
        &["un/chemin", "a reason", "--index"],
    );
    check_wrong(
        &IndexFolderError::Damaged { folder: path(), reason: reason() },
        &["un/chemin", "a reason", "--rebuild"],
    );
    check_wrong(
        &IndexFolderError::OtherFormat { folder: path(), found: 12, ours: 13 },
        &["un/chemin", "12", "13"],
    );
    let chain =
        IndexFolderError::OtherChain { folder: path(), found: "abc".to_owned(), ours: "def".to_owned() };
    check_wrong(&chain, &["un/chemin", "abc", "def", "--rebuild"]);
    let holder = Some(Holder { process: 12, since: "10:05".to_owned() });
    check_wrong(&IndexFolderError::Locked { folder: path(), holder }, &["un/chemin", "12", "10:05"]);
    check_wrong(&IndexFolderError::Locked { folder: path(), holder: None }, &["un/chemin"]);
    check_wrong(&IndexFolderError::Io { path: path(), reason: reason() }, &["un/chemin", "a reason"]);
    check_wrong(&IndexingError::NoCorpus(path()), &["un/chemin"]);
    check_wrong(
        &IndexingError::CorpusUnreadable { path: path(), reason: reason() },
        &["un/chemin", "a reason"],
    );
    check_wrong(&IndexingError::CorpusName(path()), &["un/chemin", "UTF-8"]);
    check_wrong(&IndexingError::Missing(Missing { files: 3, of: 4 }), &["3", "4", "--remove-missing"]);
    check_wrong(&IndexingError::Reader(reason()), &["a reason"]);
    let other = IndexingError::OtherCorpus { folder: path(), old: "`a`".to_owned(), new: "`b`".to_owned() };
    check_wrong(&other, &["un/chemin", "`a`", "`b`", "--rebuild"]);
    check_wrong(
        &IndexingError::Manifest { folder: path(), reason: reason() },
        &["un/chemin", "a reason", "--rebuild"],
    );
}

#[test]
fn errors_of_a_search() {
    let reason = || "a reason".to_owned();
    check_wrong(&SearchError::NoArticle("a.txt".to_owned()), &["a.txt", "vigie search"]);
    check_wrong(&SearchError::Empty, &["--since"]);
    check_wrong(&SearchError::TooManyConcepts, &["--no-expand"]);
    check_wrong(&OverviewError::Search(SearchError::Empty), &["--since"]);
    check_wrong(&OverviewError::TooManyPeriods { by: Step::Day, most: 10 }, &["10", "--by year"]);
    let query = "puces date:demain";
    let diagnostics = parse(query).diagnostics;
    check_wrong(&SessionError::NoCorpus, &["`corpus`", "vigie index ."]);
    let ids = (1..=12).map(|number| format!("a{number}.txt")).collect();
    check_wrong(
        &SessionError::SeveralArticles { typed: "a1".to_owned(), ids },
        &["a1", "12", "a10.txt", " 2 "],
    );
    check_wrong(&SearchError::Stopped, &[]);
    check_wrong(&SearchError::TimedOut, &[]);
    check_wrong(
        &SessionError::NotUnderstood { query: query.to_owned(), refusals: diagnostics },
        &[query, "^^^^", "`date:2025`"],
    );
    check_wrong(
        &SettingsError::Unreadable { path: "v.toml".into(), reason: reason() },
        &["v.toml", "a reason"],
    );
    check_wrong(
        &SettingsError::NotUnderstood { path: "v.toml".into(), reason: reason() },
        &["v.toml", "a reason"],
    );
    check_wrong(&UnknownFormat("xls".to_owned()), &["xls", "`jsonl`"]);
    let nearest = crate::export::parse_fields("titre").unwrap_err();
    check_wrong(&nearest, &["titre", "`title`", "`score`"]);
    check_wrong(&UnknownField { name: "?".to_owned(), nearest: None }, &["?", "`score`"]);
    check(&DateRangeError("hier".to_owned()), [None, None], &["hier".to_owned(), "`2025-10`".to_owned()]);
}

#[test]
fn errors_of_a_thesaurus() {
    let name = || "nom".to_owned();
    for (problem, part) in [
        (Problem::NotUnderstood(name()), "nom"),
        (Problem::BadId, "`jensen-huang`"),
        (Problem::SameId, ""),
        (Problem::NoName, "names"),
        (Problem::BadName(name()), "\"nom\""),
        (Problem::SameName(name()), "\"nom\""),
        (Problem::BadWeight(name(), 2.5), "2.5"),
        (Problem::MarkOfNothing("case", name()), "\"nom\""),
        (Problem::NoSuchEntry(name()), "`nom`"),
    ] {
        let error = ThesaurusError {
            file: "own.toml".to_owned(),
            line: Some(12),
            entry: Some("moi".to_owned()),
            problem,
        };
        check_wrong(&error, &["own.toml", "12", "`moi`", part]);
    }
}

#[test]
fn errors_of_an_evaluation() {
    let (article, topic) = (|| "a.txt".to_owned(), || "sujet1".to_owned());
    let faults: [(Fault, &[&str]); 10] = [
        (Fault::NoTab { line: topic() }, &["sujet1"]),
        (Fault::NoIdentifier, &[]),
        (Fault::NoQuery { topic: topic() }, &["sujet1"]),
        (Fault::TopicTwice { topic: topic() }, &["sujet1"]),
        (Fault::OutsideTopic { tag: topic() }, &["<sujet1>"]),
        (Fault::Columns { count: 3, line: topic() }, &["3", "sujet1"]),
        (Fault::BadGrade { grade: topic() }, &["sujet1"]),
        (Fault::BadScore { score: topic() }, &["sujet1"]),
        (Fault::JudgedTwice { article: article(), topic: topic() }, &["a.txt", "sujet1"]),
        (Fault::FoundTwice { article: article(), topic: topic() }, &["a.txt", "sujet1"]),
    ];
    for (fault, parts) in faults {
        let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        check(&fault, [None, None], &parts);
    }
    for shape in [Shape::Topic, Shape::TopicRecord, Shape::Judgement, Shape::Run] {
        let lines = (1..=12).map(|number| BadLine { number, fault: Fault::NoIdentifier }).collect();
        check_wrong(&EvalError::Lines { path: "f.tsv".into(), lines, shape }, &["f.tsv", "12", " 2 "]);
    }
    check_wrong(&EvalError::Unreadable { path: "f.tsv".into(), reason: topic() }, &["f.tsv", "sujet1"]);
    check_wrong(&EvalError::NotUtf8("f.tsv".into()), &["f.tsv", "UTF-8"]);
    check_wrong(&EvalError::NothingRelevant("f.tsv".into()), &["f.tsv"]);
    let topics = || vec!["t1".to_owned(), "t2".to_owned()];
    let remark = parse("date:x").diagnostics.remove(0).remark;
    for note in [
        eval::Note::NotJudged { file: article(), topics: topics() },
        eval::Note::NotAsked { file: article(), topics: topics() },
    ] {
        check(&note, [None, None], &[article(), "(2)".to_owned(), "`t1`, `t2`".to_owned()]);
    }
    check(&eval::Note::NothingRelevant { topics: topics() }, [None, None], &["(2)".to_owned()]);
    check(&eval::Note::Query { topic: topic(), severity: Severity::Error, remark }, [None, None], &[topic()]);
    check(&eval::Note::Nothing { topic: topic(), query: article() }, [None, None], &[topic(), article()]);
}

#[test]
fn complaints() {
    let (path, said) = (|| "un/chemin".into(), || "a reason".to_owned());
    for (complaint, parts) in [
        (Complaint::Nowhere { said: said() }, &["a reason"][..]),
        (Complaint::PageZero, &["0"]),
        (Complaint::LimitZero, &["0", "--limit"]),
        (
            Complaint::EmptyPeriod { since: Date::constant(2026, 1, 1), until: Date::constant(2025, 12, 31) },
            &["2026-01-01", "2025-12-31", "--since"],
        ),
        (Complaint::NoLastAnswer { rank: 31 }, &["31"]),
        (Complaint::OldAnswer { query: "puces".into() }, &["puces", "vigie show"]),
        (Complaint::NoSuchHit { rank: 31, first: 11, last: 20 }, &["31", "11", "20", "--page"]),
        (Complaint::NoSuchPassage { passage: 31, passages: 9 }, &["31", "9"]),
        (Complaint::Meaningless { option: "--excel", format: FormatName::Tsv }, &["--excel", "tsv"]),
        (Complaint::FileExists { path: path() }, &["un/chemin", "--force"]),
        (Complaint::NoJudgements, &["vigie eval"]),
        (Complaint::NoTopicsNeeded, &["--score"]),
        (Complaint::TwoRuns, &[]),
        (Complaint::FixedFields { format: FormatName::Trec }, &["trec", "--fields"]),
        (Complaint::FormatUntold { file: path() }, &["un/chemin", "--format"]),
        (Complaint::FileKind { file: path(), known: &["csv", "svg"] }, &["un/chemin", ".csv, .svg"]),
        (Complaint::IsFolder { path: path() }, &["un/chemin"]),
        (Complaint::Unreadable { path: path(), said: said() }, &["un/chemin", "a reason"]),
        (Complaint::Unwritable { path: Some(path()), said: said() }, &["un/chemin", "a reason"]),
        (Complaint::Unwritable { path: None, said: said() }, &["a reason"]),
        (Complaint::OurFault, &["vigie"]),
    ] {
        check_wrong(&complaint, parts);
    }
}

#[test]
fn a_query_is_pointed_at() {
    let diagnostics = parse("puces date:demain").diagnostics;
    let said = |lang| pointed(lang, "puces date:demain", &diagnostics[0]);
    let carets = "puces date:demain\n      ^^^^^^^^^^^\n";
    let hint = "`date:2025`, `date:2025-10`, `date:28/10/2025`, `date:2025-10..2025-11`, `date:>=2025-10`";
    assert_eq!(
        said(Lang::En),
        format!("{carets}error: `date:demain` names no date\nhint: write {hint} or `date:7j`\n")
    );
    assert_eq!(
        said(Lang::Fr),
        format!(
            "{carets}erreur\u{a0}: `date:demain` n'est pas une date\nconseil\u{a0}: écrivez {hint} ou `date:7j`\n"
        )
    );
}

/// The string literals up to the end of the column.
fn literals(column: &str) -> String {
    let (mut text, mut is_inside, mut is_escaped) = (String::new(), false, false);
    for c in column.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => is_inside = !is_inside,
            c if is_inside => text.push(c),
            ')' | ']' => break,
            _ => {}
        }
    }
    text
}

/// French typography: no-break spaces inside « » and before a colon, narrow ones before `;`, `!`, `?`.
#[test]
fn french_is_set_as_french() {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/wording");
    let mut columns = 0;
    for file in std::fs::read_dir(room).unwrap().map(|entry| entry.unwrap().path()) {
        if file.is_dir() || file.ends_with("tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        for french in text.split("fr: ").skip(1).map(literals) {
            columns += 1;
            let bad = ["« ", " »", " ;", " !", " ?", " : "].iter().find(|bad| french.contains(**bad));
            assert_eq!(bad, None, "{}: {french}", file.display());
        }
    }
    assert!(columns > 150, "the columns are no longer found: {columns}");
}
