//! Apostrophes: a word with an apostrophe inside gives one token: `O'Brien`, `aujourd'hui`, `Xi'an`.
//!
//! The exact form has no apostrophe, so « aujourdhui » matches too. The English genitive is cut off: `NVIDIA's` gives
//! `nvidia`. Elision runs before and has removed articles. A long word before an apostrophe has lost its space
//! (« moisd'ancienneté »): its parts are read apart.

use rustc_hash::FxHashMap;

use crate::text::entries;

use crate::analysis::{
    rules::Rule,
    scanner::{Cursor, Kind, Link},
    token_writer::TokenWriter,
    words::fold::fold,
};

pub(in crate::analysis) const WHOLE: &str = include_str!("../data/whole.txt");

const LINK: Link = Link::Mark(b'\'');

/// The most letters before an apostrophe; a longer word is kept whole only if the list has it.
const MAX_LETTERS: usize = 5;

/// Listed words with an apostrophe. The key is the part before it; the value, the parts that may follow.
pub(in crate::analysis) struct WholeWords(FxHashMap<&'static str, Vec<&'static str>>);

impl WholeWords {
    pub(in crate::analysis) fn french() -> Self {
        let mut words: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for (before, after) in entries(WHOLE).filter_map(|word| word.split_once('\'')) {
            words.entry(before).or_default().push(after);
        }
        WholeWords(words)
    }

    /// Whether pieces 0 and 1 make a listed word.
    pub(in crate::analysis) fn contains(&self, cursor: &Cursor<'_>) -> bool {
        let after = self.0.get(&*fold(cursor.text(0)));
        after.is_some_and(|after| after.contains(&&*fold(cursor.text(1))))
    }
}

/// Reads words with an apostrophe.
pub(in crate::analysis) struct Apostrophe(pub(in crate::analysis) WholeWords);

impl Rule for Apostrophe {
    fn name(&self) -> &'static str {
        "apostrophe"
    }

    fn read(&self, cursor: Cursor<'_>, out: &mut TokenWriter<'_>) -> usize {
        if cursor.kind(0) != Kind::Letters || cursor.link(0) != LINK || cursor.kind(1) != Kind::Letters {
            return 0;
        }
        if cursor.link(1) != LINK && cursor.text(1).eq_ignore_ascii_case("s") {
            out.word(cursor.range(0, 1), cursor.text(0));
            return 2;
        }
        if cursor.text(0).chars().count() > MAX_LETTERS && !self.0.contains(&cursor) {
            return 0;
        }
        let count = parts(&cursor);
        let whole: String = (0..count).map(|ahead| cursor.text(ahead)).collect();
        out.word(cursor.range(0, count), &whole);
        count
    }
}

/// The number of pieces that apostrophes join.
fn parts(cursor: &Cursor<'_>) -> usize {
    let joined = |ahead: &usize| cursor.link(*ahead) == LINK && cursor.kind(ahead + 1) == Kind::Letters;
    1 + (0..).take_while(joined).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::tests::{check_chain, check_rule};

    fn check(input: &str, expected: &str) {
        check_rule(Apostrophe(WholeWords::french()), input, expected);
    }

    #[test]
    fn whole_words() {
        check("aujourd'hui O'Brien Xi'an", "aujourdhui obrien xian");
        check("prud'hommes quelqu'un", "prudhommes quelquun");
        check("rock'n'roll", "rocknroll");
        check("constructeurl'environnement", "constructeurl environnement");
    }

    #[test]
    fn genitives() {
        check("NVIDIA's chips", "nvidia chips");
    }

    #[test]
    fn with_the_other_rules() {
        check_chain("d'Intel's", "intel");
    }
}
