//! Stock tantivy with French stemming, as its documentation would have one do it. See `bench/README.md` for what
//! each command has to do and to print.

mod articles;
mod engine;

use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::time::Instant;

use tantivy::collector::{Count, TopDocs};
use tantivy::query::Query;
use tantivy::{Result, Searcher, TantivyDocument};

use articles::{Article, cpu_seconds};
use engine::Engine;

const HEAP: usize = 256 << 20;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["version"] => println!("{}", tantivy::version_string()),
        ["index", articles, folder, threads] => index(articles, folder, threads.parse().unwrap())?,
        ["warm", folder, queries, rounds] => warm(folder, queries, rounds.parse().unwrap())?,
        ["cold", folder, kind, text] => cold(folder, kind, text)?,
        ["change", folder, article] => change(folder, article)?,
        ["export", folder, word, out] => export(folder, word, out)?,
        _ => panic!("unknown command: {args:?}"),
    }
    Ok(())
}

fn index(articles: &str, folder: &str, threads: usize) -> Result<()> {
    let engine = Engine::create(folder)?;
    let mut writer = engine.index.writer_with_num_threads(threads, HEAP)?;
    let mut lines = BufReader::with_capacity(1 << 20, File::open(articles)?);
    let mut line = String::new();
    while lines.read_line(&mut line)? > 0 {
        writer.add_document(engine.document(&Article::read(&line)))?;
        line.clear();
    }
    writer.commit()?;
    let at_commit = cpu_seconds();
    let segments = engine.index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
        writer.garbage_collect_files().wait()?;
    }
    writer.wait_merging_threads()?;
    println!("{{\"commit_cpu_s\": {at_commit}, \"segments_at_commit\": {}}}", segments.len());
    Ok(())
}

/// Three ways of asking: the ten best, where blocks may be skipped; the ten best with an exact count; the ten best with a
/// snippet of each.
fn warm(folder: &str, queries: &str, rounds: usize) -> Result<()> {
    let engine = Engine::open(folder)?;
    let searcher = engine.index.reader()?.searcher();
    let text = std::fs::read_to_string(queries)?;
    let queries: Vec<[&str; 3]> = text.lines().map(cells).collect();
    for measure in ["top10", "top10count", "top10snippets"] {
        let mut times = vec![Vec::new(); queries.len()];
        let mut counts = vec![0; queries.len()];
        for round in 0..=rounds {
            for (place, [_, kind, text]) in queries.iter().enumerate() {
                let start = Instant::now();
                let query = engine.query(kind, text);
                let best = TopDocs::with_limit(10).order_by_score();
                counts[place] = match measure {
                    "top10" => black_box(searcher.search(&query, &best)?).len(),
                    "top10count" => black_box(searcher.search(&query, &(best, Count))?).1,
                    _ => snippets(&engine, &searcher, &*query)?,
                };
                if round > 0 {
                    times[place].push(start.elapsed().as_nanos().to_string());
                }
            }
        }
        for (([id, ..], count), times) in queries.iter().zip(counts).zip(times) {
            println!("{id}\t{measure}\t{count}\t{}", times.join(" "));
        }
    }
    Ok(())
}

/// How many of the ten best have a snippet.
fn snippets(engine: &Engine, searcher: &Searcher, query: &dyn Query) -> Result<usize> {
    let generator = engine.snippets(searcher, query)?;
    let mut found = 0;
    for (_, address) in searcher.search(query, &TopDocs::with_limit(10).order_by_score())? {
        let stored: TantivyDocument = searcher.doc(address)?;
        found += usize::from(!black_box(generator.snippet_from_doc(&stored).to_html()).is_empty());
    }
    Ok(found)
}

fn cells(line: &str) -> [&str; 3] {
    let mut cells = line.split('\t');
    std::array::from_fn(|_| cells.next().expect("three cells"))
}

fn cold(folder: &str, kind: &str, text: &str) -> Result<()> {
    let engine = Engine::open(folder)?;
    let searcher = engine.index.reader()?.searcher();
    for (score, address) in searcher.search(&engine.query(kind, text), &TopDocs::with_limit(10).order_by_score())? {
        println!("{score:.4}\t{}", engine.stored(&searcher.doc(address)?).id);
    }
    Ok(())
}

fn change(folder: &str, article: &str) -> Result<()> {
    let engine = Engine::open(folder)?;
    let text = std::fs::read_to_string(article)?;
    let article = Article::read(&text);
    let mut writer = engine.index.writer_with_num_threads::<TantivyDocument>(1, 64 << 20)?;
    writer.delete_term(engine.id_term(&article.id));
    writer.add_document(engine.document(&article))?;
    writer.commit()?;
    println!("{}", engine.index.reader()?.searcher().num_docs());
    Ok(())
}

fn export(folder: &str, word: &str, out: &str) -> Result<()> {
    let engine = Engine::open(folder)?;
    let searcher = engine.index.reader()?.searcher();
    let every = TopDocs::with_limit(searcher.num_docs().max(1) as usize).order_by_score();
    let mut out = BufWriter::new(File::create(out)?);
    let mut rows = 0;
    for (score, address) in searcher.search(&engine.query("term", word), &every)? {
        let stored = searcher.doc(address)?;
        let Article { id, text, .. } = engine.stored(&stored);
        serde_json::to_writer(&mut out, &serde_json::json!({"id": id, "score": score, "text": text}))?;
        writeln!(out)?;
        rows += 1;
    }
    out.flush()?;
    println!("{rows}");
    Ok(())
}
