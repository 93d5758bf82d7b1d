//! Capitals: tells whether a stop word is an acronym, such as `AI` in « l'AI Act ».
//!
//! In a headline in capitals `ET` is the word *et*: there only the acronyms of `data/acronyms.txt` count. After `j'` or
//! `n'` not even they count (« J'AI »).

use rustc_hash::FxHashSet;

use crate::text::entries;

use super::{
    scanner::{Cursor, Kind, Link, Piece},
    words::fold::fold,
};

pub(super) const ACRONYMS: &str = include_str!("data/acronyms.txt");

/// The listed acronyms.
pub(super) struct Capitals {
    acronyms: FxHashSet<&'static str>,
}

impl Capitals {
    pub(super) fn french() -> Self {
        Capitals { acronyms: entries(ACRONYMS).collect() }
    }

    /// Whether the stop word at the cursor is an acronym. In a query a listed acronym needs no capitals.
    pub(super) fn is_acronym(&self, cursor: &Cursor<'_>, for_query: bool) -> bool {
        let word = cursor.text(0);
        if is_east(cursor) {
            return true;
        }
        if word.chars().nth(1).is_none() || follows_pronoun(cursor) {
            return false;
        }
        let listed = || self.acronyms.contains(&*fold(word));
        match is_upper(word) {
            true => !is_among_capitals(cursor) || listed(),
            false => for_query && listed(),
        }
    }
}

fn is_upper(word: &str) -> bool {
    word.chars().all(char::is_uppercase)
}

/// Whether the word is « Est » after an article (« Europe de l'Est »): a noun, and not the verb *est*.
fn is_east(cursor: &Cursor<'_>) -> bool {
    let before = cursor.at.checked_sub(1).map(|at| Cursor { at, ..*cursor });
    let after_article =
        before.is_some_and(|b| b.link(0) == Link::Mark(b'\'') && matches!(b.text(0), "l" | "L" | "d" | "D"));
    after_article && matches!(cursor.text(0), "Est" | "EST")
}

/// Whether the word follows an elided pronoun or *n'* (« j'AI », « qui n'AI »): a verb.
fn follows_pronoun(cursor: &Cursor<'_>) -> bool {
    let Some(before) = cursor.at.checked_sub(1).map(|at| Cursor { at, ..*cursor }) else { return false };
    before.link(0) == Link::Mark(b'\'')
        && matches!(before.text(0), "j" | "J" | "n" | "N" | "m" | "M" | "t" | "T")
}

/// Whether the words around are in capitals too. Words of one letter are passed over.
fn is_among_capitals(cursor: &Cursor<'_>) -> bool {
    let before = &cursor.pieces[..cursor.at];
    let after = &cursor.pieces[cursor.at + 1..];
    let text = |piece: &Piece| &cursor.text[piece.start as usize..piece.end as usize];
    let is_word = |piece: &&Piece| piece.kind == Kind::Letters && text(piece).chars().nth(1).is_some();
    let neighbours = [before.iter().rev().find(is_word), after.iter().find(is_word)];
    let mut words = neighbours.into_iter().flatten().map(text).peekable();
    words.peek().is_some() && words.all(is_upper)
}

#[cfg(test)]
mod tests {
    use crate::analysis::tests::stems;

    fn check(input: &str, expected: &str) {
        assert_eq!(stems(input), expected, "{input}");
    }

    #[test]
    fn acronyms_in_capitals_are_words() {
        check("AI", "ai");
        check("l'AI Act", "ai act");
        check("j'ai", "");
        check("des ON Semiconductor", "on semiconductor");
        check("EU AI ACT", "eu ai act");
        check("l'Est est là", "est");
    }

    #[test]
    fn headlines_are_not_acronyms() {
        check("LES PUCES ET LES LOGICIELS", "puc logiciel");
        check("LES PUCES A L'EXPORT", "puc export");
        check("proposéÀ l'export", "propos export");
        check("J'AI VOLONTIERS", "volonti");
    }
}
