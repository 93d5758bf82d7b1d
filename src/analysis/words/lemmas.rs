//! Lemmas: the stem class of a word by the French dictionary, for words that Snowball stems badly.
//!
//! `data/lemmas.txt` has a folded spelling on each line: the class of the word so spelt, then each accented spelling that
//! is another word, with its class (`marche march marché=marche_`). `data/known.txt` has the stems of French words,
//! `data/ordinary.txt` those that are not only verb forms. All are searched in place (`super::sorted_table`), so nothing
//! is built at start. `tools/lemmas.py` makes the files; they are under the MPL-2.0.

use crate::analysis::{
    words::fold::fold,
    words::sorted_table::{SortedTable, index},
};

pub(in crate::analysis) const LEMMAS: &str = include_str!("../data/lemmas.txt");
pub(in crate::analysis) const KNOWN: &str = include_str!("../data/known.txt");
pub(in crate::analysis) const ORDINARY: &str = include_str!("../data/ordinary.txt");

static LEMMA_LINES: SortedTable =
    SortedTable { text: LEMMAS, index: &index::<{ LEMMAS.len() / SortedTable::STEP }>(LEMMAS) };
static KNOWN_LINES: SortedTable =
    SortedTable { text: KNOWN, index: &index::<{ KNOWN.len() / SortedTable::STEP }>(KNOWN) };

static ORDINARY_LINES: SortedTable =
    SortedTable { text: ORDINARY, index: &index::<{ ORDINARY.len() / SortedTable::STEP }>(ORDINARY) };

/// The line of one folded spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis) struct Spelling {
    class: &'static str,
    accented: &'static str,
}

/// The line of the folded spelling of `word`.
pub(in crate::analysis) fn spelling(word: &str) -> Option<Spelling> {
    let rest = LEMMA_LINES.find(&fold(word))?;
    let (class, accented) = rest.split_once(' ').unwrap_or((rest, ""));
    Some(Spelling { class, accented })
}

/// Whether some word of the French dictionary has this stem.
pub(in crate::analysis) fn is_known(stem: &str) -> bool {
    KNOWN_LINES.find(stem).is_some()
}

/// Whether `folded` is a word of the French dictionary other than a finite form of a verb: a noun, an adjective, an
/// adverb, an infinitive, a participle.
pub(in crate::analysis) fn is_ordinary(folded: &str) -> bool {
    let has = |word: &str| ORDINARY_LINES.find(word).is_some();
    has(folded) || folded.strip_suffix('s').is_some_and(has)
}

/// The digest in the heading of a list that a script made.
pub(in crate::analysis) fn digest(list: &'static str) -> &'static str {
    let heading = list.lines().take_while(|line| line.starts_with('#'));
    heading.filter_map(|line| line.rsplit_once(": ")).last().map_or("", |(_, digest)| digest)
}

impl Spelling {
    /// The class of `word`, whose folded spelling this is.
    pub(in crate::analysis) fn class(&self, word: &str) -> &'static str {
        self.homographs().find(|(form, _)| *form == word).map_or(self.class, |(_, class)| class)
    }

    /// The accented spellings that are other words than the unaccented one, with their classes.
    pub(in crate::analysis) fn homographs(
        &self,
    ) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
        self.accented.split_whitespace().filter_map(|pair| pair.split_once('='))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::entries;

    fn check(word: &str, expected: Option<&str>) {
        assert_eq!(spelling(word).map(|spelling| spelling.class(word)), expected, "{word}");
    }

    #[test]
    fn classes() {
        check("marche", Some("march"));
        check("marché", Some("marche_"));
        check("annoncèrent", Some("annonce_"));
        check("annoncerent", Some("annonce_"));
        check("nvidia", None);
        check("#", None);
        check("", None);
    }

    #[test]
    fn words_of_the_dictionary_are_known() {
        assert!(is_known("port") && is_known("export"));
        assert!(!is_known("comptex") && !is_known("#"));
    }

    /// The 64-bit hash of Fowler, Noll and Vo.
    fn fnv1a(text: &str) -> u64 {
        text.bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }

    #[test]
    fn finite_forms_of_verbs_are_not_ordinary() {
        for word in ["puces", "restrictions", "economie", "vendus", "interdire", "francaises", "tours"] {
            assert!(is_ordinary(word), "{word}");
        }
        for word in ["vienne", "mit", "monti", "gers", "doit", "nvidia", "", "#"] {
            assert!(!is_ordinary(word), "{word}");
        }
    }

    #[test]
    fn lists_are_sorted_and_as_they_were_made() {
        for list in [LEMMAS, KNOWN, ORDINARY] {
            let body = &list[list.match_indices('\n').nth(3).unwrap().0 + 1..];
            assert_eq!(format!("{:016x}", fnv1a(body)), digest(list), "made by hand? see tools/lemmas.py");
            assert!(entries(list).map(|line| line.split(' ').next()).is_sorted_by(|a, b| a < b));
        }
    }
}
