//! A number to the form of the noun beside it.
//!
//! The rules are those of the CLDR for whole numbers (Unicode, *Language Plural Rules*, version 46): English has the
//! singular for 1, French for 0 and 1. French has a third form, `many`, for whole millions; beside figures it is the
//! plural with « de » (« 1 000 000 d'articles »); this file treats it as the plural.

use super::Lang;

/// The form of a noun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plural {
    /// The singular.
    One,
    /// The plural.
    Other,
}

/// The form of the noun beside `count`.
pub fn plural(lang: Lang, count: u64) -> Plural {
    let is_one = match lang {
        Lang::En => count == 1,
        Lang::Fr => count <= 1,
    };
    if is_one { Plural::One } else { Plural::Other }
}

/// `count` with its noun: `[one, several]` in English, then in French.
pub(super) fn counted(lang: Lang, count: u64, english: [&str; 2], french: [&str; 2]) -> String {
    let [one, several] = match lang {
        Lang::En => english,
        Lang::Fr => french,
    };
    let noun = match plural(lang, count) {
        Plural::One => one,
        Plural::Other => several,
    };
    format!("{count} {noun}")
}

pub(super) fn articles(lang: Lang, count: u64) -> String {
    counted(lang, count, ["article", "articles"], ["article", "articles"])
}

/// A number of passages.
pub fn passages(lang: Lang, count: u64) -> String {
    counted(lang, count, ["passage", "passages"], ["passage", "passages"])
}

pub(super) fn pages(lang: Lang, count: u64) -> String {
    counted(lang, count, ["page", "pages"], ["page", "pages"])
}

pub(super) fn words(lang: Lang, count: u64) -> String {
    counted(lang, count, ["word", "words"], ["mot", "mots"])
}

pub(super) fn files(lang: Lang, count: u64) -> String {
    counted(lang, count, ["file", "files"], ["fichier", "fichiers"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(count: u64, english: &str, french: &str) {
        assert_eq!((words(Lang::En, count), words(Lang::Fr, count)), (english.to_owned(), french.to_owned()));
    }

    #[test]
    fn nothing_is_singular_in_french() {
        check(0, "0 words", "0 mot");
        check(1, "1 word", "1 mot");
        check(2, "2 words", "2 mots");
        check(1_000_001, "1000001 words", "1000001 mots");
    }
}
