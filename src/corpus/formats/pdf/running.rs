//! Running heads: lines at the head or the foot of many pages, the same on all of them but for the number of the page.

use std::collections::HashMap;

use unpdf::{Block, Page};

/// The longest running head in characters.
const LONGEST: usize = 150;
/// The fewest pages that make a line a running head.
const FEWEST: usize = 3;
/// How many lines at each end of a page may be running heads.
const LINES: usize = 2;

/// What a running head has in common on all its pages: its text, and how far its number is from that of the page.
type Key = (String, Option<i64>);

/// Removes running heads, running feet and page numbers.
pub(super) fn remove(pages: &mut [Page]) {
    let mut counts: HashMap<Key, usize> = HashMap::new();
    for page in pages.iter() {
        let mut keys: Vec<Key> =
            ends(page).into_iter().flat_map(|at| keys(&page.elements[at], page.number)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    // Left and right pages may have different ones.
    let fewest = FEWEST.max(pages.len() / 4);
    for page in pages {
        let is_common = |key: &Key| counts.get(key).is_some_and(|count| *count >= fewest);
        let is_running = |at: &usize| keys(&page.elements[*at], page.number).iter().any(is_common);
        let gone: Vec<usize> = ends(page).into_iter().filter(is_running).collect();
        let mut at = 0..;
        page.elements.retain(|_| at.next().is_some_and(|at| !gone.contains(&at)));
    }
}

/// The places of the first and the last blocks of a page.
fn ends(page: &Page) -> Vec<usize> {
    let count = page.elements.len();
    (0..count).filter(|at| *at < LINES || at + LINES >= count).collect()
}

/// The keys of a block on a page: as it is, and with its first number as that of the page. A heading with a number of its
/// own (« Section 4 ») has no key in common with the next one.
fn keys(block: &Block, page: u32) -> Vec<Key> {
    let mut text = String::new();
    block.append_plain_text(&mut text);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Vec::new();
    }
    let mut keys = Vec::new();
    if let Some(start) = text.find(|c: char| c.is_ascii_digit()) {
        let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = text[start..].split_at(digits);
        let from_page = number.parse::<i64>().ok().map(|number| number - i64::from(page));
        keys.push((format!("{}#{rest}", &text[..start]), from_page));
    }
    keys.push((text, None));
    keys
}

#[cfg(test)]
mod tests {
    use unpdf::Paragraph;

    use super::*;

    /// Pages of lines between bars, before and after.
    fn check(pages: &[&str], expected: &[&str]) {
        let page = |(at, lines): (usize, &&str)| {
            let mut page = Page::a4(at as u32 + 1);
            lines.split('|').for_each(|line| page.add_paragraph(Paragraph::with_text(line)));
            page
        };
        let mut pages: Vec<Page> = pages.iter().enumerate().map(page).collect();
        remove(&mut pages);
        let left = pages.iter().map(|page| {
            let text = |block: &Block| {
                let mut text = String::new();
                block.append_plain_text(&mut text);
                text
            };
            page.elements.iter().map(text).collect::<Vec<_>>().join("|")
        });
        assert_eq!(left.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_repeats_goes() {
        check(
            &[
                "Rapport 2025|Un|Page 11 sur 9",
                "Rapport 2025|Deux|Page 12 sur 9",
                "Rapport 2025|Trois|Page 13 sur 9",
            ],
            &["Un", "Deux", "Trois"],
        );
    }

    #[test]
    fn headings_with_numbers_stay() {
        let pages = ["Section 1|Un", "Section 5|Deux", "Section 6|Trois", "Section 9|Quatre"];
        check(&pages, &pages);
    }

    #[test]
    fn few_pages_have_no_running_heads() {
        check(&["A|Un", "A|Deux"], &["A|Un", "A|Deux"]);
    }
}
