//! Capitals in a query change nothing about which words count: `LES PUCES` is `les puces`, and so is a headline in
//! capitals. A name that is written in capitals (`US`, `AI`) stays one.

use super::expansion::named_by;
use super::function_words::is_function_word;
use crate::analysis::{Analyzer, Chain};
use crate::query::Word;
use crate::thesaurus::Thesaurus;

/// The words, in small letters where their capitals say nothing.
pub(super) fn settled(
    words: &[&Word],
    chain: &Chain,
    thesaurus: Option<&Thesaurus>,
    analyzer: &mut Analyzer<'_>,
) -> Vec<Word> {
    let are_all_capitals = words.len() > 1 && words.iter().all(|word| is_in_capitals(&word.text));
    let mut settle = |word: &&Word| {
        let lower = word.text.to_lowercase();
        let says_nothing = is_function_word(&lower) || chain.is_stop_word(&chain.fold(&lower));
        let may_be_word = says_nothing || (are_all_capitals && chain.is_french(&lower));
        let mut is_name = || {
            let named = thesaurus.and_then(|names| named_by(names, &word.text, analyzer));
            // The names of terms are words, but for acronyms: `AI` is no « ai ».
            named.is_some_and(|named| says_nothing || !named.entry.kind.is_inflected())
        };
        let is_word = words.len() > 1 && has_capitals(&word.text) && may_be_word && !is_name();
        if is_word { Word { text: lower, ..(*word).clone() } } else { (*word).clone() }
    };
    words.iter().map(&mut settle).collect()
}

/// Whether all letters of a text are capitals; so are those of a figure.
fn is_in_capitals(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

/// Whether a text is in capitals and has several letters: one letter may be that of a reference (`L. 121-1`).
fn has_capitals(text: &str) -> bool {
    is_in_capitals(text) && text.chars().filter(|c| c.is_uppercase()).count() > 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::parse;

    fn check(query: &str, expected: &str) {
        let chain = Chain::french();
        let parsed = parse(query).ast;
        let words: Vec<&Word> = parsed
            .words()
            .filter_map(|leaf| match leaf.term {
                crate::query::Term::Word(word) => Some(word),
                crate::query::Term::Phrase(_) => None,
            })
            .collect();
        let thesaurus = Thesaurus::built_in();
        let settled = settled(&words, &chain, Some(&thesaurus), &mut chain.analyzer());
        let texts: Vec<String> = settled.into_iter().map(|word| word.text).collect();
        assert_eq!(texts.join(" "), expected, "{query}");
    }

    #[test]
    fn words_in_capitals_are_words() {
        check("LES PUCES", "les puces");
        check("LA RÉFORME DES RETRAITES", "la réforme des retraites");
        check("LES prix DU pain", "les prix du pain");
        check("WHAT about US chips", "what about US chips");
    }

    #[test]
    fn names_stay() {
        check("AI", "AI");
        check("NVIDIA Chine", "NVIDIA Chine");
        check("US AI ACT", "US AI ACT");
        check("DROITS DE DOUANE NVIDIA H20", "droits de douane NVIDIA H20");
    }
}
