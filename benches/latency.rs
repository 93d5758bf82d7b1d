//! The latency of warm queries on a built index, from the text of a query to ten hits with snippets. `bench/run` runs
//! it:
//!
//! `cargo bench --bench latency -- INDEX QUERIES.tsv ROUNDS`
//!
//! A line of QUERIES.tsv is a query: identifier, kind and query, with tabs between. The bench prints for each query its
//! identifier, a measure, the number of matching articles, and the nanoseconds of each round. The measure `full` is the
//! whole search, `engine` the backend's part of it (candidates, matching, scoring, nearness), `plain` the whole search
//! without the thesaurus.

#![expect(clippy::print_stdout, reason = "what it measures is for `bench/run` to read")]

mod recorder;

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use recorder::Recorder;
use vigie::analysis::Chain;
use vigie::backend::{IndexFolder, open_reader};
use vigie::query;
use vigie::search::{Engine, Match, Request};
use vigie::thesaurus::Thesaurus;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    let [index, queries, rounds] = &args[..] else {
        println!("latency: nothing measured; `bench/run` gives an index, queries and a number of rounds");
        return Ok(());
    };
    let chain = Arc::new(Chain::french());
    let home = IndexFolder::at(Path::new(index));
    let descriptor = home.readable(chain.fingerprint())?;
    let reader = open_reader(descriptor.engine, &home.generation(&descriptor.generation))?.into();
    let thesaurus = Arc::new(Thesaurus::built_in());
    let spent = Arc::new(AtomicU64::new(0));
    let sum = spent.clone();
    let recorder = Recorder { reader, tell: Box::new(move |_, _, time| add(&sum, time)) };
    let engine = Engine::new(Arc::new(recorder), chain).with_thesaurus(thesaurus);
    let queries = fs::read_to_string(queries)?;
    let queries: Vec<Vec<&str>> = queries.lines().map(|line| line.split('\t').collect()).collect();
    measure(&engine, &spent, &queries, rounds.parse()?)
}

/// Adds a duration to a sum, in nanoseconds.
fn add(sum: &AtomicU64, time: Duration) {
    sum.fetch_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
}

/// Runs all queries once in each round, so a query never follows itself and finds its own data in the caches.
fn measure(
    engine: &Engine,
    spent: &AtomicU64,
    queries: &[Vec<&str>],
    rounds: usize,
) -> Result<(), Box<dyn Error>> {
    for (expand, measures) in [(true, &["full", "engine"][..]), (false, &["plain"])] {
        let mut found = vec![(0, [Vec::new(), Vec::new()]); queries.len()];
        for round in 0..=rounds {
            for (query, (articles, times)) in queries.iter().zip(&mut found) {
                spent.store(0, Ordering::Relaxed);
                let start = Instant::now();
                *articles = ask(engine, query[2], expand)?;
                let all = start.elapsed();
                if round > 0 {
                    times[0].push(all.as_nanos().to_string());
                    times[1].push(spent.load(Ordering::Relaxed).to_string());
                }
            }
        }
        for (query, (articles, times)) in queries.iter().zip(&found) {
            for (measure, times) in measures.iter().zip(times) {
                println!("{}\t{measure}\t{articles}\t{}", query[0], times.join(" "));
            }
        }
    }
    Ok(())
}

/// Answers one query as `vigie search --match all` does, without printing. Returns the number of articles.
fn ask(engine: &Engine, query: &str, expand: bool) -> Result<u64, Box<dyn Error>> {
    let request = Request { matching: Match::All, expand, ..Request::new(query) };
    let parsed = query::parse(query);
    Ok(black_box(engine.search(&request, &parsed)?).articles)
}
