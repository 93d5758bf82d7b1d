//! A file of judgements goes in; the grades of articles by topic come out.

use std::collections::BTreeMap;
use std::path::Path;

use rustc_hash::FxHashMap;

use super::column::decode;
use super::error::{EvalError, Fault, Shape};
use super::source::{Source, cited};

/// Grades by topic and article. An article that nobody judged has the grade 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Qrels {
    topics: BTreeMap<String, FxHashMap<String, i32>>,
}

impl Qrels {
    /// Reads a file of judgements.
    ///
    /// # Errors
    /// When it cannot be read, a line is no judgement, an article is judged twice for one topic, or no topic
    /// has a relevant article.
    pub fn open(path: &Path) -> Result<Qrels, EvalError> {
        let qrels = Qrels::parse(&Source::open(path)?)?;
        let is_useless = qrels.relevant().next().is_none();
        if is_useless { Err(EvalError::NothingRelevant(path.to_owned())) } else { Ok(qrels) }
    }

    pub(super) fn parse(source: &Source) -> Result<Qrels, EvalError> {
        let mut qrels = Qrels::default();
        source.each_line(Shape::Judgement, |number, line| {
            if line.starts_with('#') || (number == 1 && is_header(line)) {
                return Ok(());
            }
            let [topic, article, grade] = columns(line)?;
            let value = grade.parse().map_err(|_| Fault::BadGrade { grade: cited(&grade) })?;
            match qrels.topics.entry(topic.clone()).or_default().insert(article.clone(), value) {
                None => Ok(()),
                Some(_) => Err(Fault::JudgedTwice { article: cited(&article), topic: cited(&topic) }),
            }
        })?;
        Ok(qrels)
    }

    /// The grade of an article: 0 where nobody judged it.
    pub fn grade(&self, topic: &str, article: &str) -> i32 {
        self.topics.get(topic).and_then(|grades| grades.get(article)).copied().unwrap_or(0)
    }

    /// Whether somebody judged the article.
    pub fn is_judged(&self, topic: &str, article: &str) -> bool {
        self.topics.get(topic).is_some_and(|grades| grades.contains_key(article))
    }

    /// The topics that have judgements, in byte order.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.topics.keys().map(String::as_str)
    }

    /// The topics that have a relevant article, in byte order, each with the grades of its relevant
    /// articles: all over 0, the highest first.
    pub fn relevant(&self) -> impl Iterator<Item = (&str, Vec<i32>)> {
        let all = self.topics.iter().map(|(topic, grades)| {
            let mut ideal: Vec<i32> = grades.values().copied().filter(|grade| *grade > 0).collect();
            ideal.sort_unstable_by(|a, b| b.cmp(a));
            (topic.as_str(), ideal)
        });
        all.filter(|(_, ideal)| !ideal.is_empty())
    }
}

/// The first line of a table, as some collections have it: its last cell names the column of grades.
fn is_header(line: &str) -> bool {
    let last = line.rsplit('\t').next().unwrap_or_default().trim();
    line.contains('\t') && ["score", "grade", "relevance"].contains(&last)
}

/// Topic, article and grade. Three cells between tabs are taken as they stand; four columns are TREC's.
fn columns(line: &str) -> Result<[String; 3], Fault> {
    let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
    let words: Vec<&str> = line.split_whitespace().collect();
    match (&cells[..], &words[..]) {
        ([topic, article, grade], _) => Ok([topic, article, grade].map(|cell| (*cell).to_owned())),
        ([topic, _, article, grade], _) | (_, [topic, _, article, grade]) => {
            Ok([topic, article, grade].map(|column| decode(column).into_owned()))
        }
        (_, words) => Err(Fault::Columns { count: words.len(), line: cited(line) }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::BadLine;

    fn check(text: &str, expected: &[(&str, &str, i32)]) {
        let qrels = Qrels::parse(&Source::of(text)).unwrap();
        for &(topic, article, grade) in expected {
            assert!(qrels.is_judged(topic, article), "{topic} {article}");
            assert_eq!(qrels.grade(topic, article), grade, "{topic} {article}");
        }
        let all: usize = qrels.topics.values().map(FxHashMap::len).sum();
        assert_eq!(all, expected.len(), "{text}");
    }

    fn check_refused(text: &str, number: usize, fault: Fault) {
        let Err(EvalError::Lines { lines, .. }) = Qrels::parse(&Source::of(text)) else { panic!("{text}") };
        assert_eq!(lines[0], BadLine { number, fault });
    }

    #[test]
    fn judgements_of_trec() {
        check(
            "1 0 a.txt 2\n1 0 28%20octobre.txt 0\n2 Q0 a.txt -1",
            &[("1", "a.txt", 2), ("1", "28 octobre.txt", 0), ("2", "a.txt", -1)],
        );
        check("1\t0\ta.txt\t2", &[("1", "a.txt", 2)]);
    }

    #[test]
    fn judgements_between_tabs() {
        check(
            "topic\tarticle\tgrade\n# à la main\n1\t28 octobre 25%20.txt\t3",
            &[("1", "28 octobre 25%20.txt", 3)],
        );
    }

    #[test]
    fn what_is_no_judgement_is_named() {
        check_refused("1 0 a 1\n1 0 a", 2, Fault::Columns { count: 3, line: "1 0 a".to_owned() });
        check_refused("1 0 a x", 1, Fault::BadGrade { grade: "x".to_owned() });
        let twice = Fault::JudgedTwice { article: "a".to_owned(), topic: "1".to_owned() };
        check_refused("1 0 a 1\n1 0 a 2", 2, twice);
    }

    #[test]
    fn topics_without_a_relevant_article_are_not_measured() {
        let qrels = Qrels::parse(&Source::of("2 0 a 1\n2 0 b 3\n2 0 c -2\n1 0 a 0")).unwrap();
        assert_eq!(qrels.relevant().collect::<Vec<_>>(), [("2", vec![3, 1])]);
        assert_eq!(qrels.grade("3", "a"), 0);
    }
}
