//! A run: for each topic what was found, best first.
//!
//! A run from a file is sorted as `trec_eval` sorts it: by falling score, then by falling name in byte order. The column of
//! ranks is ignored, and scores are compared as 32-bit numbers.

use std::collections::BTreeMap;
use std::path::Path;

use rustc_hash::FxHashSet;

use super::column::decode;
use super::error::{EvalError, Fault, Shape};
use super::source::{Source, cited};

/// What was found for each topic, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    topics: BTreeMap<String, Vec<String>>,
}

/// A line of a file, with the name as it stands there.
struct Line<'a> {
    article: &'a str,
    score: f32,
}

impl Run {
    /// Reads a TREC run of six columns.
    ///
    /// # Errors
    /// When it cannot be read, a line does not have the columns, or an article stands twice under a topic.
    pub fn open(path: &Path) -> Result<Run, EvalError> {
        Run::parse(&Source::open(path)?)
    }

    pub(super) fn parse(source: &Source) -> Result<Run, EvalError> {
        let mut topics: BTreeMap<&str, Vec<Line<'_>>> = BTreeMap::new();
        let mut seen: FxHashSet<(&str, &str)> = FxHashSet::default();
        source.each_line(Shape::Run, |_, text| {
            let (topic, line) = line(text)?;
            if !seen.insert((topic, line.article)) {
                return Err(Fault::FoundTwice { article: cited(line.article), topic: cited(topic) });
            }
            topics.entry(topic).or_default().push(line);
            Ok(())
        })?;
        let ordered = topics.into_iter().map(|(topic, lines)| (decode(topic).into_owned(), ordered(lines)));
        Ok(Run { topics: ordered.collect() })
    }

    /// Sets the articles of a topic, best first. An article that is repeated keeps its first place.
    pub fn insert(&mut self, topic: &str, mut articles: Vec<String>) {
        let mut seen = FxHashSet::default();
        articles.retain(|article| seen.insert(article.clone()));
        self.topics.insert(topic.to_owned(), articles);
    }

    /// What was found for a topic, best first; nothing where the run has no such topic.
    pub fn found(&self, topic: &str) -> &[String] {
        self.topics.get(topic).map_or(&[], Vec::as_slice)
    }

    /// The topics of the run, in byte order.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.topics.keys().map(String::as_str)
    }
}

fn line(text: &str) -> Result<(&str, Line<'_>), Fault> {
    let columns: Vec<&str> = text.split_whitespace().collect();
    let [topic, _, article, _, score, _] = columns[..] else {
        return Err(Fault::Columns { count: columns.len(), line: cited(text) });
    };
    // As `trec_eval` has it: read with 64 bits, kept with 32. Adding 0 makes the two zeros one.
    let value = score.parse::<f64>().ok().filter(|value| !value.is_nan());
    let value = value.ok_or_else(|| Fault::BadScore { score: cited(score) })?;
    Ok((topic, Line { article, score: value as f32 + 0.0 }))
}

/// Best first: by score, then by name from the last to the first.
fn ordered(mut lines: Vec<Line<'_>>) -> Vec<String> {
    lines.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then_with(|| b.article.cmp(a.article)));
    lines.into_iter().map(|line| decode(line.article).into_owned()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::eval::BadLine;

    fn check(text: &str, expected: &[(&str, &[&str])]) {
        let run = Run::parse(&Source::of(text)).unwrap();
        assert_eq!(
            run.topics().collect::<Vec<_>>(),
            expected.iter().map(|(topic, _)| *topic).collect::<Vec<_>>()
        );
        for (topic, articles) in expected {
            assert_eq!(run.found(topic), *articles, "{text}");
        }
    }

    fn check_refused(text: &str, number: usize, fault: Fault) {
        let Err(EvalError::Lines { lines, .. }) = Run::parse(&Source::of(text)) else { panic!("{text}") };
        assert_eq!(lines[0], BadLine { number, fault });
    }

    #[test]
    fn scores_decide_and_ranks_do_not() {
        check("2 Q0 a 1 1.5 x\n2 Q0 b 2 3e0 x\n10 Q0 c%20d 1 -1 x", &[("10", &["c d"]), ("2", &["b", "a"])]);
    }

    #[test]
    fn equal_scores_go_by_name_backwards() {
        check("1 Q0 a 1 2 x\n1 Q0 c 2 2 x\n1 Q0 b 3 2 x\n1 Q0 z 4 1 x", &[("1", &["c", "b", "a", "z"])]);
        // Not equal at 64 bits, equal at 32.
        check("1 Q0 a 1 2.00000001 x\n1 Q0 b 2 2.0 x", &[("1", &["b", "a"])]);
        check("1 Q0 a 1 0.0 x\n1 Q0 b 2 -0.0 x", &[("1", &["b", "a"])]);
    }

    #[test]
    fn what_is_no_line_of_a_run_is_named() {
        check_refused("1 Q0 a 1 2", 1, Fault::Columns { count: 5, line: "1 Q0 a 1 2".to_owned() });
        check_refused("1 Q0 a 1 nan x", 1, Fault::BadScore { score: "nan".to_owned() });
        let twice = Fault::FoundTwice { article: "a".to_owned(), topic: "1".to_owned() };
        check_refused("1 Q0 a 1 2 x\n1 Q0 a 2 1 x", 2, twice);
    }

    #[test]
    fn an_article_counts_once() {
        let mut run = Run::default();
        run.insert("1", ["a", "b", "a"].map(str::to_owned).to_vec());
        assert_eq!(run.found("1"), ["a", "b"]);
        assert_eq!(run.found("2").len(), 0);
    }

    proptest! {
        #[test]
        fn the_order_of_lines_does_not_matter(
            lines in prop::collection::btree_map("[a-f]{1,2}", 0_u8..4, 0..12),
            mut shuffled in Just((0..12).collect::<Vec<usize>>()).prop_shuffle(),
        ) {
            let lines: Vec<String> =
                lines.iter().map(|(name, score)| format!("1 Q0 {name} 0 {score} x\n")).collect();
            shuffled.retain(|at| *at < lines.len());
            let other: String = shuffled.iter().map(|at| lines[*at].as_str()).collect();
            prop_assert_eq!(Run::parse(&Source::of(&lines.concat())), Run::parse(&Source::of(&other)));
        }
    }
}
