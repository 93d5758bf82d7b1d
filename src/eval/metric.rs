//! The measures. The grades of a ranking go in, in its order; a number from 0 to 1 comes out.
//!
//! All measures are defined as in `trec_eval`. An article is relevant if its grade is over 0. An article without a
//! judgement has the grade 0.

/// A measure of the quality of a ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Metric {
    /// Normalised discounted cumulative gain of the first ten: `DCG / ideal DCG`, where
    /// `DCG = Σ grade(i) / log2(i + 1)` over ranks `i` from 1 to 10 and the ideal ranking has the highest
    /// grades first. Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002), in
    /// the form of `trec_eval -m ndcg_cut.10`: the gain is the grade itself, and rank 1 is not discounted.
    Ndcg10,
    /// Reciprocal rank of the first relevant article, if that is among the first ten: `1 / rank`, else 0.
    /// Its mean over topics is the MRR. Voorhees, "The TREC-8 Question Answering Track Report" (1999).
    Mrr10,
    /// Recall of the first ten: of the relevant articles, the share that is found there
    /// (`trec_eval -m recall.10`).
    Recall10,
    /// Recall of the first hundred.
    Recall100,
    /// Average precision of the whole ranking: the mean, over all relevant articles, of `relevant up to its
    /// rank / rank`, where those that are not found count 0 (`trec_eval -m map`). Its mean over topics is
    /// the MAP. Buckley and Voorhees, "Evaluating evaluation measure stability" (2000).
    Map,
}

impl Metric {
    /// All measures, in the order in which they are shown.
    pub const ALL: [Metric; 5] =
        [Metric::Ndcg10, Metric::Mrr10, Metric::Recall10, Metric::Recall100, Metric::Map];

    /// The name, which is the key in JSON too.
    pub fn name(self) -> &'static str {
        match self {
            Metric::Ndcg10 => "nDCG@10",
            Metric::Mrr10 => "MRR@10",
            Metric::Recall10 => "R@10",
            Metric::Recall100 => "R@100",
            Metric::Map => "MAP",
        }
    }

    /// The measure of one topic. `ranking` has the grade of each article found, best rank first; `ideal` the
    /// grades of all relevant articles, the highest first. 0 where nothing is relevant.
    pub fn of(self, ranking: &[i32], ideal: &[i32]) -> f64 {
        if ideal.is_empty() {
            return 0.0;
        }
        match self {
            Metric::Ndcg10 => gain(ranking, 10) / gain(ideal, 10),
            Metric::Mrr10 => reciprocal_rank(ranking, 10),
            Metric::Recall10 => recall(ranking, 10, ideal.len()),
            Metric::Recall100 => recall(ranking, 100, ideal.len()),
            Metric::Map => average_precision(ranking, ideal.len()),
        }
    }
}

/// Discounted cumulative gain; grades under 0 gain nothing.
fn gain(grades: &[i32], depth: usize) -> f64 {
    let gains = grades.iter().take(depth).enumerate();
    sum(gains.map(|(place, &grade)| f64::from(grade.max(0)) / (place as f64 + 2.0).log2()))
}

fn reciprocal_rank(ranking: &[i32], depth: usize) -> f64 {
    let first = ranking.iter().take(depth).position(|&grade| grade > 0);
    first.map_or(0.0, |place| 1.0 / (place as f64 + 1.0))
}

fn recall(ranking: &[i32], depth: usize, relevant: usize) -> f64 {
    let found = ranking.iter().take(depth).filter(|&&grade| grade > 0).count();
    found as f64 / relevant as f64
}

fn average_precision(ranking: &[i32], relevant: usize) -> f64 {
    let places = ranking.iter().enumerate().filter(|&(_, &grade)| grade > 0).map(|(place, _)| place);
    let precisions = places.enumerate().map(|(before, place)| (before as f64 + 1.0) / (place as f64 + 1.0));
    sum(precisions) / relevant as f64
}

/// The sum, and 0 for no values. The sum of the standard library is -0 then, which tables would show.
pub(super) fn sum(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |sum, value| sum + value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(metric: Metric, ranking: &[i32], ideal: &[i32], expected: f64) {
        let value = metric.of(ranking, ideal);
        assert!((value - expected).abs() < 1e-12, "{} of {ranking:?}: {value}", metric.name());
    }

    #[test]
    fn by_hand() {
        let (ranking, ideal) = ([0, 2, 0, 3, -1], [3, 2, 1]);
        let ideal_gain = 3.0 + 2.0 / 3_f64.log2() + 0.5;
        check(Metric::Ndcg10, &ranking, &ideal, (2.0 / 3_f64.log2() + 3.0 / 5_f64.log2()) / ideal_gain);
        check(Metric::Mrr10, &ranking, &ideal, 0.5);
        check(Metric::Recall10, &ranking, &ideal, 2.0 / 3.0);
        check(Metric::Recall100, &ranking, &ideal, 2.0 / 3.0);
        check(Metric::Map, &ranking, &ideal, (0.5 + 0.5) / 3.0);
    }

    #[test]
    fn what_is_found_too_late_does_not_count() {
        let ranking = [[0; 10].as_slice(), &[1]].concat();
        check(Metric::Ndcg10, &ranking, &[1], 0.0);
        check(Metric::Mrr10, &ranking, &[1], 0.0);
        check(Metric::Recall10, &ranking, &[1], 0.0);
        check(Metric::Recall100, &ranking, &[1], 1.0);
        check(Metric::Map, &ranking, &[1], 1.0 / 11.0);
    }

    #[test]
    fn nothing_found_and_nothing_to_find() {
        for metric in Metric::ALL {
            check(metric, &[], &[1], 0.0);
            check(metric, &[0, 0], &[], 0.0);
        }
    }

    /// Grades as judged, the articles in any order; some of them not found.
    fn any_ranking() -> impl Strategy<Value = (Vec<i32>, Vec<i32>)> {
        let judged = prop::collection::vec(-1..4_i32, 1..30).prop_shuffle();
        (judged, 0..30_usize).prop_map(|(judged, found)| {
            let mut ideal: Vec<i32> = judged.iter().copied().filter(|grade| *grade > 0).collect();
            ideal.sort_unstable_by(|a, b| b.cmp(a));
            (judged[..found.min(judged.len())].to_vec(), ideal)
        })
    }

    proptest! {
        #[test]
        fn measures_lie_between_0_and_1((ranking, ideal) in any_ranking()) {
            for metric in Metric::ALL {
                let value = metric.of(&ranking, &ideal);
                prop_assert!((0.0..=1.0 + 1e-12).contains(&value), "{} {value}", metric.name());
            }
        }

        #[test]
        fn a_perfect_ranking_measures_1(ideal in prop::collection::vec(1..4_i32, 1..10)) {
            let mut ideal = ideal;
            ideal.sort_unstable_by(|a, b| b.cmp(a));
            let ranking = [ideal.as_slice(), &[0, 0]].concat();
            for metric in Metric::ALL {
                prop_assert!((metric.of(&ranking, &ideal) - 1.0).abs() < 1e-12, "{}", metric.name());
            }
        }

        #[test]
        fn articles_of_equal_grade_can_change_places((ranking, ideal) in any_ranking(), a: usize, b: usize) {
            prop_assume!(!ranking.is_empty());
            let (a, b) = (a % ranking.len(), b % ranking.len());
            prop_assume!(ranking[a] == ranking[b]);
            let mut other = ranking.clone();
            other.swap(a, b);
            for metric in Metric::ALL {
                prop_assert_eq!(metric.of(&ranking, &ideal), metric.of(&other, &ideal));
            }
        }

        #[test]
        fn moving_a_better_article_up_never_hurts((ranking, ideal) in any_ranking(), at: usize) {
            prop_assume!(ranking.len() > 1);
            let at = at % (ranking.len() - 1);
            prop_assume!(ranking[at] < ranking[at + 1]);
            let mut better = ranking.clone();
            better.swap(at, at + 1);
            for metric in Metric::ALL {
                prop_assert!(metric.of(&better, &ideal) >= metric.of(&ranking, &ideal) - 1e-12, "{}", metric.name());
            }
        }

        #[test]
        fn what_follows_is_never_a_loss((ranking, ideal) in any_ranking()) {
            let longer = [ranking.as_slice(), &[0, 0, 0]].concat();
            for metric in Metric::ALL {
                prop_assert_eq!(metric.of(&ranking, &ideal), metric.of(&longer, &ideal));
            }
        }
    }
}
