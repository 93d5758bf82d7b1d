//! What of an evaluation does not fit together: topics without judgements, judgements without topics, hits
//! that nobody judged. Sentences out; nothing is refused here.

use std::collections::BTreeSet;

use super::qrels::Qrels;
use super::run::Run;

/// The topics that a sentence names; the others are counted.
const NAMED: usize = 5;

/// What there is to say of the topics that were asked in the file that `what` names, beside
/// those that were judged.
pub fn unmatched<'a>(asked: impl Iterator<Item = &'a str>, what: &str, qrels: &Qrels) -> Vec<String> {
    let asked: BTreeSet<&str> = asked.collect();
    let judged: BTreeSet<&str> = qrels.topics().collect();
    let measured: BTreeSet<&str> = qrels.relevant().map(|(topic, _)| topic).collect();
    let sentences = [
        said(&format!("topics of {what} without judgements, not measured"), asked.difference(&judged)),
        said("judged topics without a relevant article, not measured", judged.difference(&measured)),
        said(&format!("judged topics that are not in {what}, counted as 0"), measured.difference(&asked)),
    ];
    sentences.into_iter().flatten().collect()
}

/// Of the first ten hits of each measured topic: how many were judged, and how many there are.
pub fn judged_hits(run: &Run, qrels: &Qrels) -> (usize, usize) {
    let (mut judged, mut all) = (0, 0);
    for (topic, _) in qrels.relevant() {
        let hits = run.found(topic).iter().take(10);
        all += hits.len();
        judged += hits.filter(|hit| qrels.is_judged(topic, hit)).count();
    }
    (judged, all)
}

/// `what (2): a, b`; nothing where there is no such topic.
fn said<'a>(what: &str, topics: impl Iterator<Item = &'a &'a str>) -> Option<String> {
    let topics: Vec<&str> = topics.copied().collect();
    let named: Vec<String> = topics.iter().take(NAMED).map(|topic| format!("`{topic}`")).collect();
    let more = topics.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!topics.is_empty()).then(|| format!("{what} ({}): {}{more}", topics.len(), named.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::source::Source;

    fn check(asked: &[&str], qrels: &str, expected: &[&str]) {
        let qrels = Qrels::parse(&Source::of(qrels)).unwrap();
        assert_eq!(unmatched(asked.iter().copied(), "the file", &qrels), expected);
    }

    #[test]
    fn topics_that_do_not_meet_are_named() {
        let qrels = "1 0 a 1\n2 0 a 0\n3 0 a 1";
        check(&["1", "2", "3"], qrels, &["judged topics without a relevant article, not measured (1): `2`"]);
        check(&["1", "4"], "1 0 a 1", &["topics of the file without judgements, not measured (1): `4`"]);
        let many: String = (1..8).map(|topic| format!("{topic} 0 a 1\n")).collect();
        let named = "`1`, `2`, `3`, `4`, `5` and 2 more";
        check(&[], &many, &[&format!("judged topics that are not in the file, counted as 0 (7): {named}")]);
    }

    #[test]
    fn judged_hits_are_counted() {
        let qrels = Qrels::parse(&Source::of("1 0 a 1\n1 0 b 0\n2 0 a 0")).unwrap();
        let run = Run::parse(&Source::of("1 Q0 a 1 3 x\n1 Q0 c 2 2 x\n2 Q0 a 1 1 x")).unwrap();
        assert_eq!(judged_hits(&run, &qrels), (1, 2));
    }
}
