//! A word with an apostrophe inside goes in; one token comes out: `O'Brien`, `aujourd'hui`, `Xi'an`.
//!
//! The exact form drops the apostrophe, so that « aujourdhui » is found too. The English genitive is cut off:
//! `NVIDIA's` is `nvidia`. Runs after elision, which has taken the articles away; a long word before the
//! apostrophe is one that lost its space (« moisd'ancienneté »), and is left to be read apart.

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

/// Longer words before an apostrophe are kept whole only when the list has them.
const MAX_LETTERS: usize = 5;

/// Words that an apostrophe does not part, whatever it looks like: what stands before it, with what may follow.
pub(in crate::analysis) struct WholeWords(FxHashMap<&'static str, Vec<&'static str>>);

impl WholeWords {
    pub(in crate::analysis) fn french() -> Self {
        let mut words: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for (before, after) in entries(WHOLE).filter_map(|word| word.split_once('\'')) {
            words.entry(before).or_default().push(after);
        }
        WholeWords(words)
    }

    /// Whether the two pieces in hand make such a word.
    pub(in crate::analysis) fn contains(&self, cursor: &Cursor<'_>) -> bool {
        let after = self.0.get(&*fold(cursor.text(0)));
        after.is_some_and(|after| after.contains(&&*fold(cursor.text(1))))
    }
}

/// Keeps words with an apostrophe whole.
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

/// How many pieces apostrophes hold together.
fn parts(cursor: &Cursor<'_>) -> usize {
    let joined = |ahead: &usize| cursor.link(*ahead) == LINK && cursor.kind(ahead + 1) == Kind::Letters;
    1 + (0..).take_while(joined).count()
}

#[cfg(test)]
mod tests {
    use crate::analysis::tests::exact;

    fn check(input: &str, expected: &str) {
        assert_eq!(exact(input), expected, "{input}");
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
        check("d'Intel's", "intel");
    }
}
