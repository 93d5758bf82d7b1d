//! The throughput of the inner loops: `cargo bench --bench loops`. Texts and queries are those of the repository
//! (`corpus/`, `tests/eval/topics.tsv`), so every machine measures the same work.
//!
//! A private loop is measured through the nearest public function. `normalising` and `chain_warm`, whose words are all
//! in the cache, show the scanner; `stemming` is the crate that stems a word outside the cache. `matching` is a search
//! ordered by identifier, which needs no score; `rescoring` is the same search ordered by relevance; `snippets` is a
//! whole search up to ten hits, and `names_only` the same without snippets. `spans` is phrase matching alone, on
//! made-up positions.

#![expect(clippy::unwrap_used, reason = "a bench without its texts has nothing to measure")]

mod recorder;

use std::collections::BTreeSet;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use recorder::Recorder;
use rust_stemmers::{Algorithm, Stemmer};
use vigie::analysis::Chain;
use vigie::backend::plan::{Matcher, Order, Plan, Slot, Term};
use vigie::backend::{Control, Descriptor, EngineKind, IndexFolder, Search, Wanted, open_reader, spans};
use vigie::corpus::{Limits, Rules};
use vigie::indexing::{self, Options, Progress};
use vigie::model::Detail;
use vigie::schema::{Form, Zone};
use vigie::search::{Engine, Match, Request};
use vigie::thesaurus::Thesaurus;
use vigie::{passage, query, text};

fn main() {
    divan::main();
}

/// The sample corpus with its index, the judged queries and their plans.
struct Sample {
    _folder: tempfile::TempDir,
    chain: Arc<Chain>,
    thesaurus: Arc<Thesaurus>,
    reader: Arc<dyn Search>,
    texts: Vec<String>,
    queries: Vec<String>,
    plans: Vec<Plan>,
}

struct Silent;

impl Progress for Silent {
    fn listing(&self, _: u64) {}
    fn reading(&self, _: u64, _: u64) {}
    fn file_done(&self, _: u64) {}
    fn committing(&self) {}
    fn done(&self) {}
}

fn sample() -> &'static Sample {
    static SAMPLE: OnceLock<Sample> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = tempfile::tempdir().unwrap();
        let chain = Arc::new(Chain::french());
        let reader = indexed(&root.join("corpus"), folder.path(), &chain);
        let topics = fs::read_to_string(root.join("tests/eval/topics.tsv")).unwrap();
        let queries = topics.lines().filter_map(|line| line.split_once('\t'));
        let queries: Vec<String> = queries.map(|(_, query)| query.to_owned()).collect();
        let thesaurus = Arc::new(Thesaurus::built_in());
        let plans = planned(&reader, &chain, &thesaurus, &queries);
        let texts = texts(&root.join("corpus/depeches"));
        Sample { _folder: folder, chain, thesaurus, reader, texts, queries, plans }
    })
}

fn indexed(corpus: &Path, folder: &Path, chain: &Chain) -> Arc<dyn Search> {
    let home = IndexFolder::at(&folder.join("index"));
    let engine = EngineKind::default();
    let limits = Limits::default();
    let options = Options {
        save_every: Options::SAVE_EVERY,
        jobs: 1,
        memory: 64 << 20,
        rebuild: false,
        remove_missing: false,
        retry: false,
        follow: false,
        rules: Rules::none(),
        engine,
        limits,
        reader: None,
    };
    indexing::index(&home, &[corpus.to_owned()], chain, &options, &Silent).unwrap();
    let Descriptor { generation, .. } = home.readable(chain.fingerprint()).unwrap();
    open_reader(engine, &home.generation(&generation)).unwrap().into()
}

/// The texts that are UTF-8: the benches do not measure decoding.
fn texts(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let plain: BTreeSet<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "txt")).collect();
    plain.iter().filter_map(|path| String::from_utf8(fs::read(path).unwrap()).ok()).collect()
}

/// The plans of the queries. Planning is private, so a recorder takes each plan from a search.
fn planned(
    reader: &Arc<dyn Search>,
    chain: &Arc<Chain>,
    thesaurus: &Arc<Thesaurus>,
    queries: &[String],
) -> Vec<Plan> {
    let plans = Arc::new(Mutex::new(Vec::new()));
    let caught = plans.clone();
    let tell = Box::new(move |plan: &Plan, _: &Wanted, _| caught.lock().unwrap().push(plan.clone()));
    let recorder = Recorder { reader: reader.clone(), tell };
    let engine = Engine::new(Arc::new(recorder), chain.clone()).with_thesaurus(thesaurus.clone());
    for query in queries {
        engine.search(&request(query, Detail::Name), &query::parse(query)).unwrap();
    }
    std::mem::take(&mut *plans.lock().unwrap())
}

fn request(query: &str, detail: Detail) -> Request {
    Request { matching: Match::Any, detail, ..Request::new(query) }
}

/// Runs a loop over all texts; its throughput is in bytes.
fn over_texts(bencher: Bencher<'_, '_>, mut each: impl FnMut(&str)) {
    let sample = sample();
    let bytes: usize = sample.texts.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(|| sample.texts.iter().for_each(|text| each(text)));
}

/// Runs a loop over all queries; its throughput is in queries.
fn over_queries(bencher: Bencher<'_, '_>, each: impl Fn(&Sample, &str)) {
    let sample = sample();
    let count = ItemsCount::new(sample.queries.len());
    bencher.counter(count).bench_local(|| sample.queries.iter().for_each(|query| each(sample, query)));
}

/// Runs the engine over the plans of all queries.
fn over_plans(bencher: Bencher<'_, '_>, order: Order) {
    let sample = sample();
    let wanted = Wanted { order, limit: Some(10), per_article: Some(2), ..Wanted::default() };
    bencher.counter(ItemsCount::new(sample.plans.len())).bench_local(|| {
        for plan in &sample.plans {
            black_box(sample.reader.search(plan, &wanted, &Control::default()).unwrap());
        }
    });
}

#[divan::bench]
fn normalising(bencher: Bencher<'_, '_>) {
    over_texts(bencher, |text| {
        black_box(text::normalize(black_box(text)));
    });
}

#[divan::bench]
fn stemming(bencher: Bencher<'_, '_>) {
    let texts = sample().texts.join(" ").to_lowercase();
    let words: BTreeSet<&str> = texts.split(|sign: char| !sign.is_alphabetic()).collect();
    let stemmer = Stemmer::create(Algorithm::French);
    bencher.counter(ItemsCount::new(words.len())).bench_local(|| {
        for word in &words {
            black_box(stemmer.stem(black_box(word)));
        }
    });
}

#[divan::bench]
fn chain_warm(bencher: Bencher<'_, '_>) {
    let mut analyzer = sample().chain.analyzer();
    over_texts(bencher, |text| {
        black_box(analyzer.analyze(black_box(text)));
    });
}

#[divan::bench]
fn chain_cold(bencher: Bencher<'_, '_>) {
    // The analyzer forgets its cache before each text, so nearly all words are new.
    let mut analyzer = sample().chain.analyzer();
    over_texts(bencher, |text| {
        analyzer.forget();
        black_box(analyzer.analyze(black_box(text)));
    });
}

#[divan::bench]
fn passage_cutting(bencher: Bencher<'_, '_>) {
    over_texts(bencher, |text| {
        black_box(passage::cut(black_box(text)));
    });
}

#[divan::bench]
fn query_parsing(bencher: Bencher<'_, '_>) {
    over_queries(bencher, |_, query| {
        black_box(query::parse(black_box(query)));
    });
}

#[divan::bench]
fn phrase_spans(bencher: Bencher<'_, '_>) {
    const WORDS: u32 = 1000;
    let term = |text: &str| Term { form: Form::Stem, text: text.to_owned(), weight: 1.0 };
    let slots = ["part", "de", "marche"].into_iter().zip(0..);
    let slots = slots.map(|(word, offset)| Slot { offset, terms: vec![term(word)] }).collect();
    let phrase = Matcher::Sequence { zone: Zone::Body, slots, slop: 0 };
    // Each word stands at every position that its length divides; sometimes the three make the phrase.
    let mut at = |_: Zone, term: &Term, out: &mut Vec<u32>| {
        let step = term.text.len() as u32;
        out.extend((0..WORDS).filter(|position| position % step == 0));
    };
    bencher.counter(ItemsCount::new(WORDS)).bench_local(|| black_box(spans(&phrase, &mut at)));
}

#[divan::bench]
fn matching(bencher: Bencher<'_, '_>) {
    over_plans(bencher, Order::Id);
}

#[divan::bench]
fn rescoring(bencher: Bencher<'_, '_>) {
    over_plans(bencher, Order::Relevance);
}

fn answer(sample: &Sample, query: &str, detail: Detail) {
    let Sample { reader, chain, thesaurus, .. } = sample;
    let engine = Engine::new(reader.clone(), chain.clone()).with_thesaurus(thesaurus.clone());
    black_box(engine.search(&request(query, detail), &query::parse(query)).unwrap());
}

#[divan::bench]
fn names_only(bencher: Bencher<'_, '_>) {
    over_queries(bencher, |sample, query| answer(sample, query, Detail::Name));
}

#[divan::bench]
fn snippets(bencher: Bencher<'_, '_>) {
    over_queries(bencher, |sample, query| answer(sample, query, Detail::Marks));
}
