//! Term filter: passes the tokens that may have one of the wanted forms, and skips the others cheaply.
//!
//! A word is skipped without a look-up if no wanted form has its first letter. Otherwise one-byte hashes of its forms,
//! which the word cache keeps, are compared with those of the wanted forms.

use super::{
    tokens::{Token, Tokens},
    words::stemmer,
    words::word_cache::{CASED_MARK, FormHashes},
};

/// A set of wanted forms. False positives are possible, false negatives are not.
#[derive(Debug, Clone)]
pub struct TermFilter {
    /// By first byte: whether a word with this first byte may have a wanted form.
    first: [bool; BYTES],
    /// By hash: whether a wanted exact form has this hash.
    exact: [bool; BYTES],
    /// By hash: whether a wanted stem has this hash.
    stems: [bool; BYTES],
}

/// The number of values of a byte.
const BYTES: usize = 1 << u8::BITS;

/// A token that passed the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilteredToken<'a> {
    /// The token.
    pub token: Token<'a>,
    /// The byte range, start and end, of the primary reading at its position, which may be another token.
    pub word: (u32, u32),
}

impl Default for TermFilter {
    fn default() -> Self {
        let none = [false; BYTES];
        // A word that begins with an accented letter may be folded to any letter.
        let first = std::array::from_fn(|byte| byte >= 0x80);
        TermFilter { first, exact: none, stems: none }
    }
}

impl TermFilter {
    /// Adds an exact form, or a name as written after `^`.
    pub fn add_exact(&mut self, form: &str) {
        let hint =
            if form.starts_with(CASED_MARK) { FormHashes::of_cased(form) } else { FormHashes::of(form) };
        self.exact[usize::from(hint)] = true;
        self.add_first(form.trim_start_matches(CASED_MARK));
    }

    /// Adds a stem.
    pub fn add_stem(&mut self, stem: &str) {
        self.stems[usize::from(FormHashes::of(stem))] = true;
        if stemmer::may_change_initial(stem) {
            self.first = [true; BYTES];
        }
        self.add_first(stem);
    }

    /// Adds the first letter of a form, in both cases.
    fn add_first(&mut self, form: &str) {
        if let Some(byte) = form.bytes().next() {
            let both = [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()];
            both.into_iter().for_each(|byte| self.first[usize::from(byte)] = true);
        }
    }

    /// Whether a word, as written, may have a wanted form.
    pub(super) fn may_have(&self, word: &str) -> bool {
        word.bytes().next().is_some_and(|byte| self.first[usize::from(byte)])
    }

    /// Whether a word with these hashes may have a wanted form.
    fn may_match(&self, FormHashes { exact, stem, stem_alt }: FormHashes) -> bool {
        let [exact, stem, stem_alt] = [exact, stem, stem_alt].map(usize::from);
        self.exact[exact] | self.stems[stem] | self.stems[stem_alt]
    }
}

impl Tokens {
    /// The tokens that pass the filter, by position.
    pub(super) fn filtered<'a>(
        &'a self,
        filter: &'a TermFilter,
    ) -> impl Iterator<Item = FilteredToken<'a>> + 'a {
        let mut position = u32::MAX;
        let mut word = (0, 0);
        self.entries.iter().filter_map(move |entry| {
            if entry.position != position {
                position = entry.position;
                word = (entry.start, entry.end);
            }
            filter.may_match(entry.hashes).then(|| FilteredToken { token: self.token(entry), word })
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::Chain;

    /// Whether a token has one of the forms. `~` marks a stem.
    fn has(token: &Token<'_>, forms: &[&str]) -> bool {
        forms.iter().any(|form| match form.strip_prefix('~') {
            Some(stem) => [token.stem, token.stem_alt].contains(&Some(stem)),
            None => [Some(token.exact), token.cased].contains(&Some(*form)),
        })
    }

    /// The filter passes what a walk through all tokens finds, with the range of the first token at its position.
    fn check(text: &str, forms: &[&str]) {
        let chain = Chain::french();
        let mut filter = TermFilter::default();
        for form in forms {
            match form.strip_prefix('~') {
                Some(stem) => filter.add_stem(stem),
                None => filter.add_exact(form),
            }
        }
        let (mut analyzer, mut other) = (chain.analyzer(), chain.analyzer());
        let found = analyzer.analyze_filtered(text, &filter);
        let got: Vec<FilteredToken<'_>> = found.filter(|found| has(&found.token, forms)).collect();
        let tokens = other.analyze(text);
        let first = |token: &Token<'_>| tokens.iter().find(|other| other.position == token.position);
        let word = |token: &Token<'_>| first(token).map_or((0, 0), |first| (first.start, first.end));
        let wanted = tokens.iter().filter(|token| has(token, forms));
        let expected: Vec<_> = wanted.map(|token| FilteredToken { word: word(&token), token }).collect();
        assert_eq!(got, expected, "{text}: {forms:?}");
    }

    proptest! {
        #[test]
        fn no_wanted_token_is_lost(
            text in "(semi-conducteurs|cyber attaque|AI|ai|l'|Marché|MARCHE|marche|US|us|Us|RTX4090|RTX 4090|95 %|sécurité|va|irons|[a-z]{1,3}|[ ,.-]){0,12}",
            forms in prop::sample::subsequence(
                vec!["semiconducteur", "~semiconducteur", "~ai", "ai", "~march", "~marche_", "^US", "^Us", "us", "95%", "4090", "rtx4090", "~cyberattaqu", "~conducteur", "~securit", "~aller_"],
                0..6,
            ),
        ) {
            check(&text, &forms);
        }
    }
}
