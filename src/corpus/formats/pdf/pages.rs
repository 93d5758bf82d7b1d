//! The pages of a document as one text: a sentence goes on across the foot of a page, and each page keeps its beginning.

use super::repair::{is_compound, joined as without_line_ends, with_letters};
use crate::model::Pages;

/// The signs that end a sentence, or a line that stands by itself.
const ENDS: &[char] = &['.', '!', '?', ':', ';', '»', '”', '"', ')', '…'];

/// The pages as one text, and where each begins.
pub(super) fn joined(pages: &[String]) -> (String, Pages) {
    let pages: Vec<String> = pages.iter().map(|page| with_letters(page)).collect();
    let whole = pages.join("\n\n");
    let mut text = String::with_capacity(whole.len());
    let mut starts: Vec<u64> = Vec::with_capacity(pages.len());
    for page in &pages {
        let page = without_line_ends(page, &whole);
        let page = page.trim();
        if !page.is_empty() {
            join(&mut text, page, &whole);
            // Where a hyphen went, blank pages after it began behind it.
            starts.iter_mut().for_each(|start| *start = (*start).min(text.len() as u64));
        }
        starts.push(text.len() as u64);
        text.push_str(page);
    }
    (text, Pages { starts })
}

/// Ends the text before a page: within a word, within a sentence, or with a paragraph.
fn join(text: &mut String, page: &str, whole: &str) {
    let goes_on = page.starts_with(char::is_lowercase) && !text.ends_with(ENDS);
    let cut =
        text.strip_suffix(['-', '\u{2010}']).filter(|cut| goes_on && cut.ends_with(char::is_alphabetic));
    match cut.map(|cut| (cut.len(), is_compound(whole, cut, page))) {
        Some((_, true)) => {}
        Some((length, false)) => text.truncate(length),
        None if text.is_empty() => {}
        None if goes_on => text.push(' '),
        None => text.push_str("\n\n"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The text with a bar where a page begins.
    fn check(pages: &[&str], expected: &str) {
        let pages: Vec<String> = pages.iter().map(|page| (*page).to_owned()).collect();
        let (mut text, Pages { starts }) = joined(&pages);
        starts.iter().rev().for_each(|start| text.insert(*start as usize, '|'));
        assert_eq!(text, expected);
    }

    #[test]
    fn a_sentence_goes_on() {
        check(&["Les puces.", "La Chine"], "|Les puces.\n\n|La Chine");
        check(&["Les puces de la", "société"], "|Les puces de la |société");
        check(&["Les expor-", "tations"], "|Les expor|tations");
        check(&["Un semi-conducteur, un semi-", "conducteur"], "|Un semi-conducteur, un semi-|conducteur");
        check(&["Une fin :", "une suite"], "|Une fin :\n\n|une suite");
        check(&["", "Les", "", "", "puces"], "||Les|| |puces");
    }

    proptest! {
        #[test]
        fn no_letter_is_lost(pages in prop::collection::vec("[a-zA-Zé. \n-]{0,30}", 0..6)) {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            let (text, Pages { starts }) = joined(&pages);
            prop_assert_eq!(letters(&text), letters(&pages.concat()));
            prop_assert!(starts.len() == pages.len() && starts.is_sorted());
            prop_assert!(starts.iter().all(|start| text.is_char_boundary(*start as usize)));
        }
    }
}
