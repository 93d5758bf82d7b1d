//! How common a word is in the French press at large. An index is small and of one subject: there *obtenir* may be rarer
//! than *puce*, and says less all the same.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::analysis::{Analyzer, Chain};
use crate::text::entries;

/// Words with the number of articles, of a thousand, that have them.
const LIST: &str = include_str!("data/common_words.txt");

/// The share of articles that have a word that is not listed.
const RARE: f32 = 0.003;

static SHARES: OnceLock<FxHashMap<String, f32>> = OnceLock::new();

/// The share of the articles of the press that have some form of the rarest word of `text`.
pub(super) fn share(text: &str, chain: &Chain, analyzer: &mut Analyzer<'_>) -> f32 {
    let shares = SHARES.get_or_init(|| by_stem(&mut chain.analyzer()));
    let tokens = analyzer.analyze_query(text);
    let stems = tokens.iter().filter_map(|token| token.stem);
    let known = stems.map(|stem| shares.get(stem).copied().unwrap_or(RARE));
    known.reduce(f32::min).unwrap_or(RARE)
}

/// The shares by stem. The forms of a word are taken to stand in articles independently of each other.
fn by_stem(analyzer: &mut Analyzer<'_>) -> FxHashMap<String, f32> {
    let mut without: FxHashMap<String, f32> = FxHashMap::default();
    for (word, thousandths) in entries(LIST).filter_map(|line| line.split_once(' ')) {
        let share: f32 = thousandths.parse::<f32>().unwrap_or(0.0) / 1000.0;
        let stem = analyzer.analyze(word).iter().next().and_then(|token| token.stem.map(str::to_owned));
        if let Some(stem) = stem {
            *without.entry(stem).or_insert(1.0) *= 1.0 - share;
        }
    }
    without.into_iter().map(|(stem, without)| (stem, (1.0 - without).max(RARE))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the press has `common` in more articles than `rare`.
    fn check(common: &str, rare: &str) {
        let chain = Chain::french();
        let mut analyzer = chain.analyzer();
        let [a, b] = [common, rare].map(|word| share(word, &chain, &mut analyzer));
        assert!(a > b, "{common} {a}, {rare} {b}");
    }

    #[test]
    fn everyday_words_are_common_and_names_are_not() {
        check("obtenir", "extraterritorial");
        check("obtient", "puce");
        check("entreprises", "NVIDIA");
        check("permettre", "permettre NVIDIA");
    }
}
