//! Elision: `l'` before a word gives no token. The article takes no position and is never highlighted.
//!
//! Words that only look elided (`presqu'île`, `N'Djamena`) are left to the rule of apostrophes.

use rustc_hash::FxHashSet;

use crate::text::entries;

use crate::analysis::{
    rules::Rule,
    rules::apostrophe::WholeWords,
    scanner::{Cursor, Kind, Link},
    token_writer::TokenWriter,
    words::fold::fold,
};

pub(in crate::analysis) const ELIDED: &str = include_str!("../data/elided.txt");

/// The longest elided word, `jusqu` or `lorsqu`, in bytes.
const MAX_ELIDED_BYTES: usize = 6;

/// Drops elided articles, pronouns and conjunctions.
pub(in crate::analysis) struct Elision {
    elided: FxHashSet<&'static str>,
    whole: WholeWords,
}

impl Elision {
    pub(in crate::analysis) fn french() -> Self {
        Elision { elided: entries(ELIDED).collect(), whole: WholeWords::french() }
    }

    fn is_elided(&self, word: &str) -> bool {
        word.len() <= MAX_ELIDED_BYTES && self.elided.contains(&*fold(word))
    }
}

impl Rule for Elision {
    fn name(&self) -> &'static str {
        "elision"
    }

    fn read(&self, cursor: Cursor<'_>, _: &mut TokenWriter<'_>) -> usize {
        if cursor.kind(0) != Kind::Letters {
            return 0;
        }
        let elides = match cursor.link(0) {
            Link::Mark(b'\'') => self.is_elided(cursor.text(0)) && !self.whole.contains(&cursor),
            Link::LooseApostrophe => self.is_elided(cursor.text(0)) && opens_word(&cursor),
            _ => false,
        };
        usize::from(elides)
    }
}

/// Whether a word follows after a space or an opening quotation mark (« l’« IA » », « l' exportation »). A quoted
/// letter (« plan 'C' ») is no article.
fn opens_word(cursor: &Cursor<'_>) -> bool {
    let start = cursor.range(0, 1).0;
    let quoted = cursor.text[..start].ends_with('\'');
    let gap = ['\'', ' ', '«', '"', '“', '(', '[', '*', '_'];
    !quoted && cursor.after(0).trim_start_matches(gap).starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::{check_chain, check_rule};

    fn check(input: &str, expected: &str) {
        check_rule(Elision::french(), input, expected);
    }

    #[test]
    fn articles_go() {
        check("L'exportation", "exportation");
        check("lorsqu'Intel", "intel");
        check("jusqu'à", "a");
        check("QU'IL", "il");
        check("n'a", "a");
        check("l'« IA »", "ia");
        check("l' exportation", "exportation");
        check("l''IA", "ia");
        check("ç'aurait", "aurait");
    }

    #[test]
    fn other_words_stay() {
        check("plan 'C' oui", "plan c oui");
        check("l", "l");
    }

    #[test]
    fn with_the_other_rules() {
        check_chain("presqu'île", "presquile");
        check_chain("N'Djamena", "ndjamena");
        check_chain("d'aujourd'hui", "aujourdhui");
        check_chain("d'1,5", "1.5");
    }
}
