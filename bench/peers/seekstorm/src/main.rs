//! SeekStorm with its French stemmer and its default bigrams of frequent French words. See `bench/README.md` for what
//! each command has to do and to print.

use std::collections::HashSet;
use std::fs::{self, File};
use std::hint::black_box;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use seekstorm::commit::Commit;
use seekstorm::index::{
    AccessType, Close, Clustering, Document, DocumentCompression, FileType, FrequentwordType, IndexArc,
    IndexDocument, IndexMetaObject, LexicalSimilarity, NgramSet, StemmerType, StopwordType, TokenizerType,
    UpdateDocument, create_index, open_index,
};
use seekstorm::iterator::GetIterator;
use seekstorm::search::{QueryRewriting, QueryType, ResultObject, ResultType, Search, SearchMode};
use seekstorm::vector::Inference;
use serde_json::{Value, json};

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["version"] => println!("4.0.1"),
        ["index", articles, folder, threads] => index(articles, folder, threads.parse().unwrap()).await,
        ["warm", folder, queries, rounds] => warm(folder, queries, rounds.parse().unwrap()).await,
        ["cold", folder, kind, text] => cold(folder, kind, text).await,
        ["change", folder, article] => change(folder, article).await,
        ["export", folder, word, out] => export(folder, word, out).await,
        _ => panic!("unknown command: {args:?}"),
    }
}

fn meta() -> IndexMetaObject {
    IndexMetaObject {
        id: 0,
        name: "bench".into(),
        lexical_similarity: LexicalSimilarity::Bm25f,
        tokenizer: TokenizerType::UnicodeAlphanumeric,
        stemmer: StemmerType::French,
        stop_words: StopwordType::None,
        frequent_words: FrequentwordType::French,
        ngram_indexing: NgramSet::NgramFF as u8,
        document_compression: DocumentCompression::Snappy,
        access_type: AccessType::Mmap,
        spelling_correction: None,
        query_completion: None,
        clustering: Clustering::None,
        inference: Inference::None,
        segment_number_bits: 11,
    }
}

/// As many shards as threads: that is how SeekStorm shares work out.
async fn index(articles: &str, folder: &str, shards: usize) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).unwrap();
    let schema = json!([
        {"field": "id", "field_type": "String32", "store": true, "index_lexical": false},
        {"field": "body", "field_type": "Text", "store": true, "index_lexical": true},
    ]);
    let schema = serde_json::from_value(schema).unwrap();
    let index =
        create_index(Path::new(folder), meta(), &schema, &Vec::new(), true, Some(shards)).await.unwrap();
    for line in BufReader::with_capacity(1 << 20, File::open(articles).unwrap()).lines() {
        index.index_document(document(&line.unwrap()), FileType::None).await;
    }
    index.commit().await;
    index.close().await;
    println!("{{}}");
}

fn document(line: &str) -> Document {
    let article: Value = serde_json::from_str(line).unwrap();
    let [title, text] = ["title", "text"].map(|key| article[key].as_str().unwrap_or_default());
    serde_json::from_value(json!({"id": article["id"], "body": format!("{title}\n{text}")})).unwrap()
}

async fn search(index: &IndexArc, kind: &str, text: &str, result: ResultType, length: usize) -> ResultObject {
    let query = match kind {
        "phrase" => QueryType::Phrase,
        "and" => QueryType::Intersection,
        _ => QueryType::Union,
    };
    let text = text.to_string();
    let none = Vec::new;
    let (rewriting, mode) = (QueryRewriting::SearchOnly, SearchMode::Lexical);
    index
        .search(
            text,
            None,
            query,
            mode,
            false,
            0,
            length,
            result,
            false,
            none(),
            vec![],
            vec![],
            vec![],
            rewriting,
        )
        .await
}

async fn warm(folder: &str, queries: &str, rounds: usize) {
    let index = open_index(Path::new(folder)).await.unwrap();
    let text = fs::read_to_string(queries).unwrap();
    let queries: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    for (measure, result) in [("top10", ResultType::Topk), ("top10count", ResultType::TopkCount)] {
        let mut times = vec![Vec::new(); queries.len()];
        let mut counts = vec![0; queries.len()];
        for round in 0..=rounds {
            for (place, query) in queries.iter().enumerate() {
                let start = Instant::now();
                let found = black_box(search(&index, query[1], query[2], result.clone(), 10).await);
                if round > 0 {
                    times[place].push(start.elapsed().as_nanos().to_string());
                }
                counts[place] =
                    if measure == "top10" { found.results.len() } else { found.result_count_total };
            }
        }
        for ((query, count), times) in queries.iter().zip(counts).zip(times) {
            println!("{}\t{measure}\t{count}\t{}", query[0], times.join(" "));
        }
    }
}

async fn cold(folder: &str, kind: &str, text: &str) {
    let index = open_index(Path::new(folder)).await.unwrap();
    for hit in search(&index, kind, text, ResultType::Topk, 10).await.results {
        println!("{:.4}\t{}", hit.score, hit.doc_id);
    }
}

/// The article that was added last is the one to change; it goes to the end again.
async fn change(folder: &str, article: &str) {
    let index = open_index(Path::new(folder)).await.unwrap();
    let last = index.get_iterator(None, 0, -1, false, false, Vec::new()).await.results;
    let article = document(fs::read_to_string(article).unwrap().trim_end());
    index.update_document((last[0].doc_id, article)).await;
    index.commit().await;
    index.close().await;
}

async fn export(folder: &str, word: &str, out: &str) {
    let index = open_index(Path::new(folder)).await.unwrap();
    let every = index.read().await.indexed_doc_count().await;
    let mut out = BufWriter::new(File::create(out).unwrap());
    let found = search(&index, "term", word, ResultType::TopkCount, every).await;
    let index = index.read().await;
    for hit in &found.results {
        let stored = index.get_document(hit.doc_id, false, &None, &HashSet::new(), &[]).await.unwrap();
        let row = json!({"id": stored["id"], "score": hit.score, "text": stored["body"]});
        serde_json::to_writer(&mut out, &row).unwrap();
        writeln!(out).unwrap();
    }
    out.flush().unwrap();
    println!("{}", found.results.len());
}
