//! Tests of sessions on small corpora.

use std::collections::HashSet;
use std::fs;
use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, ThreadId};
use std::time::Instant;

use tempfile::TempDir;

use super::*;
use crate::backend::{Control, Facet, IndexFolder, IndexFolderError};
use crate::indexing::IndexingError;
use crate::search::{Engine, Match, Request, SearchError};
use crate::settings::{Given, Settings, resolve};

/// A folder with a corpus, for sessions.
struct Project(TempDir);

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let project = Project(tempfile::tempdir().unwrap());
        fs::create_dir(project.path("corpus")).unwrap();
        files.iter().for_each(|(name, text)| project.write(&format!("corpus/{name}"), text));
        project
    }

    /// A project whose one file has so many articles, each with « puces »; it is indexed.
    fn of_many(articles: usize) -> Self {
        let line = |n| format!("{{\"id\": \"{n:04}\", \"text\": \"Des puces, article {n}.\"}}\n");
        let project = Project::new(&[("many.jsonl", &(0..articles).map(line).collect::<String>())]);
        project.session().build_missing(&()).unwrap();
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().canonicalize().unwrap().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).unwrap();
    }

    fn settings(&self) -> Settings {
        resolve(&self.path(""), Given::default()).unwrap()
    }

    fn session(&self) -> Session {
        Session::open(&self.settings())
    }

    /// Indexes the corpus, in a session of its own.
    fn index(&self, rebuild: bool) {
        let other = self.session();
        other.index(&other.corpora(false).unwrap(), Run { rebuild, ..Run::default() }, &()).unwrap();
    }

    /// The folder of the only generation.
    fn generation(&self) -> PathBuf {
        let index = self.path("index");
        index.join(IndexFolder::at(&index).descriptor().unwrap().generation)
    }
}

/// The identifiers of the articles that an engine finds, sorted.
fn found(engine: &Engine, query: &str) -> Result<Vec<String>, SearchError> {
    let request = Request { matching: Match::All, ..Request::new(query) };
    let response = engine.search(&request, &understood(query, false).unwrap())?;
    let mut ids: Vec<String> = response.hits.into_iter().map(|hit| hit.id).collect();
    ids.sort();
    Ok(ids)
}

fn check(engine: &Engine, query: &str, expected: &[&str]) {
    assert_eq!(found(engine, query).unwrap(), expected, "{query}");
}

#[test]
fn a_newer_commit_is_seen_and_the_one_before_stays_with_those_who_have_it() {
    let project = Project::new(&[("a.txt", "Des puces pour la Chine."), ("b.txt", "Des terres rares.")]);
    let session = project.session();
    session.build_missing(&()).unwrap();
    let before = session.engine().unwrap();
    check(&before, "puces", &["a.txt"]);
    project.write("corpus/b.txt", "Des puces encore.");
    project.write("corpus/c.txt", "Des puces enfin.");
    check(&session.engine().unwrap(), "puces", &["a.txt"]);
    project.index(false);
    check(&session.engine().unwrap(), "puces", &["a.txt", "b.txt", "c.txt"]);
    check(&session.last_engine().unwrap(), "puces", &["a.txt", "b.txt", "c.txt"]);
    check(&before, "puces", &["a.txt"]);
    check(&before, "terres rares", &["b.txt"]);
}

#[test]
fn matches_are_counted_by_month_source_language_and_corpus() {
    let lines = [
        r#"{"id": "1", "text": "Des puces pour la Chine.", "date": "2025-10-28", "source": "Le Soir", "lang": "fr"}"#,
        r#"{"id": "2", "text": "Des puces encore.", "date": "2025-10-01", "source": "Le Soir", "lang": "fr"}"#,
        r#"{"id": "3", "text": "Des puces enfin.", "lang": "en"}"#,
        r#"{"id": "4", "text": "Des terres rares.", "date": "2025-09-01"}"#,
    ];
    let project = Project::new(&[("a.jsonl", &lines.join("\n"))]);
    let session = project.session();
    session.build_missing(&()).unwrap();
    let check = |query: &str, facet: Facet, expected: &[(Option<&str>, u64)]| {
        let (request, parsed) = (session.request(query), understood(query, false).unwrap());
        let counts = session.engine().unwrap().counts(&request, &parsed, &[facet]).unwrap().remove(0);
        let counts: Vec<_> = counts.counts.iter().map(|(value, count)| (value.as_deref(), *count)).collect();
        assert_eq!(counts, expected, "{query} by {facet:?}");
    };
    check("puces", Facet::Month, &[(None, 1), (Some("2025-10"), 2)]);
    check("puces", Facet::Source, &[(None, 1), (Some("Le Soir"), 2)]);
    check("puces", Facet::Language, &[(Some("en"), 1), (Some("fr"), 2)]);
    check("puces", Facet::Corpus, &[(Some("corpus"), 3)]);
    check("puces Chine", Facet::Month, &[(Some("2025-10"), 1)]);
    check("absent", Facet::Month, &[]);
}

#[test]
fn another_generation_is_seen_and_the_one_before_outlives_its_files() {
    let project = Project::new(&[("a.txt", "Des puces pour la Chine.")]);
    let session = project.session();
    session.build_missing(&()).unwrap();
    let before = session.engine().unwrap();
    let generation = project.generation();
    project.write("corpus/b.txt", "Des puces encore.");
    project.index(true);
    assert!(!generation.try_exists().unwrap());
    check(&session.engine().unwrap(), "puces", &["a.txt", "b.txt"]);
    check(&before, "puces", &["a.txt"]);
}

#[test]
fn a_state_that_cannot_be_opened_is_an_error_and_the_one_before_stays() {
    let project = Project::new(&[("a.txt", "Des puces pour la Chine.")]);
    let session = project.session();
    assert!(matches!(session.engine(), Err(SessionError::IndexFolder(IndexFolderError::Missing(_)))));
    assert!(session.last_engine().is_none());
    session.build_missing(&()).unwrap();
    check(&session.engine().unwrap(), "puces", &["a.txt"]);
    for file in [project.path("index/vigie.json"), project.generation().join("meta.json")] {
        let whole = fs::read_to_string(&file).unwrap();
        for broken in ["", "{}", &whole.replace("\"chain\": \"", "\"chain\": \"0")] {
            if broken == whole {
                continue;
            }
            fs::write(&file, broken).unwrap();
            assert!(session.engine().is_err(), "{}: {broken}", file.display());
            check(&session.last_engine().unwrap(), "puces", &["a.txt"]);
        }
        fs::write(&file, whole).unwrap();
        check(&session.engine().unwrap(), "puces", &["a.txt"]);
    }
}

#[test]
fn threads_search_while_the_index_changes() {
    const ROUNDS: usize = 5;
    let project = Project::new(&[("0.txt", "Des puces.")]);
    let session = Arc::new(project.session());
    session.build_missing(&()).unwrap();
    let is_done = Arc::new(AtomicBool::new(false));
    let searchers = [(); 2].map(|()| {
        let session = session.clone();
        let is_done = is_done.clone();
        thread::spawn(move || {
            let mut most = 0;
            while !is_done.load(Ordering::Relaxed) {
                let articles = found(&session.engine().unwrap(), "puces").unwrap().len();
                assert!(articles >= most, "{articles} articles after {most}");
                most = articles;
            }
        })
    });
    for round in 1..=ROUNDS {
        project.write(&format!("corpus/{round}.txt"), "Des puces.");
        project.index(false);
    }
    is_done.store(true, Ordering::Relaxed);
    searchers.into_iter().for_each(|searcher| searcher.join().unwrap());
    assert_eq!(found(&session.engine().unwrap(), "puces").unwrap().len(), ROUNDS + 1);
}

#[test]
fn engines_go_to_other_threads() {
    fn shared<T: Send + Sync + 'static>(_: &T) {}
    let project = Project::of_many(3);
    let session = project.session();
    let engine = session.engine().unwrap();
    shared(&session);
    shared(&engine);
    let threads = [(); 4].map(|()| {
        let engine = engine.clone();
        thread::spawn(move || found(&engine, "puces").unwrap())
    });
    drop((session, engine));
    for thread in threads {
        assert_eq!(thread.join().unwrap(), ["0000", "0001", "0002"]);
    }
}

#[test]
fn a_deadline_that_is_over_ends_a_search_and_harms_nothing() {
    let project = Project::of_many(3);
    let engine = project.session().engine().unwrap();
    let late = Control { deadline: Some(Instant::now()), ..Control::default() };
    let late = engine.clone().with_control(late);
    for feedback in [false, true] {
        let request = Request { feedback, ..Request::new("puces") };
        let parsed = understood("puces", true).unwrap();
        assert!(matches!(late.search(&request, &parsed), Err(SearchError::TimedOut)));
        assert!(matches!(late.stream(&request, &parsed), Err(SearchError::TimedOut)));
    }
    check(&engine, "puces", &["0000", "0001", "0002"]);
}

/// Streams 600 hits on `threads` threads and stops the search at the first hit that is made or, without `while_made`,
/// at the first that is taken. Returns the threads that made hits, and how many hits were made and taken.
fn stopped(threads: usize, while_made: bool) -> (HashSet<ThreadId>, usize, usize) {
    let project = Project::of_many(600);
    let stop = Arc::new(AtomicBool::new(false));
    let control = Control { threads: NonZero::new(threads), stop: Some(stop.clone()), deadline: None };
    let engine = project.session().engine().unwrap().with_control(control);
    let request = Request { matching: Match::All, ..Request::new("puces") };
    let stream = engine.stream(&request, &understood("puces", true).unwrap()).unwrap();
    assert_eq!(stream.passages.hits, 600);
    let makers = Mutex::new(Vec::new());
    let mut taken = 0;
    let result = stream.each(
        |_| {
            makers.lock().unwrap().push(thread::current().id());
            stop.fetch_or(while_made, Ordering::Relaxed);
        },
        |()| {
            taken += 1;
            thread::scope(|scope| scope.spawn(|| stop.store(true, Ordering::Relaxed)).join().unwrap());
            Ok::<(), SearchError>(())
        },
    );
    assert!(matches!(result, Err(SearchError::Stopped)), "{result:?}");
    let makers = makers.into_inner().unwrap();
    (makers.iter().copied().collect(), makers.len(), taken)
}

#[test]
fn a_flag_stops_a_stream_at_the_next_hit() {
    let (makers, made, taken) = stopped(1, true);
    assert_eq!((makers.len(), taken), (1, 0));
    assert!(made < 600, "{made}");
    let (makers, made, taken) = stopped(2, false);
    assert_eq!((made, taken), (600, 1));
    assert!(makers.len() <= 2);
}

#[test]
fn an_index_is_built_unasked_only_where_settings_allow_it() {
    let project = Project::new(&[("a.txt", "Des puces.")]);
    let check = |settings: &Settings, expected: Option<u64>| {
        let report = Session::open(settings).build_missing(&()).unwrap();
        assert_eq!(report.map(|report| report.files.added), expected);
    };
    check(&Settings { may_build: false, ..project.settings() }, None);
    check(&Settings { corpora: Vec::new(), ..project.settings() }, None);
    check(&project.settings(), Some(1));
    check(&project.settings(), None);
}

#[test]
fn the_corpora_of_an_index_go_before_those_of_the_settings() {
    let project = Project::new(&[("a.txt", "Des puces.")]);
    let elsewhere = Settings { corpora: vec![project.path("elsewhere")], ..project.settings() };
    let check = |settings: &Settings, are_named, expected: Option<&str>| {
        let found = Session::open(settings).corpora(are_named).ok();
        assert_eq!(found, expected.map(|name| vec![project.path(name)]), "{are_named}");
    };
    check(&Settings { corpora: Vec::new(), ..project.settings() }, false, None);
    check(&elsewhere, false, Some("elsewhere"));
    project.index(false);
    check(&elsewhere, false, Some("corpus"));
    check(&elsewhere, true, Some("elsewhere"));
}

#[test]
fn a_corpus_that_is_not_there_is_told_from_one_that_cannot_be_read() {
    let project = Project::new(&[("a.txt", "Des puces.")]);
    project.index(false);
    let status = || project.session().status(true);
    let whole = status().unwrap();
    assert_eq!(whole.to_do.map(|counts| counts.unchanged), Some(1));
    assert!(whole.is_checked);
    fs::rename(project.path("corpus"), project.path("away")).unwrap();
    assert_eq!(status().unwrap().to_do, None);
    std::os::unix::fs::symlink(project.path("corpus"), project.path("corpus")).unwrap();
    let unreadable = status().map(|status| status.to_do);
    let is_told = matches!(
        &unreadable,
        Err(SessionError::Indexing(IndexingError::CorpusUnreadable { path, .. })) if path.ends_with("corpus")
    );
    assert!(is_told, "{unreadable:?}");
}

#[test]
fn an_article_comes_by_its_name_with_its_marks() {
    let project = Project::new(&[("a.txt", "Des puces pour la Chine.")]);
    project.index(false);
    let session = project.session();
    let puces = understood("puces", false).unwrap();
    let marked = session.article("a.txt", Some(&puces)).unwrap();
    let marks: Vec<&str> = marked.marks.iter().map(|mark| &marked.article.text[mark.clone()]).collect();
    assert_eq!(marks, ["puces"]);
    assert!(session.article("a.txt", None).unwrap().marks.is_empty());
    let missing = session.article("b.txt", None);
    assert!(matches!(missing, Err(SessionError::Search(SearchError::NoArticle(name))) if name == "b.txt"));
}

#[test]
fn requests_start_from_the_settings() {
    let project = Project::new(&[]);
    let settings = Settings { limit: 7, per_article: None, ..project.settings() };
    let expected = Request { limit: 7, per_article: None, ..Request::new("puces") };
    assert_eq!(Session::open(&settings).request("puces"), expected);
}

#[test]
fn pages_of_any_size_are_answered() {
    let project = Project::of_many(3);
    let engine = project.session().engine().unwrap();
    let check = |request: Request, expected: usize| {
        let response = engine.search(&request, &understood("puces", true).unwrap()).unwrap();
        assert_eq!((response.articles, response.hits.len()), (3, expected), "{request:?}");
    };
    let request = Request::new("puces");
    check(Request { limit: 0, page: 0, ..request.clone() }, 1);
    check(Request { limit: usize::MAX, ..request.clone() }, 3);
    check(Request { page: usize::MAX, ..request.clone() }, 0);
    check(Request { limit: usize::MAX, page: 2, ..request.clone() }, 0);
    check(Request { per_article: Some(0), ..request }, 3);
}

#[test]
fn queries_are_refused_by_what_is_wrong_with_them() {
    let check = |query: &str, is_strict: bool, expected: bool| match understood(query, is_strict) {
        Ok(_) => assert!(expected, "{query}"),
        Err(SessionError::NotUnderstood { query: refused, refusals }) => {
            assert!(!expected && refused == query && !refusals.is_empty(), "{query}");
        }
        Err(error) => panic!("{query}: {error}"),
    };
    check("puces", true, true);
    check("\"puces", false, true);
    check("\"puces", true, false);
    check("date:demain puces", false, false);
}

#[test]
fn a_thesaurus_that_is_not_understood_is_an_error_of_the_engine_alone() {
    let project = Project::new(&[("a.txt", "Des puces.")]);
    let check = |text: Option<&str>, expected: &str| {
        let path = project.path("names.toml");
        text.iter().for_each(|text| fs::write(&path, text).unwrap());
        let session = Session::open(&Settings { thesaurus: Some(path), ..project.settings() });
        session.build_missing(&()).unwrap();
        let said = session.engine().err().map(|error| error.to_string()).unwrap_or_default();
        assert!(said.contains(expected) && said.is_empty() == expected.is_empty(), "{said}");
    };
    check(None, "cannot read");
    check(Some("[[entry]]\nid = 7"), "names.toml");
    check(Some(""), "");
}

#[test]
fn without_a_process_that_reads_nothing_is_changed() {
    let project = Project::new(&[("a.txt", "Une truite.")]);
    let session = project.session().with_reader("/there/is/no/such/program".into());
    let corpora = session.corpora(false).unwrap();
    let error = session.index(&corpora, Run::default(), &()).unwrap_err();
    assert!(matches!(&error, SessionError::Indexing(IndexingError::Reader(_))), "{error:?}");
    assert!(session.engine().is_err());
}
