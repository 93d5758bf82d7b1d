//! The measures beside those of public implementations, on a small frozen example.
//!
//! `tests/eval/reference` holds it; its README says how the expected values were made.

use std::path::{Path, PathBuf};

use super::*;

const PAGE: &str = include_str!("../../docs/EVALUATION.md");

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/eval/reference").join(name)
}

/// A table between tabs without its header: the first cell of each line, then its numbers.
fn table(name: &str) -> Vec<(String, Vec<f64>)> {
    let text = std::fs::read_to_string(file(name)).unwrap();
    let row = |line: &str| {
        let mut cells = line.split('\t').map(str::to_owned);
        (cells.next().unwrap(), cells.map(|cell| cell.parse().unwrap()).collect())
    };
    text.lines().skip(1).map(row).collect()
}

fn scores(run: &str) -> Scores {
    Scores::of(&Run::open(&file(run)).unwrap(), &Qrels::open(&file("qrels.trec")).unwrap())
}

fn check(run: &str, expected: &str) {
    let scores = scores(run);
    let mean = scores.mean();
    let found: Vec<(&str, &Values)> = scores.topics().chain([("all", &mean)]).collect();
    let expected = table(expected);
    assert_eq!(found.len(), expected.len());
    for ((topic, values), (other, numbers)) in found.iter().zip(&expected) {
        assert_eq!(topic, other);
        for ((metric, value), number) in values.iter().zip(numbers) {
            let name = metric.name();
            assert!((value - number).abs() < 1e-9, "{name} of topic {topic}: {value}, not {number}");
        }
    }
}

#[test]
fn measures_are_those_of_trec_eval() {
    check("a.run", "a.expected.tsv");
    check("b.run", "b.expected.tsv");
}

#[test]
fn chance_is_that_of_all_signs() {
    let differences = compare(&scores("a.run"), &scores("b.run"));
    for (difference, (metric, numbers)) in differences.iter().zip(table("compare.expected.tsv")) {
        assert_eq!(difference.metric.name(), metric);
        assert!((difference.p - numbers[0]).abs() < 0.02, "{metric}: {}, not {}", difference.p, numbers[0]);
    }
}

#[test]
fn the_page_explains_every_measure() {
    for metric in Metric::ALL {
        assert!(
            PAGE.contains(&format!("| `{}` |", metric.name())),
            "docs/EVALUATION.md lacks {}",
            metric.name()
        );
    }
    assert!(PAGE.contains("10,000 rounds") && ROUNDS == 10_000);
}
