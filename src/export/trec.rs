//! Hits as a TREC run: `topic Q0 docid rank score tag`, six columns between single spaces.
//!
//! Articles, each at its first hit, or passages. Programs that read runs drop the rank and sort by score,
//! so the scores that are printed fall from line to line, in the order of the hits.

use std::collections::HashSet;
use std::io::{self, Write};

use percent_encoding::percent_encode_byte;

use super::shape::Shape;
use crate::model::Hit;

/// The value of the last digit of a printed score.
const STEP: f64 = 1e-6;

/// A run.
pub(super) struct Trec {
    topic: String,
    tag: String,
    /// The articles that have a line; `None` in a run of passages. This is the one thing that grows with an export: an
    /// identifier and some 30 bytes for each article.
    seen: Option<HashSet<Box<str>>>,
    rank: u64,
    last: Option<f32>,
}

impl Trec {
    pub(super) fn new(topic: &str, tag: &str, passages: bool) -> Self {
        let seen = (!passages).then(HashSet::new);
        Trec { topic: column(topic), tag: column(tag), seen, rank: 0, last: None }
    }

    /// The name of the line, or `None` where the article has one already.
    fn docid(&mut self, hit: &Hit) -> Option<String> {
        match &mut self.seen {
            None => Some(format!("{}#p{}", column(&hit.id), hit.passage)),
            Some(seen) => seen.insert(hit.id.as_str().into()).then(|| column(&hit.id)),
        }
    }

    /// The score as printed. It is lower than the one before it, also for a reader of 32-bit numbers.
    fn score(&mut self, score: f32) -> String {
        let score = if score.is_finite() { score } else { 0.0 };
        let shown = match self.last {
            Some(last) if rounded(score) >= last => {
                format!("{:.6}", (f64::from(last) - STEP).min(f64::from(last.next_down())))
            }
            _ => format!("{score:.6}"),
        };
        self.last = shown.parse().ok();
        shown
    }
}

impl Shape for Trec {
    fn row(&mut self, hit: &Hit, out: &mut dyn Write) -> io::Result<bool> {
        let Some(docid) = self.docid(hit) else { return Ok(false) };
        self.rank += 1;
        let score = self.score(hit.score);
        writeln!(out, "{} Q0 {docid} {} {score} {}", self.topic, self.rank, self.tag)?;
        Ok(true)
    }
}

/// The score as a 32-bit reader reads its printed form.
fn rounded(score: f32) -> f32 {
    format!("{score:.6}").parse().unwrap_or(score)
}

/// The text as one column, with `%`, white space and control characters percent-encoded. The empty text becomes `%`,
/// which no encoded text is.
fn column(text: &str) -> String {
    if text.is_empty() {
        return "%".to_owned();
    }
    let mut column = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '%' || c.is_whitespace() || c.is_control() {
            let mut bytes = [0; 4];
            column.extend(c.encode_utf8(&mut bytes).bytes().map(percent_encode_byte));
        } else {
            column.push(c);
        }
    }
    column
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::export::sample;

    fn check(passages: bool, hits: &[(&str, u32, f32)], expected: &str) {
        let (mut run, mut out) = (Trec::new("1", "vigie", passages), Vec::new());
        for &(id, passage, score) in hits {
            let hit = Hit { id: id.to_owned(), passage, score, ..Hit::default() };
            run.row(&hit, &mut out).unwrap();
        }
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn articles_are_written_once() {
        let hits = [("a", 3, 9.5), ("b", 1, 9.0), ("a", 1, 8.0), ("c", 1, 7.0)];
        let lines = "1 Q0 a 1 9.500000 vigie\n1 Q0 b 2 9.000000 vigie\n1 Q0 c 3 7.000000 vigie\n";
        check(false, &hits, lines);
    }

    #[test]
    fn passages_have_names() {
        let hits = [("a.jsonl#2", 3, 9.5), ("a.jsonl#2", 1, 9.0)];
        check(true, &hits, "1 Q0 a.jsonl#2#p3 1 9.500000 vigie\n1 Q0 a.jsonl#2#p1 2 9.000000 vigie\n");
    }

    #[test]
    fn names_are_one_column() {
        check(false, &[("le monde/25 %.txt", 1, 1.0)], "1 Q0 le%20monde/25%20%25.txt 1 1.000000 vigie\n");
        check(false, &[("a\u{A0}b", 1, 1.0)], "1 Q0 a%C2%A0b 1 1.000000 vigie\n");
    }

    #[test]
    fn ties_are_one_step_apart() {
        let hits = [("b", 1, 2.0), ("a", 1, 2.0), ("c", 1, 2.0), ("d", 1, f32::NAN)];
        check(
            false,
            &hits,
            "1 Q0 b 1 2.000000 vigie\n1 Q0 a 2 1.999999 vigie\n1 Q0 c 3 1.999998 vigie\n1 Q0 d 4 0.000000 vigie\n",
        );
    }

    proptest! {
        #[test]
        fn a_line_has_six_columns_and_scores_fall(
            hits in prop::collection::vec(sample::any_hit(), 0..12),
            topic in "\\PC{0,5}",
            passages: bool,
        ) {
            let (mut run, mut out) = (Trec::new(&topic, "a tag", passages), Vec::new());
            let written = hits.iter().filter(|hit| run.row(hit, &mut out).unwrap()).count();
            let out = String::from_utf8(out).unwrap();
            prop_assert_eq!(out.lines().count(), written);
            let rows: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
            prop_assert!(rows.iter().all(|row| row.len() == 6));
            prop_assert!(!passages || rows.len() == hits.len());
            let scores: Vec<f32> = rows.iter().map(|row| row[4].parse().unwrap()).collect();
            prop_assert!(scores.windows(2).all(|pair| pair[0] > pair[1]), "{:?}", scores);
        }
    }
}
