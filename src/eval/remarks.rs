//! Notes on an evaluation: topics without judgements, judgements without topics, hits without judgements, queries with
//! diagnostics. The notes are values; this file refuses nothing.

use std::collections::BTreeSet;

use super::qrels::Qrels;
use super::run::Run;
use crate::query::{Remark, Severity};

/// A note on an evaluation; `wording` has the sentences.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// Topics have no judgements. They are not measured.
    NotJudged {
        /// The file of the topics, or of the run.
        file: String,
        /// The topics, in byte order.
        topics: Vec<String>,
    },
    /// Judged topics have no relevant article. They are not measured.
    NothingRelevant {
        /// The topics, in byte order.
        topics: Vec<String>,
    },
    /// The file lacks judged topics. Each counts as 0.
    NotAsked {
        /// The file of the topics, or of the run.
        file: String,
        /// The topics, in byte order.
        topics: Vec<String>,
    },
    /// The query of a topic has a diagnostic.
    Query {
        /// The topic.
        topic: String,
        /// Its severity.
        severity: Severity,
        /// The remark.
        remark: Remark,
    },
    /// The query of a topic asks for nothing.
    Nothing {
        /// The topic.
        topic: String,
        /// Its query.
        query: String,
    },
}

/// The notes on the topics of `file`, compared with the judged topics.
pub fn unmatched<'a>(asked: impl Iterator<Item = &'a str>, file: &str, qrels: &Qrels) -> Vec<Note> {
    let asked: BTreeSet<&str> = asked.collect();
    let judged: BTreeSet<&str> = qrels.topics().collect();
    let measured: BTreeSet<&str> = qrels.relevant().map(|(topic, _)| topic).collect();
    let without = |some: &BTreeSet<&str>, others: &BTreeSet<&str>| -> Option<Vec<String>> {
        let topics: Vec<String> = some.difference(others).map(|topic| (*topic).to_owned()).collect();
        (!topics.is_empty()).then_some(topics)
    };
    let file = || file.to_owned();
    let notes = [
        without(&asked, &judged).map(|topics| Note::NotJudged { file: file(), topics }),
        without(&judged, &measured).map(|topics| Note::NothingRelevant { topics }),
        without(&measured, &asked).map(|topics| Note::NotAsked { file: file(), topics }),
    ];
    notes.into_iter().flatten().collect()
}

/// The number of judged hits and the number of hits, among the first ten of each measured topic.
pub fn judged_hits(run: &Run, qrels: &Qrels) -> (usize, usize) {
    let mut judged = 0;
    let mut all = 0;
    for (topic, _) in qrels.relevant() {
        let hits = run.found(topic).iter().take(10);
        all += hits.len();
        judged += hits.filter(|hit| qrels.is_judged(topic, hit)).count();
    }
    (judged, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::source::Source;

    fn check(asked: &[&str], qrels: &str, expected: &[Note]) {
        let qrels = Qrels::parse(&Source::of(qrels)).unwrap();
        assert_eq!(unmatched(asked.iter().copied(), "file", &qrels), expected);
    }

    #[test]
    fn topics_that_do_not_meet_are_named() {
        let file = "file".to_owned();
        let topics =
            |topics: &[&str]| topics.iter().map(|topic| (*topic).to_owned()).collect::<Vec<String>>();
        let relevant = Note::NothingRelevant { topics: topics(&["2"]) };
        check(&["1", "2", "3"], "1 0 a 1\n2 0 a 0\n3 0 a 1", &[relevant]);
        let judged = Note::NotJudged { file: file.clone(), topics: topics(&["4"]) };
        check(&["1", "4"], "1 0 a 1", &[judged]);
        let asked = Note::NotAsked { file, topics: topics(&["1", "2"]) };
        check(&[], "1 0 a 1\n2 0 a 1", &[asked]);
    }

    #[test]
    fn judged_hits_are_counted() {
        let qrels = Qrels::parse(&Source::of("1 0 a 1\n1 0 b 0\n2 0 a 0")).unwrap();
        let run = Run::parse(&Source::of("1 Q0 a 1 3 x\n1 Q0 c 2 2 x\n2 Q0 a 1 1 x")).unwrap();
        assert_eq!(judged_hits(&run, &qrels), (1, 2));
    }
}
