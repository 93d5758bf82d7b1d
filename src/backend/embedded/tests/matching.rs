//! What the engine finds in articles, beside what their words say by the definition of a match.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;

use crate::backend::embedded::Searcher;
use crate::backend::embedded::tests::{weights, writer};
use crate::backend::plan::{Concept, Matcher, Node, Plan, Role, Slot, Term, Weights};
use crate::backend::spans::{spans, total_weight};
use crate::backend::{
    Control, Forms, Hit, Labels, Prepared, PreparedPassage, Search, Stored, Totals, Wanted, WordList, Words,
    Write,
};
use crate::schema::{Form, Zone};

/// Enough for a search for few of them to pass some over.
const ARTICLES: usize = 600;
/// How many of the best articles are read closely, and of how many hits it is seen that they are the best.
const CLOSE: usize = 40;
const FEW: [usize; 3] = [1, 2, 5];
/// Of so many hits one is explained.
const EXPLAINED: usize = 7;
const PASSAGES: usize = 3;
const WORDS: usize = 12;

/// The readings of each word of a passage.
type Passage = Vec<Vec<&'static str>>;

struct Library {
    articles: Vec<Vec<Passage>>,
    reader: Searcher,
}

/// Articles of few different words, so that all phrases occur, but not in every one; some words have two readings.
static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
    let mut state = 7u32;
    let mut draw = |count: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % count
    };
    let mut word = || match draw(24) {
        0 => vec!["a"],
        1 => vec!["b"],
        2 => vec!["c"],
        3 => vec!["a", "b"],
        4 => vec![],
        5..8 => vec!["d"],
        _ => vec!["e"],
    };
    let mut passage = || (0..WORDS).map(|_| word()).collect::<Passage>();
    let articles: Vec<Vec<Passage>> =
        (0..ARTICLES).map(|_| (0..PASSAGES).map(|_| passage()).collect()).collect();
    let folder = tempfile::tempdir().unwrap();
    let mut writer = writer(folder.path(), 15_000_000, 1);
    articles.iter().enumerate().for_each(|(n, passages)| writer.put(&n.to_string(), prepared(passages)));
    let (articles_in_all, passages) = (ARTICLES as u64, (ARTICLES * PASSAGES) as u64);
    let words = passages * WORDS as u64;
    writer.commit(Totals { articles: articles_in_all, passages, words, title_words: 0 }, "").unwrap();
    Box::new(writer).finish().unwrap();
    Library { articles, reader: Searcher::open(folder.path()).unwrap() }
});

fn prepared(passages: &[Passage]) -> Prepared {
    let list = Arc::<WordList>::default();
    let mut words = Words::new(list.clone(), 0);
    for (position, readings) in passages.iter().flatten().enumerate() {
        for reading in readings {
            let word =
                words.know(list.add(Forms { exact: reading, stem: Some(reading), ..Forms::default() }));
            words.put(position as u32, word);
        }
    }
    let stored = Stored::Plain(Box::default(), String::new());
    let passages =
        passages.iter().map(|passage| PreparedPassage { range: 0..0, words: passage.len() as u32 });
    let (passages, zones) = (passages.collect(), vec![(Zone::Body, words)]);
    Prepared { date: None, labels: Labels::default(), stored, title_words: 0, passages, zones }
}

/// How much `matcher` matches in a passage, by the definition.
fn by_definition(matcher: &Matcher, passage: &Passage) -> f32 {
    let mut give = |_: Zone, term: &Term, out: &mut Vec<u32>| {
        let has = |readings: &Vec<&str>| readings.contains(&term.text.as_str());
        out.extend((0..).zip(passage).filter(|(_, readings)| has(readings)).map(|(place, _)| place));
    };
    total_weight(&spans(matcher, &mut give))
}

/// A search for articles that have any of some matchers.
fn plan(matchers: &[Matcher]) -> Plan {
    let concept = |matcher: &Matcher| Concept {
        label: String::new(),
        matchers: vec![matcher.clone()],
        role: Role::Topic,
        boost: 1.0,
    };
    let articles = Node::Any((0..matchers.len()).map(Node::Concept).collect());
    let weights = Weights { in_order: 0.9, nearby: 0.3, ..weights(CLOSE) };
    Plan::new(articles, matchers.iter().map(concept).collect(), weights)
}

/// All hits. Where few are asked for the engine gives the best of them.
fn hits(plan: &Plan) -> Vec<Hit> {
    let Library { reader, .. } = &*LIBRARY;
    let wanted = Wanted::default();
    let found = reader.search(plan, &wanted, &Control::default()).unwrap();
    for limit in FEW {
        let few = reader.search(plan, &Wanted { limit: Some(limit), ..wanted }, &Control::default()).unwrap();
        assert_eq!(few.articles, found.articles, "{plan:?}");
        assert_eq!(few.hits, found.hits[..limit.min(found.hits.len())], "{plan:?}");
    }
    found.hits
}

/// The engine finds in each passage what is there, and scores it as it explains.
fn check(matcher: &Matcher) {
    let Library { articles, reader } = &*LIBRARY;
    let plan = plan(std::slice::from_ref(matcher));
    let hits = hits(&plan);
    let mut expected = BTreeMap::new();
    for (n, passages) in articles.iter().enumerate() {
        let weights: Vec<f32> = passages.iter().map(|passage| by_definition(matcher, passage)).collect();
        let in_article: f32 = weights.iter().sum();
        let here = weights.into_iter().enumerate().filter(|(_, weight)| *weight > 0.0);
        expected.extend(
            here.map(|(passage, weight)| ((n.to_string(), passage as u32 + 1), (weight, in_article))),
        );
    }
    let addresses: Vec<_> = hits.iter().map(|hit| hit.address).collect();
    let ids = reader.ids(&addresses).unwrap().into_iter();
    let names: Vec<_> = ids.zip(&addresses).map(|(id, at)| (id, at.passage() + 1)).collect();
    let got: BTreeSet<_> = names.iter().collect();
    assert!(got.iter().copied().eq(expected.keys()) && got.len() == hits.len(), "{matcher:?}");
    for (hit, name) in hits.iter().zip(&names).step_by(EXPLAINED) {
        let explained = reader.explain(&plan, hit).unwrap();
        let (in_passage, in_article) = expected[name];
        let pairs = [
            (explained.concepts[0].in_passage, in_passage),
            (explained.concepts[0].in_article, in_article),
            (hit.score, explained.passage + explained.article + explained.nearness),
        ];
        assert!(pairs.iter().all(|(one, other)| (one - other).abs() < 1e-3), "{pairs:?} {matcher:?}");
    }
}

fn terms() -> impl Strategy<Value = Vec<Term>> {
    let term =
        (prop::sample::select(vec!["a", "b", "c", "d", "nowhere"]), prop::sample::select(vec![1.0, 0.5]));
    let term = term.prop_map(|(text, weight)| Term { form: Form::Stem, text: text.to_owned(), weight });
    prop::collection::vec(term, 1..3)
}

fn phrase() -> impl Strategy<Value = Matcher> {
    let zone = Zone::Body;
    let words = (prop::collection::vec((1u32..3, terms()), 1..4), 0u32..2);
    words.prop_map(move |(words, slop)| {
        let mut offset = 0;
        let slot = |(distance, terms)| {
            let slot = Slot { offset, terms };
            offset += distance;
            slot
        };
        match words.len() {
            1 => Matcher::Terms { zone, terms: words.into_iter().next().unwrap().1 },
            _ => Matcher::Sequence { zone, slots: words.into_iter().map(slot).collect(), slop },
        }
    })
}

fn matcher() -> impl Strategy<Value = Matcher> {
    let some = || prop::collection::vec(phrase(), 1..4);
    prop_oneof![
        phrase(),
        some().prop_map(Matcher::Either),
        some().prop_map(Matcher::Together),
        (phrase(), phrase(), 1u32..6).prop_map(|(left, right, distance)| {
            Matcher::Near { left: Box::new(left), right: Box::new(right), distance }
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn the_engine_finds_what_is_there(matcher in matcher()) {
        check(&matcher);
    }

    #[test]
    fn few_hits_are_the_best_of_all(matchers in prop::collection::vec(matcher(), 1..4)) {
        hits(&plan(&matchers));
    }
}
