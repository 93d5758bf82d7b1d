//! A run and its judgements go in; the measures of each topic and their mean come out.
//!
//! Every topic with a relevant article is measured. A topic that the run lacks counts 0, so a run gains nothing by leaving
//! out hard topics.

use std::collections::BTreeMap;

use super::metric::{Metric, sum};
use super::qrels::Qrels;
use super::run::Run;

/// One number for each measure.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Values([f64; Metric::ALL.len()]);

/// The measures of a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    topics: BTreeMap<String, Values>,
}

impl Values {
    /// The numbers that `value` gives for each measure.
    pub fn from_fn(value: impl FnMut(Metric) -> f64) -> Values {
        Values(Metric::ALL.map(value))
    }

    /// The number of a measure.
    pub fn get(&self, metric: Metric) -> f64 {
        self.0[metric as usize]
    }

    /// Each measure with its number, in the order in which they are shown.
    pub fn iter(&self) -> impl Iterator<Item = (Metric, f64)> {
        Metric::ALL.into_iter().zip(self.0)
    }
}

impl Scores {
    /// Measures a run.
    pub fn of(run: &Run, qrels: &Qrels) -> Scores {
        let topics = qrels.relevant().map(|(topic, ideal)| {
            let ranking: Vec<i32> =
                run.found(topic).iter().map(|article| qrels.grade(topic, article)).collect();
            (topic.to_owned(), Values::from_fn(|metric| metric.of(&ranking, &ideal)))
        });
        Scores { topics: topics.collect() }
    }

    /// Each topic with its measures, in byte order.
    pub fn topics(&self) -> impl Iterator<Item = (&str, &Values)> {
        self.topics.iter().map(|(topic, values)| (topic.as_str(), values))
    }

    /// The number of topics measured.
    pub fn count(&self) -> usize {
        self.topics.len()
    }

    /// The mean over all topics; 0 where there is none.
    pub fn mean(&self) -> Values {
        let count = self.topics.len().max(1) as f64;
        Values::from_fn(|metric| sum(self.topics.values().map(|values| values.get(metric))) / count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::source::Source;

    fn check(run: &str, qrels: &str, metric: Metric, expected: &[(&str, f64)], mean: f64) {
        let (run, qrels) = (Run::parse(&Source::of(run)).unwrap(), Qrels::parse(&Source::of(qrels)).unwrap());
        let scores = Scores::of(&run, &qrels);
        let found: Vec<_> = scores.topics().map(|(topic, values)| (topic, values.get(metric))).collect();
        assert_eq!(found, expected);
        assert_eq!(scores.mean().get(metric), mean);
    }

    #[test]
    fn topics_that_are_not_in_the_run_count_0() {
        let qrels = "1 0 a 1\n2 0 a 1\n3 0 a 0";
        let expected = [("1", 0.5), ("2", 0.0)];
        check(
            "1 Q0 b 1 2 x\n1 Q0 a 2 1 x\n3 Q0 a 1 1 x\n4 Q0 a 1 1 x",
            qrels,
            Metric::Mrr10,
            &expected,
            0.25,
        );
        check("", qrels, Metric::Map, &[("1", 0.0), ("2", 0.0)], 0.0);
        check("1 Q0 a 1 1 x", "1 0 a 0", Metric::Map, &[], 0.0);
    }
}
