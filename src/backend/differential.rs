//! A differential test of the two engines: for any articles, history and question, both give the same answer.
//!
//! Scores are compared to the last bit. Each case makes five indexes, so the test runs one case for every 128 of
//! `PROPTEST_CASES`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::select;
use tempfile::TempDir;

use super::plan::{Bm25, Concept, Group, LinkedWord, Matcher, Node, Order, Plan, Role, Slot, Term, Weights};
use super::{
    Change, Control, EngineKind, Facet, FacetCounts, Forms, Labels, Passages, Pattern, Prepared,
    PreparedPassage, Record, Search, Stored, Totals, Wanted, WordList, Words, WriterOptions, open_reader,
    open_writer,
};
use crate::model::{DateRange, Metadata, Pages, parse_date};
use crate::schema::{Form, Zone};

/// A word: its surface, stem, other stem and cased name.
type Word = (&'static str, Option<&'static str>, Option<&'static str>, Option<&'static str>);

/// The vocabulary: many forms of one stem, forms of two stems, forms with and without a stem, stop words, names, and
/// surfaces that are the stems of others.
const VOCABULARY: [Word; 24] = [
    ("va", Some("v"), None, None),
    ("vb", Some("v"), None, None),
    ("vc", Some("v"), Some("w"), None),
    ("vd", Some("v"), None, None),
    ("ve", Some("v"), None, None),
    ("vf", Some("v"), None, None),
    ("vg", Some("v"), None, None),
    ("vh", Some("v"), None, None),
    ("vi", Some("v"), None, None),
    ("vj", Some("v"), Some("puc"), None),
    ("va", Some("w"), None, None),
    ("va", None, None, None),
    ("v", Some("v"), None, None),
    ("w", Some("w"), Some("v"), None),
    ("le", None, None, None),
    ("le", Some("v"), None, None),
    ("de", None, None, None),
    ("us", Some("us"), None, Some("^US")),
    ("us", None, None, Some("^US")),
    ("puce", Some("puc"), None, None),
    ("puces", Some("puc"), None, None),
    ("peuc", Some("peuc"), Some("puc"), None),
    ("éte", Some("éte"), None, None),
    ("ete", Some("ete"), None, None),
];
/// Prefixes and misspellings of some words of the vocabulary.
const STARTS: [&str; 6] = ["", "v", "pu", "é", "^", "x"];
const NEAR: [&str; 6] = ["va", "puce", "upce", "te", "éet", "cup"];

/// One in so many hits is explained, the first included.
const EXPLAINED: usize = 3;
/// The limit on the words of a pattern: some patterns match more.
const LIMIT: usize = 8;

const IDS: [&str; 9] = ["a", "B", "b", "aa", "a/b#2", "é", "z", "10", "9"];
/// The weights; questions vary some of them.
const WEIGHTS: Weights = Weights {
    article: Bm25 { k1: 2.5, b: 0.55 },
    title: 6.5,
    title_b: 0.7,
    passage: Bm25 { k1: 1.3, b: 0.4 },
    passage_share: 0.24,
    in_order: 0.9,
    nearby: 0.25,
    window: 4,
    lead: 0.0,
    read_closely: 200,
};

const DATES: [&str; 4] = ["2025-10-28", "2025-10-29", "1999-12-31", "0001-01-01"];
/// The words at each position: their numbers in the vocabulary.
type Run = Vec<Vec<usize>>;

/// An article: the words of its passages and of its other zones.
#[derive(Debug, Clone)]
struct Written {
    date: Option<&'static str>,
    passages: Vec<Run>,
    zones: BTreeMap<Zone, Run>,
}

/// A change of one article: its new content, or `None` where it is removed.
type Step = (&'static str, Option<Written>);

/// A history of commits, each of some changes.
type History = Vec<Vec<Step>>;

/// The articles after a history.
type State = BTreeMap<&'static str, Written>;

/// An index of one engine.
struct Kept {
    name: &'static str,
    reader: Box<dyn Search>,
    _folder: TempDir,
}

/// A question to an index.
#[derive(Debug, Clone)]
struct Question {
    plan: Plan,
    wanted: Wanted,
    /// The zone, form and pattern of a search in the vocabulary.
    words: (Zone, Form, Pattern),
}

/// A hit with the identifier of its article in place of the address, which engines choose freely.
#[derive(Debug, PartialEq)]
struct Named {
    id: String,
    passage: u32,
    /// As printed: -0 and 0 are equal as numbers.
    score: String,
    matched: String,
}

/// The vocabulary as a word list. `others` words come first, so the numbers of the words differ between lists.
fn list(others: usize) -> Arc<WordList> {
    let list = WordList::default();
    (0..others).for_each(|_| _ = list.add(Forms::default()));
    for (exact, stem, stem_alt, cased) in VOCABULARY {
        list.add(Forms { exact, stem, stem_alt, cased });
    }
    Arc::new(list)
}

/// Appends the words of a run; the first has the position `first`.
fn put(words: &mut Words, others: usize, run: &Run, first: u32) {
    for (position, here) in (first..).zip(run) {
        for word in here {
            let word = words.know((others + word) as u32);
            words.put(position, word);
        }
    }
}

fn text(run: &Run) -> String {
    run.iter().flatten().map(|word| format!("{} ", VOCABULARY[*word].0)).collect()
}

fn prepared(id: &str, written: &Written, lists: &[Arc<WordList>]) -> Prepared {
    let others = id.len() % lists.len();
    let words = || Words::new(lists[others].clone(), 0);
    let (mut body, mut passages, mut whole, mut first) = (words(), Vec::new(), String::new(), 0);
    for run in &written.passages {
        put(&mut body, others, run, first);
        let start = whole.len();
        whole.push_str(&text(run));
        passages.push(PreparedPassage { range: start..whole.len(), words: run.len() as u32 });
        first += run.len() as u32;
    }
    let mut zones = vec![(Zone::Body, body)];
    for (zone, run) in &written.zones {
        let mut of_zone = words();
        put(&mut of_zone, others, run, 0);
        zones.push((*zone, of_zone));
    }
    let of = |zone| written.zones.get(&zone).map(text);
    let date = written.date.and_then(parse_date);
    let metadata = Metadata {
        title: of(Zone::Title),
        date,
        source: of(Zone::Source),
        author: of(Zone::Author),
        language: of(Zone::Language),
        url: None,
    };
    // Every other passage begins a page.
    let pages =
        Pages { starts: passages.iter().step_by(2).map(|passage| passage.range.start as u64).collect() };
    let (path, encoding) = (format!("{id}.txt"), "utf-8".to_owned());
    let record = Record { path, metadata, pages, encoding, ..Record::default() };
    let stored = Stored::Plain(Box::new(record), whole);
    let corpus = (passages.len() > 1).then(|| "presse".to_owned());
    let labels = Labels { source: of(Zone::Source), language: of(Zone::Language), corpus };
    let title_words = written.zones.get(&Zone::Title).map_or(0, |run| run.len() as u32);
    Prepared { date, labels, stored, title_words, passages, zones }
}

fn totals(state: &State) -> Totals {
    let mut totals = Totals::default();
    for written in state.values() {
        totals.articles += 1;
        totals.passages += written.passages.len() as u64;
        totals.words += written.passages.iter().map(|run| run.len() as u64).sum::<u64>();
        totals.title_words += written.zones.get(&Zone::Title).map_or(0, |run| run.len() as u64);
    }
    totals
}

fn note(commit: usize) -> String {
    format!("commit {commit}")
}

/// An index of the engine `kind` after a history.
fn keep(name: &'static str, kind: EngineKind, options: WriterOptions, history: &History) -> Kept {
    let folder = tempfile::tempdir().unwrap();
    let lists = [0, 1, 2].map(list);
    let mut state = State::new();
    for (commit, steps) in history.iter().enumerate() {
        let mut writer = open_writer(kind, folder.path(), options).unwrap();
        let mut encoder = writer.encoder();
        for (id, written) in steps {
            let mut changes = Vec::new();
            if state.remove(id).is_some() || written.is_none() {
                changes.push(Change::Remove { id: (*id).to_owned() });
            }
            if let Some(written) = written {
                state.insert(id, written.clone());
                let mut article = prepared(id, written, &lists);
                encoder.encode(&mut article);
                changes.push(Change::Add { id: (*id).to_owned(), article: Box::new(article) });
            }
            writer.apply(changes).unwrap();
        }
        writer.commit(totals(&state), &note(commit)).unwrap();
        writer.finish().unwrap();
    }
    Kept { name, reader: open(kind, folder.path()), _folder: folder }
}

fn open(kind: EngineKind, folder: &Path) -> Box<dyn Search> {
    open_reader(kind, folder).unwrap()
}

/// A history that adds the articles of the last state in its last commit. The notes are the same.
fn at_once(history: &History) -> History {
    let mut state = State::new();
    for (id, written) in history.iter().flatten() {
        state.remove(id);
        written.iter().for_each(|written| drop(state.insert(id, written.clone())));
    }
    let mut anew = vec![Vec::new(); history.len()];
    if let Some(last) = anew.last_mut() {
        *last = state.into_iter().map(|(id, written)| (id, Some(written))).collect();
    }
    anew
}

/// The reference engine after a history, and the embedded engine after four histories that end in the same articles.
fn engines(history: &History) -> (Kept, [Kept; 4]) {
    let options = |memory, jobs| WriterOptions { memory, jobs };
    let few = options(1 << 24, 1);
    let many = options(0, 1);
    let embedded = EngineKind::Embedded;
    let engines = [
        keep("a part for each commit", embedded, few, history),
        keep("a part for each article", embedded, many, history),
        keep("the same by two jobs", embedded, options(0, 2), history),
        keep("anew as one part", embedded, few, &at_once(history)),
    ];
    (keep("reference", EngineKind::Reference, few, history), engines)
}

/// Compares the content of two indexes.
fn check_content(oracle: &dyn Search, engine: &dyn Search, name: &str) {
    assert_eq!(engine.totals(), oracle.totals(), "{name}");
    assert_eq!(engine.note(), oracle.note(), "{name}");
    for id in IDS.into_iter().chain(["nobody"]) {
        assert_eq!(engine.article(id).unwrap(), oracle.article(id).unwrap(), "{name}: {id}");
    }
    let terms: BTreeSet<(Form, &str)> =
        VOCABULARY.iter().flat_map(forms).chain([(Form::Exact, "x")]).collect();
    for zone in [Zone::Body, Zone::Source] {
        let terms: Vec<Term> = terms
            .iter()
            .map(|(form, text)| Term { form: *form, text: (*text).to_owned(), weight: 1.0 })
            .collect();
        let asked: Vec<(Zone, &Term)> = terms.iter().map(|term| (zone, term)).collect();
        let [found, expected] = [engine, oracle].map(|one| one.frequencies(&asked).unwrap());
        assert_eq!(found, expected, "{name}: {zone:?} {terms:?}");
    }
}

fn forms((exact, stem, stem_alt, cased): &Word) -> Vec<(Form, &'static str)> {
    let stems = [*stem, *stem_alt].into_iter().flatten().map(|stem| (Form::Stem, stem));
    let surfaces = [Some(*exact), *cased].into_iter().flatten().map(|form| (Form::Exact, form));
    stems.chain(surfaces).collect()
}

/// Compares the answers to a question: hits, counts, stored passages, explanations.
fn check_answer(oracle: &dyn Search, engine: &dyn Search, name: &str, plan: &Plan, wanted: &Wanted) {
    let [found, expected] =
        [engine, oracle].map(|one| one.search(plan, wanted, &Control::default()).unwrap());
    let [hits, expected_hits] = [(engine, &found), (oracle, &expected)].map(|(one, found)| {
        let addresses: Vec<_> = found.hits.iter().map(|hit| hit.address).collect();
        let ids = one.ids(&addresses).unwrap().into_iter().zip(&found.hits);
        let named = ids.map(|(id, hit)| Named {
            id,
            passage: hit.address.passage(),
            score: format!("{:?}", hit.score),
            matched: format!("{:?} as {}", found.matched(hit), hit.matched),
        });
        named.collect::<Vec<_>>()
    });
    let what = || format!("{name}\n{wanted:?}\n{plan:?}");
    assert_eq!(hits, expected_hits, "{}", what());
    assert_eq!((found.articles, found.passages), (expected.articles, expected.passages), "{}", what());
    let [counts, expected_counts] =
        [engine, oracle].map(|one| one.counts(plan, &Facet::ALL, &Control::default()).unwrap());
    assert_eq!(counts, expected_counts, "{}", what());
    check_days(oracle, engine, plan, &counts, &what());
    for (zone, form) in [(Zone::Body, Form::Stem), (Zone::Body, Form::Exact), (Zone::Title, Form::Stem)] {
        let [words, expected] =
            [engine, oracle].map(|one| one.words(plan, zone, form, &Control::default()).unwrap());
        assert_eq!(words, expected, "{}", what());
    }
    let conditions: Vec<Node> =
        (0..plan.concepts.len()).map(Node::Concept).chain([plan.whole.clone()]).collect();
    let [tally, expected_tally] =
        [engine, oracle].map(|one| one.tally(plan, &conditions, &Control::default()).unwrap());
    assert_eq!(tally, expected_tally, "{}", what());
    for of_facet in counts {
        assert_eq!(of_facet.counts.iter().map(|(_, count)| count).sum::<u64>(), found.articles, "{}", what());
    }
    let [stored, expected_stored] = [(engine, &found), (oracle, &expected)].map(|(one, found)| {
        one.passages(&found.hits.iter().map(|hit| hit.address).collect::<Vec<_>>()).unwrap()
    });
    assert_eq!(stored, expected_stored, "{}", what());
    for (hit, expected_hit) in found.hits.iter().zip(&expected.hits).step_by(EXPLAINED) {
        let [explained, expected] = [(engine, hit), (oracle, expected_hit)]
            .map(|(one, hit)| format!("{:?}", one.explain(plan, hit).unwrap()));
        assert_eq!(explained, expected, "{}", what());
    }
}

/// Compares the counts by day, and holds them against those by the facet alone.
fn check_days(oracle: &dyn Search, engine: &dyn Search, plan: &Plan, counts: &[FacetCounts], what: &str) {
    for by in Facet::ALL.map(Some).into_iter().chain([None]) {
        let [days, expected] = [engine, oracle].map(|one| one.days(plan, by, &Control::default()).unwrap());
        assert_eq!(days, expected, "by {by:?}\n{what}");
        let of_facet = counts.iter().find(|one| Some(one.facet) == by);
        if let Some(FacetCounts { counts, .. }) = of_facet {
            let sums = days.iter().map(|one| (one.value.clone(), one.days.iter().map(|day| day.1).sum()));
            assert_eq!(sums.collect::<Vec<(_, u64)>>(), *counts, "by {by:?}\n{what}");
        }
    }
}

fn check(history: &History, questions: &[Question]) {
    let (oracle, engines) = engines(history);
    for Kept { name, reader, .. } in &engines {
        check_content(&*oracle.reader, &**reader, name);
        for Question { plan, wanted, words: (zone, form, pattern) } in questions {
            check_answer(&*oracle.reader, &**reader, name, plan, wanted);
            let [found, expected] =
                [reader, &oracle.reader].map(|one| one.vocabulary(*zone, *form, pattern, LIMIT).unwrap());
            assert_eq!(found, expected, "{name}: {zone:?} {form:?} {pattern:?}");
        }
    }
}

/// A run of words: at most positions one, at some none, two or three.
fn run(places: std::ops::Range<usize>) -> impl Strategy<Value = Run> {
    let word = || 0..VOCABULARY.len();
    let place = prop_oneof![
        8 => word().prop_map(|word| vec![word]),
        1 => Just(vec![]),
        2 => prop::collection::vec(word(), 2..4),
    ];
    prop::collection::vec(place, places)
}

fn written() -> impl Strategy<Value = Written> {
    let zones = [Zone::Title, Zone::Source, Zone::Author, Zone::Language];
    let zones = prop::collection::btree_map(select(zones.to_vec()), run(0..5), 0..4);
    let passages = prop::collection::vec(run(0..9), 1..4);
    (prop::option::of(select(DATES.to_vec())), passages, zones).prop_map(|(date, passages, zones)| Written {
        date,
        passages,
        zones,
    })
}

fn history() -> impl Strategy<Value = History> {
    let step = (select(IDS.to_vec()), prop::option::weighted(0.8, written()));
    prop::collection::vec(prop::collection::vec(step, 0..12), 1..4)
}

fn terms() -> impl Strategy<Value = Vec<Term>> {
    let all: Vec<(Form, &str)> = VOCABULARY.iter().flat_map(forms).chain([(Form::Stem, "x")]).collect();
    let term = (select(all), select(vec![1.0, 1.0, 0.9, 0.5, 0.3]));
    let term = term.prop_map(|((form, text), weight)| Term { form, text: text.to_owned(), weight });
    prop_oneof![1 => Just(Vec::new()), 20 => prop::collection::vec(term, 1..4)]
}

/// A matcher in the body; [`Matcher::in_zone`] moves it.
fn matcher() -> impl Strategy<Value = Matcher> {
    let zone = Zone::Body;
    let words = terms().prop_map(move |terms| Matcher::Terms { zone, terms });
    let slots = prop::collection::vec((1u32..3, terms()), 1..4);
    let sequence = (0u32..3, slots, 0u32..3).prop_map(move |(first, slots, slop)| {
        let mut offset = first;
        let slot = |(distance, terms)| {
            let slot = Slot { offset, terms };
            offset += distance;
            slot
        };
        Matcher::Sequence { zone, slots: slots.into_iter().map(slot).collect(), slop }
    });
    let linked =
        (prop::collection::vec((0u32..3, terms()), 1..4), terms()).prop_map(move |(words, links)| {
            let word = |(most_links, terms)| LinkedWord { most_links, terms };
            Matcher::Linked { zone, words: words.into_iter().map(word).collect(), links: links.into() }
        });
    prop_oneof![3 => words, 2 => sequence, 1 => linked].prop_recursive(3, 12, 3, |inner| {
        let some = || prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            some().prop_map(Matcher::Either),
            some().prop_map(Matcher::Together),
            (inner.clone(), inner.clone()).prop_map(|(matcher, longer)| Matcher::Outside {
                matcher: Box::new(matcher),
                longer: Box::new(longer)
            }),
            (inner.clone(), inner.clone(), 1u32..6).prop_map(|(left, right, distance)| Matcher::Near {
                left: Box::new(left),
                right: Box::new(right),
                distance
            }),
        ]
    })
}

/// A concept with one matcher for each zone. A concept that scores has zones of prose only.
fn concept() -> impl Strategy<Value = Concept> {
    let zones = |all: &[Zone]| prop::sample::subsequence(all.to_vec(), 1..=all.len());
    let all = [Zone::Body, Zone::Title, Zone::Source, Zone::Author, Zone::Language, Zone::Url];
    let scoring = (select(vec![Role::Topic, Role::Topic, Role::Related]), zones(&all[..2]));
    let filter = (Just(Role::Filter), zones(&all));
    let role = prop_oneof![3 => scoring, 1 => filter];
    (role, prop::collection::vec(matcher(), all.len()), select(vec![1.0, 2.0, 0.3])).prop_map(
        |((role, zones), matchers, boost)| {
            let matchers = zones.into_iter().zip(matchers).map(|(zone, matcher)| matcher.in_zone(zone));
            Concept { label: format!("{role:?}"), matchers: matchers.collect(), role, boost }
        },
    )
}

fn node() -> impl Strategy<Value = Node> {
    let ends = (prop::option::of(select(DATES.to_vec())), prop::option::of(select(DATES.to_vec())));
    let dates = ends.prop_map(|(since, until)| {
        Node::Dates(DateRange { since: since.and_then(parse_date), until: until.and_then(parse_date) })
    });
    // The number is chosen before the concepts: `fit` maps it to one of them.
    let concept = (0usize..4).prop_map(Node::Concept);
    let ends =
        prop_oneof![1 => Just(Node::Every), 1 => Just(Node::Nothing), 1 => Just(Node::Undated), 1 => dates];
    let leaf = prop_oneof![1 => ends, 3 => concept];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let some = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            3 => some().prop_map(Node::Any),
            2 => some().prop_map(Node::All),
            1 => inner.clone().prop_map(|part| Node::Not(Box::new(part))),
            1 => prop::collection::vec((inner, select(vec![0.1, 0.7, 2.0])), 0..4)
                .prop_map(|parts| Node::Enough { parts, least: 0.8 }),
        ]
    })
}

/// The condition with its numbers of concepts mapped to those that exist.
fn fit(node: &mut Node, concepts: usize) {
    match node {
        Node::Concept(number) => *number %= concepts,
        Node::All(parts) | Node::Any(parts) => parts.iter_mut().for_each(|part| fit(part, concepts)),
        Node::Not(part) => fit(part, concepts),
        Node::Enough { parts, .. } => parts.iter_mut().for_each(|(part, _)| fit(part, concepts)),
        Node::Every | Node::Nothing | Node::Dates(_) | Node::Undated => {}
    }
}

fn weights() -> impl Strategy<Value = Weights> {
    let shares = (select(vec![0.0, 0.24, 0.7]), select(vec![0.0, 0.2]));
    (select(vec![0, 1, 2, 5, 200]), 1u32..7, shares).prop_map(
        |(read_closely, window, (passage_share, lead))| Weights {
            read_closely,
            window,
            passage_share,
            lead,
            ..WEIGHTS
        },
    )
}

fn plan() -> impl Strategy<Value = Plan> {
    // Most questions ask for any one concept, so most have answers.
    let any = Just(Node::Any((0..4).map(Node::Concept).collect()));
    let articles = prop_oneof![1 => any, 1 => node()];
    ((articles, node()), prop::collection::vec(concept(), 1..5), proptest::bool::ANY, weights()).prop_map(
        |((mut articles, mut whole), mut concepts, is_grouped, weights)| {
            concepts.sort_by_key(|concept| concept.role == Role::Related);
            fit(&mut articles, concepts.len());
            fit(&mut whole, concepts.len());
            let scoring: Vec<usize> =
                (0..concepts.len()).filter(|&one| concepts[one].role.scores()).collect();
            let groups = match scoring.split_first() {
                Some((&name, words)) if is_grouped && !words.is_empty() => {
                    vec![Group { name, words: words.to_vec() }]
                }
                _ => Vec::new(),
            };
            Plan { articles, whole, concepts, groups, weights }
        },
    )
}

fn pattern() -> impl Strategy<Value = Pattern> {
    let fuzzy = (select(NEAR.to_vec()), 0u8..3);
    prop_oneof![
        select(STARTS.to_vec()).prop_map(|start| Pattern::Prefix(start.to_owned())),
        fuzzy.prop_map(|(word, edits)| Pattern::Fuzzy(word.to_owned(), edits)),
    ]
}

fn question() -> impl Strategy<Value = Question> {
    let words = (select(Zone::ALL.to_vec()), select(vec![Form::Exact, Form::Stem]), pattern());
    (plan(), wanted(), words).prop_map(|(plan, wanted, words)| Question { plan, wanted, words })
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let order = select(vec![Order::Relevance, Order::Relevance, Order::Newest, Order::Oldest, Order::Id]);
    let limit = prop::option::weighted(0.7, select(vec![0, 1, 2, 3, 10]));
    let passages = select(vec![Passages::Saying, Passages::All]);
    (order, limit, prop::option::of(1usize..3), (passages, 0usize..4)).prop_map(
        |(order, limit, per_article, (passages, counted))| Wanted {
            order,
            limit,
            per_article,
            passages,
            counted,
        },
    )
}

/// Compares the answers for a union of two terms, over articles with one to nine occurrences of each.
fn check_terms(terms: &[(&str, f32)]) {
    let word = |text: &str| VOCABULARY.iter().position(|word| word.0 == text).unwrap();
    let article = |count: usize| {
        // The words alternate; a passage has three positions.
        let words: Run = (0..2 * count).map(|place| vec![word(["puce", "de"][place % 2])]).collect();
        let passages = words.chunks(3).map(<[_]>::to_vec).collect();
        Some(Written { date: None, passages, zones: BTreeMap::new() })
    };
    let history = vec![IDS.into_iter().zip((1..).map(article)).collect()];
    let term = |&(text, weight): &(&str, f32)| Term { form: Form::Exact, text: text.to_owned(), weight };
    let matchers = vec![Matcher::Terms { zone: Zone::Body, terms: terms.iter().map(term).collect() }];
    let concepts = vec![Concept { label: String::new(), matchers, role: Role::Topic, boost: 1.0 }];
    let plan = Plan::new(Node::Concept(0), concepts, WEIGHTS);
    let wanted = Wanted::default();
    let words = (Zone::Body, Form::Exact, Pattern::Prefix("p".to_owned()));
    check(&history, &[Question { plan, wanted, words }]);
}

/// A sum of weights is rounded in another way than a product with a count, and so is a sum of sums.
#[test]
fn weighed_matches_are_added_up_passage_by_passage() {
    check_terms(&[("puce", 0.9)]);
    check_terms(&[("puce", 0.9), ("de", 0.3)]);
}

#[test]
fn a_form_that_is_asked_for_twice_counts_by_its_better_weight() {
    check_terms(&[("puce", 1.0), ("puce", 0.9)]);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.div_ceil(128),
        // Each step of shrinking makes five indexes.
        max_shrink_iters: 100,
        // A fault gets its own named test instead.
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn both_engines_give_the_same(
        history in history(),
        questions in prop::collection::vec(question(), 6),
    ) {
        check(&history, &questions);
    }
}
