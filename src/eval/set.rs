//! The set of articles that an answer says match, whatever their order: precision, recall and F1.
//!
//! Precision counts articles of grade 1 or more: they have to do with the topic. Recall counts those of grade 2 or more
//! (of grade 1, where a topic has no better): nobody wants to miss them. An empty answer has 0 of each.

use std::collections::{BTreeMap, BTreeSet};

use super::metric::sum;
use super::qrels::Qrels;
use super::run::Run;
use super::topics::Topic;

/// The least grade that precision counts.
const RELEVANT: i32 = 1;
/// The least grade that recall counts, where a topic has such an article.
const WANTED: i32 = 2;

/// The measures of one set, or their means.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SetMeasures {
    /// Of the set, the share that is relevant.
    pub precision: f64,
    /// Of the articles that must not be missed, the share that is in the set.
    pub recall: f64,
    /// The harmonic mean of both, of one topic.
    pub f1: f64,
}

/// The means of some topics.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct SetMeans {
    /// How many topics.
    pub topics: usize,
    /// How many of them have an empty set.
    pub empty: usize,
    /// The means.
    pub mean: SetMeasures,
}

/// The measures of all sets, by topic.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SetScores {
    /// In the order of the topics: the identifier, the size of the set, the measures.
    pub topics: Vec<(String, usize, SetMeasures)>,
    kinds: BTreeMap<String, String>,
}

impl SetMeasures {
    /// The measures of a set of articles with these grades. `wanted` is the number of articles that must not be missed,
    /// `found` how many of them are in the set.
    fn of(grades: &[i32], found: usize, wanted: usize) -> Self {
        if grades.is_empty() || wanted == 0 {
            return SetMeasures::default();
        }
        let relevant = grades.iter().filter(|grade| **grade >= RELEVANT).count();
        let precision = relevant as f64 / grades.len() as f64;
        let recall = found as f64 / wanted as f64;
        let both = precision + recall;
        let f1 = if both > 0.0 { 2.0 * precision * recall / both } else { 0.0 };
        SetMeasures { precision, recall, f1 }
    }
}

impl SetScores {
    /// Measures the sets of a run. Topics without a relevant article are not measured.
    pub fn of(run: &Run, topics: &[Topic], qrels: &Qrels) -> SetScores {
        let relevant: BTreeMap<&str, Vec<i32>> = qrels.relevant().collect();
        let measured = topics.iter().filter_map(|topic| {
            let ideal = relevant.get(topic.id.as_str())?;
            let least = if ideal.iter().any(|grade| *grade >= WANTED) { WANTED } else { RELEVANT };
            let wanted = ideal.iter().filter(|grade| **grade >= least).count();
            let set: BTreeSet<&String> = run.found(&topic.id).iter().collect();
            let grades: Vec<i32> = set.iter().map(|article| qrels.grade(&topic.id, article)).collect();
            let found = grades.iter().filter(|grade| **grade >= least).count();
            Some((topic.id.clone(), grades.len(), SetMeasures::of(&grades, found, wanted)))
        });
        let kind = |topic: &Topic| Some((topic.id.clone(), topic.kind.clone()?));
        SetScores { topics: measured.collect(), kinds: topics.iter().filter_map(kind).collect() }
    }

    /// The means over all topics.
    pub fn mean(&self) -> SetMeans {
        means(self.topics.iter())
    }

    /// The means of each kind of topic, in the order in which the kinds come.
    pub fn by_kind(&self) -> Vec<(&str, SetMeans)> {
        let mut kinds: Vec<&str> = Vec::new();
        for kind in self.topics.iter().filter_map(|(topic, ..)| self.kinds.get(topic)) {
            if !kinds.contains(&kind.as_str()) {
                kinds.push(kind);
            }
        }
        let of = |kind: &str| {
            means(self.topics.iter().filter(|(t, ..)| self.kinds.get(t).is_some_and(|k| k == kind)))
        };
        kinds.into_iter().map(|kind| (kind, of(kind))).collect()
    }
}

fn means<'a>(topics: impl Iterator<Item = &'a (String, usize, SetMeasures)>) -> SetMeans {
    let topics: Vec<_> = topics.collect();
    let mean = |value: fn(&SetMeasures) -> f64| {
        sum(topics.iter().map(|(_, _, measures)| value(measures))) / topics.len().max(1) as f64
    };
    SetMeans {
        topics: topics.len(),
        empty: topics.iter().filter(|(_, size, _)| *size == 0).count(),
        mean: SetMeasures {
            precision: mean(|m| m.precision),
            recall: mean(|m| m.recall),
            f1: mean(|m| m.f1),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::source::Source;

    /// The measures of the articles found for topic 1, as `precision recall F1`.
    fn check(found: &[&str], qrels: &str, expected: [f64; 3]) {
        let mut run = Run::default();
        run.insert("1", found.iter().map(|one| (*one).to_owned()).collect());
        let topic = Topic { id: "1".to_owned(), query: "x".to_owned(), kind: None };
        let scores = SetScores::of(&run, &[topic], &Qrels::parse(&Source::of(qrels)).unwrap());
        let SetMeasures { precision, recall, f1 } = scores.mean().mean;
        assert_eq!([precision, recall, f1], expected, "{found:?}");
    }

    #[test]
    fn precision_counts_grade_1_and_recall_grade_2() {
        let qrels = "1 0 a 3\n1 0 b 1\n1 0 c 0\n1 0 d 2";
        check(&["a", "d"], qrels, [1.0, 1.0, 1.0]);
        check(&["a", "b", "c", "x"], qrels, [0.5, 0.5, 0.5]);
        check(&[], qrels, [0.0, 0.0, 0.0]);
        check(&["b"], "1 0 b 1", [1.0, 1.0, 1.0]);
        check(&["c"], qrels, [0.0, 0.0, 0.0]);
    }

    #[test]
    fn kinds_are_measured_apart_and_empty_sets_are_counted() {
        let mut run = Run::default();
        run.insert("1", vec!["a".to_owned()]);
        let topic = |id: &str, kind: &str| Topic {
            id: id.to_owned(),
            query: String::new(),
            kind: Some(kind.to_owned()),
        };
        let qrels = Qrels::parse(&Source::of("1 0 a 2\n2 0 a 2\n3 0 a 0")).unwrap();
        let scores = SetScores::of(&run, &[topic("1", "z"), topic("2", "y"), topic("3", "y")], &qrels);
        assert_eq!((scores.mean().topics, scores.mean().empty, scores.mean().mean.f1), (2, 1, 0.5));
        let kinds: Vec<_> = scores.by_kind().into_iter().map(|(kind, means)| (kind, means.mean.f1)).collect();
        assert_eq!(kinds, [("z", 1.0), ("y", 0.0)]);
    }
}
