//! The engine as a whole: answers over several blocks and segments, removals, counts by facet.

mod forms;
mod matching;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use super::store::SAMPLE_BYTES;
use super::{Indexer, Searcher};
use crate::backend::plan::{Bm25, Concept, Matcher, Node, Order, Plan, Role, Term, Weights};
use crate::backend::{
    Address, Change, Control, Facet, FacetCounts, Forms, Labels, Pattern, Prepared, PreparedPassage, Record,
    Search, Stored, Totals, Wanted, WordList, Words, Write, WriterOptions,
};
use crate::model::parse_date;
use crate::schema::{Form, Zone};

const ARTICLES: u32 = 10_000;
/// A word, and which articles have it.
type Word = (&'static str, fn(u32) -> bool);

const WORDS: [Word; 7] = [
    ("even", |n| n.is_multiple_of(2)),
    ("third", |n| n.is_multiple_of(3)),
    ("rare", |n| n.is_multiple_of(4001)),
    ("uncommon", |n| n.is_multiple_of(97)),
    // Its blocks reach over more than a block.
    ("sparse", |n| n.is_multiple_of(70)),
    // Nowhere in a whole block.
    ("ends", |n| n == 0 || n >= 8960),
    // Nearly nowhere in a block, and everywhere in the next.
    ("seam", |n| n == 4090 || n >= 4096),
];

fn day(n: u32) -> String {
    format!("{:04}-{:02}-{:02}", 1000 + n / 336, 1 + n / 28 % 12, 1 + n % 28)
}

fn stored(path: String) -> Stored {
    Stored::Plain(Box::new(Record { path, ..Record::default() }), String::new())
}

fn article(n: u32) -> Prepared {
    let list = Arc::<WordList>::default();
    let mut words = Words::new(list.clone(), 0);
    let had = WORDS.iter().filter(|(_, holds)| holds(n));
    for ((word, _), position) in had.zip(0..) {
        let word = words.know(list.add(Forms { exact: word, stem: Some(word), ..Forms::default() }));
        words.put(position, word);
    }
    let source = (!n.is_multiple_of(5)).then(|| format!("source {}", n % 3));
    Prepared {
        labels: Labels { source, language: Some("fr".to_owned()), corpus: None },
        // Each has its day, so that no order needs identifiers, which take long to compare.
        date: parse_date(&day(n)),
        stored: stored(format!("{n}.txt")),
        title_words: 0,
        passages: vec![PreparedPassage { range: 0..0, words: 7 }],
        zones: vec![(Zone::Body, words)],
    }
}

/// A ranking without nearness, that reads so many articles closely.
pub(super) fn weights(read_closely: usize) -> Weights {
    let bm25 = Bm25 { k1: 1.2, b: 0.5 };
    Weights {
        article: bm25,
        title: 1.0,
        title_b: 0.5,
        passage: bm25,
        passage_share: 0.2,
        in_order: 0.0,
        nearby: 0.0,
        window: 4,
        lead: 0.0,
        read_closely,
    }
}

/// A writer of the index in `folder`.
pub(super) fn writer(folder: &Path, memory: usize, jobs: usize) -> Indexer {
    Indexer::open(folder, WriterOptions { memory, jobs }).unwrap()
}

impl Indexer {
    /// Adds one article.
    pub(super) fn put(&mut self, id: &str, article: Prepared) {
        self.apply(vec![Change::Add { id: id.to_owned(), article: Box::new(article) }]).unwrap();
    }

    /// Removes one article.
    pub(super) fn take_out(&mut self, id: &str) {
        self.apply(vec![Change::Remove { id: id.to_owned() }]).unwrap();
    }
}

fn plan(articles: Node) -> Plan {
    let concepts = WORDS.map(|(word, _)| {
        let terms = vec![Term { form: Form::Stem, text: word.to_owned(), weight: 1.0 }];
        let matchers = vec![Matcher::Terms { zone: Zone::Body, terms }];
        Concept { label: word.to_owned(), matchers, role: Role::Topic, boost: 1.0 }
    });
    let weights = weights(10);
    Plan::new(articles, concepts.into(), weights)
}

#[test]
fn articles_of_all_blocks_are_found_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path(), 15_000_000, 1);
    (0..ARTICLES).for_each(|n| writer.put(&n.to_string(), article(n)));
    let all = u64::from(ARTICLES);
    let totals = Totals { articles: all, passages: all, words: 7 * all, title_words: 0 };
    writer.commit(totals, "").unwrap();
    Box::new(writer).finish().unwrap();
    let reader = Searcher::open(folder.path()).unwrap();
    let search = |node: Node| {
        let wanted = Wanted { order: Order::Oldest, ..Wanted::default() };
        reader.search(&plan(node), &wanted, &Control::default()).unwrap()
    };
    // Names take long to read, so each is read once.
    let every: Vec<Address> = search(Node::Every).hits.iter().map(|hit| hit.address).collect();
    let names = reader.ids(&every).unwrap().into_iter().map(|id| id.parse().unwrap());
    let names: BTreeMap<Address, u32> = every.iter().copied().zip(names).collect();
    let check = |node: Node, holds: &dyn Fn(u32) -> bool| {
        let found = search(node);
        let names: Vec<u32> = found.hits.iter().map(|hit| names[&hit.address]).collect();
        let expected: Vec<u32> = (0..ARTICLES).filter(|&n| holds(n)).collect();
        assert_eq!(names, expected);
        assert_eq!(found.articles, expected.len() as u64);
    };
    // Where few are wanted, most are passed over, by each of the threads that share the blocks.
    let best_are_first = |node: &Node| {
        let wanted = |limit| Wanted { limit, ..Wanted::default() };
        let of = |limit| reader.search(&plan(node.clone()), &wanted(limit), &Control::default()).unwrap();
        let (few, all) = (of(Some(10)), of(None));
        assert_eq!((few.articles, &few.hits[..]), (all.articles, &all.hits[..few.hits.len()]));
    };
    for (a, (_, in_a)) in WORDS.iter().enumerate() {
        best_are_first(&Node::Any(vec![Node::Concept(a), Node::Concept(0)]));
        for (b, (_, in_b)) in WORDS.iter().enumerate() {
            let both = || Node::All(vec![Node::Concept(a), Node::Concept(b)]);
            check(both(), &|n| in_a(n) && in_b(n));
            check(Node::Any(vec![Node::Concept(a), Node::Concept(b)]), &|n| in_a(n) || in_b(n));
            let without = Node::All(vec![Node::Concept(a), Node::Not(Box::new(Node::Concept(b)))]);
            check(without, &|n| in_a(n) && !in_b(n));
            check(Node::Any(vec![both(), Node::Concept(2)]), &|n| {
                in_a(n) && in_b(n) || n.is_multiple_of(4001)
            });
        }
    }
}

/// The facets of the matching articles, counted one by one.
fn counted(facet: Facet, holds: impl Fn(u32) -> bool) -> FacetCounts {
    let value = |n: u32| match facet {
        Facet::Month => Some(day(n)[..7].to_owned()),
        Facet::Source => article(n).labels.source,
        Facet::Language => article(n).labels.language,
        Facet::Corpus => None,
    };
    let mut counts: BTreeMap<Option<String>, u64> = BTreeMap::new();
    for n in (0..ARTICLES).filter(|&n| holds(n)) {
        *counts.entry(value(n)).or_default() += 1;
    }
    FacetCounts { facet, counts: counts.into_iter().collect() }
}

#[test]
fn all_matching_articles_are_counted_by_month_and_label() {
    let folder = tempfile::tempdir().unwrap();
    let write = |articles: std::ops::Range<u32>, removed: Option<u32>| {
        let mut writer = writer(folder.path(), 15_000_000, 1);
        articles.for_each(|n| writer.put(&n.to_string(), article(n)));
        removed.into_iter().for_each(|n| writer.take_out(&n.to_string()));
        let articles = u64::from(ARTICLES);
        writer.commit(Totals { articles, ..Totals::default() }, "").unwrap();
        Box::new(writer).finish().unwrap();
    };
    write(0..6_000, None);
    write(6_000..ARTICLES, Some(30));
    let reader = Searcher::open(folder.path()).unwrap();
    let check = |node: Node, holds: &dyn Fn(u32) -> bool| {
        let counts = reader.counts(&plan(node), &Facet::ALL, &Control::default()).unwrap();
        let expected = Facet::ALL.map(|facet| counted(facet, |n| holds(n) && n != 30));
        assert_eq!(counts, expected);
    };
    check(Node::Every, &|_| true);
    check(Node::Concept(0), &|n| n.is_multiple_of(2));
    check(Node::All(vec![Node::Concept(1), Node::Concept(2)]), &|n| {
        n.is_multiple_of(3) && n.is_multiple_of(4001)
    });
    check(Node::Nothing, &|_| false);
}

fn at(path: &str) -> Prepared {
    Prepared { stored: stored(path.to_owned()), ..article(0) }
}

#[test]
fn a_removal_is_of_what_came_before_it() {
    [1, 2].into_iter().for_each(check_removals);
}

fn check_removals(jobs: usize) {
    let folder = tempfile::tempdir().unwrap();
    // With no memory each article is a part of the index by itself.
    let run = |memory: usize, steps: &dyn Fn(&mut Indexer)| {
        let mut writer = writer(folder.path(), memory, jobs);
        steps(&mut writer);
        writer.commit(Totals::default(), "").unwrap();
        Box::new(writer).finish().unwrap();
    };
    let check = |id: &str, expected: Option<&str>| {
        let found = Searcher::open(folder.path()).unwrap().article(id).unwrap();
        assert_eq!(found.map(|article| article.path).as_deref(), expected, "{id}");
    };
    let check_count = |expected: u64| {
        let (reader, pattern) = (Searcher::open(folder.path()).unwrap(), Pattern::Prefix("ev".to_owned()));
        let found = reader.vocabulary(Zone::Body, Form::Exact, &pattern, 10).unwrap();
        assert_eq!(found.words, [("even".to_owned(), expected)]);
    };
    run(1 << 24, &|writer| ["a", "b", "c"].into_iter().for_each(|id| writer.put(id, at("first"))));
    run(0, &|writer| {
        writer.take_out("a");
        writer.take_out("b");
        writer.put("a", at("second"));
        writer.put("d", at("first"));
        writer.take_out("a");
        writer.put("a", at("third"));
    });
    check("a", Some("third"));
    check("b", None);
    check("c", Some("first"));
    check("d", Some("first"));
    check_count(3);
    run(0, &|writer| {
        writer.take_out("c");
        writer.put("c", at("second"));
        writer.put("b", at("second"));
    });
    check("a", Some("third"));
    check("b", Some("second"));
    check("c", Some("second"));
    check_count(4);
    run(0, &|writer| ["a", "b", "c", "d"].into_iter().for_each(|id| writer.take_out(id)));
    let reader = Searcher::open(folder.path()).unwrap();
    for pattern in [Pattern::Prefix("ev".to_owned()), Pattern::Fuzzy("eben".to_owned(), 1)] {
        assert_eq!(reader.vocabulary(Zone::Body, Form::Exact, &pattern, 10).unwrap().words, []);
    }
}

/// An article with so much text that it waits for no more of it, to be written in a batch.
fn large() -> Prepared {
    let text = "texte ".repeat(SAMPLE_BYTES / 6 + 1);
    Prepared { stored: Stored::Plain(Box::default(), text), ..at("") }
}

#[test]
fn what_waits_in_memory_is_removed_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path(), 1 << 24, 1);
    ["a", "b"].into_iter().for_each(|id| writer.put(id, large()));
    writer.take_out("a");
    writer.commit(Totals::default(), "").unwrap();
    let reader = Searcher::open(folder.path()).unwrap();
    let check = |id: &str, is_there| assert_eq!(reader.article(id).unwrap().is_some(), is_there, "{id}");
    check("a", false);
    check("b", true);
}

#[test]
fn an_error_of_the_thread_that_writes_is_one_of_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path(), 1 << 24, 2);
    writer.put("a", large());
    let mut files = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let store = files.find(|path| path.extension().is_some_and(|extension| extension == "store")).unwrap();
    // Something is in the way where the terms belong.
    let terms = store.with_extension("term");
    fs::create_dir(&terms).unwrap();
    let error = writer.commit(Totals::default(), "").unwrap_err().to_string();
    assert!(error.contains(terms.to_str().unwrap()), "{error}");
}

#[test]
fn a_state_that_is_open_outlives_its_files() {
    const MANY: usize = 512;
    let folder = tempfile::tempdir().unwrap();
    let text = |n: usize| {
        let lines =
            (0..SAMPLE_BYTES / MANY / 16 + 1).map(|line| format!("ligne {:010}\n", n * 7919 + line * line));
        lines.collect::<String>()
    };
    let mut writer = writer(folder.path(), 1 << 24, 1);
    for n in 0..MANY {
        writer.put(&n.to_string(), Prepared { stored: Stored::Plain(Box::default(), text(n)), ..at("") });
    }
    writer.commit(Totals::default(), "").unwrap();
    Box::new(writer).finish().unwrap();
    let files = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    assert_eq!(files.filter(|path| path.extension().is_some_and(|end| end == "dict")).count(), 1);
    let reader = Searcher::open(folder.path()).unwrap();
    fs::remove_dir_all(folder.path()).unwrap();
    let check = |n: usize| assert_eq!(reader.article(&n.to_string()).unwrap().unwrap().text, text(n));
    [0, 7, MANY - 1].into_iter().for_each(check);
}
