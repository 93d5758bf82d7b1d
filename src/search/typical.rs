//! What is typical of the articles that match: words and names that stand in more of them than in the rest.
//!
//! A word's measure is the log-likelihood ratio G² of T. Dunning, "Accurate Methods for the Statistics of Surprise and
//! Coincidence", *Computational Linguistics* 19(1), 1993, over the four numbers of articles: with and without the word,
//! among those that match and among the rest.

use rustc_hash::{FxHashMap, FxHashSet};

use super::function_words::is_function_word;
use super::matcher::{FormPolicy, matcher};
use crate::analysis::{Analyzer, Chain};
use crate::backend::plan::{Concept, Matcher, Node, Plan, Role};
use crate::backend::{BackendError, Control, Pattern, Search, Wanted};
use crate::model::TypicalTerm;
use crate::schema::{Form, Zone};

/// The articles that spellings and names are taken from: the best ones.
const READ: usize = 200;
/// The most names that are counted. Each is a concept of a plan.
const NAMES: usize = 100;
/// A term stands in so many of the articles that match at least: one article is no type.
const LEAST_ARTICLES: u64 = 2;

/// What typical terms are made from.
pub(super) struct Typical<'a> {
    pub(super) backend: &'a dyn Search,
    pub(super) control: &'a Control,
    pub(super) chain: &'a Chain,
    pub(super) analyzer: Analyzer<'a>,
    /// The articles that match.
    pub(super) matching: &'a Plan,
    /// All articles that were searched.
    pub(super) searched: &'a Plan,
    /// How many match, and how many were searched.
    pub(super) sizes: [u64; 2],
}

impl Typical<'_> {
    /// The `most` most typical words and names, the most typical first.
    pub(super) fn terms(&mut self, most: usize) -> Result<Vec<TypicalTerm>, BackendError> {
        let texts = self.texts()?;
        // Parts of names and compounds go at the end.
        let mut found = self.words(&texts, most.saturating_mul(2))?;
        found.extend(self.names(&texts)?);
        found.retain(|term| term.articles >= LEAST_ARTICLES && term.is_over_represented(self.sizes));
        found.sort_by(|a, b| b.g2.total_cmp(&a.g2).then_with(|| a.term.cmp(&b.term)));
        let mut found = without_parts(found);
        found.truncate(most);
        Ok(found)
    }

    /// The texts of the best articles: their spellings are shown.
    fn texts(&self) -> Result<Vec<String>, BackendError> {
        let wanted = Wanted { limit: Some(READ), per_article: Some(1), ..Wanted::default() };
        let hits = self.backend.search(self.matching, &wanted, self.control)?.hits;
        let addresses: Vec<_> = hits.iter().map(|hit| hit.address).collect();
        let mut texts = Vec::with_capacity(addresses.len());
        for id in self.backend.ids(&addresses)? {
            self.control.check()?;
            texts.extend(self.backend.article(&id)?.map(|article| article.text));
        }
        Ok(texts)
    }

    fn term(&self, term: String, articles: u64, all: u64, is_name: bool) -> TypicalTerm {
        let g2 = log_likelihood([articles, all.saturating_sub(articles)], self.sizes);
        TypicalTerm { term, articles, all, g2, is_name }
    }

    /// The words, by stem. Stop words have no stem; the words of the query are typical by definition.
    fn words(&mut self, texts: &[String], most: usize) -> Result<Vec<TypicalTerm>, BackendError> {
        let counts = |plan| self.backend.words(plan, Zone::Body, Form::Stem, self.control);
        let (matching, searched) = (counts(self.matching)?, counts(self.searched)?);
        let searched: FxHashMap<String, u64> = searched.into_iter().collect();
        let asked = self.asked();
        let is_word = |stem: &str| stem.chars().filter(|c| c.is_alphabetic()).nth(1).is_some();
        let new = matching.into_iter().filter(|(stem, _)| is_word(stem) && !asked.contains(stem));
        let measured = new.map(|(stem, articles)| {
            let all = searched.get(&stem).copied().unwrap_or(articles);
            self.term(stem, articles, all, false)
        });
        let mut terms: Vec<TypicalTerm> =
            measured.filter(|term| term.is_over_represented(self.sizes)).collect();
        terms.sort_by(|a, b| b.g2.total_cmp(&a.g2).then_with(|| a.term.cmp(&b.term)));
        let spellings = spellings(texts, &mut self.analyzer);
        let mut spelt: Vec<TypicalTerm> = Vec::new();
        for term in terms {
            let spelling = match spellings.get(&term.term) {
                Some(spelling) => spelling.clone(),
                None => self.surface(&term.term)?,
            };
            // A word may have a second stem, that of its spelling without accents.
            let is_known = spelt.iter().any(|known| known.term == spelling);
            if !is_known && !is_function_word(&spelling) {
                spelt.push(TypicalTerm { term: spelling, ..term });
            }
            if spelt.len() >= most {
                break;
            }
        }
        Ok(spelt)
    }

    /// The stems of the query's topics, as typed and of their other names.
    fn asked(&mut self) -> FxHashSet<String> {
        let topics = || self.matching.concepts.iter().filter(|concept| concept.role == Role::Topic);
        let terms = topics().flat_map(|concept| &concept.matchers).flat_map(Matcher::terms);
        let mut asked: FxHashSet<String> = terms.map(|(_, term)| term.text.clone()).collect();
        for concept in topics() {
            let tokens = self.analyzer.analyze(&concept.label).iter();
            asked.extend(tokens.filter_map(|token| token.stem.map(str::to_owned)));
        }
        asked
    }

    /// The most frequent word that begins with a stem, for a stem that the best articles do not have.
    fn surface(&self, stem: &str) -> Result<String, BackendError> {
        let found = self.backend.vocabulary(Zone::Body, Form::Exact, &Pattern::Prefix(stem.to_owned()), 1)?;
        Ok(found.words.into_iter().next().map_or_else(|| stem.to_owned(), |(word, _)| word))
    }

    /// The names of several words, counted in all articles.
    fn names(&mut self, texts: &[String]) -> Result<Vec<TypicalTerm>, BackendError> {
        let mut names = Vec::new();
        let mut concepts = Vec::new();
        let room = NAMES.min(Plan::MAX_CONCEPTS.saturating_sub(self.most_concepts()));
        for name in self.names_in(texts).into_iter().take(room) {
            if let Some(matcher) = matcher(&name, Zone::Body, FormPolicy::Exact, 0, &mut self.analyzer) {
                let matchers = vec![matcher];
                concepts.push(Concept { label: name.clone(), matchers, role: Role::Filter, boost: 1.0 });
                names.push(name);
            }
        }
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let count = |plan: &Plan| {
            let mut plan = plan.clone();
            plan.concepts.retain(|concept| concept.role != Role::Related);
            let first = plan.concepts.len();
            plan.concepts.extend(concepts.iter().cloned());
            plan.groups.clear();
            let conditions: Vec<Node> = (first..plan.concepts.len()).map(Node::Concept).collect();
            self.backend.tally(&plan, &conditions, self.control)
        };
        let counts = count(self.matching)?.into_iter().zip(count(self.searched)?);
        let asked: FxHashSet<String> =
            self.matching.concepts.iter().map(|concept| concept.label.to_lowercase()).collect();
        let counted = names.into_iter().zip(counts).filter(|(name, _)| !asked.contains(&name.to_lowercase()));
        Ok(counted.map(|(name, (articles, all))| self.term(name, articles, all, true)).collect())
    }

    /// The names in some texts that stand in more than one, those in the most first.
    fn names_in(&self, texts: &[String]) -> Vec<String> {
        let is_little = |word: &str| is_function_word(word) || self.chain.is_stop_word(&word.to_lowercase());
        let mut counts: FxHashMap<String, u64> = FxHashMap::default();
        for text in texts {
            let names: FxHashSet<String> = names_of(text, &is_little).into_iter().collect();
            names.into_iter().for_each(|name| *counts.entry(name).or_default() += 1);
        }
        let mut names: Vec<(String, u64)> =
            counts.into_iter().filter(|(_, count)| *count >= LEAST_ARTICLES).collect();
        names.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
        names.into_iter().map(|(name, _)| name).collect()
    }

    fn most_concepts(&self) -> usize {
        self.matching.concepts.len().max(self.searched.concepts.len())
    }
}

impl TypicalTerm {
    /// Whether a larger share of the matching articles than of the rest has the term.
    fn is_over_represented(&self, [matching, searched]: [u64; 2]) -> bool {
        let (rest, with) = (searched.saturating_sub(matching), self.all.saturating_sub(self.articles));
        u128::from(self.articles) * u128::from(rest) > u128::from(with) * u128::from(matching)
    }
}

/// The ratio G² of the numbers of articles that have a term: among those that match, and among the rest. 0 where both
/// have the same share.
fn log_likelihood([with, rest_with]: [u64; 2], [matching, searched]: [u64; 2]) -> f64 {
    let rest = searched.saturating_sub(matching);
    let cells = [[with, matching.saturating_sub(with)], [rest_with, rest.saturating_sub(rest_with)]];
    let all = (matching + rest) as f64;
    let mut sum = 0.0;
    for (row, size) in cells.iter().zip([matching, rest]) {
        for (column, &observed) in row.iter().enumerate() {
            let expected = size as f64 * (cells[0][column] + cells[1][column]) as f64 / all;
            if observed > 0 {
                sum += observed as f64 * (observed as f64 / expected).ln();
            }
        }
    }
    (2.0 * sum).max(0.0)
}

/// The most frequent spelling of each stem in some texts. In small letters where it is ever written so.
fn spellings(texts: &[String], analyzer: &mut Analyzer<'_>) -> FxHashMap<String, String> {
    let mut counts: FxHashMap<String, FxHashMap<String, u64>> = FxHashMap::default();
    for text in texts {
        for token in analyzer.analyze(text).iter() {
            let spelling = &text[token.start as usize..token.end as usize];
            for stem in [token.stem, token.stem_alt].into_iter().flatten() {
                *counts.entry(stem.to_owned()).or_default().entry(spelling.to_owned()).or_default() += 1;
            }
        }
    }
    let best = |spellings: FxHashMap<String, u64>| {
        let is_small = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
        let has_small = spellings.keys().any(|word| is_small(word));
        let kept = spellings.into_iter().filter(|(word, _)| !has_small || is_small(word));
        kept.max_by(|(a, x), (b, y)| x.cmp(y).then_with(|| b.cmp(a)))
            .map(|(word, _)| word)
            .unwrap_or_default()
    };
    counts.into_iter().map(|(stem, spellings)| (stem, best(spellings))).collect()
}

/// Without the words that hardly ever stand outside of a name or compound of the list: *Jinping* beside *Xi Jinping*.
fn without_parts(terms: Vec<TypicalTerm>) -> Vec<TypicalTerm> {
    let parts = |term: &TypicalTerm| -> Vec<String> {
        term.term.split([' ', '-', '\u{2011}']).map(str::to_lowercase).collect()
    };
    let wholes: Vec<(Vec<String>, u64)> =
        terms.iter().map(|term| (parts(term), term.articles)).filter(|(parts, _)| parts.len() > 1).collect();
    let is_part = |term: &TypicalTerm| {
        let word = term.term.to_lowercase();
        let of = |(parts, articles): &(Vec<String>, u64)| {
            parts.contains(&word) && articles * 4 >= term.articles * 3
        };
        wholes.iter().any(of)
    };
    terms.into_iter().filter(|term| !is_part(term)).collect()
}

/// The most words of a name.
const NAME_WORDS: usize = 4;

/// The names of two to four words in a text: words with a capital that follow each other within a sentence. The first
/// word of a sentence has a capital too, so little words at either end are no part of a name.
fn names_of(text: &str, is_little: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut names = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut end = |run: &mut Vec<&str>| {
        let first = run.iter().position(|word| !is_little(word)).unwrap_or(run.len());
        let last = run.iter().rposition(|word| !is_little(word)).map_or(first, |last| last + 1);
        if (2..=NAME_WORDS).contains(&(last - first)) {
            names.push(run[first..last].join(" "));
        }
        run.clear();
    };
    for piece in text.split_whitespace() {
        let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
        let is_name = word.chars().next().is_some_and(char::is_uppercase)
            && word.chars().all(|c| c.is_alphanumeric() || c == '-');
        if !is_name || !piece.starts_with(word) {
            end(&mut run);
        }
        if is_name {
            run.push(word);
            if !piece.ends_with(word) {
                end(&mut run);
            }
        }
    }
    end(&mut run);
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_dunnings() {
        // G² of 10 of 20 beside 10 of 80, by hand: 2 Σ o ln(o/e).
        let check = |with, sizes, expected: f64| {
            assert!((log_likelihood(with, sizes) - expected).abs() < 1e-3, "{}", log_likelihood(with, sizes));
        };
        check([10, 10], [20, 100], 12.071);
        check([5, 20], [20, 100], 0.0);
        check([0, 0], [20, 100], 0.0);
        check([3, 0], [3, 3], 0.0);
    }

    #[test]
    fn names_are_runs_of_capitals() {
        let is_little = |word: &str| ["Le", "La", "Selon"].contains(&word);
        let check =
            |text: &str, expected: &[&str]| assert_eq!(names_of(text, &is_little), expected, "{text}");
        check("Hier, Jensen Huang a vu Xi Jinping.", &["Jensen Huang", "Xi Jinping"]);
        check("Le Département du Commerce", &[]);
        check("Selon Donald Trump, Pékin cède", &["Donald Trump"]);
        check("La Chine, La", &[]);
        check("Huang. Trump parle", &[]);
    }
}
