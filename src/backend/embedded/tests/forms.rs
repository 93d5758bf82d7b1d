//! Whether forms of the same stems are told apart, in an index that is made, added to, thinned out and merged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;

use crate::backend::embedded::Searcher;
use crate::backend::embedded::tests::{weights, writer};
use crate::backend::plan::{Concept, Matcher, Node, Order, Plan, Role, Term};
use crate::backend::{
    Control, Forms, Labels, Pattern, Prepared, PreparedPassage, Search, Stored, Totals, Wanted, WordList,
    Words, Write,
};
use crate::schema::{Form, Zone};

/// A word as its form, its stem, and another stem: more forms of one stem than there are numbers, forms of two stems,
/// forms without any, and one that is common without.
type Word = (&'static str, Option<&'static str>, Option<&'static str>);

const VOCABULARY: [Word; 15] = [
    ("va", Some("v"), None),
    ("vb", Some("v"), None),
    ("vc", Some("v"), Some("w")),
    ("vd", Some("v"), None),
    ("ve", Some("v"), None),
    ("vf", Some("v"), None),
    ("vg", Some("v"), None),
    ("vh", Some("v"), None),
    ("vi", Some("v"), None),
    ("va", Some("w"), None),
    ("va", None, None),
    ("v", Some("v"), None),
    ("w", Some("w"), Some("v")),
    ("le", None, None),
    ("le", Some("v"), None),
];

/// For each place the words that stand there.
type Text = Vec<Vec<usize>>;

/// What becomes of an index in one run: articles are removed, by their place among those that there are, and added.
type Run = (Vec<prop::sample::Index>, Vec<Text>);

/// The vocabulary in a list, after so many words of which no one speaks.
fn list(others: usize) -> Arc<WordList> {
    let list = WordList::default();
    (0..others).for_each(|_| _ = list.add(Forms::default()));
    for (exact, stem, stem_alt) in VOCABULARY {
        list.add(Forms { exact, stem, stem_alt, cased: None });
    }
    Arc::new(list)
}

fn prepared(id: usize, text: &Text, lists: &[Arc<WordList>]) -> Prepared {
    let others = id % lists.len();
    let mut words = Words::new(lists[others].clone(), 0);
    for (position, here) in text.iter().enumerate() {
        for &word in here {
            let word = words.know((others + word) as u32);
            words.put(position as u32, word);
        }
    }
    let stored = Stored::Plain(Box::default(), String::new());
    let passages = vec![PreparedPassage { range: 0..0, words: text.len() as u32 }];
    let zones = vec![(Zone::Body, words)];
    Prepared { date: None, labels: Labels::default(), stored, title_words: 0, passages, zones }
}

/// How often a form or a stem stands in each article.
fn by_definition(articles: &BTreeMap<usize, &Text>, form: Form, wanted: &str) -> BTreeMap<String, f32> {
    let is_it = |&word: &usize| {
        let (exact, stem, stem_alt) = VOCABULARY[word];
        match form {
            Form::Exact => exact == wanted,
            Form::Stem => stem == Some(wanted) || stem_alt == Some(wanted),
        }
    };
    let count = |text: &Text| text.iter().filter(|here| here.iter().any(is_it)).count();
    let counts = articles.iter().map(|(id, text)| (id.to_string(), count(text) as f32));
    counts.filter(|(_, count)| *count > 0.0).collect()
}

fn found(reader: &Searcher, term: Term) -> BTreeMap<String, f32> {
    let weights = weights(1000);
    let matchers = vec![Matcher::Terms { zone: Zone::Body, terms: vec![term] }];
    let concept = Concept { label: String::new(), matchers, role: Role::Topic, boost: 1.0 };
    let plan = Plan::new(Node::Concept(0), vec![concept], weights);
    let wanted = Wanted { order: Order::Id, ..Wanted::default() };
    let hits = reader.search(&plan, &wanted, &Control::default()).unwrap().hits;
    let names = reader.ids(&hits.iter().map(|hit| hit.address).collect::<Vec<_>>()).unwrap();
    let count = |hit| reader.explain(&plan, hit).unwrap().concepts[0].in_passage;
    names.into_iter().zip(hits.iter().map(count)).collect()
}

fn check(runs: &[Run]) {
    let folder = tempfile::tempdir().unwrap();
    let (mut articles, mut next) = (BTreeMap::new(), 0);
    // Three analysers share the work, each with numbers of its own.
    let lists = [0, 1, 2].map(list);
    for (removed, added) in runs {
        // With no memory each article is a part of the index by itself, and parts are merged when they are many.
        let mut writer = writer(folder.path(), 0, 2);
        for place in removed {
            let ids: Vec<usize> = articles.keys().copied().collect();
            if !ids.is_empty() {
                articles.remove(place.get(&ids));
                writer.take_out(&place.get(&ids).to_string());
            }
        }
        for text in added {
            articles.insert(next, text);
            writer.put(&next.to_string(), prepared(next, text, &lists));
            next += 1;
        }
        writer.commit(Totals { articles: articles.len() as u64, ..Totals::default() }, "").unwrap();
        Box::new(writer).finish().unwrap();
    }
    let reader = Searcher::open(folder.path()).unwrap();
    let words = VOCABULARY.iter().flat_map(|&(exact, stem, stem_alt)| {
        let stems = stem.into_iter().chain(stem_alt).map(|stem| (Form::Stem, stem));
        stems.chain([(Form::Exact, exact)])
    });
    let mut counts = BTreeMap::new();
    for (form, text) in words.collect::<BTreeSet<_>>() {
        let expected = by_definition(&articles, form, text);
        let term = Term { form, text: text.to_owned(), weight: 1.0 };
        assert_eq!(
            reader.frequencies(&[(Zone::Body, &term)]).unwrap(),
            [expected.len() as u64],
            "{form:?} {text}"
        );
        if form == Form::Exact && text.starts_with('v') && !expected.is_empty() {
            counts.insert(text.to_owned(), expected.len() as u64);
        }
        assert_eq!(found(&reader, term), expected, "{form:?} {text}");
    }
    let pattern = Pattern::Prefix("v".to_owned());
    let vocabulary = reader.vocabulary(Zone::Body, Form::Exact, &pattern, 100).unwrap();
    assert_eq!(vocabulary.words.into_iter().collect::<BTreeMap<_, _>>(), counts);
}

fn run() -> impl Strategy<Value = Run> {
    let place = prop::collection::vec(0..VOCABULARY.len(), 0..3);
    let text = prop::collection::vec(place, 0..6);
    (prop::collection::vec(any::<prop::sample::Index>(), 0..6), prop::collection::vec(text, 6..14))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn forms_of_a_stem_are_told_apart(runs in prop::collection::vec(run(), 1..4)) {
        check(&runs);
    }
}
