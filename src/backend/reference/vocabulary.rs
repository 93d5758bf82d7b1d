//! The words of the vocabulary that match a pattern.

use std::collections::{BTreeMap, BTreeSet};

use super::article::Article;
use crate::backend::Pattern;
use crate::schema::{Form, Zone};

/// The words of a zone that match `pattern`, each with its document frequency; the most frequent first, then by bytes.
pub(super) fn words_like(
    articles: &[Article],
    zone: Zone,
    form: Form,
    pattern: &Pattern,
) -> Vec<(String, u64)> {
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for article in articles {
        let words: BTreeSet<&str> = article.forms(zone, form).filter(|word| is_like(pattern, word)).collect();
        words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    }
    let mut words: Vec<(String, u64)> =
        counts.into_iter().map(|(word, articles)| (word.to_owned(), articles)).collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words
}

fn is_like(pattern: &Pattern, word: &str) -> bool {
    match pattern {
        Pattern::Prefix(prefix) => word.starts_with(prefix.as_str()),
        Pattern::Fuzzy(other, most) => edits(other, word) <= usize::from(*most),
    }
}

/// The optimal string alignment distance, by its recurrence: how many insertions, deletions, replacements and swaps of
/// neighbours make one word of the other, where no letter is edited twice.
fn edits(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().collect();
    let to: Vec<char> = to.chars().collect();
    let mut table = vec![vec![0; to.len() + 1]; from.len() + 1];
    for i in 0..=from.len() {
        for j in 0..=to.len() {
            table[i][j] = match (i, j) {
                (0, others) | (others, 0) => others,
                _ => {
                    let replaced = table[i - 1][j - 1] + usize::from(from[i - 1] != to[j - 1]);
                    let moved = table[i - 1][j].min(table[i][j - 1]) + 1;
                    let is_swap = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                    let swapped = if is_swap { table[i - 2][j - 2] + 1 } else { usize::MAX };
                    replaced.min(moved).min(swapped)
                }
            };
        }
    }
    table[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(from: &str, to: &str, expected: usize) {
        assert_eq!((edits(from, to), edits(to, from)), (expected, expected), "{from} {to}");
    }

    #[test]
    fn edits_are_of_letters_and_a_swap_is_one() {
        check("", "", 0);
        check("puce", "", 4);
        check("puce", "puces", 1);
        check("puce", "pupe", 1);
        check("huwaei", "huawei", 1);
        check("été", "ete", 2);
        // No letter is edited twice: none can be inserted between two that were swapped.
        check("ca", "abc", 3);
    }
}
