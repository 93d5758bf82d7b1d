//! Boilerplate: removes the prompts and link lists that sites put between the blocks of an article.
//!
//! Only whole short blocks are removed, never a sentence of a paragraph. The phrases are in `boilerplate.txt`.

use std::sync::LazyLock;

use super::blocks::{Block, Kind};

/// The length in characters from which a block is no prompt.
const MAX_PROMPT: usize = 120;
/// The fewest list items of links in a row that are removed.
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

/// The blocks without prompts, lists of links and the section name above the article.
pub(super) fn removed(mut blocks: Vec<Block>) -> Vec<Block> {
    if begins_with_section(&blocks) {
        blocks.remove(0);
    }
    let runs = blocks.chunk_by(|a, b| is_link(a) == is_link(b));
    let kept = runs.filter(|run| !(is_link(&run[0]) && run.len() >= MIN_LINKS)).flatten();
    kept.filter(|block| !is_prompt(&block.text)).cloned().collect()
}

/// Whether the first block is a section name, up to three words above the first paragraph: « Cloud », « Vie politique ».
fn begins_with_section(blocks: &[Block]) -> bool {
    let [first, next, ..] = blocks else { return false };
    let short = first.text.split_whitespace().count() <= 3 && first.text.len() <= 40;
    let above_prose = next.kind == Kind::Other && next.text.chars().count() >= MAX_PROMPT;
    short && first.kind == Kind::Other && above_prose && !first.text.ends_with(['.', '!', '?', ':', '»'])
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
    fn the_rubric_goes() {
        let block = |text: &str, kind| Block { text: text.to_owned(), kind, linked: 0, set_off: true };
        let story = || block(&"Une question, une réponse sous serment. ".repeat(4), Kind::Other);
        assert_eq!(removed(vec![block("Cloud", Kind::Other), story()]), [story()]);
        assert_eq!(removed(vec![block("Cloud", Kind::Heading), story()]).len(), 2);
        assert_eq!(removed(vec![block("Cloud", Kind::Other)]).len(), 1);
    }

    #[test]
    fn the_list_is_sorted_without_doubles() {
        let lines: Vec<&str> =
            include_str!("boilerplate.txt").lines().filter(|l| !l.starts_with('#')).collect();
        assert!(lines.is_sorted_by(|a, b| a < b), "{lines:?}");
    }
}
