//! An article's blocks in, the same without the prompts and link lists that sites put between them, out.
//!
//! Only whole short blocks go, never a sentence out of a paragraph. The words are in `boilerplate.txt`.

use std::sync::LazyLock;

use super::blocks::{Block, Kind};

/// A prompt is shorter than this, in characters.
const MAX_PROMPT: usize = 120;
/// So many list items in a row that are nothing but links lead away from the article.
const MIN_LINKS: usize = 3;

static PROMPTS: LazyLock<Prompts> = LazyLock::new(|| Prompts::new(include_str!("boilerplate.txt")));

struct Prompts {
    whole: Vec<&'static str>,
    starts: Vec<&'static str>,
}

impl Prompts {
    fn new(list: &'static str) -> Self {
        let of = |mark| list.lines().filter_map(move |line| line.strip_prefix(mark)).collect();
        Prompts { whole: of("= "), starts: of("^ ") }
    }
}

/// Takes prompts, lists of links and headings that are left without a text away.
pub(super) fn removed(blocks: Vec<Block>) -> Vec<Block> {
    let linked: Vec<bool> = blocks.iter().map(is_link).collect();
    let in_list = |n: usize| {
        let run = |step: &mut dyn Iterator<Item = usize>| {
            step.take_while(|at| linked.get(*at) == Some(&true)).count()
        };
        linked[n] && run(&mut (n..linked.len())) + run(&mut (0..n).rev()) >= MIN_LINKS
    };
    let kept: Vec<bool> = (0..blocks.len()).map(|n| !in_list(n) && !is_prompt(&blocks[n].text)).collect();
    blocks.into_iter().zip(kept).filter_map(|(block, kept)| kept.then_some(block)).collect()
}

fn is_link(block: &Block) -> bool {
    block.kind == Kind::Item && block.unlinked() * 10 <= block.text.len()
}

fn is_prompt(text: &str) -> bool {
    if text.chars().count() >= MAX_PROMPT {
        return false;
    }
    let plain = text.to_lowercase().replace('’', "'").replace('\u{a0}', " ");
    let bare = plain.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
    PROMPTS.whole.contains(&bare) || PROMPTS.starts.iter().any(|start| bare.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: bool) {
        assert_eq!(is_prompt(text), expected, "{text}");
    }

    #[test]
    fn prompts_and_sentences() {
        check("Lire aussi : Les puces de la discorde", true);
        check("→ À lire aussi", true);
        check("© Reuters", true);
        check("Il vous reste 80 % de cet article à lire.", true);
        check("PARTAGER", true);
        check("Partager la valeur", false);
        check("La publicité en ligne recule.", false);
        check(&format!("Voir aussi {}", "mot ".repeat(40)), false);
    }

    #[test]
    fn lists_of_links_go_and_lists_of_words_stay() {
        let item = |linked| Block { text: "un lien".to_owned(), kind: Kind::Item, linked, set_off: false };
        assert_eq!(removed(vec![item(7), item(7), item(7), item(0)]).len(), 1);
        assert_eq!(removed(vec![item(7), item(7), item(0), item(7)]).len(), 4);
    }

    #[test]
    fn the_list_is_sorted_without_doubles() {
        let lines: Vec<&str> =
            include_str!("boilerplate.txt").lines().filter(|l| !l.starts_with('#')).collect();
        assert!(lines.is_sorted_by(|a, b| a < b), "{lines:?}");
    }
}
