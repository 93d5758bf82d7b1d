//! Which words someone asks for who asks for a few of them: found out once for each word of a lexicon. After that a
//! text is gone through by the numbers of its words, and only of those that are asked for the letters are read.

use super::{
    lexicon::{Edition, FormId},
    tokens::{Token, Tokens},
};

/// What was found out, for one asker. It follows the words from one lexicon to another.
#[derive(Debug, Clone, Default)]
pub struct Interest {
    lexicon: Option<Edition>,
    /// By number.
    verdicts: Vec<Verdict>,
}

/// What is known of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Verdict {
    #[default]
    Unknown,
    Wanted,
    Unwanted,
}

/// A token that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sighting<'a> {
    /// The token.
    pub token: Token<'a>,
    /// From where to where the primary reading of its position reaches, which may be another token.
    pub word: (u32, u32),
}

impl Interest {
    /// Makes it fit the words of a lexicon, of which there are `count`.
    fn follow(&mut self, lexicon: Edition, count: usize) {
        if self.lexicon.replace(lexicon) != Some(lexicon) {
            self.verdicts.clear();
        }
        self.verdicts.resize(count, Verdict::Unknown);
    }

    fn is_unwanted(&mut self, id: FormId, is_wanted: impl FnOnce() -> bool) -> bool {
        let verdict = &mut self.verdicts[id as usize];
        if *verdict == Verdict::Unknown {
            *verdict = if is_wanted() { Verdict::Wanted } else { Verdict::Unwanted };
        }
        *verdict == Verdict::Unwanted
    }
}

impl Tokens {
    /// The tokens that `wants` asks for, by position. It is asked once for each word, with every form that the word
    /// may show; `interest` remembers what it said, so they belong together.
    pub fn wanted<'a>(
        &'a self,
        interest: &'a mut Interest,
        wants: impl Fn(&Token<'a>) -> bool + 'a,
    ) -> impl Iterator<Item = Sighting<'a>> + 'a {
        interest.follow(self.lexicon.edition, self.lexicon.len());
        let (mut position, mut word) = (u32::MAX, (0, 0));
        self.entries.iter().filter_map(move |entry| {
            if entry.position != position {
                (position, word) = (entry.position, (entry.start, entry.end));
            }
            let is_wanted = || wants(&self.widest(entry));
            if interest.is_unwanted(entry.form, is_wanted) {
                return None;
            }
            let token = self.token(entry);
            wants(&token).then_some(Sighting { token, word })
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::Chain;

    fn has(token: &Token<'_>, words: &[&str]) -> bool {
        let forms = [Some(token.exact), token.stem, token.stem_alt, token.cased];
        forms.into_iter().flatten().any(|form| words.contains(&form))
    }

    /// What is sighted is what a walk through all tokens finds, with the first token of its position.
    fn check(chain: &Chain, interest: &mut Interest, text: &str, words: &[&str]) {
        let mut analyzer = chain.analyzer();
        let tokens = analyzer.analyze(text);
        let got: Vec<Sighting<'_>> = tokens.wanted(interest, |token| has(token, words)).collect();
        let first = |token: &Token<'_>| tokens.iter().find(|other| other.position == token.position);
        let word = |token: &Token<'_>| first(token).map_or((0, 0), |first| (first.start, first.end));
        let wanted = tokens.iter().filter(|token| has(token, words));
        let expected: Vec<_> = wanted.map(|token| Sighting { word: word(&token), token }).collect();
        assert_eq!(got, expected, "{text}");
    }

    proptest! {
        #[test]
        fn what_is_sighted_is_what_all_tokens_show(
            texts in prop::collection::vec("(semi-conducteurs|AI|ai|l'|Marché|MARCHE|marche|US|us|RTX4090|95 %|[a-z]{1,3}|[ ,.-]){0,12}", 1..5),
        ) {
            let chain = Chain::french();
            let mut interest = Interest::default();
            for text in &texts {
                check(&chain, &mut interest, text, &["semiconducteur", "ai", "marche", "^US", "95%", "4090", "conducteur"]);
            }
        }
    }

    #[test]
    fn another_lexicon_has_other_numbers() {
        let (chain, other) = (Chain::french(), Chain::french());
        let mut interest = Interest::default();
        for chain in [&chain, &other, &chain] {
            check(chain, &mut interest, "des puces", &["puces"]);
            check(chain, &mut interest, "puces des", &["puces"]);
            chain.analyzer().forget();
            check(chain, &mut interest, "les puces", &["puces"]);
        }
    }
}
